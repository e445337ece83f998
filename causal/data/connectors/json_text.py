"""JSON as records, `[{"date": …, "x": 1}, …]`, as columns, `{"date": […], "x": […]}`, or as rows, `[["2026-02-05", 1], …]`; null is a gap."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from causal.data.arrangement import arranged, kept
from causal.data.cells import Cells, contents, table
from causal.data.connectors import Connector
from causal.data.numbers import SHOWN
from causal.errors import DataError
from causal.files import limits
from causal.files.json_reader import repeated
from causal.study import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from causal.study import Dataset

SPARE = 100_000  # brackets beyond one for each row
FORMS = '[{"date": "2026-02-05", "x": 1.5}, …], {"date": ["2026-02-05", …], "x": [1.5, …]} or [["2026-02-05", 1.5], …]'


def columns(path: Path, dataset: Dataset) -> list[str]:
    """Give the names that records or columns bear; raise DataError where there are none."""
    return _of(path, dataset).header


def read(path: Path, dataset: Dataset) -> pd.DataFrame:
    """Read the declared columns; raise DataError with file, record and column of the first mistake."""
    return table(_of(path, dataset), dataset)


def rows(path: Path, dataset: Dataset) -> list[tuple[int, Sequence[object]]]:
    """Give the names that records or columns bear, as row 0, and every record; of a list of rows these alone."""
    values = parsed(path.name, contents(path))
    if isinstance(values, list) and values and all(isinstance(row, list) for row in values):
        return list(enumerate(values, start=1))
    found = cells(path.name, values, replace(dataset, layout=Layout()))
    return [(0, found.header), *found.rows]


def _of(path: Path, dataset: Dataset) -> Cells:
    return cells(path.name, parsed(path.name, contents(path)), dataset)


def parsed(name: str, raw: bytes) -> Any:
    """Give what JSON text holds; raise DataError for what is none, or holds more lists or mappings than a table."""
    if raw.count(b"[") + raw.count(b"{") > limits.DATA_ROWS + SPARE:
        raise DataError(f"{name} holds more lists or records than a table has: expected {FORMS}")
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise DataError(f"{name}: not UTF-8 text: save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise DataError(f"{name}, line {error.lineno}: this is not JSON: {error.msg} (is it cut off?)") from error
    except RecursionError as error:
        raise DataError(f"{name} is nested too deeply: expected {FORMS}") from error
    except ValueError as error:
        raise DataError(f"{name}: {error}") from error


def cells(name: str, values: Any, dataset: Dataset) -> Cells:
    """Give the cells of records, of columns or of rows, laid out as the dataset says; raise DataError for any other shape."""
    if isinstance(values, list) and values and all(isinstance(row, list) for row in values):
        return _of_lists(name, values, dataset)
    if isinstance(values, list) and all(isinstance(record, dict) for record in values):
        header = list(dict.fromkeys(key for record in values for key in record))
        rows = ((i, [record.get(key) for key in header]) for i, record in enumerate(values, start=1))
    elif isinstance(values, dict) and values and all(isinstance(column, list) for column in values.values()):
        header = list(values)
        if len(lengths := {len(column) for column in values.values()}) > 1:
            raise DataError(
                f"{name}: the columns have {min(lengths)} to {max(lengths)} values: give each the same number"
            )
        rows = ((i, list(row)) for i, row in enumerate(zip(*values.values(), strict=True), start=1))
    else:
        raise DataError(f"{name} is no table: expected {FORMS}")
    return kept(Cells(name=name, noun="record", header=header, rows=_scalars(name, header, rows)), dataset)


def _of_lists(name: str, values: list[list[Any]], dataset: Dataset) -> Cells:
    """Give the cells of rows, whose columns go by the names under `header`, by those in the first row, or by position."""
    if not dataset.layout.names and not (
        values[0] and all(isinstance(one, str) and _is_name(one) for one in values[0])
    ):
        by_position = tuple(f"column_{number}" for number in range(1, max(map(len, values)) + 1))
        dataset = replace(dataset, layout=replace(dataset.layout, names=by_position))
    found = arranged(name, "record", enumerate(values, start=1), dataset)
    return Cells(name=name, noun="record", header=found.header, rows=_scalars(name, found.header, found.rows))


def _is_name(text: str) -> bool:
    """Whether a text may head a column: it is neither a number nor a time."""
    return bool(text.strip()) and not text.strip()[:1].isdigit()


def _scalars(
    name: str, header: list[str], rows: Iterator[tuple[int, Sequence[Any]]]
) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, row in rows:
        for column, cell in zip(header, row, strict=True):
            if isinstance(cell, list | dict):
                kind = "list" if isinstance(cell, list) else "mapping"
                raise DataError(
                    f"{name}, record {number}, column '{column[:SHOWN]}': a {kind} where a number or text is due"
                )
        yield number, row


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs) and (twice := repeated(name for name, _ in pairs)) is not None:
        raise ValueError(f"the key '{twice[:SHOWN]}' stands twice in one record")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON: write null for a missing value")


CONNECTOR = Connector(title="JSON", suffixes=(".json",), columns=columns, read=read, rows=rows)
