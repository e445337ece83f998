"""Cinelli and Hazlett's Darfur example from its data: effect, robustness values, benchmark and bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from causal.inference import sensitivity
from causal.inference.algebra import Array, Projection, critical_value, project
from tests.reference.printed import like

DATA = Path(__file__).parent / "data" / "darfur.csv"
COVARIATES = ["female", "age", "farmer_dar", "herder_dar", "pastvoted", "hhsize_darfur"]


@pytest.fixture(scope="module")
def survey() -> tuple[Projection, Array, Array, Array]:
    """The design, the outcome, the controls with one constant a village, and the treatment."""
    table = pd.read_csv(DATA)
    villages = pd.get_dummies(table["village"]).to_numpy(dtype=float)
    controls = np.column_stack([table[COVARIATES].to_numpy(dtype=float), villages])
    treatment = table["directlyharmed"].to_numpy(dtype=float)
    return project(treatment, controls), table[["peacefactor"]].to_numpy(dtype=float), controls, treatment


def test_effect_and_robustness_values_as_printed(survey: tuple[Projection, Array, Array, Array]) -> None:
    """Cinelli and Hazlett (2020), Table 1: 0.097 (0.023), t 4.184, 783 degrees, R2 2.2%, RV 13.9%, at 5 percent 7.6%."""
    projection, outcome, _, _ = survey
    effect, error, degrees = sensitivity.classical(projection, outcome)
    value = sensitivity.robustness_value(effect, error, degrees)
    significant = sensitivity.robustness_value(effect, error, degrees, critical_value(0.95, degrees - 1))
    assert degrees == 783
    assert like("0.097", effect[0]) == "0.097"
    assert like("0.023", error[0]) == "0.023"
    assert like("4.184", effect[0] / error[0]) == "4.184"
    assert like("2.2", 100 * sensitivity.partial_r2(effect, error, degrees)[0]) == "2.2"
    assert like("13.9", 100 * value[0]) == "13.9"
    assert like("7.6", 100 * significant[0]) == "7.6"
    assert like("0.138776", value[0]) == "0.138776"  # these two: the tests of R's sensemakr
    assert like("0.07625797", significant[0]) == "0.07625797"


# One, two and three times the covariate "female", to the digits in the tests of R's sensemakr:
# (treatment R2, outcome R2, effect, standard error, low, high).
BOUNDS = {
    1: (
        0.00916428667504862,
        0.12464092303637,
        0.0752202712144491,
        0.0218733277437572,
        0.0322829657274445,
        0.118157576701454,
    ),
    2: (0.0183285733500972, 0.249324064199975, 0.0529151723844518, 0.0203500620779637, 0.012968035, 0.09286231),
    3: (0.0274928600251459, 0.374050471038094, 0.0303960234641548, 0.0186700648170924, -0.006253282, 0.06704533),
}


@pytest.mark.slow
@pytest.mark.parametrize("times", BOUNDS)
def test_bounds_as_published(survey: tuple[Projection, Array, Array, Array], times: int) -> None:
    projection, outcome, controls, treatment = survey
    effect, error, degrees = sensitivity.classical(projection, outcome)
    with_treatment, with_outcome = sensitivity.group_r2(controls, treatment, [COVARIATES.index("female")], outcome)
    strength = sensitivity.bound(with_treatment, with_outcome, times)
    assert strength is not None
    critical = critical_value(0.95, degrees)
    left, low, high = sensitivity.adjusted(
        effect, error, error, degrees, strength.treatment_r2, strength.outcome_r2, critical
    )
    found = (strength.treatment_r2, strength.outcome_r2[0], left[0], (high[0] - left[0]) / critical, low[0], high[0])
    assert found == pytest.approx(BOUNDS[times], abs=5e-9)
