"""The report in print, as PDF/A-3, with everything that made it attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.outputs import Output
from causal.rendering.outputs.html import Edition, html

if TYPE_CHECKING:
    from causal.rendering.outputs import Given


def files(given: Given) -> dict[str, bytes]:
    """Give the PDF; raise RenderError with an instruction where it cannot be made."""
    return {OUTPUT.place: printed(given, Edition.REPORT, OUTPUT.place)}


def printed(given: Given, edition: Edition, place: str) -> bytes:
    """Give an edition as PDF, what made it attached; `place` is the file that it is for."""
    from causal.rendering import archive, pdf

    report = given.report
    attached = archive.contents(report, given.folder, place, given.written)
    made = pdf.pdf(html(given.page, edition, given.compiled), report, given.told, place)
    return archive.attach(made, attached, report.provenance.source_date)


OUTPUT = Output(title="PDF", place="report.pdf", files=files, usual=True, beside=True)
