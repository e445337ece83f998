"""Rows that look ordered: by their names, and by values that go with the row before."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.data.order import autocorrelated, named, unordered
from causal.sampling import samplings

YEARS = range(1990, 2015)
SUNDAYS = pd.date_range("2010-01-03", periods=60, freq="7D")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@pytest.mark.parametrize(
    ("words", "column", "like"),
    [
        ([f"{m:%Y-%m}" for m in pd.period_range("2005-01", periods=24, freq="M")], "x", "months"),
        ([f"{m:%Y-%m-%d}" for m in pd.bdate_range("2005-01-03", periods=24)], "x", "days"),
        ([f"{q}Q{str(y)[2:]}" for y in YEARS for q in range(1, 5)], "x", "quarters"),
        ([str(y) for y in YEARS], "x", "years"),
        ([f"{y}/{(y + 1) % 100:02}" for y in YEARS], "x", "financial years"),
        ([f"{y}-{(y + 1) % 100:02}" for y in range(2001, 2011)], "x", "financial years"),
        ([f"{y}H{h}" for y in YEARS for h in (1, 2)], "x", "dates, each with a year"),
        ([f"{y}-S{h}" for y in YEARS for h in (1, 2)], "x", "dates, each with a year"),
        ([f"FY{y}" for y in YEARS], "x", "dates, each with a year"),
        ([f"Spring {y}" for y in reversed(YEARS)], "x", "dates, each with a year"),
        ([f"{d:02}.01.2005" for d in range(1, 32)], "x", "dates"),
        ([f"{d}/1/05" for d in range(1, 32)], "x", "dates"),
        ([f"Jan {d}, 2005" for d in range(1, 32)], "x", "dates"),
        ([f"{m} {d}" for m in MONTHS for d in (1, 15)], "x", "dates"),
        ([f"Day {n}" for n in range(1, 30)], "x", "a count of time"),
        ([f"t{n}" for n in range(30)], "x", "a count of time"),
        ([f"wave_{n:02}" for n in range(1, 12)], "x", "a count of time"),
        ([f"第{n}期" for n in range(1, 12)], "x", "a count of time"),
        ([str(n) for n in range(1, 200)], "week", "a count of time"),
        ([str(n) for n in range(200)], "time_step", "a count of time"),
        ([f"2005, day {n}" for n in range(1, 30)], "x", "a count of time"),
        ([f"w/e {d:%d/%m/%Y}" for d in SUNDAYS], "x", "dates"),
        ([f"week ending {d:%Y-%m-%d} (p)" for d in SUNDAYS], "x", "dates"),
        ([f"{d:%a, %d %b %Y 00:00:00 GMT}" for d in SUNDAYS], "x", "dates"),
        ([f"{d:%a %b %d %H:%M:%S %Y}" for d in SUNDAYS], "x", "dates"),
        ([f"{y}s" for y in range(1700, 2020, 10)], "x", "decades"),
        ([f"the {y}'s" for y in range(1700, 2020, 10)], "x", "decades"),
        ([f"{d:%y%m%d}" for d in SUNDAYS], "x", "dates without marks between day, month and year"),
        ([f"{d:%d%m%Y}" for d in SUNDAYS], "id", "dates without marks between day, month and year"),
        ([f"{d:%m%d%Y}" for d in reversed(SUNDAYS)], "x", "dates without marks between day, month and year"),
        (
            [f"{m:%y%m}" for m in pd.period_range("2010-01", periods=40, freq="M")],
            "x",
            "dates without marks between day, month and year",
        ),
        ([f"{y} epiweek {n}" for y in (2004, 2005) for n in range(1, 53)], "epi_week", "a count of time"),
    ],
)
def test_names_that_date_or_count_their_rows_are_seen(words, column, like):
    assert named(words, column) == like


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["AUT", "BEL", "CHE", "DEU"], "country"),
        ([f"p{n}" for n in range(50)], "person"),
        ([str(n) for n in range(1, 200)], "id"),
        ([str(n) for n in (2, 3, 5, 8, 13, 21)], "week"),  # numbers that count nothing
        (["1903", "1987", "1950", "1920"], "firm"),  # numbers that could be years
        ([f"fund {y} {c}" for y, c in zip((2004, 2001, 2003, 2002), "abcd", strict=True)], "fund"),
        (["May Smith", "June Miller", "August Jones"], "name"),
        (["2005-01", "2005-02"], "x"),  # too few to tell
        ([str(n) for n in range(101, 1200, 18)], "id"),
        ([str(n) for n in range(110101, 991231, 9773)], "id"),  # of six digits, and some of them no day
        ([f"{10 * n:02}0101" for n in range(1, 10)] + [f"{n}0505" for n in range(91, 99)], "id"),  # days, far apart
    ],
)
def test_names_of_people_firms_and_places_look_like_no_time(words, column):
    assert named(words, column) == ""


# -- values


def table(seed=3, rows=80, **more):
    noise = np.random.default_rng(seed).standard_normal((3, rows))
    return pd.DataFrame({"a": noise[0], "b": noise[1], **{k: f(noise[2]) for k, f in more.items()}})


@pytest.mark.parametrize(
    "path",
    [np.cumsum, lambda z: np.exp(0.1 * np.cumsum(z)), lambda z: np.sin(np.arange(len(z)) / 6) + 0.2 * z],
    ids=["walk", "price", "season"],
)
def test_values_that_go_with_the_row_before_are_named(path):
    ((name, r),) = autocorrelated(table(path=path))
    assert (name, r > 0.8) == ("path", True)


def test_two_columns_that_only_rise_are_two_totals_over_time():
    steps = np.abs(np.random.default_rng(1).standard_normal((2, 60)))
    both = pd.DataFrame({"cases": np.cumsum(steps[0]), "tests": np.cumsum(steps[1])})
    assert [name for name, _ in autocorrelated(both)] == ["cases", "tests"]


@pytest.mark.parametrize(
    "given",
    [
        table(),
        table(rows=400),
        table(group=lambda z: np.repeat([1.0, 0.0], len(z) // 2)),  # the treated first
        table(size=lambda z: np.sort(z)[::-1]),  # the largest first
        table(rows=15, walk=np.cumsum),  # too few rows to tell
        pd.DataFrame({"a": [1.0] * 50}),
        pd.DataFrame({"a": [np.nan] * 50}),
    ],
    ids=["noise", "more noise", "groups", "sorted", "few", "constant", "missing"],
)
def test_a_file_of_people_is_in_no_order_though_it_may_be_sorted(given):
    assert autocorrelated(given) == ()


def test_noise_is_hardly_ever_taken_for_an_order():
    noise = np.random.default_rng(8).standard_normal((30, 2000))
    assert len(autocorrelated(pd.DataFrame(noise))) <= 3


def test_the_kind_in_no_order_is_the_one_of_that_name():
    assert unordered() is unordered("cross-section") is samplings()["rows"]
    assert unordered("time series") is None
