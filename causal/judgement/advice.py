"""What a folder leaves unsaid of its claims, so that a rule decides in its place: told before anything is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.study import CheckRequest, Study

TIMES = frozenset({"at", "start", "end", "before", "after"})
READINGS = "list it under 'readings' and say with 'primary' which one a reader takes, or with 'no_primary' that none comes first"


def advice(study: Study) -> Iterator[str]:
    """Give one sentence for each thing that a check does not say and that may decide its claim."""
    for claim in study.claims:
        for request in claim.checks:
            for what in _unsaid(request):
                yield f"claims.yaml, {claim.id}, check '{request.check}': {what}"


def _unsaid(request: CheckRequest) -> Iterator[str]:
    given = request.parameters
    other = [one for one in given.get("also", ()) if isinstance(one, dict) and TIMES & one.keys()]
    if other:
        names = ", ".join(f"'{one.get('label', '')}'" for one in other)
        yield (
            f"{names} under 'also' is of another time. Sources of one figure that disagree leave the claim inconclusive; where this is "
            f"another reading of the words, {READINGS}"
        )
    if given.get("alternatives"):
        yield (
            "'alternatives' are readings of which none is primary: one that holds where the expression does not leaves the claim "
            f"inconclusive. Where one comes first, {READINGS.replace('it', 'the others', 1)}"
        )
    if request.check == "correlation" and "scope" not in given:
        yield (
            "'scope' is not said, so that the interval decides, as for a statement about how things work. Where the article tells what "
            "happened in the period, write 'scope: window', else 'scope: process'"
        )
