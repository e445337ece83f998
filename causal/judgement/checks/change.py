"""A change between two times: the value before, the value after, their difference, or its direction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import ValidationInfo, model_validator

from causal.errors import NotComputableError
from causal.grammar import stated, units
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import (
    compare,
    figure_test,
    grounds,
    in_words,
    measured_test,
    reading,
    rounded,
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
from causal.judgement.checks._units import POINTS, difference, reconciled, times
from causal.messages import Item, Message, Outcome
from causal.study import Direction
from causal.verdict import Comparison, Grounds, Interval, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Evidence


class Measure(StrEnum):
    """How a change is stated: against the value before, as a multiple of it, or as the difference of the two."""

    RELATIVE = "relative"
    MULTIPLE = "multiple"
    DIFFERENCE = "difference"


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
    """`of` moved from `before` to `after`. `stated_change` is relative or a difference, as its words and `unit` say."""

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
    """The change, as the article words it: in percent of the value before, as a multiple of it, or in the value's unit. A sign states a move: `over -2%` is a fall of more than 2%."""
    measure: Measure | None = None
    """Whether a change in percent of a value in percent is `relative` or a `difference` in points; relative where none is given."""
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
    chosen: bool = False
    """Whether the figures are the analyst's reading of words that give none; the report then says so."""

    def __post_init__(self) -> None:
        if not (self.stated_before or self.stated_after or self.stated_change or self.direction):
            raise ValueError("give at least one of stated_before, stated_after, stated_change and direction")
        if self.before >= self.after:
            raise ValueError(f"'before' {self.before} does not lie before 'after' {self.after}")
        same_unit(self.stated_before, self.unit)
        same_unit(self.stated_after, self.unit)

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse figures whose unit cannot be turned into that of the values, or of their change."""
        formulas = (self.of, *(one.of for one in self.also))
        levels = {"stated_before": self.stated_before, "stated_after": self.stated_after}
        reconciled(info, formulas, self.unit, levels)
        if self.stated_change and _measure(self, self.unit) is Measure.DIFFERENCE:
            reconciled(info, formulas, self.unit, {"stated_change": self.stated_change})
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One source: its values before and after, and every stated part held against them.

    `points` is the outcome of the reading in points where the change of a value in percent is stated in percent.
    """

    track: Track
    before: float | None
    after: float | None
    measure: Measure
    comparisons: tuple[Comparison, ...]
    points: Outcome | None = None

    @property
    def change(self) -> float | None:
        """The change as it is stated."""
        return _change(self.before, self.after, self.measure)

    @property
    def difference(self) -> float | None:
        return _change(self.before, self.after, Measure.DIFFERENCE)

    @property
    def answer(self) -> Outcome:
        if self.difference is None:
            return Outcome.NOT_COMPUTED
        given = together(one.agrees for one in self.comparisons)
        other = given is Outcome.FAILED and self.points is Outcome.PASSED
        return Outcome.NOT_APPLICABLE if other else given


def _change(before: float | None, after: float | None, measure: Measure) -> float | None:
    if before is None or after is None:
        return None
    if measure is Measure.DIFFERENCE:
        return after - before
    if before == 0 or (measure is Measure.MULTIPLE and before < 0):
        raise NotComputableError(f"no multiple or percentage of {before:g}, the value before")
    return after / before if measure is Measure.MULTIPLE else 100 * (after - before) / abs(before)


def _measure(parameters: Parameters, unit: str) -> Measure:
    """Tell from the wording, and from the unit of the values, how the change is stated."""
    if not parameters.stated_change:
        return Measure.DIFFERENCE
    figure = stated.parse(parameters.stated_change, unit=unit)
    named = units.unit(figure.unit, unit) if figure.unit else None
    if parameters.measure is not None and parameters.measure is not Measure.MULTIPLE and not figure.relative:
        return parameters.measure
    if named is not None and named.dimension == units.TIMES:
        return Measure.MULTIPLE
    if parameters.unit in POINTS_OF_A_RATE and not figure.relative:
        return Measure.DIFFERENCE
    percent = named is not None and (named.dimension, figure.unit in POINTS_OF_A_RATE) == (units.SHARE, False)
    return Measure.RELATIVE if percent else Measure.DIFFERENCE


