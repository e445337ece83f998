"""A published PDF held against itself: take it alone, run everything again, and say what reproduces.

Whatever the PDF holds, down to the last entry of its catalogue, is what its attachments give, or is named as altered.
"""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal import pipeline
from causal import report as reports
from causal.commands.compare import Differences, compare, same, software
from causal.errors import CausalError
from causal.rendering import anatomy, archive, render
from causal.rendering.outputs import outputs
from causal.rendering.page_parts import page_parts, parts_that_differ
from causal.rendering.typography import plural
from causal.work.confined import confined

if TYPE_CHECKING:
    from causal.pipeline import Progress
    from causal.report import Report
    from causal.work.spread import Workers

TOLERANCE = 1e-6  # of a number, where other software computed it again
PAGE = re.compile(r"page ([0-9]+)")
SHOWN = 20
OURS = ("pdf", "appendix")  # the outputs whose files carry what made them


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of it. `pages` are those that the inputs do not give, None where the PDF could not be made again.

    `altered` names every other place that they do not give. `software` lists what differs from the software that made
    the report; numbers are then compared to 1e-6, and the renderer's own name and version may differ, but no page.
    """

    tampered: tuple[str, ...]
    unbuilt: str  # why the attached folder cannot be built, or empty
    software: tuple[str, ...]
    printed: Report
    differences: Differences
    pages: tuple[int, ...] | None
    altered: tuple[str, ...]
    identical: bool
    parts: dict[int, tuple[str, ...]] = field(default_factory=dict)  # by what each of `pages` differs

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it does not reproduce, the weightiest first; empty where it does."""
        pages = () if self.pages is None else self.pages
        claims, edges = len(self.differences.claims), len(self.differences.edges)
        told = {
            f"the attached folder cannot be built: {self.unbuilt}": bool(self.unbuilt),
            f"{plural(len(self.tampered), 'attachment is', 'attachments are')} not what the manifest lists": bool(
                self.tampered
            ),
            f"{plural(claims, 'claim comes', 'claims come')} out otherwise": bool(claims),
            f"{plural(edges, 'edge comes', 'edges come')} out otherwise": bool(edges),
            "inputs or settings differ": not self.differences.none and not (claims or edges),
            f"the attachments do not give {_listed(pages)}": bool(pages),
            "the PDF could not be made again here, so no page was compared": self.pages is None and not self.unbuilt,
            f"{plural(len(self.altered), 'other place is', 'other places are')} not what the attachments give": bool(
                self.altered
            ),
        }
        return () if self.reproduces else tuple(why for why, holds in told.items() if holds)

    @property
    def reproduces(self) -> bool:
        """Whether nothing was changed, every verdict and number comes out again, and the file says the same."""
        whole = not self.tampered and not self.unbuilt and not self.altered
        return whole and self.differences.none and self.pages == ()


def _listed(pages: tuple[int, ...]) -> str:
    """Name pages: page 3; pages 1, 2 and more."""
    more = " and more" if len(pages) > SHOWN else ""
    return f"{'page' if len(pages) == 1 else 'pages'} {', '.join(map(str, pages[:SHOWN]))}{more}"


def verify(path: Path, progress: Progress = pipeline.silent, workers: Workers = pipeline.HERE) -> Verification:
    """Extract what the PDF carries, build it again in a temporary folder, and compare; raise CausalError."""
    files = archive.extract(path)
    printed = reports.from_json(files[archive.REPORT])
    changed = tuple(archive.tampered(files))
    with tempfile.TemporaryDirectory(prefix="causal-verify-") as temporary:
        folder = _unpack(files, Path(temporary) / "folder", printed.study.name)
        try:
            again = pipeline.build(folder, progress=progress, workers=workers, language=printed.study.language)
        except CausalError as error:
            return _unbuilt(printed, changed, str(error).replace(f"{folder}/", ""))
        # The pages are held against the report that is attached, and that against what the folder gives.
        source = printed if printed.study.inputs == again.study.inputs else again
        made = _render(source, Path(temporary) / "made", folder, archive.named(files))
    other = tuple(software(printed, again))
    content = path.read_bytes()
    pages, altered = (None, ()) if made is None else _altered(str(path), content, made, software=bool(other))
    return Verification(
        tampered=changed,
        unbuilt="",
        software=other,
        printed=printed,
        differences=compare(printed, again, TOLERANCE if other else 0.0),
        pages=pages,
        altered=(
            *altered,
            *_otherwise(files[archive.REPORT], again, TOLERANCE if other else 0.0),
            *_unknown_libraries(printed, again),
        ),
        identical=made == content,
        parts=_parts(str(path), content, made, pages or ()) if made else {},
    )


