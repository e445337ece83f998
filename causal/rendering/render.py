"""From a Report to files: HTML, PDF, ClaimReview, figures and tables. Knows Jinja, and nothing of statistics."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from causal.errors import RenderError
from causal.files.assets import asset
from causal.files.writing import write_bytes, write_text
from causal.findings import Failure, Stage
from causal.rendering.catalogue import catalogue_of
from causal.rendering.page import context_of
from causal.rendering.typography import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from causal.rendering.catalogue import Catalogue
    from causal.report import Report

SAFE_SCHEMES = ("http://", "https://", "mailto:", "#")


def render(report: Report, directory: Path, formats: Sequence[str], folder: Path | None = None) -> tuple[Failure, ...]:
    """Write the asked formats (html, pdf, claimreview, figures, tables); give what could not be rendered.

    `folder` is the report folder, to be attached to the PDF. The HTML is made once and is what the PDF is made from.
    A PDF that cannot be made leaves the other files whole.
    """
    catalogue = catalogue_of(report)
    context, text = {}, ""
    if {"html", "pdf", "figures"} & set(formats):
        context = context_of(report, catalogue)
        text = page(context, catalogue)
    if "html" in formats:
        write_text(directory / "report.html", text)
    with ThreadPoolExecutor(1) as beside:  # the PDF is made in a process of its own while the rest is written
        coming = beside.submit(_pdf, report, text, folder) if "pdf" in formats else None
        _files(report, catalogue, context.get("all_figures", {}), directory, formats)
        try:
            if coming is not None:
                write_bytes(directory / "report.pdf", coming.result())
        except RenderError as error:
            return (Failure(stage=Stage.RENDER, subject="report.pdf", reason=str(error)),)
    return ()


def _files(
    report: Report, catalogue: Catalogue, drawn: Mapping[str, str], directory: Path, formats: Sequence[str]
) -> None:
    """Write what is neither the page nor its PDF."""
    if "figures" in formats:
        from causal.rendering.figure_files import figure_files

        for name, file in figure_files(report, drawn):
            write_bytes(directory / "figures" / name, file)
    if "claimreview" in formats:
        from causal.rendering.outputs.claimreview import claim_reviews

        write_text(directory / "claimreview.json", claim_reviews(report, catalogue))
    if "tables" in formats:
        from causal.rendering.outputs.tables import tables

        for name, content in tables(report, catalogue).items():
            write_text(directory / "tables" / f"{name}.csv", content)


def _pdf(report: Report, text: str, folder: Path | None) -> bytes:
    from causal.rendering.archive import attach, contents
    from causal.rendering.pdf import pdf

    files = contents(report, folder)
    return attach(pdf(text, report), files, report.provenance.source_date)


def page(context: dict[str, Any], catalogue: Catalogue) -> str:
    """Give the report as one self-contained HTML page."""
    environment = Environment(
        loader=FileSystemLoader(asset("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=_shown,
    )
    environment.filters.update(catalogue.filters)
    environment.filters["safe_url"] = safe_url
    environment.filters["path"] = lambda nodes: " – ".join(catalogue.node(n) for n in nodes)
    css = (asset("templates") / "report.css").read_text(encoding="utf-8")
    return environment.get_template("report.html.j2").render(**context, css=Markup(css)) + "\n"  # noqa: S704 - own file


def _shown(value: object) -> object:
    """Show hidden characters in every text that a template prints; markup of our own is left as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def safe_url(url: str) -> bool:
    """Whether a link may be followed: http, https, mailto or a place on the page, and nothing hidden in it."""
    return url.lower().startswith(SAFE_SCHEMES) and url.isprintable() and not any(c in url for c in " \"'<>\\")
