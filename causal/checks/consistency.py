"""Two statements of the article: whether their figures can both be true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID, ExpressionText
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


class Standing(StrEnum):
    """How the left side must stand to the right for both statements to be true."""

    EQUAL = "equal"
    LESS = "less"
    GREATER = "greater"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`left` and `right` are expressions over stated figures, in the same unit."""

    __pydantic_config__ = FORBID

    left: ExpressionText
    right: ExpressionText
    relation: Standing = Standing.EQUAL
    unit: str = ""


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Consistency of two statements", parameters=Parameters, run=run)
