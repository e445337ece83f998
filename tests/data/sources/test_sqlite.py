"""Fetching from a SQLite file of the folder: only reads, only that file, in time, within the limits."""

from __future__ import annotations

import sqlite3

import pytest
from pydantic import ValidationError

from causal.data.sources.sqlite import SqliteModel
from causal.errors import DataError
from causal.files import limits
from tests.data.sources.servers import CANONICAL, take, within

GOOD = "select day as date, close as x from prices order by day desc"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data").mkdir()
    connection = sqlite3.connect(tmp_path / "data" / "p.db")
    connection.execute("create table prices (day text, close real)")
    connection.executemany(
        "insert into prices values (?, ?)", [("2026-02-06", -0.002), ("2026-02-04", 1.5), ("2026-02-05", None)]
    )
    connection.commit()
    connection.close()
    return tmp_path


def fetched(folder, query=GOOD, file="p.db"):
    return take("sqlite", folder, file=file, query=query)[0]


def test_rows_become_canonical_csv_and_the_file_stays_as_it_was(folder):
    before = (folder / "data" / "p.db").read_bytes()
    assert fetched(folder) == CANONICAL
    assert (folder / "data" / "p.db").read_bytes() == before
    assert [path.name for path in (folder / "data").iterdir()] == ["p.db"]


def test_names_with_signs_of_a_url_are_only_names(folder):
    (folder / "data" / "p.db").rename(folder / "data" / "p?mode=rwc&x=%41#.db")
    assert fetched(folder, file="p?mode=rwc&x=%41#.db") == CANONICAL


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("with x as (select 1) insert into prices select '2020-01-01', 1", "not authorized"),
        ("select load_extension('/tmp/x.so')", "not authorized|no such function"),
        ("select readfile('/etc/passwd') as x, '2026-02-04' as date", "no such function"),
        ("select * from pragma_database_list", "not authorized|prohibited"),
        ("select absent from prices", "no such column: absent"),
        ("select randomblob(100000000) as x, '2026-02-04' as date", "too big"),
        ("select x'00' as x, '2026-02-04' as date", "is not a number"),
        ("select 9e999 as x, '2026-02-04' as date", "'inf' is not a number"),
    ],
)
def test_what_does_more_than_read_is_refused(folder, query, message):
    before = (folder / "data" / "p.db").read_bytes()
    with pytest.raises(DataError, match=message):
        fetched(folder, query)
    assert (folder / "data" / "p.db").read_bytes() == before


@pytest.mark.parametrize(
    "query",
    ["attach 'x.db' as y", "select 1; select 2", "pragma journal_mode = wal", "vacuum into 'x'", "create table t (x)"],
)
def test_what_is_no_query_is_refused_before_the_file_is_opened(query):
    with pytest.raises(ValidationError, match="begins with SELECT|one statement"):
        SqliteModel.model_validate({"file": "p.db", "query": query})


@pytest.mark.parametrize("file", ["../p.db", "/etc/passwd", "nothing.db", "file:p.db?mode=rwc", ":memory:"])
def test_only_a_file_of_the_folder_is_opened(folder, file):
    with pytest.raises(DataError, match="outside the folder|does not exist"):
        fetched(folder, file=file)


def test_a_link_is_not_followed(folder, tmp_path):
    (folder / "data" / "l.db").symlink_to(folder / "data" / "p.db")
    with pytest.raises(DataError, match="link"):
        fetched(folder, file="l.db")


def test_what_is_no_database_is_told(folder):
    (folder / "data" / "p.db").write_bytes(b"date,x\n" * 1000)
    with pytest.raises(DataError, match="data/p.db: file is not a database"):
        fetched(folder)


def test_changes_that_wait_beside_the_file_are_not_passed_over(folder):
    writing = sqlite3.connect(folder / "data" / "p.db")
    try:
        writing.execute("pragma journal_mode = wal")
        writing.execute("insert into prices values ('2026-02-07', 3)")
        writing.commit()
        with pytest.raises(DataError, match="changes waiting in p.db-wal"):
            fetched(folder)
    finally:
        writing.close()
    assert fetched(folder).endswith(b"2026-02-07,3.0\n")


def test_an_endless_query_and_endless_rows_are_ended(folder, monkeypatch):
    numbers = "with recursive n(i) as (select 1 union all select i + 1 from n)"
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.3)
    with within(5), pytest.raises(DataError, match="interrupted after 0.3 seconds"):
        fetched(folder, f"{numbers} select sum(i) as x, '2026-02-04' as date from n")
    monkeypatch.setattr(limits, "FETCH_SECONDS", 30)
    monkeypatch.setattr(limits, "DATA_ROWS", 5_000)
    with within(5), pytest.raises(DataError, match="more than 5000 rows"):
        fetched(folder, f"{numbers} select i as x, '2026-02-04' as date from n")
