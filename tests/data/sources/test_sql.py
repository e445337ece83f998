"""Fetching from a real PostgreSQL server: only reads, in time, within the limits, and no password in any message."""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psycopg
import pytest
from pydantic import ValidationError
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from causal.data.sources.sql import SqlModel
from causal.errors import DataError
from causal.files import extras, limits
from tests.data.sources import postgres
from tests.data.sources.servers import dataset, take, within

SETUP = """
create table prices (day date, "when" timestamptz, local timestamp, venue text, close numeric(20, 8), volume bigint, flow float8, open boolean);
insert into prices values
  ('2026-02-06', '2026-02-06 16:00-05', '2026-02-06 16:00', 'b%', 0.1, 12345678901, 'NaN', true),
  ('2026-02-04', '2026-02-04 16:00:00.25-05', '2026-02-04 16:00', 'a', 1.5, null, 1e-7, true),
  ('2026-02-05', '2026-02-05 16:00-05', '2026-02-05 16:00', 'a', null, 3, '-0.0', false);
create sequence counter;
create function writes() returns int language plpgsql as $$ begin insert into prices (day) values ('2020-01-01'); return 1; end $$;
create role reader login password 'reader';
grant select on prices to reader;
"""


@pytest.fixture(scope="module")
def server():
    with postgres.running() as (address, port):
        with psycopg.connect(f"postgresql://{address.format('s3cret%2Fword')}") as connection:
            connection.execute(SETUP)
        yield address, port


@pytest.fixture
def fetched(server, tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_PASSWORD", postgres.PASSWORD)
    url = f"postgresql+psycopg://{server[0].format('${CAUSAL_PASSWORD}')}"

    def run(query, of=None, columns=None, url=url):
        return take("sql", tmp_path, of, columns, url=url, query=query)[0]

    run.url = url
    return run


def rows(server):
    with psycopg.connect(f"postgresql://{server[0].format('s3cret%2Fword')}") as connection:
        return connection.execute("select count(*), (select last_value from counter) from prices").fetchone()


def test_rows_become_canonical_csv(fetched):
    content = fetched(
        "select day, close, volume, flow from prices", dataset(("close", "volume", "flow")), {"date": "day"}
    )
    assert content == (
        b"date,close,volume,flow\n2026-02-04,1.5,,1e-07\n2026-02-05,,3.0,-0.0\n2026-02-06,0.1,12345678901.0,\n"
    )


def test_instants_are_in_utc_whatever_the_zone_of_the_server_and_local_times_are_refused(fetched):
    of = dataset(("close",), resolution="instant")
    query = 'select "when" as date, close, local from prices'
    assert (
        fetched(query, of)
        == b"date,close\n2026-02-04T21:00:00.250000Z,1.5\n2026-02-05T21:00:00Z,\n2026-02-06T21:00:00Z,0.1\n"
    )
    with pytest.raises(DataError, match="'2026-02-06T16:00:00' is not an instant in UTC"):
        fetched(query, of, {"date": "local"})


def test_signs_that_drivers_read_otherwise_reach_the_server_as_they_are(fetched):
    query = "with p as (select * from prices where venue like 'b%' and '12:30'::time > '01:00'::time) select day::text as date, close::float8 as x from p"
    assert fetched(query) == b"date,x\n2026-02-06,0.1\n"
    url = fetched.url.replace("+psycopg", "")
    assert (
        fetched("values ('2026-02-04', 1)", columns={"date": "column1", "x": "column2"}, url=url)
        == b"date,x\n2026-02-04,1.0\n"
    )


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "with w as (insert into prices (day) values ('2020-01-01') returning day) select day as date, 1 as x from w",
            "DECLARE CURSOR must not contain data-modifying",
        ),
        ("select '2026-02-04' as date, writes() as x", "read-only transaction"),
        ("select '2026-02-04' as date, nextval('counter') as x", "read-only transaction"),
        ("select day as date, 1 as x from prices for update", "FOR UPDATE|read-only transaction"),
        ("select 1 into taken", "syntax error|SELECT INTO|INTO"),
        (
            "select '2026-02-04' as date, set_config('transaction_read_only', 'off', true)::text as x, writes()",
            "read.only|read-write",
        ),
        ("select nothing from prices", 'column "nothing" does not exist'),
        ("select day as date, open as x from prices where open", "'True' is not a number"),
        ("select day as date, venue as x from prices", "row 1, column 'x': 'b%' is not a number"),
        ("select day as date from prices", "no column 'x'"),
        ("select day as date, 1 as x, 2 as x from prices", "stands twice in the header"),
        ("select day as date, 1 as x from prices where day is null", "no rows"),
    ],
)
def test_what_writes_or_is_no_table_is_refused_and_changes_nothing(server, fetched, query, message):
    before = rows(server)
    with pytest.raises(DataError, match=message) as caught:
        fetched(query)
    assert rows(server) == before
    assert postgres.PASSWORD not in str(caught.value)


