"""A statement that no public series or document measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.judgement.checks import Check
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID
from causal.messages import Message, Outcome
from causal.verdict import Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`needs` names the series that would settle it, `tried` the public data that were looked at."""

    __pydantic_config__ = FORBID

    needs: str
    """The series that would settle it."""
    tried: str = ""
    """The public data that were looked at."""


def run(parameters: Parameters, _context: Context) -> Evidence:
    """Say what would be needed."""
    values: dict[str, Value] = {"needs": parameters.needs, "tried": parameters.tried}
    reason = Message(key="check.unmeasured.reason", values=values)
    return evidence(
        "unmeasured",
        Grounds.NOT_MEASURED,
        reason,
        [Test(name="measured", outcome=Outcome.FAILED, message=reason)],
        would_change=Message(key="check.unmeasured.would_change", values=values),
    )


CHECK = Check(title="Not measured", parameters=Parameters, run=run, start=Strength.VERY_LOW)
