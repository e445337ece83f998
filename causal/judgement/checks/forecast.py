"""A forecast, scored at its horizon."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import ValidationInfo, model_validator

from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import compare, figure_test, grounds, in_words, measured_test
from causal.judgement.checks._evidence import evidence, missing, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Reduce,
    Wording,
    same_unit,
    when,
)
from causal.judgement.checks._series import read
from causal.judgement.checks._units import reconciled
from causal.messages import Message, Outcome
from causal.sampling import last_day
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Evidence


class Chosen(StrEnum):
    """What a forecast needs and the article may not give."""

    DATE = "date"
    QUANTITY = "quantity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of`, reduced from `start` to `end`, will be `stated`. What the article does not say is left out, or `chosen`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    start: Moment = ""
    """First day or instant of the period."""
    end: Moment = ""
    """Last day or instant of the period; left out where the article gives none."""
    stated: Wording = ""
    """The figure as the article words it, in quotes where it is a bare number; left out where it gives none."""
    chosen: tuple[Chosen, ...] = ()
    """What the article leaves open and the analyst chose: `date`, `quantity`. The forecast is then not checkable."""
    reduce: Reduce = Reduce.LAST
    """What of the period counts: last, max, min, sum or mean."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""

    def __post_init__(self) -> None:
        if self.end:
            when("", self.start, self.end)
        same_unit(self.stated, self.unit)

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse a figure whose unit cannot be turned into that of the values."""
        reconciled(info, (self.of,), self.unit, {"stated": self.stated})
        return self


def reaches(track: Track, end: str) -> bool:
    """Whether the data go as far as `end`."""
    known = track.known.index
    return bool(len(known)) and track.sampling.reaches(known, end)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Wait for the horizon, then hold the outcome against the wording; without date or quantity nothing is decided."""
    if not parameters.end or not parameters.stated:
        return _open(parameters)
    due = last_day(parameters.end)
    if context.study.as_of is not None and due > context.study.as_of:
        if parameters.chosen:
            return _open(parameters)
        return _not_due(parameters, context)
    track = read(
        context, parameters.of, parameters.on, label=parameters.label, unit=parameters.unit, wording=parameters.stated
    )
    whole = reaches(track, parameters.end)
    found = track.reduced(parameters.start, parameters.end, parameters.reduce) if whole else None
    comparison = compare(
        track.label,
        parameters.stated,
        found,
        track.source,
        unit=track.unit,
        at=parameters.start,
        end=parameters.end,
    )
    tests = [measured_test(track, found, parameters.start, parameters.end), figure_test(comparison, moves=track.moves)]
    if found is None:
        return _open(parameters) if parameters.chosen else missing("forecast", tests, [track])
    verdict = Grounds.NOT_CHECKABLE if parameters.chosen else grounds([comparison.agrees])
    values: dict[str, Value] = {
        "label": track.label,
        "stated": parameters.stated,
        "found": found,
        "unit": comparison.unit,
        "at": parameters.start,
        "end": parameters.end,
        "reduce": parameters.reduce.value,
        "source": track.source.label,
        "supported": comparison.agrees is Outcome.PASSED,
        "chosen": tuple(one.value for one in parameters.chosen),
        **in_words(comparison, track.moves, chosen=bool(parameters.chosen)),
    }
    key = "check.forecast.came_true" if values["supported"] else "check.forecast.did_not"
    if parameters.chosen:
        key = "check.forecast.by_reading"
        tests = [_undecided(key, values)]
    return evidence(
        "forecast",
        verdict,
        Message(key=key, values=values),
        tests,
        tracks=[track],
        steps=source_steps([track]),
        comparisons=[comparison],
        charts=[history(track, parameters.end, comparison.interval)],
        would_change=Message(
            key="check.forecast.would_date" if parameters.chosen else "check.figure.would_change", values=values
        ),
        details={"found": found, "unit": comparison.unit},
    )


def _undecided(key: str, values: dict[str, Value]) -> Test:
    return Test(name="due", outcome=Outcome.NOT_APPLICABLE, message=Message(key=key, values=values))


def _open(parameters: Parameters) -> Evidence:
    """Give the evidence of a forecast to which the article gives no date or no quantity."""
    values: dict[str, Value] = {
        "date": bool(parameters.end) and Chosen.DATE not in parameters.chosen,
        "quantity": bool(parameters.stated) and Chosen.QUANTITY not in parameters.chosen,
    }
    reason = Message(key="check.forecast.open", values=values)
    changed = Message(key="check.forecast.would_date", values=values)
    return evidence(
        "forecast", Grounds.NOT_CHECKABLE, reason, [_undecided("check.forecast.open", values)], would_change=changed
    )


def _not_due(parameters: Parameters, context: Context) -> Evidence:
    values: dict[str, Value] = {"due": parameters.end, "as_of": str(context.study.as_of), "stated": parameters.stated}
    reason = Message(key="check.forecast.not_due", values=values)
    test = Test(name="due", outcome=Outcome.NOT_APPLICABLE, message=reason)
    changed = Message(key="check.forecast.wait", values=values)
    return evidence("forecast", Grounds.NOT_CHECKABLE, reason, [test], would_change=changed)


CHECK = Check(title="Forecast at its horizon", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
