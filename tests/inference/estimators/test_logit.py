"""Logistic regression: the average marginal effect against statsmodels' own, and a known one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
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


def shares(ones, with_cause, zeros, without):
    """Rows of a 0/1 cause and a 0/1 outcome, with given counts of the outcome."""
    x = np.r_[np.ones(ones), np.zeros(zeros)]
    y = np.r_[np.arange(ones) < with_cause, np.arange(zeros) < without].astype(float)
    return x, y


@pytest.mark.parametrize(("with_cause", "without"), [(791, 340), (340, 791), (990, 500), (30, 10)])
def test_a_cause_of_0_or_1_is_a_difference_of_shares(with_cause, without):
    x, y = shares(1000, with_cause, 1000, without)
    found = LOGIT.run(plain(y, x, Family.BINARY), 0.95)
    p, q = with_cause / 1000, without / 1000
    assert found.effect == pytest.approx(p - q, abs=1e-6)


def test_its_error_is_that_of_two_shares_where_rows_are_independent():
    x, y = shares(600, 475, 400, 136)
    design = replace(plain(y, x, Family.BINARY), index=pd.Index([f"row {i}" for i in range(1000)]))
    found = LOGIT.run(design, 0.95)
    p, q = 475 / 600, 136 / 400
    assert found.standard_error == pytest.approx(np.sqrt(p * (1 - p) / 600 + q * (1 - q) / 400), rel=1e-4)


def test_with_a_control_it_is_the_mean_difference_over_the_rows():
    rng = np.random.default_rng(11)
    control = rng.standard_normal(1500)
    x = (rng.random(1500) < 1 / (1 + np.exp(-control))).astype(float)
    y = (rng.random(1500) < 1 / (1 + np.exp(-(-0.7 + 2 * x + control)))).astype(float)
    design = plain(y, x, Family.BINARY)
    design = replace(design, controls=np.column_stack([control, design.controls]))
    found = LOGIT.run(design, 0.95)
    fitted = sm.Logit(y, np.column_stack([x, design.controls])).fit(disp=0)
    ones, zeros = (np.column_stack([np.full(1500, v), design.controls]) for v in (1.0, 0.0))
    assert found.effect == pytest.approx(float(np.mean(fitted.predict(ones) - fitted.predict(zeros))), rel=1e-5)


def test_a_cause_of_1_and_2_keeps_its_derivative():
    x, y = shares(500, 400, 500, 200)
    found = LOGIT.run(plain(y, x + 1, Family.BINARY), 0.95)
    fitted = sm.Logit(y, np.column_stack([x + 1, np.ones(1000)])).fit(disp=0)
    assert found.effect == pytest.approx(fitted.get_margeff().margeff[0], rel=1e-5)
