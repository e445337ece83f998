"""The commands. The only module that prints; everything heavy is imported by the command that needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.errors import BadFolderError, CausalError
from causal.files.assets import languages
from causal.rendering.outputs import output_names
from causal.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from causal.authoring.graph_formats import Format
    from causal.commands.compare import Difference
    from causal.report import Report
    from causal.study import Study
    from causal.verdict import EdgeVerdict, Verdict
    from causal.work.spread import Workers

BUILT, WITH_FAILURES, BAD_INPUT = 0, 1, 2
SYMBOLS = {"passed": "✓", "failed": "✗", "not applicable": "–", "not computed": "?"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="causal")
def main() -> None:
    """Score every claim of an article as supported or not, and print the evidence.

    A report folder holds report.yaml, graph.yaml, claims.yaml and data/. Exit codes: 0 done, 1 done with failures
    recorded in the report, 2 bad input.
    """


@main.command()
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
    "--cluster", default="", metavar="URL", help="Compute on the Dask scheduler at URL, such as tcp://host:8786."
)
@click.option(
    "--language",
    type=click.Choice(languages()),
    help="Wording: the folder's own, or that of its text.LANGUAGE.yaml, into build/LANGUAGE.",
)
@click.option("--no-cache", is_flag=True, help="Compute everything again, and keep nothing.")
def build(
    folders: tuple[Path, ...],
    output: Path | None,
    formats: tuple[str, ...],
    jobs: int | None,
    cluster: str,
    language: str | None,
    no_cache: bool,
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
    inner = Workers(jobs=jobs if len(folders) == 1 else 1, cluster=cluster)
    calls = [
        (
            _build_one,
            (f, output or f / "build" / (language or ""), formats or usual(), inner, not no_cache, language or ""),
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
        click.echo(out, nl=False)
        click.echo(said, nl=False, err=True)
        say(f"[{done}/{len(folders)}] reports built")
        codes.append(code)
    clear()
    sys.exit(max(codes))


def _build_one(
    folder: Path, directory: Path, formats: Sequence[str], workers: Workers, keep: bool, language: str
) -> int:
    from causal import pipeline
    from causal.work.store import Store, user_store

    store = user_store() if keep else Store(None)
    with guarded():
        report = pipeline.build(folder, progress=progress(), workers=workers, store=store, language=language)
        store.tidy()
        clear()
        return _render(report, directory, ("json", *formats), folder)


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


def _render(report: Report, directory: Path, formats: Sequence[str], folder: Path | None = None) -> int:
    """Make the files beside the target and move them in when all is done: a crash leaves the old ones whole."""
    from causal.files.writing import making, publish, write_text
    from causal.rendering import render
    from causal.rendering.outputs import outputs
    from causal.report import to_json

    places = {"json": "report.json", **{name: one.place for name, one in outputs().items()}}
    say("rendering")
    with making(directory) as made:
        if "json" in formats:
            write_text(made / "report.json", to_json(report))
        failures = render.render(report, made, tuple(formats), folder)
        publish(made, directory, tuple(places[name] for name in formats))
    clear()
    _summary(report, directory, places.values())
    for failure in (*report.failures, *failures):
        click.echo(f"recorded: {failure.stage}, {failure.subject}: {failure.reason}", err=True)
    return WITH_FAILURES if (report.failures or failures) else BUILT


def _summary(report: Report, directory: Path, places: Iterable[str]) -> None:
    from collections import Counter

    counts = Counter(v.grounds.value for v in report.verdicts)
    supported = sum(v.word.value == "supported" for v in report.verdicts)
    click.echo(f"{report.study.title}: {supported} of {len(report.verdicts)} claims supported")
    for grounds, count in counts.most_common():
        click.echo(f"  {count:3}  {grounds}")
    for name in dict.fromkeys(("report.pdf", "report.html", *places)):
        if (directory / name).is_file():
            click.echo(f"  {directory / name}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--language", type=click.Choice(languages()), help="Check text.LANGUAGE.yaml too.")
def check(folder: Path, language: str | None) -> None:
    """Check a FOLDER: every mistake at once, with file, line, key and the nearest match."""
    from causal.data import gather
    from causal.folder import load

    with guarded():
        study = load.load(folder, language or "")
        frame = gather.gather(study, folder)
    edges = len(study.graph.edges) + sum(len(r.edges) for r in study.rivals)
    click.echo(
        f"{folder}: no mistakes. {_count(len(study.claims), 'claim')}, {_count(edges, 'edge')} in "
        f"{_count(1 + len(study.rivals), 'graph')}, {_count(len(frame), 'row')} of {_count(len(frame.columns), 'column')}."
    )
    _unfilled(study)
    if language:
        _untranslated(folder, study)
    if study.lock and study.lock.digest != study.lock_digest:
        click.echo(f"note: report.yaml, graph.yaml or claims.yaml changed after the lock of {study.lock.on}")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unfilled(study: Study) -> None:
    """Say which placeholders stand where the author's words are to be."""
    from causal.authoring.scaffold import PLACEHOLDERS
    from causal.folder.wording import texts

    left = [
        text for text in (study.article.author, *texts(study)) if text in PLACEHOLDERS or text.startswith("PARAPHRASE")
    ]
    if left:
        shown = ", ".join(text[:40] for text in left[:10])
        click.echo(f"note: still to be filled in: {shown}{' and more' if len(left) > 10 else ''}")


