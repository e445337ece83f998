"""The open set of kinds of rows: one module each, with one constant `SAMPLING`.

A kind says how its rows are named and read, which row a day lies in, what comes after what, and what statistics may take for
granted. Nothing else asks which kind it has before it: it asks the kind. Add one by adding a file (or an entry point in the
group `causal.sampling`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.files.members import members
from causal.sampling._moments import last_day, period_name
from causal.sampling._resampling import (
    BLOCKS,
    KEPT,
    SINGLY,
    BlockCounts,
    GroupsKept,
    Orders,
    Resampling,
    Weights,
    block_resample,
)
from causal.sampling._variance import HAR, HC3, Meter, Variance, sums_of_squares

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from causal.study import Dataset, Resolution, Sample, Study

    Rows = pd.Index[Any]

__all__ = [
    "BLOCKS",
    "HAR",
    "HC3",
    "KEPT",
    "SINGLY",
    "BlockCounts",
    "GroupsKept",
    "Meter",
    "Noun",
    "Orders",
    "Resampling",
    "Sampling",
    "Variance",
    "Weights",
    "block_resample",
    "kinds_of_sample",
    "last_day",
    "period_name",
    "period_of_study",
    "sampling_of",
    "sampling_of_study",
    "sampling_reading",
    "sampling_serving",
    "samplings",
    "step_of_study",
    "sums_of_squares",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """What one row and several are called, and what names them: day, days, calendar days."""

    one: str
    many: str
    names: str


def _as_it_is(index: Rows) -> Rows:
    return index


def _as_read(table: pd.DataFrame) -> pd.DataFrame:
    return table


def _no_units(_: pd.DataFrame) -> list[str]:
    return []


def _as_named(values: pd.Series[float], index: Rows) -> pd.Series[float]:
    return values.reindex(index)


def _unbroken(index: Rows) -> tuple[slice, ...]:
    return (slice(0, len(index)),)


def _no_holes(index: Rows) -> NDArray[np.bool_]:
    return np.zeros(len(index), dtype=bool)


def _two_halves(rows: int) -> tuple[NDArray[np.bool_], ...]:
    first = np.arange(rows) < rows // 2
    return first, ~first


def _stretches_held_out(rows: int, count: int) -> list[NDArray[np.int64]]:
    return np.array_split(np.arange(rows), count)


def _step_of_file(calendar: Dataset, _sample: Sample, _rows: int) -> str:
    return calendar.resolution.value


def _autocorrelated(_: Rows) -> Variance:
    return HAR


def _near(_: Rows) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """One kind of rows. What is left out is that of rows in one unbroken order. Functions take the rows' index."""

    title: str
    sample: str
    """What `sample.kind` in report.yaml says."""
    called: str = "a time series"
    """What the sample is called in a sentence."""
    resolutions: tuple[Resolution, ...]
    """What `resolution` of a dataset may be for this kind to read its rows."""
    ambiguous: frozenset[Resolution] = frozenset()
    """Those of them whose names may be plain numbers: a column is not taken for one by its cells alone."""
    serves: Callable[[Dataset], bool]
    """Whether the rows of an analysis can be those of a dataset."""
    offers: Callable[[Dataset], bool] | None = None
    """Whether a series of a dataset has values for such rows; None where it must serve."""
    calendar_wanted: str
    """What a calendar lacks that does not serve, as the rest of a sentence."""
    variable_wanted: str
    """The same of a series in a variable's formula."""
    key: str = ""
    """Part of a catalogue's keys under which the locale has sentences for this kind; "" where it has none."""
    column: str = "time"
    """Key of sources.yaml that says which column names the rows."""
    identifier: str = "time"
    """What the name of a row is called."""

    ordered: bool = True
    """Whether rows have a before and after: lags, pasts, leads and responses mean something."""
    looks_back: bool = True
    """Whether a formula can look back along the rows of a stretch, or read their dates."""
    designed: bool = False
    """Whether rows lean on each other in a way that only a study design knows: edges without one are not estimated."""
    daily: bool = False
    """Whether a row is a day or lies in one: a weekday means something."""
    clock: bool = False
    """Whether a row's name may hold a time of day."""
    has_event: bool = True
    """Whether an event day, and a window about it, can be among the rows."""

    holds: Callable[[Rows], bool]
    """Whether an index is of this kind."""
    read: Callable[[Sequence[str], Resolution], Rows]
    """Give the index that the cells of a column name; raise UnreadableRowError at the first that names no row."""
    table: Callable[[pd.DataFrame], pd.DataFrame] = _as_read
    """Give a dataset's table, as it was read, under the names of this kind."""
    units: Callable[[pd.DataFrame], list[str]] = _no_units
    """Give the columns of a dataset's table, as it was read, that name units."""
    lay: Callable[[pd.Series[float], Rows], pd.Series[float]] = _as_named
    """Give a series of such a table over the rows; raise DataError where its names are of another kind."""
    noun: Callable[[Rows], Noun]
    """What a row of the index is called."""
    step_name: Callable[[Dataset, Sample, int], str] = _step_of_file
    """Give the name of the step from one of so many rows of a sample to the next, whose calendar is a dataset: month, row."""
    names: Callable[[Rows], tuple[str, ...]]
    """Give the rows' names as reports print them."""
    written: Callable[[Rows], tuple[str, ...]]
    """Give the rows' names as a file holds them."""
    timeline: Callable[[Rows], tuple[str, ...]]
    """Give the names where rows have a place in time; else ()."""
    digest: Callable[[Rows], bytes]
    """Give bytes that are equal where the rows are."""

    calendar: Callable[[Rows], Rows] = _as_it_is
    """Give every row that is due from the first to the last, whether or not the data have it."""
    position: Callable[[Rows, date], int | None]
    """Give the number of the row that a day lies in, or None."""
    around: Callable[[Rows, date], tuple[Any, Any]]
    """Give the last row before a day and the first row after it; None where there is none."""
    within: Callable[[Rows, date, date], NDArray[np.bool_]]
    """Mark the rows from that of one day to that of another."""
    extent: Callable[[Any], tuple[pd.Timestamp, pd.Timestamp]]
    """Give the first and the last moment of one row."""
    begins: Callable[[Rows], pd.DatetimeIndex]
    """Give the first moment of each row, without a zone."""
    numbered: Callable[[Rows], tuple[NDArray[np.float64], NDArray[np.float64]]] | None = None
    """Give the number of each row's unit and of its time; None where rows have one name each."""
    find: Callable[[Rows, str], tuple[Any, Any]]
    """Give the first and the last row that a day, an instant or a period covers, in a check's words."""
    reaches: Callable[[Rows, str], bool]
    """Whether the rows go as far as such a text."""

    stretches: Callable[[Rows], tuple[slice | NDArray[np.int64], ...]] = _unbroken
    """Give the rows that follow each other: inside a stretch a formula and a lag look back; () where none follows another."""
    holes: Callable[[Rows], NDArray[np.bool_]] = _no_holes
    """Mark each row that comes more than one step after the row before it, as far as the rows tell what one step is."""
    lags: tuple[int, ...] = (0, 1)
    """Lags at which the independences of a graph are tested."""
    halves: Callable[[int], tuple[NDArray[np.bool_], ...]] = _two_halves
    """Mark the first and the second half of so many rows, to be compared; () where neither is first."""
    held_out: Callable[[int, int], list[NDArray[np.int64]]] = _stretches_held_out
    """Part so many rows in a number of parts, each to be predicted from the others."""
    variance: Callable[[Rows], Variance] = _autocorrelated
    """How the error of an estimate on these rows is measured."""
    apart: Callable[[Rows], bool] = _near
    """Whether rows lean so little on each other that a few tens of them can be measured."""
    resampling: Resampling = BLOCKS
    """How rows are drawn anew."""

    def name(self, row: Any, index: Rows) -> str:
        """Give the name of one row of an index."""
        return self.names(index[index == row])[0]

    def single(self, index: Rows, text: str) -> Any:
        """Give the one row that a text of a time names; raise NotComputableError where a period's name covers several."""
        first, last = self.find(index, text)
        if first != last and period_name(text):
            one = self.noun(index).one
            raise NotComputableError(f"{text} is longer than one {one} of these data: name one {one}")
        return first

    def runs(self, index: Rows) -> tuple[slice | NDArray[np.int64], ...]:
        """Give the rows that follow each other one step at a time: the stretches, cut at each hole."""
        holes, stretches = self.holes(index), self.stretches(index)
        if not holes.any():
            return stretches
        rows = [np.arange(len(index))[stretch] for stretch in stretches]
        return tuple(run for one in rows for run in np.split(one, np.flatnonzero(holes[one])) if len(run))


