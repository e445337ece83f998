"""Poisson regression: the average marginal effect against statsmodels' own, and a known one."""

from __future__ import annotations

from dataclasses import replace

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


def few(treated, rows=60):
    """Give designs whose cause is 1 in so many rows, spread over the sample, and does nothing."""
    rng, x = np.random.default_rng(5), np.zeros(rows)
    x[np.linspace(5, rows - 5, treated).astype(int)] = 1.0
    first = plain(rng.poisson(4.0, rows).astype(float), x, Family.COUNT)
    return [replace(first, outcome=rng.poisson(4.0, rows).astype(float)) for _ in range(150)]


def test_a_cause_of_one_row_is_refused():
    """That row fits itself: its score is 0, and the robust error would be that of the others alone."""
    with pytest.raises(NotComputableError, match="one row alone"):
        POISSON.run(few(1)[0], 0.95)


@pytest.mark.parametrize("treated", [2, 3, 20])
def test_a_cause_of_few_rows_has_an_honest_interval(treated):
    found = [POISSON.run(design, 0.95) for design in few(treated)]
    assert np.mean([one.low <= 0.0 <= one.high for one in found]) >= 0.90
