"""Rows drawn anew keep what belongs together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.sampling import _resampling


def block_permute(rows, draws, rng):
    """Give all orders of the blocks in one piece, shape (draws, rows)."""
    return np.concatenate([one.copy() for one in _resampling.Orders(rows, draws, rng).of(np.arange(rows))])


def block_weights(rows, draws, rng):
    """Give all counts of the rows in one piece, shape (rows, draws)."""
    return np.concatenate(list(_resampling.BlockCounts(rows, draws, rng)), axis=1)


@settings(max_examples=30, deadline=None)
@given(rows=st.integers(20, 400), draws=st.integers(1, 5), seed=st.integers(0, 10))
def test_resampling_keeps_rows_and_lengths(rows, draws, seed):
    permuted = block_permute(rows, draws, np.random.default_rng(seed))
    assert all(sorted(row) == list(range(rows)) for row in permuted)
    weights = block_weights(rows, draws, np.random.default_rng(seed))
    assert weights.shape == (rows, draws)
    assert np.all(weights.sum(axis=0) == rows)


@pytest.mark.parametrize("rows", [27, 64, 500, 503])
def test_bootstrap_weights_count_the_resampled_rows(rows):
    picked = _resampling.block_resample(rows, 9, np.random.default_rng(rows))
    weights = block_weights(rows, 9, np.random.default_rng(rows))
    assert np.array_equal(weights, np.stack([np.bincount(p, minlength=rows) for p in picked], axis=1))


@pytest.mark.parametrize("rows", [64, 503])
def test_permuted_blocks_stay_whole(rows):
    """A row is followed by its own successor, but where one of the blocks ends or the sample does."""
    order = block_permute(rows, 9, np.random.default_rng(0))
    broken = np.sum((np.diff(order, axis=1) - 1) % rows != 0, axis=1)
    assert np.all(broken < rows // _resampling.block_length(rows))


@pytest.mark.parametrize("rows", [27, 64, 503])
@pytest.mark.parametrize("block", [None, 1, 4])
def test_sums_over_a_bootstrap_are_those_of_its_counts(rows, block):
    values = np.random.default_rng(1).standard_normal((rows, 3))
    counts = np.concatenate(list(_resampling.BlockCounts(rows, 9, np.random.default_rng(2), block)), axis=1)
    found = _resampling.BlockCounts(rows, 9, np.random.default_rng(2), block).sums(values)
    assert np.allclose(found, counts.T @ values, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("groups", [np.arange(60) // 7, np.arange(60), np.arange(60) % 9])
def test_sums_over_kept_groups_are_those_of_their_weights(groups):
    values = np.random.default_rng(1).standard_normal((60, 3))
    weights = np.concatenate(list(_resampling.GroupsKept(groups, 9, np.random.default_rng(2), 0.2)), axis=1)
    found = _resampling.GroupsKept(groups, 9, np.random.default_rng(2), 0.2).sums(values)
    assert set(np.unique(weights)) == {0.0, 1.0}
    assert np.allclose(found, weights.T @ values, rtol=1e-11, atol=1e-12)
