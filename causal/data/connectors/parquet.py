"""Parquet, by pyarrow (extra `parquet`): flat columns of numbers, text and times; null and NaN are gaps."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from causal.data.arrangement import kept
from causal.data.cells import Cells, contents, declared, known_columns, table
from causal.data.connectors import Connector
from causal.data.connectors._parquet_pages import check_pages
from causal.data.numbers import SHOWN
from causal.errors import DataError
from causal.files import limits
from causal.files.extras import library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset

BATCH = 10_000  # rows unpacked at a time
STRUCTURE = 100_000  # parts of the file's metadata


def columns(path: Path, dataset: Dataset) -> list[str]:  # noqa: ARG001 - every connector is given the dataset
    """Give the names of the columns; raise DataError where the file is not Parquet."""
    with _opened(path.name, contents(path), []) as file:
        return list(file.schema_arrow.names)


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, row and column of the first mistake."""
    raw = contents(path)
    texts, numbers = declared(dataset)
    texts = [*dict.fromkeys((*(dataset.layout.time_parts or texts[:1]), *texts[1:], *dataset.layout.where))]
    with _opened(path.name, raw, []) as file:
        header = list(file.schema_arrow.names)
        known_columns(path.name, header, texts + numbers)
        spelled = [c for c in (*texts, *numbers) if _is_text(path.name, c, file.schema_arrow.field(c).type)]
        _check_size(path.name, raw, file.metadata, {*texts, *numbers})
    with _opened(path.name, raw, spelled) as file:
        wanted = [*texts, *numbers]
        cells = Cells(name=path.name, noun="row", header=wanted, rows=_rows(path.name, file, wanted))
        return table(kept(cells, dataset), dataset)


def rows(path: Path, dataset: Dataset) -> list[tuple[int, Sequence[object]]]:  # noqa: ARG001 - every connector is given it
    """Give the names of the columns that are flat, as row 0, and every row of them."""
    raw = contents(path)
    with _opened(path.name, raw, []) as file:
        names = [name for name in file.schema_arrow.names if _is_flat(path.name, name, file)]
        spelled = [name for name in names if _is_text(path.name, name, file.schema_arrow.field(name).type)]
        _check_size(path.name, raw, file.metadata, {*names})
    with _opened(path.name, raw, spelled) as file:
        return [(0, names), *_rows(path.name, file, names)]


def _is_flat(name: str, column: str, file: Any) -> bool:
    try:
        _is_text(name, column, file.schema_arrow.field(column).type)
    except DataError:
        return False
    return True


@contextmanager
def _opened(name: str, raw: bytes, dictionaries: list[str]) -> Iterator[Any]:
    """Open a file of which nothing is unpacked yet; text columns named in `dictionaries` keep each word once."""
    arrow = library("pyarrow", "parquet", name)
    parquet = library("pyarrow.parquet", "parquet", name)
    try:
        with parquet.ParquetFile(
            io.BytesIO(raw),
            read_dictionary=dictionaries,
            pre_buffer=False,
            memory_map=False,
            thrift_string_size_limit=limits.PARQUET_TEXT,
            thrift_container_size_limit=STRUCTURE,
        ) as file:
            yield file
    except (arrow.ArrowException, OSError, OverflowError, RuntimeError, TypeError, ValueError, KeyError) as error:
        said = str(error).partition("\n")[0][:200]
        raise DataError(f"{name} is no Parquet file that can be read: {said}") from error


def _is_text(name: str, column: str, kind: Any) -> bool:
    """Whether a column holds text; raise DataError for one that holds neither text, numbers nor times."""
    types = library("pyarrow.types", "parquet", name)
    if types.is_dictionary(kind):
        kind = kind.value_type
    if types.is_string(kind) or types.is_large_string(kind):
        return True
    readable = (
        types.is_boolean,
        types.is_floating,
        types.is_integer,
        types.is_decimal,
        types.is_date,
        types.is_timestamp,
        types.is_null,
    )
    if not any(test(kind) for test in readable):
        raise DataError(
            f"{name}, column '{column[:SHOWN]}': {str(kind)[:SHOWN]} is neither number, text, date nor timestamp"
        )
    return False


def _check_size(name: str, raw: bytes, metadata: Any, wanted: set[str]) -> None:
    most = min(limits.DATA_ROWS, limits.DATA_CELLS // max(len(wanted), 1))
    if metadata.num_rows > most:
        raise DataError(
            f"{name} has more than {most:,} rows of {len(wanted)} columns: leave out what the report does not use"
        )
    chunks = []
    for group in range(metadata.num_row_groups):
        for number in range(metadata.num_columns):
            chunk = metadata.row_group(group).column(number)
            if chunk.path_in_schema in wanted:
                first = chunk.data_page_offset
                if chunk.has_dictionary_page and chunk.dictionary_page_offset > 0:
                    first = min(first, chunk.dictionary_page_offset)
                chunks.append((first, chunk.total_compressed_size))
    check_pages(name, raw, chunks)


def _rows(name: str, file: Any, wanted: Sequence[str]) -> Iterator[tuple[int, Sequence[object]]]:
    row = 0
    for batch in file.iter_batches(batch_size=BATCH, columns=list(wanted), use_threads=False):
        lists = [_values(name, batch.column(column)) for column in wanted]
        for cells in zip(*lists, strict=True):
            row += 1
            yield row, cells


def _values(name: str, column: Any) -> list[object]:
    """Give the cells of one column of a batch, times that have a zone in UTC."""
    arrow = library("pyarrow", "parquet", name)
    if arrow.types.is_dictionary(column.type):
        words = column.dictionary
        if arrow.types.is_string(words.type) or arrow.types.is_large_string(words.type):
            longest = library("pyarrow.compute", "parquet", name).max(arrow.compute.binary_length(words)).as_py() or 0
            if longest > 4 * limits.CELL_CHARACTERS:  # bytes of UTF-8
                raise DataError(f"{name}: a cell has more than {limits.CELL_CHARACTERS} characters")
    if arrow.types.is_timestamp(column.type) and column.type.tz is not None:
        column = column.cast(arrow.timestamp(column.type.unit, "UTC"))
    found: list[object] = column.to_pylist()
    return found


CONNECTOR = Connector(title="Parquet", suffixes=(".parquet",), columns=columns, read=read, rows=rows)
