"""Known truth: unbiased estimates, honest intervals, and a rubric that seldom supports a missing edge.

Worlds have a confounder, persistence 0.3 and GARCH shocks with t(4) tails. 2,000 worlds give each coverage a
Monte-Carlo standard error of half a percentage point, so the band of 93-97% is four of them wide on each side.
"""

from __future__ import annotations

from dataclasses import replace

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


def worlds_of(rows: int, effect: float, worlds: int, seed: int):
    for stream in np.random.SeedSequence(seed).spawn(worlds):
        world = confounded_world(rows, effect, np.random.default_rng(stream))
        event = event_at(world, rows - 20)
        yield world, estimate.design_for(world, CONFOUNDED, ESTIMAND, (event.start, event.end))


def is_supported(design, asked, edge, seed=1):
    """Whether the rubric supports the edge, its cause's own independences included."""
    found = error_rates.supported(design, design.outcome[:, None], edge, "article", seed, RUBRIC, 0.95, asked)[0]
    return bool(found) and asked.holds(RUBRIC.level)


@pytest.mark.parametrize("rows", [250, 525])
def test_estimates_are_unbiased_and_intervals_cover(rows):
    effects, covered = [], []
    for _, design in worlds_of(rows, EFFECT, WORLDS, seed=rows):
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
    supported = [
        is_supported(design, error_rates.asked_of(world, CONFOUNDED, EDGE, ESTIMAND, design), EDGE)
        for world, design in worlds_of(rows, 0.0, 400, seed=1000 + rows)
    ]
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
    """The rates printed for some data sets are, between them, those over fresh worlds from the true process.

    A data set's own power depends on its treatment, which its worlds keep: how far from normal that is tells the order.
    """
    declared = graph(["+x->y"], ["x->y"])
    edge = declared.edge("x->y")
    estimand = identify.identify(declared, edge)
    rubric = replace(RUBRIC, worlds=200)

    def drawn(seed):
        world = confounded_world(525, 0.25, np.random.default_rng(seed), confounding=0.0)
        event = event_at(world, 500)
        design = estimate.design_for(world, declared, estimand, (event.start, event.end))
        return design, error_rates.asked_of(world, declared, edge, estimand, design)

    printed = []
    for seed in np.random.SeedSequence(21).spawn(8):
        design, asked = drawn(seed)
        printed.append(error_rates.calibration(design, edge, "article", 3, rubric, 0.95, 0.25, asked))
    assert max(one.false_support.rate for one in printed) <= 0.05
    assert 0.93 <= np.mean([one.coverage.rate for one in printed]) <= 0.97
    assert all(one.seen.rate >= one.power.rate for one in printed)
    fresh = [is_supported(*drawn(seed), edge, 3) for seed in np.random.SeedSequence(77).spawn(150)]
    assert abs(np.mean(fresh) - np.mean([one.power.rate for one in printed])) < 0.15


def test_chance_in_what_the_graph_holds_apart_does_not_cost_simulated_power():
    """Here the data all but reject that the effect is free of yesterday's cause; in worlds with the edge it is free of it."""
    declared = graph(["+x->y"], ["x->y"])
    edge = declared.edge("x->y")
    estimand = identify.identify(declared, edge)
    world = confounded_world(525, 0.25, np.random.default_rng(21), confounding=0.0)
    event = event_at(world, 500)
    design = estimate.design_for(world, declared, estimand, (event.start, event.end))
    asked = error_rates.asked_of(world, declared, edge, estimand, design)
    near = next(one.p_value for one in asked.question.tests if "x@1" in one.others)
    assert 0.0125 < near < 0.05
    found = error_rates.calibration(design, edge, "article", 3, replace(RUBRIC, worlds=300), 0.95, 0.25, asked)
    blind = replace(asked, question=replace(asked.question, asked=()))
    unasked = error_rates.calibration(design, edge, "article", 3, replace(RUBRIC, worlds=300), 0.95, 0.25, blind)
    assert unasked.power.rate - found.power.rate < 0.1
