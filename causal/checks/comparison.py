"""Two changes over the same or another period: which of them is the greater."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Relation
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
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
    of: FormulaText
    before: Moment
    after: Moment
    on: DatasetName = ""
    measure: Measure = Measure.PERCENT
    unit: str = ""

    def __post_init__(self) -> None:
        if self.before >= self.after:
            raise ValueError(f"'before' {self.before} does not lie before 'after' {self.after}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The change on the left stands in `relation` to the change on the right."""

    __pydantic_config__ = FORBID

    left: Side
    right: Side
    relation: Relation = Relation.GREATER

    def __post_init__(self) -> None:
        if (self.left.measure, self.left.unit) != (self.right.measure, self.right.unit):
            raise ValueError("'left' and 'right' must be measured alike, in the same unit")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Comparison of two changes", parameters=Parameters, run=run)
