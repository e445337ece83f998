"""A statement that data cannot settle, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.judgement.checks import Check
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID
from causal.messages import Message, Outcome
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
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
    """Why no data can settle it."""


REASONS = {
    Reason.OPINION: "check.opinion.opinion",
    Reason.MOTIVE: "check.opinion.motive",
    Reason.DEFINITION: "check.opinion.definition",
    Reason.UNQUANTIFIED_FORECAST: "check.opinion.unquantified_forecast",
}


def run(parameters: Parameters, _context: Context) -> Evidence:
    """Say why nothing is tested."""
    reason = Message(key=REASONS[parameters.reason])
    test = Test(name="checkable", outcome=Outcome.NOT_APPLICABLE, message=reason)
    return evidence("opinion", Grounds.NOT_CHECKABLE, reason, [test])


CHECK = Check(title="Not checkable", parameters=Parameters, run=run, start=Strength.VERY_LOW)
