"""The confirmation's worlds are what their formulas say. No rule is run on them here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.calibration import grid
from causal.calibration.cells import Cell, Fresh, FreshTails
from causal.calibration.confirmation import BURN, cells, shocks, simulate
from causal.work.seeds import stream
from tests.calibration.test_worlds import MANY, correlation, slope

pytestmark = pytest.mark.slow

CELL = Cell(scenario=Fresh.PLAIN, rows=1000, persistence=0.45, tails=FreshTails.T5, effect=0.25)


def rng():
    return np.random.default_rng(11)


def by_parents(cell, effect):
    w = simulate(cell, effect, MANY, rng())
    rows = len(w.x) - cell.lag
    return slope(w.y[cell.lag :], w.x[:rows], *(p[cell.lag :] for p in w.parents))[0]


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: cell.name)
def test_given_the_true_parents_the_claimed_edge_has_its_true_effect(cell):
    many = replace(cell, rows=1000)
    for effect in (0.0, cell.effect):
        found = by_parents(many, effect)
        if cell.scenario is Fresh.REVERSED and cell.lag == 0 and effect:
            assert found > 0.1  # no set of parents serves: x is the outcome's effect
        else:
            assert found == pytest.approx(cell.truth(effect), abs=0.05)


@pytest.mark.parametrize("tails", list(FreshTails))
def test_shocks_have_variance_one_and_no_memory(tails):
    drawn = shocks(tails, 2000, 200, rng())[100:]
    assert np.mean(drawn**2) == pytest.approx(1.0, rel=0.05)
    assert abs(np.mean([np.corrcoef(c[1:], c[:-1])[0, 1] for c in drawn.T])) < 0.01


@pytest.mark.parametrize("scenario", list(Fresh))
@pytest.mark.parametrize("persistence", [0.2, 0.75, 0.9])
def test_no_world_runs_away(scenario, persistence):
    w = simulate(replace(CELL, scenario=scenario, persistence=persistence, rows=4000), 0.5, 5, rng())
    assert np.isfinite(w.y).all()
    early, late = (np.std(w.y[part]) for part in (slice(0, 2000), slice(2000, None)))
    assert late < 2 * early


def regression(scenario, effect=0.25, **changes):
    w = simulate(replace(CELL, scenario=scenario, **changes), effect, MANY, rng())
    return w, w.x, w.y, w.z


def test_unequal_confounding_and_confounding_against_the_effect():
    for scenario, weight in ((Fresh.PLAIN, 0.25), (Fresh.OPPOSED, -0.25)):
        _, x, y, z = regression(scenario)
        assert slope(x[1:], z[1:], x[:-1])[:2] == pytest.approx([0.4, 0.45], abs=0.03)
        assert slope(y[1:], x[1:], z[1:], y[:-1])[:3] == pytest.approx([0.25, weight, 0.45], abs=0.03)


def test_the_past_reaches_two_rows_back():
    _, x, y, z = regression(Fresh.SECOND_ORDER, persistence=0.75)
    assert slope(x[2:], x[1:-1], x[:-2], z[2:])[:2] == pytest.approx([0.45, 0.225], abs=0.03)
    assert slope(y[2:], y[1:-1], y[:-2], z[2:], x[2:])[:2] == pytest.approx([0.225, 0.375], abs=0.03)


def test_shocks_of_a_moving_average_are_remembered():
    w, x, y, z = regression(Fresh.MOVING)
    left = y[1:] - 0.45 * y[:-1] - 0.25 * x[1:] - 0.25 * z[1:]
    assert np.var(left) == pytest.approx(1.0, rel=0.05)
    assert correlation(left[1:], left[:-1]) == pytest.approx(0.4, abs=0.03)


def test_ends_of_unequal_variance_and_persistence():
    _, x, y, z = regression(Fresh.UNEQUAL, persistence=0.75)
    left = y[1:] - 0.2 * y[:-1] - 0.25 * x[1:] - 0.25 * z[1:]
    assert np.var(left) == pytest.approx(4.0, rel=0.05)
    assert correlation(left[1:], left[:-1]) == pytest.approx(0.0, abs=0.03)


def test_the_second_confounder_acts_a_row_later_and_is_declared_so():
    w, x, y, z = regression(Fresh.TWO)
    assert slope(x[1:], w.w[:-1], z[1:], x[:-1])[0] == pytest.approx(0.3, abs=0.03)
    assert slope(y[1:], w.w[:-1], z[1:], y[:-1], x[1:])[0] == pytest.approx(0.3, abs=0.03)
    assert "w@1" in grid.estimand_for(0, second=True).adjustment
    assert regression(Fresh.PLAIN)[0].w is None


def test_a_bent_confounder_leaves_what_no_line_takes():
    _, x, y, z = regression(Fresh.BENT, 0.0)
    square = z**2
    assert slope(y[1:], z[1:], square[1:], y[:-1])[1] > 0.03
    assert slope(x[1:], z[1:], square[1:], x[:-1])[1] > 0.05


@pytest.mark.parametrize(
    ("scenario", "delay", "loads"), [(Fresh.HIDDEN, 0, (0.6, 0.4)), (Fresh.HIDDEN_DELAYED, 1, (0.5, 0.5))]
)
@pytest.mark.parametrize("lag", [0, 1])
def test_a_hidden_cause_of_other_persistence(scenario, delay, loads, lag):
    w, x, y, z = regression(scenario, 0.0, lag=lag)
    u, ahead = w.u, delay + lag
    assert correlation(u[1:], u[:-1]) == pytest.approx(0.8, abs=0.02)
    assert slope(x[2:], u[2:], x[1:-1], z[2:])[0] == pytest.approx(loads[0], abs=0.03)
    assert slope(y[2:], u[2 - ahead : len(u) - ahead], y[1:-1], z[2:])[0] == pytest.approx(loads[1], abs=0.03)


def test_where_the_effect_runs_the_other_way_or_has_the_other_sign():
    _, x, y, z = regression(Fresh.REVERSED, 0.5)
    assert slope(x[1:], y[1:], x[:-1], z[1:])[0] == pytest.approx(0.5, abs=0.03)
    _, x, y, z = regression(Fresh.OPPOSITE)
    assert slope(y[1:], x[1:], y[:-1], z[1:])[0] == pytest.approx(-0.25, abs=0.03)
    for effect in (0.0, 0.25):
        _, x, y, z = regression(Fresh.DAMPENED, effect)
        assert slope(x[1:], y[:-1], x[:-1], z[1:])[0] == pytest.approx(-0.2, abs=0.03)


def test_a_week_moves_one_end_and_a_trend_both():
    for lag, end in ((0, "y"), (1, "x")):
        w = simulate(replace(CELL, scenario=Fresh.WEEKLY, lag=lag, rows=7000), 0.0, 20, rng())
        swing = {name: np.ptp(getattr(w, name).reshape(1000, 7, 20).mean(axis=(0, 2))) for name in "xy"}
        assert swing.pop(end) > 0.8
        assert max(swing.values()) < 0.1
    assert BURN % 7 == 0
    w = simulate(replace(CELL, scenario=Fresh.TREND, rows=2000, persistence=0.75), 0.0, 100, rng())
    for series in (w.x, w.y):
        assert np.mean(series[-100:]) - np.mean(series[:100]) == pytest.approx(1.9, abs=0.25)


def test_outliers_strike_both_ends_at_once():
    w = simulate(replace(CELL, scenario=Fresh.OUTLIERS), 0.0, MANY, rng())
    struck = w.parents[-1]
    assert np.mean(struck != 0) == pytest.approx(1 / 60, rel=0.2)
    assert set(np.unique(struck)) == {-6.0, 0.0, 6.0}
    assert slope(w.x, struck)[0] == pytest.approx(1.0, abs=0.1)


def test_about_forty_cells_none_of_the_grid_and_other_streams():
    fresh = cells()
    assert 40 <= len(fresh) == len({cell.name for cell in fresh})
    assert {cell.scenario for cell in fresh} == set(Fresh)
    assert {cell.effect for cell in fresh} == {0.15, 0.25, 0.5}
    assert not {cell.name for cell in fresh} & {cell.name for cell in grid.cells()}
    small = replace(CELL, rows=100)
    absent, present = grid.drawn(small, 2)
    again = simulate(small, 0.0, 2, stream(grid.SEED, small.name, "without"))
    assert absent.x.shape == present.x.shape == (100, 2)
    assert not np.array_equal(absent.x, again.x)
