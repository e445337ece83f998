"""A static index over reports: one page that shows each report's finding and leads to its files, which are copied beside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from causal import report as reports
from causal.assets import asset
from causal.catalogue import Catalogue
from causal.errors import CausalError
from causal.pages import Pages
from causal.typography import visible
from causal.writing import write_text

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"report.html": "page", "report.pdf": "PDF", "report.json": "data", "claimreview.json": "ClaimReview"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report on the index; `files` are (name, what it is) of those that were built."""

    name: str
    built: bool
    title: str = ""
    article: str = ""
    published: str = ""
    finding: str = ""
    strip: str = ""
    files: tuple[tuple[str, str], ...] = ()


def site(root: Path, output: Path) -> list[Entry]:
    """Write index.html and a folder a report under `output`; give what is listed, newest article first.

    Raise CausalError where there is no report folder, or a report.json is damaged.
    """
    folders = sorted(path.parent for path in root.glob("*/report.yaml"))
    if not folders:
        raise CausalError(f"no report folder under {root}: make one with `causal new {root}/NAME`")
    entries = sorted((_entry(folder) for folder in folders), key=lambda e: (e.published, e.name), reverse=True)
    for entry in entries:
        _copy(root / entry.name / "build", output / entry.name, entry)
    write_text(output / "index.html", _page(entries))
    return entries


def _entry(folder: Path) -> Entry:
    built = folder / "build" / "report.json"
    if not built.exists():
        return Entry(name=folder.name, built=False)
    report = reports.read(built)
    words = Catalogue(report.study.language, report.study)
    pages = Pages(report, words)
    return Entry(
        name=folder.name,
        built=True,
        title=report.study.title,
        article=f"{report.study.article.title} ({report.study.article.outlet})",
        published=report.study.article.published.isoformat(),
        finding=" ".join(pages.finding()),
        strip=str(pages.front()["scoreboard"]),
        files=tuple((name, said) for name, said in FILES.items() if (folder / "build" / name).exists()),
    )


def _copy(source: Path, target: Path, entry: Entry) -> None:
    """Copy what was built, and remove what an earlier site had beyond it."""
    shutil.rmtree(target, ignore_errors=True)
    for name, _ in entry.files:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


def _page(entries: list[Entry]) -> str:
    environment = Environment(
        loader=FileSystemLoader(asset("templates")), autoescape=True, undefined=StrictUndefined, finalize=_shown
    )
    return environment.get_template("site.html.j2").render(entries=[_marked(e) for e in entries]) + "\n"


def _marked(entry: Entry) -> dict[str, Any]:
    strip = Markup(entry.strip)  # noqa: S704 - drawn by this program, its texts escaped
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__} | {"strip": strip}


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
