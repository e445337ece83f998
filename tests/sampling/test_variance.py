"""The variance of a sum over rows that lean on each other, and over rows that do not."""

from __future__ import annotations

import numpy as np
import pytest

from causal.sampling import _variance


def test_variance_of_independent_scores_is_near_their_sum_of_squares():
    scores = np.random.default_rng(3).standard_normal((800, 400))
    ratio = _variance.har_variance(scores) / np.sum(scores**2, axis=0)
    assert np.mean(ratio) == pytest.approx(1.0, abs=0.03)


def test_variance_sees_positive_autocorrelation():
    from scipy.signal import lfilter

    scores = lfilter([1.0], [1.0, -0.5], np.random.default_rng(4).standard_normal((1000, 300)), axis=0)
    true = 1000 * (1 / (1 - 0.5)) ** 2
    assert np.mean(_variance.har_variance(scores)) == pytest.approx(true, rel=0.06)


def test_a_fast_transform_gives_the_cosines_variance(monkeypatch):
    scores = np.random.default_rng(3).standard_normal((331, 4))
    by_table = _variance.har_variance(scores)
    monkeypatch.setattr(_variance, "KEPT_COSINES", 0)
    assert np.allclose(_variance.har_variance(scores), by_table, rtol=1e-12)


def test_cosines_are_orthonormal_and_annihilate_a_constant():
    basis = _variance.cosines(97, 12)
    assert np.allclose(basis @ basis.T, np.eye(12), atol=1e-12)
    assert np.allclose(basis @ np.ones(97), 0.0, atol=1e-12)
