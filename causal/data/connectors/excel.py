"""Excel workbooks (.xlsx), by openpyxl and defusedxml (extra `excel`): one sheet of values, its first row the header.

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
from typing import TYPE_CHECKING, Any

from causal.data.cells import SHOWN, Cells, contents, table
from causal.data.connectors import Connector
from causal.errors import DataError, did_you_mean
from causal.files import limits
from causal.files.extras import library

if TYPE_CHECKING:
    from collections.abc import Iterator
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
    """Give the first row of the sheet; raise DataError where there is none."""
    with _sheet(path, dataset) as sheet:
        return _header(sheet)


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, row and column of the first mistake."""
    with _sheet(path, dataset) as sheet:
        header = _header(sheet)
        return table(
            Cells(name=path.name, noun="row", header=header, rows=_rows(path.name, sheet, len(header))), dataset
        )


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


def _header(sheet: Any) -> list[str]:
    """Give the first row up to its last cell that holds something."""
    first = next(sheet.iter_rows(min_row=1, max_row=1, max_col=limits.DATA_COLUMNS + 1, values_only=True), ())
    names = ["" if name is None else str(name).strip() for name in first]
    while names and not names[-1]:
        names.pop()
    return names


def _rows(name: str, sheet: Any, width: int) -> Iterator[tuple[int, list[object]]]:
    """Give the rows below the header that are not empty; raise DataError at the first formula among them."""
    for number, row in enumerate(sheet.iter_rows(min_row=2, max_row=limits.DATA_ROWS + 2, max_col=width), start=2):
        cells = [cell.value for cell in row]
        for cell in row:
            if cell.data_type == "f":
                raise DataError(f"{name}, row {number}, column {cell.column_letter}: a formula: {INSTRUCTION}")
        if any(cell is not None and cell != "" for cell in cells):
            yield number, cells


CONNECTOR = Connector(title="Excel workbook", suffixes=(".xlsx",), columns=columns, read=read)
