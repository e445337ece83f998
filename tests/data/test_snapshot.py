"""Canonical CSV: equal data give equal bytes, and the bytes give the data back to the last bit."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causal.data.cells import Cells
from causal.data.connectors import delimited
from causal.data.snapshot import canonical
from causal.errors import DataError
from tests.data.sources.servers import dataset

NUMBERS = (
    st.none()
    | st.floats(allow_infinity=False)
    | st.integers(-(10**15), 10**15)
    | st.decimals(-(10**6), 10**6, places=6)
)
KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=6)


def table(header, *rows):
    return Cells(name="t", noun="row", header=list(header), rows=iter(enumerate(rows, start=1)))


@given(
    st.lists(
        st.tuples(st.dates(date(1800, 1, 1), date(2200, 12, 31)), KEYS, NUMBERS, NUMBERS),
        min_size=1,
        unique_by=lambda row: row[:2],
    ),
    st.integers(),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_gives_the_same_bytes_and_they_give_the_data_back(tmp_path, rows, seed):
    of, header = dataset(("x", "y"), key=("k",)), ("date", "k", "x", "y")
    raw = canonical(table(header, *rows), of, {})
    random.Random(seed).shuffle(rows)
    assert canonical(table(header, *rows), of, {}) == raw
    assert canonical(delimited.cells("t", raw, of), of, {}) == raw
    (tmp_path / "t.csv").write_bytes(raw)
    found = delimited.read(tmp_path / "t.csv", of)
    known = {(str(row[0]), row[1].strip()): row[2:] for row in rows}
    for day, values in zip(
        zip(found.index.strftime("%Y-%m-%d"), found["k"], strict=True), found[["x", "y"]].to_numpy(), strict=True
    ):
        expected = [math.nan if value is None else float(value) for value in known[day]]
        np.testing.assert_array_equal(values, expected)


@given(st.lists(st.datetimes(datetime(1800, 1, 2), datetime(2200, 12, 30)), min_size=1, unique=True))
@settings(max_examples=40, deadline=None)
def test_instants_come_back_to_the_microsecond(times):
    of = dataset(resolution="instant")
    raw = canonical(table(("date", "x"), *((time.replace(tzinfo=UTC), 1) for time in times)), of, {})
    assert canonical(delimited.cells("t", raw, of), of, {}) == raw
    found = [datetime.fromisoformat(line.split(",")[0]) for line in raw.decode().splitlines()[1:]]
    assert found == [time.replace(tzinfo=UTC) for time in sorted(times)]


def test_numbers_take_the_fewest_digits_and_text_is_quoted_where_it_must_be():
    rows = [
        (date(2026, 2, 4) + timedelta(i), f"{i}", x)
        for i, x in enumerate([0.1 + 0.2, Decimal("0.10"), 1e22, -0.0, "1e3", 7])
    ]
    raw = canonical(
        table(("date", "k", "x"), *rows, (date(2026, 3, 1), 'a,"b"', None)), dataset(key=("k",)), {}
    ).decode()
    assert [line.split(",")[2] for line in raw.splitlines()[1:7]] == [
        "0.30000000000000004",
        "0.1",
        "1e+22",
        "-0.0",
        "1000.0",
        "7.0",
    ]
    assert raw.splitlines()[7] == '2026-03-01,"a,""b""",'


def test_one_column_there_may_serve_two_here_and_what_is_missing_is_told():
    of = dataset(("x", "y"))
    assert (
        canonical(table(("d", "c"), ("2026-02-04", 1)), of, {"date": "d", "x": "c", "y": "c"})
        == b"date,x,y\n2026-02-04,1.0,1.0\n"
    )
    with pytest.raises(
        DataError, match="t has no column 'Clse'; did you mean 'Close'.; `columns: {x: …}` says what it is called there"
    ):
        canonical(table(("date", "Close"), ("2026-02-04", 1)), dataset(), {"x": "Clse"})
