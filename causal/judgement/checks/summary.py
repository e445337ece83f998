"""One number over every row of the sample, in no order: a mean, a total, an extreme or a count, against the figure stated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import ValidationInfo, model_validator

from causal.judgement.checks import Check
from causal.judgement.checks._comparison import compare, grounds, in_words
from causal.judgement.checks._evidence import evidence, source_steps
from causal.judgement.checks._parameters import FORBID, FormulaText, Wording, same_unit
from causal.judgement.checks._series import in_sample, read
from causal.judgement.checks._survey import Sampled, Survey, margin, of_rows, sampling_steps, sampling_test
from causal.judgement.checks._units import difference, reconciled
from causal.messages import Message, Outcome
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._linearisation import Mask
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Comparison, Evidence


class Over(StrEnum):
    """How the values of all rows become one."""

    MEAN = "mean"
    MEDIAN = "median"
    SUM = "sum"
    MINIMUM = "min"
    MAXIMUM = "max"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Some of the rows: those in which a formula is not zero."""

    __pydantic_config__ = FORBID

    rows: FormulaText
    """Formula that is not zero in the rows of the group, such as `people.woman` or `1 - people.woman`."""
    label: str
    """Who they are, in the report's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of`, taken over the rows in which it has a value, is `stated`; `count` is how many those are, in no unit.

    With `against`, the mean `among` one group less that of another.
    """

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    over: Over = Over.MEAN
    """How the values of all rows become one."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    label: str = ""
    """What the value is, in the report's words."""
    chosen: bool = False
    """Whether `stated` is the analyst's reading of words that give no figure; the report then says so."""
    survey: Survey | None = None
    """For a share or a mean of those asked, each row one of them: its sampling error counts."""
    among: Group | None = None
    """The rows that count, where it is not all of them."""
    against: Group | None = None
    """The group whose mean is taken off that of `among`; `stated` is then the difference, such as `8 percentage points` or `over 0`."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)
        if self.survey is not None and self.over is not Over.MEAN:
            raise ValueError("'survey' goes with 'over: mean': the share of those who answered so")
        if self.against is not None and (self.among is None or self.over is not Over.MEAN):
            raise ValueError("'against' goes with 'among' and 'over: mean': the mean of one group less that of another")
        if self.among is not None and self.survey is not None and self.survey.n:
            raise ValueError(
                "'n' of 'survey' counts all respondents: leave it out where 'among' takes some of the rows"
            )

    @model_validator(mode="after")
    def units(self, info: ValidationInfo) -> Parameters:
        """Refuse a figure whose unit cannot be turned into that of the values."""
        reconciled(info, () if self.over is Over.COUNT else (self.of,), self.unit, {"stated": self.stated})
        return self


def run(parameters: Parameters, context: Context) -> Evidence:
    """Take the number over the sample and hold it against the wording."""
    counted = parameters.over is Over.COUNT
    asked = {} if counted else {"unit": parameters.unit, "wording": parameters.stated}
    track = in_sample(context, read(context, parameters.of, label=parameters.label, **asked))
    groups = _groups(parameters, track, context)
    known = track.values[groups[0]].dropna()
    found = float(getattr(known, parameters.over.value)()) if len(known) or counted else None
    unit = parameters.unit if counted else track.unit
    sampled = of_rows(parameters.survey, track, groups, context) if parameters.survey is not None else None
    means = _means(track, groups, sampled)
    if len(groups) == 2:
        found, unit = (None if None in means else means[0] - means[1]), difference(unit)
    elif sampled is not None:
        found = sampled.found
    comparison = compare(
        track.label,
        parameters.stated,
        found,
        track.source,
        unit=unit,
        bounds=sampled.bounds if sampled else None,
        sized=sampled is not None and sampled.bounds is not None,
    )
    verdict = grounds([comparison.agrees])
    values: dict[str, Value] = {
        "label": track.label,
        "stated": parameters.stated,
        "found": found,
        "unit": comparison.unit,
        "rows": len(known)
        if sampled is None or parameters.survey is None or parameters.survey.n
        else _answers(sampled)[0],
        "over": parameters.over.value,
        "source": track.source.label,
        "supported": verdict is Grounds.FIGURES_AGREE,
        "low": comparison.low,
        "high": comparison.high,
        "chosen": parameters.chosen,
        "among": parameters.among.label if parameters.among else "",
        "nobody": _nobody(parameters, track, groups),
        **margin(sampled, comparison.unit),
        **in_words(comparison, track.moves, chosen=parameters.chosen),
    }
    if parameters.against is not None and found is not None:
        values |= {"against": parameters.against.label, "first": means[0], "second": means[1], "own_unit": track.unit}
        values |= {"other_rows": _answers(sampled)[1] if sampled else int(track.values[groups[1]].notna().sum())}
    return _evidence(verdict, values, track, comparison, sampled)


def _answers(sampled: Sampled) -> list[int]:
    """Give how many rows each figure of a survey is of: those that have a weight, too."""
    return [one.n for one in sampled.groups or (sampled,)]


def _groups(parameters: Parameters, track: Track, context: Context) -> tuple[Mask, ...]:
    """Say of each row whether it is in the group, or in each of the two."""
    given = [group.rows for group in (parameters.among, parameters.against) if group is not None]
    if not given:
        return (np.ones(len(track.values), dtype=bool),)
    read_ = (read(context, rows).values.reindex(track.values.index) for rows in given)
    return tuple(np.asarray(one.notna() & (one != 0)) for one in read_)


def _means(track: Track, groups: tuple[Mask, ...], sampled: Sampled | None) -> list[Any]:
    """Give each group's mean, weighted where the survey says so; None where it has no value."""
    if sampled is not None and sampled.groups:
        return [one.found for one in sampled.groups]
    known = [track.values[group].dropna() for group in groups]
    return [float(one.mean()) if len(one) else None for one in known]


