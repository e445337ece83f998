"""A multiple: the value of a day over the highest value before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, DatasetName, FormulaText, Moment, Wording, same_unit
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`of` at `at` is `stated` times its highest earlier value since `since` (default: the start of the data)."""

    __pydantic_config__ = FORBID

    of: FormulaText
    at: Moment
    stated: Wording
    since: Moment = ""
    unit: str = ""
    on: DatasetName = ""
    label: str = ""

    def __post_init__(self) -> None:
        same_unit(self.stated, "x")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Multiple of the previous record", parameters=Parameters, run=run)
