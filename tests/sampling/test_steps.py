"""One step, as the rows tell it: weekends and holidays are none too many, months left out are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pandas.tseries.holiday import USFederalHolidayCalendar

from causal.frame import Frame
from causal.sampling import samplings

DAYS, INSTANTS, PERIODS = (samplings()[name] for name in ("days", "instants", "periods"))
EVERY = pd.date_range("2016-01-01", "2019-12-31")
WEEKDAYS = pd.bdate_range("2016-01-01", "2019-12-31")
HOLIDAYS = USFederalHolidayCalendar().holidays("2016-01-01", "2019-12-31")
HOURS = pd.date_range("2024-03-01", "2024-03-31 23:00", freq="h", tz="UTC")


def without(index: pd.DatetimeIndex, *spans: tuple[str, str]) -> pd.DatetimeIndex:
    """Leave out what lies from one day to another, both included."""
    day = index.tz_localize(None).normalize()
    for start, end in spans:
        inside = (day >= start) & (day <= end)
        index, day = index[~inside], day[~inside]
    return index


def holes(index: pd.Index, kind=DAYS) -> list[tuple[str, str]]:
    """The rows before and after each hole."""
    names = kind.names(index)
    return [(names[at - 1], names[at]) for at in np.flatnonzero(kind.holes(index))]


def golden_weeks() -> pd.DatetimeIndex:
    """Weekdays without the first ten days of October and of February of each year, as on a Chinese exchange."""
    closed = [(f"{year}-{month}-01", f"{year}-{month}-09") for year in range(2016, 2020) for month in ("02", "10")]
    return without(WEEKDAYS, *closed)


# -- calendars without a hole


@pytest.mark.parametrize(
    "index",
    [
        EVERY,
        WEEKDAYS,
        WEEKDAYS.difference(HOLIDAYS),  # a market's: Friday to Tuesday is one step
        without(WEEKDAYS.difference(HOLIDAYS), ("2017-09-12", "2017-09-15")),  # closed for most of a week
        golden_weeks(),
        EVERY[EVERY.day_of_week != 4],  # closed on Fridays
        EVERY[EVERY.day_of_week.isin([6, 0, 1, 2, 3])],  # Sunday to Thursday
        EVERY[EVERY.day_of_week == 1],
        EVERY[EVERY.day_of_week.isin([0, 3])],
        pd.DatetimeIndex([day - pd.Timedelta(days=int(day.month == 12)) for day in EVERY[EVERY.day_of_week == 1]]),
        pd.date_range("1990-01-01", periods=200, freq="MS"),
        pd.date_range("1990-01-01", periods=200, freq="BME"),
        pd.date_range("1990-01-01", periods=60, freq="QS"),
        pd.date_range("1990-01-01", periods=60, freq="6MS"),
        pd.date_range("1950-01-01", periods=60, freq="YS"),
        EVERY[:3],
        EVERY[:0],
    ],
    ids=lambda index: f"{len(index)} from {index[0]:%a}" if len(index) else "none",
)
def test_a_calendar_that_keeps_its_step_has_no_hole(index):
    assert holes(index) == []


# -- calendars with holes


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (without(EVERY, ("2017-05-05", "2017-05-05")), [("2017-05-04", "2017-05-06")]),  # one day of a gauge
        (without(WEEKDAYS, ("2017-05-01", "2017-05-31")), [("2017-04-28", "2017-06-01")]),
        (without(WEEKDAYS, ("2017-05-01", "2017-05-05")), [("2017-04-28", "2017-05-08")]),  # one week, in one year
        (without(golden_weeks(), ("2017-05-01", "2017-05-31")), [("2017-04-28", "2017-06-01")]),
        (without(EVERY[EVERY.day_of_week == 1], ("2017-05-09", "2017-05-09")), [("2017-05-02", "2017-05-16")]),
        (
            without(pd.date_range("1990-01-01", periods=99, freq="MS"), ("1993-06-01", "1993-06-01")),
            [("1993-05-01", "1993-07-01")],
        ),
        (
            without(pd.date_range("1990-01-01", periods=60, freq="QS"), ("1993-04-01", "1993-04-01")),
            [("1993-01-01", "1993-07-01")],
        ),
    ],
)
def test_what_is_left_out_is_a_hole(index, expected):
    assert holes(index) == expected


@pytest.mark.parametrize("every", [1, 7])
def test_seasons_with_nothing_between_are_apart_though_they_recur(every):
    season = EVERY[::every][EVERY[::every].month.isin([6, 7, 8])]
    found = holes(season)
    assert len(found) == 3
    assert all(before[5:7] == "08" and after[5:7] == "06" for before, after in found)


def test_weekdays_that_lack_more_than_holidays_are_missed_one_by_one():
    kept = np.random.default_rng(5).random(len(WEEKDAYS)) > 0.25
    index = WEEKDAYS[kept]
    absent = np.diff(np.flatnonzero(kept)) - 1
    assert len(holes(index)) == int((absent > 0).sum())


def test_uneven_rows_have_a_hole_only_where_one_is_out_of_all_proportion():
    days = np.cumsum(np.random.default_rng(2).integers(3, 30, size=80))
    polls = pd.DatetimeIndex(pd.Timestamp("2016-01-01") + pd.to_timedelta(days, unit="D"))
    assert holes(polls) == []
    later = polls[:40].append(polls[40:] + pd.Timedelta(days=400))
    assert holes(later) == [(f"{later[39]:%Y-%m-%d}", f"{later[40]:%Y-%m-%d}")]


# -- instants and periods


def test_an_hour_left_out_around_the_clock_is_a_hole():
    assert holes(HOURS, INSTANTS) == []
    assert holes(HOURS.delete([100, 101]), INSTANTS) == [("2024-03-05T03:00Z", "2024-03-05T06:00Z")]


@pytest.mark.parametrize(
    "index",
    [
        HOURS[(HOURS.hour >= 14) & (HOURS.hour < 21) & (HOURS.day_of_week < 5)],  # a session
        HOURS[(HOURS.hour != 22) & (HOURS.day_of_week < 5)],
        HOURS[HOURS.day_of_week < 5],  # around the clock, but not at weekends
        HOURS[HOURS.hour.isin([1, 9, 20])],
    ],
    ids=["session", "pause", "weekdays", "three a day"],
)
def test_nights_and_weekends_of_a_session_are_steps(index):
    assert holes(index, INSTANTS) == []


def test_ticks_a_moment_apart_are_no_clock():
    ticks = pd.Timestamp("2024-03-01", tz="UTC") + pd.to_timedelta([*range(50), 10**12], unit="ns")
    assert holes(pd.DatetimeIndex(ticks), INSTANTS) == []


def test_days_left_out_of_a_session_are_a_hole():
    session = HOURS[(HOURS.hour >= 14) & (HOURS.hour < 21) & (HOURS.day_of_week < 5)]
    gone = without(session, ("2024-03-11", "2024-03-17"))
    assert holes(gone, INSTANTS) == [("2024-03-08T20:00Z", "2024-03-18T14:00Z")]


def test_a_period_left_out_is_a_hole_until_the_calendar_fills_it():
    months = pd.period_range("2020-01", periods=12, freq="M").delete([3, 4])
    assert holes(months, PERIODS) == [("2020-03", "2020-06")]
    assert holes(PERIODS.calendar(months), PERIODS) == []


# -- what follows from it


def test_a_lag_does_not_reach_over_a_hole():
    index = without(EVERY, ("2016-01-04", "2016-01-06"))[:8]
    values = np.arange(8.0)
    frame = Frame(pd.DataFrame({"x": values}, index=index), (), {})
    assert frame.shift(values, 1).tolist()[1:3] == [0.0, 1.0]
    assert np.flatnonzero(np.isnan(frame.shift(values, 1))).tolist() == [0, 3]
    assert np.flatnonzero(np.isnan(frame.shift(values, -2))).tolist() == [1, 2, 6, 7]
