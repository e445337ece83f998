"""From a Report to files: the page is made once as a record, and every output asked for makes its files of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from causal.errors import CausalError, RenderError
from causal.files.writing import write_bytes
from causal.messages import Failure, Stage
from causal.rendering.catalogue import catalogue_of
from causal.rendering.compiled import Compiled
from causal.rendering.outputs import NOTHING_KEPT, Given, outputs
from causal.rendering.page import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from causal.rendering.outputs import Output

    Progress = Callable[[str, int, int], None]
    from causal.report import Report
    from causal.work.store import Store


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def render(
    report: Report,
    directory: Path,
    formats: Iterable[str],
    folder: Path | None = None,
    progress: Progress = silent,
    store: Store = NOTHING_KEPT,
    written: str = "",
) -> tuple[Failure, ...]:
    """Write the outputs that are asked for by name; give those that could not be made.

    `folder` is the report folder, to be attached to the PDF. An output that cannot be made leaves the others whole.
    `progress` is told the stage, and how many of how many outputs are written. `store` keeps parts that are dear to make.
    `written` is report.json, where it is written already.
    """
    asked = [outputs()[name] for name in formats if name in outputs()]
    progress("wording and drawing the page", 0, len(asked))
    compiled = Compiled(store)
    words = catalogue_of(report, compiled)
    page, failures = page_of(report, words), list[Failure | None]()
    given = Given(
        report=report,
        page=page,
        words=words,
        folder=folder,
        told=lambda said: progress(said, len(failures), len(asked)),
        store=store,
        compiled=compiled,
        written=written,
    )
    with ThreadPoolExecutor(1) as beside:  # what has a process of its own is made while the rest is written
        coming = [(one, beside.submit(one.files, given)) for one in asked if one.beside]
        for one in (one for one in asked if not one.beside):
            progress(one.place, len(failures), len(asked))
            failures.append(_written(one, partial(one.files, given), directory))
        for one, made in coming:
            progress(one.place, len(failures), len(asked))
            failures.append(_written(one, made.result, directory))
    compiled.keep()
    return tuple(failure for failure in failures if failure is not None)


def _written(output: Output, make: Callable[[], Mapping[str, bytes]], directory: Path) -> Failure | None:
    """Write an output's files; give the failure where they cannot be made."""
    try:
        for name, content in make().items():
            write_bytes(directory / _own(output, name), content)
    except CausalError as error:
        return Failure(stage=Stage.RENDER, subject=output.place, reason=str(error))
    return None


def _own(output: Output, name: str) -> str:
    """Give the name of a file; raise RenderError where it is not the output's own place or under it."""
    inside = name.startswith(f"{output.place}/") and ".." not in name.split("/")
    if name != output.place and not inside:
        raise RenderError(f"this output may write {output.place} alone, not {name}")
    return name
