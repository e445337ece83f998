"""What one would do instead is done as its users would: held against DoWhy, statsmodels and scipy themselves."""

from __future__ import annotations

import logging
import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.calibration import procedures
from causal.calibration.cells import Cell, Scenario, Tails, Worlds
from causal.calibration.worlds import simulate
from causal.inference.algebra import project

CELL = Cell(scenario=Scenario.OBSERVED, rows=200, persistence=0.3, tails=Tails.NORMAL)


@pytest.fixture(scope="module")
def worlds():
    return simulate(CELL, 0.2, 12, np.random.default_rng(8))


def dowhy_estimate(table):
    from dowhy import CausalModel

    logging.getLogger("dowhy").setLevel(logging.ERROR)
    model = CausalModel(table, treatment="x", outcome="y", common_causes=["z"])
    estimand = model.identify_effect(proceed_when_unidentifiable=True)
    found = model.estimate_effect(estimand, method_name="backdoor.linear_regression", confidence_intervals=True)
    return model, estimand, found


@pytest.mark.filterwarnings("ignore")
def test_effect_and_interval_are_dowhys(worlds):
    answer = procedures.dowhy_default(worlds, 0, 3, np.random.default_rng(1))
    for world in range(3):
        table = pd.DataFrame({n: getattr(worlds, n)[:, world] for n in "xyz"})
        _, _, found = dowhy_estimate(table)
        low, high = np.ravel(found.get_confidence_intervals())
        assert (answer.low[world], answer.high[world]) == pytest.approx((low, high), abs=1e-10)
        assert (low + high) / 2 == pytest.approx(found.value, abs=1e-10)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_refuters_decide_as_dowhys_do(worlds):
    """The same three refuters on one world: their p-values differ by what 100 draws leave to chance."""
    table = pd.DataFrame({n: worlds.__getattribute__(n)[:, 0] for n in "xyz"})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.random.seed(1)
        model, estimand, found = dowhy_estimate(table)
        theirs = {
            "placebo": model.refute_estimate(estimand, found, "placebo_treatment_refuter", placebo_type="permute"),
            "random common cause": model.refute_estimate(estimand, found, "random_common_cause"),
            "subset": model.refute_estimate(estimand, found, "data_subset_refuter"),
        }
    controls = np.column_stack([np.ones(200), table["z"]])
    projection = project(table["x"].to_numpy(), controls)
    ours = [
        procedures.refuter_p_values(
            projection, table["x"].to_numpy(), controls, table["y"].to_numpy(), found.value, np.random.default_rng(s)
        )
        for s in range(20)
    ]
    for name, refuted in theirs.items():
        values = [p[name] for p in ours]
        p_value = float(np.ravel(refuted.refutation_result["p_value"])[0])
        assert min(values) - 0.25 <= p_value <= max(values) + 0.25
        assert (p_value > 0.05) == (np.mean([v > 0.05 for v in values]) > 0.5)


def test_refuters_draw_and_decide_as_plain_least_squares_of_each_draw(worlds):
    x, y, controls = worlds.x[:, 0] + 40.0, worlds.y[:, 0], np.column_stack([np.ones(200), worlds.z[:, 0]])
    projection = project(x, controls)
    effect = float(projection.functional @ y)
    found = procedures.refuter_p_values(projection, x, controls, y, effect, np.random.default_rng(3))
    rng = np.random.default_rng(3)

    def least_squares(first, others, outcome):
        return np.linalg.lstsq(np.column_stack([first, *others]), outcome, rcond=None)[0][0]

    permuted = [rng.permutation(x) for _ in range(procedures.DRAWS)]
    kept = np.argsort(rng.random((200, procedures.DRAWS)), axis=0) < 160
    noise = rng.standard_normal((200, procedures.DRAWS))
    draws = {
        "placebo": ([least_squares(one, [controls], y) for one in permuted], 0.0),
        "random common cause": ([least_squares(x, [controls, one], y) for one in noise.T], effect),
        "subset": ([least_squares(x[one], [controls[one]], y[one]) for one in kept.T], effect),
    }
    assert found == {name: procedures.percentile_p_value(np.array(d), value) for name, (d, value) in draws.items()}
    span = procedures.effects_of_treatments(projection, np.array(permuted) - x.mean(), y[:, None])
    assert span[:, 0] == pytest.approx(draws["placebo"][0], abs=1e-10)
    subsets = procedures.Subsets(kept)
    assert next(iter(subsets)).T @ controls == pytest.approx(subsets.sums(controls))


@pytest.mark.parametrize("columns", [1, 3])
def test_ordinary_intervals_are_statsmodels(columns):
    import statsmodels.api as sm

    rng = np.random.default_rng(4)
    outcome, *others = rng.standard_normal((columns + 1, 60, 5)) + 3.0
    low, high = procedures.ordinary_intervals(outcome, others)
    for world in range(5):
        table = np.column_stack([np.ones(60), *(one[:, world] for one in others)])
        expected = sm.OLS(outcome[:, world], table).fit().conf_int(0.05)[-1]
        assert (low[world], high[world]) == pytest.approx(expected, abs=1e-12)


