"""Concentration: which share of a total lies in a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.errors import NotComputableError, did_you_mean
from causal.judgement.checks import Check
from causal.judgement.checks._comparison import compare, figure_test, grounds
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID, DatasetName, Moment, Wording, same_unit
from causal.judgement.checks._series import cited, combined, declared
from causal.messages import Message, Outcome
from causal.sampling import sampling_of
from causal.verdict import Grounds, Step, Strength, Test

if TYPE_CHECKING:
    import pandas as pd

    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.study import Series
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Of column `of` of a long table at `at`, the share where column `by` lies in [low, high] is `share`.

    With `absolute`, sizes are added without their signs.
    """

    __pydantic_config__ = FORBID

    dataset: DatasetName
    """A long table: a dataset with key columns."""
    of: str
    """Column that is added up."""
    by: str
    """Column that must lie in the range."""
    at: Moment
    """The day, such as 2025-02-03, or the instant in UTC, such as 2025-02-03T21:00Z."""
    low: float
    """Lower end of the range, included."""
    high: float
    """Upper end of the range, included."""
    share: Wording = ">50%"
    """The share in percent, as the article words it."""
    absolute: bool = True
    """Whether sizes are added without their signs."""

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"'low' {self.low} lies above 'high' {self.high}")
        same_unit(self.share, "%")


def _rows(parameters: Parameters, context: Context) -> pd.DataFrame:
    """Give the complete rows of the two columns at the time asked for; raise NotComputableError on a wrong name."""
    known = [dataset.id for dataset in context.study.datasets]
    if parameters.dataset not in known:
        near = did_you_mean(parameters.dataset, known)
        raise NotComputableError(f"the folder has no dataset '{parameters.dataset}'{near}")
    table = context.frame.dataset(parameters.dataset)
    for name in (parameters.of, parameters.by):
        if name not in table.columns:
            raise NotComputableError(
                f"dataset '{parameters.dataset}' has no column '{name}'{did_you_mean(name, map(str, table.columns))}"
            )
    time = sampling_of(table.index).single(table.index, parameters.at)
    found: pd.DataFrame = table.loc[table.index == time, [parameters.of, parameters.by]].dropna()
    return found


def share_of(rows: pd.DataFrame, parameters: Parameters) -> float:
    """Give the share inside the range in percent; raise NotComputableError on a total of zero."""
    amounts = rows[parameters.of].astype(float)
    amounts = amounts.abs() if parameters.absolute else amounts
    if amounts.sum() == 0:
        raise NotComputableError(f"'{parameters.of}' adds up to zero on {parameters.at}: there is no share")
    inside = rows[parameters.by].astype(float).between(parameters.low, parameters.high)
    return float(100.0 * amounts[inside].sum() / amounts.sum())


def run(parameters: Parameters, context: Context) -> Evidence:
    """Add up what lies in the range, and hold its share against the wording."""
    rows = _rows(parameters, context)
    series = tuple(declared(context, f"{parameters.dataset}.{name}") for name in (parameters.of, parameters.by))
    values: dict[str, Value] = {
        "label": series[0].label,
        "by": series[1].label,
        "by_unit": series[1].unit,
        "at": parameters.at,
        "low": parameters.low,
        "high": parameters.high,
        "stated": parameters.share,
        "rows": len(rows),
        "unit": "%",
        "end": "",
        "source": combined(series).label,
        "found": None,
        "supported": False,
    }
    measured = Test(
        name="measured",
        outcome=Outcome.FAILED if rows.empty else Outcome.PASSED,
        message=Message(key="check.concentration.no_rows" if rows.empty else "check.concentration.rows", values=values),
    )
    if rows.empty:
        return evidence(
            "concentration",
            Grounds.NOT_MEASURED,
            measured.message,
            [measured],
            sources=cited(series),
            would_change=Message(key="check.concentration.needs", values=values),
        )
    share = share_of(rows, parameters)
    comparison = compare(series[0].label, parameters.share, share, combined(series), unit="%", at=parameters.at)
    verdict = grounds([comparison.agrees])
    values |= {"found": share, "supported": verdict is Grounds.FIGURES_AGREE}
    key = "check.concentration.agrees" if values["supported"] else "check.concentration.differs"
    return evidence(
        "concentration",
        verdict,
        Message(key=key, values=values),
        [measured, figure_test(comparison)],
        steps=_steps(series),
        comparisons=[comparison],
        sources=cited(series),
        would_change=Message(key="check.figure.would_change", values=values),
        details={"found": share, "unit": "%"},
    )


def _steps(series: tuple[Series, ...]) -> tuple[Step, ...]:
    vendors = {one.source for one in series}
    if len(vendors) > 1:
        return ()
    return (Step(by=-1, reason=Message(key="check.step.single_vendor", values={"vendor": min(vendors)})),)


CHECK = Check(title="Concentration in a range", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