def test_a_long_query_is_ended_by_the_server(fetched, monkeypatch):
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.5)
    with within(5), pytest.raises(DataError, match="statement timeout"):
        fetched("select '2026-02-04' as date, pg_sleep(30)::text as x")


def test_too_many_rows_are_refused_before_they_are_all_sent(fetched, monkeypatch):
    monkeypatch.setattr(limits, "DATA_ROWS", 5_000)
    with within(5), pytest.raises(DataError, match="more than 5000 rows: narrow it with WHERE"):
        fetched(
            "select '2026-02-04'::text as date, a as x from generate_series(1, 20000) a, generate_series(1, 20000) b"
        )


def test_a_wrong_password_is_told_and_not_shown(server, fetched, monkeypatch):
    monkeypatch.setenv("CAUSAL_PASSWORD", "wr0ng/word")
    with pytest.raises(DataError, match="password authentication failed") as caught:
        fetched("select 1")
    whole = "".join(map(str, (caught.value, caught.value.__cause__)))
    assert "wr0ng" not in whole
    assert "${CAUSAL_PASSWORD}" in whole


def test_a_whole_address_may_be_a_variable_and_is_not_shown(server, fetched, monkeypatch):
    monkeypatch.setenv("CAUSAL_DATABASE", f"postgresql+psycopg://reader:reader@127.0.0.1:{server[1]}/postgres")
    assert (
        fetched("select day as date, 1 as x from prices where volume = 3", url="${CAUSAL_DATABASE}")
        == b"date,x\n2026-02-05,1.0\n"
    )
    with pytest.raises(DataError, match=r"\$\{CAUSAL_DATABASE\}: .*permission denied"):
        fetched("select last_value from counter", url="${CAUSAL_DATABASE}")
    monkeypatch.setenv("CAUSAL_DATABASE", f"postgresql+psycopg://reader:hidden@127.0.0.1:{server[1]}/postgres")
    with pytest.raises(DataError) as caught:
        fetched("select 1", url="${CAUSAL_DATABASE}")
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    "option", ["options=-c%20statement_timeout%3D0", "service=x", "passfile=/etc/passwd", "plugin=x", "host=/tmp"]
)
def test_options_that_could_change_what_is_connected_to_are_refused(fetched, option):
    with pytest.raises((DataError, ValidationError), match="the database URL has the option|in clear"):
        fetched("select 1", url=f"{fetched.url}?{option}")


@pytest.mark.parametrize(
    "value", ["sqlite:////etc/passwd", "duckdb:///x.db", "nothing", "mssql+pyodbc:///?odbc_connect=x"]
)
def test_a_variable_cannot_lead_to_another_kind_of_database(fetched, monkeypatch, value):
    monkeypatch.setenv("CAUSAL_DATABASE", value)
    with pytest.raises(DataError, match="no address of a database that is known"):
        fetched("select 1", url="${CAUSAL_DATABASE}")


@pytest.mark.parametrize(
    ("url", "query", "message"),
    [
        ("sqlite:///x.db", "select 1", "kind: sqlite"),
        ("duckdb:///x.db", "select 1", "no way is known to make 'duckdb' read only"),
        ("postgresq://x", "select 1", "did you mean 'postgresql'"),
        (
            "postgresql+pg8000://x",
            "select 1",
            r"no way is known to make 'postgresql\+pg8000' read only; did you mean 'postgresql\+psycopg'",
        ),
        ("postgresql://u:secret@x/d", "select 1", "password in clear: write"),
        ("postgresql://u:${HOME}@x/d", "select 1", "HOME.* is not read"),
        ("postgresql://x/d", "drop table prices", "begins with SELECT"),
        ("postgresql://x/d", "select 1; drop table prices", "one statement"),
        ("postgresql://x/d", "copy prices to program 'x'", "begins with SELECT"),
    ],
)
def test_mistakes_are_told_before_anything_is_connected(url, query, message):
    with pytest.raises(ValidationError, match=message):
        SqlModel.model_validate({"url": url, "query": query})


