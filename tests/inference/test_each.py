"""Many treatments at once have the p-values that they have one by one."""

from __future__ import annotations

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference import each
from causal.inference.algebra import fit, project
from causal.sampling import HAR, HC3


def one_by_one(outcome, treatments, controls, variance):
    found = []
    for treatment in treatments.T:
        try:
            found.append(fit(project(treatment, controls, variance=variance), outcome[:, None]).p_value()[0])
        except NotComputableError:
            found.append(np.nan)
    return np.array(found)


def alone(outcome, treatments, controls, variance):
    [found] = each.p_values([each.Test(outcome, treatments, controls, variance)])
    return found


def world(rows, count, controls, seed=0):
    rng = np.random.default_rng(seed)
    held = np.column_stack([np.ones(rows), rng.standard_normal((rows, controls))])
    treatments = rng.standard_normal((rows, count)) + held[:, [-1]]
    return rng.standard_normal(rows) + treatments[:, 0] + held.sum(axis=1), treatments, held


@pytest.mark.parametrize("variance", [HAR, HC3])
@pytest.mark.parametrize(("rows", "count", "controls"), [(60, 1, 0), (200, 7, 3), (500, 12, 20), (45, 5, 33)])
def test_p_values_are_those_of_each_alone(variance, rows, count, controls):
    outcome, treatments, held = world(rows, count, controls)
    together = alone(outcome, treatments, held, variance)
    np.testing.assert_allclose(together, one_by_one(outcome, treatments, held, variance), rtol=1e-8, equal_nan=True)


def test_treatments_that_cannot_be_tested_leave_the_others(monkeypatch):
    outcome, treatments, held = world(120, 6, 2)
    treatments[:, 1] = 0.0
    treatments[:, 2] = 2 * held[:, 1] - held[:, 2]  # a combination of the controls
    treatments[:, 3] = np.arange(120) == 60  # one row alone decides
    outcome = outcome.copy()
    treatments[:, 4] = outcome - held[:, 1]  # explains the outcome exactly
    found = alone(outcome, treatments, held, HAR)
    assert np.isnan(found).tolist() == [False, True, True, True, True, False]
    np.testing.assert_allclose(found, one_by_one(outcome, treatments, held, HAR), rtol=1e-8, equal_nan=True)
    monkeypatch.setattr(each, "LONG", 100)
    np.testing.assert_allclose(found, alone(outcome, treatments, held, HAR), rtol=1e-8, equal_nan=True)


def test_neighbouring_rows_that_hold_the_fit_are_freed_as_alone():
    outcome, treatments, held = world(80, 3, 4)
    treatments[40:44] *= 60.0
    held[10:13, 1] += 80.0
    found = alone(outcome, treatments, held, HAR)
    np.testing.assert_allclose(found, one_by_one(outcome, treatments, held, HAR), rtol=1e-6, equal_nan=True)


def test_too_few_rows_test_nothing():
    outcome, treatments, held = world(20, 2, 12)
    assert np.isnan(alone(outcome, treatments, held, HAR)).all()


@pytest.mark.parametrize("held", [1, 3_000, 200_000])
def test_tests_together_have_the_p_values_that_they_have_alone(monkeypatch, held):
    """Of several sizes, one of them not positive definite, one with too few rows, one with a treatment that does not move."""
    worlds = [
        world(*of, seed=seed)
        for seed, of in enumerate([(80, 1, 2), (80, 3, 2), (120, 2, 2), (20, 2, 12), (80, 1, 4), (80, 4, 2)])
    ]
    worlds[1][1][:, 1] = 1.0
    worlds[4][1][40:44] *= 60.0
    worlds[4][2][10:13, 1] += 80.0
    alike = [each.Test(*one, variance) for one in worlds for variance in (HAR, HC3)]
    apart = [alone(*one, variance) for one in worlds for variance in (HAR, HC3)]
    monkeypatch.setattr(each, "TOGETHER", held)
    for one, found in zip(apart, each.p_values(alike), strict=True):
        np.testing.assert_allclose(found, one, rtol=1e-10, equal_nan=True)
    assert [len(one) for one in apart[::2]] == [1, 3, 2, 2, 1, 4]


