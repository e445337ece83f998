"""A rate's interval, and how many worlds it takes."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from causal.inference.rates import NARROW, PART, WHOLE, in_turn, rate


@pytest.mark.parametrize(("hits", "count"), [(0, 100), (3, 100), (50, 100), (1000, 1000), (37, 300)])
def test_the_interval_is_wilsons(hits, count):
    found = rate(np.arange(count) < hits)
    low, high = proportion_confint(hits, count, method="wilson")
    assert (found.rate, found.worlds) == (hits / count, count)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)


def simulated(rows, worlds, shares, seed=1):
    """Run the worlds that are asked for, each of the rates being of such a share; give the hits and the parts."""
    rng, parts = np.random.default_rng(seed), []
    counted = [[] for _ in shares]
    for part in in_turn(rows, worlds, *counted):
        parts.append(part)
        for hits, share in zip(counted, shares, strict=True):
            hits.append(rng.random(part) < share)
    return [np.concatenate(hits) for hits in counted], parts


def test_few_rows_have_all_worlds_at_once():
    assert simulated(WHOLE // 1000, 1000, [0.5])[1] == [1000]


def test_what_never_happens_is_told_by_a_hundred_worlds():
    hits, parts = simulated(WHOLE, 1000, [0.0, 1.0])
    assert parts == [PART]
    assert rate(hits[0]).high <= NARROW[0]


def test_a_rate_in_the_middle_takes_more_worlds_and_never_more_than_all():
    _, parts = simulated(WHOLE, 1000, [0.0, 0.5])
    assert PART < sum(parts) <= 1000
    assert sum(simulated(WHOLE, 250, [0.5])[1]) == 250


def test_stopping_when_told_leaves_the_interval_true():
    """Over many runs, a rate of 3% lies in the printed interval about as often as it says."""
    held = []
    for seed in range(400):
        hits, _ = simulated(WHOLE, 1000, [0.03], seed)
        found = rate(hits[0])
        held.append(found.low <= 0.03 <= found.high)
    assert np.mean(held) > 0.92
