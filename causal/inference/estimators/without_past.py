"""Least squares with the adjustment set alone, without the further past that the judged estimate holds fixed.

Where series persist its interval is shorter, since the cause's past moves count, and it covers the truth only as long as nothing else that
persists, such as a break, moves the outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import Strategy
from causal.inference.algebra import fit
from causal.inference.estimators import Estimator, estimate_of
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Regress the outcome on the treatment and the adjustment set, with errors as robust as the rows ask for."""
    alone = design.without_past()
    projection = alone.project()
    found = fit(projection, alone.outcome[:, None])
    return estimate_of(
        alone,
        method="without_past",
        label=f"Least squares without the further past, {projection.variance.title}",
        effect=float(found.effect[0]),
        standard_error=float(found.standard_error[0]),
        degrees_of_freedom=found.degrees_of_freedom,
        level=level,
    )


ESTIMATOR = Estimator(
    title="Regression without the further past",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=False,
    run=run,
    ordered=True,
    beside_past=True,
)
