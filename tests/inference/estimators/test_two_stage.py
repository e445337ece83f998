"""Two-stage least squares: an effect that least squares misses, and the strength of the instrument by hand."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.inference.estimators import estimators
from tests.inference.estimators.designs import designed

ARROWS = ["u->x", "u->y", "w->x", "+x->y"]


def simulated(rows, seed=8):
    rng = np.random.default_rng(seed)
    hidden, w = rng.standard_normal((2, rows))
    x = w + hidden + rng.standard_normal(rows)
    return {"w": w, "x": x, "y": 0.5 * x - hidden + rng.standard_normal(rows)}


def test_it_recovers_an_effect_that_least_squares_misses():
    data = simulated(3000)
    found = estimators()["two_stage"].run(designed(ARROWS, data, latent=["u"]), 0.95)
    naive = sm.OLS(data["y"], sm.add_constant(data["x"])).fit().params[1]
    assert found.low <= 0.5 <= found.high
    assert abs(naive - 0.5) > 5 * found.standard_error
    assert found.first_stage_f > 100


def test_one_instrument_is_the_ratio_of_two_covariances():
    """Wald's estimator, and the square of the first stage's t statistic as its F."""
    data = simulated(400)
    found = estimators()["two_stage"].run(designed(ARROWS, data, latent=["u"]), 0.95)
    assert found.effect == pytest.approx(
        np.cov(data["w"], data["y"])[0, 1] / np.cov(data["w"], data["x"])[0, 1], rel=1e-9
    )
    first = sm.OLS(data["x"], sm.add_constant(data["w"])).fit()
    assert found.first_stage_f == pytest.approx(first.tvalues[1] ** 2, rel=1e-9)
