"""What a data file of one's own holds, as far as its cells tell: its column of times, and its columns of numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from causal.data.connectors import connector_for, connectors
from causal.errors import DataError, RowOrderError, UnreadableRowError
from causal.folder.sources import sha256
from causal.sampling import Sampling, sampling_reading, samplings
from causal.study import Dataset, Resolution, Series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from causal.data.connectors import Connector

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
TIMES = re.compile(r"date|day|time|datum|timestamp|日期|时间", re.IGNORECASE)
PERIODS = re.compile(r"week|month|quarter|period|woche|monat|quartal|周|月|季", re.IGNORECASE)
YEARS = re.compile(r"year|yr|jahr|年", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A file as sources.yaml would declare it. `left_out` says which columns are not used, and why.

    `sample` is the kind of a sample of these rows. Where they lie in time, `first` to `last` are the days that they cover,
    `event` is the first day of the last row, and `ends` are the names of the first row and the last; else None.
    """

    id: str
    file: str
    time: str
    resolution: Resolution
    digest: str
    columns: tuple[str, ...]
    sample: str
    rows: str  # the key of sources.yaml that names the column `time`
    serves: bool  # whether the rows can be those of an analysis
    first: date | None = None
    last: date | None = None
    event: date | None = None
    ends: tuple[str, str] | None = None
    left_out: tuple[str, ...] = ()


def look(path: Path) -> OwnData:
    """Find out what a data file holds; raise DataError where it has no column that names its rows, or no numbers."""
    connector = connector_for(path.name)
    if connector is None:
        known = ", ".join(sorted(suffix for c in connectors().values() for suffix in c.suffixes))
        raise DataError(f"no connector reads '{path.suffix}' files; known: {known}")
    stub = Dataset(id=_name(path.stem), file=path.name, time="", resolution=Resolution.DAY, digest="", series=())
    header = connector.columns(path, stub)
    dataset, table = _rows(connector, path, stub, header)
    found = [column for column in header if column != dataset.time]
    columns, left_out = [], []
    for column in found:
        reason = _unusable(connector, path, dataset, column)
        if reason:
            left_out.append(f"{path.name}, column '{column}' is left out: {reason}")
        else:
            columns.append(column)
    if not columns:
        raise DataError("; ".join(left_out) or f"{path.name} has no column of numbers")
    sampling = sampling_reading(dataset.resolution)
    return OwnData(
        id=stub.id,
        file=path.name,
        time=dataset.time,
        resolution=dataset.resolution,
        digest=sha256(path),
        columns=tuple(columns),
        sample=sampling.sample,
        rows=sampling.column,
        serves=sampling.serves(dataset),
        left_out=tuple(left_out),
        **_span(sampling, table.index),
    )


def _span(sampling: Sampling, index: pd.Index[Any]) -> dict[str, Any]:
    """Give the days that the rows cover, and the names of their ends, where they lie in time."""
    if not sampling.ordered:
        return {}
    (first, _), (event, last) = (sampling.extent(row) for row in (index[0], index[-1]))
    ends = sampling.names(index[[0, -1]])
    return {"first": first.date(), "last": last.date(), "event": event.date(), "ends": (ends[0], ends[1])}


def _name(stem: str) -> str:
    """Give an identifier for a file."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_")[:40]
    return plain if NAME.fullmatch(plain) and not iskeyword(plain) else f"data_{plain}".rstrip("_")


def _rows(connector: Connector, path: Path, stub: Dataset, header: list[str]) -> tuple[Dataset, pd.DataFrame]:
    """Give the dataset with the column that names its rows: of days, of instants, of periods, or the first, of identifiers."""
    faults: dict[str, DataError] = {}  # as days
    nearest: dict[str, tuple[float, DataError]] = {}  # of the ways that read a cell at least, the one that read most
    for sampling, resolution, column in _trials(header):
        sure = resolution not in sampling.ambiguous
        if not (sure or column == header[0] or YEARS.search(column)) or not _may_be(faults.get(column), resolution):
            continue
        dataset = replace(stub, time=column, resolution=resolution)
        try:
            return dataset, connector.read(path, dataset)
        except DataError as error:
            faults.setdefault(column, error)
            reached = _reached(error)
            if reached > nearest.get(column, (0.0, error))[0] and (sure or YEARS.search(column)):
                nearest[column] = reached, error
    if meant := next((column for column in header if TIMES.search(column)), ""):
        raise nearest.get(meant, (0.0, faults[meant]))[1]
    if meant := next((column for column in nearest if column == header[0] or PERIODS.search(column)), ""):
        raise nearest[meant][1]
    timeless = next(one for one in samplings().values() if not one.ordered)
    dataset = replace(stub, time=header[0], resolution=timeless.resolutions[0])
    return dataset, connector.read(path, dataset)


def _trials(header: list[str]) -> Iterator[tuple[Sampling, Resolution, str]]:
    """Give each way to name rows in time with each column: days, instants, then periods."""
    for sampling in samplings().values():
        for resolution in sampling.resolutions if sampling.ordered else ():
            for column in header:
                yield sampling, resolution, column


def _reached(error: DataError) -> float:
    """Give how many cells could be read: all, where they only stand in the wrong order."""
    if isinstance(error, RowOrderError):
        return math.inf
    return float(error.at) if isinstance(error, UnreadableRowError) else 0.0


def _may_be(fault: DataError | None, resolution: Resolution) -> bool:
    """Whether a column may name rows so, as far as the cell tells that was no day."""
    if not isinstance(fault, UnreadableRowError):
        return True
    try:
        sampling_reading(resolution).read([fault.word], resolution)
    except UnreadableRowError:
        return False
    return True


def _unusable(connector: Connector, path: Path, dataset: Dataset, column: str) -> str:
    """Say why a column cannot be a series; an empty text where it can."""
    if not NAME.fullmatch(column) or iskeyword(column):
        return "a name that formulas can hold has letters, digits and _ and begins with a letter; rename it in the file"
    series: Any = (Series(name=f"{dataset.id}.{column}", label=column, unit="", source=""),)
    try:
        connector.read(path, replace(dataset, series=series))
    except DataError as error:
        return str(error)
    return ""
