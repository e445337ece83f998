"""A query over a database server, by SQLAlchemy (extra `sql`), in a transaction that only reads and ends in time.

PostgreSQL is known: the server itself refuses to write and ends a long query. Any other dialect of SQLAlchemy is used only
where the person at the terminal allows it, in the environment's CAUSAL_SQL_DIALECTS; a folder cannot. What it may do is then
what the account may do.
"""

from __future__ import annotations

import os
import socket
import threading
from contextlib import closing, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator

from causal.data.cells import Cells
from causal.data.sources import Fetched, Request, Source, _hosts
from causal.data.sources._query import Query, rows
from causal.errors import DataError, did_you_mean
from causal.files import limits
from causal.files.extras import library
from causal.files.secrets import VARIABLE, Url
from causal.files.strict import Strict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

T = TypeVar("T")
READING = {  # what makes a transaction read only and ends a long query, in milliseconds, by kind of server
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = {milliseconds}"),
}
DRIVERS = {"postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
OPTIONS = frozenset({"sslmode", "application_name"})
NOTHING = f"{os.devnull}/none"  # a path at which no file can lie
# What libpq would find by itself, a password, a key or a ticket, is not sent to a server that a folder names.
NOT_FOUND = {"password": "", "passfile": NOTHING, "sslcert": NOTHING, "sslkey": NOTHING, "gssencmode": "disable"}
UNKNOWN = "this is no address of a database that is known, such as postgresql+psycopg://user@host/database"
ALLOWED = "CAUSAL_SQL_DIALECTS"  # further dialects, as mysql+pymysql,mssql+pyodbc


def _dialects() -> dict[str, str]:
    """Give every dialect that may be used, and the driver behind it."""
    further = (name.strip() for name in os.environ.get(ALLOWED, "").split(","))
    return {**{name: name for name in further if name and name.partition("+")[0] != "sqlite"}, **DRIVERS}


def _server(url: str) -> str:
    """Refuse what is no address of a known kind of server; files are read by other sources."""
    kind = url.partition(":")[0]
    if kind.partition("+")[0] == "sqlite":
        raise ValueError("a SQLite file lies in data/ and is read by `kind: sqlite`, with `file` and `query`")
    if "${" not in kind and kind not in _dialects():
        raise ValueError(
            f"no way is known to make '{kind[:40]}' read only{did_you_mean(kind, DRIVERS)}. Where its account may only read, "
            f"allow it on your machine: export {ALLOWED}={kind[:40]}"
        )
    return url


class SqlModel(Strict):
    """`url` as SQLAlchemy writes it, such as postgresql+psycopg://reader:${CAUSAL_PASSWORD}@host/database."""

    url: Annotated[Url, AfterValidator(_server)]
    """Address of the server, as SQLAlchemy writes it."""
    query: Query
    """One SELECT; its columns go by their names."""


def fetch(parameters: SqlModel, request: Request) -> Fetched:
    """Run the query in a read-only transaction that is rolled back; raise DataError without any password."""
    alchemy = library("sqlalchemy", "sql", "fetching from a database")
    name = "the query"
    own = VARIABLE.fullmatch(parameters.url) is not None  # the whole address is the person's own
    url = _checked(alchemy, request.secrets.filled(parameters.url, own=own), own=own)
    request.secrets.check(url.host or "localhost")
    if not own:
        _hosts.check(url.host or "localhost")

    def run() -> tuple[list[str], list[tuple[int, Sequence[object]]]]:
        with _transaction(alchemy, url, own=own) as connection:
            query = alchemy.text(parameters.query.replace(":", r"\:"))  # a colon is no parameter
            with closing(connection.execution_options(stream_results=True).execute(query)) as found:
                return list(found.keys()), [(number, tuple(row)) for number, row in rows(name, found.fetchmany)]

    known = url.drivername in DRIVERS.values()
    try:
        header, taken = run() if known else _in_time(run)
    except DataError:
        raise
    except Exception as error:
        if known and not isinstance(error, alchemy.exc.SQLAlchemyError):
            raise
        said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DataError(
            f"{parameters.url}: {request.secrets.masked(said)[:300]}"
        ) from None  # the cause may hold the password
    return Fetched(cells=Cells(name=name, noun="row", header=header, rows=iter(taken)))


def _in_time(run: Callable[[], T]) -> T:
    """Run what a driver of unknown manners does, in a thread that is left behind when the time is over."""
    results: list[T] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(run())
        except BaseException as error:  # noqa: BLE001 - raised again below
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(limits.FETCH_SECONDS + limits.ANSWER_SECONDS)
    if errors:
        raise errors[0]
    if not results:
        raise DataError(f"no answer from the database after {limits.FETCH_SECONDS + limits.ANSWER_SECONDS:g} seconds")
    return results[0]


def _checked(alchemy: Any, filled: str, *, own: bool) -> Any:
    """Give the address, with its driver; options that a folder may not set are refused unless the whole is the user's own."""
    try:
        url = alchemy.make_url(filled)
        _server(url.drivername)
        known = url.drivername in DRIVERS
        url = url.set(drivername=_dialects()[url.drivername])
    except (alchemy.exc.ArgumentError, ValueError):  # the cause may hold the password
        raise DataError(UNKNOWN) from None
    if not known and not own and not url.host:
        raise DataError(f"{UNKNOWN}: a folder names a server, never a file")
    if (known or not own) and (unknown := set(url.query) - OPTIONS):
        raise DataError(f"the database URL has the option '{min(unknown)}'; known: {', '.join(sorted(OPTIONS))}")
    return url


@contextmanager
def _transaction(alchemy: Any, url: Any, *, own: bool) -> Iterator[Any]:
    """Give a connection in a transaction that can only read, and cut it off when the time is over."""
    known = url.drivername in DRIVERS.values()
    try:
        connect: dict[str, Any] = {"connect_timeout": int(limits.ANSWER_SECONDS)} if known else {}
        if known and not own:
            connect |= {name: value for name, value in NOT_FOUND.items() if name != "password" or not url.password}
        engine = alchemy.create_engine(url, poolclass=alchemy.pool.NullPool, connect_args=connect, hide_parameters=True)
    except (ImportError, alchemy.exc.NoSuchModuleError) as error:
        remedy = (
            "run pip install 'causal[sql]'"
            if known
            else "install the package that SQLAlchemy's documentation names for it"
        )
        raise DataError(f"the driver of {url.drivername} is not installed: {remedy}") from error
    with _cut_off(alchemy, engine) if known else nullcontext(), engine.connect() as connection:
        for statement in READING.get(url.get_backend_name(), ()):
            connection.execute(alchemy.text(statement.format(milliseconds=int(1000 * limits.FETCH_SECONDS))))
        yield connection
        connection.rollback()


@contextmanager
def _cut_off(alchemy: Any, engine: Any) -> Iterator[None]:
    """End the connection on which a server keeps silent, from its first word on, when the time is over."""
    held: list[socket.socket] = []

    def end() -> None:
        for connection in held:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def keep(connection: Any, _: Any) -> None:
        held.append(socket.socket(fileno=os.dup(connection.fileno())))

    alchemy.event.listen(engine, "connect", keep, insert=True)  # before SQLAlchemy's own first questions
    timer = threading.Timer(limits.FETCH_SECONDS + limits.ANSWER_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        for connection in held:
            connection.close()


SOURCE = Source(title="A query over a database server", parameters=SqlModel, fetch=fetch)