def _untranslated(folder: Path, study: Study) -> None:
    """Say which texts are worded as in the folder's own language."""
    from causal.folder.load import load
    from causal.folder.wording import texts

    kept = [text for text in texts(load(folder)) if text in set(texts(study))]
    click.echo(f"{len(kept)} texts are worded as in the folder's own language")
    for text in kept[:20]:
        click.echo(f"  {text[:100]}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port on this machine; 0 takes a free one.")
def preview(folder: Path, port: int) -> None:
    """Show FOLDER's report on a page of this machine, built again whenever a file is saved. Ctrl-C ends it."""
    from causal.commands.preview import Preview
    from causal.work.store import user_store

    with guarded():
        shown = Preview(folder, user_store(), port, click.echo)
        try:
            click.echo(f"{shown.url} shows {folder}; Ctrl-C ends it")
            shown.run()
        except KeyboardInterrupt:
            click.echo("ended")
        finally:
            shown.close()


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("datasets", nargs=-1)
@click.option("--new-vintage", is_flag=True, help="Write data/NAME.DATE.csv beside the snapshot in use, which stays.")
def fetch(folder: Path, datasets: tuple[str, ...], new_vintage: bool) -> None:
    """Take a snapshot of each of FOLDER's DATASETS (default: all) that has a `from:` in data/sources.yaml.

    Only this command reaches out to a network. It writes data/FILE.csv, and digest, day and vintage into sources.yaml.
    """
    from datetime import UTC, datetime

    from causal.authoring import fetch as fetching

    with guarded():
        for taken in fetching.fetch(folder, datasets, datetime.now(UTC).date(), new_vintage=new_vintage):
            said = "new" if taken.changed else "as before"
            click.echo(f"{taken.dataset}: data/{taken.file}, {taken.rows} rows, {said}, SHA-256 {taken.digest}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("subject", metavar="CLAIM|EDGE")
def explain(folder: Path, subject: str) -> None:
    """Show how CLAIM (such as c3) or EDGE (such as 'a->b') earned its verdict, from FOLDER's last build."""
    report = _last_build(folder)
    from causal.rendering.catalogue import catalogue_of

    words = catalogue_of(report)
    for verdict in report.verdicts:
        if verdict.claim == subject:
            return _explain_claim(report, verdict, words.sentence)
    matching = [v for v in report.edge_verdicts if subject in (v.edge, f"{v.graph}:{v.edge}")]
    for edge in matching:
        _explain_edge(edge, words.sentence)
    if not matching:
        from causal.errors import did_you_mean

        known = [v.claim for v in report.verdicts] + [v.edge for v in report.edge_verdicts]
        fail(f"no claim or edge '{subject}' in {folder}{did_you_mean(subject, known)}")
    return None


def _explain_claim(report: Report, verdict: Verdict, words: Callable[..., str]) -> None:
    claim = next(c for c in report.study.claims if c.id == verdict.claim)
    click.echo(f"{claim.id}, paragraph {claim.paragraph}: {claim.text}")
    click.echo(
        f"{verdict.word.value.upper()} ({verdict.grounds.value}), score {verdict.score}, strength "
        f"{verdict.strength.value if verdict.strength else 'nothing tested'}"
    )
    click.echo(words(verdict.reason))
    for part in verdict.evidence:
        click.echo(f"\n[{part.check}] {part.says or claim.text}\n  {part.grounds.value}: {words(part.reason)}")
        for test in part.tests:
            click.echo(f"  {SYMBOLS[test.outcome.value]} {test.name}: {words(test.message)}")
        for one in part.comparisons:
            click.echo(
                f"    stated {one.stated or '-'}; found {one.found} {one.unit} {one.at} ({one.source.label}): {one.agrees.value}"
            )
        for source in part.sources:
            click.echo(f"    source: {source.label} {' '.join(source.series)} {source.url}".rstrip())
    for message in verdict.would_change:
        click.echo(f"\nWould change it: {words(message)}")
    if verdict.safer:
        click.echo(f"Safer: {words(verdict.safer)}")


def _explain_edge(verdict: EdgeVerdict, words: Callable[..., str]) -> None:
    click.echo(f"{verdict.graph}: {verdict.edge}")
    click.echo(f"{verdict.grounds.word.value.upper()} ({verdict.grounds.value}), score {verdict.score}")
    click.echo(words(verdict.reason))
    for test in verdict.tests:
        click.echo(f"  {SYMBOLS[test.outcome.value]} {test.name}: {words(test.message)}")
    for step in verdict.steps:
        click.echo(f"  strength {step.by:+d}: {words(step.reason)}")
    click.echo()


def _last_build(folder: Path) -> Report:
    from causal import report as reports

    path = folder / "build" / "report.json" if folder.is_dir() else folder
    if not path.exists():
        fail(f"{path} does not exist: run `causal build {folder}` first")
    with guarded():
        return reports.read(path)


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes to use.")
def verify(pdf: Path, jobs: int) -> None:
    """Take a report's PDF alone, run everything in it again, and say claim by claim what reproduces.

    Exit codes: 0 all of it reproduces, 1 something was changed or comes out otherwise, 2 not a report's PDF.
    """
    from causal.commands import verify as verifying
    from causal.work.spread import Workers

    with guarded():
        found = verifying.verify(pdf, progress(), Workers(jobs=jobs))
    clear()
    different = {d.subject: d for d in found.differences.claims}
    for claim in found.printed.verdicts if not found.unbuilt else ():
        said = "reproduces" if claim.claim not in different else _differs(different[claim.claim])
        click.echo(f"{claim.claim}: {claim.grounds.value}, {said}")
    for edge in found.differences.edges:
        click.echo(f"{edge.subject}: {_differs(edge)}")
    for line in found.tampered:
        click.echo(f"attachment: {line}")
    for line in found.software:
        click.echo(f"software: {line}")
    if found.unbuilt:
        click.echo(f"the attached folder cannot be built: {found.unbuilt}")
    click.echo(_pages(found.pages, found.identical))
    click.echo(f"{pdf}: {'reproduces' if found.reproduces else 'does NOT reproduce'}")
    sys.exit(BUILT if found.reproduces else WITH_FAILURES)


def _pages(pages: tuple[int, ...] | None, identical: bool) -> str:
    if identical:
        return "pages: the file is, byte for byte, what its attachments give"
    if pages is None:
        return "pages: not compared, the PDF could not be made here"
    if not pages:
        return "pages: every page is what the attachments give"
    return f"pages: the attachments do not give page {', '.join(map(str, pages[:20]))}{' and more' if len(pages) > 20 else ''}"


def _differs(found: Difference) -> str:
    told = f"{found.old or 'absent'} → {found.new or 'absent'}" if found.verdict_changed else "the same verdict"
    shown = [f"{c.place.partition('.')[2] or c.place}: {c.old} → {c.new}" for c in found.values[:3]]
    more = f" and {len(found.values) - 3} more" if len(found.values) > 3 else ""
    return f"{told}; {'; '.join(shown)}{more}".rstrip("; ")


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--tolerance", default=0.0, help="Relative difference up to which numbers count as equal.")
def diff(old: Path, new: Path, tolerance: float) -> None:
    """Say which verdicts and numbers differ between two reports, and why: data, graph, claims, rubric or software.

    OLD and NEW are report folders, report.json files or PDFs. Exit codes: 0 no difference, 1 differences, 2 bad input.
    """
    from causal.commands.compare import compare

    found = compare(_any_report(old), _any_report(new), tolerance)
    for cause in found.causes:
        click.echo(f"changed: {cause}")
    for one in (*found.claims, *found.edges):
        click.echo(f"{one.subject}: {_differs(one)}")
        click.echo(f"  because {'; '.join(one.why)}")
    if found.none:
        click.echo("no verdict and no number differs")
    sys.exit(BUILT if found.none else WITH_FAILURES)


def _any_report(path: Path) -> Report:
    """Read the report of a folder's last build, of a report.json, or of a PDF."""
    if path.suffix.lower() != ".pdf":
        return _last_build(path)
    from causal.rendering import archive
    from causal.report import from_json

    with guarded():
        return from_json(archive.extract(path)[archive.REPORT].decode(errors="replace"))


@main.command()
@click.option(
    "-o", "--output", default="calibration", type=click.Path(path_type=Path), help="Where to write the study."
)
@click.option(
    "--worlds", default=1000, type=click.IntRange(min=20), help="Worlds without the edge, and as many with it, a cell."
)
@click.option(
    "--only",
    default="",
    metavar="TEXT",
    help="Only the cells whose name contains TEXT, such as 'hidden' or '250 rows'.",
)
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes to use.")
@click.option(
    "--cluster", default="", metavar="URL", help="Compute on the Dask scheduler at URL, such as tcp://host:8786."
)
def calibrate(output: Path, worlds: int, only: str, jobs: int, cluster: str) -> None:
    """Measure how often the rubric errs, on simulated worlds with known truth, beside what one would do instead."""
    import shlex
    from datetime import UTC, datetime

    from causal.calibration import grid
    from causal.calibration import results as grid_results
    from causal.files.writing import write_text
    from causal.verdict import RUBRIC
    from causal.work.spread import Workers
    from causal.work.store import user_store

    chosen = [cell for cell in grid.cells() if only in cell.name]
    if not chosen:
        fail(f"no cell's name contains '{only}'; a name is like '{grid.cells()[0].name}'")
    show, done = progress(), iter(range(1, len(chosen) + 1))
    command = (
        "causal calibrate"
        + (f" --worlds {worlds}" if worlds != grid.WORLDS else "")
        + (f" --only {shlex.quote(only)}" if only else "")
    )
    with guarded():
        rows = grid.study(
            chosen,
            RUBRIC,
            worlds,
            Workers(jobs=jobs, cluster=cluster),
            user_store(),
            lambda name: show(name, next(done), len(chosen)),
        )
        for name, text in grid_results.files(
            rows, RUBRIC, worlds, datetime.now(UTC).date().isoformat(), command
        ).items():
            write_text(output / name, text)
    clear()
    for missed in grid_results.misses(rows):
        click.echo(
            f"{missed.target} missed, {missed.scenario}: {missed.missed} of {missed.cells} cells, worst {100 * missed.worst:.1f}%"
        )
    click.echo(f"{output}: {len(rows)} cells in table.csv, summary in README.md")


@main.command()
@click.argument("report_json", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write here instead of beside report.json.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(output_names()), help="Only these; may be repeated."
)
def render(report_json: Path, output: Path | None, formats: tuple[str, ...]) -> None:
    """Render REPORT_JSON again, without estimating anything."""
    from causal.rendering.outputs import usual

    report = _last_build(report_json)
    with guarded():
        sys.exit(_render(report, output or report_json.parent, formats or usual()))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "example", default="", help="Copy a report that comes with the package, by its name.")
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A data file of your own; may be repeated.",
)
def new(folder: Path, example: str, files: tuple[Path, ...]) -> None:
    """Make a new report FOLDER that builds, to be filled with your article, claims and data.

    With --data, the files are copied into it and their columns declared; what they do not tell is left in capitals.
    """
    from datetime import UTC, datetime

    from causal.authoring import scaffold

    if example and files:
        fail("--from copies a report with its data: leave out --data")
    with guarded():
        if not files:
            scaffold.scaffold(folder, example)
            click.echo(f"{folder}: an example that builds. Next: causal check {folder}; causal build {folder}")
            return
        found = scaffold.scaffold_own(folder, files, datetime.now(UTC).date())
    for one in found:
        span = f" from {one.first} to {one.last}" if one.first else ""
        click.echo(f"data/{one.file}: rows by {one.time}{span}; {', '.join(one.columns)}")
        for left in one.left_out:
            click.echo(f"note: {left}")
    click.echo(
        f"{folder}: fill in what stands in capitals, draw the graph, write the claims. Next: causal check {folder}"
    )


