"""The calibration study."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import clear, fail, guarded, progress, tell, working


@click.command()
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
@click.option(
    "--confirmation",
    is_flag=True,
    help="On the fresh worlds, of other shapes and seeds, that no rule was found on. Run it once, when the rule is fixed.",
)
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes to use.")
@click.option(
    "--cluster",
    default="",
    metavar="URL",
    help="Compute on the Dask scheduler at URL, such as tls://host:8786, which you trust with data and results.",
)
def calibrate(output: Path, worlds: int, only: str, confirmation: bool, jobs: int, cluster: str) -> None:
    """Measure how often the rubric errs, on simulated worlds with known truth, beside what one would do instead."""
    import shlex
    from datetime import UTC, datetime

    from causal.calibration import confirmation as fresh
    from causal.calibration import grid
    from causal.calibration import results as grid_results
    from causal.files.writing import write_text
    from causal.verdict import RUBRIC
    from causal.work.store import user_store

    declared = fresh.cells() if confirmation else grid.cells()
    chosen = [cell for cell in declared if only in cell.name]
    if not chosen:
        fail(f"no cell's name contains '{only}'; a name is like '{declared[0].name}'")
    show, done = progress(), iter(range(1, len(chosen) + 1))
    command = (
        "causal calibrate"
        + (f" --worlds {worlds}" if worlds != grid.WORLDS else "")
        + (" --confirmation" if confirmation else "")
        + (f" --only {shlex.quote(only)}" if only else "")
    )
    with guarded():
        rows = grid.study(
            chosen,
            RUBRIC,
            worlds,
            working(jobs, cluster),
            user_store(),
            lambda name: show(name, next(done), len(chosen)),
        )
        for name, text in grid_results.files(
            rows, RUBRIC, worlds, datetime.now(UTC).date().isoformat(), command
        ).items():
            write_text(output / name, text)
    clear()
    for missed in grid_results.misses(rows):
        tell(
            f"{missed.target} missed, {missed.scenario}: {missed.missed} of {missed.cells} cells, worst {100 * missed.worst:.1f}%"
        )
    tell(f"{output}: {len(rows)} cells in table.csv, summary in README.md")
