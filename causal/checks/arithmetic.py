"""Arithmetic on stated figures, with the rounding of each carried through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, ExpressionText, Wording, same_unit
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another reading of the same figure."""

    __pydantic_config__ = FORBID

    label: str
    expression: ExpressionText


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`expression` over stated figures gives `stated`. An alternative that holds where it does not leaves it open."""

    __pydantic_config__ = FORBID

    expression: ExpressionText
    stated: Wording
    unit: str = ""
    alternatives: tuple[Alternative, ...] = ()

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Arithmetic on stated figures", parameters=Parameters, run=run)
