"""Published differences in differences: organ donors in California, and laws of self-defence. Data: package `causaldata`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from causal.inference.designs import designs
from causal.inference.designs._around_adoption import around
from causal.inference.designs._group_time import decomposition
from causal.inference.designs.differences import read
from tests.inference.designs.given import given as declared
from tests.reference.printed import like

DIFFERENCES = designs()["differences"]
TOBACCO = Path(__file__).parent / "data" / "tobacco.csv"
QUARTERS = ("Q42010", "Q12011", "Q22011", "Q32011", "Q42011", "Q12012")


def data(name):
    module = getattr(pytest.importorskip("causaldata"), name)
    return pd.DataFrame(module.load_pandas().data)


def declare(table, unit, period, outcome, treatment):
    rows = table[[outcome, treatment]].astype(float)
    rows["unit"] = np.unique(table[unit].astype(str), return_inverse=True)[1] + 1.0
    rows["period"] = table[period].astype(float)
    rows.index = pd.MultiIndex.from_arrays([table[unit].astype(str), table[period].astype(str)])
    return declared(rows, treatment, outcome, DIFFERENCES.parameters(), unit="unit", period="period")


def donors():
    """Kessler and Roth (2014): share of organ donors, 27 states; California turned to active choice in the third quarter of 2011."""
    table = data("organ_donations")
    table["quarter"] = table["Quarter"].map({name: float(at) for at, name in enumerate(QUARTERS)})
    table["treated"] = ((table["State"] == "California") & (table["quarter"] >= 3)).astype(float)
    return declare(table, "State", "quarter", "Rate", "treated")


def castle():
    """Cheng and Hoekstra (2013): logarithm of homicides in 50 states, 2000 to 2010, with laws of self-defence from 2005 on."""
    return declare(data("castle"), "sid", "year", "l_homicide", "post")


def test_organ_donors_in_california():
    """Huntington-Klein, The Effect (2022), chapter 18: -0.022 (0.006), errors clustered by state, 162 rows."""
    found = {one.method: one for one in DIFFERENCES.estimate(donors())}
    two_way = found["did_two_way"]
    assert two_way.rows == 162
    assert like("-0.022", two_way.effect) == "-0.022"
    assert like("0.006", two_way.standard_error) == "0.006"
    assert found["did_common_pooled"].effect == pytest.approx(two_way.effect, rel=1e-9)
    assert found["did_common_pooled"].standard_error > 4 * two_way.standard_error  # one state is treated


def test_organ_donors_quarter_by_quarter():
    """The same chapter: against the last quarter before, -0.003 and 0.006 before it, -0.022, -0.020 and -0.022 after it."""
    found = around(read(donors()), 25.0)
    assert found.since.tolist() == [-3, -2, 0, 1, 2]
    printed = ["-0.003", "0.006", "-0.022", "-0.020", "-0.022"]
    assert [like(text, effect) for text, effect in zip(printed, found.effects, strict=True)] == printed


def test_self_defence_laws_taken_apart():
    """Cunningham, Causal Inference: The Mixtape (2021), chapter 9, Bacon decomposition: weights and mean estimates by kind of comparison."""
    given = read(castle())
    kinds = {"never": ("0.899", "0.078"), "later": ("0.077", "-0.029"), "earlier": ("0.024", "0.046")}
    for kind, (weight, effect) in kinds.items():
        pairs = [
            one
            for one in decomposition(given)
            if kind == ("earlier" if one.forbidden else "never" if one.against == given.end else "later")
        ]
        total = sum(one.weight for one in pairs)
        assert like(weight, total) == weight
        assert like(effect, sum(one.weight * one.effect for one in pairs) / total) == effect


def test_self_defence_laws_by_two_way_least_squares():
    """The same chapter: the weighted mean of the comparisons is the two-way estimate, 0.069."""
    found = {one.method: one for one in DIFFERENCES.estimate(castle())}
    assert found["did_two_way"].rows == 550
    assert like("0.069", found["did_two_way"].effect) == "0.069"


def test_cigarettes_in_california():
    """Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), Table 1: -27.3; the law is of 1989, one of 39 states, 1970 to 2000."""
    table = pd.read_csv(TOBACCO).melt(id_vars="year", var_name="state", value_name="sales")
    table["law"] = ((table["state"] == "California") & (table["year"] >= 1989)).astype(float)
    judged = DIFFERENCES.estimate(declare(table, "state", "year", "sales", "law"))[0]
    assert judged.method == "did_common_pooled"
    assert like("-27.3", judged.effect) == "-27.3"
    assert judged.standard_error == pytest.approx(17.7, abs=0.5)  # theirs is drawn by lot from placebos
