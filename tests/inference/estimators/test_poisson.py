"""Poisson regression: the average marginal effect against statsmodels' own, and a known one."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.inference.estimators import estimators
from causal.study import Family
from tests.inference.estimators.designs import plain

POISSON = estimators()["poisson"]


def counts(rows, seed=3):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(rows)
    return x, rng.poisson(np.exp(0.2 + 0.3 * x)).astype(float)


def test_it_recovers_a_known_marginal_effect():
    x, y = counts(6000)
    found = POISSON.run(plain(y, x, Family.COUNT), 0.95)
    true = float(np.mean(0.3 * np.exp(0.2 + 0.3 * x)))
    assert found.low <= true <= found.high
    assert found.effect == pytest.approx(true, rel=0.1)


def test_the_effect_is_statsmodels_average_marginal_effect():
    x, y = counts(500)
    found = POISSON.run(plain(y, x, Family.COUNT), 0.95)
    reference = sm.Poisson(y, np.column_stack([x, np.ones(500)])).fit(disp=0).get_margeff()
    assert found.effect == pytest.approx(reference.margeff[0], rel=1e-6)


def test_a_negative_count_is_refused():
    with pytest.raises(NotComputableError, match="not be negative"):
        POISSON.run(plain(np.resize([-1.0, 3.0], 100)), 0.95)
