"""`linear`: least squares and its cosine errors against statsmodels, and against the formula written out."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from causal.inference import estimate, identify
from causal.inference.design import build
from tests.worlds import CONFOUNDED, confounded_world, event_at

ESTIMAND = identify.identify(CONFOUNDED, CONFOUNDED.edge("x->y"))


@pytest.fixture(scope="module")
def world():
    return confounded_world(525, 0.4, np.random.default_rng(11))


@pytest.fixture(scope="module")
def window(world):
    event = event_at(world, 400)
    return event.start, event.end


@pytest.fixture(scope="module")
def judged(world, window):
    return estimate.design_for(world, CONFOUNDED, ESTIMAND, window)


@pytest.fixture(scope="module")
def alone(world, window):
    """The adjustment set alone."""
    return build(world, ESTIMAND, window)


def run(design):
    return estimate.estimate(design, ESTIMAND.strategy, 0.95)[0][0]


def test_the_judged_estimate_is_an_independent_statsmodels_regression_with_further_past(world, judged):
    table = world.table(["x", "y", "z"])
    for name in "xyz":
        table[f"{name}_past"] = table[name].shift(1)
    columns = "y ~ x + z + y_past + x_past + z_past"
    reference = sm.OLS.from_formula(columns, data=table.dropna()).fit(cov_type="HC3", use_t=True)
    first = run(judged)
    assert first.effect == pytest.approx(reference.params["x"], rel=1e-9)
    assert first.standard_error == pytest.approx(reference.bse["x"], rel=1e-9)
    assert (first.low, first.high) == pytest.approx(tuple(reference.conf_int().loc["x"]), rel=1e-9)
    assert first.rows == 524
    assert first.details["further_past"] == "x@1, z@1"
    assert "newey_west_error" not in first.details


def test_without_further_past_it_is_an_independent_statsmodels_regression(world, alone):
    table = world.table(["x", "y", "z"])
    table["past"] = table["y"].shift(1)
    reference = sm.OLS.from_formula("y ~ x + z + past", data=table.dropna()).fit()
    newey_west = sm.OLS.from_formula("y ~ x + z + past", data=table.dropna()).fit(
        cov_type="HAC", cov_kwds={"maxlags": int(np.ceil(1.3 * np.sqrt(524))), "use_correction": True}
    )
    first = run(alone)
    assert first.effect == pytest.approx(reference.params["x"], rel=1e-9)
    assert first.classical_error == pytest.approx(reference.bse["x"], rel=1e-9)
    assert first.details["newey_west_error"] == pytest.approx(newey_west.bse["x"], rel=1e-9)
    assert first.rows == 524
    assert 0.5 < first.standard_error / newey_west.bse["x"] < 2.0
    assert "further_past" not in first.details


def test_cosine_error_by_its_definition(alone):
    """The equal-weighted cosine variance, written out from the paper's formula for one regression."""
    x = np.column_stack([alone.treatment, alone.controls])
    results = sm.OLS(alone.outcome, x).fit()
    rows, count = len(x), int(0.4 * len(x) ** (2 / 3))
    time = (np.arange(rows) + 0.5) / rows
    hat = x @ np.linalg.inv(x.T @ x) @ x.T
    near = np.abs(np.subtract.outer(np.arange(rows), np.arange(rows))) <= np.ceil(rows ** (1 / 3))
    scores = x * np.linalg.solve(np.eye(rows) - np.where(near, hat, 0.0), results.resid)[:, None]
    lambdas = [
        np.sqrt(2 / rows) * (np.cos(np.pi * j * time)[:, None] * scores).sum(axis=0) for j in range(1, count + 1)
    ]
    meat = rows * sum(np.outer(v, v) for v in lambdas) / count
    bread = np.linalg.inv(x.T @ x)
    expected = np.sqrt((bread @ meat @ bread)[0, 0])
    first = run(alone)
    assert first.standard_error == pytest.approx(expected, rel=1e-9)
    half = stats.t.ppf(0.975, count) * expected
    assert (first.low, first.high) == (pytest.approx(first.effect - half), pytest.approx(first.effect + half))
