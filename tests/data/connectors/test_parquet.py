"""Parquet: the table that CSV gives; pages that unpack to far more than they are, and damaged files, are refused."""

from __future__ import annotations

import datetime as dt
import decimal
import io
import random
import time

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from causal.data.connectors import parquet
from causal.errors import DataError
from causal.files import extras, limits
from tests.data.connectors.same import assert_same_table, dataset

DAYS = [dt.date(2026, 2, 4), dt.date(2026, 2, 5), dt.date(2026, 2, 6)]


def plain(**changes):
    return pa.table(
        {
            "date": pa.array(DAYS),
            "note": pa.array(["a", None, "c"]),
            "x": pa.array([1.5, None, -0.002]),
            "y": pa.array([1, 2, 12345678901], pa.int64()),
            **changes,
        }
    )


def write(tmp_path, table, **options):
    path = tmp_path / "t.parquet"
    pq.write_table(table, path, **options)
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"x": pa.array([1.5, float("nan"), -0.002])},
        {"date": pa.array([str(d) for d in DAYS])},
        {"date": pa.array([dt.datetime.combine(d, dt.time()) for d in DAYS], pa.timestamp("ns"))},
        {"note": pa.array(["a", "", "c"]).dictionary_encode()},
        {"note": pa.array(["a", "", "c"], pa.large_string())},
        {"x": pa.array(["1.5", "", " -0.002 "])},
        {"x": pa.array([decimal.Decimal("1.5"), None, decimal.Decimal("-0.002")])},
        {"y": pa.array([1, 2, 12345678901], pa.uint64())},
        {"other": pa.array([[1], [2], [3]])},
    ],
)
def test_it_gives_the_table_of_the_csv(tmp_path, changes):
    assert_same_table(tmp_path, write(tmp_path, plain(**changes)))


@pytest.mark.parametrize("compression", ["none", "snappy", "gzip", "zstd", "brotli", "lz4"])
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_every_way_of_packing_is_read(tmp_path, compression, version):
    path = write(tmp_path, plain(), compression=compression, data_page_version=version, row_group_size=1)
    assert_same_table(tmp_path, path)


def test_what_pandas_writes_is_read(tmp_path):
    pd.DataFrame({"date": ["2026-02-04"], "x": [1.0]}).to_parquet(tmp_path / "t.parquet")
    assert parquet.columns(tmp_path / "t.parquet", dataset()) == ["date", "x"]
    assert parquet.read(tmp_path / "t.parquet", dataset())["x"].tolist() == [1.0]


def test_instants_are_utc_whatever_their_zone_and_naive_ones_are_refused(tmp_path):
    stamps = [dt.datetime(2026, 2, 5, 21, 0, 0, 250000)]
    for zone in ("UTC", "America/New_York", "+08:00", "../../etc/passwd"):
        path = write(tmp_path, pa.table({"date": pa.array(stamps, pa.timestamp("us", zone)), "x": [1.0]}))
        assert parquet.read(path, dataset(resolution="instant")).index[0] == pd.Timestamp("2026-02-05T21:00:00.25Z")
    naive = write(tmp_path, pa.table({"date": pa.array(stamps, pa.timestamp("us")), "x": [1.0]}))
    with pytest.raises(DataError, match="t.parquet, row 1, column 'date': .* is not an instant in UTC"):
        parquet.read(naive, dataset(resolution="instant"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": pa.array([[1.0], [2.0], [3.0]])}, "neither number, text"),
        ({"x": pa.array([{"a": 1}] * 3)}, "neither number, text"),
        ({"x": pa.array([b"1", b"2", b"3"])}, "binary is neither"),
        ({"x": pa.array([1.0, float("inf"), 2.0])}, "row 2, column 'x': 'inf' is not a number"),
        ({"x": pa.array(["1", "two", "3"])}, "row 2, column 'x': 'two' is not a number"),
        ({"date": pa.array(DAYS[::-1])}, "row 2: the times are not in order"),
        ({"date": pa.array([*DAYS[:2], None])}, "row 3, column 'date': '' is not a day"),
        ({"date": pa.array([dt.datetime(2026, 2, d, 1) for d in (4, 5, 6)])}, "row 1, column 'date': .* is not a day"),
        ({"note": pa.array(["a" * 50_000] * 3)}, "more than 10000 characters"),
    ],
)
def test_a_mistake_is_told_with_its_row(tmp_path, changes, message):
    with pytest.raises(DataError, match=message) as caught:
        parquet.read(write(tmp_path, plain(**changes)), dataset(key=("note",)))
    assert str(caught.value).startswith("t.parquet")


