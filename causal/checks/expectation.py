"""What was to be expected: the prediction interval of a regression fitted on the other days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Wording, same_unit, when
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """A regression of `of` on `given`, fitted without `exclude`, expects `stated` at `at`."""

    __pydantic_config__ = FORBID

    of: FormulaText
    given: tuple[FormulaText, ...]
    at: Moment
    exclude: tuple[Moment, Moment]
    stated: Wording
    unit: str = ""
    on: DatasetName = ""
    label: str = ""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)
        when("", *self.exclude)
        if not self.given:
            raise ValueError("'given' names at least one series")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Counterfactual expectation", parameters=Parameters, run=run)