POINTS_OF_A_RATE = frozenset({"percentage points", "basis points", "points", "point", "个点"})


def _read(parameters: Parameters, also: Also | None, context: Context) -> _Reading:
    source = also or parameters
    moments = (source.before or parameters.before, source.after or parameters.after)
    wording = parameters.stated_before or parameters.stated_after
    on = source.on or parameters.on
    track = read(context, source.of, on, label=source.label, unit=parameters.unit, wording=wording)
    before, after = (track.at(time) for time in moments)
    measure = _measure(parameters, track.unit)
    return _Reading(
        track=track,
        before=before,
        after=after,
        measure=measure,
        comparisons=tuple(_compared(parameters, track, moments, (before, after), measure)),
        points=_in_points(parameters, track, before, after) if measure is Measure.RELATIVE else None,
    )


def _in_points(parameters: Parameters, track: Track, before: float | None, after: float | None) -> Outcome | None:
    """Read a percentage of a value in percent as points, the other reading; None where there is none."""
    if before is None or after is None or not _rate(track.unit) or parameters.measure is not None:
        return None
    figure = _directed(stated.read(parameters.stated_change, track.unit), parameters)
    return Outcome.PASSED if rounded(after - before) in figure.interval else Outcome.FAILED


def _rate(unit: str) -> bool:
    return bool(unit) and units.unit(unit).dimension == units.SHARE


def _directed(figure: stated.Stated, parameters: Parameters) -> stated.Stated:
    """A size without a sign is one of the direction stated."""
    return stated.fallen(figure) if parameters.direction is Direction.DOWN and figure.unit != "x" else figure


def _compared(
    parameters: Parameters,
    track: Track,
    moments: tuple[str, str],
    values: tuple[float | None, float | None],
    measure: Measure,
) -> Iterator[Comparison]:
    label, source, unit = track.label, track.source, track.unit
    before, after = values
    if parameters.stated_before:
        yield compare(label, parameters.stated_before, before, source, unit=unit, at=moments[0])
    if parameters.stated_after:
        yield compare(label, parameters.stated_after, after, source, unit=unit, at=moments[1])
    if parameters.stated_change:
        yield _of_change(parameters, track, moments, values, measure)
    if parameters.direction:
        up = parameters.direction is Direction.UP
        change = _change(before, after, Measure.DIFFERENCE)
        yield Comparison(
            label=label,
            stated=parameters.direction.value,
            interval=Interval(low=0.0, high=None, low_closed=False) if up else Interval(low=None, high=0.0),
            found=change,
            unit=difference(unit),
            agrees=Outcome.NOT_COMPUTED if change is None else _moved(change, up=up),
            source=source,
            at=moments[0],
            end=moments[1],
        )


def _of_change(
    parameters: Parameters,
    track: Track,
    moments: tuple[str, str],
    values: tuple[float | None, float | None],
    measure: Measure,
) -> Comparison:
    """Hold the change, as it is stated, against its wording."""
    shown_in, factor = change_unit(parameters, track.unit, measure)
    change = _change(*values, measure)
    if values[0] is not None and values[0] < 0 and stated.parse(parameters.stated_change).relative:
        raise NotComputableError(
            f"'{parameters.stated_change}' is said of a size, and the value before is {values[0]:g}: "
            "give the loss itself, with a minus before the formula"
        )
    figure = _directed(reading(parameters.stated_change, shown_in), parameters)
    return compare(
        track.label,
        parameters.stated_change,
        None if change is None else change * factor,
        track.source,
        unit=shown_in,
        at=moments[0],
        end=moments[1],
        figure=figure,
    )


