"""The market report: its data against the news agency's figures, its effects against market models fitted by hand, its lock and its verdicts."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import yaml

from causal import pipeline
from causal.messages import Outcome
from causal.verdict import Grounds
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "reports" / "opec-2014-11-27"
ENERGY, SHOPS, MEDICINE, OTHERS = 1, 2, 4, 5
ACCOUNTS = {
    "article": ("news->earned", ENERGY, (MEDICINE, OTHERS), [0]),
    "slow": ("later->earned", ENERGY, (MEDICINE, OTHERS), [1, 2, 3, 4, 5]),
    "consumers": ("shops->earned", SHOPS, (MEDICINE, OTHERS), [0]),
    "every_share": ("medicine->earned", MEDICINE, (OTHERS,), [0]),
}


@pytest.fixture(scope="module")
def built():
    return pipeline.build(FOLDER, QUICK)


def test_in_chinese_the_verdicts_are_the_same(built):
    chinese = pipeline.build(FOLDER, QUICK, language="zh")
    assert chinese.study.language == "zh"
    assert [(v.word, v.grounds) for v in chinese.verdicts] == [(v.word, v.grounds) for v in built.verdicts]


@pytest.fixture(scope="module")
def returns():
    return pd.read_csv(FOLDER / "data" / "returns.csv")


def by_dummy(returns, kind, peers, window):
    """Give effect, error and degrees of freedom: one regression of firms less peers on the market and a dummy for each session of the window.

    The dummies' mean is the abnormal return, and its covariance holds the error of the coefficients.
    """
    wide = returns.pivot_table(index="session", columns="kind", values="earned")  # the mean of each kind's firms
    counts = returns.groupby("kind")["firm"].nunique()
    apart = wide[kind] - (wide[list(peers)] @ counts[list(peers)]) / counts[list(peers)].sum()
    market = returns.groupby("session")["market"].first()
    sessions = apart.index[apart.index <= max(window)]
    sessions = sessions[[one in window or one < 0 for one in sessions]]
    first = list(sessions).index(window[0])
    model = sessions[first - 255 : first - 5]  # 250 sessions, up to the five that stand before the event
    rows = [*model, *window]
    columns = np.column_stack(
        [np.ones(len(rows)), market.loc[rows], *(np.equal(rows, one).astype(float) for one in window)]
    )
    fitted = sm.OLS(apart.loc[rows].to_numpy(), columns).fit()
    mean = np.array([0.0, 0.0, *[1.0 / len(window)] * len(window)])
    return mean @ fitted.params, np.sqrt(mean @ fitted.cov_params() @ mean), fitted.df_resid


def test_the_folder_is_as_it_was_locked_and_its_file_as_its_digest_says(built):
    assert built.study.lock is not None
    assert built.study.lock.digest == built.study.lock_digest
    sources = yaml.safe_load((FOLDER / "data" / "sources.yaml").read_text())
    content = (FOLDER / "data" / "returns.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == sources["datasets"]["returns"]["digest"]


def test_the_data_are_whole_and_hold_the_closes_that_the_agency_printed(returns):
    assert returns.groupby("firm").size().eq(276).all()
    assert returns.groupby("day")["market"].nunique().eq(1).all()
    closes = returns.loc[returns["day"] == "2014-11-28"].set_index("firm")["earned"]
    assert closes[["CVX", "XOM"]].round(1).tolist() == [-5.4, -4.2]
    assert "2014-11-27" not in set(returns["day"])


@pytest.mark.parametrize("graph", ACCOUNTS)
def test_effects_are_those_of_a_market_model_with_a_dummy_a_session(built, returns, graph):
    edge, kind, peers, window = ACCOUNTS[graph]
    found = next(g for g in built.graphs if g.graph == graph).edge(edge).estimates[0]
    effect, error, degrees = by_dummy(returns, kind, peers, window)
    assert found.effect == pytest.approx(effect, rel=1e-8)
    assert found.standard_error == pytest.approx(error, rel=1e-8)
    assert found.degrees_of_freedom == degrees == 248


def test_energy_fell_at_once_and_nothing_else_is_told_from_chance(built):
    grounds = {v.claim: v.grounds for v in built.verdicts}
    assert grounds["C01"] is Grounds.EFFECT_ESTABLISHED
    assert {claim for claim, one in grounds.items() if one is Grounds.FIGURES_AGREE} == {"C03", "C04", "C05", "C06"}
    assert {claim for claim, one in grounds.items() if one is Grounds.NOT_MEASURED} == {"C02", "C07", "C10"}
    assert grounds["C08"] is grounds["C09"] is Grounds.INCONCLUSIVE


def test_no_test_of_the_established_link_fails_and_the_others_fail_on_their_interval(built):
    for graph, (edge, *_) in ACCOUNTS.items():
        tests = {t.name: t.outcome for t in built.edge_verdict(graph, edge).tests}
        assert (tests["effect"] is Outcome.PASSED) is (graph == "article")
        assert (Outcome.FAILED in tests.values()) is (graph != "article")
        assert tests["timing"] is tests["direction"] is Outcome.PASSED