def test_granger_is_statsmodels(worlds):
    from statsmodels.tsa.stattools import grangercausalitytests

    claimed = procedures.granger(worlds, 0, 12, np.random.default_rng(1)).claimed
    for world in range(12):
        table = np.column_stack([worlds.y[:, world], worlds.x[:, world]])
        result, models = grangercausalitytests(table, maxlag=[1])[1]
        positive = models[1].params[1] > 0
        assert claimed[world] == (positive and result["ssr_ftest"][1] < 0.05)


def test_correlation_is_scipys(worlds):
    from scipy.stats import pearsonr

    claimed = procedures.correlation(worlds, 0, 12, np.random.default_rng(1)).claimed
    for world in range(12):
        found = pearsonr(worlds.x[:, world], worlds.y[:, world])
        assert claimed[world] == (found.statistic > 0 and found.pvalue < 0.05)


def test_pcmci_finds_a_strong_edge_and_no_missing_one():
    lagged = Cell(scenario=Scenario.OBSERVED, rows=500, persistence=0.3, tails=Tails.NORMAL, lag=1)
    present = simulate(lagged, 0.5, 4, np.random.default_rng(2))
    absent = simulate(lagged, 0.0, 4, np.random.default_rng(3))
    assert procedures.pcmci(present, 1, 4, np.random.default_rng(1)).claimed.all()
    assert procedures.pcmci(absent, 1, 4, np.random.default_rng(1)).claimed.sum() <= 1


def test_the_percentile_p_value_by_hand():
    draws = np.array([1.0, 2.0, 3.0, 4.0])
    assert procedures.percentile_p_value(draws, 2.5) == 1.0
    assert procedures.percentile_p_value(draws, 4.5) == 0.0
    assert procedures.percentile_p_value(draws, 4.0) == pytest.approx(0.25)


def test_pcmci_at_a_stricter_level_claims_no_more():
    absent = simulate(
        Cell(scenario=Scenario.HIDDEN, rows=150, persistence=0.3, tails=Tails.T4), 0.0, 30, np.random.default_rng(4)
    )
    loose, strict = (
        procedures.PROCEDURES[name].run(absent, 0, 30, np.random.default_rng(1)).claimed
        for name in ("pcmci", "pcmci_strict")
    )
    assert strict.sum() < loose.sum()


def test_a_second_confounder_is_seen_by_those_who_see_the_first():
    """Without it both would find the edge that is not there: w moves both ends by as much as the whole of the rest."""
    w = np.random.default_rng(1).standard_normal((300, 8))
    e, f, z = np.random.default_rng(2).standard_normal((3, 300, 8))
    moved = np.vstack([np.zeros((1, 8)), w[:-1]])
    nothing = np.zeros_like(w)
    given = Worlds(x=moved + e, y=moved + f, z=z, u=nothing, seen=moved + e, parents=(moved,), w=w)
    for name in ("dowhy", "pcmci"):
        run = procedures.PROCEDURES[name].run
        assert run(given, 0, 8, np.random.default_rng(1)).claimed.sum() <= 2
        assert run(replace(given, w=None), 0, 8, np.random.default_rng(1)).claimed.sum() >= (
            8 if name == "dowhy" else 0
        )


@pytest.mark.parametrize("scenario", [Scenario.OBSERVED, Scenario.HIDDEN_CAUSE, Scenario.LEVELS, Scenario.LATER])
@pytest.mark.parametrize(("persistence", "augmented"), [(0.3, False), (0.3, True), (0.9, True)])
def test_the_oracle_covers_whatever_is_hidden(scenario, persistence, augmented):
    cell = Cell(scenario=scenario, rows=250, persistence=persistence, tails=Tails.GARCH)
    for effect in (0.0, 0.3):
        answer = procedures.oracle(simulate(cell, effect, 400, np.random.default_rng(3)), 0, augmented)
        truth = cell.truth(effect)
        assert np.mean((answer.low <= truth) & (truth <= answer.high)) == pytest.approx(0.95, abs=0.035)
        assert np.ptp(answer.high - answer.low) < 1e-9
        if truth == 0:
            assert answer.claimed.mean() <= 0.06


def test_in_short_persistent_rows_the_plain_oracle_leans_and_the_augmented_one_does_not():
    """The outcome's own past is no fixed regressor: its coefficient is biased, and the cause's level takes up the rest."""
    cell = replace(CELL, persistence=0.9, rows=120)
    absent = simulate(cell, 0.0, 1000, np.random.default_rng(3))
    plain, augmented = (procedures.oracle(absent, 0, a) for a in (False, True))
    assert plain.claimed.mean() > 0.04 > augmented.claimed.mean()


def test_to_hold_the_causes_past_costs_length_where_the_cause_is_persistent():
    def length(persistence, augmented):
        cell = replace(CELL, persistence=persistence, rows=400)
        answer = procedures.oracle(simulate(cell, 0.3, 200, np.random.default_rng(3)), 0, augmented)
        return float(np.mean(answer.high - answer.low))

    assert length(0.0, True) == pytest.approx(length(0.0, False), rel=0.02)
    assert length(0.9, True) > 1.5 * length(0.9, False)
