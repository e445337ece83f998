"""`causal list`: the folders with their last verdicts, and the known checks."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import fail, guarded, tell


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
