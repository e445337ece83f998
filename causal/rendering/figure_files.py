"""A report's figures as files for reuse: each as SVG, as PNG in the package's own fonts, and its numbers as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.comma_separated import table
from causal.rendering.figure_data import figure_data
from causal.rendering.pdf import font_files
from causal.rendering.typography import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from causal.rendering.pieces import Figure
    from causal.report import Report

ZOOM = 2  # pixels of a PNG a pixel of its SVG
UNTABLED = "none: its numbers are not tabled"


def figure_files(report: Report, drawn: Iterable[Figure]) -> Iterator[tuple[str, bytes]]:
    """Give name and content of every file: three a figure, and index.csv, which says what each shows.

    The bytes are the same on every run: no font of the machine is looked at, and nothing is dated.
    """
    data, fonts = figure_data(report), tuple(font_files().values())
    rows = []
    for name, figure in {one.name: one for one in drawn}.items():
        yield f"{name}.svg", f"{figure.svg}\n".encode()
        yield f"{name}.png", png(figure.svg, fonts)
        if name in data:
            yield f"{name}.csv", table(data[name].columns, data[name].rows).encode()
        tabled = f"{name}.csv" if name in data else UNTABLED
        rows.append((name, visible(figure.alt), f"{name}.svg", f"{name}.png", tabled))
    yield "index.csv", table(("figure", "shows", "svg", "png", "csv"), rows).encode()


def png(svg: str, fonts: Sequence[Path]) -> bytes:
    """Draw an SVG on white at twice its size, with these font files alone."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=ZOOM,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=[str(font) for font in fonts],
        font_family="Source Sans Pro",
        sans_serif_family="Source Sans Pro",
    )
