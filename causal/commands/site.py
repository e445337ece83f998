"""A static index over reports: one page that shows each report's finding and leads to its files beside it.

Every file is made here, from a report.json whose every value was checked: nothing else that lies in a report's `build/` is
published, and no link in it is followed.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from causal import report as reports
from causal.errors import CausalError, DataError
from causal.files.assets import FALLBACK, asset
from causal.files.inside import beneath, inside
from causal.files.writing import making, publish, write_text
from causal.rendering.archive import digest
from causal.rendering.catalogue import catalogue_of
from causal.rendering.figures import strip
from causal.rendering.figures.svg import COLOURS, GREY, SYMBOLS
from causal.rendering.outputs import outputs
from causal.rendering.pieces import ORDER
from causal.rendering.render import render
from causal.rendering.sections.finding import finding
from causal.rendering.typography import visible
from causal.report import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.report import Report

INDEX = "index.html"
FORMATS = ("html", "pdf", "claimreview")
FIRST = ("report.html", "report.pdf", "report.json")  # of the files listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many claims of a report earned one grounds; `colour` is of its symbol and word."""

    count: int
    word: str
    symbol: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One report on the index; `files` are (name, what it is) of those that were built, `folder` where to build one that is not."""

    name: str
    built: bool
    folder: str = ""
    language: str = FALLBACK
    title: str = ""
    article: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    published_words: str = ""
    finding: str = ""
    strip: str = ""
    counts: tuple[Count, ...] = ()
    changed: bool = False
    files: tuple[tuple[str, str], ...] = ()
    failures: tuple[str, ...] = ()  # what could not be made, and why


def site(root: Path, output: Path, formats: Sequence[str] = FORMATS) -> list[Entry]:
    """Write index.html and a folder a report under `output`; give what is listed, newest article first.

    `formats` are names of outputs that are one file. Raise CausalError where there is no report folder, a report.json is
    damaged, or `output` holds something else.
    """
    folders = sorted(path.parent for path in root.glob("*/report.yaml"))
    if not folders:
        raise CausalError(f"no report folder under {root}: make one with `causal new {root}/NAME`")
    gone = _replaceable(folders, output)
    read = {folder: _report(folder) for folder in folders}
    with making(output) as made:
        entries = [_made(folder, report, made / folder.name, formats) for folder, report in read.items()]
        entries.sort(key=lambda e: (e.published, e.name), reverse=True)
        write_text(made / INDEX, _page(entries))
        publish(made, output, (*dict.fromkeys((*(e.name for e in entries), *gone)), INDEX))
    return entries


def _report(folder: Path) -> Report | None:
    """Give the report of a folder's last build, or None where there is none."""
    place = beneath(folder, "build/report.json")
    return reports.read(place) if place.exists() else None


def _made(folder: Path, report: Report | None, place: Path, formats: Sequence[str]) -> Entry:
    """Make a report's files, and give its entry."""
    if report is None:  # no path of this machine
        return Entry(
            name=folder.name, built=False, folder=shlex.quote((Path(folder.parent.name) / folder.name).as_posix())
        )
    entry = _entry(folder, report)
    write_text(place / "report.json", to_json(report))
    failures = render(report, place, formats, None if entry.changed else folder)
    return replace(
        entry,
        files=tuple((name, said) for name, said in _files().items() if (place / name).is_file()),
        failures=tuple(f"{failure.subject}: {failure.reason}" for failure in failures),
    )


@cache
def _files() -> dict[str, str]:
    """Give what each file that is listed is: report.json, and the outputs that are one file."""
    said = {"report.json": "Data (JSON)", **{one.place: one.title for one in outputs().values() if one.single}}
    return {name: said[name] for name in dict.fromkeys((*FIRST, *said))}


def _replaceable(folders: Sequence[Path], output: Path) -> list[str]:
    """Give the report folders of an earlier site; raise CausalError rather than write over anything else."""
    place = output.resolve()
    for folder in folders:
        if place.is_relative_to(folder.resolve()):
            raise CausalError(f"{output} lies inside the report folder {folder}: choose another --output")
        if (output / folder.name).exists() and not _ours(output / folder.name):
            raise CausalError(f"{output / folder.name} was not written by `causal site`: choose another --output")
    if not (output / INDEX).exists():
        return []
    return [path.name for path in sorted(output.iterdir()) if _ours(path)]


def _ours(path: Path) -> bool:
    """Whether a folder holds files of a site's report and nothing else."""
    if path.is_symlink() or not path.is_dir():
        return False
    found = list(path.iterdir())
    return bool(found) and all(one.name in _files() and one.is_file() for one in found)


def _entry(folder: Path, report: Report) -> Entry:
    study, words = report.study, catalogue_of(report)
    return Entry(
        name=folder.name,
        built=True,
        language=study.language,
        title=study.title,
        article=study.article.title,
        author=study.article.author,
        outlet=study.article.outlet,
        published=study.article.published.isoformat(),
        published_words=words.day(study.article.published.isoformat()),
        finding=" ".join(finding(report, words)),
        strip=_strip(report, words),
        counts=tuple(
            Count(count=n, word=words.word(g), symbol=SYMBOLS[g], colour=COLOURS.get(g, GREY))
            for g, n in _counts(report)
        ),
        changed=_changed(report, folder),
    )


def _counts(report: Report) -> list[tuple[str, int]]:
    found = [(g.value, sum(v.grounds is g for v in report.verdicts)) for g in ORDER]
    return [(grounds, count) for grounds, count in found if count]


def _strip(report: Report, words: Catalogue) -> str:
    said = ", ".join(f"{count} {words.word(grounds)}" for grounds, count in _counts(report))
    return strip.draw(_counts(report), said)


def _changed(report: Report, folder: Path) -> bool:
    """Whether a file that the report was made from is no longer what it was."""
    try:
        return any(digest(inside(folder, name).read_bytes()) != known for name, known in report.study.inputs.items())
    except (DataError, OSError):
        return True


def _page(entries: Sequence[Entry]) -> str:
    environment = Environment(
        loader=FileSystemLoader(asset("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    environment.filters["drawn"] = Markup
    return environment.get_template("site.html.j2").render(entries=entries) + "\n"


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
