"""What the PDF leaves out, as a PDF of its own: full pages of the edges, the graph against the data, methods, data and formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.outputs import Output
from causal.rendering.outputs.html import Edition
from causal.rendering.outputs.pdf import printed

if TYPE_CHECKING:
    from causal.rendering.outputs import Given


def files(given: Given) -> dict[str, bytes]:
    """Give the appendix; raise RenderError with an instruction where it cannot be made."""
    return {OUTPUT.place: printed(given, Edition.APPENDIX, OUTPUT.place)}


OUTPUT = Output(title="Appendix (PDF)", place="appendix.pdf", files=files, beside=True)
