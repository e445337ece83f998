"""The report in print, as PDF/A-3, with everything that made it attached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.outputs import Output
from causal.rendering.outputs.html import Edition, html
from causal.work.store import key

if TYPE_CHECKING:
    from causal.rendering.outputs import Given


def files(given: Given) -> dict[str, bytes]:
    """Give the PDF; raise RenderError with an instruction where it cannot be made."""
    return {OUTPUT.place: printed(given, Edition.REPORT, OUTPUT.place)}


def printed(given: Given, edition: Edition, place: str) -> bytes:
    """Give an edition as PDF, what made it attached; `place` is the file that it is for. The pages of places are kept for the next."""
    from causal.rendering import archive, pdf

    report, store = given.report, given.store
    attached = archive.contents(report, given.folder, place, given.written)
    name = "" if store.folder is None else key("pages", place, given.page.language, given.page.title)
    before = store.get(name, dict[str, int]) or {}
    made = pdf.pdf(html(given.page, edition, given.compiled), report, given.told, place, pages := before.copy())
    if pages != before:
        store.put(name, pages)
    return archive.attach(made, attached, report.provenance.source_date)


OUTPUT = Output(title="PDF", place="report.pdf", files=files, usual=True, beside=True)
