"""The open set of estimators: one module each, with one constant `ESTIMATOR`.

An estimator turns a `Design` into an `Estimate` for the strategies and outcome families that it names. The one
whose `primary` is true is judged; the others stand beside it in the report. Two that would judge the same are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from causal.errors import CausalError, NotComputableError
from causal.files.members import members, places
from causal.findings import Estimate
from causal.inference.algebra import student
from causal.sampling import samplings
from causal.work.finite import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from causal.findings import Strategy
    from causal.inference.design import Design
    from causal.messages import Value
    from causal.sampling import Sampling
    from causal.study import Family


class Functional(StrEnum):
    """What stands for an estimate where it is computed thousands of times: in refuters, sensitivity and error rates."""

    LINEAR = (
        "linear"  # the effect of `causal.inference.algebra`: least squares, or two-stage least squares by instruments
    )
    NONE = "none"  # nothing does: refuters, sensitivity and error rates do not apply


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """`run(design, level)` gives the Estimate with intervals of that confidence, or raises NotComputableError.

    `ordered`: it needs rows that follow each other in time. `beside_past`: it is for designs that hold further past
    fixed, and does without. `refuted_by` names the functional of the outcome that refuters,
    sensitivity, halves and error rates compute in its place; one that says none is not refuted, and its halves are its own.
    `sentences`, by language and key, word what no catalogue of the package has.
    """

    title: str
    strategies: frozenset[Strategy]
    families: frozenset[Family]
    primary: bool
    run: Callable[[Design, float], Estimate]
    ordered: bool = False
    beside_past: bool = False
    refuted_by: Functional = Functional.NONE
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def serves(self, strategy: Strategy, family: Family, rows: Sampling) -> bool:
        """Whether it estimates effects identified so, on such an outcome and such rows."""
        return strategy in self.strategies and family in self.families and (rows.ordered or not self.ordered)


@cache
def estimators() -> Mapping[str, Estimator]:
    """Give every estimator by name, sorted; entry points in group `causal.estimators` add to the built-in ones.

    Two primary ones for one strategy, family and kind of rows are refused with both places (CausalError).
    """
    found: Mapping[str, Estimator] = members(__name__, __path__, "ESTIMATOR")
    primary = {name: one for name, one in found.items() if one.primary}
    for (first, one), (second, other) in combinations(primary.items(), 2):
        if both := _served_by_both(one, other):
            where = places(__name__, __path__)
            raise CausalError(
                f"two primary estimators would judge {both}: '{first}' ({where[first]}) and '{second}' ({where[second]}); "
                "uninstall one, or make it one that stands beside (primary=False)"
            )
    return found


def _served_by_both(one: Estimator, other: Estimator) -> str:
    """Name what two estimators both serve; "" where there is nothing."""
    for strategy in sorted(one.strategies & other.strategies):
        for family in sorted(one.families & other.families):
            for name, rows in samplings().items():
                if one.serves(strategy, family, rows) and other.serves(strategy, family, rows):
                    return f"a {family} outcome identified by {strategy} on {name}"
    return ""


def judging(strategy: Strategy, family: Family, rows: Sampling) -> tuple[str, Estimator]:
    """Give the name of the estimator that is judged, and the estimator; raise NotComputableError where there is none."""
    for name, one in estimators().items():
        if one.primary and one.serves(strategy, family, rows):
            return name, one
    raise NotComputableError(f"no estimator for a {family} outcome identified by {strategy}")


def estimate_of(
    design: Design,
    *,
    method: str,
    label: str,
    effect: float,
    standard_error: float,
    degrees_of_freedom: float,
    level: float,
    classical_error: float | None = None,
    first_stage_f: float | None = None,
    details: dict[str, Value] | None = None,
) -> Estimate:
    """Give an Estimate with a Student-t interval and p-value; raise NotComputableError where a number is not finite."""
    import numpy as np

    test = student(effect, standard_error, degrees_of_freedom, level, called=label)
    ends = design.sampling.timeline(design.index[[0, -1]])
    spread = float(np.std(design.treatment)) / float(np.std(design.outcome)) if np.std(design.outcome) > 0 else None
    made = Estimate(
        method=method,
        label=label,
        effect=effect,
        standard_error=standard_error,
        low=test.low,
        high=test.high,
        level=level,
        statistic=test.statistic,
        p_value=test.p_value,
        degrees_of_freedom=float(degrees_of_freedom),
        rows=design.rows,
        first=ends[0] if ends else None,
        last=ends[-1] if ends else None,
        standardised=None if spread is None else effect * spread,
        classical_error=classical_error,
        first_stage_f=first_stage_f,
        details=details or {},
    )
    return finite(made)
