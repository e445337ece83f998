"""Estimates against statsmodels computed independently, and the corrections against printed examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.inference import estimate, identify
from causal.inference.design import build
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, confounded_world, event_at, frame, graph

EDGE = CONFOUNDED.edge("x->y")


@pytest.fixture(scope="module")
def world():
    return confounded_world(525, 0.4, np.random.default_rng(11))


@pytest.fixture(scope="module")
def design(world):
    event = event_at(world, 400)
    return estimate.design_for(world, CONFOUNDED, identify.identify(CONFOUNDED, EDGE), (event.start, event.end))


def test_event_rows_are_those_that_touch_the_window(world):
    event = event_at(world, 400)
    built = build(world, identify.identify(CONFOUNDED, EDGE), (event.start, event.end))
    assert list(built.index[built.event]) == list(world.index[399:403])  # y@1 reaches one row back


def test_response_of_an_autoregression_is_its_impulse_response():
    rng = np.random.default_rng(2)
    rows = 6000
    x, shock = rng.standard_normal(rows), rng.standard_normal(rows)
    y = np.zeros(rows)
    for t in range(1, rows):
        y[t] = 0.6 * y[t - 1] + 0.5 * x[t] + shock[t]
    declared = graph(["+x->y"], ["x->y"])
    data = frame({"x": x, "y": y})
    window = (data.index[5].date(), data.index[6].date())
    found = estimate.respond(data, identify.identify(declared, declared.edge("x->y")), window, RUBRIC)
    true = 0.5 * 0.6 ** np.arange(RUBRIC.horizons + 1)
    assert np.allclose(found.effect, true, atol=0.07)
    inside = [low <= t <= high for low, t, high in zip(found.low, true, found.high, strict=True)]
    assert np.mean(inside) > 0.7


def test_unidentified_and_empty_designs_are_refused(world):
    declared = graph(["u->x", "u->y", "+x->y"], ["x->y"], latent=["u"])
    with pytest.raises(NotComputableError, match="no adjustment set"):
        estimate.design_for(
            world,
            declared,
            identify.identify(declared, declared.edge("x->y")),
            (pd.Timestamp("2024-01-05").date(),) * 2,
        )
    empty = frame({"x": np.full(50, np.nan), "y": np.arange(50.0), "z": np.arange(50.0)})
    with pytest.raises(NotComputableError, match="nothing in x@0"):
        build(empty, identify.identify(CONFOUNDED, EDGE), (empty.index[5].date(), empty.index[6].date()))
