"""Logistic regression: the average marginal effect against statsmodels' own, and a known one."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.inference.estimators import estimators
from causal.study import Family
from tests.inference.estimators.designs import plain

LOGIT = estimators()["logit"]


def binary(rows, seed=3):
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(rows)
    return x, (rng.random(rows) < 1 / (1 + np.exp(-0.8 * x))).astype(float)


def test_it_recovers_a_known_marginal_effect():
    x, y = binary(6000)
    found = LOGIT.run(plain(y, x, Family.BINARY), 0.95)
    p = 1 / (1 + np.exp(-0.8 * x))
    true = float(np.mean(0.8 * p * (1 - p)))
    assert found.low <= true <= found.high
    assert found.effect == pytest.approx(true, rel=0.1)


def test_the_effect_is_statsmodels_average_marginal_effect():
    x, y = binary(500)
    found = LOGIT.run(plain(y, x, Family.BINARY), 0.95)
    reference = sm.Logit(y, np.column_stack([x, np.ones(500)])).fit(disp=0).get_margeff()
    assert found.effect == pytest.approx(reference.margeff[0], rel=1e-6)


def test_an_outcome_that_is_not_0_or_1_is_refused():
    with pytest.raises(NotComputableError, match="0 or 1"):
        LOGIT.run(plain(np.resize([0.0, 2.0], 100)), 0.95)


def test_perfect_separation_is_refused():
    x = np.linspace(-1, 1, 120)
    with pytest.raises(NotComputableError):
        LOGIT.run(plain((x > 0).astype(float), x), 0.95)
