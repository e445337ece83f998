"""The front-door effect: treatment on mediators, times mediators on outcome given the treatment (Pearl 1995).

The standard error is the delta method's over the two stages, whose errors are uncorrelated by the criterion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.algebra import fit, project
from causal.inference.estimators import Estimator, estimate_of
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Multiply the two stages for each mediator and add up."""
    if design.mediators is None:
        raise NotComputableError("this estimand has no mediator")
    first = fit(design.project(), design.mediators)
    measured = design.sampling.variance(design.index)
    effect, variance = 0.0, 0.0
    for position in range(design.mediators.shape[1]):
        others = np.delete(design.mediators, position, axis=1)
        controls = np.column_stack([design.controls, design.treatment, others])
        second = fit(project(design.mediators[:, position], controls, variance=measured), design.outcome[:, None])
        a, b = float(first.effect[position]), float(second.effect[0])
        effect += a * b
        variance += (a * float(second.standard_error[0])) ** 2 + (b * float(first.standard_error[position])) ** 2
    return estimate_of(
        design,
        method="front_door",
        label=f"Front door, two regressions, {measured.title}",
        effect=effect,
        standard_error=float(np.sqrt(variance)),
        degrees_of_freedom=first.degrees_of_freedom,
        level=level,
        details={"mediators": design.mediators.shape[1]},
    )


ESTIMATOR = Estimator(
    title="Front-door adjustment",
    strategies=frozenset({Strategy.FRONT_DOOR}),
    families=frozenset({Family.CONTINUOUS}),
    primary=True,
    run=run,
)
