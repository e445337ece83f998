"""Calendar days: read strictly, and found by day, instant or period."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from causal.errors import NotComputableError, UnreadableRowError
from causal.sampling import samplings
from causal.study import Dataset, Resolution, Sample

DAYS = samplings()["days"]
INDEX = MARKET = pd.bdate_range("2024-04-29", periods=15)  # Monday; weekends are left out


def test_words_are_read_and_written_as_they_were():
    words = ["2024-02-29", "2024-03-01", "2025-01-01"]
    assert list(DAYS.names(DAYS.read(words, Resolution.DAY))) == words


@pytest.mark.parametrize("word", ["2024-02-30", "2024-2-1", "1700-01-01", "", "2024-01", "2024-01-01T00:00Z"])
def test_what_is_no_day_is_told_with_its_place(word):
    with pytest.raises(UnreadableRowError, match="is not a day such as") as caught:
        DAYS.read(["2024-01-01", word], Resolution.DAY)
    assert (caught.value.at, caught.value.word) == (1, word)


def test_a_day_that_is_no_row_lies_between_two():
    assert DAYS.position(MARKET, date(2024, 5, 3)) == 4
    assert DAYS.position(MARKET, date(2024, 5, 4)) is None
    assert DAYS.around(MARKET, date(2024, 5, 4)) == (MARKET[4], MARKET[5])


def test_before_the_first_row_and_after_the_last_there_is_none():
    assert DAYS.around(MARKET, date(2024, 4, 28)) == (None, MARKET[0])
    assert DAYS.around(MARKET, date(2024, 5, 18)) == (MARKET[-1], None)


def test_a_period_bounds_days_and_names_no_single_one():
    assert DAYS.find(MARKET, "2024-05") == (pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-31"))
    with pytest.raises(NotComputableError, match="2024-05 is longer than one day"):
        DAYS.single(MARKET, "2024-05")
    assert DAYS.single(MARKET, "2024-05-03T21:00Z") == pd.Timestamp("2024-05-03")


def test_a_weekend_is_reached_by_the_friday_before():
    assert DAYS.reaches(MARKET, "2024-05-19")  # Sunday after the last row, a Friday
    assert not DAYS.reaches(MARKET, "2024-05-20")


@pytest.mark.parametrize(
    ("rows", "name"),
    [(15, "trading day"), (14, "trading day"), (13, "day"), (16, "day"), (19, "day"), (0, "day")],
)
def test_rows_that_are_nearly_all_weekdays_are_trading_days(rows, name):
    calendar = Dataset(id="d", file="d.csv", time="t", resolution=Resolution.DAY, digest="", series=())
    ends = {"start": INDEX[0].date(), "end": INDEX[-1].date()}
    assert DAYS.step_name(calendar, Sample(calendar="d", **ends), rows) == name
    assert DAYS.step_name(calendar, Sample(calendar="d"), rows) == "day"
