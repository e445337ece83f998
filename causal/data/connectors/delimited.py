"""Comma- and tab-separated text, read strictly: what is not a number, a time or a blank is a mistake with its line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from causal.data.cells import Cells, contents, table
from causal.data.connectors import Connector
from causal.errors import DataError
from causal.files import limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset


def columns(path: Path, dataset: Dataset) -> list[str]:  # noqa: ARG001 - every connector is given the dataset
    """Give the header; raise DataError where there is none."""
    return _of(path).header


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, line and column of the first mistake."""
    return table(_of(path), dataset)


def cells(name: str, raw: bytes, delimiter: str = ",") -> Cells:
    """Give the cells of delimited text in UTF-8; raise DataError for bytes that no plain table holds."""
    rows = _rows(name, _text(name, raw), delimiter)
    header = next(rows, (0, []))[1]
    return Cells(name=name, noun="line", header=header, rows=_whole(name, header, rows))


def _of(path: Path) -> Cells:
    return cells(path.name, contents(path), "\t" if path.suffix.lower() == ".tsv" else ",")


def _rows(name: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Give (line on which the row begins, cells)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{name}, line {line}: {error} (is a quote left open here?)") from error


def _text(name: str, raw: bytes) -> str:
    if b"\0" in raw:
        line = raw[: raw.index(0)].count(b"\n") + 1
        raise DataError(f"{name}, line {line}: a NUL byte: this is not a text file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"{name}, line {line}: not UTF-8 text: save the file as UTF-8") from error


def _whole(name: str, header: list[str], rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows:
        if len(row) != len(header):
            raise DataError(f"{name}, line {line}: {len(row)} cells where the header has {len(header)}")
        if max(map(len, row)) > limits.CELL_CHARACTERS:
            raise DataError(
                f"{name}, line {line}: a cell has more than {limits.CELL_CHARACTERS} characters (a quote left open?)"
            )
        yield line, row


CONNECTOR = Connector(title="Delimited text", suffixes=(".csv", ".tsv"), columns=columns, read=read)
