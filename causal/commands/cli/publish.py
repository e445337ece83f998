"""Showing reports: a page of this machine, a list, a static site."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import chosen, fail, guarded, tell


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", default=0, type=click.IntRange(0, 65535), help="Port on this machine; 0 takes a free one.")
def preview(folder: Path, port: int) -> None:
    """Show FOLDER's report on a page of this machine, built again whenever a file is saved. Ctrl-C ends it."""
    from causal.commands.preview import Preview
    from causal.work.store import user_store

    with guarded():
        shown = Preview(folder, user_store(), port, tell)
        try:
            tell(f"{shown.url} shows {folder}; Ctrl-C ends it")
            shown.run()
        except KeyboardInterrupt:
            tell("ended")
        finally:
            shown.close()


@click.command(name="list")
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
        tell(f"{folder}: {supported}")
    tell("\nchecks for claims.yaml:")
    for name, known in checks().items():
        tell(f"  {name:18} {known.title}")


@click.command()
@click.argument("root", default="reports", type=click.Path(path_type=Path))
@click.option("-o", "--output", default="site", type=click.Path(path_type=Path), help="Where to write the site.")
def site(root: Path, output: Path) -> None:
    """Write a static index page over the built reports under ROOT (default: reports), with their files beside it."""
    from causal.commands import site as sites

    with guarded():
        entries = sites.site(root, chosen(output))
    for entry in entries:
        tell(f"{entry.name}: {'listed' if entry.built else 'not built yet'}")
    tell(f"{output / 'index.html'}: {len(entries)} reports")
