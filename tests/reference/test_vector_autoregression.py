"""Lütkepohl's West German vector autoregression, each coefficient by a regression on our lagged designs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from causal.algebra import fit
from causal.design import Design, build, node
from causal.estimators import estimators
from causal.findings import Estimand, Strategy
from tests.reference.printed import like
from tests.worlds import frame

DATA = Path(__file__).parent / "data" / "west_germany.csv"
NAMES = ("investment", "income", "consumption")
QUARTERS = 75  # of growth, 1960Q2 to 1978Q4

# Lütkepohl (2005), New Introduction to Multiple Time Series Analysis, section 3.2.3: A1 and A2, a row an equation.
PUBLISHED = {
    1: (("-0.320", "0.146", "0.961"), ("0.044", "-0.153", "0.289"), ("-0.002", "0.225", "-0.264")),
    2: (("-0.161", "0.115", "0.934"), ("0.050", "0.019", "-0.010"), ("0.034", "0.355", "-0.022")),
}
CONSTANTS = ("-0.017", "0.016", "0.013")
# Stata's manual [TS] var, `var ..., lutstats dfk`; it keeps the growth rates in single precision, hence six digits.
STATA = {
    ("investment", "investment@1"): (-0.3196318, 0.1254564),
    ("investment", "investment@2"): (-0.1605508, 0.1249066),
    ("investment", "income@1"): (0.1459851, 0.5456664),
    ("investment", "income@2"): (0.1146009, 0.5345709),
    ("investment", "consumption@1"): (0.9612288, 0.6643086),
    ("investment", "consumption@2"): (0.9344001, 0.6650949),
    ("income", "investment@1"): (0.0439309, 0.0318592),
    ("consumption", "income@2"): (0.3549135, 0.1094069),
}
CELLS = [(o, t, lag) for o in range(3) for t in range(3) for lag in (1, 2)]


def equation(outcome: str, treatment: str) -> Design:
    """Give the outcome's equation with one lagged variable as the treatment and the other five as controls."""
    growth = pd.read_csv(DATA)[list(NAMES)].apply(np.log).diff().iloc[1 : QUARTERS + 1]
    data = frame({name: growth[name].to_numpy() for name in NAMES})
    past = [node(name, lag) for name in NAMES for lag in (1, 2)]
    estimand = Estimand(
        effect="direct",
        strategy=Strategy.ADJUSTMENT,
        treatment=treatment,
        outcome=node(outcome, 0),
        adjustment=tuple(name for name in past if name != treatment),
    )
    return build(data, estimand, (data.index[0].date(), data.index[0].date()))


@pytest.mark.parametrize(("outcome", "treatment", "lag"), CELLS)
def test_coefficients_as_printed(outcome: int, treatment: int, lag: int) -> None:
    given = equation(NAMES[outcome], node(NAMES[treatment], lag))
    found = estimators()["linear"].run(given, 0.95)
    printed = PUBLISHED[lag][outcome][treatment]
    assert found.rows == 73
    assert like(printed, found.effect) == printed


@pytest.mark.parametrize(("outcome", "treatment"), STATA)
def test_coefficients_and_errors_as_in_stata(outcome: str, treatment: str) -> None:
    found = estimators()["linear"].run(equation(outcome, treatment), 0.95)
    coefficient, error = STATA[outcome, treatment]
    assert found.effect == pytest.approx(coefficient, abs=1e-5)
    assert found.details["classical_error"] == pytest.approx(error, abs=3e-6)


@pytest.mark.parametrize("outcome", range(3))
def test_constants_as_printed(outcome: int) -> None:
    given = equation(NAMES[outcome], "investment@1")
    moved = Design(**{name: getattr(given, name) for name in Design.__slots__} | {
        "treatment": given.controls[:, 0],
        "controls": np.column_stack([given.treatment, given.controls[:, 1:]]),
    })  # fmt: skip
    found = fit(moved.project(), moved.outcome[:, None])
    assert like(CONSTANTS[outcome], found.effect[0]) == CONSTANTS[outcome]


@pytest.mark.parametrize("outcome", NAMES)
def test_newey_west_error_by_its_definition(outcome: str) -> None:
    """Newey and West (1987, Econometrica 55), equation 5, with the factor T / (T - k) and 12 lags for 73 rows."""
    given = equation(outcome, "income@1")
    found = estimators()["linear"].run(given, 0.95)
    columns = np.column_stack([given.treatment, given.controls])
    inverse = np.linalg.inv(columns.T @ columns)
    scores = columns * (given.outcome - columns @ (inverse @ columns.T @ given.outcome))[:, None]
    meat, lags = scores.T @ scores, 12
    for lag in range(1, lags + 1):
        product = scores[lag:].T @ scores[:-lag]
        meat = meat + (1.0 - lag / (lags + 1)) * (product + product.T)
    rows, width = columns.shape
    variance = (inverse @ meat @ inverse)[0, 0] * rows / (rows - width)
    assert found.details["newey_west_bandwidth"] == lags
    assert found.details["newey_west_error"] == pytest.approx(np.sqrt(variance), rel=1e-9)
