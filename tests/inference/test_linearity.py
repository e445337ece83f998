"""The spline is Harrell's, its test has its size and its power, and its slopes cover."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.signal import lfilter

from causal.errors import NotComputableError
from causal.inference import linearity
from causal.inference.linearity import curves
from causal.sampling import HAR, HC3

WORLDS = 200


def series(rng, rows, persistence, worlds=1):
    return lfilter([1.0], [1.0, -persistence], rng.standard_t(5, (rows + 50, worlds)), axis=0)[50:]


def drawn(rows, variance, persistence, shape, seed=1, designs=8):
    rng, found = np.random.default_rng(seed), []
    for _ in range(designs):
        x = series(rng, rows, persistence)[:, 0]
        z = (x - x.mean()) / x.std()
        controls = np.column_stack([np.ones(rows), rng.standard_normal(rows)])
        outcomes = shape(z)[:, None] + series(rng, rows, persistence, WORLDS)
        found.append((z, curves(z, controls, outcomes, variance)))
    return found


CASES = [(HC3, 27, 0.0), (HC3, 400, 0.0), (HAR, 60, 0.5), (HAR, 400, 0.0), (HAR, 400, 0.7)]


@pytest.mark.parametrize(("variance", "rows", "persistence"), CASES)
@pytest.mark.parametrize("slope", [0.0, 1.0])
def test_a_line_is_rejected_as_rarely_as_is_claimed(variance, rows, persistence, slope):
    found = drawn(rows, variance, persistence, lambda z: slope * z)
    assert np.mean([one.p_value <= 0.05 for _, one in found]) <= 0.08


@pytest.mark.parametrize(("variance", "rows", "persistence"), [(HC3, 150, 0.0), (HC3, 400, 0.0), (HAR, 400, 0.5)])
@pytest.mark.parametrize("shape", [lambda z: -0.7 * z**2 - 0.3 * z, lambda z: 0.7 * np.abs(z)])
def test_a_curve_that_turns_is_found(variance, rows, persistence, shape):
    found = drawn(rows, variance, persistence, shape)
    assert np.mean([one.p_value <= 0.05 for _, one in found]) >= 0.75


@pytest.mark.parametrize(("variance", "rows", "persistence"), [(HC3, 60, 0.0), (HAR, 400, 0.5)])
def test_the_average_slope_of_a_line_is_its_slope_and_covered(variance, rows, persistence):
    found = drawn(rows, variance, persistence, lambda z: 0.8 * z)
    from scipy import stats

    covered = [np.abs(one.slopes[-1] - 0.8) <= stats.t.isf(0.025, one.degrees) * one.errors[-1] for _, one in found]
    assert np.mean(covered) >= 0.93
    assert np.mean([one.slopes[-1] for _, one in found]) == pytest.approx(0.8, abs=0.05)


def test_slopes_are_those_of_the_curve():
    rng = np.random.default_rng(3)
    x, noise = rng.uniform(-2.0, 2.0, 2000), rng.standard_normal((2000, WORLDS))
    found = curves(x, np.ones((2000, 1)), -(x[:, None] ** 2) + noise, HC3)
    assert np.mean(found.slopes[:-1], axis=1) == pytest.approx(-2 * found.places, abs=0.5)
    assert np.mean(found.slopes[-1]) == pytest.approx(np.mean(-2 * x), abs=0.05)


def test_the_spline_is_linear_beyond_its_outer_knots():
    knots = np.array([-1.0, -0.2, 0.4, 1.5])
    for side in (np.linspace(-5.0, -1.0, 9), np.linspace(1.5, 9.0, 9)):
        assert np.allclose(np.diff(linearity._bends(side, knots), 2, axis=0), 0.0, atol=1e-9)
    inside = np.linspace(-1.0, 1.5, 2001)
    numeric = np.gradient(linearity._bends(inside, knots), inside, axis=0)
    assert np.allclose(numeric[5:-5], linearity._slope(inside, knots)[5:-5, 1:], atol=1e-3)


def test_the_test_is_the_wald_test_of_statsmodels_with_its_hc3_errors():
    rng = np.random.default_rng(2)
    x, z, noise = rng.standard_normal((3, 150))
    y = x + z + noise
    controls = np.column_stack([np.ones(150), z])
    columns = np.column_stack([x, linearity._bends(x, linearity._knots(x)), controls])
    reference = sm.OLS(y, columns).fit(cov_type="HC3", use_t=True)
    wald = float(reference.wald_test(np.eye(5)[1:3], use_f=False, scalar=True).statistic)
    degrees = 150 - 5
    from scipy import stats

    expected = stats.f.sf(wald * (degrees - 1) / (degrees * 2), 2, degrees - 1)
    assert curves(x, controls, y[:, None], HC3).p_value[0] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    "values", [np.repeat([0.0, 1.0, 2.0], 40), np.r_[np.zeros(100), np.arange(20.0)], np.repeat(np.arange(5.0), 24)]
)
def test_knots_stand_apart_where_values_are_often_the_same(values):
    knots = linearity._knots(values)
    assert len(knots) >= 3
    assert np.all(np.diff(knots) > 0)


def test_two_values_have_no_curve():
    with pytest.raises(NotComputableError, match="two values"):
        linearity._knots(np.repeat([0.0, 1.0], 50))


@pytest.mark.parametrize("rows", [60, 400])
def test_the_terms_of_many_worlds_are_those_of_each(rows):
    rng = np.random.default_rng(4)
    values = rng.standard_normal((5, rows))
    values[1] = np.round(values[1], 1)
    found = linearity.bends(values)
    for world, one in enumerate(values):
        alone = linearity._bends(one, linearity._knots(one))  # noqa: SLF001
        assert np.allclose(found[:, world], alone.T, rtol=1e-12, atol=1e-14)
