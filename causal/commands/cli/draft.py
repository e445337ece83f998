"""`causal draft`: claims and a graph proposed from a text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.terminal import guarded, tell

if TYPE_CHECKING:
    from datetime import datetime


@click.command()
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
    tell(
        f"{folder}: {len(made.claims)} claims proposed{more}, from {len(made.sentences)} sentences, and {len(made.sketch.arrows)} edges. "
        f"Next: read sentences.txt beside claims.yaml; causal check {folder}"
    )
