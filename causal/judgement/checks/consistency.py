"""Two statements of the article: whether their figures can both be true."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.judgement.checks import Check, _expression
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._figures import ARTICLE, claims_named, figures, worded
from causal.judgement.checks._parameters import FORBID, ExpressionText
from causal.messages import Message, Outcome
from causal.verdict import Comparison, Grounds, Interval, Strength, Test
from causal.work.finite import where_finite

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.judgement.checks._expression import Bounds
    from causal.messages import Value
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
    """Expression over stated figures."""
    right: ExpressionText
    """Expression over stated figures, in the same unit."""
    relation: Standing = Standing.EQUAL
    """How the first stands to the second."""
    unit: str = ""
    """Unit of both sides, such as US$, % or points."""


def standing(left: Bounds, right: Bounds, relation: Standing) -> Outcome:
    """Whether the relation must hold, cannot hold, or depends on digits that the roundings hide.

    Two figures are consistent as equal where some number is within the rounding of both.
    """
    if relation is Standing.GREATER:
        return standing(right, left, Standing.LESS)
    if relation is Standing.EQUAL:
        return Outcome.FAILED if left.apart(right) else Outcome.PASSED
    if left.high <= right.low and left.apart(right):
        return Outcome.PASSED
    return Outcome.FAILED if left.low >= right.high else Outcome.NOT_APPLICABLE


def run(parameters: Parameters, context: Context) -> Evidence:
    """Compute both sides and compare them; sides that cannot both be true are a contradiction in the article."""
    parsed = [_expression.parse(text) for text in (parameters.left, parameters.right)]
    named = figures(context, (*parsed[0].names, *parsed[1].names))
    left, right = (_expression.evaluate(one, named) for one in parsed)
    try:
        right = _expression.in_unit(right, *(_expression.unit_of(one.tree, named) for one in reversed(parsed)))
    except ValueError as error:
        raise NotComputableError(f"the two sides cannot be compared: {error}") from error
    outcome = standing(left, right, parameters.relation)
    claims = claims_named((*parsed[0].names, *parsed[1].names))
    values: dict[str, Value] = {
        "left": worded(parameters.left, context),
        "right": worded(parameters.right, context),
        "relation": parameters.relation.value,
        "left_low": where_finite(left.low),
        "left_high": where_finite(left.high),
        "left_point": left.point,
        "right_low": where_finite(right.low),
        "right_high": where_finite(right.high),
        "right_point": right.point,
        "unit": parameters.unit,
        "claims": claims,
    }
    verdict, key = VERDICTS[outcome]
    passed = Outcome.PASSED if outcome is Outcome.PASSED else Outcome.FAILED
    return evidence(
        "consistency",
        verdict,
        Message(key=key, values=values),
        [Test(name="consistent", outcome=passed, message=Message(key=key, values=values))],
        comparisons=[
            Comparison(
                label=worded(parameters.left, context),
                stated=worded(parameters.right, context),
                found=left.point,
                unit=parameters.unit,
                agrees=outcome,
                interval=Interval(low=where_finite(right.low), high=where_finite(right.high), high_closed=True),
                source=ARTICLE,
                low=where_finite(left.low),
                high=where_finite(left.high),
            )
        ],
        sources=[ARTICLE],
        would_change=Message(key="check.consistency.would_change", values=values),
        contradicts=dict.fromkeys((context.claim.id, *claims)) if verdict is Grounds.CONTRADICTED else (),
    )


VERDICTS = {
    Outcome.PASSED: (Grounds.DERIVATION_HOLDS, "check.consistency.holds"),
    Outcome.FAILED: (Grounds.CONTRADICTED, "check.consistency.fails"),
    Outcome.NOT_APPLICABLE: (Grounds.INCONCLUSIVE, "check.consistency.undecided"),
}


CHECK = Check(title="Consistency of two statements", parameters=Parameters, run=run, start=Strength.HIGH)
