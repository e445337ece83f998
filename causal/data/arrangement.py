"""Which rows of a file are its table, and what its columns are called: what stands above and below, and headers of several rows."""

from __future__ import annotations

import re
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING

from causal.data.cells import Cells
from causal.data.numbers import SHOWN
from causal.data.times import in_one, plain
from causal.errors import DataError, did_you_mean
from causal.files import limits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from causal.study import Dataset, Layout

    Row = tuple[int, Sequence[object]]

BROKEN = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]\s*")  # lines and stops inside a heading


def arranged(name: str, noun: str, rows: Iterable[Row], dataset: Dataset, *, level: bool = True) -> Cells:
    """Give the table among the rows of a file, each with its number; raise DataError with the row of the first mistake.

    Without `level` a row may be shorter than the header.
    """
    layout = dataset.layout
    left: Iterator[Row] = (row for row in rows if row[0] > layout.skip and any(map(_filled, row[1])))
    left = _without_footer(left, layout.footer) if layout.footer else left
    header, width = (list(layout.names), len(layout.names)) if layout.names else _header(name, left, layout)
    whole = _level(name, noun, width, left) if level else left
    cells = Cells(name=name, noun=noun, header=header, rows=_fitted(len(header), whole))
    cells = kept(cells, dataset)
    return _turned(cells, dataset) if layout.across else cells


def kept(cells: Cells, dataset: Dataset) -> Cells:
    """Give the cells without the rows that `where` and `leave_out` leave out, and with the time that is said in parts.

    Raise DataError for a column that is not there.
    """
    layout = dataset.layout
    identifier = layout.across or dataset.time
    if layout.time_parts:
        cells = _with_time(cells, dataset)
    if not (layout.where or layout.leave_out):
        return cells
    for column in layout.where:
        if column not in cells.header:
            raise DataError(
                f"{cells.name} has no column '{column[:SHOWN]}' (`where`){did_you_mean(column, cells.header)}"
            )
    wanted = [(cells.header.index(column), frozenset(words)) for column, words in layout.where.items()]
    named = cells.header.index(identifier) if layout.leave_out and identifier in cells.header else None
    out = frozenset(layout.leave_out)
    rows = (
        (number, row)
        for number, row in cells.rows
        if all(plain(row[at]) in words for at, words in wanted) and (named is None or plain(row[named]) not in out)
    )
    return Cells(name=cells.name, noun=cells.noun, header=cells.header, rows=rows)


def _with_time(cells: Cells, dataset: Dataset) -> Cells:
    """Give the cells with a first column that holds the time, its parts with a dash between."""
    parts, header = dataset.layout.time_parts, cells.header
    for part in parts:
        if part not in header:
            raise DataError(f"{cells.name} has no column '{part[:SHOWN]}' (`time_parts`){did_you_mean(part, header)}")
    at = [header.index(part) for part in parts]
    rows = ((number, [in_one((_name(row[i]) for i in at), dataset.resolution), *row]) for number, row in cells.rows)
    return Cells(name=cells.name, noun=cells.noun, header=[dataset.time, *header], rows=rows)


def _filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _without_footer(rows: Iterator[Row], count: int) -> Iterator[Row]:
    """Give the rows but the last so many."""
    held: deque[Row] = deque()
    for row in rows:
        held.append(row)
        if len(held) > count:
            yield held.popleft()


def _header(name: str, rows: Iterator[Row], layout: Layout) -> tuple[list[str], int]:
    """Give the names of the columns, and how many cells the header has with those at its end that name nothing."""
    taken = [row for _, row in islice(rows, layout.header)]
    if taken and len(taken) < layout.header:
        raise DataError(f"{name} has {len(taken)} rows where `header: {layout.header}` is declared")
    return (joined(taken), max(map(len, taken))) if taken else ([], 0)


def joined(rows: Sequence[Sequence[object]]) -> list[str]:
    """Give the names that a header of one or more rows bears; a merged cell names all that stands below it."""
    width = max(map(len, rows))
    spelled = [[*map(_name, row)] + [""] * (width - len(row)) for row in rows]
    used = max((at + 1 for row in spelled for at, name in enumerate(row) if name), default=0)
    for above, row in enumerate(spelled[:-1]):
        for at in range(1, used):
            if not row[at] and any(below[at - 1] for below in spelled[above + 1 :]):
                row[at] = row[at - 1]
    return [" ".join(dict.fromkeys(filter(None, column))) for column in [*zip(*spelled, strict=True)][:used]]


def _name(cell: object) -> str:
    """Give the text of a header's cell in one line; a year stays a year where a workbook keeps it as 2024.0."""
    return BROKEN.sub(" ", plain(int(cell) if isinstance(cell, float) and cell.is_integer() else cell))


def _level(name: str, noun: str, width: int, rows: Iterable[Row]) -> Iterator[Row]:
    """Give the rows; raise DataError at the first that has not as many cells as the header, or a cell that is too long."""
    for number, row in rows:
        if len(row) != width:
            raise DataError(f"{name}, {noun} {number}: {len(row)} cells where the header has {width}")
        if _longest(row) > limits.CELL_CHARACTERS:
            raise DataError(
                f"{name}, {noun} {number}: a cell has more than {limits.CELL_CHARACTERS} characters (a quote left open?)"
            )
        yield number, row


def _longest(row: Sequence[object]) -> int:
    """Give the number of characters of the longest text in a row."""
    try:
        return max(map(len, row), default=0)  # type: ignore[arg-type]
    except TypeError:  # not all are text
        return max((len(cell) for cell in row if isinstance(cell, str)), default=0)


def _fitted(width: int, rows: Iterable[Row]) -> Iterator[Row]:
    """Give each row with one cell for each column."""
    return ((number, [*row[:width], *([None] * (width - len(row)))]) for number, row in rows)


def _turned(cells: Cells, dataset: Dataset) -> Cells:
    """Give a table whose header holds the times as one with a row a time and a column for each of its rows."""
    across, header = dataset.layout.across, cells.header
    if across not in header:
        raise DataError(f"{cells.name} has no column '{across[:SHOWN]}' (`across`){did_you_mean(across, header)}")
    at, times = header.index(across), [i for i, one in enumerate(header) if one[:1].isdigit()]
    names: list[str] = []
    columns: list[list[object]] = []
    for number, row in cells.rows:
        if len(names) >= limits.DATA_COLUMNS:
            raise DataError(
                f"{cells.name} has more than {limits.DATA_COLUMNS} rows, and each would be a series: "
                "name those that are wanted under `where`"
            )
        names.append(str(row[at] or "").strip() or f"{cells.noun} {number}")
        columns.append([row[i] for i in times])
    turned = (
        (i + 1, [header[time], *(column[k] for column in columns)]) for k, (i, time) in enumerate(enumerate(times))
    )
    return Cells(name=cells.name, noun="column", header=[dataset.time, *names], rows=turned)
