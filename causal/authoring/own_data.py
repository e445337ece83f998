"""What a data file of one's own holds, as far as its cells tell: its column of times, and its columns of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from causal.data.connectors import connector_for, connectors
from causal.errors import DataError
from causal.folder.sources import sha256
from causal.study import Dataset, Resolution, Series

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from causal.data.connectors import Connector

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")
TIMES = re.compile(r"date|day|time|datum|timestamp|日期|时间", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A file as sources.yaml would declare it. `left_out` says which columns are not used, and why."""

    id: str
    file: str
    time: str
    resolution: Resolution
    digest: str
    columns: tuple[str, ...]
    first: date | None
    last: date | None
    left_out: tuple[str, ...]


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
    days = () if dataset.resolution is Resolution.ROW else (table.index[0].date(), table.index[-1].date())
    return OwnData(
        id=stub.id,
        file=path.name,
        time=dataset.time,
        resolution=dataset.resolution,
        digest=sha256(path),
        columns=tuple(columns),
        first=days[0] if days else None,
        last=days[1] if days else None,
        left_out=tuple(left_out),
    )


def _name(stem: str) -> str:
    """Give an identifier for a file."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", stem).strip("_")[:40]
    return plain if NAME.fullmatch(plain) and not iskeyword(plain) else f"data_{plain}".rstrip("_")


def _rows(connector: Connector, path: Path, stub: Dataset, header: list[str]) -> tuple[Dataset, pd.DataFrame]:
    """Give the dataset with the column that names its rows: of days, of instants, or the first, of identifiers."""
    faults: dict[str, DataError] = {}
    for resolution in (Resolution.DAY, Resolution.INSTANT):
        for column in header:
            dataset = replace(stub, time=column, resolution=resolution)
            try:
                return dataset, connector.read(path, dataset)
            except DataError as error:
                faults.setdefault(column, error)
    if meant := next((column for column in header if TIMES.search(column)), ""):
        raise faults[meant]
    dataset = replace(stub, time=header[0], resolution=Resolution.ROW)
    return dataset, connector.read(path, dataset)


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
