"""A change between two times: the value before, the value after, their difference, or its direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.findings import Item, Message, Outcome
from causal.grammar import stated
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import (
    compare,
    figure_test,
    grounds,
    measured_test,
    sources_test,
    together,
)
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Wording,
    same_unit,
)
from causal.judgement.checks._series import read
from causal.study import Direction
from causal.verdict import Comparison, Grounds, Interval, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.findings import Value
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """Another source of the same change. What is left out is as in the check itself."""

    __pydantic_config__ = FORBID

    label: str
    """What the value is, in the report's words."""
    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    before: Moment = ""
    """Day or instant before the change."""
    after: Moment = ""
    """Day or instant after the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` moved from `before` to `after`. `stated_change` is the difference after - before, in `unit`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    before: Moment
    """Day or instant before the change."""
    after: Moment
    """Day or instant after the change."""
    stated_before: Wording = ""
    """The value before, as the article words it."""
    stated_after: Wording = ""
    """The value after, as the article words it."""
    stated_change: Wording = ""
    """The change, as the article words it; of a percentage in percentage points."""
    direction: Direction | None = None
    """`up` or `down`, where the article says no more."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""
    also: tuple[Also, ...] = ()
    """Other sources of the same figure, shown beside the first."""

    def __post_init__(self) -> None:
        if not (self.stated_before or self.stated_after or self.stated_change or self.direction):
            raise ValueError("give at least one of stated_before, stated_after, stated_change and direction")
        if self.before >= self.after:
            raise ValueError(f"'before' {self.before} does not lie before 'after' {self.after}")
        same_unit(self.stated_before, self.unit)
        same_unit(self.stated_after, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One source: its values before and after, and every stated part held against them."""

    track: Track
    before: float | None
    after: float | None
    comparisons: tuple[Comparison, ...]

    @property
    def change(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def answer(self) -> Outcome:
        if self.change is None:
            return Outcome.NOT_COMPUTED
        return together(one.agrees for one in self.comparisons)


def _read(parameters: Parameters, also: Also | None, context: Context) -> _Reading:
    source = also or parameters
    times = (source.before or parameters.before, source.after or parameters.after)
    track = read(context, source.of, source.on or parameters.on, label=source.label, unit=parameters.unit)
    before, after = (track.at(time) for time in times)
    return _Reading(
        track=track,
        before=before,
        after=after,
        comparisons=tuple(_compared(parameters, track, times, before, after)),
    )


def _compared(
    parameters: Parameters, track: Track, times: tuple[str, str], before: float | None, after: float | None
) -> Iterator[Comparison]:
    label, source, unit = track.label, track.source, parameters.unit
    change = None if before is None or after is None else after - before
    if parameters.stated_before:
        yield compare(label, parameters.stated_before, before, source, unit=unit, at=times[0])
    if parameters.stated_after:
        yield compare(label, parameters.stated_after, after, source, unit=unit, at=times[1])
    if parameters.stated_change:
        unit = change_unit(parameters)
        yield compare(label, parameters.stated_change, change, source, unit=unit, at=times[0], end=times[1])
    if parameters.direction:
        up = parameters.direction is Direction.UP
        yield Comparison(
            label=label,
            stated=parameters.direction.value,
            interval=Interval(low=0.0, high=None, low_closed=False) if up else Interval(low=None, high=0.0),
            found=change,
            unit=change_unit(parameters),
            agrees=Outcome.NOT_COMPUTED if change is None else _moved(change, up=up),
            source=source,
            at=times[0],
            end=times[1],
        )


def _moved(change: float, *, up: bool) -> Outcome:
    return Outcome.PASSED if (change > 0 if up else change < 0) else Outcome.FAILED


def change_unit(parameters: Parameters) -> str:
    """Give the unit of a difference: percentage points where the values are in percent."""
    named = stated.parse(parameters.stated_change).unit if parameters.stated_change else ""
    unit = named or parameters.unit
    return "percentage points" if unit == "%" else unit


def run(parameters: Parameters, context: Context) -> Evidence:
    """Read every source before and after, and judge them together."""
    readings = [_read(parameters, also, context) for also in (None, *parameters.also)]
    answers = [one.answer for one in readings]
    verdict = grounds(answers)
    shown = next((one for one in readings if one.change is not None), readings[0])
    absent = parameters.before if shown.before is None else parameters.after
    times = (absent, "") if shown.change is None else (parameters.before, parameters.after)
    tests = [measured_test(shown.track, shown.change, *times)]
    tests += [figure_test(c, name) for c, name in zip(shown.comparisons, _names(parameters), strict=True)]
    sources = sources_test(answers) if parameters.also else None
    tests += [sources] if sources else []
    tracks = [one.track for one in readings]
    if verdict is Grounds.NOT_MEASURED or shown.change is None:
        return missing("change", tests, tracks)
    reason = _reason(verdict, parameters, shown, readings)
    interval = shown.comparisons[0].interval if parameters.stated_after or parameters.stated_before else None
    return evidence(
        "change",
        verdict,
        reason,
        tests,
        tracks=tracks,
        steps=source_steps([one.track for one in readings if one.change is not None], sources),
        comparisons=[c for one in readings for c in one.comparisons],
        charts=[history(tracks[0], parameters.after, interval)],
        would_change=Message(key="check.change.would_change", values=reason.values),
        details={"found": shown.change, "unit": change_unit(parameters)},
    )


def _names(parameters: Parameters) -> list[str]:
    given = {
        "before": parameters.stated_before,
        "after": parameters.stated_after,
        "change": parameters.stated_change,
        "direction": parameters.direction,
    }
    return [name for name, wording in given.items() if wording]


REASONS = {
    Grounds.FIGURES_AGREE: "check.change.agrees",
    Grounds.CONTRADICTED: "check.change.differs",
    Grounds.INCONCLUSIVE: "check.change.sources_disagree",
}


def _reason(verdict: Grounds, parameters: Parameters, shown: _Reading, readings: list[_Reading]) -> Message:
    values: dict[str, Value] = {
        "label": shown.track.label,
        "unit": parameters.unit or shown.track.unit,
        "source": shown.track.source.label,
        "before": parameters.before,
        "after": parameters.after,
        "from": shown.before,
        "to": shown.after,
        "change": shown.change,
        "change_unit": change_unit(parameters),
        "stated_before": parameters.stated_before,
        "stated_after": parameters.stated_after,
        "stated_change": parameters.stated_change,
        "direction": parameters.direction.value if parameters.direction else "",
        "agreeing": _sides(readings, Outcome.PASSED),
        "differing": _sides(readings, Outcome.FAILED),
        "supported": verdict is Grounds.FIGURES_AGREE,
    }
    return Message(key=REASONS[verdict], values=values)


def _sides(readings: list[_Reading], answer: Outcome) -> tuple[Item, ...]:
    """Give the sources with that answer, each with its values before and after."""
    return tuple(
        Item(label=one.track.label, numbers=(one.before, one.after))
        for one in readings
        if one.answer is answer and one.before is not None and one.after is not None
    )


CHECK = Check(title="Change between two times", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
