"""Known truth: unbiased estimates, honest intervals, and a rubric that seldom supports a missing edge.

Worlds have a confounder, persistence 0.3 and GARCH shocks with t(4) tails. 2,000 worlds give each coverage a
Monte-Carlo standard error of half a percentage point, so the band of 93-97% is four of them wide on each side.
"""

from __future__ import annotations

import numpy as np
import pytest

from causal.inference import error_rates, estimate, identify
from causal.inference.algebra import critical_value, fit
from causal.sampling._variance import har_variance
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, confounded_world, event_at, frame, graph

pytestmark = pytest.mark.slow

WORLDS = 1500
EFFECT = 0.3
EDGE = CONFOUNDED.edge("x->y")
ESTIMAND = identify.identify(CONFOUNDED, EDGE)


def designs(rows: int, effect: float, worlds: int, seed: int):
    """Give designs of worlds with that effect."""
    for design, _ in asked_designs(rows, effect, worlds, seed):
        yield design


def asked_designs(rows: int, effect: float, worlds: int, seed: int):
    """Give designs of worlds with that effect, each with what is asked of its direction."""
    for stream in np.random.SeedSequence(seed).spawn(worlds):
        world = confounded_world(rows, effect, np.random.default_rng(stream))
        event = event_at(world, rows - 20)
        design = estimate.design_for(world, CONFOUNDED, ESTIMAND, (event.start, event.end))
        yield design, error_rates.asked_of(world, CONFOUNDED, EDGE, ESTIMAND, design)


def is_supported(design, asked, edge, seed=1):
    """Whether the rubric supports the edge, its cause's own independences included."""
    found = error_rates.supported(design, design.outcome[:, None], edge, "article", seed, RUBRIC, 0.95, asked)[0]
    return bool(found) and asked.holds(RUBRIC.level)


@pytest.mark.parametrize("rows", [250, 525])
def test_estimates_are_unbiased_and_intervals_cover(rows):
    effects, covered = [], []
    for design in designs(rows, EFFECT, WORLDS, seed=rows):
        fitted = fit(design.project(), design.outcome[:, None])
        low, high = fitted.interval(0.95)
        effects.append(float(fitted.effect[0]))
        covered.append(low[0] <= EFFECT <= high[0])
    error = np.std(effects) / np.sqrt(WORLDS)
    assert abs(np.mean(effects) - EFFECT) < 4 * error
    assert 0.93 <= np.mean(covered) <= 0.97


@pytest.mark.parametrize("reversal", [0.0, 1.0])
def test_intervals_cover_when_the_event_day_is_an_extreme_of_the_treatment(reversal):
    """A day of ten standard deviations, with or without a reversal on the next, must not fake precision."""
    covered, plain = [], []
    for stream in np.random.SeedSequence(5).spawn(800):
        world = confounded_world(250, EFFECT, np.random.default_rng(stream))
        x, y, z = (world.values(n) for n in "xyz")
        shock = 10 * np.std(x)
        for row, size in ((230, -shock), (231, reversal * shock)):
            x[row] += size
            y[row] += EFFECT * size
        event = event_at(world, 230)
        design = estimate.design_for(frame({"x": x, "y": y, "z": z}), CONFOUNDED, ESTIMAND, (event.start, event.end))
        projection = design.project()
        fitted = fit(projection, design.outcome[:, None])
        low, high = fitted.interval(0.95)
        covered.append(low[0] <= EFFECT <= high[0])
        uncorrected = np.sqrt(har_variance(projection.functional[:, None] * fitted.residuals))
        plain.append(abs(fitted.effect[0] - EFFECT) <= critical_value(0.95, fitted.degrees_of_freedom) * uncorrected[0])
    assert 0.91 <= np.mean(covered) <= 0.98
    assert np.mean(plain) < np.mean(covered) - 0.02  # what freeing the residuals is for


@pytest.mark.parametrize("rows", [250, 525])
def test_a_missing_edge_is_seldom_supported(rows):
    supported = [is_supported(*one, EDGE) for one in asked_designs(rows, 0.0, 400, seed=1000 + rows)]
    assert np.mean(supported) <= 0.05


def test_a_present_edge_is_found_where_nothing_observed_is_stronger():
    declared = graph(["+x->y"], ["x->y"])
    edge = declared.edge("x->y")
    estimand = identify.identify(declared, edge)
    found = []
    for stream in np.random.SeedSequence(7).spawn(60):
        world = confounded_world(525, 0.4, np.random.default_rng(stream), confounding=0.0)
        event = event_at(world, 500)
        design = estimate.design_for(world, declared, estimand, (event.start, event.end))
        found.append(is_supported(design, error_rates.asked_of(world, declared, edge, estimand, design), edge))
    assert np.mean(found) > 0.8


def test_calibration_reports_what_independent_simulation_finds():
    """The rates printed for one data set are near those over fresh worlds from the true process."""
    declared = graph(["+x->y"], ["x->y"])
    edge = declared.edge("x->y")
    estimand = identify.identify(declared, edge)
    world = confounded_world(525, 0.25, np.random.default_rng(21), confounding=0.0)
    event = event_at(world, 500)
    design = estimate.design_for(world, declared, estimand, (event.start, event.end))
    asked = error_rates.asked_of(world, declared, edge, estimand, design)
    printed = error_rates.calibration(design, edge, "article", 3, RUBRIC, 0.95, 0.25, asked)
    assert printed.false_support.high <= 0.05
    assert 0.93 <= printed.coverage.rate <= 0.97
    fresh = []
    for stream in np.random.SeedSequence(77).spawn(150):
        other = confounded_world(525, 0.25, np.random.default_rng(stream), confounding=0.0)
        again = estimate.design_for(other, declared, estimand, (event.start, event.end))
        fresh.append(is_supported(again, error_rates.asked_of(other, declared, edge, estimand, again), edge, 3))
    assert abs(np.mean(fresh) - printed.power.rate) < 0.15
