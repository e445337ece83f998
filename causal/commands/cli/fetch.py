"""`causal fetch`: snapshots of data kept elsewhere."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import guarded, tell


@click.command()
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
            tell(f"{taken.dataset}: data/{taken.file}, {taken.rows} rows, {said}, SHA-256 {taken.digest}")