def _nobody(parameters: Parameters, track: Track, groups: tuple[Mask, ...]) -> str:
    """Give the label of the first group none of whose rows has a value; "" where there is none."""
    named = (group.label for group in (parameters.among, parameters.against) if group is not None)
    return next((label for label, rows in zip(named, groups, strict=False) if not track.values[rows].count()), "")


REASONS = {
    Grounds.FIGURES_AGREE: "check.summary.agrees",
    Grounds.CONTRADICTED: "check.summary.differs",
    Grounds.INCONCLUSIVE: "check.summary.undecided",
    Grounds.NOT_MEASURED: "check.summary.missing",
}
APART = {
    Grounds.FIGURES_AGREE: "check.summary.apart",
    Grounds.CONTRADICTED: "check.summary.apart_differs",
    Grounds.INCONCLUSIVE: "check.summary.apart_undecided",
}
OUTCOMES = {
    Grounds.FIGURES_AGREE: Outcome.PASSED,
    Grounds.CONTRADICTED: Outcome.FAILED,
    Grounds.INCONCLUSIVE: Outcome.FAILED,
    Grounds.NOT_MEASURED: Outcome.NOT_COMPUTED,
}


def _evidence(
    verdict: Grounds, values: dict[str, Value], track: Track, comparison: Comparison, sampled: Sampled | None
) -> Evidence:
    apart = "second" in values
    reason = Message(key=(APART if apart else REASONS)[verdict], values=values)
    measured = verdict is not Grounds.NOT_MEASURED
    rows = Message(key="check.summary.rows" if measured else "check.summary.missing", values=values)
    tests = [
        Test(name="measured", outcome=Outcome.PASSED if measured else Outcome.FAILED, message=rows),
        Test(name="figure", outcome=OUTCOMES[verdict], message=reason),
    ]
    tests += [sampling_test(sampled, comparison.unit)] if sampled else []
    return evidence(
        "summary",
        verdict,
        reason,
        tests,
        tracks=[track],
        steps=(*source_steps([track]), *(sampling_steps(comparison, sampled) if sampled else ())) if measured else (),
        comparisons=[comparison],
        would_change=Message(key="check.summary.would_change", values=values),
        details={"found": comparison.found, "unit": comparison.unit, "rows": values["rows"]},
    )


CHECK = Check(title="Figure over the sample", parameters=Parameters, run=run, start=Strength.HIGH)
