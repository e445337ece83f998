"""The step is recovered, its error holds its size in short series of any usual kind, and each challenge fails where it must."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

from causal.errors import NotComputableError
from causal.inference.designs import designs
from causal.inference.designs._autoregressive import averaged, freed
from causal.inference.designs.interrupted import DESIGN, Parameters, estimate
from causal.messages import Outcome
from tests.inference.designs.given import given

ROWS, DATE = 80, 50


def series(step, seed=0, *, correlation=0.4, rows=ROWS, date=DATE, trend=0.02, bend=0.0, jump=0.0):
    """Give a table with a step of the outcome at the date, and a comparison that shares half of what else moves it."""
    rng = np.random.default_rng(seed)
    time = np.arange(rows)
    shared = lfilter([1.0], [1.0, -0.5], rng.standard_normal(rows))
    own = lfilter([1.0], [1.0, -correlation], rng.standard_normal(rows))
    law = (time >= date).astype(float)
    outcome = 3.0 + trend * time + bend * (time / rows) ** 2 + step * law + own + 0.5 * shared
    index = pd.period_range("2010-01", periods=rows, freq="M")
    return pd.DataFrame({"law": law, "outcome": outcome, "other": shared + jump * law}, index=index)


def declare(table, **parameters):
    return given(table, "law", "outcome", Parameters(**parameters))


def challenged(name, declared):
    return DESIGN.challenges[name].run(declared, estimate(declared)[0])


def test_it_is_a_member():
    assert designs()["interrupted"] is DESIGN


# -- the estimate


@pytest.mark.parametrize("parameters", [{}, {"comparison": "other"}, {"slope": True}, {"season": 12}])
def test_a_known_step_is_recovered(parameters):
    found = [estimate(declare(series(4.0, seed), **parameters))[0] for seed in range(8)]
    assert np.mean([one.effect for one in found]) == pytest.approx(4.0, abs=0.6)
    assert sum(one.low <= 4.0 <= one.high for one in found) >= 6


def test_interval_and_error_belong_together():
    one = estimate(declare(series(4.0)))[0]
    from scipy import stats

    half = stats.t.isf(0.025, one.degrees_of_freedom) * one.standard_error
    assert (one.low, one.high) == pytest.approx((one.effect - half, one.effect + half))


def test_what_stands_beside_is_named():
    names = [one.method for one in estimate(declare(series(4.0), comparison="other"))]
    assert names == ["interrupted", "interrupted_alone", "interrupted_least_squares"]


@pytest.mark.parametrize("parameters", [{}, {"slope": True}, {"trend": False}, {"trend": False, "slope": True}])
def test_each_estimate_has_the_slopes_that_are_declared(parameters):
    wanted = {"trend": parameters.get("trend", True), "slope_change": parameters.get("slope", False)}
    for one in estimate(declare(series(4.0), **parameters)):
        assert {name: name in one.details for name in wanted} == wanted


def test_the_slopes_of_least_squares_are_those_a_row():
    table = series(4.0, trend=0.5)
    table["outcome"] += 0.25 * table["law"] * np.maximum(np.arange(ROWS) - DATE, 0)
    least = estimate(declare(table, slope=True))[-1]
    assert least.details["trend"] == pytest.approx(0.5, abs=0.05)
    assert least.details["slope_change"] == pytest.approx(0.25, abs=0.1)


def test_the_comparison_makes_the_step_more_precise():
    pairs = [estimate(declare(series(1.0, seed), comparison="other"))[:2] for seed in range(6)]
    assert np.mean([held.standard_error / alone.standard_error for held, alone in pairs]) < 0.97


def test_the_units_do_not_matter():
    table = series(2.0)
    plain = estimate(declare(table))[0]
    large = estimate(declare(table.assign(outcome=table["outcome"] * 1e6 + 1e7)))[0]
    assert large.effect == pytest.approx(1e6 * plain.effect, rel=1e-6)
    assert large.standard_error == pytest.approx(1e6 * plain.standard_error, rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("correlation", [0.0, 0.7])
def test_a_missing_step_is_seldom_found(correlation):
    """40 worlds of 40 rows, where Newey and West's error rejects in about two of five."""
    tables = (series(0.0, seed, correlation=correlation, rows=40, date=22) for seed in range(40))
    assert sum(estimate(declare(table))[0].p_value < 0.05 for table in tables) <= 6


