"""The cosine estimator by blocks of rows is that by a transform of all rows."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fft import dct

from causal.inference import algebra
from causal.sampling import _long, _variance
from causal.sampling._variance import cosine_count, har_variance


def by_transform(scores):
    rows = len(scores)
    count = cosine_count(rows)
    return rows * np.mean(dct(scores, type=2, norm="ortho", axis=0)[1 : count + 1] ** 2, axis=0)


def projection_of(rows, size=1.0):
    rng = np.random.default_rng(rows)
    controls = np.column_stack([np.ones(rows), rng.standard_normal((rows, 3))])
    treatment = controls[:, 1] + rng.standard_normal(rows)
    treatment[rows // 2 : rows // 2 + 5] *= size
    return algebra.project(treatment, controls)


@pytest.mark.parametrize("rows", [10_900, 12_289, 20_000])
@pytest.mark.parametrize("order", ["C", "F"])
def test_sums_of_many_rows_have_the_variance_of_a_transform(rows, order):
    scores = np.asarray(np.random.default_rng(1).standard_normal((rows, 3)), order=order)
    np.testing.assert_allclose(har_variance(scores), by_transform(scores), rtol=1e-12)


@pytest.mark.parametrize("rows", [9_001, 14_000])
def test_the_meter_frees_weighs_and_transforms(rows, monkeypatch):
    projection = projection_of(rows)
    monkeypatch.setattr(_variance, "KEPT_COSINES", 1)
    assert isinstance(projection._meter, _long.LongMeter)
    outcomes = np.random.default_rng(2).standard_normal((rows, 25))
    fitted = algebra.fit(projection, outcomes)
    expected = by_transform(projection.functional[:, None] * projection.freed(fitted.residuals[:, :3]))
    np.testing.assert_allclose(fitted.standard_error[:3] ** 2, expected, rtol=1e-10)
    effects, p_values = algebra.tested(projection, outcomes)
    np.testing.assert_allclose(effects, fitted.effect, rtol=1e-10)
    np.testing.assert_allclose(p_values, fitted.p_value(), rtol=1e-9)


def test_residuals_that_are_not_freed_are_only_weighed(monkeypatch):
    rows = 11_000
    weight, errors = np.random.default_rng(3).standard_normal((2, rows))
    found = _long.long_meter(weight, cosine_count(rows), lambda values: 2.0 * values, 23, 0.0)
    np.testing.assert_allclose(found(errors[:, None]), by_transform((2.0 * weight * errors)[:, None]), rtol=1e-12)
    monkeypatch.setattr(_long, "HELD", rows)  # a polynomial and a world at a time
    again = _long.long_meter(weight, cosine_count(rows), lambda values: 2.0 * values, 23, 0.0)
    np.testing.assert_allclose(again(errors[:, None]), found(errors[:, None]), rtol=1e-12)


def test_rows_that_share_much_with_their_neighbours_have_no_meter(monkeypatch):
    projection = projection_of(11_000, size=200.0)
    assert projection._shared(23) > 0.5
    assert projection._meter is None
    outcomes = np.random.default_rng(4).standard_normal((11_000, 20))
    fitted = algebra.fit(projection, outcomes)
    expected = by_transform(projection.functional[:, None] * projection.freed(fitted.residuals))
    np.testing.assert_allclose(fitted.standard_error**2, expected, rtol=1e-12)
