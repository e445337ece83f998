"""Stated against found: does a figure, or a range of figures, lie in the stated interval; do the sources agree."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.grammar import stated
from causal.judgement.checks._zero import zero_of
from causal.messages import Item, Message, Outcome
from causal.verdict import Comparison, Grounds, Interval, Test
from causal.work.finite import where_finite

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from causal.judgement.checks._series import Track
    from causal.messages import Label, Value
    from causal.verdict import Citation


DIGITS = 12  # of a found value that are held against a bound


class Position(StrEnum):
    """How a range of found values lies to the stated interval."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    ACROSS = "across"


def position(low: float, high: float, interval: Interval) -> Position:
    """Place the closed range [low, high] against a stated interval."""
    if low in interval and high in interval:
        return Position.INSIDE
    below = interval.low is not None and (high < interval.low or (high == interval.low and not interval.low_closed))
    above = interval.high is not None and (low > interval.high or (low == interval.high and not interval.high_closed))
    return Position.OUTSIDE if below or above else Position.ACROSS


# A range that lies across a bound decides nothing: the comparison is not applicable, and says so.
AGREES = {Position.INSIDE: Outcome.PASSED, Position.OUTSIDE: Outcome.FAILED, Position.ACROSS: Outcome.NOT_APPLICABLE}


def compare(
    label: Label,
    wording: str,
    found: float | None,
    source: Citation,
    *,
    unit: str = "",
    at: str = "",
    end: str = "",
    bounds: tuple[float, float] | None = None,
    figure: stated.Stated | None = None,
    sized: bool = False,
) -> Comparison:
    """Hold a found figure in `unit`, or where it is uncertain its `bounds`, against a wording turned into that unit.

    With `sized`, bounds that reach into a figure with two ends are enough: they decide its size. Raise NotComputableError
    where the wording's unit and `unit` cannot be reconciled.
    """
    parsed = figure or reading(wording, unit)
    low, high = (None if end is None else rounded(end) for end in bounds or (found, found))
    missing = found is None or low is None or high is None
    return Comparison(
        label=label,
        stated=wording,
        interval=parsed.interval,
        found=found,
        unit=unit or parsed.unit,
        agrees=Outcome.NOT_COMPUTED
        if missing
        else _agrees(float(low or 0.0), float(high or 0.0), parsed.interval, sized=sized),
        source=source,
        low=where_finite(bounds[0]) if bounds else None,
        high=where_finite(bounds[1]) if bounds else None,
        at=at,
        end=end,
    )


def rounded(value: float) -> float:
    """Drop the noise of binary arithmetic, so that a fall of exactly 5% is no more and no less than 5%."""
    return float(f"{value:.{DIGITS}g}")


def reading(wording: str, unit: str) -> stated.Stated:
    """Give a wording's figure in the unit of what was found; raise NotComputableError where that cannot be done."""
    try:
        return stated.read(wording, unit)
    except ValueError as error:
        raise NotComputableError(str(error)) from error


def _agrees(low: float, high: float, interval: Interval, *, sized: bool) -> Outcome:
    place = position(low, high, interval)
    if sized and place is Position.ACROSS and interval.low is not None and interval.high is not None:
        return Outcome.PASSED
    return AGREES[place]


def understated(comparison: Comparison) -> float | None:
    """Give the round figure that a bound could have named and the found value is past; None where there is none."""
    try:
        figure = stated.read(comparison.stated, comparison.unit)
    except ValueError:  # a direction
        return None
    nearest, found = figure.next_round, comparison.found
    if nearest is None or found is None or comparison.agrees is not Outcome.PASSED:
        return None
    return nearest if (found > nearest if nearest > 0 else found < nearest) else None


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Give one source's answer from the parts that it measured: one part that differs is enough to differ."""
    measured = [o for o in outcomes if o is not Outcome.NOT_COMPUTED]
    if not measured:
        return Outcome.NOT_COMPUTED
    return next((o for o in (Outcome.FAILED, Outcome.NOT_APPLICABLE) if o in measured), Outcome.PASSED)


