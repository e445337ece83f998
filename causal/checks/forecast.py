"""A forecast, scored at its horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Reduce, Wording, same_unit, when
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of`, reduced from `start` to `end`, will be `stated`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    start: Moment
    end: Moment
    stated: Wording
    reduce: Reduce = Reduce.LAST
    unit: str = ""
    on: DatasetName = ""
    label: str = ""

    def __post_init__(self) -> None:
        when("", self.start, self.end)
        same_unit(self.stated, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Forecast at its horizon", parameters=Parameters, run=run)
