"""Regression with further lags: least squares where there is no past, and statsmodels' HC3 errors."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.inference.estimators import estimators
from causal.inference.estimators.lag_augmented import LAGS
from tests.inference.estimators.designs import plain


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
