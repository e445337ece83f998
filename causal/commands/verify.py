"""A published PDF held against itself: take it alone, run everything again, and say what reproduces."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from causal import pipeline
from causal import report as reports
from causal.commands.compare import Differences, compare
from causal.errors import CausalError
from causal.rendering import archive, render

if TYPE_CHECKING:
    from causal.pipeline import Progress
    from causal.report import Report
    from causal.work.spread import Workers

TOLERANCE = 1e-6  # of a number, where other software computed it again


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of it. `pages` are those that the inputs do not give, None where the PDF could not be made again.

    `software` lists what differs from the software that made the report; numbers are then compared to 1e-6.
    """

    tampered: tuple[str, ...]
    unbuilt: str  # why the attached folder cannot be built, or empty
    software: tuple[str, ...]
    printed: Report
    differences: Differences
    pages: tuple[int, ...] | None
    identical: bool

    @property
    def reproduces(self) -> bool:
        """Whether nothing was changed, every verdict and number comes out again, and the pages say the same."""
        told = self.software or self.pages == ()
        return not self.tampered and not self.unbuilt and self.differences.none and bool(told)


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
        made = _render(again, Path(temporary) / "made", folder)
    software = tuple(c for c in compare(printed, again).causes if _is_software(c, printed))
    content = path.read_bytes()
    return Verification(
        tampered=changed,
        unbuilt="",
        software=software,
        printed=printed,
        differences=compare(printed, again, TOLERANCE if software else 0.0),
        pages=() if made == content else None if made is None else differing_pages(content, made),
        identical=made == content,
    )


def _unbuilt(printed: Report, changed: tuple[str, ...], why: str) -> Verification:
    nothing = Differences(causes=(), claims=(), edges=())
    return Verification(
        tampered=changed, unbuilt=why, software=(), printed=printed, differences=nothing, pages=None, identical=False
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


def _render(report: Report, directory: Path, folder: Path) -> bytes | None:
    render.render(report, directory, ("pdf",), folder)
    made = directory / "report.pdf"
    return made.read_bytes() if made.exists() else None


def _is_software(cause: str, report: Report) -> bool:
    return cause.split(" ", maxsplit=1)[0] in {"causal", *report.provenance.versions}


def differing_pages(first: bytes, second: bytes) -> tuple[int, ...]:
    """Give the numbers, from 1, of the pages whose content is not the same; a page that one lacks differs."""
    import pikepdf

    with pikepdf.open(io.BytesIO(first)) as one, pikepdf.open(io.BytesIO(second)) as other:
        mine, theirs = ([_fingerprint(page) for page in pdf.pages] for pdf in (one, other))
    longest = max(len(mine), len(theirs))
    return tuple(i + 1 for i in range(longest) if mine[i : i + 1] != theirs[i : i + 1])


def _fingerprint(page: Any) -> bytes:
    """Give what a page shows: its content stream, the forms, images and fonts it draws with, and its links."""
    import hashlib

    state = hashlib.sha256()
    seen: set[tuple[int, int]] = set()
    for key in ("/Contents", "/Resources", "/Annots"):
        _take(state, page.obj.get(key), seen)
    return state.digest()


def _take(state: Any, found: Any, seen: set[tuple[int, int]]) -> None:
    """Add an object and all it refers to, each once; ways back to the page and its place in the file are left out."""
    import pikepdf

    if isinstance(found, pikepdf.Object) and found.is_indirect:
        if found.objgen in seen:
            return
        seen.add(found.objgen)
    if isinstance(found, pikepdf.Stream):
        state.update(found.read_bytes())
        for key in ("/Resources", "/SMask"):
            _take(state, found.get(key), seen)
    elif isinstance(found, pikepdf.Dictionary):
        for key, value in sorted(found.items()):
            if key not in {"/Parent", "/P", "/StructParent", "/Dest", "/Popup", "/Length"}:
                state.update(key.encode())
                _take(state, value, seen)
    elif isinstance(found, pikepdf.Array):
        for value in found:
            _take(state, value, seen)
    else:
        state.update(repr(found).encode())
