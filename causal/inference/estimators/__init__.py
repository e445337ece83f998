"""The open set of estimators: one module each, with one constant `ESTIMATOR`.

An estimator turns a `Design` into an `Estimate` for the strategies and outcome families that it names. The one
whose `primary` is true is judged; the others stand beside it in the report.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.files.members import members
from causal.findings import Estimate
from causal.work.finite import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from causal.findings import Strategy, Value
    from causal.inference.design import Design
    from causal.study import Family


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """`run(design, level)` gives the Estimate with intervals of that confidence, or raises NotComputableError.

    `ordered`: it needs rows that follow each other in time. `sentences`, by language and key, word what no catalogue of
    the package has.
    """

    title: str
    strategies: frozenset[Strategy]
    families: frozenset[Family]
    primary: bool
    run: Callable[[Design, float], Estimate]
    ordered: bool = False
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def estimators() -> dict[str, Estimator]:
    """Give every estimator by name, sorted; entry points in group `causal.estimators` add to the built-in ones."""
    return members(__name__, __path__, "ESTIMATOR")


def errors_of(design: Design) -> str:
    """Name the standard errors of `causal.inference.algebra` on this design."""
    return "HC3 errors" if design.independent else "cosine HAR errors"


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
    from scipy import stats

    if not np.isfinite(standard_error) or standard_error <= 0:
        raise NotComputableError(f"{label}: the standard error is {standard_error}, so nothing can be tested")
    statistic = effect / standard_error
    half = float(stats.t.isf((1.0 - level) / 2.0, degrees_of_freedom)) * standard_error
    spread = float(np.std(design.treatment)) / float(np.std(design.outcome)) if np.std(design.outcome) > 0 else None
    made = Estimate(
        method=method,
        label=label,
        effect=effect,
        standard_error=standard_error,
        low=effect - half,
        high=effect + half,
        level=level,
        statistic=statistic,
        p_value=float(2.0 * stats.t.sf(abs(statistic), degrees_of_freedom)),
        degrees_of_freedom=float(degrees_of_freedom),
        rows=design.rows,
        first=design.dates[0] if design.dates else None,
        last=design.dates[-1] if design.dates else None,
        standardised=None if spread is None else effect * spread,
        classical_error=classical_error,
        first_stage_f=first_stage_f,
        details=details or {},
    )
    return finite(made)
