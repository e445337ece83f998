from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.judgement.checks.expectation import predict
from causal.messages import Item
from causal.verdict import Grounds
from causal.work.seeds import stream
from tests.judgement.checks.bench import at, bench, market, noise, run, words

Z = noise(200, 2)
X = Z[:, 0].copy()
X[150] = 2.0
FLOW = 100 + 50 * X + 5 * Z[:, 1]
FLOW[150] = -400.0  # what happened instead; 200 was to be expected
GIVEN = {"of": "market.flow", "given": ["market.x"], "at": at(150), "exclude": [at(149), at(151)]}
CONTEXT = bench(market=market(flow=FLOW, x=X))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("at least 150", Grounds.FIGURES_AGREE),
        ("between 150 and 250", Grounds.FIGURES_AGREE),
        ("under 150", Grounds.CONTRADICTED),
        ("between -500 and -300", Grounds.CONTRADICTED),
        ("200", Grounds.INCONCLUSIVE),  # narrower than a day's scatter
        ("more than 200", Grounds.INCONCLUSIVE),
    ],
)
def test_the_prediction_interval_decides(stated: str, expected: Grounds) -> None:
    found = run(CONTEXT, "expectation", **GIVEN, stated=stated)
    assert found.grounds is expected
    assert found.comparisons[0].found == pytest.approx(200, abs=3)
    assert "-400" in words(found.reason)


def test_what_it_rests_on_is_a_list() -> None:
    found = run(CONTEXT, "expectation", **{**GIVEN, "given": ["market.x", "market.x ** 2"]}, stated="200")
    assert found.reason.values["given"] == (Item(label="market x"),)
    named = run(CONTEXT, "expectation", **GIVEN, given_label="mood, as polled", stated="200")
    assert "From mood, as polled, fitted" in words(named.reason)


def test_the_days_left_out_do_not_matter() -> None:
    other = FLOW.copy()
    other[149:152] = 1e6
    first = run(CONTEXT, "expectation", **GIVEN, stated="200")
    second = run(bench(market=market(flow=other, x=X)), "expectation", **GIVEN, stated="200")
    assert first.comparisons[0].found == second.comparisons[0].found
    assert first.details["high"] == second.details["high"]


def test_a_day_unlike_the_others_steps_down() -> None:
    far = X.copy()
    far[150] = 30.0
    found = run(bench(market=market(flow=FLOW, x=far)), "expectation", **GIVEN, stated="at least 150")
    assert "check.step.extrapolates" in [step.reason.key for step in found.steps]


def test_a_given_series_without_the_day_is_not_measured() -> None:
    absent = X.copy()
    absent[150] = np.nan
    assert (
        run(bench(market=market(flow=FLOW, x=absent)), "expectation", **GIVEN, stated="200").grounds
        is Grounds.NOT_MEASURED
    )


def test_the_outcome_itself_need_not_be_known() -> None:
    flow = FLOW.copy()
    flow[150] = np.nan
    found = run(bench(market=market(flow=flow, x=X)), "expectation", **GIVEN, stated="at least 150")
    assert found.grounds is Grounds.FIGURES_AGREE
    assert "came to" not in words(found.reason)


def test_too_few_days_or_collinear_series_give_no_answer() -> None:
    with pytest.raises(NotComputableError, match="complete rows outside"):
        run(CONTEXT, "expectation", **{**GIVEN, "exclude": [at(50), at(199)]}, stated="200")
    with pytest.raises(NotComputableError, match="collinear"):
        run(CONTEXT, "expectation", **{**GIVEN, "given": ["market.x", "2 * market.x"]}, stated="200")


def test_prediction_and_mean_interval_are_those_of_statsmodels() -> None:
    z = noise(120, 3, seed=4)
    x, y, row = sm.add_constant(z[:, :2]), z[:, 2] + z[:, 0], np.array([1.0, 0.5, -2.0])
    expected = sm.OLS(y, x).fit().get_prediction(row).summary_frame(alpha=0.05)
    found = predict(x, y, row, 0.95)
    assert found.value == pytest.approx(expected["mean"].iloc[0])
    assert found.mean_low == pytest.approx(expected["mean_ci_lower"].iloc[0])
    assert found.mean_high == pytest.approx(expected["mean_ci_upper"].iloc[0])
    assert found.r2 == pytest.approx(sm.OLS(y, x).fit().rsquared)


@pytest.mark.parametrize("tails", ["normal", "t3"])
def test_the_prediction_interval_covers_as_often_as_it_says(tails: str) -> None:
    """500 worlds of 150 rows: the nominal 95% interval covers a new row in 92% to 98%."""
    covered = 0
    for world in range(500):
        generator = stream(5, tails, str(world))
        x = np.column_stack([np.ones(151), generator.normal(size=151)])
        error = generator.normal(size=151) if tails == "normal" else generator.standard_t(3, size=151)
        y = 1 + x[:, 1] + error
        found = predict(x[:150], y[:150], x[150], 0.95)
        covered += found.low <= y[150] <= found.high
    assert 0.92 <= covered / 500 <= 0.98
