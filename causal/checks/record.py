"""A record: where the value of a day ranks among all values up to that day."""

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


class Extreme(StrEnum):
    """Which end of the ranking."""

    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at` is among the `within` highest or lowest values since `since` (default: the start of the data)."""

    __pydantic_config__ = FORBID

    of: FormulaText
    at: Moment
    direction: Extreme = Extreme.HIGHEST
    within: int = 1
    since: Moment = ""
    stated: Wording = ""
    unit: str = ""
    on: DatasetName = ""
    label: str = ""

    def __post_init__(self) -> None:
        if self.within < 1:
            raise ValueError("'within' counts from 1, the record itself")
        same_unit(self.stated, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Record or rank", parameters=Parameters, run=run)
