"""A statement that data cannot settle, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID
from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.checks import Context
    from causal.verdict import Evidence


class Reason(StrEnum):
    """Why no data can settle it."""

    OPINION = "opinion"
    MOTIVE = "motive"
    DEFINITION = "definition"
    UNQUANTIFIED_FORECAST = "unquantified_forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`reason` is why no data can settle the statement."""

    __pydantic_config__ = FORBID

    reason: Reason


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Not checkable", parameters=Parameters, run=run)
