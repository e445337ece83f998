"""Two-stage least squares with the robust errors of `causal.inference.algebra`, for an effect identified by instruments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.algebra import basis, residual
from causal.inference.estimators import Estimator, Functional
from causal.inference.estimators._robust import robust_estimate
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def first_stage_f(design: Design) -> float:
    """Give the F statistic of the instruments in the treatment's regression on instruments and controls."""
    assert design.instruments is not None
    controls = basis(design.controls)
    taken = residual(controls, design.treatment)
    span = basis(residual(controls, design.instruments))
    explained = float(np.sum((span.T @ taken) ** 2))
    degrees = design.rows - controls.shape[1] - span.shape[1]
    return float((explained / span.shape[1]) / ((float(taken @ taken) - explained) / degrees))


def run(design: Design, level: float) -> Estimate:
    """Estimate by statsmodels' IV2SLS; the standard error is the robust one of `causal.inference.algebra`."""
    from statsmodels.sandbox.regression.gmm import IV2SLS

    if design.instruments is None:
        raise NotComputableError("this estimand has no instrument")
    strength = first_stage_f(design)
    projection = design.project()
    columns = np.column_stack([design.treatment, design.controls])
    results = IV2SLS(design.outcome, columns, np.column_stack([design.instruments, design.controls])).fit()
    return robust_estimate(
        design,
        projection,
        float(results.params[0]),
        level,
        method="two_stage",
        label="Two-stage least squares",
        first_stage_f=strength,
    )


ESTIMATOR = Estimator(
    title="Two-stage least squares",
    strategies=frozenset({Strategy.INSTRUMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=True,
    refuted_by=Functional.LINEAR,
    run=run,
)
