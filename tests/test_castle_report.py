"""The report on self-defence laws against the published estimates, and its judged effect against an imputation that the package does not make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from causal import pipeline
from causal.findings import Strategy
from causal.messages import Outcome
from causal.rendering.catalogue import catalogue_of
from causal.rendering.page import page_of
from causal.verdict import Grounds
from tests.reference.printed import like
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "reports" / "castle-doctrine-2013"
ADOPTED = {
    2005: {"Florida"},
    2006: {
        *("Alabama", "Alaska", "Arizona", "Georgia", "Indiana", "Kansas", "Kentucky"),
        *("Louisiana", "Michigan", "Mississippi", "Oklahoma", "South Carolina", "South Dakota"),
    },
    2007: {"Missouri", "North Dakota", "Tennessee", "Texas"},
    2008: {"Ohio", "West Virginia"},
    2009: {"Montana"},
}


@pytest.fixture(scope="module")
def built():
    return pipeline.build(FOLDER, QUICK)


def test_in_chinese_the_verdicts_are_the_same(built):
    chinese = pipeline.build(FOLDER, QUICK, language="zh")
    assert chinese.study.language == "zh"
    assert [(v.word, v.grounds) for v in chinese.verdicts] == [(v.word, v.grounds) for v in built.verdicts]


@pytest.fixture(scope="module")
def states():
    return pd.read_csv(FOLDER / "data" / "crime.csv")


def estimates(built, graph, edge):
    found = next(g for g in built.graphs if g.graph == graph).edge(edge).estimates
    return {one.method: one for one in found}


def least_squares(states, outcome, treatment, *effects, weights=None):
    """Give the coefficient of a treatment beside an effect of each value of each list of columns."""
    groups = [pd.get_dummies(states[list(names)].astype(str).agg(" ".join, axis=1)) for names in effects]
    columns = np.column_stack([states[treatment], *(one.to_numpy(float) for one in groups)])
    root = np.sqrt(np.ones(len(states)) if weights is None else np.asarray(weights, float))
    return np.linalg.lstsq(columns * root[:, None], np.asarray(outcome) * root, rcond=None)[0][0]


def test_the_data_are_those_of_causaldata(states):
    theirs = pd.DataFrame(pytest.importorskip("causaldata").castle.load_pandas().data).sort_values(["sid", "year"])
    same = ["year", "post", "homicide", "murder", "burglary", "robbery", "assault", "larceny", "poverty"]
    np.testing.assert_allclose(states[same], theirs[same].astype(float), rtol=1e-6)


def test_the_states_adopted_when_the_paper_says(states):
    """Cheng and Hoekstra (2013), Table 1; the data number the states in order of their names, the District of Columbia being the ninth."""
    found = states[states["adopted"] > 0].groupby("adopted")["state"].agg(set).to_dict()
    assert found == ADOPTED
    assert (states["post"] == ((states["adopted"] > 0) & (states["year"] > states["adopted"]))).all()


def test_a_column_of_means_is_the_mean_of_its_region(states):
    by = [states["region"], states["year"]]
    np.testing.assert_allclose(
        states["homicide_region"], np.log(states["homicide"]).groupby(by).transform("mean"), rtol=1e-6
    )
    np.testing.assert_allclose(states["share_region"], states["share"].groupby(by).transform("mean"), atol=1e-6)


@pytest.mark.parametrize(
    ("crime", "printed"),
    [("homicide", "0.0801"), ("burglary", "0.0780"), ("robbery", "0.0408"), ("assault", "0.0434")],
)
def test_the_data_give_the_papers_weighted_estimates(states, crime, printed):
    """Cheng and Hoekstra (2013), Tables 4 and 5, first column: effects of state and year, weighted by population."""
    weights = states.groupby("state")["population"].transform("mean")
    found = least_squares(states, np.log(states[crime]), "share", ["state"], ["year"], weights=weights)
    assert like(printed, found) == printed


def test_estimates_are_the_published_ones_to_the_printed_digits(built):
    """Cheng and Hoekstra (2013), Table 5, homicide by unweighted least squares, first and second column."""
    plain = estimates(built, "as_printed", "share->homicide")["panel"]
    assert plain.rows == 550
    assert like("0.0877", plain.effect / 100) == "0.0877"
    assert plain.standard_error / 100 == pytest.approx(
        0.0638, rel=0.02
    )  # theirs is CRV1, which is too small for 50 clusters
    region = estimates(built, "own_region", "share_apart->homicide_apart")["panel"]
    assert like("0.0811", region.effect / 100) == "0.0811"


def test_a_region_taken_out_beforehand_is_an_effect_of_each_region_and_year(built, states):
    found = estimates(built, "own_region", "share_apart->homicide_apart")["panel"]
    by_hand = least_squares(states, 100 * np.log(states["homicide"]), "share", ["state"], ["region", "year"])
    assert found.effect == pytest.approx(by_hand, rel=1e-5)


def test_two_way_least_squares_stands_beside_it_as_the_textbook_has_it(built):
    """Cunningham, Causal Inference: The Mixtape (2021), chapter 9: 0.069."""
    found = estimates(built, "article", "law->homicide")["did_two_way"]
    assert like("0.069", found.effect / 100) == "0.069"


def test_the_judged_effect_is_what_the_untreated_rows_would_not_predict(built, states):
    judged = estimates(built, "article", "law->homicide")["did_staggered"]
    outcome = 100 * np.log(states["homicide"])
    before = ~((states["adopted"] > 0) & (states["year"] >= states["adopted"]))
    columns = pd.get_dummies(states[["state", "year"]].astype(str)).to_numpy(float)
    fitted = columns @ np.linalg.lstsq(columns[before], outcome[before], rcond=None)[0]
    assert judged.effect == pytest.approx((outcome - fitted)[states["post"] == 1].mean(), rel=1e-6)
    assert abs(judged.effect / 100 - 0.0801) < 0.0342  # of the paper's weighted estimate, within its printed error


def test_states_and_years_are_held_fixed(built):
    estimand = built.graph.edge("law->homicide").estimand
    assert estimand.strategy is Strategy.ADJUSTMENT
    assert set(estimand.adjustment) == {"state@0", "year@0"}


def test_the_verdicts_are_those_of_the_rubric(built):
    grounds = {v.claim: v.grounds for v in built.verdicts}
    agreeing = {claim for claim, g in grounds.items() if g is Grounds.FIGURES_AGREE}
    assert agreeing == {"C03", "C07", "C08", "C09", "C12", "C13"}
    assert {claim for claim, g in grounds.items() if g is Grounds.NOT_MEASURED} == {"C14", "C15"}
    rest = set(grounds) - agreeing - {"C14", "C15"}
    assert {grounds[claim] for claim in rest} == {Grounds.INCONCLUSIVE}  # corrections.yaml says why


def test_the_figure_of_eight_percent_is_found_and_its_cause_is_not(built):
    cause, figure = built.verdict("C02").evidence
    assert (cause.grounds, figure.grounds) == (Grounds.INCONCLUSIVE, Grounds.FIGURES_AGREE)


def test_no_crime_is_seen_to_fall(built):
    for graph, edge in (
        ("deterred_burglars", "law->burglary"),
        ("deterred_robbers", "law->robbery"),
        ("deterred_assailants", "law->assault"),
    ):
        assert estimates(built, graph, edge)["did_staggered"].effect > 0


def test_the_effect_rests_on_one_small_state(built):
    found = {one.name: one for one in built.graph.edge("law->homicide").refutations}
    assert found["did_leave_one_unit"].outcome is Outcome.FAILED
    assert found["did_leave_one_unit"].message.values["unit"] == "South Dakota"
    assert found["did_pretrend"].outcome is Outcome.PASSED


def test_no_earlier_values_are_said_to_be_held_fixed(built):
    """A panel's design holds states and years fixed, and nobody's past."""
    (caption,) = page_of(built, catalogue_of(built)).front.graph.caption
    assert caption.endswith("Held fixed: State, Year.")
