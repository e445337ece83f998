"""Arithmetic on stated figures, with the rounding of each carried through."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.grammar import stated
from causal.judgement.checks import Check, _expression
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._figures import ARTICLE, claims_named, computed, figures, worded
from causal.judgement.checks._parameters import FORBID, ExpressionText, Wording, same_unit
from causal.messages import Message, Outcome
from causal.verdict import Comparison, Grounds, Step, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.verdict import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another reading of the same figure."""

    __pydantic_config__ = FORBID

    label: str
    """What the other reading is."""
    expression: ExpressionText
    """Numbers, stated figures as `CLAIM.figure`, `+ - * / **` and parentheses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`expression` over stated figures gives `stated`. An alternative that holds where it does not leaves it open."""

    __pydantic_config__ = FORBID

    expression: ExpressionText
    """Numbers, stated figures as `CLAIM.figure`, `+ - * / **` and parentheses."""
    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    alternatives: tuple[Alternative, ...] = ()
    """Other readings of the same words."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)


def _compute(label: str, text: str, parameters: Parameters, context: Context, unit: str) -> Comparison:
    parsed = _expression.parse(text)
    named = figures(context, parsed.names)
    bounds = _expression.evaluate(parsed, named)
    try:
        found = _expression.in_unit(bounds, _expression.unit_of(parsed.tree, named), unit)
    except ValueError as error:
        raise NotComputableError(f"'{worded(text, context)}': {error}") from error
    return computed(label, parameters.stated, found, unit)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Compute the figure and its other readings; the main reading decides, unless only another one holds."""
    unit = parameters.unit or stated.parse(parameters.stated).unit
    main = _compute(worded(parameters.expression, context), parameters.expression, parameters, context, unit)
    others = [_compute(a.label, a.expression, parameters, context, unit) for a in parameters.alternatives]
    holding = tuple(
        a.label for a, one in zip(parameters.alternatives, others, strict=True) if one.agrees is Outcome.PASSED
    )
    result = _result(main.agrees, holding)
    (verdict, key), claims = RESULTS[result], claims_named(_expression.parse(parameters.expression).names)
    values: dict[str, Value] = {
        "expression": worded(parameters.expression, context),
        "stated": parameters.stated,
        "unit": unit,
        "found": main.found,
        "low": main.low,
        "high": main.high,
        "alternatives": holding,
        "claims": claims,
    }
    reason = Message(key=key, values=values)
    passed = Outcome.PASSED if main.agrees is Outcome.PASSED else Outcome.FAILED
    tested = Message(key=RESULTS[ALONE[main.agrees]][1], values=values)
    return evidence(
        "arithmetic",
        verdict,
        reason,
        [Test(name="figure", outcome=passed, message=tested)],
        steps=[Step(by=-1, reason=Message(key="check.step.reading"))] if result is Result.OTHER_READING else (),
        comparisons=[main, *others],
        sources=[ARTICLE],
        would_change=Message(key="check.arithmetic.would_change", values=values),
        contradicts=claims if verdict is Grounds.CONTRADICTED else (),
        details={"found": main.found, "unit": unit},
    )


class Result(Enum):
    """What the readings come to together; each has a sentence of its own."""

    HOLDS = auto()
    FAILS = auto()
    UNDECIDED = auto()
    OTHER_READING = auto()


# What the main reading alone comes to.
ALONE = {Outcome.PASSED: Result.HOLDS, Outcome.FAILED: Result.FAILS, Outcome.NOT_APPLICABLE: Result.UNDECIDED}
RESULTS = {
    Result.HOLDS: (Grounds.DERIVATION_HOLDS, "check.arithmetic.holds"),
    Result.FAILS: (Grounds.CONTRADICTED, "check.arithmetic.fails"),
    Result.UNDECIDED: (Grounds.INCONCLUSIVE, "check.arithmetic.undecided"),
    Result.OTHER_READING: (Grounds.INCONCLUSIVE, "check.arithmetic.other_reading"),
}


def _result(main: Outcome, holding: tuple[str, ...]) -> Result:
    return Result.OTHER_READING if holding and main is not Outcome.PASSED else ALONE[main]


CHECK = Check(title="Arithmetic on stated figures", parameters=Parameters, run=run, start=Strength.HIGH)
