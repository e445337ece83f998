"""JSON: records and columns give the table that CSV gives; anything else is told, and nothing takes the machine down."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causal.data.connectors import json_text
from causal.errors import DataError
from causal.files import limits
from tests.data.connectors.same import assert_same_table, dataset

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {
    "date": ["2026-02-04", "2026-02-05", "2026-02-06"],
    "note": ["a", "", "c"],
    "x": [1.5, None, -0.002],
    "y": ["1", " 2 ", 12345678901],
}
RECORDS = [dict(zip(COLUMNS, row, strict=True)) for row in zip(*COLUMNS.values(), strict=True)]
del RECORDS[1]["x"]


def read(tmp_path: Path, content: object, **changes: object):
    path = tmp_path / "t.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return json_text.read(path, dataset(**changes))


@pytest.mark.parametrize("values", [COLUMNS, RECORDS])
def test_records_and_columns_give_the_table_of_the_csv(tmp_path, values):
    path = tmp_path / "t.json"
    path.write_text("\ufeff" + json.dumps(values), encoding="utf-8")
    assert json_text.columns(path, dataset()) == list(COLUMNS)
    assert_same_table(tmp_path, path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON"),
        (b"[", "cut off"),
        (b'[{"date": "2026-02-04", "x": 1}', "t.json, line 1: .*cut off"),
        (b"[]", "is empty"),
        (b"[[1, 2], 3]", "is no table"),
        (b"[[1, 2]]", "no column 'date'; known: column_1, column_2"),
        (b"{}", "is no table"),
        (b"1", "is no table"),
        (b'{"data": {"date": []}}', "is no table"),
        (b'{"date": ["2026-02-04"], "x": []}', "0 to 1 values"),
        (b'{"date": [], "x": []}', "no rows"),
        ([{"date": "2026-02-04", "x": [1]}], "record 1, column 'x': a list where"),
        ([{"date": "2026-02-04", "x": {"a": 1}}], "record 1, column 'x': a mapping where"),
        ([{"date": "2026-02-04", "x": True}], "record 1, column 'x': 'True' is not a number"),
        ([{"date": "2026-02-04", "x": "n/a"}], "record 1, column 'x': 'n/a' is not a number"),
        ([{"date": 1770163200, "x": 1}], "record 1, column 'date': '1770163200' is not a day"),
        ([{"date": "2026-02-05", "x": 1}, {"date": "2026-02-04", "x": 1}], "record 2: the times are not in order"),
        ([{"day": "2026-02-05", "x": 1}], "no column 'date'"),
        (b'[{"date": "2026-02-04", "x": NaN}]', "NaN is not JSON: write null"),
        (b'[{"date": "2026-02-04", "x": -Infinity}]', "-Infinity is not JSON"),
        (b'[{"date": "2026-02-04", "x": 1e999}]', "'inf' is not a number"),
        (b'[{"date": "2026-02-04", "x": 1, "x": 2}]', "the key 'x' stands twice"),
        (b'[{"date": "2026-02-04", "x": ' + b"9" * 5000 + b"}]", "digits"),
        (b'[{"date": "\xff"}]', "not UTF-8"),
        (b'{"date": ' * 50_000, "nested too deeply|not JSON"),
    ],
)
def test_a_mistake_is_told_with_its_record(tmp_path, content, message):
    with pytest.raises(DataError, match=message) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith("t.json")


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [b"[" * 30_000_000, b"[[]," * 15_000_000, b"[{}," * 15_000_000, b'"\\' * 30_000_000, b'{"a":' * 10_000_000],
    ids=["deep", "lists", "records", "quotes", "mappings"],
)
def test_a_bomb_within_the_size_limit_is_refused_in_little_time_and_memory(tmp_path, content):
    started = time.perf_counter()
    tracemalloc.start()
    try:
        with pytest.raises(DataError):
            read(tmp_path, content)
        assert tracemalloc.get_traced_memory()[1] < 400_000_000
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("DATA_BYTES", 10, "larger than 10 bytes"),
        ("DATA_ROWS", 1, "more than 1 rows"),
        ("DATA_COLUMNS", 1, "2 columns; at most 1"),
        ("CELL_CHARACTERS", 5, "more than 5 characters"),
    ],
)
def test_every_limit_holds(tmp_path, monkeypatch, limit, value, message):
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(DataError, match=message):
        read(tmp_path, [{"date": "2026-02-04", "x": 1}, {"date": "2026-02-05", "x": 2}])


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.sampled_from(["2026-02-04", "x", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["date", "x"]), inner),
)


@given(JSON)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_is_read_or_refused(tmp_path, values):
    try:
        table = read(tmp_path, values)
    except DataError:
        return
    assert table.index.is_monotonic_increasing


def test_a_key_that_stands_twice_among_very_many_is_named():
    """Comparing every key with every other one would take 10^11 steps, and this test would not end."""
    raw = ("[{" + ",".join(f'"k{i}":1' for i in range(300_000)) + ',"k299999":2}]').encode()
    with pytest.raises(DataError, match="'k299999' stands twice"):
        json_text.parsed("d.json", raw)
