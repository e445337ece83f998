"""Reading delimited text: what is read, and which line is blamed for what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causal.data.connectors import connector_for, connectors, delimited
from causal.errors import DataError
from causal.files import limits
from causal.study import Dataset, Resolution, Series

if TYPE_CHECKING:
    from pathlib import Path


def dataset(columns: tuple[str, ...] = ("x",), resolution: str = "day", key: tuple[str, ...] = ()) -> Dataset:
    series = tuple(Series(name=f"d.{c}", label=c, unit="", source="made up") for c in columns)
    return Dataset(
        id="d", file="t.csv", time="date", resolution=Resolution(resolution), digest="", series=series, key=key
    )


def read(tmp_path: Path, content: str | bytes, name: str = "t.csv", **changes: object) -> pd.DataFrame:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return delimited.read(path, dataset(**changes))  # type: ignore[arg-type]


def test_declared_columns_become_numbers_by_day_and_the_rest_is_left() -> None:
    assert set(connectors()) >= {"delimited"}
    assert connector_for("a/B.CSV") is connectors()["delimited"]
    assert connector_for("a.pkl") is None


def test_a_daily_table(tmp_path: Path) -> None:
    table = read(tmp_path, '\ufeffdate,note,x\n2026-02-04,a, 1.5 \n2026-02-05,"b, c",\n\n2026-02-06,d,-2e3\n')
    assert table.columns.tolist() == ["x"]
    assert table["x"].dtype == np.float64
    np.testing.assert_array_equal(table["x"], [1.5, np.nan, -2000.0])
    assert table.index.tz is None
    assert table.index[1] == pd.Timestamp("2026-02-05")


def test_instants_are_in_utc_and_keys_stay_text(tmp_path: Path) -> None:
    text = "date\texpiry\tx\n2026-02-04T20:00Z\t007\t1\n2026-02-04T20:00Z\t008\t2\n2026-02-05T20:00:30+00:00\t007\t3\n"
    table = read(tmp_path, text, name="t.tsv", resolution="instant", key=("expiry",))
    assert str(table.index.tz) == "UTC"
    assert table["expiry"].tolist() == ["007", "008", "007"]
    assert table.index[2] == pd.Timestamp("2026-02-05T20:00:30Z")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("date,x\n", "no rows"),
        ("date,y\n2026-02-04,1\n", "no column 'x'"),
        ("date,x,x\n2026-02-04,1,2\n", "column 'x' stands twice"),
        ("date,x\n2026-02-04,1,2\n", "line 2: 3 cells where the header has 2"),
        ("date,x\n2026-02-04\n", "line 2: 1 cells"),
        ("date,x\n2026-02-04,1\n2026-02-05,n/a\n", "line 3, column 'x': 'n/a' is not a number"),
        ("date,x\n2026-02-04,nan\n", "'nan' is not a number"),
        ("date,x\n2026-02-04,inf\n", "'inf' is not a number"),
        ("date,x\n2026-02-04,1e999\n", "'1e999' is not a number"),
        ("date,x\n2026-02-04,1_000\n", "'1_000' is not a number"),
        ("date,x\n2026-02-04,0x10\n", "is not a number"),
        ('date,x\n2026-02-04,"1,000"\n', "'1,000' is not a number"),
        ("date,x\n2026-02-04,１２\n", "is not a number"),
        ("date,x\n05/02/2026,1\n", "line 2, column 'date': '05/02/2026' is not a day"),
        ("date,x\n2026-02-30,1\n", "'2026-02-30' is not a day"),
        ("date,x\n2026-02-05T00:00Z,1\n", "is not a day"),
        ("date,x\n,1\n", "'' is not a day"),
        ("date,x\n0001-01-01,1\n", "is not a day"),
        ("date,x\n9999-12-31,1\n", "is not a day"),
        ("date,x\n2026-02-05,1\n2026-02-04,2\n", "line 3: the times are not in order"),
        ("date,x\n2026-02-04,1\n\n2026-02-04,2\n", "line 4: this time stands twice; a table with several rows"),
        ('date,x\n2026-02-04,"1\n2026-02-05,2\n', "line 2: .*quote"),
        ('date,x\n2026-02-04,"1"2\n', "line 2: .*quote"),
        (b"date,x\n2026-02-04,1\x00\n", "line 2: a NUL byte"),
        (b"date,x\n2026-02-04,\xff\n", "line 2: not UTF-8"),
        (b"\x80\x05\x95cos\nsystem\n", "not UTF-8"),
        ("date,x\n".encode("utf-16"), "NUL|UTF-8"),
        (b"PK\x03\x04\x00\x00", "NUL"),
        (b"\x1f\x8b\x08", "not UTF-8"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith("t.csv")


@pytest.mark.parametrize("cell", ["2026-02-05T21:00", "2026-02-05", "2026-02-05T21:00+08:00", "1770325200", "today"])
def test_an_instant_must_say_that_it_is_utc(tmp_path: Path, cell: str) -> None:
    with pytest.raises(DataError, match="instant in UTC"):
        read(tmp_path, f"date,x\n{cell},1\n", resolution="instant")


def test_a_repeated_time_and_key_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 4: this time stands twice for one and the same "):
        read(tmp_path, "date,k,x\n2026-02-04,a,1\n2026-02-04,b,1\n2026-02-04,a,1\n", key=("k",))


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("DATA_BYTES", 10, "larger than 10 bytes"),
        ("DATA_ROWS", 1, "more than 1 rows"),
        ("DATA_COLUMNS", 1, "2 columns; at most 1"),
        ("CELL_CHARACTERS", 5, "more than 5 characters"),
    ],
)
def test_every_limit_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, message: str
) -> None:
    assert getattr(limits, limit) > 100
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(DataError, match=message):
        read(tmp_path, "date,x\n2026-02-04,1\n2026-02-05,1\n")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("date,x\n2026-02-04,1\n")
    (tmp_path / "t.csv").symlink_to(tmp_path / "real.csv")
    with pytest.raises(DataError, match="link"):
        delimited.read(tmp_path / "t.csv", dataset())


NUMBERS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**15), 10**15))


@given(st.lists(NUMBERS, min_size=1, max_size=30))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_come_back_as_written(tmp_path: Path, numbers: list[float | None]) -> None:
    days = pd.date_range("2026-01-01", periods=len(numbers))
    rows = "".join(f"{day:%Y-%m-%d},{'' if n is None else n}\n" for day, n in zip(days, numbers, strict=True))
    table = read(tmp_path, "date,x\n" + rows)
    np.testing.assert_array_equal(table["x"], [np.nan if n is None else float(n) for n in numbers])
    assert table.index.tolist() == days.tolist()


@given(
    st.one_of(
        st.binary(max_size=100),
        st.text(alphabet='date,x\n"126-0\t\r', max_size=60).map(lambda t: b"date,x\n" + t.encode()),
    )
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_read_or_refused(tmp_path: Path, raw: bytes) -> None:
    try:
        table = read(tmp_path, raw)
    except DataError:
        return
    assert table.index.is_monotonic_increasing
    assert not np.isinf(table.to_numpy()).any()
