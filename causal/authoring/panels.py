"""A file with several rows a name: which two columns name its rows together, and what an author may do with it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from causal.data import order
from causal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from causal.data.connectors import Connector
    from causal.study import Dataset

TRIED = 12  # columns that may name a row together with the repeated one
REPEATED = 0.5  # share of the rows whose name in each of the two has stood before


def panel(connector: Connector, path: Path, stub: Dataset, column: str, header: Sequence[str]) -> DataError | None:
    """Give the error of a panel in which a column repeats; None where no other column tells its rows apart."""
    plain = order.unordered()
    if plain is None:
        return None
    for other in islice((one for one in header if one != column), TRIED):
        try:
            table = connector.read(path, replace(stub, time=column, resolution=plain.resolutions[0], key=(other,)))
        except DataError:
            continue
        names = {column: list(table.index), other: list(table[other])}
        if all(len(set(words)) <= (1 - REPEATED) * len(words) for words in names.values()):
            return DataError(_told(path.name, names))
    return None


def _told(file: str, names: dict[str, list[str]]) -> str:
    """Say which columns name a row together, and the ways on."""
    times = [one for one, words in names.items() if order.named(list(dict.fromkeys(words)), one)]
    if len(times) == 2:
        return f"{file}: '{times[0]}' and '{times[1]}' together say the time of a row: write it in one column, such as 2024-01"
    time = times[0] if times else ""
    unit = next(one for one in names if one != time)
    time = time or next(one for one in names if one != unit)
    first, second = list(dict.fromkeys(names[unit]))[:2]
    return (
        f"{file} looks like a panel: '{unit}' and '{time}' together name a row ({len(set(names[unit]))} and "
        f"{len(set(names[time]))} names), and the rows of an analysis have one name each. Keep the rows of one '{unit}' "
        f"(rows by '{time}'), or those of one '{time}' (a cross-section by '{unit}'), or give each '{unit}' columns of its "
        f"own, such as sales_{first} and sales_{second} (one row a '{time}')"
    )
