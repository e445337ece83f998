"""`causal verify`: whether a PDF reproduces."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from causal.commands.cli.diff import differs
from causal.commands.cli.terminal import BUILT, WITH_FAILURES, clear, guarded, progress, tell


@click.command()
@click.argument("pdf", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("-j", "--jobs", default=1, type=click.IntRange(min=1), help="Processes to use.")
def verify(pdf: Path, jobs: int) -> None:
    """Take a report's PDF alone, run everything in it again, and say claim by claim what reproduces.

    The last line says one thing: reproduced, or NOT reproduced and why. A page that the attachments do not give is not
    reproduced, whatever else holds; what of it differs is said.

    Exit codes: 0 all of it reproduces, 1 something was changed or comes out otherwise, 2 not a report's PDF.
    """
    from causal.commands import verify as verifying
    from causal.work.spread import Workers

    with guarded():
        found = verifying.verify(pdf, progress(), Workers(jobs=jobs))
    clear()
    different = {d.subject: d for d in found.differences.claims}
    for claim in found.printed.verdicts if not found.unbuilt else ():
        said = "reproduces" if claim.claim not in different else differs(different[claim.claim])
        tell(f"{claim.claim}: {claim.grounds.value}, {said}")
    for edge in found.differences.edges:
        tell(f"{edge.subject}: {differs(edge)}")
    for line in found.tampered:
        tell(f"attachment: {line}")
    for line in found.software:
        tell(f"software: {line}")
    for line in found.altered:
        tell(f"altered: {line}")
    for number, parts in found.parts.items():
        tell(f"page {number} differs: {', '.join(parts)}")
    if found.identical:
        tell("the file is, byte for byte, what its attachments give")
    why = "; ".join(found.reasons)
    with_other = f" (with other software: {', '.join(found.software)})" if found.software and why else ""
    tell(f"{pdf}: {'reproduced' if found.reproduces else f'NOT reproduced: {why}{with_other}'}")
    sys.exit(BUILT if found.reproduces else WITH_FAILURES)
