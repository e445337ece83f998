"""Estimates against statsmodels computed independently, and the corrections against printed examples."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from causal import estimate, identify
from causal.design import build
from causal.errors import NotComputableError
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


def test_linear_estimate_is_an_independent_statsmodels_regression(world, design):
    table = world.table(["x", "y", "z"])
    table["past"] = table["y"].shift(1)
    reference = sm.OLS.from_formula("y ~ x + z + past", data=table.dropna()).fit()
    newey_west = sm.OLS.from_formula("y ~ x + z + past", data=table.dropna()).fit(
        cov_type="HAC", cov_kwds={"maxlags": int(np.ceil(1.3 * np.sqrt(524))), "use_correction": True}
    )
    first = estimate.estimate(design, identify.identify(CONFOUNDED, EDGE).strategy, 0.95)[0][0]
    assert first.effect == pytest.approx(reference.params["x"], rel=1e-9)
    assert first.details["classical_error"] == pytest.approx(reference.bse["x"], rel=1e-9)
    assert first.details["newey_west_error"] == pytest.approx(newey_west.bse["x"], rel=1e-9)
    assert first.rows == 524
    assert 0.5 < first.standard_error / newey_west.bse["x"] < 2.0


def test_cosine_error_by_its_definition(world, design):
    """The equal-weighted cosine variance, written out from the paper's formula for one regression."""
    x = np.column_stack([design.treatment, design.controls])
    results = sm.OLS(design.outcome, x).fit()
    rows, count = len(x), int(0.4 * len(x) ** (2 / 3))
    time = (np.arange(rows) + 0.5) / rows
    hat = x @ np.linalg.inv(x.T @ x) @ x.T
    near = np.abs(np.subtract.outer(np.arange(rows), np.arange(rows))) <= np.ceil(rows ** (1 / 3))
    scores = x * np.linalg.solve(np.eye(rows) - np.where(near, hat, 0.0), results.resid)[:, None]
    lambdas = [np.sqrt(2 / rows) * (np.cos(np.pi * j * time)[:, None] * scores).sum(axis=0) for j in range(1, count + 1)]
    meat = rows * sum(np.outer(v, v) for v in lambdas) / count
    bread = np.linalg.inv(x.T @ x)
    expected = np.sqrt((bread @ meat @ bread)[0, 0])
    first = estimate.estimate(design, identify.identify(CONFOUNDED, EDGE).strategy, 0.95)[0][0]
    assert first.standard_error == pytest.approx(expected, rel=1e-9)
    half = stats.t.ppf(0.975, count) * expected
    assert (first.low, first.high) == (pytest.approx(first.effect - half), pytest.approx(first.effect + half))


def test_event_rows_are_those_that_touch_the_window(world):
    event = event_at(world, 400)
    built = build(world, identify.identify(CONFOUNDED, EDGE), (event.start, event.end))
    marked = [d for d, e in zip(built.dates, built.event, strict=True) if e]
    assert marked == [stamp.date() for stamp in world.index[399:403]]  # y@1 reaches one row back


def test_logit_and_poisson_recover_known_marginal_effects():
    rng = np.random.default_rng(3)
    x = rng.standard_normal(6000)
    declared = graph(["+x->y"], ["x->y"], persistence=0)
    estimand = identify.identify(declared, declared.edge("x->y"))
    for family, outcome, true in (
        (Family.BINARY, (rng.random(6000) < 1 / (1 + np.exp(-0.8 * x))).astype(float), None),
        (Family.COUNT, rng.poisson(np.exp(0.2 + 0.3 * x)).astype(float), None),
    ):
        data = frame({"x": x, "y": outcome})
        design = build(data, estimand, (data.index[5].date(), data.index[6].date()), family=family)
        first = estimate.estimate(design, estimand.strategy, 0.95)[0][0]
        if family is Family.BINARY:
            p = 1 / (1 + np.exp(-0.8 * x))
            true = float(np.mean(0.8 * p * (1 - p)))
        else:
            true = float(np.mean(0.3 * np.exp(0.2 + 0.3 * x)))
        assert first.low <= true <= first.high
        assert first.effect == pytest.approx(true, rel=0.1)


def test_instrument_recovers_an_effect_that_least_squares_misses():
    rng = np.random.default_rng(8)
    hidden, w = rng.standard_normal((2, 3000))
    x = w + hidden + rng.standard_normal(3000)
    y = 0.5 * x - hidden + rng.standard_normal(3000)
    declared = graph(["u->x", "u->y", "w->x", "+x->y"], ["x->y"], latent=["u"], persistence=0)
    estimand = identify.identify(declared, declared.edge("x->y"))
    data = frame({"w": w, "x": x, "y": y})
    design = build(data, estimand, (data.index[5].date(), data.index[6].date()))
    first = estimate.estimate(design, estimand.strategy, 0.95)[0][0]
    naive = sm.OLS(y, sm.add_constant(x)).fit().params[1]
    assert first.low <= 0.5 <= first.high
    assert abs(naive - 0.5) > 5 * first.standard_error
    assert first.details["first_stage_f"] > 100


def test_front_door_recovers_the_total_effect():
    rng = np.random.default_rng(9)
    hidden = rng.standard_normal(4000)
    x = hidden + rng.standard_normal(4000)
    m = 0.8 * x + rng.standard_normal(4000)
    y = 0.5 * m + hidden + rng.standard_normal(4000)
    declared = graph(["u->x", "u->y", "+x->m", "+m->y"], ["x->m", "m->y"], latent=["u"], persistence=0)
    estimand = identify.identify_total(declared)
    data = frame({"x": x, "m": m, "y": y})
    design = build(data, estimand, (data.index[5].date(), data.index[6].date()))
    first = estimate.estimate(design, estimand.strategy, 0.95)[0][0]
    assert first.low <= 0.4 <= first.high
    assert first.high - first.low < 0.12


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


def test_holm_by_hand():
    """P = .01, .02, .03, .04 of four tests; published corrections are in tests/reference."""
    adjusted = [p for _, p in estimate.holm_levels([0.04, 0.01, 0.03, 0.02], 0.95)]
    assert adjusted == pytest.approx([0.06, 0.04, 0.06, 0.06])
    levels = [level for level, _ in estimate.holm_levels([0.04, 0.01, 0.03, 0.02], 0.95)]
    assert levels == pytest.approx([0.95, 1 - 0.05 / 4, 1 - 0.05 / 2, 1 - 0.05 / 3])


def test_power_is_the_level_at_no_effect_and_one_at_a_huge_one():
    assert estimate.power(1.0, 26, 0.0, 0.95) == pytest.approx(0.05, abs=1e-6)
    assert estimate.power(1.0, 26, 20.0, 0.95) == pytest.approx(1.0, abs=1e-6)
    assert estimate.power(1.0, 10_000, 2.8, 0.95) == pytest.approx(0.80, abs=0.01)  # the textbook 2.8 standard errors


def test_unidentified_and_empty_designs_are_refused(world):
    declared = graph(["u->x", "u->y", "+x->y"], ["x->y"], latent=["u"])
    with pytest.raises(NotComputableError, match="no adjustment set"):
        estimate.design_for(world, declared, identify.identify(declared, declared.edge("x->y")), (pd.Timestamp("2024-01-05").date(),) * 2)
    empty = frame({"x": np.full(50, np.nan), "y": np.arange(50.0), "z": np.arange(50.0)})
    with pytest.raises(NotComputableError, match="nothing in x@0"):
        build(empty, identify.identify(CONFOUNDED, EDGE), (empty.index[5].date(), empty.index[6].date()))
