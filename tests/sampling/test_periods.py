"""Weeks, months, quarters and years: their names in every form, their calendar, and the days that lie in them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import NotComputableError, UnreadableRowError
from causal.sampling import last_day, period_name, samplings
from causal.study import Resolution

PERIODS = samplings()["periods"]
INDEX = PERIODS.read(["2024-W01", "2024-W02", "2024-W03"], Resolution.WEEK)


def read(*words: str, by: str = "month"):
    return PERIODS.read(words, Resolution(by))


@pytest.mark.parametrize(
    ("by", "words", "name"),
    [
        (
            "month",
            [
                "2024-01",
                "2024-1",
                "2024/01",
                "2024M01",
                "2024m1",
                "2024-M01",
                "Jan 2024",
                "January 2024",
                "JAN-2024",
                "Jan. 2024",
                "2024 Jan",
                "2024年1月",
                "2024/01",
                "01/2024",
                "1.2024",
                "2024.01",
                "2024:01",
                "2024_01",
                "202401",
                "M1 2024",
                "Jan-24",
                "jan24",
                "Jan'24",
                "Januar 2024",
                "janv. 2024",
                "2024 enero",
                "2024-01-01",
                "2024-01-31",
            ],
            "2024-01",
        ),
        ("month", ["Sep 2023", "Sept 2023", "September 2023", "2023-09", "set 2023"], "2023-09"),
        ("month", ["März 1999", "mrz 99", "mars 1999", "Mar-99", "Março 1999"], "1999-03"),
        ("month", ["Dez 2068", "Dec-68", "décembre 2068", "diciembre 2068"], "2068-12"),
        (
            "quarter",
            ["2024Q1", "2024-Q1", "2024 Q1", "2024q1", "Q1 2024", "q1-2024", "2024年第1季度", "2024-03-31"]
            + ["1Q24", "1Q2024", "Q1'24", "Q1/2024", "2024/Q1", "2024:Q1", "T1 2024", "2024K1", "1. Quartal 2024"],
            "2024Q1",
        ),
        (
            "week",
            ["2024-W05", "2024W05", "2024w5", "2024年第5周", "2024-01-29", "2024-02-04"]
            + ["W05 2024", "Week 5, 2024", "2024 week 5", "KW 5/2024", "wk5-2024"],
            "2024-W05",
        ),
        ("year", ["1871", "1871年", "1871-01-01", "YR1871", "1871 [YR1871]"], "1871"),
    ],
)
def test_a_period_has_one_name_however_it_is_written(by, words, name):
    assert {PERIODS.names(read(word, by=by))[0] for word in words} == {name}


@pytest.mark.parametrize(
    ("by", "word"),
    [
        ("month", "2024-13"),
        ("month", "2024-00"),
        ("month", "2024"),
        ("month", "Foo 2024"),
        ("month", "Maya 2024"),
        ("month", "2024-01-15"),
        ("month", "1799-12"),
        ("month", "2201-01"),
        ("month", ""),
        ("month", "01 2024"),
        ("month", "202413"),
        ("month", "jui 2024"),  # June or July
        ("month", "2024-1-1"),
        ("quarter", "2024S1"),
        ("quarter", "2024H1"),
        ("year", "FY2024"),
        ("year", "2024/25"),
        ("quarter", "2024Q5"),
        ("quarter", "2024-01"),
        ("week", "2021-W53"),
        ("week", "2024-W00"),
        ("week", "2024-01-30"),
        ("year", "71"),
        ("year", "1799"),
        ("year", "2024.0"),
        ("year", "２０２４"),
    ],
)
def test_what_names_no_period_is_told_with_its_place(by, word):
    with pytest.raises(UnreadableRowError, match=f"is not a {by} such as") as caught:
        read({"month": "2024-01", "quarter": "2024Q1", "week": "2024-W01", "year": "2024"}[by], word, by=by)
    assert (caught.value.at, caught.value.word) == (1, word)


@given(st.dates(date(1800, 1, 6), date(2200, 12, 20)), st.sampled_from(["week", "month", "quarter", "year"]))
def test_every_day_lies_in_the_period_of_its_name(day, by):
    iso = day.isocalendar()
    name = {
        "week": f"{iso.year}-W{iso.week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "year": f"{day.year}",
    }[by]
    index = read(name, by=by)
    first, last = PERIODS.extent(index[0])
    assert first.date() <= day <= last.date()
    assert PERIODS.names(index) == (name,) == (period_name(name),)
    assert PERIODS.position(index, day) == 0
    assert PERIODS.single(index, day.isoformat()) == index[0]


@pytest.mark.parametrize(
    ("by", "words", "between"),
    [
        ("month", ["2023-11", "2024-02"], ["2023-12", "2024-01"]),
        ("quarter", ["2023Q4", "2024Q2"], ["2024Q1"]),
        ("week", ["2020-W52", "2021-W02"], ["2020-W53", "2021-W01"]),  # a year of 53 weeks
        ("year", ["1899", "1902"], ["1900", "1901"]),
    ],
)
def test_the_calendar_has_every_period_between_the_first_and_the_last(by, words, between):
    index = read(*words, by=by)
    assert list(PERIODS.names(PERIODS.calendar(index))) == [words[0], *between, words[1]]
    assert PERIODS.noun(index).many == f"{by}s"


def test_the_event_day_and_its_window_are_the_periods_that_hold_them():
    index = PERIODS.calendar(read("2024-01", "2024-06"))
    assert PERIODS.position(index, date(2024, 3, 17)) == 2
    assert PERIODS.position(index, date(2024, 7, 1)) is None
    assert PERIODS.around(index, date(2024, 9, 9)) == (index[-1], None)
    marked = PERIODS.within(index, date(2024, 2, 29), date(2024, 4, 1))
    assert np.flatnonzero(marked).tolist() == [1, 2, 3]


def test_a_text_of_a_time_covers_the_periods_that_it_touches():
    quarters = PERIODS.calendar(read("2023Q1", "2024Q4", by="quarter"))
    assert PERIODS.names(quarters[[quarters.get_loc(p) for p in PERIODS.find(quarters, "2024")]]) == (
        "2024Q1",
        "2024Q4",
    )
    assert PERIODS.single(quarters, "2024-05") == quarters[5]
    assert PERIODS.single(quarters, "2024-06-30T23:00Z") == quarters[5]
    with pytest.raises(NotComputableError, match="2024 is longer than one quarter"):
        PERIODS.single(quarters, "2024")
    assert PERIODS.reaches(quarters, "2024-12-31")
    assert not PERIODS.reaches(quarters, "2025-01")


def test_days_of_names():
    assert (last_day("2024-02"), last_day("2024-02-03"), last_day("2024Q1")) == (
        date(2024, 2, 29),
        date(2024, 2, 3),
        date(2024, 3, 31),
    )
    assert [period_name(t) for t in ("Jan 2024", "2024-01-15", "2024-01-01", "soon", "")] == ["2024-01", "", "", "", ""]


def test_the_digest_tells_weeks_from_months():
    assert PERIODS.digest(read("2024-01")) != PERIODS.digest(read("2024-W01", by="week"))
