"""Worlds are what their formulas say: variances, effects, confounding, reversal, the event day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.calibration.cells import Cell, Limit, Scenario, Tails
from causal.calibration.shocks import shocks_of
from causal.calibration.worlds import BURN, SHOCK, shocks, simulate

pytestmark = pytest.mark.slow

CELL = Cell(scenario=Scenario.OBSERVED, rows=400, persistence=0.3, tails=Tails.NORMAL)


def rng():
    return np.random.default_rng(5)


MANY = 20  # worlds of 1,000 rows each: as many rows as one of 20,000, in a twentieth of the steps


def slope(y, *columns):
    """Least squares by numpy over all rows of all worlds, the constant last."""
    x = np.column_stack([*(one.ravel() for one in columns), np.ones(y.size)])
    return np.linalg.lstsq(x, y.ravel(), rcond=None)[0]


def correlation(first, second):
    return np.corrcoef(first.ravel(), second.ravel())[0, 1]


@pytest.mark.parametrize("tails", list(Tails))
def test_shocks_have_variance_one_and_no_memory(tails):
    drawn = shocks(tails, 2000, 300, rng())
    assert np.mean(drawn[500:] ** 2) == pytest.approx(1.0, rel=0.1)
    lag = [np.corrcoef(c[1:], c[:-1])[0, 1] for c in drawn.T]
    assert abs(np.mean(lag)) < 0.01


def test_garch_shocks_cluster_and_t4_shocks_do_not():
    def clustering(tails):
        return np.mean([np.corrcoef(np.abs(c[1:]), np.abs(c[:-1]))[0, 1] for c in shocks(tails, 1000, 100, rng()).T])

    assert clustering(Tails.GARCH) > 0.1
    assert abs(clustering(Tails.T4)) < 0.02


@pytest.mark.parametrize("effect", [0.0, 0.3])
@pytest.mark.parametrize("lag", [0, 1])
def test_the_effect_is_the_coefficient_given_the_past_and_the_confounder(effect, lag):
    cell = replace(CELL, rows=1000, lag=lag)
    w = simulate(cell, effect, MANY, rng())
    x, y, z = w.x, w.y, w.z
    found = slope(y[1:], x[1 - lag : len(x) - lag], y[:-1], z[1:])
    assert found[:3] == pytest.approx([effect, 0.3, 0.3], abs=0.03)


def test_a_reversed_edge_runs_from_y_to_x():
    w = simulate(replace(CELL, scenario=Scenario.REVERSED, rows=1000), 0.3, MANY, rng())
    x, y, z = w.x, w.y, w.z
    assert slope(x[1:], y[1:], x[:-1], z[1:])[0] == pytest.approx(0.3, abs=0.03)
    assert slope(y[1:], y[:-1], z[1:])[:2] == pytest.approx([0.3, 0.3], abs=0.03)


def test_a_hidden_confounder_moves_both():
    w = simulate(replace(CELL, scenario=Scenario.HIDDEN, rows=1000), 0.0, MANY, rng())
    x, y, z, u = w.x, w.y, w.z, w.u
    assert slope(y[1:], x[1:], y[:-1], z[1:], u[1:])[0] == pytest.approx(0.0, abs=0.03)
    assert slope(y[1:], x[1:], y[:-1], z[1:])[0] > 0.1


def test_the_event_day_is_a_coincidence_without_the_edge_and_its_cause_with_it():
    cell = replace(CELL, scenario=Scenario.EVENT)
    absent, present = simulate(cell, 0.0, 200, rng()), simulate(cell, 0.3, 200, rng())
    row = cell.event_row
    assert absent.x[row].mean() == pytest.approx(-SHOCK, abs=0.5)
    assert absent.y[row].mean() == pytest.approx(-SHOCK, abs=0.5)
    assert present.y[row].mean() == pytest.approx(-0.3 * SHOCK, abs=0.5)


def test_a_proxy_is_half_noise_and_nothing_else_is():
    w = simulate(replace(CELL, scenario=Scenario.PROXY, rows=5000), 0.3, 3, rng())
    assert np.var(w.seen) == pytest.approx(2 * np.var(w.x), rel=0.1)
    plain = simulate(CELL, 0.3, 3, rng())
    assert np.array_equal(plain.seen, plain.x)


def skewness(drawn):
    return np.mean(drawn**3)


def test_skewed_shocks_lean_and_the_others_do_not():
    assert skewness(shocks(Tails.SKEWED, 2000, 100, rng())) > 1.5
    assert abs(skewness(shocks(Tails.REGIME, 2000, 100, rng()))) < 0.1


def test_regimes_last_and_are_two():
    drawn = shocks(Tails.REGIME, 4000, 100, rng())
    assert np.mean([np.corrcoef(c[1:] ** 2, c[:-1] ** 2)[0, 1] for c in drawn.T]) > 0.1
    assert np.mean(drawn**4) == pytest.approx(3 * (0.75 * 0.5**2 + 0.25 * 2.5**2), rel=0.05)


def test_a_common_volatility_is_of_all_and_moves_none():
    e = shocks_of(("x", "y"), Tails.COMMON, 3000, 100, rng())
    assert abs(np.mean(e["x"] * e["y"])) < 0.01
    assert np.mean([np.corrcoef(a**2, b**2)[0, 1] for a, b in zip(e["x"].T, e["y"].T, strict=True)]) > 0.1
    apart = shocks_of(("x", "y"), Tails.GARCH, 3000, 100, rng())
    assert abs(np.mean([np.corrcoef(a**2, b**2)[0, 1] for a, b in zip(apart["x"].T, apart["y"].T, strict=True)])) < 0.02


DECLARED_LAGS = [(s, lag) for s in Scenario for lag in (0, 1) if (s, lag) != (Scenario.EARLIER, 0)]


def by_parents(cell, effect):
    """The claimed edge's coefficient given the outcome's other true parents, on many rows."""
    w = simulate(cell, effect, MANY, rng())
    rows = len(w.x) - cell.lag
    return slope(w.y[cell.lag :], w.x[:rows], *(p[cell.lag :] for p in w.parents))[0]


@pytest.mark.parametrize(("scenario", "lag"), DECLARED_LAGS)
@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_given_the_true_parents_the_claimed_edge_has_its_true_effect(scenario, lag, effect):
    cell = replace(CELL, scenario=scenario, rows=1000, lag=lag)
    if scenario is Scenario.REVERSED and lag == 0 and effect:
        assert by_parents(cell, effect) > 0.2  # no set of parents serves: x is the outcome's effect
        return
    assert by_parents(cell, effect) == pytest.approx(cell.truth(effect), abs=0.03)


@pytest.mark.parametrize(
    ("scenario", "loads"),
    [
        (Scenario.HIDDEN, (0.5, 0.5)),
        (Scenario.HIDDEN_CAUSE, (0.8, 0.3)),
        (Scenario.HIDDEN_EFFECT, (0.3, 0.8)),
        (Scenario.PASSING, (0.5, 0.5)),
        (Scenario.PASSING_CAUSE, (0.8, 0.3)),
        (Scenario.PASSING_EFFECT, (0.3, 0.8)),
    ],
)
@pytest.mark.parametrize("lag", [0, 1])
def test_a_hidden_cause_loads_as_it_says_and_lasts_or_passes(scenario, loads, lag):
    w = simulate(replace(CELL, scenario=scenario, rows=1000, lag=lag, persistence=0.6), 0.0, MANY, rng())
    x, y, z, u = (w.x, w.y, w.z, w.u)
    assert slope(x[1:], u[1:], x[:-1], z[1:])[0] == pytest.approx(loads[0], abs=0.03)
    assert slope(y[1:], u[1 - lag : len(u) - lag], y[:-1], z[1:])[0] == pytest.approx(loads[1], abs=0.03)
    assert correlation(u[1:], u[:-1]) == pytest.approx(0.0 if "passing" in scenario else 0.6, abs=0.03)


def test_feedback_is_there_with_the_edge_and_without():
    for effect in (0.0, 0.3):
        w = simulate(replace(CELL, scenario=Scenario.FEEDBACK, rows=1000), effect, MANY, rng())
        x, y, z = w.x, w.y, w.z
        assert slope(x[1:], y[:-1], x[:-1], z[1:])[0] == pytest.approx(0.3, abs=0.03)


def test_a_break_moves_both_levels_by_one_and_the_coefficients_threefold():
    w = simulate(replace(CELL, scenario=Scenario.LEVELS, rows=4000, persistence=0.9), 0.0, 100, rng())
    for series in (w.x, w.y):
        assert np.mean(series[2100:]) - np.mean(series[:2000]) == pytest.approx(1.0, abs=0.15)
    w = simulate(replace(CELL, scenario=Scenario.COEFFICIENTS, rows=1000), 0.3, MANY, rng())
    x, y, z = w.x, w.y, w.z
    for half, share in ((slice(1, 500), 0.5), (slice(501, None), 1.5)):
        past = slice(half.start - 1, None if half.stop is None else half.stop - 1)
        found = slope(y[half], x[half], z[half], y[past][: len(y[half])])
        assert found[:2] == pytest.approx([0.3 * share, 0.3 * share], abs=0.04)


def test_a_week_has_two_low_days():
    w = simulate(replace(CELL, scenario=Scenario.WEEKLY, rows=7000, persistence=0.0), 0.0, 20, rng())
    for series in (w.x, w.y):
        by_day = series.reshape(1000, 7, 20).mean(axis=(0, 2))
        assert by_day == pytest.approx([0.316] * 5 + [-0.79] * 2, abs=0.05)
    assert BURN % 7 == 0


def test_a_proxy_of_the_confounder_is_half_noise():
    w = simulate(replace(CELL, scenario=Scenario.PROXY_CONFOUNDER, rows=1000), 0.0, MANY, rng())
    truth = w.parents[1]
    assert np.var(w.z) == pytest.approx(2 * np.var(truth), rel=0.05)
    assert slope(w.y[1:], w.x[1:], w.z[1:], w.y[:-1])[0] > 0.05


def test_outliers_of_the_cause_alone_and_of_both_do_not_wait_for_the_effect():
    for effect in (0.0, 0.3):
        cell = replace(CELL, scenario=Scenario.EVENT_CAUSE)
        alone, both = (
            simulate(replace(cell, scenario=s), effect, 200, rng()) for s in (Scenario.EVENT_CAUSE, Scenario.EVENT_BOTH)
        )
        assert alone.x[cell.event_row].mean() == pytest.approx(-SHOCK, abs=0.5)
        assert alone.y[cell.event_row].mean() == pytest.approx(-effect * SHOCK, abs=0.5)
        assert both.y[cell.event_row].mean() == pytest.approx(-(1 + effect) * SHOCK, abs=0.5)


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({}, Limit.NONE),
        ({"persistence": 0.0}, Limit.DIRECTION),
        ({"persistence": 0.0, "tails": Tails.COMMON}, Limit.DIRECTION),
        ({"persistence": 0.0, "tails": Tails.SKEWED}, Limit.NONE),
        ({"persistence": 0.0, "lag": 1}, Limit.NONE),
        ({"persistence": 0.0, "scenario": Scenario.REVERSED}, Limit.DIRECTION),
        ({"persistence": 0.0, "scenario": Scenario.FEEDBACK}, Limit.NONE),
        ({"scenario": Scenario.HIDDEN_CAUSE}, Limit.HIDDEN),
        ({"scenario": Scenario.PASSING, "persistence": 0.0}, Limit.TRACELESS),
        ({"scenario": Scenario.PASSING, "persistence": 0.0, "tails": Tails.T4}, Limit.HIDDEN),
    ],
)
def test_what_theory_lets_no_test_tell(changes, limit):
    cell = replace(CELL, **changes)
    assert cell.limit is limit
    assert cell.knowable == (limit is Limit.NONE)
