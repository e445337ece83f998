"""`causal site`: a static index over built reports."""

from __future__ import annotations

from pathlib import Path

import click

from causal.commands.cli.terminal import chosen, guarded, tell
from causal.rendering.outputs import output_names


@click.command()
@click.argument("root", default="reports", type=click.Path(path_type=Path))
@click.option("-o", "--output", default="site", type=click.Path(path_type=Path), help="Where to write the site.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(output_names()), help="Only these; may be repeated."
)
def site(root: Path, output: Path, formats: tuple[str, ...]) -> None:
    """Write a static index page over the built reports under ROOT (default: reports), with their files beside it.

    The files (default: html, pdf and claimreview) are made from each report.json; nothing else in a build/ is published.
    """
    from causal.commands import site as sites

    with guarded():
        entries = sites.site(root, chosen(output), formats or sites.FORMATS)
    for entry in entries:
        tell(f"{entry.name}: {'listed' if entry.built else 'not built yet'}")
        for failure in entry.failures:
            tell(f"note: {failure}", err=True)
    tell(f"{output / 'index.html'}: {len(entries)} reports")
