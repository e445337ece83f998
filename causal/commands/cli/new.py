"""`causal new`: a folder to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import fail, guarded, tell, tell_found


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--from", "example", default="", help="Copy a report that comes with the package, by its name.")
@click.option(
    "--data",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A data file of your own; may be repeated.",
)
@click.option(
    "--kind",
    default="",
    help="With --data: what kind of sample the rows are, such as cross-section, where they look like another.",
)
@click.option(
    "--design",
    default="",
    help="With --data: the study design that the article leans on, such as trial, did or discontinuity (docs/how-to/designs.md).",
)
@click.option(
    "--as",
    "known",
    multiple=True,
    metavar="KEY: VALUE",
    help="What you know of the files, as data/sources.yaml declares it, such as 'time_zone: Europe/Berlin'; may be repeated.",
)
def new(folder: Path, example: str, files: tuple[Path, ...], kind: str, design: str, known: tuple[str, ...]) -> None:
    """Make a new report FOLDER that builds, to be filled with your article, claims and data.

    With --data, the files are copied into it and their columns declared; what they do not tell is left in capitals.
    """
    from datetime import UTC, datetime

    from causal.authoring import scaffold
    from causal.authoring.own_data import stated

    if example and files:
        fail("--from copies a report with its data: leave out --data")
    if known and not files:
        fail("--as says how the files of --data are written: give one")
    if kind and not files:
        fail("--kind says what the rows of --data are: give a file")
    if design and not files:
        fail("--design says how the article's cause differs between the rows of --data: give a file")
    with guarded():
        if not files:
            scaffold.scaffold(folder, example)
            tell(f"{folder}: an example that builds. Next: causal check {folder}; causal build {folder}")
            return
        layout, sheet = stated(known)
        found = scaffold.scaffold_own(folder, files, datetime.now(UTC).date(), kind, layout, sheet, design=design)
    tell_found(found)
    tell(f"{folder}: fill in what stands in capitals, draw the graph, write the claims. Next: causal check {folder}")
