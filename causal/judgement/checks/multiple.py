"""A multiple: the value of a day over the highest value before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import compare, figure_test, grounds, measured_test
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
from causal.messages import Message
from causal.verdict import Grounds, Strength

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at` is `stated` times its highest earlier value since `since` (default: the start of the data)."""

    __pydantic_config__ = FORBID

    of: FormulaText
    """Formula of the value, such as `pct(market.price)`."""
    at: Moment
    """The day, such as 2025-02-03, or the instant in UTC, such as 2025-02-03T21:00Z."""
    stated: Wording
    """The multiple as the article words it, such as 2x."""
    since: Moment = ""
    """First day of the history; the start of the data where none is given."""
    unit: str = ""
    """Unit of the value, such as US$; the multiple itself is in x."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    label: str = ""
    """What the value is, in the report's words."""

    def __post_init__(self) -> None:
        same_unit(self.stated, "x")


def run(parameters: Parameters, context: Context) -> Evidence:
    """Divide the value by the highest one before it, and hold the ratio against the wording."""
    track = read(context, parameters.of, parameters.on, label=parameters.label, unit=parameters.unit)
    value = track.at(parameters.at)
    if value is None:
        return missing("multiple", [measured_test(track, None, parameters.at)], [track])
    earlier = track.between(parameters.since, parameters.at)
    earlier = earlier[earlier.index < track.moment(parameters.at)]
    if earlier.empty or earlier.max() <= 0:
        raise NotComputableError(f"{track.name} has no earlier value above zero to divide {parameters.at} by")
    ratio = value / float(earlier.max())
    comparison = compare(track.label, parameters.stated, ratio, track.source, unit="x", at=parameters.at)
    tests = [measured_test(track, value, parameters.at), figure_test(comparison)]
    verdict = grounds([comparison.agrees])
    values: dict[str, Value] = {
        "label": track.label,
        "unit": parameters.unit or track.unit,
        "at": parameters.at,
        "found": value,
        "ratio": ratio,
        "best": float(earlier.max()),
        "best_at": track.iso(earlier.idxmax()),
        "first": track.iso(earlier.index[0]),
        "stated": parameters.stated,
        "source": track.source.label,
        "supported": verdict is Grounds.FIGURES_AGREE,
        "end": "",
    }
    return evidence(
        "multiple",
        verdict,
        Message(key="check.multiple.agrees" if values["supported"] else "check.multiple.differs", values=values),
        tests,
        tracks=[track],
        steps=source_steps([track]),
        comparisons=[comparison],
        charts=[history(track, parameters.at)],
        would_change=Message(key="check.figure.would_change", values=values),
        details={"found": ratio, "unit": "x"},
    )


CHECK = Check(title="Multiple of the previous record", parameters=Parameters, run=run, dated=True, start=Strength.HIGH)
