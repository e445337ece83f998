"""A file with several rows a name: which two columns name its rows together, and what an author may do with it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from causal.data import order
from causal.errors import DataError, RowOrderError
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from causal.data.connectors import Connector
    from causal.study import Dataset

TRIED = 12  # columns that may name a row together with the repeated one
TIMES = re.compile(r"year|month|quarter|week|date|day|time|period|wave", re.IGNORECASE)
RESOLUTIONS = (Resolution.DAY, Resolution.MONTH, Resolution.QUARTER, Resolution.WEEK, Resolution.YEAR)
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


def named_twice(connector: Connector, path: Path, stub: Dataset, columns: Mapping[str, Sequence[object]]) -> Dataset:
    """Give a panel's dataset with the column of its times and that of its units; raise DataError where no two columns name its rows."""
    waiting: DataError | None = None
    for time in sorted(columns, key=lambda name: not TIMES.search(name)):
        for resolution in RESOLUTIONS:
            for unit in sorted((one for one in columns if one != time), key=lambda name: _plain(columns[name]))[:TRIED]:
                dataset = replace(stub, time=time, resolution=resolution, key=(unit,))
                try:
                    table = connector.read(path, dataset)
                except RowOrderError as error:
                    waiting = waiting or (error if TIMES.search(time) else None)
                    continue
                except DataError:
                    continue
                names = list(table.index), list(table[unit])
                if all(len(set(words)) <= (1 - REPEATED) * len(words) for words in names):
                    return dataset
    if waiting is None and (time := _alone(connector, path, stub, columns)):
        raise DataError(
            f"{path.name}: '{time}' alone names its rows, one row a time: that is one series, and this design compares units at the same "
            f"times. Add a column that names each row's unit, such as a state or a firm, and the rows of other units at these times; "
            f"or keep the one series with `--design interrupted`, where something began at a known time, or with no `--design`"
        )
    raise DataError(
        f"{path.name}: no two columns name its rows together, a time such as 1999 or 2024-01-31 and a unit such as a state: give the file one "
        f"column of each, so that each time and unit stand together on one row alone{f' ({waiting})' if waiting else ''}"
    )


def _alone(connector: Connector, path: Path, stub: Dataset, columns: Mapping[str, Sequence[object]]) -> str:
    """Give the column of times that names each row by itself; "" where none does."""
    for time in (name for name in columns if TIMES.search(name)):
        for resolution in RESOLUTIONS:
            try:
                connector.read(path, replace(stub, time=time, resolution=resolution, key=()))
            except DataError:
                continue
            return time
    return ""


def _plain(cells: Sequence[object]) -> bool:
    """Whether a column holds numbers, and so is less likely to name units."""
    return all(str(cell).replace(".", "", 1).replace("-", "", 1).isdigit() for cell in cells if cell not in (None, ""))


def _told(file: str, names: dict[str, list[str]]) -> str:
    """Say which columns name a row together, and the ways on."""
    times = [one for one, words in names.items() if order.named(list(dict.fromkeys(words)), one)]
    if len(times) == 2:
        return f"{file}: '{times[0]}' and '{times[1]}' together say the time of a row: write it in one column, such as 2024-01"
    time = times[0] if times else next((one for one in names if TIMES.search(one)), "")
    unit = next(one for one in names if one != time)
    time = time or next(one for one in names if one != unit)
    first, second = list(dict.fromkeys(names[unit]))[:2]
    return (
        f"{file} looks like a panel: '{unit}' and '{time}' together name a row ({len(set(names[unit]))} and "
        f"{len(set(names[time]))} names). `--kind panel` takes all of them, for a study design; else keep the rows of one '{unit}' "
        f"(rows by '{time}'), or those of one '{time}' (a cross-section by '{unit}'), or give each '{unit}' columns of its "
        f"own, such as sales_{first} and sales_{second} (one row a '{time}')"
    )
