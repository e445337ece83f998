"""Concentration: which share of a total lies in a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, Moment, Wording, same_unit
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Of column `of` of a long table at `at`, the share where column `by` lies in [low, high] is `share`.

    With `absolute`, sizes are added without their signs.
    """

    __pydantic_config__ = FORBID

    dataset: DatasetName
    of: str
    by: str
    at: Moment
    low: float
    high: float
    share: Wording = ">50%"
    absolute: bool = True

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"'low' {self.low} lies above 'high' {self.high}")
        same_unit(self.share, "%")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Concentration in a range", parameters=Parameters, run=run)
