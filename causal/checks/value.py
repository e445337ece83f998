"""A value, at a time or over a period, against the figure stated; other sources of the same figure beside it."""

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
class Also:
    """Another source of the same figure. What is left out is as in the check itself."""

    __pydantic_config__ = FORBID

    label: str
    of: FormulaText
    at: Moment = ""
    start: Moment = ""
    end: Moment = ""
    reduce: Reduce | None = None
    on: DatasetName = ""

    def __post_init__(self) -> None:
        if self.at or self.start or self.end:
            when(self.at, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at`, or reduced from `start` to `end`, is `stated`. `on` is the dataset whose times are used."""

    __pydantic_config__ = FORBID

    of: FormulaText
    stated: Wording
    at: Moment = ""
    start: Moment = ""
    end: Moment = ""
    reduce: Reduce = Reduce.LAST
    unit: str = ""
    on: DatasetName = ""
    label: str = ""
    also: tuple[Also, ...] = ()

    def __post_init__(self) -> None:
        when(self.at, self.start, self.end)
        same_unit(self.stated, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Value at a time", parameters=Parameters, run=run)
