"""Worlds are what their formulas say: variances, effects, confounding, reversal, the event day."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.calibration.worlds import SHOCK, Cell, Scenario, Tails, shocks, simulate

pytestmark = pytest.mark.slow

CELL = Cell(scenario=Scenario.OBSERVED, rows=400, persistence=0.3, tails=Tails.NORMAL)


def rng():
    return np.random.default_rng(5)


def slope(y, *columns):
    """Least squares by numpy, the constant last."""
    x = np.column_stack([*columns, np.ones(len(y))])
    return np.linalg.lstsq(x, y, rcond=None)[0]


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
    cell = replace(CELL, rows=20_000, lag=lag)
    w = simulate(cell, effect, 1, rng())
    x, y, z = w.x[:, 0], w.y[:, 0], w.z[:, 0]
    found = slope(y[1:], x[1 - lag : len(x) - lag], y[:-1], z[1:])
    assert found[:3] == pytest.approx([effect, 0.3, 0.3], abs=0.03)


def test_a_reversed_edge_runs_from_y_to_x():
    w = simulate(replace(CELL, scenario=Scenario.REVERSED, rows=20_000), 0.3, 1, rng())
    x, y, z = w.x[:, 0], w.y[:, 0], w.z[:, 0]
    assert slope(x[1:], y[1:], x[:-1], z[1:])[0] == pytest.approx(0.3, abs=0.03)
    assert slope(y[1:], y[:-1], z[1:])[:2] == pytest.approx([0.3, 0.3], abs=0.03)


def test_a_hidden_confounder_moves_both():
    w = simulate(replace(CELL, scenario=Scenario.HIDDEN, rows=20_000), 0.0, 1, rng())
    x, y, z, u = w.x[:, 0], w.y[:, 0], w.z[:, 0], w.u[:, 0]
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
