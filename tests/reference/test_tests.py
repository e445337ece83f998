"""Published multiple-testing corrections, sample sizes and critical values."""

from __future__ import annotations

import math

import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower

from causal.inference.algebra import critical_value
from causal.inference.multiplicity import holm_levels
from causal.inference.power import power
from causal.sampling._variance import cosine_count
from tests.reference.printed import like

# SAS/STAT User's Guide, the MULTTEST procedure, "Inputting Raw p-Values": 24 tests.
SAS = [
    0.28282,
    0.30688,
    0.71022,
    0.77175,
    0.78180,
    0.88581,
    0.54685,
    0.84978,
    0.24228,
    0.58977,
    0.03498,
    0.41607,
    0.31631,
    0.05254,
    0.45061,
    0.75758,
    0.12496,
    0.49485,
    0.21572,
    0.50505,
    0.94372,
    0.81260,
    0.77596,
    0.36889,
]
# Benjamini and Hochberg (1995, Journal of the Royal Statistical Society B 57), section 4: 15 comparisons after infarction.
INFARCTION = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0000,
]
# R's multtest, mt.rawp2adjp, procedure "Holm", as kept in the tests of statsmodels (test_multi.py): raw and adjusted.
MULTTEST = {
    0.838541367553: 1.0,
    0.642193923795: 1.0,
    0.680845947633: 1.0,
    0.967833824309: 1.0,
    0.71626938238: 1.0,
    0.177096952723: 1.0,
    5.23656777208e-05: 5.2365677720800005e-04,
    0.0202732688798: 1.4191288215860001e-01,
    0.00028140506198: 2.5326455578199999e-03,
    0.0149877310796: 1.1990184863680001e-01,
}


def adjusted(p_values: list[float]) -> list[float]:
    return [p for _, p in holm_levels(p_values, 0.95)]


def test_holm_as_sas_prints_it() -> None:
    """Column "Stepdown Bonferroni": 0.8395 for the eleventh test, 1.0000 for every other."""
    printed = ["1.0000"] * 24
    printed[10] = "0.8395"
    assert [like("1.0000", p) for p in adjusted(SAS)] == printed


def test_holm_rejects_three_of_fifteen() -> None:
    """The paper: Bonferroni's and Hochberg's procedures reject the first three at 0.05; Holm's lies between the two."""
    found = adjusted(INFARCTION)
    assert [p <= 0.05 for p in found] == [True] * 3 + [False] * 12
    assert found == pytest.approx(multipletests(INFARCTION, method="holm")[1], rel=1e-12)


def test_holm_as_r_computes_it() -> None:
    assert adjusted(list(MULTTEST)) == pytest.approx(list(MULTTEST.values()), rel=1e-9)


# Cohen (1992, Psychological Bulletin 112), Table 2, row 1: people in each of two groups for a power of 0.80.
COHEN = {
    0.01: {0.2: 586, 0.5: 95, 0.8: 38},
    0.05: {0.2: 393, 0.5: 64, 0.8: 26},
    0.10: {0.2: 310, 0.5: 50, 0.8: 20},
}


@pytest.mark.parametrize(("alpha", "difference"), [(a, d) for a, row in COHEN.items() for d in row])
def test_power_of_cohens_sample_sizes(alpha: float, difference: float) -> None:
    people = COHEN[alpha][difference]
    found = power(math.sqrt(2 / people), 2 * people - 2, difference, 1.0 - alpha)
    assert found == pytest.approx(0.80, abs=0.008)
    reference = TTestIndPower().power(effect_size=difference, nobs1=people, alpha=alpha, ratio=1.0)
    assert found == pytest.approx(float(reference), rel=1e-8)


@pytest.mark.parametrize(
    ("degrees", "printed"), [(4, "2.776"), (10, "2.228"), (20, "2.086"), (30, "2.042"), (60, "2.000"), (120, "1.980")]
)
def test_students_table(degrees: int, printed: str) -> None:
    """Fisher and Yates (1963), Statistical Tables, Table III, column 0.05; also Student's t in Pearson and Hartley."""
    assert like(printed, critical_value(0.95, degrees)) == printed


@pytest.mark.parametrize(("rows", "count"), [(64, 6), (125, 10), (200, 13), (512, 25), (1000, 40), (3375, 90)])
def test_cosines_by_the_recommended_rule(rows: int, count: int) -> None:
    """Lazarus, Lewis, Stock and Watson (2018, Journal of Business and Economic Statistics 36): 0.4 T^(2/3), whole ones.

    The cube roots of these row counts but 200's are whole, so that the rule can be applied by hand.
    """
    assert cosine_count(rows) == count
