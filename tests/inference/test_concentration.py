"""Intervals of effects that hang on few rows, in worlds without an effect and under errors of several kinds."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from causal.errors import NotComputableError
from causal.inference.algebra import critical_value, fit, project
from causal.sampling import HAR, HC3

WORLDS, DESIGNS = 400, 12


def noise(rows: int, persistence: float, rng: np.random.Generator, worlds: int = WORLDS) -> np.ndarray:
    shocks = rng.standard_normal((rows + 60, worlds))
    return np.sqrt(1 - persistence**2) * lfilter([1.0], [1.0, -persistence], shocks, axis=0)[60:]


def first(rows: int, count: int) -> np.ndarray:
    return (np.arange(rows) < count).astype(float)


TREATMENTS = {
    "spread": lambda rows, rng: rng.standard_normal(rows),
    "halves": lambda rows, rng: first(rows, rows // 2),
    "three rows": lambda rows, rng: first(rows, 3),
    "two rows": lambda rows, rng: first(rows, 2),
    "a run of rows": lambda rows, rng: np.roll(first(rows, rows // 10), rows // 2),
    "skewed": lambda rows, rng: np.exp(1.2 * rng.standard_normal(rows)),
    "one row and a little": lambda rows, rng: first(rows, 1) + 0.02 * rng.standard_normal(rows),
    "one row and next to nothing": lambda rows, rng: first(rows, 1) + 0.0005 * rng.standard_normal(rows),
}


def coverage(treatment, rows, variance, persistence=0.0, controls=0, uneven=0.0, seed=11):
    """Give the share of 95% intervals that hold the true effect, 0, and the median width in standard deviations of the estimate."""
    rng = np.random.default_rng(seed)
    covered, widths = [], []
    for _ in range(DESIGNS):
        x = treatment(rows, rng)
        held = np.column_stack([np.ones(rows), rng.standard_normal((rows, controls))])
        spread = np.exp(uneven * (x - x.mean()) / x.std())
        found = fit(project(x, held, variance=variance), spread[:, None] * noise(rows, persistence, rng))
        half = critical_value(0.95, found.degrees_of_freedom) * found.standard_error
        covered.append(np.mean(np.abs(found.effect) <= half))
        widths.append(np.median(half) / np.std(found.effect))
    return float(np.mean(covered)), float(np.mean(widths))


@pytest.mark.parametrize("name", TREATMENTS)
@pytest.mark.parametrize("controls", [0, 3])
def test_intervals_on_27_independent_rows_cover(name, controls):
    covered, _ = coverage(TREATMENTS[name], 27, HC3, controls=controls)
    assert covered >= 0.93


@pytest.mark.parametrize("name", ["spread", "halves", "three rows", "two rows"])
def test_intervals_on_27_independent_rows_cover_where_the_treated_vary_more(name):
    covered, _ = coverage(TREATMENTS[name], 27, HC3, uneven=0.5)
    assert covered >= 0.91


@pytest.mark.parametrize("name", ["spread", "halves", "a run of rows", "two rows", "one row and a little"])
@pytest.mark.parametrize("persistence", [0.0, 0.5])
@pytest.mark.parametrize("rows", [30, 200])
def test_intervals_on_rows_in_time_cover(name, persistence, rows):
    covered, _ = coverage(TREATMENTS[name], rows, HAR, persistence)
    assert covered >= 0.93


@pytest.mark.parametrize(("variance", "rows"), [(HC3, 27), (HC3, 400), (HAR, 400)])
@pytest.mark.parametrize("name", ["spread", "halves"])
def test_where_many_rows_share_the_effect_nothing_is_widened(variance, rows, name):
    rng = np.random.default_rng(3)
    chosen = project(TREATMENTS[name](rows, rng), np.ones((rows, 1)), variance=variance).measuring
    assert (chosen.freed, chosen.scale, chosen.degrees) == (True, 1.0, variance.degrees(rows, rows - 2))
    assert coverage(TREATMENTS[name], rows, variance)[1] < 1.15 * critical_value(0.95, chosen.degrees)


def test_a_day_far_out_does_not_blind_the_others():
    """A cause eight standard deviations out on one of 500 days leaves the interval as it is."""

    def outlier(rows, rng):
        x = rng.standard_normal(rows)
        x[rows // 2] += 8.0
        return x

    covered, width = coverage(outlier, 500, HAR)
    assert 0.93 <= covered <= 0.97
    assert width < 1.15 * 1.96


@pytest.mark.parametrize("rows", [40, 300])
@pytest.mark.parametrize("variance", [HC3, HAR])
def test_a_treatment_of_one_row_is_refused(rows, variance):
    with pytest.raises(NotComputableError, match="one row alone"):
        project(first(rows, 1), np.ones((rows, 1)), variance=variance)


def test_an_effect_that_two_rows_decide_has_about_one_degree_of_freedom():
    """Without controls two treated rows have one square between them; the 25 others add next to nothing."""
    chosen = project(first(27, 2), np.ones((27, 1)), variance=HC3).measuring
    assert (chosen.freed, 1.0 <= chosen.degrees < 1.5) == (False, True)


@pytest.mark.parametrize("rows", [27, 90])
@pytest.mark.parametrize("variance", [HC3, HAR])
def test_the_traces_are_those_of_the_matrix(rows, variance):
    rng = np.random.default_rng(8)
    design = project(rng.standard_normal(rows), np.column_stack([np.ones(rows), rng.standard_normal(rows)]))
    span = np.column_stack([design.orthonormal, design.direction / np.linalg.norm(design.direction)])
    outcomes = np.eye(rows) - span @ span.T
    form = np.array(
        [
            [
                (
                    variance.of_sum(design.functional * (outcomes[:, i] + outcomes[:, j]))
                    - variance.of_sum(design.functional * (outcomes[:, i] - outcomes[:, j]))
                )
                / 4.0
                for j in range(rows)
            ]
            for i in range(rows)
        ]
    )
    found = variance.moments(design.functional, span)
    assert found == pytest.approx((np.trace(form), np.sum(form**2)), rel=1e-8)
    assert variance.trace(design.functional, span, lambda values: values) == pytest.approx(np.trace(form), rel=1e-8)
