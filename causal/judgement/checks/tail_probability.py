"""A probability that a z-score implies under the normal distribution."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.grammar import stated
from causal.judgement.checks import Check
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._expression import Bounds, bounds_of, normal_tail, normal_two_sided
from causal.judgement.checks._figures import ARTICLE, computed
from causal.judgement.checks._parameters import FORBID, Wording
from causal.messages import Message, Outcome
from causal.verdict import Comparison, Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.verdict import Evidence


class Sided(StrEnum):
    """Which tails count."""

    ONE = "one"
    TWO = "two"
    EITHER = "either"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """A z-score of `z` has the probability `stated`. With `either`, one reading that holds is enough."""

    __pydantic_config__ = FORBID

    z: Wording
    """The z-score as the article words it."""
    stated: Wording
    """The probability as the article words it."""
    sided: Sided = Sided.EITHER
    """Which tails count."""


TAILS = {Sided.ONE: normal_tail, Sided.TWO: normal_two_sided}


def probability(z: stated.Stated, sided: Sided, scale: float) -> Bounds:
    """Give the probabilities, times `scale`, of the z-scores that a wording covers, by size of z."""
    written = bounds_of(z)
    near, far = sorted((abs(written.low), abs(written.high)))
    near = 0.0 if written.low < 0 < written.high else near
    point = None if z.value is None else scale * TAILS[sided](abs(z.value))
    return Bounds(scale * TAILS[sided](far), scale * TAILS[sided](near), point)


def run(parameters: Parameters, _context: Context) -> Evidence:
    """Compute the tail, one-sided and two-sided, and hold the reading asked for against the wording."""
    z, claimed = stated.parse(parameters.z), stated.parse(parameters.stated)
    scale = 100.0 if claimed.unit == "%" else 1.0
    rows = {s: computed(s.value, parameters.stated, probability(z, s, scale), claimed.unit) for s in TAILS}
    counted = list(rows) if parameters.sided is Sided.EITHER else [parameters.sided]
    answers = [rows[s].agrees for s in counted]
    best = max(counted, key=lambda s: LADDER.index(rows[s].agrees))
    outcome = max(answers, key=LADDER.index)
    values = _values(parameters, rows, claimed.unit, best)
    verdict, key = VERDICTS[outcome]
    test = Test(
        name="probability",
        outcome=Outcome.PASSED if outcome is Outcome.PASSED else Outcome.FAILED,
        message=Message(key=key, values=values),
    )
    return evidence(
        "tail_probability",
        verdict,
        Message(key=key, values=values),
        [test],
        comparisons=list(rows.values()),
        sources=[ARTICLE],
        would_change=Message(key="check.tail_probability.would_change", values=values),
        details={"found": rows[best].found, "unit": claimed.unit, "sided": best.value},
    )


LADDER = (Outcome.FAILED, Outcome.NOT_APPLICABLE, Outcome.PASSED)
VERDICTS = {
    Outcome.PASSED: (Grounds.DERIVATION_HOLDS, "check.tail_probability.holds"),
    Outcome.FAILED: (Grounds.CONTRADICTED, "check.tail_probability.fails"),
    Outcome.NOT_APPLICABLE: (Grounds.INCONCLUSIVE, "check.tail_probability.undecided"),
}


def _values(parameters: Parameters, rows: dict[Sided, Comparison], unit: str, best: Sided) -> dict[str, Value]:
    return {
        "z": parameters.z,
        "stated": parameters.stated,
        "unit": unit,
        "sided": best.value,
        "one": rows[Sided.ONE].found,
        "one_low": rows[Sided.ONE].low,
        "one_high": rows[Sided.ONE].high,
        "two": rows[Sided.TWO].found,
        "two_low": rows[Sided.TWO].low,
        "two_high": rows[Sided.TWO].high,
        "low": rows[best].low,
        "high": rows[best].high,
        "found": rows[best].found,
        "asked": parameters.sided.value,
    }


CHECK = Check(title="Tail probability", parameters=Parameters, run=run, start=Strength.HIGH)
