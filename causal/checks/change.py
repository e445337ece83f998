"""A change between two times: the value before, the value after, their difference, or its direction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Wording, same_unit
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


class Direction(StrEnum):
    """Which way the claim says that the value moved."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """Another source of the same change. What is left out is as in the check itself."""

    __pydantic_config__ = FORBID

    label: str
    of: FormulaText
    on: DatasetName = ""
    before: Moment = ""
    after: Moment = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` moved from `before` to `after`. `stated_change` is the difference after - before, in `unit`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    before: Moment
    after: Moment
    stated_before: Wording = ""
    stated_after: Wording = ""
    stated_change: Wording = ""
    direction: Direction | None = None
    unit: str = ""
    on: DatasetName = ""
    label: str = ""
    also: tuple[Also, ...] = ()

    def __post_init__(self) -> None:
        if not (self.stated_before or self.stated_after or self.stated_change or self.direction):
            raise ValueError("give at least one of stated_before, stated_after, stated_change and direction")
        if self.before >= self.after:
            raise ValueError(f"'before' {self.before} does not lie before 'after' {self.after}")
        same_unit(self.stated_before, self.unit)
        same_unit(self.stated_after, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Change between two times", parameters=Parameters, run=run)
