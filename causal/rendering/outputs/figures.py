"""Every figure for reuse: as SVG, as PNG, and its numbers as CSV, with an index that says what each shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.outputs import Output

if TYPE_CHECKING:
    from causal.rendering.outputs import Given


def files(given: Given) -> dict[str, bytes]:
    """Give the files of all figures."""
    from causal.rendering.figure_files import figure_files

    return {f"{OUTPUT.place}/{name}": content for name, content in figure_files(given.report, given.page.drawn)}


OUTPUT = Output(title="Figures as SVG, PNG and CSV", place="figures", files=files, usual=True)
