"""Estimates against statsmodels computed independently, and the corrections against printed examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.frame import Frame
from causal.inference import estimate, identify
from causal.inference.design import build
from causal.sampling import HC3
from causal.study import Family
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
    found = estimate.respond(data, identify.identify(declared, declared.edge("x->y")), RUBRIC)
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


# -- the further past


def held(data, declared, window=None):
    edge = declared.edge(declared.chain[0])
    estimand = identify.identify(declared, edge)
    return estimand, estimate.design_for(data, declared, estimand, window)


def test_the_ends_own_past_and_a_further_lag_of_each_covariate_are_held_fixed(world):
    estimand, found = held(world, CONFOUNDED)
    assert estimand.past == ("x@1", "z@1")
    assert (found.names, found.past) == (("y@1", "z@0", "x@1", "z@1"), ("x@1", "z@1"))
    assert found.variance is HC3
    assert build(world, estimand, None).variance is not HC3


@pytest.mark.parametrize(
    ("arrows", "link", "past"),
    [
        (["z->x", "z->y", "+x->y@1"], "x->y@1", ("x@2", "z@1")),
        (["+x->y"], "x->y", ("x@1",)),
        (["+x->y", "x->m", "m->y"], "x->y", ("x@1", "m@1")),
    ],
)
def test_further_past_is_what_the_graph_lets_be_held(arrows, link, past):
    declared = graph(arrows, [link])
    assert identify.identify(declared, declared.edge(link)).past == past


def test_past_that_would_open_a_path_is_not_held(world):
    """The cause's last value joins what also moves it today (a) to what moves the effect today (u)."""
    arrows = ["a->x", "a->x@1", "u->x", "u->y@1", "+x->y"]
    declared = graph(arrows, ["x->y"], latent=["a", "u"], persistence=0)
    estimand, found = held(world, declared)
    assert estimand.strategy is Strategy.ADJUSTMENT
    assert "x@1" not in {*estimand.adjustment, *estimand.past}
    assert found.past == ()  # without it, holding the rest would not make HC3 errors right
    harmless = graph([one for one in arrows if one != "a->x@1"], ["x->y"], latent=["a", "u"], persistence=0)
    assert "x@1" in held(world, harmless)[0].past


@pytest.mark.parametrize(("rows", "past"), [(525, ("x@1", "z@1")), (47, ("x@1",)), (35, ())])
def test_where_rows_are_few_the_covariates_past_is_left_out_then_the_ends(world, rows, past):
    """Eight rows a coefficient: six with all of it, five without the covariate's, four without any."""
    short = frame({name: world.values(name)[:rows] for name in "xyz"})
    found = held(short, CONFOUNDED)[1]
    assert found.past == past
    assert (found.variance is HC3) is bool(past)


@pytest.mark.parametrize(("gap", "kept"), [(0, True), (40, True), (3, False)])
def test_past_that_costs_more_than_a_fifth_of_the_rows_is_left_out(world, gap, kept):
    """With a hole in the cause every third row the row before it is seldom there."""
    x = world.values("x").copy()
    if gap:
        x[::gap] = np.nan
    holed = frame({"x": x, "y": world.values("y"), "z": world.values("z")})
    assert bool(held(holed, CONFOUNDED)[1].past) is kept


def test_counts_and_rows_without_order_hold_no_past(world):
    counted = replace(CONFOUNDED, variables=tuple(replace(v, family=Family.COUNT) for v in CONFOUNDED.variables))
    assert held(world, counted)[1].past == ()
    table = pd.DataFrame({n: world.values(n) for n in "xyz"}, index=pd.RangeIndex(len(world), name="row"))
    apart = replace(CONFOUNDED, variables=tuple(replace(v, persistence=0) for v in CONFOUNDED.variables))
    assert held(Frame(table, (), {}), apart)[1].past == ()


def test_another_column_in_a_variables_place_is_read_in_its_past_too(world):
    table = world.table(["x", "y", "z"])
    table["x~1"] = table["x"] * 3.0
    estimand, plain = held(world, CONFOUNDED)
    other = estimate.design_for(Frame(table, (), {}), CONFOUNDED, estimand, None, {"x": "x~1"})
    assert other.past == plain.past
    assert other.treatment == pytest.approx(3.0 * plain.treatment)
    place = 1 + plain.names.index("x@1")
    assert other.controls[:, place] == pytest.approx(3.0 * plain.controls[:, place])
