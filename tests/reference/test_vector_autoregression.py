"""Lütkepohl's West German vector autoregression, each coefficient by a regression on our lagged designs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.vector_ar.var_model import VAR

from causal.findings import Estimand, Strategy
from causal.frame import Frame
from causal.inference import attribute
from causal.inference.algebra import fit
from causal.inference.design import Design, build, node
from causal.inference.estimators import estimators
from tests.reference.printed import like
from tests.worlds import frame, graph

DATA = Path(__file__).parent / "data" / "west_germany.csv"
NAMES = ("investment", "income", "consumption")
QUARTERS = 75  # of growth, 1960Q2 to 1978Q4

# A1 and A2, a row an equation: SAS/ETS User's Guide, the VARMAX procedure, "Analysis of German Economic Variables"; to three
# decimals Lütkepohl (2005), New Introduction to Multiple Time Series Analysis, section 3.2.3.
PUBLISHED = {
    1: (("-0.31963", "0.14599", "0.96122"), ("0.04393", "-0.15273", "0.28850"), ("-0.00242", "0.22481", "-0.26397")),
    2: (("-0.16055", "0.11460", "0.93439"), ("0.05003", "0.01917", "-0.01020"), ("0.03388", "0.35491", "-0.02223")),
}
CONSTANTS = ("-0.01672", "0.01577", "0.01293")
# Responses of each variable (row) to a unit shock of each (column), two and three quarters on: Lütkepohl, section
# 3.7. None: not known from the source.
RESPONSES = {
    2: (("-0.054", "0.262", "0.416"), ("0.029", "0.114", None), ("0.045", "0.261", "0.110")),
    3: (("0.119", "0.353", "-0.408"), ("-0.009", "0.071", "0.120"), ("-0.001", "-0.098", "0.091")),
}
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


def growth() -> Frame:
    rates = pd.read_csv(DATA)[list(NAMES)].apply(np.log).diff().iloc[1 : QUARTERS + 1]
    return frame({name: rates[name].to_numpy() for name in NAMES})


def equation(outcome: str, treatment: str) -> Design:
    """Give the outcome's equation with one lagged variable as the treatment and the other five as controls."""
    data = growth()
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
    assert found.classical_error == pytest.approx(error, abs=3e-6)


@pytest.mark.parametrize("outcome", range(3))
def test_constants_as_printed(outcome: int) -> None:
    given = equation(NAMES[outcome], "investment@1")
    moved = Design(
        **{name: getattr(given, name) for name in Design.__dataclass_fields__}
        | {
            "treatment": given.controls[:, 0],
            "controls": np.column_stack([given.treatment, given.controls[:, 1:]]),
        }
    )
    found = fit(moved.project(), moved.outcome[:, None])
    assert like(CONSTANTS[outcome], found.effect[0]) == CONSTANTS[outcome]


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("outcome", range(3))
def test_impulse_responses_as_printed(outcome: int, quarters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shock sent along the graph of the attribution is the impulse response: A1 after a quarter, then the book's.

    The book's equations hold no further lag fixed.
    """
    monkeypatch.setattr(attribute, "_further", lambda name, causes: ())
    arrows = [f"+{cause}->{effect}@{lag}" for cause in NAMES for effect in NAMES if cause != effect for lag in (1, 2)]
    declared = graph(arrows, [f"{NAMES[outcome - 1]}->{NAMES[outcome]}@1"], persistence=2)
    data, names = growth(), list(NAMES)
    causes = attribute.parents(declared)
    equations = {name: attribute._equation(data, name, causes[name], 1, np.random.default_rng(1)) for name in names}
    shock = np.repeat(np.eye(1, quarters + 1), 2, axis=0)  # by the estimate, and by one draw
    moved = attribute._moved(names, equations, dict.fromkeys(names, shock), NAMES[outcome])
    found = [float(moved[name][0]) for name in names]
    printed = PUBLISHED[1][outcome] if quarters == 1 else RESPONSES[quarters][outcome]
    assert all(text is None or like(text, value) == text for text, value in zip(printed, found, strict=True))
    reference = VAR(data.table(names).to_numpy()).fit(2).irf(quarters).irfs[quarters][outcome]
    assert found == pytest.approx(reference.tolist(), rel=1e-9)


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