@main.command()
@click.argument("article", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write. Default: reports/ and the file's name."
)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="Day of publication. Default: today.")
def draft(article: Path, output: Path | None, published: datetime | None) -> None:
    """Propose claims and a graph from the text of ARTICLE (English or Chinese), for you to read, correct and reword.

    By rules and word lists: it misses claims and proposes wrong ones. The folder builds, with nothing measured yet.
    """
    from datetime import UTC, datetime

    from causal.authoring.draft import folder as drafts

    folder = output or Path("reports") / article.stem
    with guarded():
        made = drafts.draft(drafts.read_article(article), (published or datetime.now(UTC)).date())
        drafts.write(folder, made)
    more = f", {made.left_out} more left out" if made.left_out else ""
    click.echo(
        f"{folder}: {len(made.claims)} claims proposed{more}, from {len(made.sentences)} sentences, and {len(made.sketch.arrows)} edges. "
        f"Next: read sentences.txt beside claims.yaml; causal check {folder}"
    )


@main.group()
def graph() -> None:
    """Take a folder's graph to another program, or one from there: DOT, GML, GraphML, DAGitty, node-link JSON."""


@graph.command(name="export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File to write; its suffix tells the format. Default: print.",
)
@click.option("-f", "--format", "form", default="", help="dagitty, dot, gml, graphml or node_link.")
@click.option("--graph", "which", default="article", help="The id of a rival account. Default: the article's graph.")
def export_graph(folder: Path, output: Path | None, form: str, which: str) -> None:
    """Write the graph of FOLDER in another program's format, and say what that format cannot hold."""
    from causal.authoring import exchange
    from causal.errors import did_you_mean
    from causal.files.writing import write_text
    from causal.folder import load

    with guarded():
        study = load.load(folder)
        graphs = {g.id: g for g in (study.graph, *study.rivals)}
        if which not in graphs:
            fail(f"no graph '{which}' in {folder}{did_you_mean(which, graphs)}")
        text, lost = exchange.export(graphs[which], _graph_format(form, output))
        if output is None:
            click.echo(text, nl=False)
        else:
            write_text(output, text)
    for one in lost:
        click.echo(f"not kept: {one}", err=True)


