"""Building a report folder, and rendering a report again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.read import last_build
from causal.commands.cli.terminal import (
    BUILT,
    WITH_FAILURES,
    chosen,
    clear,
    count,
    fail,
    guarded,
    progress,
    say,
    sized,
    tell,
    working,
)
from causal.files.assets import languages
from causal.rendering.outputs import output_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from causal.report import Report
    from causal.work.spread import Workers
    from causal.work.store import Store


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of FOLDER/build.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(output_names()), help="Only these; may be repeated."
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes to use. Default: one a folder, up to the number of cores.",
)
@click.option(
    "--cluster",
    default="",
    metavar="URL",
    help="Compute on the Dask scheduler at URL, such as tls://host:8786, which you trust with data and results.",
)
@click.option(
    "--language",
    type=click.Choice(languages()),
    help="Wording: the folder's own, or that of its text.LANGUAGE.yaml, into build/LANGUAGE.",
)
@click.option("--no-cache", is_flag=True, help="Compute everything again, and keep nothing.")
@click.option(
    "--progress/--no-progress",
    "shown",
    default=None,
    help="Say how far the build is, on standard error. Default: only on a terminal.",
)
@sized
def build(
    folders: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    cluster: str,
    language: str | None,
    no_cache: bool,
    shown: bool | None,
) -> None:
    """Build the report of each FOLDER: report.json, .html, .pdf, claimreview.json.

    The same numbers and bytes whatever the number of processes. Results are kept in your cache folder (CAUSAL_CACHE
    names another; empty: none), so that a build after a change of wording computes no statistics again.
    """
    if output is not None and len(folders) > 1:
        fail("--output takes one folder; leave it out to write each report into its own build/")
    import os

    from causal.rendering.outputs import usual
    from causal.work.spread import Workers, call_all

    jobs = jobs or min(len(folders), os.cpu_count() or 1)
    inner = working(jobs if len(folders) == 1 else 1, cluster)
    calls = [
        (
            _build_one,
            (f, output and chosen(output), formats or usual(), inner, not no_cache, language or "", shown),
        )
        for f in folders
    ]
    if len(folders) == 1 or jobs == 1 or cluster:
        sys.exit(max(run(*arguments) for run, arguments in calls))
    codes = []
    for done, (code, out, said) in enumerate(
        call_all([(_captured, call) for call in calls], Workers(jobs=jobs)), start=1
    ):
        clear()
        tell(out, nl=False)
        tell(said, nl=False, err=True)
        say(f"[{done}/{len(folders)}] reports built")
        codes.append(code)
    clear()
    sys.exit(max(codes))


def _build_one(
    folder: Path,
    directory: Path | None,
    formats: Sequence[str],
    workers: Workers,
    keep: bool,
    language: str,
    shown: bool | None,
) -> int:
    from causal import pipeline
    from causal.files.inside import beneath
    from causal.work.store import Store, user_store

    store = user_store() if keep else Store(None)
    with guarded():
        report = pipeline.build(folder, progress=progress(shown), workers=workers, store=store, language=language)
        store.tidy()
        clear()
        place = directory or beneath(folder, f"build/{language}")  # no link of the folder's is followed
        code = _render(report, place, ("json", *formats), folder, shown, store)
        if language:
            _tell_untranslated(folder, report)
        return code


def _tell_untranslated(folder: Path, report: Report) -> None:
    """Say how many texts of the folder stand in its own language."""
    from causal.commands.cli.check import untranslated
    from causal.folder.wording import file_of

    language = report.study.language
    if left := untranslated(folder, report.study):
        tell(
            f"note: {file_of(language)}: of {count(len(left), 'text')} there is no translation, so that they stand as written; "
            f"`causal check {folder} --language {language}` gives the lines to add"
        )


def _captured(run: Callable[..., int], arguments: tuple[object, ...]) -> tuple[int, str, str]:
    """Build in a worker: the exit code, and what it would have printed."""
    import io
    from contextlib import redirect_stderr, redirect_stdout

    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        try:
            code = run(*arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    return code, out.getvalue(), said.getvalue()


def _render(
    report: Report,
    directory: Path,
    formats: Sequence[str],
    folder: Path | None = None,
    shown: bool | None = None,
    store: Store | None = None,
) -> int:
    """Make the files beside the target and move them in when all is done: a crash leaves the old ones whole."""
    from causal.files.writing import making, publish, write_text
    from causal.rendering import render
    from causal.rendering.outputs import outputs
    from causal.report import to_json
    from causal.work.store import Store

    places = {"json": "report.json", **{name: one.place for name, one in outputs().items()}}
    if (other := _not_ours(directory, (places[name] for name in formats))) is not None:
        fail(f"{other} is there, and no report beside it: it would be replaced; name another folder with -o")
    with making(directory) as made:
        written = to_json(report) if "json" in formats else ""
        if written:
            write_text(made / "report.json", written)
        failures = render.render(report, made, tuple(formats), folder, progress(shown), store or Store(None), written)
        publish(made, directory, tuple(places[name] for name in formats))
    clear()
    _summary(report, directory, places.values())
    for failure in (*report.failures, *failures):
        stage = f"{failure.stage}: {failure.member}" if failure.member else failure.stage
        tell(f"recorded: {stage}, {failure.subject}: {failure.reason}", err=True)
    return WITH_FAILURES if (report.failures or failures) else BUILT


def _not_ours(directory: Path, places: Iterable[str]) -> Path | None:
    """Give a folder that the report's would replace, where no report was built in `directory` before."""
    if (directory / "report.json").exists():
        return None
    return next((directory / name for name in places if (directory / name).is_dir()), None)


def _summary(report: Report, directory: Path, places: Iterable[str]) -> None:
    from collections import Counter

    counts = Counter(v.grounds.value for v in report.verdicts)
    supported = sum(v.word.value == "supported" for v in report.verdicts)
    tell(f"{report.study.title}: {supported} of {len(report.verdicts)} claims supported")
    for grounds, number in counts.most_common():
        tell(f"  {number:3}  {grounds}")
    for name in dict.fromkeys(("report.pdf", "report.html", *places)):
        if (directory / name).is_file():
            tell(f"  {directory / name}")


@click.command()
@click.argument("report_json", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of beside report.json.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(output_names()), help="Only these; may be repeated."
)
@sized
def render(report_json: Path, output: Path | None, formats: tuple[str, ...]) -> None:
    """Render REPORT_JSON, or a folder's last build, again, without estimating anything."""
    from causal.files.inside import beneath
    from causal.rendering.outputs import usual
    from causal.work.store import user_store

    report = last_build(report_json)
    with guarded():
        built = beneath(report_json, "build") if report_json.is_dir() else report_json.parent
        sys.exit(_render(report, chosen(output) if output else built, formats or usual(), store=user_store()))