def grounds(answers: Iterable[Outcome], agree: Grounds = Grounds.FIGURES_AGREE) -> Grounds:
    """Give the grounds of several sources: one verdict needs all that answer to give it."""
    measured = {a for a in answers if a is not Outcome.NOT_COMPUTED}
    if not measured:
        return Grounds.NOT_MEASURED
    return {
        frozenset({Outcome.PASSED}): agree,
        frozenset({Outcome.FAILED}): Grounds.CONTRADICTED,
    }.get(frozenset(measured), Grounds.INCONCLUSIVE)


def sides(comparisons: Sequence[Comparison], answer: Outcome) -> tuple[Item, ...]:
    """Give the sources with that answer, each with what it found."""
    return tuple(
        Item(label=c.label, numbers=(c.found,)) for c in comparisons if c.agrees is answer and c.found is not None
    )


def measured_test(track: Track, found: float | None, at: str, end: str = "") -> Test:
    """Whether the series has a value where one is needed: at a time, or in the period from `at` to `end`."""
    known = np.flatnonzero(~np.isnan(track.values.to_numpy(dtype=np.float64)))
    first, last = track.texts(track.values.index[known[[0, -1]]]) if known.size else ("", "")
    before, after = track.hole(at) if found is None and not end else ("", "")
    values: dict[str, Value] = {
        "label": track.label,
        "at": at,
        "end": end,
        "before": before,
        "after": after,
        "first": first,
        "last": last,
        "count": len(known),
    }
    outcome = Outcome.FAILED if found is None else Outcome.PASSED
    absent = "check.measured.over_hole" if before else "check.measured.missing"
    key = absent if found is None else "check.measured.there"
    return Test(name="measured", outcome=outcome, message=Message(key=key, values=values))


FIGURE = {
    Outcome.PASSED: "check.figure.agrees",
    Outcome.FAILED: "check.figure.differs",
    Outcome.NOT_APPLICABLE: "check.figure.undecided",
    Outcome.NOT_COMPUTED: "check.figure.missing",
}


def in_words(comparison: Comparison, moves: int = 0, *, chosen: bool = False) -> dict[str, Value]:
    """Give what a sentence says of a figure beside its wording: a bound at zero as a rise or a fall, and what is understated.

    `moves` is that of the track that the figure is of. A wording that the analyst has `chosen` understates nothing.
    """
    past = None if chosen else understated(comparison)
    return {"zero": zero_of(comparison.interval, moves).value, "past": past}


def figure_test(comparison: Comparison, name: str = "figure", *, chosen: bool = False, moves: int = 0) -> Test:
    """Whether the found figure is the stated one, or the analyst's; a figure too uncertain to tell has not passed."""
    values: dict[str, Value] = {
        "label": comparison.label,
        "stated": comparison.stated,
        "found": comparison.found,
        "unit": comparison.unit,
        "at": comparison.at,
        "end": comparison.end,
        "low": comparison.low,
        "high": comparison.high,
        "chosen": chosen,
        **in_words(comparison, moves, chosen=chosen),
    }
    outcome = Outcome.FAILED if comparison.agrees is Outcome.NOT_APPLICABLE else comparison.agrees
    key = FIGURE[comparison.agrees] if values["past"] is None else "check.figure.understates"
    return Test(name=name, outcome=outcome, message=Message(key=key, values=values))


def sources_test(answers: Sequence[Outcome]) -> Test:
    """Whether all sources that give the figure give the same verdict."""
    measured = [a for a in answers if a is not Outcome.NOT_COMPUTED]
    values: dict[str, Value] = {"count": len(measured), "agreeing": measured.count(Outcome.PASSED)}
    if len(measured) < 2:
        outcome, key = Outcome.NOT_COMPUTED, "check.sources.one"
    elif len(set(measured)) == 1:
        outcome, key = Outcome.PASSED, "check.sources.same"
    else:
        outcome, key = Outcome.FAILED, "check.sources.differ"
    return Test(name="sources", outcome=outcome, message=Message(key=key, values=values), required=len(measured) > 1)
