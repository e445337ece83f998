"""Regression with further lags: least squares where there is no past, and statsmodels' HC3 errors."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from causal.inference.estimators.lag_augmented import LAGS

from causal.errors import NotComputableError
from causal.inference.estimators import estimators
from tests.inference.estimators.designs import designed, plain


def test_the_effect_and_error_are_statsmodels_on_the_lagged_columns():
    rng = np.random.default_rng(4)
    x, y = rng.standard_normal((2, 300))
    found = estimators()["lag_augmented"].run(plain(y, x), 0.95)
    past = [series[LAGS - lag : len(y) - lag] for series in (y, x) for lag in range(1, LAGS + 1)]
    columns = np.column_stack([x[LAGS:], np.ones(len(y) - LAGS), *past])
    reference = sm.OLS(y[LAGS:], columns).fit(cov_type="HC3")
    assert found.effect == pytest.approx(reference.params[0], rel=1e-9)
    assert found.standard_error == pytest.approx(reference.bse[0], rel=1e-9)


def test_lag_augmentation_agrees_where_there_is_no_persistence():
    outcome = np.random.default_rng(5).standard_normal(800)
    given = plain(outcome + 0.5 * np.random.default_rng(0).standard_normal(800))
    linear, augmented = (estimators()[n].run(given, 0.95) for n in ("linear", "lag_augmented"))
    assert augmented.effect == pytest.approx(linear.effect, abs=0.03)
    assert augmented.standard_error == pytest.approx(linear.standard_error, rel=0.4)


def test_a_control_that_one_row_has_to_itself_leaves_a_finite_error():
    rng = np.random.default_rng(6)
    x, y, z = *rng.standard_normal((2, 200)), (np.arange(200) == 120).astype(float)
    found = estimators()["lag_augmented"].run(designed(["+x->y", "+z->x", "+z->y"], {"x": x, "y": y, "z": z}), 0.95)
    past = [series[LAGS - lag : len(y) - lag] for series in (y, x) for lag in range(1, LAGS + 1)]
    others = np.delete(np.column_stack([x[LAGS:], np.ones(len(y) - LAGS), *past]), 120 - LAGS, axis=0)
    reference = sm.OLS(np.delete(y[LAGS:], 120 - LAGS), others).fit(cov_type="HC3")
    assert found.standard_error == pytest.approx(reference.bse[0], rel=1e-9)


def test_a_treatment_that_moves_once_is_refused():
    with pytest.raises(NotComputableError, match="one row alone decides"):
        estimators()["lag_augmented"].run(
            plain(np.random.default_rng(7).standard_normal(200), (np.arange(200) == 120).astype(float)), 0.95
        )
