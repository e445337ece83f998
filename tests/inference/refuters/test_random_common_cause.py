"""A random covariate is a refit with one more column, and as persistent as the treatment."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from tests.inference.refuters.settings import persistent_noise, run, setting


def test_each_draw_is_a_regression_with_the_covariate():
    given = setting(draws=4)
    noise = persistent_noise(given.projection.treatment, 4, np.random.default_rng(1))
    decision = run("random_common_cause", given)
    for draw in range(4):
        x = np.column_stack([given.design.treatment, given.design.controls, noise[:, draw]])
        assert decision.effects[draw, 0] == pytest.approx(sm.OLS(given.design.outcome, x).fit().params[0])


def test_noise_has_the_treatments_persistence():
    treatment = persistent_noise(
        np.cumsum(np.random.default_rng(0).standard_normal(400)) * 0.1, 1, np.random.default_rng(1)
    )[:, 0]
    noise = persistent_noise(treatment, 200, np.random.default_rng(2))
    lag_one = [np.corrcoef(n[1:], n[:-1])[0, 1] for n in noise.T]
    assert np.mean(lag_one) == pytest.approx(np.corrcoef(treatment[1:], treatment[:-1])[0, 1], abs=0.06)


def test_a_stable_effect_passes_and_a_fragile_sign_fails():
    assert run("random_common_cause", setting(0.4)).passed[0]
    given = setting(0.0, rows=200, seed=4)
    knife_edge = given.design.outcome - given.projection.treatment * float(given.fit.effect[0])
    assert not run("random_common_cause", given, knife_edge[:, None]).passed[0]
