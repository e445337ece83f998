"""Making report folders: new, draft, fetch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import fail, guarded, tell

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from causal.authoring.own_data import OwnData


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
            tell(f"{folder}: an example that builds. Next: causal check {folder}; causal build {folder}")
            return
        found = scaffold.scaffold_own(folder, files, datetime.now(UTC).date())
    _tell_found(found)
    tell(f"{folder}: fill in what stands in capitals, draw the graph, write the claims. Next: causal check {folder}")


def _tell_found(found: Sequence[OwnData]) -> None:
    for one in found:
        span = f" from {one.first} to {one.last}" if one.first else ""
        tell(f"data/{one.file}: rows by {one.time}{span}; {', '.join(one.columns)}")
        for left in one.left_out:
            tell(f"note: {left}")


@click.command()
@click.argument("article", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Folder to write. Default: reports/ and the file's name."
)
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication, whose year bare dates take. Default: today.",
)
@click.option(
    "--data",
    "data",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A data file of your own, copied and declared as by `causal new --data`; may be repeated.",
)
@click.option(
    "--continue",
    "started",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Add --data to this folder, drafted before; what you wrote in it stays. Takes no ARTICLE.",
)
def draft(
    article: Path | None, output: Path | None, published: datetime | None, data: tuple[Path, ...], started: Path | None
) -> None:
    """Propose claims and a graph from the text of ARTICLE (English or Chinese), for you to read, correct and reword.

    By rules and word lists: it misses claims and proposes wrong ones. The folder builds, with nothing measured yet.
    """
    from datetime import UTC, datetime

    from causal.authoring.draft import folder as drafts
    from causal.authoring.draft.arrivals import continued

    day = (published or datetime.now(UTC)).date()
    if started:
        if article or output or not data:
            fail("--continue FOLDER takes --data FILE, and no article or output")
        with guarded():
            _tell_found(continued(started, data, day))
        tell(f"{started}: give the variables of graph.yaml these formulas. Next: causal check {started}")
        return
    if article is None:
        fail("name the ARTICLE to draft from, or --continue FOLDER with --data FILE")
        return
    folder = output or Path("reports") / article.stem
    with guarded():
        made = drafts.draft(drafts.read_article(article), day)
        found = drafts.write(folder, made, data)
    _tell_found(found)
    more = f", {made.left_out} more left out" if made.left_out else ""
    tell(
        f"{folder}: {len(made.claims)} claims proposed{more}, from {len(made.sentences)} sentences, and {len(made.sketch.arrows)} edges. "
        f"Next: read sentences.txt beside claims.yaml; causal check {folder}"
    )


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