def test_long_series_are_freed_by_a_series_as_by_bands(monkeypatch):
    outcome, treatments, held = world(1_500, 6, 3)
    treatments[700:703, 4] *= 80.0  # rows that share too much for it
    banded = alone(outcome, treatments, held, HAR)
    monkeypatch.setattr(each, "LONG", 100)
    assert np.all(np.isfinite(banded))
    np.testing.assert_allclose(alone(outcome, treatments, held, HAR), banded, rtol=1e-7)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.999])
def test_what_bounds_say_is_what_the_p_values_say(level):
    worlds = [world(*of, seed=seed) for seed, of in enumerate([(300, 60, 3), (90, 40, 6), (24, 3, 12), (60, 30, 20)])]
    worlds[0][1][:, 1] = 1.0  # does not move
    worlds[0][1][:, 2] = np.arange(300) == 60  # one row alone decides
    worlds[1][1][40:44] *= 60.0  # rows that share too much for the series
    tests = [each.Test(*one, variance) for one in worlds for variance in (HAR, HC3)]
    for said, p in zip(each.by_bounds(tests, level), each.p_values(tests), strict=True):
        told = ~np.isnan(said)
        np.testing.assert_array_equal(said[told], p[told] <= 1.0 - level)


def test_bounds_say_it_of_all_but_those_that_are_close():
    outcome, treatments, held = world(500, 200, 6)
    treatments[:, 1] = 0.0
    [said] = each.by_bounds([each.Test(outcome, treatments, held, HAR)], 0.95)
    told = ~np.isnan(said)
    assert told.mean() > 0.95
    assert not told[1]


@pytest.mark.parametrize("cells", [1, 40_000, 10_000_000])
def test_tests_bounded_together_are_told_as_alone(monkeypatch, cells):
    worlds = [
        world(*of, seed=seed)
        for seed, of in enumerate([(300, 60, 3), (300, 9, 2), (90, 40, 1), (20, 7, 12), (300, 30, 5)])
    ]
    worlds[0][1][:, 1] = 1.0
    worlds[4][2][:, 2] = 2.0  # a constant among the controls
    tests = [each.Test(*one, variance) for one in worlds for variance in (HAR, HC3)]
    alone = [each.by_bounds([test], 0.95)[0] for test in tests]
    monkeypatch.setattr(each, "BOUNDED", cells)
    for one, found in zip(alone, each.by_bounds(tests, 0.95), strict=True):
        np.testing.assert_array_equal(found, one)
    assert np.mean(~np.isnan(alone[0])) > 0.9


def test_what_a_direction_shares_is_bounded_whichever_rows_hold_it():
    directions = np.random.default_rng(0).standard_normal((75, 30))
    directions[20:24, ::2] *= 30.0
    directions /= np.linalg.norm(directions, axis=0)
    near = np.abs(np.subtract.outer(np.arange(75), np.arange(75))) <= 6
    norms = [np.linalg.norm(np.outer(one, one) * near, 2) for one in directions.T]
    bounds, closer = (bound(directions**2, 6) for bound in (each._largest_shares, each._largest_share))
    assert np.all(bounds >= closer)
    assert np.all(closer >= norms)


@pytest.mark.parametrize("reach", [1, 5, 80])
def test_what_controls_share_is_bounded(reach):
    for seed in range(20):
        columns = np.random.default_rng(seed).standard_t(2.5, (75, 1 + seed % 9))
        span = np.linalg.qr(columns)[0]
        near = np.abs(np.subtract.outer(np.arange(75), np.arange(75))) <= reach
        norm = np.linalg.norm(span @ span.T * near, 2)
        bound = each._largest_share(np.sum(span**2, axis=1)[:, None], reach)[0]
        assert bound >= norm - 1e-12
        assert bound <= span.shape[1] + 1e-12
