"""From cells, as a file or a server gives them, to the table by time; what is neither number, time nor gap is a mistake."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.data.numbers import FORMS, SHOWN, Column, UnreadableNumberError, forms_of
from causal.data.times import UnreadableTimeError, plain, word
from causal.errors import DataError, RowOrderError, UnreadableRowError, did_you_mean
from causal.files import limits
from causal.files.regular import opened
from causal.sampling import sampling_reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset

PLACES = "places"
FIRST, TOGETHER = 10, 1_000  # rows that are read together: a few that show how numbers are written, then many
PANEL = "; a table in which it does looks like a panel: name its `time` column and its units as `key`, and write `kind: panel` under `sample`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A table of `name`: its header, and the number of each row with its cells, one for each column.

    A cell is text, a number, a date or datetime, or None for a gap. `noun` is what the row numbers count.
    """

    name: str
    noun: str
    header: list[str]
    rows: Iterator[tuple[int, Sequence[object]]]

    def __post_init__(self) -> None:
        if not self.header:
            raise DataError(f"{self.name} is empty: its first line names the columns")
        if len(self.header) > limits.DATA_COLUMNS:
            raise DataError(f"{self.name} has {len(self.header)} columns; at most {limits.DATA_COLUMNS} are read")
        if twice := [name for name in dict.fromkeys(self.header) if name and self.header.count(name) > 1]:
            raise DataError(f"{self.name}: the column '{twice[0][:SHOWN]}' stands twice in the header")

    def place(self, row: int) -> str:
        """Say where a row stands."""
        return f"{self.name}, {self.noun} {row}"


class Places:
    """Where the rows of a table stand in its file, by position; carried with the table under `PLACES`, and never copied."""

    def __init__(self, noun: str, rows: Sequence[int]) -> None:
        self.noun, self.rows = noun, tuple(rows)

    def __deepcopy__(self, memo: dict[int, Any]) -> Places:
        return self


def declared(dataset: Dataset) -> tuple[list[str], list[str]]:
    """Give what the file calls the columns that are read as text (the time first) and those that are read as numbers."""
    return [dataset.time, *dataset.key], [series.heading for series in dataset.series]