def _altered(subject: str, content: bytes, made: bytes, *, software: bool) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Give the pages and the other places of a PDF that are not those of the one made again."""
    if content == made:
        return (), ()
    found = confined(anatomy.file_places, content, software, subject=subject)
    differing = anatomy.differing(found, anatomy.places(made, software))  # written here, as the renderer writes it
    pages = tuple(int(match[1]) for place in differing if (match := PAGE.fullmatch(place)))
    others = tuple(place for place in differing if not PAGE.fullmatch(place))
    if not differing and not software:
        others = ("the file's bytes, though no object in it",)
    return pages, others


def _parts(subject: str, content: bytes, made: bytes, pages: tuple[int, ...]) -> dict[int, tuple[str, ...]]:
    """Say of each page that differs by what."""
    if not pages:
        return {}
    mine, theirs = confined(page_parts, content, subject=subject), page_parts(made)
    return {number: parts_that_differ(mine, theirs, number) for number in pages[:SHOWN]}


def _unknown_libraries(printed: Report, again: Report) -> list[str]:
    """Name the libraries that the report says it was made with and that this program does not have."""
    unknown = sorted(printed.provenance.versions.keys() - again.provenance.versions.keys())
    return [f"{archive.REPORT}: provenance.versions.{name}" for name in unknown]


def _otherwise(attached: bytes, again: Report, tolerance: float) -> tuple[str, ...]:
    """Name the places of the attached report.json that the folder does not give."""
    mine, theirs = json.loads(attached), json.loads(reports.to_json(again))
    if tolerance:
        for one in (mine, theirs):
            one["provenance"] = {k: v for k, v in one["provenance"].items() if k not in {"causal", "versions"}}
    found = [f"{archive.REPORT}: {place}" for place in _differing(mine, theirs, "", tolerance)]
    more = (f"{archive.REPORT}: {len(found) - SHOWN} places more",) if len(found) > SHOWN else ()
    return (*found[:SHOWN], *more)


def _differing(mine: Any, theirs: Any, place: str, tolerance: float) -> list[str]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        keys = dict.fromkeys((*mine, *theirs))
        return [
            found
            for key in keys
            for found in (
                _differing(mine[key], theirs[key], f"{place}.{key}".lstrip("."), tolerance)
                if key in mine and key in theirs
                else [f"{place}.{key}".lstrip(".")]
            )
        ]
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        pairs = enumerate(zip(mine, theirs, strict=True))
        return [found for k, (a, b) in pairs for found in _differing(a, b, f"{place}[{k}]", tolerance)]
    return [] if type(mine) is type(theirs) and same(mine, theirs, tolerance) else [place]


def _unbuilt(printed: Report, changed: tuple[str, ...], why: str) -> Verification:
    nothing = Differences(causes=(), claims=(), edges=())
    return Verification(
        tampered=changed,
        unbuilt=why,
        software=(),
        printed=printed,
        differences=nothing,
        pages=None,
        altered=(),
        identical=False,
    )


def _unpack(files: dict[str, bytes], parent: Path, name: str) -> Path:
    """Write the attached folder; its name is part of the report, so that it is kept where it is a plain one."""
    folder = parent / (
        name if archive.NAME.fullmatch(name) and "/" not in name and name not in {".", ".."} else "report"
    )
    for attached, content in files.items():
        if attached.startswith(archive.FOLDER):
            target = folder / attached.removeprefix(archive.FOLDER)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    if not folder.exists():
        raise CausalError("the PDF carries no report folder: it was made from report.json alone, without its data")
    return folder


def _render(report: Report, directory: Path, folder: Path, place: str) -> bytes | None:
    """Make the PDF that the manifest names; one that no output of ours makes is held against the report's."""
    places = {outputs()[name].place: name for name in OURS}
    name = places.get(place, "pdf")
    render.render(report, directory, (name,), folder)
    made = directory / outputs()[name].place
    return made.read_bytes() if made.exists() else None