ELSEWHERE = "elsewhere+file"


class Elsewhere(SQLiteDialect_pysqlite):
    """A dialect that the package knows nothing of: a server by its address, behind it a table in memory."""

    supports_statement_cache = True

    def create_connect_args(self, url):
        assert (url.host, url.password) == ("host", postgres.PASSWORD)
        return [":memory:"], {}


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    registry.register("elsewhere.file", __name__, "Elsewhere")
    monkeypatch.setenv("CAUSAL_PASSWORD", postgres.PASSWORD)
    monkeypatch.setenv("CAUSAL_SQL_DIALECTS", f"mysql+pymysql, {ELSEWHERE}")

    def run(query, url=f"{ELSEWHERE}://u:${{CAUSAL_PASSWORD}}@host/db"):
        return take("sql", tmp_path, url=url, query=query)[0]

    return run


def test_another_dialect_is_used_where_the_person_at_the_terminal_allows_it(elsewhere, monkeypatch):
    query = "select '2026-02-05' as date, 2.5 as x union select '2026-02-04', null order by 1"
    assert elsewhere(query) == b"date,x\n2026-02-04,\n2026-02-05,2.5\n"
    with pytest.raises(DataError, match="no such table"):
        elsewhere("select * from prices")
    monkeypatch.delenv("CAUSAL_SQL_DIALECTS")
    with pytest.raises(ValidationError, match=r"no way is known.*export CAUSAL_SQL_DIALECTS=elsewhere\+file"):
        elsewhere(query)


def test_a_dialect_that_is_allowed_and_not_installed_is_told(elsewhere, monkeypatch):
    monkeypatch.setenv("CAUSAL_SQL_DIALECTS", "nowhere+x")
    with pytest.raises(DataError, match=r"driver of nowhere\+x is not installed"):
        elsewhere("select 1", "nowhere+x://u@host/db")


@pytest.mark.parametrize("url", [f"{ELSEWHERE}:///db", f"{ELSEWHERE}://u@host/db?mode=x"])
def test_what_a_folder_may_not_say_of_another_dialect_the_user_may(elsewhere, monkeypatch, url):
    """A file in place of a server, or an option: refused in a folder, taken where the whole address is the user's variable."""
    with pytest.raises(DataError, match="no address of a database|has the option"):
        elsewhere("select 1", url)
    monkeypatch.setattr(Elsewhere, "create_connect_args", lambda *_: ([":memory:"], {}))
    monkeypatch.setenv("CAUSAL_DATABASE", url)
    assert elsewhere("select '2026-02-05' as date, 1 as x", "${CAUSAL_DATABASE}") == b"date,x\n2026-02-05,1.0\n"


def test_sqlite_is_never_allowed_by_that_way(elsewhere, monkeypatch):
    monkeypatch.setenv("CAUSAL_SQL_DIALECTS", "sqlite,sqlite+pysqlite")
    with pytest.raises(ValidationError, match="kind: sqlite"):
        elsewhere("select 1", "sqlite+pysqlite:///x.db")


def test_another_driver_of_the_same_server_is_read_only_too(server, fetched, monkeypatch):
    monkeypatch.setenv("CAUSAL_SQL_DIALECTS", "postgresql+pg8000")
    url = fetched.url.replace("+psycopg", "+pg8000")
    assert (
        fetched("select cast(day as text) as date, volume as x from prices where volume = 3", url=url)
        == b"date,x\n2026-02-05,3.0\n"
    )
    before = rows(server)
    with pytest.raises(DataError, match="read-only transaction"):
        fetched("select '2026-02-04' as date, writes() as x", url=url)
    assert rows(server) == before


def test_whatever_another_driver_raises_is_told_without_the_password(elsewhere, monkeypatch):
    def broken(*_):
        raise RuntimeError(f"cannot reach host with {postgres.PASSWORD}")

    monkeypatch.setattr(Elsewhere, "create_connect_args", broken)
    with pytest.raises(DataError, match=r"cannot reach host with \$\{CAUSAL_PASSWORD\}"):
        elsewhere("select 1")