def known_columns(name: str, header: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise DataError with the nearest match of the first wanted column that the header lacks."""
    if missing := [column for column in wanted if column not in header]:
        raise DataError(f"{name} has no column '{missing[0]}'{did_you_mean(missing[0], header)}")


def contents(path: Path) -> bytes:
    """Give the bytes of a data file; raise DataError for a link or too large a file."""
    if path.is_symlink():
        raise DataError(f"{path.name} is a link: copy the file itself into the folder")
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        raw = file.read(size + 1) if size <= limits.DATA_BYTES else b""
    if max(size, len(raw)) > limits.DATA_BYTES:
        raise DataError(f"{path.name} is larger than {limits.DATA_BYTES} bytes")
    return raw


def table(cells: Cells, dataset: Dataset, *, sort: bool = False) -> pd.DataFrame:
    """Give the declared columns by time, sorted where asked; raise DataError with row and column of the first mistake."""
    import pandas as pd

    texts, headings = declared(dataset)
    known_columns(cells.name, cells.header, texts + headings)
    words: dict[str, list[str]] = {column: [] for column in texts}
    numbers = columns_of(dataset)
    places = _read(cells, dataset, words, numbers)
    if not places:
        raise DataError(f"{cells.name} has a header and no rows")
    index = _index(cells, places, words.pop(dataset.time), dataset)
    values = dict(
        zip(
            (one.short for one in dataset.series),
            numbers_of(cells, places, numbers, dataset.layout.delimiter),
            strict=True,
        )
    )
    frame = pd.DataFrame({**words, **values}, index=index)
    ordered = sampling_reading(dataset.resolution).ordered
    if ordered and (sort or _by_unit(frame, dataset)):
        order = frame[list(dataset.key)].assign(**{dataset.time: index}).reset_index(drop=True)
        order = order.sort_values([dataset.time, *dataset.key], kind="stable")
        frame, places = frame.iloc[order.index], [places[i] for i in order.index]
    elif dataset.layout.newest_first:
        frame, places = frame.iloc[::-1], places[::-1]
    _check_order(cells, places, frame, dataset)
    frame.attrs[PLACES] = Places(cells.noun, places)
    return frame


def columns_of(dataset: Dataset) -> dict[str, Column]:
    """Give an empty column of numbers for each declared series, by what the file calls it."""
    layout = dataset.layout
    return {
        series.heading: Column(layout.missing, layout.flags, FORMS.get(series.numbers or layout.numbers))
        for series in dataset.series
    }


def _read(cells: Cells, dataset: Dataset, words: dict[str, list[str]], numbers: dict[str, Column]) -> list[int]:
    """Read every row into `words` and `numbers`; give the rows' places."""
    places: list[int] = []
    at = {column: cells.header.index(column) for column in (*words, *numbers)}
    most = min(limits.DATA_ROWS, limits.DATA_CELLS // max(len(at), 1))
    for held in _together(cells.rows):
        taken = held[: most - len(places)]
        rest = [
            (at[name], name, one) for name, one in numbers.items() if not one.took([row[at[name]] for _, row in taken])
        ]
        for row, given in taken:
            places.append(row)
            for column, texts in words.items():
                texts.append(_text(cells, row, column, given[at[column]], dataset))
            for place, column, read in rest:
                try:
                    read.add(given[place])
                except UnreadableNumberError as error:
                    raise no_number(cells, row, column, error) from error
        if len(taken) < len(held):
            raise DataError(
                f"{cells.name} has more than {most:,} rows of {len(at)} columns: leave out what the report does not use"
            )
    return places


def _together(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[list[tuple[int, Sequence[object]]]]:
    """Give rows in stretches, the first short; what is wrong with a row is raised after the rows before it were given."""
    held: list[tuple[int, Sequence[object]]] = []
    size = FIRST
    try:
        for row in rows:
            held.append(row)
            if len(held) == size:
                yield held
                held, size = [], TOGETHER
    except Exception:
        yield held
        raise
    yield held


def numbers_of(
    cells: Cells, places: Sequence[int], numbers: dict[str, Column], delimiter: str = ""
) -> Iterator[list[float]]:
    """Give the values of columns that are read; raise DataError with row and column of the first cell that does not fit."""
    for (column, read), form in zip(numbers.items(), forms_of(list(numbers.values()), delimiter), strict=True):
        try:
            if isinstance(form, UnreadableNumberError):
                raise form
            yield read.values(form)
        except UnreadableNumberError as error:
            raise no_number(cells, places[error.at], column, error) from error


def no_number(cells: Cells, row: int, column: str, error: UnreadableNumberError) -> DataError:
    """Give the error of a cell that is no number."""
    return DataError(
        f"{cells.place(row)}, column '{column}': '{error.cell.strip()[:SHOWN]}' is not a number such as 1234.5 ({error.advice})"
    )


def _text(cells: Cells, row: int, column: str, cell: object, dataset: Dataset) -> str:
    try:
        spelled = word(cell, dataset) if column == dataset.time else plain(cell)
    except UnreadableTimeError as error:
        raise DataError(f"{cells.place(row)}, column '{column}': {error}") from error
    if len(spelled) > limits.CELL_CHARACTERS:
        raise DataError(f"{cells.place(row)}: a cell has more than {limits.CELL_CHARACTERS} characters")
    return spelled


def _index(cells: Cells, places: list[int], words: list[str], dataset: Dataset) -> pd.Index[Any]:
    """Give the rows that the words of the identifying column name."""
    try:
        return sampling_reading(dataset.resolution).read(words, dataset.resolution)
    except UnreadableRowError as error:
        place = f"{cells.place(places[error.at])}, column '{dataset.time}'"
        raise UnreadableRowError(f"{place}: {error}", error.at, error.word) from error


def _by_unit(frame: pd.DataFrame, dataset: Dataset) -> bool:
    """Whether a long table lists the times of one unit after those of another, each in order."""
    if not dataset.key or frame.index.is_monotonic_increasing:
        return False
    units = frame.groupby(dataset.key[0] if len(dataset.key) == 1 else list(dataset.key), sort=False).groups
    return 2 * len(units) <= len(frame) and all(rows.is_monotonic_increasing for rows in units.values())


def _check_order(cells: Cells, places: list[int], frame: pd.DataFrame, dataset: Dataset) -> None:
    """Raise RowOrderError at the first row before its time, or the second of one name."""
    sampling = sampling_reading(dataset.resolution)
    called = sampling.identifier
    keyed = frame.set_index(list(dataset.key), append=True).index if dataset.key else frame.index
    twice = keyed.has_duplicates
    if sampling.ordered and not frame.index.is_monotonic_increasing and not (dataset.key and twice):
        at = int((frame.index[1:] < frame.index[:-1]).argmax()) + 1
        raise RowOrderError(
            f"{cells.place(places[at])}: the {called}s are not in order: sort the rows by '{dataset.time}'"
        )
    if twice:
        at = int(keyed.duplicated().argmax())
        cell = f" ({sampling.names(frame.index[[at]])[0][:SHOWN]} in column '{dataset.time}')"
        hint = f"; a table with several rows a {called} needs `key` columns" if sampling.ordered else PANEL
        whose = ", ".join(f"'{frame[key].iloc[at]!s:.{SHOWN}}' in column '{key}'" for key in dataset.key)
        told = (
            f" for one and the same {', '.join(dataset.key)} ({whose}){cell}: keep one of its rows"
            if whose
            else hint + cell
        )
        raise RowOrderError(f"{cells.place(places[at])}: this {called} stands twice{told}")
