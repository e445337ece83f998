"""Comma- and tab-separated text, read strictly: what is not a number, a time or a blank is a mistake with its row."""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING

from causal.connectors import Connector
from causal.errors import DataError
from causal.limits import CELL_CHARACTERS, DATA_BYTES, DATA_COLUMNS, DATA_ROWS
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset


def columns(path: Path) -> list[str]:
    """Give the header; raise DataError where there is none."""
    return next(_rows(path), (0, []))[1]


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give (line number, cells); raise DataError for bytes that no plain table holds."""
    if path.is_symlink():
        raise DataError(f"{path.name} is a link; copy the file itself into data/")
    if (size := path.stat().st_size) > DATA_BYTES:
        raise DataError(f"{path.name} has {size} bytes; at most {DATA_BYTES} are read")
    raw = path.read_bytes()
    if b"\x00" in raw:
        raise _nul(path, raw)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"{path.name}, line {line}: not UTF-8 text: save the file as UTF-8") from error
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    csv.field_size_limit(CELL_CHARACTERS)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataError(f"{path.name}, line {reader.line_num}: {error} (an unclosed quote?)") from error
        if cells:
            yield reader.line_num, cells


def _nul(path: Path, raw: bytes) -> DataError:
    line = raw[: raw.index(0)].count(b"\n") + 1
    return DataError(f"{path.name}, line {line}: a NUL byte: this is not a text file")


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, line and column of the first mistake."""
    import pandas as pd

    rows = _rows(path)
    header = next(rows, (0, []))[1]
    if len(header) > DATA_COLUMNS:
        raise DataError(f"{path.name} has {len(header)} columns; at most {DATA_COLUMNS} are read")
    if len(set(header)) < len(header):
        raise DataError(f"{path.name}: a column name stands twice in the header")
    wanted = [dataset.time, *dataset.key, *(s.name.partition(".")[2] for s in dataset.series)]
    if missing := [name for name in wanted if name not in header]:
        raise DataError(f"{path.name} has no column '{missing[0]}'")
    places = [header.index(name) for name in wanted]
    text_columns = 1 + len(dataset.key)
    table: list[list[str | float]] = []
    for line, cells in rows:
        if len(cells) != len(header):
            raise DataError(f"{path.name}, line {line}: {len(cells)} cells where the header has {len(header)}")
        if len(table) >= DATA_ROWS:
            raise DataError(f"{path.name} has more than {DATA_ROWS} rows")
        texts = [cells[p] for p in places]
        numbers = [
            _number(path, line, name, cell)
            for name, cell in zip(wanted[text_columns:], texts[text_columns:], strict=True)
        ]
        table.append([*texts[:text_columns], *numbers])
    if not table:
        raise DataError(f"{path.name} has a header and no rows")
    frame = pd.DataFrame(table, columns=wanted)
    frame.index = _times(path, frame.pop(dataset.time).tolist(), dataset)
    _ordered(path, frame, dataset)
    return frame


def _number(path: Path, line: int, column: str, cell: str) -> float:
    text = cell.strip()
    if not text:
        return math.nan
    try:
        value = float(text) if "_" not in text else None
    except ValueError:
        value = None
    if value is None or not math.isfinite(value):
        raise DataError(f"{path.name}, line {line}, column '{column}': '{text[:40]}' is not a number (leave a missing value blank)")
    return value


def _times(path: Path, texts: list[str], dataset: Dataset) -> pd.DatetimeIndex:
    import pandas as pd

    daily = dataset.resolution is Resolution.DAY
    form = "%Y-%m-%d" if daily else "ISO8601"
    parsed = pd.to_datetime(pd.Series(texts), format=form, errors="coerce", utc=not daily)
    if parsed.isna().any():
        at = int(parsed.isna().to_numpy().argmax())
        example = "2026-02-05" if daily else "2026-02-05T21:00Z"
        raise DataError(f"{path.name}, data row {at + 1}, column '{dataset.time}': '{texts[at][:40]}' is not a time such as {example}")
    return pd.DatetimeIndex(parsed if daily else parsed.dt.tz_localize(None), name="time")


def _ordered(path: Path, frame: pd.DataFrame, dataset: Dataset) -> None:
    if not frame.index.is_monotonic_increasing:
        at = int((frame.index[1:] < frame.index[:-1]).argmax()) + 2
        raise DataError(f"{path.name}, data row {at}: the times are not in order")
    keyed = frame.set_index(list(dataset.key), append=True).index if dataset.key else frame.index
    if keyed.has_duplicates:
        at = int(keyed.duplicated().argmax()) + 1
        hint = "" if dataset.key else "; a table with several rows a time needs `key` columns"
        raise DataError(f"{path.name}, data row {at}: this time stands twice{hint}")


CONNECTOR = Connector(title="Delimited text", suffixes=(".csv", ".tsv"), columns=columns, read=read)