@graph.command(name="import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    default="graph.yaml",
    type=click.Path(path_type=Path),
    help="File to write; one that exists is kept.",
)
@click.option(
    "-f", "--format", "form", default="", help="dagitty, dot, gml, graphml or node_link. Default: by FILE's suffix."
)
@click.option(
    "--outcome", default="", help="The variable at the end of the chain. Default: the file's, or the longest path's."
)
def import_graph(file: Path, output: Path, form: str, outcome: str) -> None:
    """Make graph.yaml from the graph in FILE, for you to give each variable its data and each claimed edge its sign."""
    from causal.authoring import exchange
    from causal.files.writing import write_text

    with guarded():
        if output.exists():
            fail(f"{output} exists: name another file with -o, then put it in its place")
        made = exchange.read_file(file, _graph_format(form, file), outcome)
        write_text(output, made.text)
    for note in made.notes:
        click.echo(note)
    click.echo(f"{output}: written. Next: causal check {output.parent}")


def _graph_format(name: str, file: Path | None) -> Format:
    from causal.authoring.graph_formats import format_for, graph_formats
    from causal.errors import did_you_mean

    known = graph_formats()
    found = known.get(name) if name else format_for(file.name) if file else None
    if found is None:
        asked = f"no format '{name}'{did_you_mean(name, known)}" if name else "the file's suffix tells no format"
        fail(f"{asked}: name one with -f: {', '.join(known)}")
    assert found is not None
    return found


