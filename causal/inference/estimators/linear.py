"""Least squares with the adjustment set, and autocorrelation-robust errors with fixed-b critical values.

Point estimates come from statsmodels' OLS. The standard error is the equal-weighted cosine estimator and the
critical values Student's t (see `causal.inference.algebra`); Newey and West's standard error is given beside it. Independent
rows have HC3 errors instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.algebra import fit
from causal.inference.estimators import Estimator, errors_of, estimate_of
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate, Value
    from causal.inference.design import Design


def run(design: Design, level: float) -> Estimate:
    """Regress the outcome on the treatment and the controls."""
    from statsmodels.regression.linear_model import OLS

    robust = fit(design.project(), design.outcome[:, None])
    model = OLS(design.outcome, np.column_stack([design.treatment, design.controls]))
    bandwidth = int(np.ceil(1.3 * np.sqrt(design.rows)))
    if design.independent:
        with np.errstate(divide="ignore", invalid="ignore"):  # a row that alone decides a coefficient has no HC3 error
            results = model.fit(cov_type="HC3")
        beside: dict[str, Value] = {}
    else:
        results = model.fit(cov_type="HAC", cov_kwds={"maxlags": bandwidth, "use_correction": True})
        beside = {"newey_west_error": float(results.bse[0]), "newey_west_bandwidth": bandwidth}
    effect = float(results.params[0])
    if not np.isclose(effect, robust.effect[0], rtol=1e-6, atol=1e-12):
        raise NotComputableError("the design is too close to singular for a stable estimate")
    return estimate_of(
        design,
        method="linear",
        label=f"Least squares, {errors_of(design)}",
        effect=effect,
        standard_error=float(robust.standard_error[0]),
        degrees_of_freedom=robust.degrees_of_freedom,
        level=level,
        classical_error=float(robust.classical_error[0]),
        details={**beside, "r_squared": float(results.rsquared)},
    )


ESTIMATOR = Estimator(
    title="Linear regression with autocorrelation-robust errors",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=True,
    run=run,
)
