"""Stand-ins for missing values are found by how far they lie and how often they stand, and true values are left in peace."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.data.stand_ins import far_and_repeated, stand_ins
from causal.study import Dataset, Resolution, Series

RNG = np.random.default_rng(20260105)


def temperatures(count=400):
    return np.round(RNG.normal(10, 6, count), 1)


def sales(count=400):
    return np.round(RNG.normal(700, 60, count))


def with_values(values, *pairs):
    values = values.astype(float).copy()
    at = 5
    for value, count in pairs:
        values[at : at + 3 * count : 3] = value
        at += 100
    return values


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (with_values(temperatures(), (-9999, 2)), [-9999]),
        (with_values(temperatures(), (-9999, 1)), [-9999]),  # customary: once is enough
        (with_values(temperatures(), (999, 3)), [999]),
        (with_values(temperatures(), (99.9, 3)), [99.9]),
        (with_values(temperatures(), (1e20, 2)), [1e20]),
        (with_values(temperatures(), (-9999, 3), (-8888, 2)), [-9999, -8888]),
        (with_values(temperatures(), (-999, 2), (9999, 2)), [-999, 9999]),
        (with_values(temperatures(), (500, 2)), [500]),  # repeated, though nobody's custom
        (with_values(np.cumsum(RNG.normal(0, 1, 300)) + 100, (-1, 4)), [-1]),
        (with_values(sales(), (0, 12)), [0]),  # holidays
        (with_values(-sales(), (0, 3)), [0]),
        (with_values(temperatures(), (32767, 1)), [32767]),
        (with_values(temperatures(), (-32768, 1), (65535, 1)), [-32768, 65535]),
        (with_values(temperatures(), (2147483647, 1)), [2147483647]),
        (with_values(temperatures(), (9.999e20, 1)), [9.999e20]),
        (with_values(temperatures(), (-1e34, 1)), [-1e34]),
        (with_values(temperatures() + 1000, (0, 1)), [0]),  # air pressure
        (with_values(-temperatures() - 500, (0, 1)), [0]),
        (with_values(RNG.lognormal(3, 1, 500).round(3), (-99, 2)), [-99]),
        (with_values(RNG.lognormal(3, 1, 500).round(3), (-9999, 2)), [-9999]),
        (with_values(RNG.normal(380, 20, 300).round(2), (-9.99, 2), (-0.99, 1)), [-9.99, -0.99]),
        (with_values(np.r_[np.zeros(300), RNG.exponential(5, 100).round(1)], (-9999, 2)), [-9999]),  # rain
    ],
)
def test_what_may_mean_no_value_is_found(values, expected):
    assert [value for value, _, _ in far_and_repeated(values)] == expected


@pytest.mark.parametrize(
    "values",
    [
        temperatures(),
        with_values(temperatures(), (60, 1)),  # one true outlier
        RNG.standard_t(2, 1000),
        RNG.standard_t(2, 1000).round(1),
        RNG.poisson(3, 400),
        RNG.poisson(30, 400),
        RNG.lognormal(2, 2, 400).round(),
        np.round(np.exp(np.linspace(0, 12, 400))),  # an epidemic
        np.r_[np.zeros(380), np.ones(20)],  # a law in force
        np.r_[np.zeros(200), np.full(200, 25.0)],
        np.r_[np.zeros(300), RNG.exponential(5, 100).round(1)],  # rain
        np.r_[np.zeros(3), RNG.exponential(5, 300)],
        np.cumsum(RNG.normal(0, 1, 500)),
        np.exp(np.cumsum(RNG.normal(0, 0.01, 900))),
        np.minimum(RNG.normal(80, 15, 400), 100).round(),  # marks out of a hundred
        np.arange(1900, 2025),
        np.r_[np.full(30, 5.0), [50.0, 50.0]],
        np.full(50, np.nan),
        np.array([]),
        np.full(40, 7.0),
    ],
)
def test_true_values_are_left_in_peace(values):
    assert far_and_repeated(np.asarray(values, dtype=float)) == []


def test_many_honest_series_raise_no_alarm():
    alarms = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        for values in (
            rng.normal(size=300),
            rng.standard_t(3, 300).round(2),
            rng.poisson(8, 300),
            rng.gamma(2, 3, 300),
        ):
            alarms += bool(far_and_repeated(values.astype(float)))
    assert alarms <= 2


def test_a_find_says_where_and_among_which():
    values = with_values(temperatures(), (-9999, 2))
    table = pd.DataFrame({"tmin": values, "rain": np.ones(400)})
    series = tuple(Series(name=f"d.{name}", label=name, unit="", source="s") for name in ("tmin", "rain"))
    of = Dataset(id="d", file="d.csv", time="t", resolution=Resolution.DAY, digest="", series=series)
    (found,) = stand_ins(of, table)
    assert (found.series, found.written, found.count, found.rows, found.first) == ("d.tmin", "-9999", 2, 400, 5)
    assert -20 < found.low < found.high < 40
