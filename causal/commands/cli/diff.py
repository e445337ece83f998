"""`causal diff`: how a report differs from another."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from causal.commands.cli.read import any_report
from causal.commands.cli.terminal import BUILT, WITH_FAILURES, tell

if TYPE_CHECKING:
    from causal.commands.compare import Difference


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--tolerance", default=0.0, help="Relative difference up to which numbers count as equal.")
def diff(old: Path, new: Path, tolerance: float) -> None:
    """Say which verdicts and numbers differ between two reports, and why: data, graph, claims, rubric or software.

    OLD and NEW are report folders, report.json files or PDFs. Exit codes: 0 no difference, 1 differences, 2 bad input.
    """
    from causal.commands.compare import compare

    found = compare(any_report(old), any_report(new), tolerance)
    for cause in found.causes:
        tell(f"changed: {cause}")
    for one in (*found.claims, *found.edges):
        tell(f"{one.subject}: {differs(one)}")
        tell(f"  because {'; '.join(one.why)}")
    if found.none:
        tell("no verdict and no number differs")
    sys.exit(BUILT if found.none else WITH_FAILURES)


def differs(found: Difference) -> str:
    """Say in one line how a claim or an edge differs."""
    told = f"{found.old or 'absent'} → {found.new or 'absent'}" if found.verdict_changed else "the same verdict"
    shown = [f"{c.place.partition('.')[2] or c.place}: {c.old} → {c.new}" for c in found.values[:3]]
    more = f" and {len(found.values) - 3} more" if len(found.values) > 3 else ""
    return f"{told}; {'; '.join(shown)}{more}".rstrip("; ")
