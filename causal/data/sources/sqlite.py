"""A query over a SQLite file of the folder, opened for reading alone."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from causal.data.cells import Cells
from causal.data.sources import Fetched, Request, Source
from causal.data.sources._query import Query, rows
from causal.errors import DataError
from causal.files import limits
from causal.files.inside import inside
from causal.files.strict import Strict, Text
from causal.work.confined import confined

if TYPE_CHECKING:
    from pathlib import Path

READS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
STEPS = 10_000  # of the engine between two looks at the clock


class SqliteModel(Strict):
    """`file` lies in data/, as every data file does."""

    file: Text
    """The SQLite file in data/."""
    query: Query
    """One SELECT; its columns go by their names."""


def fetch(parameters: SqliteModel, request: Request) -> Fetched:
    """Run the query; it can read tables and call functions, and nothing else."""
    path = inside(request.folder, f"data/{parameters.file}")
    if (waiting := path.with_name(f"{path.name}-wal")).is_file() and waiting.stat().st_size:
        raise DataError(f"data/{path.name} has changes waiting in {waiting.name}: close the program that writes it")
    header, taken = confined(
        _taken, path, parameters.query, subject=f"data/{path.name}", seconds=limits.FETCH_SECONDS + 1
    )
    return Fetched(cells=Cells(name=f"the query of data/{path.name}", noun="row", header=header, rows=iter(taken)))


def _taken(path: Path, query: str) -> tuple[list[str], list[tuple[int, tuple[object, ...]]]]:
    """Give the columns' names and the rows, each with its number; raise DataError."""
    try:
        with closing(_opened(path)) as connection:
            found = connection.execute(query)
            header = [column[0] for column in found.description]
            return header, [
                (number, tuple(row)) for number, row in rows(f"the query of data/{path.name}", found.fetchmany)
            ]
    except sqlite3.Error as error:
        late = "interrupted" in str(error)
        advice = f" after {limits.FETCH_SECONDS:g} seconds: make the query simpler" if late else ""
        raise DataError(f"data/{path.name}: {str(error)[:200]}{advice}") from error


def _opened(path: Path) -> sqlite3.Connection:
    """Open the file so that nothing beside it is written or attached, and a long query ends."""
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.DATA_BYTES)
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in READS else sqlite3.SQLITE_DENY)
    deadline = time.monotonic() + limits.FETCH_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
    return connection


SOURCE = Source(title="A query over a SQLite file", parameters=SqliteModel, fetch=fetch)
