"""The open set of connectors: one module each, with one constant `CONNECTOR`, to read a data file of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from causal.files.members import members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """`columns(path, dataset)` gives the header; `read(path, dataset)` the table by time; both may raise DataError.

    The table holds float64 columns for the declared series and text for the keys. Its index is ascending: days without
    a zone for a daily dataset, in UTC (with the zone) for one of instants. A dataset of rows keeps the file's order and is
    indexed by its identifiers, as text. `path` is one that `inside` gave. `rows(path, dataset)`, where there is one, gives
    every row of the file with its number, as it stands there, so that `causal new` can find out which are the table.
    """

    title: str
    suffixes: tuple[str, ...]
    columns: Callable[[Path, Dataset], list[str]]
    read: Callable[[Path, Dataset], pd.DataFrame]
    rows: Callable[[Path, Dataset], list[tuple[int, Sequence[object]]]] | None = None


@cache
def connectors() -> Mapping[str, Connector]:
    """Give every connector by name, sorted; entry points in group `causal.connectors` add to the built-in ones."""
    return members(__name__, __path__, "CONNECTOR")


def connector_for(file: str) -> Connector | None:
    """Give the connector that reads files of that suffix, or None."""
    suffix = PurePath(file).suffix.lower()
    return next((c for c in connectors().values() if suffix in c.suffixes), None)