def _moved(change: float, *, up: bool) -> Outcome:
    return Outcome.PASSED if (change > 0 if up else change < 0) else Outcome.FAILED


def change_unit(parameters: Parameters, unit: str, measure: Measure) -> tuple[str, float]:
    """Give the unit in which a change is shown, and the number that turns one in the values' unit into it."""
    if measure is not Measure.DIFFERENCE:
        return ("%" if measure is Measure.RELATIVE else "x"), 1.0
    own = difference(unit)
    named = stated.parse(parameters.stated_change, unit=unit).unit if parameters.stated_change else ""
    if named == "%":
        named = POINTS
    if not named or not unit:
        return named or own, 1.0
    if _rate(unit) and named in {"points", "point"}:
        named = POINTS
    return (named, times(unit, named)) if units.alike(named, unit) else (own, 1.0)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Read every source before and after, and judge them together."""
    readings = [_read(parameters, also, context) for also in (None, *parameters.also)]
    answers = [one.answer for one in readings]
    verdict = grounds(answers)
    shown = next((one for one in readings if one.difference is not None), readings[0])
    absent = parameters.before if shown.before is None else parameters.after
    moments = (absent, "") if shown.difference is None else (parameters.before, parameters.after)
    tests = [measured_test(shown.track, shown.difference, *moments)]
    tests += [
        figure_test(c, name, chosen=parameters.chosen, moves=name in {"change", "direction"})
        for c, name in zip(shown.comparisons, _names(parameters), strict=True)
    ]
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
        steps=source_steps([one.track for one in readings if one.difference is not None], sources),
        comparisons=[c for one in readings for c in one.comparisons],
        charts=[history(tracks[0], parameters.after, interval)],
        would_change=Message(key="check.change.would_change", values=reason.values),
        details={"found": reason.values["change"], "unit": reason.values["change_unit"]},
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
    unit, factor = change_unit(parameters, shown.track.unit, shown.measure)
    in_points = shown.measure is Measure.RELATIVE and _rate(shown.track.unit)
    values: dict[str, Value] = {
        "label": shown.track.label,
        "unit": shown.track.unit,
        "source": shown.track.source.label,
        "before": parameters.before,
        "after": parameters.after,
        "from": shown.before,
        "to": shown.after,
        "change": None if shown.change is None else shown.change * factor,
        "change_unit": unit,
        "points": None
        if not in_points or shown.difference is None
        else shown.difference * times(shown.track.unit, POINTS),
        "chosen": parameters.chosen,
        "stated_before": parameters.stated_before,
        "stated_after": parameters.stated_after,
        "stated_change": parameters.stated_change,
        "direction": parameters.direction.value if parameters.direction else "",
        "agreeing": _sides(readings, Outcome.PASSED),
        "differing": _sides(readings, Outcome.FAILED),
        "supported": verdict is Grounds.FIGURES_AGREE,
        **_in_words(parameters, shown),
    }
    other = verdict is Grounds.INCONCLUSIVE and shown.answer is Outcome.NOT_APPLICABLE
    return Message(key="check.change.other_reading" if other else REASONS[verdict], values=values)


def _in_words(parameters: Parameters, shown: _Reading) -> dict[str, Value]:
    """Say what the wording that the sentence cites leaves to words: the levels where there are any, else the change."""
    held = dict(zip(_names(parameters), shown.comparisons, strict=True))
    levels = parameters.stated_before or parameters.stated_after
    one = None if levels else held.get("change", held.get("direction"))
    return {"zero": "", "past": None} if one is None else in_words(one, moves=1, chosen=parameters.chosen)


def _sides(readings: list[_Reading], answer: Outcome) -> tuple[Item, ...]:
    """Give the sources with that answer, each with its values before and after."""
    return tuple(
        Item(label=one.track.label, numbers=(one.before, one.after))
        for one in readings
        if one.answer is answer and one.before is not None and one.after is not None
    )


CHECK = Check(title="Change between two times", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
