"""Average marginal effects of a generalised linear model, for outcomes that are not continuous."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.inference.estimators import estimate_of

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.design import Design


def marginal_effect(design: Design, model: Any, level: float, *, method: str, label: str) -> Estimate:
    """Fit `model(outcome, columns)` and give the mean effect, by the delta method, with errors as the rows ask for.

    Where few rows hold the effect the degrees of freedom are those of the linear one.

    Of a cause that is 0 or 1 it is the mean difference between the two, over all rows; of any other the mean derivative.
    `model` is a statsmodels discrete model class (Logit, Poisson).
    """
    import warnings

    from statsmodels.tools.sm_exceptions import ModelWarning, PerfectSeparationError

    columns = np.column_stack([design.treatment, design.controls])
    chosen = design.project().measuring  # a row that fits itself has no score, and its error would look like none
    errors = design.variance.likelihood(design.rows)
    with warnings.catch_warnings():
        warnings.simplefilter("error", ModelWarning)
        warnings.simplefilter("error", RuntimeWarning)
        try:
            results = model(design.outcome, columns).fit(disp=0, **errors)
            margins = results.get_margeff(at="overall", method="dydx", dummy=two_valued(design))
        except (PerfectSeparationError, np.linalg.LinAlgError, ModelWarning, RuntimeWarning) as error:
            raise NotComputableError(f"{label} did not converge: {error}") from error
    return estimate_of(
        design,
        method=method,
        label=label,
        effect=float(margins.margeff[0]),
        standard_error=float(margins.margeff_se[0]) * chosen.scale,
        degrees_of_freedom=float(results.df_resid) if chosen.freed else chosen.degrees,
        level=level,
        details={"coefficient": float(results.params[0]), "coefficient_error": float(results.bse[0])},
    )


def two_valued(design: Design) -> bool:
    """Whether the cause is 0 or 1 in every row."""
    return set(np.unique(design.treatment)) == {0.0, 1.0}
