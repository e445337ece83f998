"""Figures that the article states, and what arithmetic on them can decide given their rounding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.grammar import stated
from causal.judgement.checks._expression import bounds_of
from causal.messages import Outcome
from causal.verdict import Citation, Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.judgement.checks import Context
    from causal.judgement.checks._expression import Bounds

ARTICLE = Citation(label="article", claimant=True)


def figures(context: Context, names: Iterable[str]) -> dict[str, stated.Stated]:
    """Give the named figures, `CLAIM.figure`, as worded; raise NotComputableError where one cannot be read."""
    worded = {name: wording for name in names if (wording := _wording(context, name)) is not None}
    try:
        return {name: stated.parse(wording) for name, wording in worded.items()}
    except ValueError as error:
        raise NotComputableError(f"a stated figure cannot be read: {error}") from error


def _wording(context: Context, name: str) -> str | None:
    """Give how the article words a figure, `CLAIM.figure`; None where it states none of that name."""
    claim, _, figure = name.partition(".")
    stating = context.claims.get(claim)
    return None if stating is None else stating.figures.get(figure)


def worded(text: str, context: Context) -> str:
    """Give an expression as a reader writes it: the article's wordings for its figures, P(z > 3) for a tail."""

    def put(name: re.Match[str]) -> str:
        wording = _wording(context, name.group())
        return name.group() if wording is None else wording

    told = re.sub(r"\w+\.[A-Za-z]\w*", put, text)
    told = re.sub(r"normal_two_sided\(([^()]*)\)", r"P(|z| > \1)", told)
    return re.sub(r"normal_tail\(([^()]*)\)", r"P(z > \1)", told)


def claims_named(names: Iterable[str]) -> tuple[str, ...]:
    """Give the claims whose figures, `CLAIM.figure`, an expression uses."""
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names))


def judged(bounds: Bounds, claimed: stated.Stated) -> Outcome:
    """Hold a computed range against a stated one.

    Where the roundings leave both answers open, the value at the figures as written decides for, never against.
    """
    if bounds.low == bounds.high:
        return Outcome.PASSED if bounds.low in claimed.interval else Outcome.FAILED
    other = bounds_of(claimed)
    if bounds.apart(other):
        return Outcome.FAILED
    at_the_figures = bounds.point is not None and bounds.point in claimed.interval
    return Outcome.PASSED if bounds.within(other) or at_the_figures else Outcome.NOT_APPLICABLE


def computed(label: str, wording: str, bounds: Bounds, unit: str) -> Comparison:
    """Give a computed range as a comparison; an infinite end is left out."""
    claimed = stated.read(wording, unit)
    low, high = (None if abs(end) == float("inf") else end for end in (bounds.low, bounds.high))
    return Comparison(
        label=label,
        stated=wording,
        interval=claimed.interval,
        found=bounds.point,
        unit=unit,
        agrees=judged(bounds, claimed),
        source=ARTICLE,
        low=low,
        high=high,
    )
