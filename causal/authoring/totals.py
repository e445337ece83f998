"""Rows of a cross-section that are totals of other rows, such as World among countries, by their names or their sums."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from causal.data.times import plain
from causal.sampling import sampling_reading

if TYPE_CHECKING:
    import pandas as pd

    from causal.study import Dataset

TOTALS = re.compile(
    r"world|total|all( countries| areas)?|oecd.*total|euro ?(area|zone).*|eu(27|28|15)?(_2020)?|european union.*|ea\d{2}|insgesamt|"
    r"gesamt|deutschland insgesamt|united states total|canada total|全国|総数|合計|总计|合计|全部",
    re.IGNORECASE,
)
SUMMANDS = 8  # rows above zero, for one to be the sum of the others
ROUNDED = 0.002  # of a sum of rounded numbers


def without_totals(
    dataset: Dataset, columns: dict[str, list[object]], table: pd.DataFrame, file: str
) -> tuple[Dataset, list[str]]:
    """Give a cross-section without the rows that are a sum of others, as their identifier says or their values do."""
    if sampling_reading(dataset.resolution).ordered or dataset.key:
        return dataset, []
    names = [plain(cell) for cell in columns[dataset.time]]
    totals = [name for name in names if TOTALS.fullmatch(name)]
    if not totals:
        totals = list(dict.fromkeys(filter(None, (_sum_of_others(table[one.short]) for one in dataset.series))))
    if not totals or len(totals) > len(names) / 2:
        return dataset, []
    layout = replace(dataset.layout, leave_out=(*dataset.layout.leave_out, *totals))
    said = (
        f"{file}: {', '.join(totals)} may be totals of other rows, and `leave_out` in data/sources.yaml leaves them out"
    )
    return replace(dataset, layout=layout), [said]


def _sum_of_others(values: pd.Series[float]) -> str:
    """Give the row whose value is the sum of all the others, of which none is below zero; "" where there is none."""
    known = values.dropna()
    if (known > 0).sum() < SUMMANDS or (known < 0).any():
        return ""
    at = int(known.to_numpy().argmax())
    most = float(known.iloc[at])
    others = float(known.sum()) - most
    return str(known.index[at]) if abs(most - others) <= ROUNDED * others else ""
