"""One number over every row of the sample, in no order: a mean, a total, an extreme or a count, against the figure stated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.findings import Message, Outcome
from causal.judgement.checks import Check
from causal.judgement.checks._comparison import compare, grounds
from causal.judgement.checks._evidence import evidence, source_steps
from causal.judgement.checks._parameters import FORBID, FormulaText, Wording, same_unit
from causal.judgement.checks._series import in_sample, read
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.findings import Value
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
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
class Parameters:
    """`of`, taken over the rows in which it has a value, is `stated`; `count` is how many those are, in no unit."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number."""
    over: Over = Over.MEAN
    """How the values of all rows become one."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    label: str = ""
    """What the value is, in the report's words."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Take the number over the sample and hold it against the wording."""
    track = in_sample(context, read(context, parameters.of, label=parameters.label, unit=parameters.unit))
    known = track.known
    found = float(getattr(known, parameters.over.value)()) if len(known) or parameters.over is Over.COUNT else None
    unit = parameters.unit or ("" if parameters.over is Over.COUNT else track.unit)
    comparison = compare(track.label, parameters.stated, found, track.source, unit=unit)
    verdict = grounds([comparison.agrees])
    values: dict[str, Value] = {
        "label": track.label,
        "stated": parameters.stated,
        "found": found,
        "unit": comparison.unit,
        "rows": len(known),
        "over": parameters.over.value,
        "source": track.source.label,
        "supported": verdict is Grounds.FIGURES_AGREE,
    }
    return _evidence(verdict, values, track, comparison)


REASONS = {
    Grounds.FIGURES_AGREE: "check.summary.agrees",
    Grounds.CONTRADICTED: "check.summary.differs",
    Grounds.NOT_MEASURED: "check.summary.missing",
}
OUTCOMES = {
    Grounds.FIGURES_AGREE: Outcome.PASSED,
    Grounds.CONTRADICTED: Outcome.FAILED,
    Grounds.NOT_MEASURED: Outcome.NOT_COMPUTED,
}


def _evidence(verdict: Grounds, values: dict[str, Value], track: Track, comparison: Comparison) -> Evidence:
    reason = Message(key=REASONS[verdict], values=values)
    measured = verdict is not Grounds.NOT_MEASURED
    rows = Message(key="check.summary.rows" if measured else "check.summary.missing", values=values)
    tests = [
        Test(name="measured", outcome=Outcome.PASSED if measured else Outcome.FAILED, message=rows),
        Test(name="figure", outcome=OUTCOMES[verdict], message=reason),
    ]
    return evidence(
        "summary",
        verdict,
        reason,
        tests,
        tracks=[track],
        steps=source_steps([track]) if measured else (),
        comparisons=[comparison],
        would_change=Message(key="check.summary.would_change", values=values),
        details={"found": comparison.found, "unit": comparison.unit, "rows": values["rows"]},
    )


CHECK = Check(title="Figure over the sample", parameters=Parameters, run=run, start=Strength.HIGH)