def test_a_driver_that_hangs_is_left_behind(elsewhere, monkeypatch):
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.3)
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 0.2)
    monkeypatch.setattr(Elsewhere, "create_connect_args", lambda *_: time.sleep(3) or ([":memory:"], {}))
    with within(2), pytest.raises(DataError, match="no answer from the database after 0.5 seconds"):
        elsewhere("select 1")


@contextmanager
def silent(greeting):
    """Accept connections, answer the first message with `greeting`, and say no more."""
    held, listener = [], socket.create_server(("127.0.0.1", 0))

    def accept():
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                held.append(connection)
                if connection.recv(8)[4:] == b"\x04\xd2\x16\x2f":  # asks whether the connection may be encrypted
                    connection.sendall(b"N")
                    connection.recv(10_000)
                connection.sendall(greeting)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        for connection in (*held, listener):
            connection.close()
        thread.join(5)


@pytest.mark.slow
@pytest.mark.parametrize(
    "greeting",
    [b"", b"R" + struct.pack("!ii", 8, 0) + b"Z" + struct.pack("!i", 5) + b"I"],
    ids=["from the start", "after the login"],
)
def test_a_server_that_falls_silent_is_given_up(tmp_path, monkeypatch, greeting):
    monkeypatch.setattr(limits, "ANSWER_SECONDS", 2.0)
    monkeypatch.setattr(limits, "FETCH_SECONDS", 0.5)
    with silent(greeting) as port, within(8), pytest.raises(DataError):
        take("sql", tmp_path, url=f"postgresql+psycopg://reader@127.0.0.1:{port}/d", query="select 1")


def test_a_server_that_is_not_there_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(DataError, match="connection failed|refused"):
        take("sql", tmp_path, url=f"postgresql+psycopg://reader@127.0.0.1:{port}/d", query="select 1")


@pytest.mark.parametrize("missing", ["sqlalchemy", "psycopg"])
def test_without_its_libraries_the_command_that_brings_them_is_named(tmp_path, monkeypatch, missing):
    real = extras.import_module

    def none(module):
        if module == missing:
            raise ImportError(module)
        return real(module)

    monkeypatch.setattr(extras, "import_module", none)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DataError, match=r"needs sqlalchemy|driver of postgresql\+psycopg is not installed") as caught:
        take("sql", tmp_path, url="postgresql://reader@127.0.0.1/d", query="select 1")
    assert "pip install 'causal[sql]'" in str(caught.value)


@contextmanager
def asking():
    """Be a server that asks for the password in clear, and keep what it is sent."""
    sent, listener = [], socket.create_server(("127.0.0.1", 0))

    def accept():
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                connection.recv(10_000)
                connection.sendall(b"R" + struct.pack("!ii", 8, 3))
                sent.append(connection.recv(10_000))

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], sent
    finally:
        listener.close()
        thread.join(5)


@pytest.mark.parametrize("kept", ["variable", "file"])
def test_a_password_of_the_environment_is_not_sent_to_a_server_that_a_folder_names(tmp_path, monkeypatch, kept):
    with asking() as (port, sent):
        if kept == "variable":
            monkeypatch.setenv("PGPASSWORD", "of-the-person")
        else:
            (tmp_path / "pgpass").write_text("*:*:*:*:of-the-person\n")
            (tmp_path / "pgpass").chmod(0o600)
            monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
        url = f"postgresql+psycopg://reader@127.0.0.1:{port}/db?sslmode=disable"
        with pytest.raises(DataError, match="no password supplied"):
            take("sql", tmp_path, url=url, query="select 1")
    assert b"of-the-person" not in b"".join(sent)


def test_a_password_that_the_folder_asks_for_is_sent(tmp_path, monkeypatch):
    monkeypatch.setenv("CAUSAL_PASSWORD", "bound-to-it")
    monkeypatch.setenv("CAUSAL_PASSWORD_HOSTS", "127.0.0.1")
    with asking() as (port, sent):
        url = f"postgresql+psycopg://reader:${{CAUSAL_PASSWORD}}@127.0.0.1:{port}/db?sslmode=disable"
        with pytest.raises(DataError):
            take("sql", tmp_path, url=url, query="select 1")
    assert b"bound-to-it" in b"".join(sent)
