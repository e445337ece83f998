"""The first report against its own data, by other means: pandas and statsmodels straight from the CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from causal import pipeline, report
from causal.folder import load
from causal.verdict import Grounds
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).resolve().parent.parent / "reports" / "ibit-2026-02-05"


@pytest.fixture(scope="module")
def built(built_once):
    return built_once(FOLDER, QUICK)


@pytest.fixture(scope="module")
def market():
    return pd.read_csv(FOLDER / "data" / "market_daily.csv", index_col="date", parse_dates=True)


def returns(series):
    return 100 * np.log(series).diff()


def test_every_claim_and_every_link_has_a_verdict_with_grounds(built):
    assert [v.claim for v in built.verdicts] == [f"C{n:02}" for n in range(1, 91)]
    assert all(v.grounds in Grounds and 0 <= v.score <= 100 for v in built.verdicts)
    chain = built.study.graph.chain
    assert len(chain) == 4
    assert all(built.edge_verdict("article", link).tests for link in chain)
    assert len(built.rivals) >= 3


def test_the_lock_holds(built):
    assert built.study.lock is not None
    assert built.study.lock.digest == load.lock_digest(FOLDER)


def test_the_last_link_is_an_independent_regression(built, market):
    """Adjusted as the report says, computed from the file."""
    found = built.graph.edge("gamma->ibit")
    relative = {
        "gvip": returns(market.gvip_adj_close) - returns(market.spy_adj_close),
        "mtum": returns(market.mtum_adj_close) - returns(market.spy_adj_close),
        "btal": -returns(market.btal_adj_close),
    }
    table = pd.DataFrame(relative).dropna()
    scaled = (table - table.mean()) / table.std(ddof=0)
    values, vectors = np.linalg.eigh(np.cov(scaled.T))
    pods = scaled @ (vectors[:, -1] * np.sign(vectors[0, -1]))
    data = (
        pd.DataFrame(
            {
                "ibit": returns(market.ibit_close),
                "gamma": market.dvol_1600_ny.diff(),
                "market": returns(market.spy_adj_close),
                "vix": market.vix_close.diff(),
                "gold": returns(market.gld_adj_close),
                "yen": returns(market.usdjpy_noon),
                "pods": (pods / pods.std()).shift(1),
                "past": returns(market.ibit_close).shift(1),
                "gamma@1": market.dvol_1600_ny.diff().shift(1),
                "market@1": returns(market.spy_adj_close).shift(1),
                "vix@1": market.vix_close.diff().shift(1),
                "gold@1": returns(market.gld_adj_close).shift(1),
                "yen@1": returns(market.usdjpy_noon).shift(1),
                "pods@2": (pods / pods.std()).shift(2),
            }
        )
        .loc["2024-01-11":"2026-03-31"]
        .dropna()
    )
    assert set(found.estimand.adjustment) == {"market@0", "vix@0", "gold@0", "yen@0", "pods@1", "ibit@1"}
    assert set(found.estimand.past) == {"gamma@1", "market@1", "vix@1", "gold@1", "yen@1", "pods@2"}
    fitted = sm.OLS(data.ibit, sm.add_constant(data.drop(columns="ibit"))).fit()
    first = found.estimates[0]
    assert first.rows == len(data)
    assert first.effect == pytest.approx(fitted.params["gamma"], rel=1e-8)
    assert first.classical_error == pytest.approx(fitted.bse["gamma"], rel=1e-8)


def test_the_first_link_is_an_independent_regression(built, market):
    found = built.graph.edge("software->pods")
    assert set(found.estimand.adjustment) == {"market@0", "vix@0", "pods@1"}
    assert set(found.estimand.past) == {"software@1", "market@1", "vix@1"}
    momentum = next(a for a in found.alternatives if "MTUM" in a.measure.label)
    own = returns(market.mtum_adj_close) - returns(market.spy_adj_close)
    data = pd.DataFrame(
        {
            "y": own,
            "x": returns(market.igv_adj_close),
            "market": returns(market.spy_adj_close),
            "vix": market.vix_close.diff(),
            "past": own.shift(1),
            "x@1": returns(market.igv_adj_close).shift(1),
            "market@1": returns(market.spy_adj_close).shift(1),
            "vix@1": market.vix_close.diff().shift(1),
        }
    ).dropna()
    fitted = sm.OLS(data.y, sm.add_constant(data.drop(columns="y"))).fit()
    assert momentum.estimate.effect == pytest.approx(fitted.params["x"], rel=1e-8)


def found_in(built, claim, part=0, comparison=0):
    return built.verdict(claim).evidence[part].comparisons[comparison].found


def test_figures_are_those_of_the_rows(built, market):
    close, volume = market.ibit_close, market.ibit_volume
    assert found_in(built, "C20") == pytest.approx(100 * (1 - close["2026-02-05"] / close["2026-02-04"]))
    turnover = volume * (market.ibit_high + market.ibit_low + close) / 3
    assert found_in(built, "C08") == pytest.approx(turnover["2026-02-05"])
    before = turnover[:"2026-02-04"].max()
    assert found_in(built, "C09") == pytest.approx(turnover["2026-02-05"] / before)
    flows = pd.read_csv(FOLDER / "data" / "etf_flows.csv", index_col="date", parse_dates=True)
    assert found_in(built, "C21") == pytest.approx(flows.ibit_net_flow_usd_m["2026-01-30"] * 1e6)
    assert found_in(built, "C28") == pytest.approx(flows.all_funds_net_flow_usd_m["2026-02-05"] * 1e6)
    daily = pd.read_csv(FOLDER / "data" / "btc_daily_utc.csv", index_col="date_utc", parse_dates=True)
    assert found_in(built, "C69") == pytest.approx(100 * (daily.close["2026-02-06"] / daily.close["2026-02-05"] - 1))


def test_two_builds_are_one(built):
    assert report.to_json(pipeline.build(FOLDER, QUICK)) == report.to_json(built)


def test_nothing_in_the_package_knows_the_case():
    root = FOLDER.parent.parent
    words = ("bitcoin", "ibit", "software", "btc", "crypto", "pods")
    for path in [*root.glob("causal/**/*.py"), *root.glob("templates/**/*.*")]:
        text = path.read_text(encoding="utf-8").lower().replace("ibit-2026-02-05", "")
        for word in words:
            if word == "software":  # the report has a section on the software that made it
                continue
            assert word not in text.replace("inhibit", "").replace("prohibit", "").replace("exhibit", ""), (path, word)
