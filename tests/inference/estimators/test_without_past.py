"""Regression without the further past: the adjustment set alone, with the errors that the rows ask for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from causal.findings import Strategy
from causal.inference import estimate, identify
from causal.inference.design import build
from causal.inference.estimators import estimators
from tests.inference.estimators.designs import plain
from tests.worlds import CONFOUNDED, confounded_world, event_at

ESTIMAND = identify.identify(CONFOUNDED, CONFOUNDED.edge("x->y"))


def augmented(rows=400, seed=1):
    world = confounded_world(rows, 0.4, np.random.default_rng(seed))
    event = event_at(world, rows - 50)
    return world, estimate.design_for(world, CONFOUNDED, ESTIMAND, (event.start, event.end))


def run(design):
    return estimators()["without_past"].run(design, 0.95)


def test_it_is_least_squares_on_the_adjustment_set():
    _, design = augmented()
    found = run(design)
    kept = [name for name in design.names if name not in design.past]
    assert kept == list(ESTIMAND.adjustment)
    columns = np.column_stack([design.treatment, *(design.controls[:, 1 + design.names.index(n)] for n in kept)])
    reference = sm.OLS(design.outcome, sm.add_constant(columns)).fit()
    assert found.effect == pytest.approx(reference.params[1], rel=1e-9)


def test_its_errors_are_those_of_rows_in_time():
    world, design = augmented()
    event = event_at(world, 350)
    other = build(world, ESTIMAND, (event.start, event.end))
    kept = np.isin(other.index, design.index)
    judged = estimators()["linear"].run(other.take(kept), 0.95)
    found = run(design)
    assert found.standard_error == pytest.approx(judged.standard_error, rel=1e-9)
    assert found.degrees_of_freedom == judged.degrees_of_freedom < design.rows / 2  # cosines, not HC3
    assert "HC3" not in found.label


def test_it_stands_beside_designs_that_hold_further_past_alone():
    _, design = augmented()
    beside = [one.method for one in estimate.estimate(design, Strategy.ADJUSTMENT, 0.95)[0]]
    assert beside == ["linear", "without_past"]
    for bare in (replace(design, past=()), plain(np.random.default_rng(1).standard_normal(200))):
        assert [one.method for one in estimate.estimate(bare, Strategy.ADJUSTMENT, 0.95)[0]] == ["linear"]


@pytest.mark.parametrize("persistence", [0.6, 0.9])
def test_where_the_cause_persists_and_no_past_is_declared_it_is_the_longer_lever(persistence):
    """The cause's own past moves count for it, and not for the judged estimate."""
    rng = np.random.default_rng(3)
    world = confounded_world(1500, 0.4, rng, persistence=persistence)
    event = event_at(world, 1400)
    design = estimate.design_for(world, CONFOUNDED, ESTIMAND, (event.start, event.end))
    kept = [0, *(1 + design.names.index(n) for n in ESTIMAND.adjustment)]

    def left(columns):
        return float(np.sum((design.treatment - columns @ np.linalg.lstsq(columns, design.treatment)[0]) ** 2))

    assert left(design.controls[:, kept]) > left(design.controls)
