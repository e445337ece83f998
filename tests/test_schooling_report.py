"""The schooling report against the published estimates, and its verdicts against regressions that the package does not make."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from causal.findings import Strategy
from causal.messages import Outcome
from causal.verdict import Grounds
from tests.reference.printed import like, textbook
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[1] / "reports" / "schooling-1995"
COVARIATES = ["exper", "expersq", "black", "smsa", "south", "smsa66", *(f"reg66{n}" for n in range(2, 10))]


@pytest.fixture(scope="module")
def built(built_once):
    return built_once(FOLDER, QUICK)


@pytest.fixture(scope="module")
def men():
    table = pd.read_csv(FOLDER / "data" / "schooling.csv")
    return table.assign(expersq=table["exper"] ** 2)


def first(built, graph, edge):
    return next(g for g in built.graphs if g.graph == graph).edge(edge).estimates[0]


def regression(men, outcome, treatment):
    return sm.OLS(men[outcome], sm.add_constant(men[[treatment, *COVARIATES]])).fit()


def test_the_data_are_the_textbooks():
    own = pd.read_csv(FOLDER / "data" / "schooling.csv").set_index("id")
    theirs = textbook("card").set_index("id").loc[own.index, own.columns]
    assert np.nanmax(np.abs(own - theirs)) < 1e-6
    assert (own.isna() == theirs.isna()).all().all()


@pytest.mark.parametrize(
    ("graph", "edge", "effect", "error"),
    [
        ("as_if_random", "schooling->wages", "0.075", "0.003"),
        ("article", "college->schooling", "0.320", "0.088"),
        ("article", "schooling->wages", "0.132", "0.055"),
    ],
)
def test_estimates_are_the_published_ones_to_the_printed_digits(built, graph, edge, effect, error):
    """Card (1995); Wooldridge, Introductory Econometrics, Table 15.1 and Example 15.4."""
    found = first(built, graph, edge)
    assert found.rows == 3010
    assert like(effect, found.effect) == effect
    assert like(error, found.classical_error) == error


def test_taking_the_regions_out_first_is_the_regression_with_them(built, men):
    least_squares, stage = regression(men, "lwage", "educ"), regression(men, "educ", "nearc4")
    reduced = regression(men, "lwage", "nearc4")
    assert first(built, "as_if_random", "schooling->wages").effect == pytest.approx(
        least_squares.params["educ"], rel=1e-8
    )
    assert first(built, "article", "college->schooling").effect == pytest.approx(stage.params["nearc4"], rel=1e-8)
    ratio = reduced.params["nearc4"] / stage.params["nearc4"]
    assert first(built, "article", "schooling->wages").effect == pytest.approx(ratio, rel=1e-6)


def test_ability_is_latent_and_proximity_the_instrument(built):
    estimand = built.graph.edge("schooling->wages").estimand
    assert (estimand.strategy, estimand.instruments) == (Strategy.INSTRUMENT, ("college@0",))
    assert set(estimand.adjustment) == {
        f"{name}@0" for name in ("experience", "experience2", "race", "metro66", "metro76", "south76")
    }


def test_the_verdicts_are_those_of_the_rubric(built):
    grounds = {v.claim: v.grounds for v in built.verdicts}
    agreeing = {claim for claim, g in grounds.items() if g in {Grounds.FIGURES_AGREE, Grounds.DERIVATION_HOLDS}}
    assert agreeing == {"S02", "S03", "S04", "S05", "S07", "S09", "S12"}
    assert grounds["S06"] is Grounds.ASSOCIATION_ONLY  # the data do not order the two, and no reason is declared
    assert (
        grounds["S01"] is grounds["S08"] is Grounds.ASSOCIATION_ONLY
    )  # a hidden cause of proximity and wages would suffice
    assert grounds["S10"] is Grounds.NOT_IDENTIFIED
    assert grounds["S13"] is Grounds.NOT_MEASURED


def test_the_instrumental_effect_fails_on_sensitivity_alone(built):
    tests = {t.name: t.outcome for t in built.edge_verdict("article", "schooling->wages").tests}
    assert [name for name, outcome in tests.items() if outcome is Outcome.FAILED] == ["sensitivity"]
    assert tests["event"] is tests["timing"] is Outcome.NOT_APPLICABLE