def test_rows_are_freed_as_by_the_inverse_root_of_their_covariance():
    """Written out: the freed rows of a table with gaps have the products of generalised least squares."""
    places = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 9.0])
    table = np.random.default_rng(0).standard_normal((6, 2))
    covariance = 0.7 * 0.6 ** np.abs(np.subtract.outer(places, places)) + 0.3 * np.eye(6)
    rows = freed(table, places, 0.6, 0.3)
    assert rows.T @ rows == pytest.approx(table.T @ np.linalg.solve(covariance, table))


def test_with_the_errors_known_it_agrees_with_generalised_least_squares():
    """Statsmodels' GLS at the likeliest errors."""
    from statsmodels.regression.linear_model import GLS

    rng = np.random.default_rng(2)
    columns = np.column_stack([np.arange(60) >= 30, np.ones(60), np.arange(60) / 60]).astype(float)
    outcome = columns @ [1.0, 2.0, 3.0] + lfilter([1.0], [1.0, -0.5], rng.standard_normal(60))
    places = np.arange(60.0)
    found = averaged(outcome, columns, places)
    apart = np.abs(np.subtract.outer(places, places))
    covariance = (1 - found.noise) * found.correlation**apart + found.noise * np.eye(60)
    library = GLS(outcome, columns, sigma=covariance).fit()
    assert found.coefficients == pytest.approx(library.params)
    assert found.errors == pytest.approx(library.bse)


# -- the challenges


def test_a_true_step_survives_all_of_them():
    declared = declare(series(6.0), comparison="other")
    outcomes = {name: one.run(declared, estimate(declared)[0]).outcome for name, one in DESIGN.challenges.items()}
    assert set(outcomes.values()) == {Outcome.PASSED}, outcomes


def test_a_step_like_those_before_fails_among_placebo_dates():
    table = series(1.0)
    table["outcome"] += 6.0 * (np.arange(ROWS) >= 20)
    found = challenged("its_placebo_dates", declare(table))
    assert not found.passed
    assert found.values["rank"] > 1


def test_with_few_dates_the_first_rank_is_asked_for_and_said():
    found = challenged("its_placebo_dates", declare(series(6.0, rows=40, date=18)))
    assert found.values["few"]
    assert found.passed == (found.values["rank"] == 1)


def test_too_few_dates_are_told():
    with pytest.raises(NotComputableError, match="too few to rank among"):
        challenged("its_placebo_dates", declare(series(6.0, rows=40, date=12)))


def test_a_bend_that_looks_like_a_step_fails():
    table = series(0.0, bend=60.0, correlation=0.0)
    found = challenged("its_trend", declare(table))
    assert not found.passed
    assert found.values["bent"]


def test_a_comparison_that_steps_too_fails():
    assert not challenged("its_comparison", declare(series(3.0, jump=6.0), comparison="other")).passed


def test_without_a_comparison_the_challenge_does_not_apply():
    assert challenged("its_comparison", declare(series(3.0))).outcome is Outcome.NOT_APPLICABLE


def test_a_step_that_two_rows_make_fails_without_them():
    table = series(-0.8, correlation=0.0, trend=0.0)
    table.iloc[DATE : DATE + 1, table.columns.get_loc("outcome")] += 60.0
    assert not challenged("its_leave_window", declare(table, slope=True)).passed


# -- what it refuses


@pytest.mark.parametrize("law", ["ends again", "half", "never"])
def test_what_is_no_single_step_is_refused(law):
    table = series(2.0)
    time = np.arange(ROWS)
    table["law"] = {"ends again": (time >= 30) & (time < 60), "half": 0.5 * (time >= 30), "never": time < 0}[law] * 1.0
    with pytest.raises(NotComputableError, match="not a single step"):
        estimate(declare(table))


def test_too_few_rows_on_a_side_are_refused():
    with pytest.raises(NotComputableError, match="it takes 4 on either side"):
        estimate(declare(series(2.0, date=ROWS - 2)))


def test_an_outcome_without_error_is_refused():
    table = series(2.0)
    with pytest.raises(NotComputableError, match="exactly"):
        estimate(declare(table.assign(outcome=2.0 * table["law"] + 1.0)))


# -- the figure


def test_the_figure_has_the_series_its_segments_and_what_would_have_been():
    declared = declare(series(4.0))
    judged = estimate(declared)[0]
    plot = DESIGN.figures["its_segments"](declared, judged)
    strands = {strand.label: strand for strand in plot.strands}
    assert [len(strand.x) for strand in plot.strands] == [ROWS, DATE, ROWS - DATE, ROWS - DATE]
    assert 2014 < plot.cut < 2014.2
    gap = np.array(plot.strands[2].y) - np.array(strands["counterfactual"].y)
    assert gap == pytest.approx(gap[0] * np.ones(len(gap)))
    assert gap[0] == pytest.approx(judged.effect, rel=0.1)
