"""Times as files write them: the day is the publisher's day, or what to write is said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from causal.data.times import UnreadableTimeError, epoch_of, pattern, word, zone
from causal.errors import DataError
from causal.study import Dataset, Layout, Resolution


def read(cell, resolution="day", **layout):
    of = Dataset(
        id="d", file="d.csv", time="t", resolution=Resolution(resolution), digest="", series=(), layout=Layout(**layout)
    )
    return word(cell, of)


BERLIN = int(datetime(2024, 7, 1, 22, tzinfo=UTC).timestamp())  # midnight of 2 July in Berlin


@pytest.mark.parametrize(
    ("cell", "layout", "expected"),
    [
        (BERLIN, {"time_format": "unix", "time_zone": "Europe/Berlin"}, "2024-07-02"),
        (f"{BERLIN}000", {"time_format": "unix_ms", "time_zone": "Europe/Berlin"}, "2024-07-02"),
        (BERLIN * 10**6, {"time_format": "unix_us", "time_zone": "Europe/Berlin"}, "2024-07-02"),
        (f"{BERLIN * 10**9}", {"time_format": "unix_ns", "time_zone": "Europe/Berlin"}, "2024-07-02"),
        (BERLIN, {"time_format": "unix", "time_zone": "UTC"}, "2024-07-01"),
        (1704067200, {"time_format": "unix"}, "2024-01-01"),  # midnight in UTC
        ("1704067200.0", {"time_format": "unix"}, "2024-01-01"),
        ("2024-07-01T22:00:00Z", {"time_zone": "Europe/Berlin"}, "2024-07-02"),
        ("2024-07-02T00:00:00+02:00", {"time_zone": "Europe/Berlin"}, "2024-07-02"),
        ("2024-07-02 00:00:00 +0200", {"time_zone": "Europe/Berlin"}, "2024-07-02"),
        ("2024-01-01T00:00:00.000000000Z", {"time_zone": "UTC"}, "2024-01-01"),
        (datetime(2024, 7, 1, 22, tzinfo=UTC), {"time_zone": "Europe/Berlin"}, "2024-07-02"),
        (datetime(2024, 7, 2, tzinfo=timezone(timedelta(hours=9))), {"time_zone": "Asia/Tokyo"}, "2024-07-02"),
        ("2024-07-02 16:00:00", {"time_zone": "America/New_York"}, "2024-07-02"),  # a clock of that zone
        ("2024-07-02", {"time_zone": "Asia/Tokyo"}, "2024-07-02"),
        (date(2024, 7, 2), {"time_format": "%d.%m.%Y", "time_zone": "Asia/Tokyo"}, "2024-07-02"),
        ("02.07.2024", {"time_format": "%d.%m.%Y"}, "2024-07-02"),
        ("01 Jan 2024", {"time_format": "%d %b %Y"}, "2024-01-01"),
        ("2024-01-01 00:00:00", {"time_format": "%Y-%m-%d %H:%M:%S"}, "2024-01-01"),
        ("20240102", {"time_format": "%Y%m%d"}, "2024-01-02"),
        ("", {"time_format": "%Y%m%d"}, ""),
        (None, {"time_zone": "UTC"}, ""),
        ("nonsense", {"time_zone": "UTC"}, "nonsense"),  # the kind of rows refuses it
        ("2024-13-01T00:00Z", {"time_zone": "UTC"}, "2024-13-01T00:00Z"),
    ],
)
def test_the_day_is_the_publishers(cell, layout, expected):
    assert read(cell, **layout) == expected


def test_the_clock_of_a_zone_makes_an_instant():
    assert read("2024-07-02 09:30", "instant", time_zone="America/New_York") == "2024-07-02T13:30:00+00:00"
    assert (
        read("2024-07-02 09:30", "instant", time_format="%Y-%m-%d %H:%M", time_zone="Asia/Tokyo")
        == "2024-07-02T00:30:00+00:00"
    )
    assert read("2024-07-02T09:30:00+02:00", "instant", time_zone="Asia/Tokyo") == "2024-07-02T07:30:00+00:00"
    assert read(1704067200123456, "instant", time_format="unix_us") == "2024-01-01T00:00:00.123456+00:00"


def test_an_epoch_of_a_month_is_its_first_day():
    assert read(1704063600, "month", time_format="unix", time_zone="Europe/Berlin") == "2024-01-01"


def test_identifiers_of_a_cross_section_are_left_alone():
    assert read("1704067200", "row", time_format="unix") == "1704067200"


@pytest.mark.parametrize(
    ("cell", "layout", "says"),
    [
        (BERLIN, {"time_format": "unix"}, "2024-07-01 22:00 in UTC, not midnight: write the `time_zone`"),
        (1704153599999, {"time_format": "unix_ms"}, "not midnight"),
        (
            1704067200000,
            {"time_format": "unix"},
            "'1704067200000' is not written as `time_format` says, 'unix'; `time_format: unix_ms` would fit",
        ),
        ("yesterday", {"time_format": "unix"}, "the time 'yesterday' is not written as `time_format` says, 'unix'"),
        ("nan", {"time_format": "unix"}, "is not written as"),
        ("13/25/2024", {"time_format": "%d/%m/%Y"}, "'13/25/2024' is not written as `time_format` says, '%d/%m/%Y'"),
    ],
)
def test_what_is_no_day_of_anybody_is_refused_with_what_to_write(cell, layout, says):
    with pytest.raises(UnreadableTimeError) as caught:
        read(cell, **layout)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("cells", "unit"),
    [
        ([1704067200, "1704153600"], "unix"),
        (["1704067200000"], "unix_ms"),
        ([1704067200000000], "unix_us"),
        (["1704067200000000000"], "unix_ns"),
        (["1704067200", "x"], ""),
        (["20240101"], ""),
        (["1704067200", "1704067200000"], ""),
        ([], ""),
    ],
)
def test_the_unit_of_an_epoch_is_told_by_the_years(cells, unit):
    assert epoch_of(cells) == unit


@pytest.mark.parametrize("name", ["Europe/Berln", "Berlin", "../etc/passwd", "", "EST5"])
def test_an_unknown_zone_is_told_with_the_nearest(name):
    with pytest.raises(DataError, match="there is no time zone") as caught:
        zone(name)
    assert ("Europe/Berlin'" in str(caught.value)) is (name in {"Europe/Berln", "Berlin"})


@pytest.mark.parametrize("form", ["%d%d", "%", "%Y-%m-%d %Y", "%Q", "%d/%m/%Y %"])
def test_a_pattern_in_which_no_time_can_be_written_is_refused_where_it_is_declared(form):
    with pytest.raises(DataError, match="is no pattern of times"):
        pattern(form)


@pytest.mark.parametrize(
    "form", ["", "unix", "unix_us", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S%z", "%b %d, %Y", "%Y%m%d", "%G-W%V-%u"]
)
def test_other_forms_are_taken(form):
    assert pattern(form) == form
