"""Least squares and its cosine errors against statsmodels, and against the formula written out."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from causal.inference import estimate, identify
from tests.worlds import CONFOUNDED, confounded_world, event_at

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
    assert first.classical_error == pytest.approx(reference.bse["x"], rel=1e-9)
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
    lambdas = [
        np.sqrt(2 / rows) * (np.cos(np.pi * j * time)[:, None] * scores).sum(axis=0) for j in range(1, count + 1)
    ]
    meat = rows * sum(np.outer(v, v) for v in lambdas) / count
    bread = np.linalg.inv(x.T @ x)
    expected = np.sqrt((bread @ meat @ bread)[0, 0])
    first = estimate.estimate(design, identify.identify(CONFOUNDED, EDGE).strategy, 0.95)[0][0]
    assert first.standard_error == pytest.approx(expected, rel=1e-9)
    half = stats.t.ppf(0.975, count) * expected
    assert (first.low, first.high) == (pytest.approx(first.effect - half), pytest.approx(first.effect + half))