@cache
def samplings() -> dict[str, Sampling]:
    """Give every kind of rows by name, sorted; entry points in group `causal.sampling` add to the built-in ones."""
    return dict(members(__name__, __path__, "SAMPLING"))


def kinds_of_sample() -> tuple[str, ...]:
    """Give what `sample.kind` may be: each once, in the order of the kinds."""
    return tuple(dict.fromkeys(one.sample for one in samplings().values()))


def sampling_of(index: Rows) -> Sampling:
    """Give the kind that an index is of."""
    return next(one for one in samplings().values() if one.holds(index))


def sampling_reading(resolution: Resolution) -> Sampling:
    """Give the kind that reads a file whose rows are named so."""
    return next(one for one in samplings().values() if resolution in one.resolutions)


def sampling_serving(sample: str, calendar: Dataset | None) -> Sampling:
    """Give the kind of a sample whose rows are those of a dataset; the first of that name where none serves."""
    named = [one for one in samplings().values() if one.sample == sample] or list(samplings().values())
    return next((one for one in named if calendar is not None and one.serves(calendar)), named[0])


def sampling_of_study(study: Study) -> Sampling:
    """Give the kind of a study's rows."""
    return sampling_serving(study.sample.kind, _calendar_of(study))


def step_of_study(study: Study, rows: int = 0) -> str:
    """Give the name of the step from one of a study's rows, of which there are so many, to the next."""
    calendar = _calendar_of(study)
    return "row" if calendar is None else sampling_of_study(study).step_name(calendar, study.sample, rows)


def period_of_study(study: Study) -> str:
    """Give the name of one time at which a study's rows stand, whosever row it is: day, week, year; row where they have none."""
    calendar = _calendar_of(study)
    return "row" if calendar is None else calendar.resolution.value


def _calendar_of(study: Study) -> Dataset | None:
    return next((one for one in study.datasets if one.id == study.sample.calendar), None)
