"""Delimited text, read strictly: what is not a number, a time or a blank, or declared, is a mistake with its line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from causal.data.arrangement import arranged
from causal.data.cells import Cells, contents, table
from causal.data.connectors import Connector
from causal.data.layouts import ENCODINGS
from causal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset


def columns(path: Path, dataset: Dataset) -> list[str]:
    """Give the header; raise DataError where there is none."""
    return _of(path, dataset).header


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, line and column of the first mistake."""
    return table(_of(path, dataset), dataset)


def rows(path: Path, dataset: Dataset) -> list[tuple[int, Sequence[object]]]:
    """Give every line that is not empty, in cells."""
    layout = dataset.layout
    return list(lines(path.name, text_of(path.name, contents(path), layout.encoding), _delimiter(path, dataset)))


def cells(name: str, raw: bytes, dataset: Dataset, delimiter: str = ",") -> Cells:
    """Give the cells of delimited text, laid out as the dataset says; raise DataError for bytes that no plain table holds."""
    layout = dataset.layout
    rows = lines(name, text_of(name, raw, layout.encoding), layout.delimiter or delimiter, layout.skip)
    return arranged(name, "line", rows, dataset)


def _of(path: Path, dataset: Dataset) -> Cells:
    return cells(path.name, contents(path), dataset, _delimiter(path, dataset))


def _delimiter(path: Path, dataset: Dataset) -> str:
    return dataset.layout.delimiter or ("\t" if path.suffix.lower() == ".tsv" else ",")


def lines(name: str, text: str, delimiter: str, skip: int = 0) -> Iterator[tuple[int, list[str]]]:
    """Give (line on which the row begins, cells) of what stands below the first `skip` lines."""
    held = io.StringIO(text, newline="")
    above = sum(bool(held.readline()) for _ in range(skip))
    if delimiter == " ":
        yield from ((above + number, line.split()) for number, line in enumerate(held, start=1) if line.strip())
        return
    reader = csv.reader(held, delimiter=delimiter, strict=True)
    line = above + 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{name}, line {line}: {error} (is a quote left open here?)") from error


def text_of(name: str, raw: bytes, encoding: str = "") -> str:
    """Give bytes as text, in UTF-8 where no other encoding is declared; raise DataError with the line that is not."""
    if not encoding.startswith("utf-16") and b"\0" in raw:
        line = raw[: raw.index(0)].count(b"\n") + 1
        raise DataError(f"{name}, line {line}: a NUL byte: this is not a text file")
    try:
        return raw.decode(ENCODINGS.get(encoding, "utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "save the file as UTF-8, or write its `encoding`, such as `encoding: windows-1252`"
        raise DataError(f"{name}, line {line}: not {encoding or 'UTF-8'} text: {hint}") from error


CONNECTOR = Connector(title="Delimited text", suffixes=(".csv", ".tsv"), columns=columns, read=read, rows=rows)
