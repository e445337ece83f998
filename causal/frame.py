"""The analysis table: one row a period, one column a variable, each column with its provenance."""

from __future__ import annotations

import hashlib
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import unknown
from causal.files.fields import ColumnName, Count, Formula, Identifier, Name, Note, SeriesName, Text, When
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd
    from numpy.typing import NDArray

    from causal.sampling import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Where a column came from, and what it holds. `first` and `last` are names of rows, such as ISO dates.

    `every` is the usual number of rows from one value to the next: 1 but where a series has longer steps than the rows.
    """

    name: ColumnName
    formula: Formula
    label: Text
    unit: Note
    series: tuple[SeriesName, ...]
    observations: Count
    missing: Count
    first: When
    last: When
    mean: float
    standard_deviation: float
    every: Count = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A cell that a figure was computed from: of which series, in which row, what it holds.

    The figure is the comparison `figure` of the evidence `part` of a claim, both counted from 0. `at` is the row's name,
    such as a day; `row` counts the `noun` of the file: its lines, or a sheet's rows.
    """

    claim: Identifier
    part: Count
    figure: Count
    series: SeriesName
    at: When
    row: Count
    noun: Name
    value: float


class Frame:
    """Columns over rows of one kind. Copies in and out; equal when the digests are equal.

    `columns` describes each column. `Frame.values(name)` gives a float64 array of shape (rows,) with NaN where
    the value is missing. `datasets` holds the raw tables, for the checks that look at one series alone.
    """

    __slots__ = ("_datasets", "_runs", "_table", "columns")

    def __init__(self, table: pd.DataFrame, columns: Iterable[Column], datasets: Mapping[str, pd.DataFrame]) -> None:
        self._table = table.astype("float64").copy()  # one block of memory, of which `values` takes a column
        self.columns = tuple(columns)
        self._datasets = {name: data.copy() for name, data in datasets.items()}
        self._runs = self.sampling.runs(self.index)

    @property
    def index(self) -> pd.Index[Any]:
        """The rows: times, ascending, or identifiers, as text."""
        return self._table.index

    @property
    def sampling(self) -> Sampling:
        """The kind of the rows."""
        return sampling_of(self._table.index)

    def table(self, names: Iterable[str]) -> pd.DataFrame:
        """Give a copy of the named columns; raise KeyError."""
        return self._table[list(names)].copy()

    def values(self, name: str) -> NDArray[np.float64]:
        """Give a copy of one column, shape (rows,); raise KeyError."""
        found: NDArray[np.float64] = self._table.to_numpy()[:, self._table.columns.get_loc(name)].copy()
        return found

    def shift(self, values: NDArray[np.float64], lag: int) -> NDArray[np.float64]:
        """Give the values, (rows,), that stood `lag` rows earlier, NaN where a run of rows has none; a negative lag looks ahead."""
        if lag == 0:
            return values.copy()
        moved = np.full(len(values), np.nan)
        for run in self._runs:
            part = values[run]
            held = np.full(len(part), np.nan)
            if abs(lag) < len(part):
                held[max(lag, 0) : len(part) + min(lag, 0)] = part[max(-lag, 0) : len(part) - max(lag, 0)]
            moved[run] = held
        return moved

    def dataset(self, name: str) -> pd.DataFrame:
        """Give a copy of one raw dataset, indexed by its time; raise KeyError."""
        return self._datasets[name].copy()

    def datasets(self, series: Iterable[str] | None = None) -> dict[str, pd.DataFrame]:
        """Give copies of all raw datasets, by id; or where `series` are named, `dataset.column`, of their columns alone, and a panel's units."""
        if series is None:
            return {name: data.copy() for name, data in self._datasets.items()}
        wanted: dict[str, list[str]] = {}
        for dataset, _, column in (name.partition(".") for name in series):
            wanted.setdefault(dataset, []).append(column)
        known = ((name, self._datasets[name], columns) for name, columns in wanted.items() if name in self._datasets)
        return {
            name: data[[*(c for c in columns if c in data.columns), *self.sampling.units(data)]].copy()
            for name, data, columns in known
        }

    def times(self, dataset: str) -> pd.Index[Any]:
        """Give the rows of one raw dataset; raise KeyError that names the nearest."""
        if dataset not in self._datasets:
            raise unknown("dataset", dataset, self._datasets)
        return self._datasets[dataset].index

    def column(self, name: str) -> Column:
        """Give the description of one column; raise KeyError that names the nearest."""
        for column in self.columns:
            if column.name == name:
                return column
        raise unknown("column", name, (c.name for c in self.columns))

    def having(self, columns: Mapping[str, NDArray[np.float64]]) -> Frame:
        """Give the same rows with these values, each (rows,), in the place of columns of those names, or beside them."""
        made = copy(self)
        made._table = self._table.assign(**columns).copy()  # noqa: SLF001  # of a copy of itself
        return made

    @property
    def digest(self) -> str:
        """SHA-256 over index, column names and values, in hex."""
        state = hashlib.sha256()
        state.update(self.sampling.digest(self.index))
        for name in self._table.columns:
            state.update(name.encode())
            values = self.values(name)
            values[np.isnan(values)] = np.nan  # one bit pattern for every missing value
            state.update(values.astype("<f8").tobytes())
        return state.hexdigest()

    def __len__(self) -> int:
        return len(self._table)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)
