"""Least squares with one further lag of outcome and treatment, and heteroskedasticity-robust errors.

The extra lags make the error of the coefficient a martingale difference, so that no long-run variance is needed,
even for persistent series (Montiel Olea and Plagborg-Moller 2021, Econometrica 89).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.algebra import hc3_error
from causal.inference.estimators import Estimator, estimate_of
from causal.study import Family

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.design import Design

LAGS = 2  # of outcome and treatment, in consecutive complete rows


def run(design: Design, level: float) -> Estimate:
    """Regress the outcome on the treatment, the controls and `LAGS` lags of outcome and treatment."""
    from statsmodels.regression.linear_model import OLS

    shift, index = design.sampling.shift, design.index
    past = [shift(series, lag, index) for series in (design.outcome, design.treatment) for lag in range(1, LAGS + 1)]
    columns = np.column_stack([design.treatment, design.controls, *past])
    known = ~np.isnan(columns).any(axis=1)
    columns = columns[known]
    columns = columns[:, _independent(columns)]
    if len(columns) - columns.shape[1] < 10:
        raise NotComputableError(f"{len(columns)} rows are too few for {columns.shape[1]} coefficients")
    model = OLS(design.outcome[known], columns)
    results = model.fit()
    return estimate_of(
        design,
        method="lag_augmented",
        label="Lag-augmented least squares, HC3 errors",
        effect=float(results.params[0]),
        standard_error=hc3_error(columns, model.pinv_wexog, results.resid),
        degrees_of_freedom=float(results.df_resid),
        level=level,
        details={"extra_lags": LAGS},
    )


def _independent(columns: Array) -> list[int]:
    """Give the columns that are no combination of earlier ones (own lags may already be controls)."""
    kept: list[int] = []
    for position in range(columns.shape[1]):
        trial = columns[:, [*kept, position]]
        if np.linalg.matrix_rank(trial / np.linalg.norm(trial, axis=0)) == len(kept) + 1:
            kept.append(position)
    return kept


ESTIMATOR = Estimator(
    title="Lag-augmented regression",
    strategies=frozenset({Strategy.ADJUSTMENT}),
    families=frozenset({Family.CONTINUOUS}),
    primary=False,
    run=run,
    ordered=True,
)
