"""A table as canonical CSV: sorted by time, ISO times, the shortest digits that give each number back; equal data, equal bytes."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace
from typing import TYPE_CHECKING

from causal.data.cells import Cells, declared, table
from causal.errors import DataError, did_you_mean
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from causal.study import Dataset, Layout


def canonical(cells: Cells, dataset: Dataset, columns: Mapping[str, str], layout: Layout | None = None) -> bytes:
    """Give the declared columns as CSV; `columns` says what the cells' header calls them. Raise DataError as a file would.

    `layout` says how the cells are written, where not as the dataset's file.
    """
    frame = table(_picked(cells, dataset, columns), replace(dataset, layout=layout or dataset.layout), sort=True)
    texts, numbers = declared(dataset)
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([*texts, *numbers])
    spelled = [sampling_of(frame.index).written(frame.index), *(frame[key].tolist() for key in dataset.key)]
    spelled += [["" if math.isnan(value) else repr(value) for value in frame[column].tolist()] for column in numbers]
    writer.writerows(zip(*spelled, strict=True))
    return held.getvalue().encode()


def _picked(cells: Cells, dataset: Dataset, columns: Mapping[str, str]) -> Cells:
    """Give the cells under the dataset's names; raise DataError with the nearest match of a column that is not there."""
    texts, numbers = declared(dataset)
    wanted = [*texts, *numbers]
    there = [columns.get(column, column) for column in wanted]
    for column, name in zip(wanted, there, strict=True):
        if name not in cells.header:
            say = did_you_mean(name, cells.header)
            raise DataError(
                f"{cells.name} has no column '{name}'{say}; `columns: {{{column}: …}}` says what it is called there"
            )
    at = [cells.header.index(name) for name in there]
    return Cells(name=cells.name, noun=cells.noun, header=wanted, rows=_rows(cells, at))


def _rows(cells: Cells, at: Sequence[int]) -> Iterator[tuple[int, Sequence[object]]]:
    for number, row in cells.rows:
        yield number, [row[i] for i in at]
