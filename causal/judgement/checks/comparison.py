"""Two changes over the same or another period: which of them is the greater."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import measured_test
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Relation
from causal.judgement.checks._series import read
from causal.messages import Message, Outcome
from causal.verdict import Comparison, Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Evidence


class Measure(StrEnum):
    """How a change is measured."""

    PERCENT = "percent"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One change: `of` from `before` to `after`, in percent of the first value or as a difference in `unit`."""

    __pydantic_config__ = FORBID

    label: str
    """What the value is, in the report's words."""
    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    before: Moment
    """Day or instant before the change."""
    after: Moment
    """Day or instant after the change."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    measure: Measure = Measure.PERCENT
    """Whether the change is in percent of the first value or a difference."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""

    def __post_init__(self) -> None:
        if self.before >= self.after:
            raise ValueError(f"'before' {self.before} does not lie before 'after' {self.after}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The change on the left stands in `relation` to the change on the right."""

    __pydantic_config__ = FORBID

    left: Side
    """The change that the claim is about."""
    right: Side
    """The change that it is compared with."""
    relation: Relation = Relation.GREATER
    """How the first stands to the second."""

    def __post_init__(self) -> None:
        if (self.left.measure, self.left.unit) != (self.right.measure, self.right.unit):
            raise ValueError("'left' and 'right' must be measured alike, in the same unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """One side as read. `change` is in percent of the first value or in the series' own unit."""

    side: Side
    track: Track
    before: float | None
    after: float | None

    @property
    def unit(self) -> str:
        return "%" if self.side.measure is Measure.PERCENT else self.side.unit

    @property
    def period(self) -> tuple[str, str]:
        return self.side.before, self.side.after

    @property
    def change(self) -> float | None:
        if self.before is None or self.after is None:
            return None
        if self.side.measure is Measure.DIFFERENCE:
            return self.after - self.before
        if self.before == 0:
            raise NotComputableError(f"{self.track.name} on {self.side.before} is zero: no percent change")
        return 100.0 * (self.after / self.before - 1.0) * math.copysign(1.0, self.before)


def _read(side: Side, context: Context) -> _Change:
    track = read(context, side.of, side.on, label=side.label, unit=side.unit)
    return _Change(side=side, track=track, before=track.at(side.before), after=track.at(side.after))


def _measured(one: _Change) -> Test:
    absent = one.side.before if one.before is None else one.side.after
    return measured_test(one.track, one.change, *((absent,) if one.change is None else one.period))


def _row(one: _Change) -> Comparison:
    """Show a side; the relation is judged, not the figure."""
    return Comparison(
        label=one.track.label,
        stated="",
        interval=None,
        found=one.change,
        unit=one.unit,
        agrees=Outcome.NOT_APPLICABLE,
        source=one.track.source,
        at=one.side.before,
        end=one.side.after,
    )


def run(parameters: Parameters, context: Context) -> Evidence:
    """Measure both changes and compare them."""
    left, right = _read(parameters.left, context), _read(parameters.right, context)
    tests = [_measured(left), _measured(right)]
    tracks = [left.track, right.track]
    if left.change is None or right.change is None:
        return missing("comparison", tests, tracks)
    holds = left.change > right.change if parameters.relation is Relation.GREATER else left.change < right.change
    values: dict[str, Value] = {
        "left": left.track.label,
        "right": right.track.label,
        "left_change": left.change,
        "right_change": right.change,
        "unit": left.unit,
        "relation": parameters.relation.value,
        "before": left.side.before,
        "after": left.side.after,
        "right_before": right.side.before,
        "right_after": right.side.after,
        "same_period": left.period == right.period,
        "supported": holds,
    }
    key = "check.comparison.holds" if holds else "check.comparison.fails"
    outcome = Outcome.PASSED if holds else Outcome.FAILED
    tests.append(Test(name="relation", outcome=outcome, message=Message(key=key, values=values)))
    return evidence(
        "comparison",
        Grounds.FIGURES_AGREE if holds else Grounds.CONTRADICTED,
        Message(key=key, values=values),
        tests,
        tracks=tracks,
        steps=source_steps(tracks),
        comparisons=[_row(one) for one in (left, right)],
        charts=[history(one.track, one.side.after) for one in (left, right)],
        would_change=Message(key="check.comparison.would_change", values=values),
        details={"found": left.change - right.change, "unit": left.unit},
    )


CHECK = Check(title="Comparison of two changes", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