@main.command(name="list")
@click.argument("root", default="reports", type=click.Path(path_type=Path))
def list_(root: Path) -> None:
    """List the report folders under ROOT (default: reports) with their last verdicts, and the known checks."""
    from causal import report as reports
    from causal.judgement.checks import checks

    folders = sorted(path.parent for path in root.glob("*/report.yaml"))
    if not folders:
        fail(f"no report folder under {root}: make one with `causal new {root}/NAME`")
    for folder in folders:
        built = folder / "build" / "report.json"
        with guarded():
            report = reports.read(built) if built.exists() else None
        supported = (
            "not built"
            if report is None
            else (
                f"{sum(v.word.value == 'supported' for v in report.verdicts)} of {len(report.verdicts)} claims supported"
            )
        )
        click.echo(f"{folder}: {supported}")
    click.echo("\nchecks for claims.yaml:")
    for name, known in checks().items():
        click.echo(f"  {name:18} {known.title}")


@main.command()
@click.argument("root", default="reports", type=click.Path(path_type=Path))
@click.option("-o", "--output", default="site", type=click.Path(path_type=Path), help="Where to write the site.")
def site(root: Path, output: Path) -> None:
    """Write a static index page over the built reports under ROOT (default: reports), with their files beside it."""
    from causal.commands import site as sites

    with guarded():
        entries = sites.site(root, output)
    for entry in entries:
        click.echo(f"{entry.name}: {'listed' if entry.built else 'not built yet'}")
    click.echo(f"{output / 'index.html'}: {len(entries)} reports")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def lock(folder: Path) -> None:
    """Print the lock of FOLDER's report.yaml, graph.yaml and claims.yaml, to be pasted into report.yaml."""
    from causal.folder import load

    with guarded():
        click.echo(f"lock: {{digest: {load.lock_digest(folder)}, on: YYYY-MM-DD}}")


