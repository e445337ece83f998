"""Comma- and tab-separated text, read strictly: what is not a number, a time or a blank is a mistake with its line."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING

from causal.connectors import Connector
from causal.errors import DataError, did_you_mean
from causal.limits import CELL_CHARACTERS, DATA_BYTES, DATA_COLUMNS, DATA_ROWS, FIRST_YEAR, LAST_YEAR
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|\+00:00)", re.ASCII)
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)
SHOWN = 40  # characters of a bad cell


def columns(path: Path) -> list[str]:
    """Give the header; raise DataError where there is none."""
    return _header(path, _rows(path))


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, line and column of the first mistake."""
    import pandas as pd

    rows = _rows(path)
    header = _header(path, rows)
    texts = [dataset.time, *dataset.key]
    numbers = [series.name.partition(".")[2] for series in dataset.series]
    if missing := [name for name in (*texts, *numbers) if name not in header]:
        raise DataError(f"{path.name} has no column '{missing[0]}'{did_you_mean(missing[0], header)}")
    lines: list[int] = []
    table: dict[str, list[str]] = {name: [] for name in texts}
    values: dict[str, list[float]] = {name: [] for name in numbers}
    for line, cells in rows:
        if len(lines) >= DATA_ROWS:
            raise DataError(f"{path.name} has more than {DATA_ROWS} rows")
        row = _row(path, line, header, cells)
        lines.append(line)
        for name in texts:
            table[name].append(row[name].strip())
        for name in numbers:
            values[name].append(_number(path, line, name, row[name].strip()))
    if not lines:
        raise DataError(f"{path.name} has a header and no rows")
    index = _times(path, lines, table.pop(dataset.time), dataset)
    frame = pd.DataFrame({**table, **values}, index=index)
    _ordered(path, lines, frame, dataset)
    return frame


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give (line on which the row begins, cells); raise DataError for bytes that no plain table holds."""
    text = io.StringIO(_text(path), newline="")
    reader = csv.reader(text, delimiter="\t" if path.suffix.lower() == ".tsv" else ",", strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{path.name}, line {line}: {error} (is a quote left open here?)") from error


def _text(path: Path) -> str:
    if path.is_symlink():
        raise DataError(f"{path.name} is a link: copy the file itself into the folder")
    with path.open("rb") as file:
        raw = file.read(DATA_BYTES + 1)
    if len(raw) > DATA_BYTES:
        raise DataError(f"{path.name} is larger than {DATA_BYTES} bytes")
    if b"\0" in raw:
        line = raw[: raw.index(0)].count(b"\n") + 1
        raise DataError(f"{path.name}, line {line}: a NUL byte: this is not a text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"{path.name}, line {line}: not UTF-8 text: save the file as UTF-8") from error


def _header(path: Path, rows: Iterator[tuple[int, list[str]]]) -> list[str]:
    header = next(rows, (0, []))[1]
    if not header:
        raise DataError(f"{path.name} is empty: its first line names the columns")
    if len(header) > DATA_COLUMNS:
        raise DataError(f"{path.name} has {len(header)} columns; at most {DATA_COLUMNS} are read")
    if twice := [name for name in dict.fromkeys(header) if header.count(name) > 1]:
        raise DataError(f"{path.name}: the column '{twice[0][:SHOWN]}' stands twice in the header")
    return header


def _row(path: Path, line: int, header: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) != len(header):
        raise DataError(f"{path.name}, line {line}: {len(cells)} cells where the header has {len(header)}")
    if max(map(len, cells)) > CELL_CHARACTERS:
        raise DataError(f"{path.name}, line {line}: a cell has more than {CELL_CHARACTERS} characters (a quote left open?)")
    return dict(zip(header, cells, strict=True))


def _number(path: Path, line: int, column: str, cell: str) -> float:
    if not cell:
        return math.nan
    value = float(cell) if NUMBER.fullmatch(cell) else math.inf
    if not math.isfinite(value):
        raise DataError(
            f"{path.name}, line {line}, column '{column}': '{cell[:SHOWN]}' is not a number such as 1234.5 "
            "(leave a missing value blank)"
        )
    return value


def _times(path: Path, lines: list[int], cells: list[str], dataset: Dataset) -> pd.DatetimeIndex:
    """Give days without a zone, or instants in UTC."""
    import pandas as pd

    daily = dataset.resolution is Resolution.DAY
    form = DAY if daily else INSTANT
    spelled = pd.Series([cell if form.fullmatch(cell) else None for cell in cells], dtype="object")
    times = pd.DatetimeIndex(pd.to_datetime(spelled, format="ISO8601", errors="coerce", utc=not daily), name="time")
    bad = times.isna() | ~((times.year >= FIRST_YEAR) & (times.year <= LAST_YEAR))
    if bad.any():
        at = int(bad.argmax())
        example = "a day such as 2026-02-05" if daily else "an instant in UTC such as 2026-02-05T21:00Z"
        raise DataError(
            f"{path.name}, line {lines[at]}, column '{dataset.time}': '{cells[at][:SHOWN]}' is not {example}"
        )
    return times


def _ordered(path: Path, lines: list[int], frame: pd.DataFrame, dataset: Dataset) -> None:
    if not frame.index.is_monotonic_increasing:
        at = int((frame.index[1:] < frame.index[:-1]).argmax()) + 1
        raise DataError(f"{path.name}, line {lines[at]}: the times are not in order: sort the rows by '{dataset.time}'")
    keyed = frame.set_index(list(dataset.key), append=True).index if dataset.key else frame.index
    if keyed.has_duplicates:
        at = int(keyed.duplicated().argmax())
        hint = "" if dataset.key else "; a table with several rows a time needs `key` columns"
        raise DataError(f"{path.name}, line {lines[at]}: this time stands twice{hint}")


CONNECTOR = Connector(title="Delimited text", suffixes=(".csv", ".tsv"), columns=columns, read=read)
