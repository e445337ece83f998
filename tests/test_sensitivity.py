"""Cinelli and Hazlett's published numbers (2020, section 5, and the sensemakr manual), and the formulas' meaning."""

from __future__ import annotations

import numpy as np
import pytest

from causal import sensitivity
from causal.algebra import critical_value, fit, project

# Darfur example: effect of direct harm on peace index, as printed: 0.097 (0.023), 783 degrees of freedom.
EFFECT, ERROR, DEGREES = np.array([0.09731582]), np.array([0.02325654]), 783


def test_robustness_values_as_printed():
    value = sensitivity.robustness_value(EFFECT, ERROR, DEGREES)
    at_five_percent = sensitivity.robustness_value(EFFECT, ERROR, DEGREES, critical_value(0.95, DEGREES - 1))
    assert round(float(value[0]) * 100, 1) == 13.9
    assert round(float(at_five_percent[0]) * 100, 1) == 7.6
    assert round(float(sensitivity.partial_r2(EFFECT, ERROR, DEGREES)[0]) * 100, 1) == 2.2


# The bounds of that example for one, two and three times the covariate "female", to the digits in the reference
# implementation's own tests: (treatment R2, outcome R2, effect, standard error, low, high).
BOUNDS = {
    1: (0.00916428667504862, 0.12464092303637, 0.0752202712144491, 0.0218733277437572, 0.0322829657274445, 0.118157576701454),
    2: (0.0183285733500972, 0.249324064199975, 0.0529151723844518, 0.0203500620779637, 0.012968035, 0.09286231),
    3: (0.0274928600251459, 0.374050471038094, 0.0303960234641548, 0.0186700648170924, -0.006253282, 0.06704533),
}


@pytest.mark.parametrize("times", BOUNDS)
def test_bounds_as_published(times):
    one = BOUNDS[1]
    with_treatment = one[0] / (1 + one[0])
    between = with_treatment**2 / (1 - with_treatment) ** 2
    ratio = one[1] * (1 - between) / (1 + np.sqrt(between)) ** 2
    strength = sensitivity.bound(with_treatment, np.array([ratio / (1 + ratio)]), times)
    treatment_r2, outcome_r2, effect, error, low, high = BOUNDS[times]
    assert strength.treatment_r2 == pytest.approx(treatment_r2, rel=1e-9)
    assert float(strength.outcome_r2[0]) == pytest.approx(outcome_r2, rel=1e-6)
    left = sensitivity.adjusted(EFFECT, ERROR, ERROR, DEGREES, strength, critical_value(0.95, DEGREES))
    assert float(left[0][0]) == pytest.approx(effect, abs=1e-6)
    assert float(left[1][0]) == pytest.approx(low, abs=1e-6)
    assert float(left[2][0]) == pytest.approx(high, abs=1e-6)
    assert float(left[2][0] - left[0][0]) / critical_value(0.95, DEGREES) == pytest.approx(error, abs=1e-6)


def test_bias_formula_is_the_omitted_variable_bias():
    rng = np.random.default_rng(0)
    rows = 400
    z, hidden = rng.standard_normal(rows), rng.standard_normal(rows)
    t = 0.4 * z + 0.6 * hidden + rng.standard_normal(rows)
    y = 0.5 * t + 0.3 * z + 0.7 * hidden + rng.standard_normal(rows)
    short, long = np.column_stack([np.ones(rows), z]), np.column_stack([np.ones(rows), z, hidden])
    fitted = fit(project(t, short), y[:, None])
    full = fit(project(t, long), y[:, None])
    with_treatment, with_outcome = sensitivity.group_r2(long, t, [2], y[:, None])
    size = sensitivity.bias(fitted.classical_error, project(t, short).residual_degrees, with_treatment, with_outcome)
    assert abs(float(fitted.effect[0] - full.effect[0])) == pytest.approx(float(size[0]), rel=1e-9)


def test_a_benchmark_that_explains_half_the_treatment_allows_no_bound():
    assert sensitivity.bound(0.5, np.array([0.1]), 1.0) is None
