"""Least squares with the adjustment set, and errors as robust as the rows ask for.

Point estimates come from statsmodels' OLS. Rows in time have the equal-weighted cosine estimator, with fixed-b critical values
of Student's t, and Newey and West's standard error beside it; independent rows have HC3 errors (see `causal.sampling`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Strategy
from causal.inference.estimators import Estimator, Functional
from causal.inference.estimators._robust import held, robust_estimate
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Regress the outcome on the treatment and the controls."""
    from statsmodels.regression.linear_model import OLS

    projection = design.project()
    model = OLS(design.outcome, np.column_stack([design.treatment, projection.orthonormal]))
    results = model.fit()
    return robust_estimate(
        design,
        projection,
        float(results.params[0]),
        level,
        method="linear",
        label="Least squares",
        details={
            **projection.variance.beside(model, design.rows),
            "r_squared": float(results.rsquared),
            **held(design),
        },
    )


ESTIMATOR = Estimator(
    title="Linear regression with autocorrelation-robust errors",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=True,
    refuted_by=Functional.LINEAR,
    run=run,
)
