"""Draws are worked in pieces, so that memory stays bounded, and no number depends on where the pieces end."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from causal.inference.refuters import refuters
from causal.sampling import GroupsKept, _resampling
from causal.work import pieces
from tests.inference.refuters.settings import persistent_noise, run, setting

RANDOM = ("bootstrap", "dummy_outcome", "placebo", "random_common_cause", "subsets")
SMALL = 3_000  # cells: six draws of 500 rows, or a hundred rows of 30 draws


@pytest.mark.parametrize("name", RANDOM)
def test_effects_are_those_of_all_draws_at_once(name, monkeypatch):
    whole = run(name, setting(draws=31))
    monkeypatch.setattr(pieces, "CELLS", SMALL)
    pieced = run(name, setting(draws=31))
    assert pieced.effects.shape == whole.effects.shape == (31, 1)
    assert np.allclose(pieced.effects, whole.effects, rtol=1e-11, atol=1e-13)
    assert pieced.values == pytest.approx(whole.values, rel=1e-9)
    assert np.array_equal(pieced.passed, whole.passed)


@pytest.mark.parametrize("rows", [27, 64, 500, 503])
def test_draws_are_the_same_to_the_bit(rows, monkeypatch):
    def draw() -> list[np.ndarray]:
        streams = [np.random.default_rng(rows) for _ in range(4)]
        return [
            np.concatenate([one.copy() for one in _resampling.Orders(rows, 9, streams[0]).of(np.arange(rows))]),
            np.concatenate(list(_resampling.BlockCounts(rows, 9, streams[1])), axis=1),
            np.concatenate(list(GroupsKept(np.arange(rows) // 5, 9, streams[2], 0.2)), axis=1),
            persistent_noise(np.arange(rows) % 7.0, 9, streams[3]),
        ]

    whole = draw()
    monkeypatch.setattr(pieces, "CELLS", 2 * rows)
    assert all(np.array_equal(a, b) for a, b in zip(whole, draw(), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("name", RANDOM)
def test_memory_does_not_grow_with_the_draws(name, monkeypatch):
    """2000 rows x 500 draws are 8 MB in one array, and unpieced each refuter holds several."""
    monkeypatch.setattr(pieces, "CELLS", 50_000)
    given = setting(rows=2_000, draws=500)
    run(name, given)  # what is kept for good, such as cosines, is there
    tracemalloc.start()
    refuters()[name].run(given, given.design.outcome[:, None])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8e6


def test_the_fit_of_the_real_outcome_is_not_done_again():
    given = setting(draws=5)
    own = given.design.outcome[:, None]
    assert given.fit_of(own) is given.fit
    other = given.fit_of(np.column_stack([own[:, 0], own[::-1, 0]]))
    assert other.standard_error[0] == pytest.approx(given.fit.standard_error[0], rel=1e-12)
    assert given.fit_of(own[::-1]).standard_error[0] == pytest.approx(other.standard_error[1], rel=1e-12)