def test_a_missing_column_is_told_with_the_nearest(tmp_path):
    with pytest.raises(DataError, match="no column 'price'; did you mean 'prices'"):
        parquet.read(write(tmp_path, plain(prices=pa.array([1, 2, 3]))), dataset(("price",)))


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["gzip", "zstd"])
def test_a_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked(tmp_path, codec):
    rows = 1_000_000
    days = pa.array(["2026-02-04" + "x" * 390]).take(pa.array([0] * rows))
    path = write(
        tmp_path, pa.table({"date": days, "x": pa.array([0.0] * rows)}), compression=codec, use_dictionary=False
    )
    assert path.stat().st_size < 5_000_000
    before = pa.default_memory_pool().max_memory()
    with pytest.raises(DataError, match="unpacks to more than"):
        parquet.read(path, dataset())
    assert pa.default_memory_pool().max_memory() - before < 100_000_000


def test_a_page_counts_by_its_own_header_and_not_by_what_the_file_says_of_it(tmp_path, monkeypatch):
    path = write(tmp_path, pa.table({"date": [f"2026-02-{d:02}" for d in range(1, 29)], "x": [1.0] * 28}))
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 300)
    with pytest.raises(DataError, match="unpacks to more than 300"):
        parquet.read(path, dataset())
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 3000)
    monkeypatch.setattr(limits, "PARQUET_PAGES", 3)
    with pytest.raises(DataError, match="or 3 pages"):
        parquet.read(path, dataset())


def test_the_sizes_of_the_pages_are_those_that_pyarrow_states(tmp_path, monkeypatch):
    path = write(tmp_path, plain(), compression="gzip", row_group_size=2)
    stated, headers = 0, 40 * 2 * 4 * 2
    metadata = pq.read_metadata(path)
    for group in range(metadata.num_row_groups):
        stated += sum(metadata.row_group(group).column(c).total_uncompressed_size for c in range(4))
    read = dataset(("x", "y"), key=("note",))
    monkeypatch.setattr(limits, "UNPACKED_BYTES", stated)
    parquet.read(path, read)
    monkeypatch.setattr(limits, "UNPACKED_BYTES", stated - headers)
    with pytest.raises(DataError, match="unpacks"):
        parquet.read(path, read)


def test_text_that_repeats_its_neighbour_is_refused(tmp_path):
    path = write(tmp_path, plain(), use_dictionary=False, column_encoding={"note": "DELTA_BYTE_ARRAY"})
    with pytest.raises(DataError, match="DELTA_BYTE_ARRAY"):
        parquet.read(path, dataset(key=("note",)))


def test_one_long_word_used_a_million_times_is_refused_in_little_memory(tmp_path):
    rows = 1_000_000
    words = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["a" * 5_000_000]))
    path = write(tmp_path, pa.table({"date": words, "x": pa.array([0.0] * rows)}))
    started, before = time.perf_counter(), pa.default_memory_pool().max_memory()
    with pytest.raises(DataError, match="more than 10000 characters"):
        parquet.read(path, dataset())
    assert time.perf_counter() - started < 10
    assert pa.default_memory_pool().max_memory() - before < 200_000_000


@pytest.mark.parametrize(
    ("limit", "value", "message"),
    [
        ("DATA_BYTES", 10, "larger than 10 bytes"),
        ("DATA_ROWS", 1, "more than 1 rows"),
        ("CELL_CHARACTERS", 5, "more than 5 characters"),
    ],
)
def test_every_limit_holds(tmp_path, monkeypatch, limit, value, message):
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(DataError, match=message):
        parquet.read(write(tmp_path, plain(date=pa.array([str(d) for d in DAYS]))), dataset())


def test_too_many_columns_are_refused(tmp_path):
    with pytest.raises(DataError, match="no column|columns; at most"):
        parquet.read(write(tmp_path, pa.table({f"c{i}": [1] for i in range(500)})), dataset(("c1",)))


def test_damaged_files_are_refused_or_read_and_never_break_the_reader(tmp_path):
    held = io.BytesIO()
    pq.write_table(plain(), held, compression="gzip")
    whole, chance = held.getvalue(), random.Random(5)
    path = tmp_path / "t.parquet"
    for cut in (b"", b"PAR1", b"PAR1PAR1", whole[:-1], whole[:40], whole[4:], b"PAR1" + b"\xff" * 200 + b"PAR1"):
        path.write_bytes(cut)
        with pytest.raises(DataError, match="t.parquet is no Parquet file"):
            parquet.read(path, dataset())
    for _ in range(300):
        bad = bytearray(whole)
        bad[chance.randrange(len(bad))] = chance.randrange(256)
        path.write_bytes(bad)
        try:
            parquet.read(path, dataset(("x", "y"), key=("note",)))
        except DataError:
            continue


def test_without_pyarrow_the_command_that_brings_it_is_named(tmp_path, monkeypatch):
    def none(module):
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", none)
    with pytest.raises(DataError, match=r"t\.parquet needs pyarrow, .*pip install 'causal\[parquet\]'"):
        parquet.columns(write(tmp_path, plain()), dataset())


def test_true_and_false_are_1_and_0(tmp_path):
    found = parquet.read(write(tmp_path, plain(x=pa.array([True, False, None]))), dataset())
    assert found["x"].tolist()[:2] == [1.0, 0.0]
    assert found["x"].isna().tolist() == [False, False, True]