class guarded:  # noqa: N801 - reads as a verb: `with guarded():`
    """Turn errors meant for the user into messages and exit code 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, BadFolderError):
            clear()
            for problem in error.problems:
                click.echo(str(problem), err=True)
            count = len(error.problems)
            fail(f"{count} {'mistake' if count == 1 else 'mistakes'}; nothing was built")
        if isinstance(error, CausalError):
            clear()
            fail(str(error))
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            clear()
            fail(f"{error.filename or 'file'}: {error.strerror or error}")


def fail(message: str) -> None:
    """Print an error and leave with exit code 2."""
    click.echo(f"causal: {message}", err=True)
    sys.exit(BAD_INPUT)


def progress() -> Callable[[str, int, int], None]:
    """Give a progress callback: one rewritten line with the time left on a terminal, nothing when piped."""
    import time

    started = time.monotonic()

    def show(stage: str, done: int, total: int) -> None:
        left = round((time.monotonic() - started) / done * (total - done))
        say(f"[{done}/{total}] {left // 60}:{left % 60:02} left · {stage}")

    return show


def say(text: str) -> None:
    """Rewrite the progress line."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{text[:100]}", nl=False, err=True)


def clear() -> None:
    """Remove the progress line."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[2K", nl=False, err=True)


if __name__ == "__main__":
    main()
