"""`causal draft`: claims and a graph proposed from a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import count, fail, guarded, tell, tell_found

if TYPE_CHECKING:
    from datetime import date, datetime


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
@click.option("--kind", default="", help="With --data: what kind of sample the rows are, as for `causal new`.")
def draft(
    article: Path | None,
    output: Path | None,
    published: datetime | None,
    data: tuple[Path, ...],
    started: Path | None,
    kind: str,
) -> None:
    """Propose claims and a graph from the text of ARTICLE (English or Chinese), for you to read, correct and reword.

    By rules and word lists: it misses claims and proposes wrong ones. The folder builds, with nothing measured yet.
    """
    from datetime import UTC, datetime

    day = (published or datetime.now(UTC)).date()
    if started:
        if article or output or not data:
            fail("--continue FOLDER takes --data FILE, and no article or output")
        _continue(started, data, day, kind)
    elif article:
        _begin(article, output or Path("reports") / article.stem, data, day, kind)
    else:
        fail("name the ARTICLE to draft from, or --continue FOLDER with --data FILE")


def _continue(folder: Path, data: tuple[Path, ...], day: date, kind: str) -> None:
    from causal.authoring.draft.arrivals import continued

    with guarded():
        tell_found(continued(folder, data, day, kind))
    tell(f"{folder}: give the variables of graph.yaml these formulas. Next: causal check {folder}")


def _begin(article: Path, folder: Path, data: tuple[Path, ...], day: date, kind: str) -> None:
    from causal.authoring.draft import folder as drafts

    with guarded():
        made = drafts.draft(drafts.read_article(article), day)
        found = drafts.write(folder, made, data, kind)
    tell_found(found)
    more = f", {made.left_out} more left out" if made.left_out else ""
    tell(
        f"{folder}: {count(len(made.claims), 'claim')} proposed{more}, from {count(len(made.sentences), 'sentence')}, "
        f"and {count(len(made.sketch.arrows), 'edge')}. "
        f"Next: read sentences.txt beside claims.yaml; causal check {folder}"
    )
