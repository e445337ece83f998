"""A query over a database server, by SQLAlchemy (extra `sql`), in a transaction that only reads and ends in time."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator

from causal import limits
from causal.cells import Cells
from causal.errors import DataError, did_you_mean
from causal.extras import library
from causal.folder import Strict
from causal.secrets import Url  # noqa: TC001 - the model is made from its annotations
from causal.sources import Fetched, Request, Source
from causal.sources._query import Query, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

READING = {  # what makes a transaction read only and ends a long query, in milliseconds, by kind of server
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = {milliseconds}"),
}
DRIVERS = {"postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg"}
OPTIONS = frozenset({"sslmode", "sslrootcert", "application_name"})


def _server(url: str) -> str:
    """Refuse what is no address of a known kind of server; files are read by other sources."""
    kind = url.partition(":")[0]
    if kind.partition("+")[0] == "sqlite":
        raise ValueError("a SQLite file lies in data/ and is read by `kind: sqlite`, with `file` and `query`")
    if "${" not in kind and kind not in DRIVERS:
        raise ValueError(f"no way is known to make '{kind[:40]}' read only{did_you_mean(kind, DRIVERS)}")
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
    url = _checked(alchemy, request.secrets.filled(parameters.url))
    try:
        with _transaction(alchemy, url) as connection:
            query = alchemy.text(parameters.query.replace(":", r"\:"))  # a colon is no parameter
            with closing(connection.execution_options(stream_results=True).execute(query)) as found:
                header = list(found.keys())
                taken = [(number, tuple(row)) for number, row in rows(name, found.fetchmany)]
    except alchemy.exc.SQLAlchemyError as error:
        said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise DataError(f"{parameters.url}: {request.secrets.masked(said)[:300]}") from None  # the cause may hold the password
    return Fetched(cells=Cells(name=name, noun="row", header=header, rows=iter(taken)))


def _checked(alchemy: Any, filled: str) -> Any:
    try:
        url = alchemy.make_url(filled)
        _server(url.drivername)
        url = url.set(drivername=DRIVERS[url.drivername])
    except (alchemy.exc.ArgumentError, ValueError):  # the cause may hold the password
        raise DataError("this is no address of a database that is known, such as postgresql+psycopg://user@host/database") from None
    if unknown := set(url.query) - OPTIONS:
        raise DataError(f"the database URL has the option '{min(unknown)}'; known: {', '.join(sorted(OPTIONS))}")
    return url


@contextmanager
def _transaction(alchemy: Any, url: Any) -> Iterator[Any]:
    """Give a connection in a transaction that can only read, and cut it off when the time is over."""
    try:
        connect = {"connect_timeout": int(limits.ANSWER_SECONDS)}
        engine = alchemy.create_engine(url, poolclass=alchemy.pool.NullPool, connect_args=connect, hide_parameters=True)
    except ImportError as error:
        raise DataError(f"the driver of {url.drivername} is not installed: run pip install 'causal[sql]'") from error
    with _cut_off(alchemy, engine), engine.connect() as connection:
        for statement in READING[url.get_backend_name()]:
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


SOURCE = Source(title="A query over a PostgreSQL server", parameters=SqlModel, fetch=fetch)
