"""What a data file of one's own holds, as far as its cells tell: its column of times, and its columns of numbers."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from causal.authoring.panels import panel
from causal.data import order
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


def look(path: Path, kind: str = "") -> OwnData:
    """Find out what a data file holds; raise DataError where it has no column that names its rows, or no numbers.

    `kind` is the kind of sample that its rows are, where the author says so: rows that look as if they had an order are
    taken as a cross-section on the author's word alone.
    """
    connector = connector_for(path.name)
    if connector is None:
        known = ", ".join(sorted(suffix for c in connectors().values() for suffix in c.suffixes))
        raise DataError(f"no connector reads '{path.suffix}' files; known: {known}")
    stub = Dataset(id=_name(path.stem), file=path.name, time="", resolution=Resolution.DAY, digest="", series=())
    header = connector.columns(path, stub)
    dataset, table = _rows(connector, path, stub, header, kind)
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
    if not (sampling.ordered or kind):
        _refuse_order(path, dataset, connector.read(path, _with(dataset, columns)))
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


def _refuse_order(path: Path, dataset: Dataset, table: pd.DataFrame) -> None:
    """Raise DataError where the rows of a cross-section look as if they stood in an order."""
    told = "no cross-section, whose rows must be exchangeable"
    if looks := order.named(tuple(table.index), dataset.time):
        shown = ", ".join(table.index[:3])
        raise DataError(
            f"{path.name}: the names of the rows in column '{dataset.time}' look like {looks} ({shown}, ...): {told}. Write "
            f"{WRITTEN}; {SAY}"
        )
    if found := order.autocorrelated(table.drop(columns=list(dataset.key))):
        name, r = max(found, key=lambda one: one[1])
        raise DataError(
            f"{path.name}: the rows look as if they stood in an order: '{name}' goes with that of the row before (rank "
            f"correlation {r:.2f}), as in time: {told}. Give the file a column of {WRITTEN}; {SAY}"
        )


WRITTEN = "days (2024-01-31), instants (2024-01-31T21:00Z), weeks (2024-W05), months (2024-01), quarters (2024Q1) or years (2024)"
SAY = "or, where the rows stand in no order, or sorted by one of their values, say so: --kind cross-section"


def _with(dataset: Dataset, columns: list[str]) -> Dataset:
    """Give the dataset with columns of numbers declared."""
    names = (f"{dataset.id}.{column}" for column in columns)
    return replace(dataset, series=tuple(Series(name=name, label=name, unit="", source="") for name in names))


def _rows(
    connector: Connector, path: Path, stub: Dataset, header: list[str], kind: str
) -> tuple[Dataset, pd.DataFrame]:
    """Give the dataset with the column that names its rows: of days, of instants, of periods, or the first, of identifiers."""
    faults: dict[str, DataError] = {}  # as days
    nearest: dict[str, tuple[float, DataError]] = {}  # of the ways that read a cell at least, the one that read most
    for sampling, resolution, column in _trials(header, kind):
        sure, called = resolution not in sampling.ambiguous, resolution.value in column.casefold()
        if not (sure or column == header[0] or YEARS.search(column)):
            continue
        if not (called or _may_be(faults.get(column), resolution)):
            continue
        dataset = replace(stub, time=column, resolution=resolution)
        try:
            return dataset, _meant(connector, path, dataset)
        except DataError as error:
            faults.setdefault(column, error)
            reached = math.inf if called else _reached(error)
            if reached > nearest.get(column, (0.0, error))[0] and (sure or YEARS.search(column)):
                nearest[column] = reached, error
    meant = next((column for column in header if column in faults and TIMES.search(column)), "")
    meant = meant or next((column for column in nearest if column == header[0] or PERIODS.search(column)), "")
    timeless = order.unordered(kind)
    if meant or timeless is None:
        column = meant or header[0]
        known = panel(connector, path, stub, column, header) or _financial(connector, path, stub, column)
        raise known or nearest.get(column, (0.0, faults[column]))[1]
    dataset = replace(stub, time=header[0], resolution=timeless.resolutions[0])
    try:
        return dataset, connector.read(path, dataset)
    except RowOrderError as error:
        raise panel(connector, path, stub, header[0], header) or error from error


def _trials(header: list[str], kind: str) -> Iterator[tuple[Sampling, Resolution, str]]:
    """Give each way to name rows in time with each column: days, instants, then periods."""
    for sampling in samplings().values():
        for resolution in sampling.resolutions if sampling.ordered and kind in {"", sampling.sample} else ():
            for column in header:
                yield sampling, resolution, column


def _meant(connector: Connector, path: Path, dataset: Dataset) -> pd.DataFrame:
    """Give the rows; raise DataError where they can be read as periods and mean others: financial years, plain numbers."""
    table = connector.read(path, dataset)
    sampling = sampling_reading(dataset.resolution)
    if sampling.daily:
        return table
    words = _words(connector, path, dataset, dataset.time)
    if order.financial(words) or (order.quarters(words) and sampling.holes(table.index).any()):
        raise DataError(f"{path.name}, column '{dataset.time}' holds other periods than {dataset.resolution}s")
    telling = any(one.search(dataset.time) for one in (TIMES, PERIODS, YEARS))
    scattered = len(table) > 1 and 2 * int(sampling.holes(table.index).sum()) >= len(table)
    if scattered and not telling and all(word.isdecimal() for word in words):
        raise DataError(f"{path.name}, column '{dataset.time}' holds numbers, not {dataset.resolution}s")
    return table


def _words(connector: Connector, path: Path, dataset: Dataset, column: str) -> tuple[str, ...]:
    """Give the cells of a column as they are; () where one stands twice or is empty."""
    plain = order.unordered()
    if plain is None:
        return ()
    try:
        table = connector.read(path, replace(dataset, time=column, resolution=plain.resolutions[0], series=()))
    except DataError:
        return ()
    return tuple(table.index)


def _financial(connector: Connector, path: Path, dataset: Dataset, column: str) -> DataError | None:
    """Give the error of a column of financial years; None where it holds others."""
    words = _words(connector, path, dataset, column)
    if not order.financial(words):
        return None
    return DataError(
        f"{path.name}: the cells of column '{column}' look like financial years ({', '.join(words[:3])}, ...), which are no "
        "calendar years: write the year in which each ends (2024), and in the note of sources.yaml when it begins"
    )


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
