"""Excel workbooks (.xlsx), by openpyxl and defusedxml (extra `excel`): one sheet of values.

Formulas, macros, links to other workbooks and embedded objects are refused: a report is built from values that anyone can
read in the file, and nothing is computed by a spreadsheet.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from causal.data.arrangement import arranged
from causal.data.cells import Cells, contents, table
from causal.data.connectors import Connector
from causal.data.numbers import SHOWN
from causal.errors import DataError, did_you_mean
from causal.files import limits
from causal.files.extras import library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset

PARTS = 2_000  # files inside the workbook
REFUSED = {
    "macros": re.compile(r"vbaProject|macrosheets/|activeX/", re.IGNORECASE),
    "links to other workbooks": re.compile(r"externalLinks/", re.IGNORECASE),
    "embedded objects or queries": re.compile(r"embeddings/|queryTables/|connections\.xml", re.IGNORECASE),
}
INSTRUCTION = "copy the cells, paste them as values into a new workbook, and save that as .xlsx"
NOT_A_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
)


def columns(path: Path, dataset: Dataset) -> list[str]:
    """Give the header of the sheet; raise DataError where there is none."""
    with _sheet(path, dataset) as sheet:
        return _cells(path, sheet, dataset).header


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, row and column of the first mistake."""
    with _sheet(path, dataset) as sheet:
        return table(_cells(path, sheet, dataset), dataset)


def _cells(path: Path, sheet: Any, dataset: Dataset) -> Cells:
    found = arranged(path.name, "row", _rows(sheet), dataset, level=False)
    rows = _computed_by_nobody(path.name, found.rows)
    return Cells(name=found.name, noun=found.noun, header=found.header, rows=rows)


def rows(path: Path, dataset: Dataset) -> list[tuple[int, Sequence[object]]]:
    """Give every row of the sheet that is not empty, with its number, whatever it holds; raise DataError."""
    with _sheet(path, dataset) as sheet:
        return list(_rows(sheet))


@contextmanager
def _sheet(path: Path, dataset: Dataset) -> Iterator[Any]:
    """Open the declared sheet, or the only one; raise DataError for what is not a plain workbook."""
    excel = library("openpyxl", "excel", path.name)
    library("defusedxml", "excel", path.name)
    raw = contents(path)
    try:
        _check_parts(path.name, raw)
        with warnings.catch_warnings(action="ignore"):  # of styles and extensions, which are not read
            book = excel.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False, rich_text=False)
        try:
            yield _chosen(path.name, book, dataset.sheet)
        finally:
            book.close()
    except NOT_A_WORKBOOK as error:
        raise DataError(f"{path.name} is no .xlsx workbook that can be read: {str(error)[:200]}") from error


def _check_parts(name: str, raw: bytes) -> None:
    """Unpack every part once, within the limit, and refuse what a workbook of values does not hold."""
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = packed.infolist()
        if len(parts) > PARTS or sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
            raise DataError(
                f"{name} unpacks to more than {limits.UNPACKED_BYTES} bytes or {PARTS} parts: {INSTRUCTION}"
            )
        for part in parts:
            for what, pattern in REFUSED.items():
                if pattern.search(part.filename):
                    raise DataError(f"{name} has {what}: {INSTRUCTION}")
            if part.filename.endswith((".xml", ".rels")):
                _check_markup(name, packed, part)


def _check_markup(name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse a document type, which declares entities, and encodings that could hide one."""
    with packed.open(part) as file:
        kept = file.read(4)
        if kept.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in kept:
            raise DataError(f"{name}: {part.filename[:SHOWN]} is not UTF-8 text: {INSTRUCTION}")
        while block := file.read(1_000_000):
            if b"<!DOCTYPE" in (kept := kept[-20:] + block) or b"<!ENTITY" in kept:
                raise DataError(f"{name}: {part.filename[:SHOWN]} declares a document type: {INSTRUCTION}")


def _chosen(name: str, book: Any, wanted: str) -> Any:
    names = [sheet.title for sheet in book.worksheets]
    if wanted and wanted not in names:
        raise DataError(f"{name} has no sheet '{wanted[:SHOWN]}'{did_you_mean(wanted, names)}")
    if not wanted and len(names) != 1:
        raise DataError(
            f"{name} has {len(names)} sheets: name one in sources.yaml, such as `sheet: {(names or ['Sheet1'])[0]}`"
        )
    return book.worksheets[names.index(wanted) if wanted else 0]


@dataclass(frozen=True, slots=True)
class _Formula:
    """A cell that a spreadsheet would compute; `column` is its letter."""

    column: str


def _rows(sheet: Any) -> Iterator[tuple[int, Sequence[object]]]:
    """Give the rows that are not empty, up to their last cell that holds something."""
    most, before = limits.DATA_ROWS + 10_000, None
    for number, row in enumerate(sheet.iter_rows(max_row=most, max_col=limits.DATA_COLUMNS + 1), start=1):
        if row is before:  # openpyxl gives one and the same row for each that the file leaves out
            continue
        before, cells = row, [_value(cell) for cell in row]
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        if cells:
            yield number, cells


def _value(cell: Any) -> object:
    """Give what a cell shows: a share that is formatted as a percentage is text with its sign."""
    if cell.data_type == "f":
        return _Formula(cell.column_letter)
    if cell.data_type == "n" and isinstance(cell.value, int | float) and _as_percentage(cell.number_format):
        return f"{(Decimal(repr(cell.value)) * 100).normalize():f}%"
    value: object = cell.value
    return value


def _computed_by_nobody(
    name: str, rows: Iterator[tuple[int, Sequence[object]]]
) -> Iterator[tuple[int, Sequence[object]]]:
    """Give the rows; raise DataError at the first formula among them."""
    for number, row in rows:
        for cell in row:
            if isinstance(cell, _Formula):
                raise DataError(f"{name}, row {number}, column {cell.column}: a formula: {INSTRUCTION}")
        yield number, row


def _as_percentage(form: str) -> bool:
    """Whether a number format shows a share as a percentage: it holds a % that is not quoted."""
    return "%" in form and "%" in re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form)


CONNECTOR = Connector(title="Excel workbook", suffixes=(".xlsx",), columns=columns, read=read, rows=rows)
