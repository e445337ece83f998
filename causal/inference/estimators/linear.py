"""Least squares with the adjustment set, and errors as robust as the rows ask for.

Point estimates come from statsmodels' OLS. Rows in time have the equal-weighted cosine estimator, with fixed-b critical values
of Student's t, and Newey and West's standard error beside it; independent rows have HC3 errors (see `causal.sampling`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.algebra import fit
from causal.inference.estimators import Estimator, Functional, estimate_of
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Regress the outcome on the treatment and the controls."""
    from statsmodels.regression.linear_model import OLS

    projection = design.project()
    robust, variance = fit(projection, design.outcome[:, None]), projection.variance
    model = OLS(design.outcome, np.column_stack([design.treatment, design.controls]))
    results = model.fit()
    effect = float(results.params[0])
    if not np.isclose(effect, robust.effect[0], rtol=1e-6, atol=1e-12):
        raise NotComputableError("the design is too close to singular for a stable estimate")
    return estimate_of(
        design,
        method="linear",
        label=f"Least squares, {variance.title}",
        effect=effect,
        standard_error=float(robust.standard_error[0]),
        degrees_of_freedom=robust.degrees_of_freedom,
        level=level,
        classical_error=float(robust.classical_error[0]),
        details={**variance.beside(model, design.rows), "r_squared": float(results.rsquared)},
    )


ESTIMATOR = Estimator(
    title="Linear regression with autocorrelation-robust errors",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=True,
    refuted_by=Functional.LINEAR,
    run=run,
)
