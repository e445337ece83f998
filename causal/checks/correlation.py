"""A correlation, or the difference of two dependent ones, with a block-bootstrap interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Relation, when
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The correlation of `pair` from `start` to `end` against that of `versus`, or against `at_least` alone.

    The claim is that correlation(pair) - correlation(versus) stands in `relation` to `at_least` (default 0).
    """

    __pydantic_config__ = FORBID

    pair: tuple[FormulaText, FormulaText]
    start: Moment
    end: Moment
    versus: tuple[FormulaText, FormulaText] | None = None
    relation: Relation = Relation.GREATER
    at_least: float | None = None
    on: DatasetName = ""
    pair_label: str = ""
    versus_label: str = ""

    def __post_init__(self) -> None:
        when("", self.start, self.end)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Comparison of correlations", parameters=Parameters, run=run)
