"""The rows of a panel: units, such as states or firms, each seen at several times. A row is named by its unit, then its time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from causal.errors import DataError
from causal.sampling import HC3, SINGLY, Noun, Sampling, sampling_of
from causal.study import Resolution

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from numpy.typing import NDArray

    from causal.study import Dataset

    Rows = pd.Index[Any]

NAMES = ["a unit", "a time"]  # no variable has such a name
NOUN = Noun(one="row", many="rows", names="units and times")


def holds(index: Rows) -> bool:
    """Whether the index has a unit and a time for each row."""
    import pandas as pd

    return isinstance(index, pd.MultiIndex) and index.nlevels == 2


def serves(dataset: Dataset) -> bool:
    """Whether a dataset has a time and one further column that names a row together."""
    return dataset.resolution is not Resolution.ROW and len(dataset.key) == 1


def offers(dataset: Dataset) -> bool:
    """Whether a dataset has values for rows of a panel: its own, those of each time, or those of each unit."""
    return serves(dataset) or not dataset.key


def table(data: pd.DataFrame) -> pd.DataFrame:
    """Give a long table by unit and time, sorted; one without a column of units as it is."""
    import pandas as pd

    if isinstance(data.index, pd.MultiIndex):
        return data
    keys = units(data)
    if len(keys) != 1:
        return data
    return data.set_index(keys, append=True).swaplevel().sort_index().rename_axis(NAMES)


def units(data: pd.DataFrame) -> list[str]:
    """Give the columns of text: a long table has none but those that name its units."""
    from pandas.api.types import is_numeric_dtype

    return [name for name in data.columns if not is_numeric_dtype(data[name])]


def lay(values: pd.Series[float], index: Rows) -> pd.Series[float]:
    """Give the values over the rows of a panel: by row, or those of each time or each unit at all its rows."""
    import pandas as pd

    if isinstance(values.index, pd.MultiIndex):
        return values.reindex(index)
    level = 0 if sampling_of(values.index).column == "rows" else 1
    own = sampling_of(index.levels[1]).noun(index.levels[1]) if level else None  # type: ignore[attr-defined]
    if own is not None and own != sampling_of(values.index).noun(values.index):
        raise DataError(
            f"it is dated by {sampling_of(values.index).noun(values.index).names}, and the panel by {own.names}"
        )
    found = values.reindex(index.get_level_values(level))
    return pd.Series(found.to_numpy(), index=index)


def names(index: Rows) -> tuple[str, ...]:
    """Give the unit and the time: Ohio 1999."""
    times = _times(index)
    return tuple(
        f"{unit} {when}" for unit, when in zip(index.get_level_values(0), sampling_of(times).names(times), strict=True)
    )


def _times(index: Rows) -> Rows:
    return index.get_level_values(1)


def within(index: Rows, start: date, end: date) -> NDArray[np.bool_]:
    """Mark the rows whose time lies from one day to another."""
    times = _times(index)
    return sampling_of(times).within(times, start, end)


def stretches(index: Rows) -> tuple[NDArray[np.int64], ...]:
    """Give the rows of each unit, in time."""
    units = index.get_level_values(0).to_numpy()
    ends = np.flatnonzero(units[1:] != units[:-1]) + 1
    return tuple(np.split(np.arange(len(index)), ends))


def holes(index: Rows) -> NDArray[np.bool_]:
    """Mark each row that comes more than one step after its unit's row before."""
    found = np.zeros(len(index), dtype=bool)
    times = _times(index)
    for rows in stretches(index):
        found[rows] = sampling_of(times).holes(times[rows])
    return found


def numbered(index: Rows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the number of each row's unit, from 1 in order of names, and of its time: the year, or the time's place among all, from 1."""
    import pandas as pd

    units, times = index.get_level_values(0), _times(index)
    if isinstance(times, pd.PeriodIndex) and times.freqstr.startswith("Y"):
        return _placed(units), np.asarray(times.year, dtype=np.float64)
    return _placed(units), _placed(times)


def _placed(names: Rows) -> NDArray[np.float64]:
    """Give each name's place among all, from 1."""
    return np.asarray(np.unique(names.to_numpy(), return_inverse=True)[1] + 1, dtype=np.float64)


def begins(index: Rows) -> pd.DatetimeIndex:
    """Give the first moment of each row's time."""
    times = _times(index)
    return sampling_of(times).begins(times)


def timeless(*_: object) -> NoReturn:
    """Refuse what asks for the one row of a time."""
    raise DataError("a panel has several rows at each time: none of them alone stands for a day")


SAMPLING = Sampling(
    title="Panel",
    sample="panel",
    called="a panel",
    resolutions=(),
    holds=holds,
    serves=serves,
    offers=offers,
    calendar_wanted="has not one row for each unit and time: name a dataset with a `time` and one `key` column, that of its units",
    variable_wanted="has neither one row for each unit and time nor one for each of them alone",
    read=timeless,
    table=table,
    units=units,
    lay=lay,
    noun=lambda _: NOUN,
    step_name=lambda *_: NOUN.one,
    names=names,
    written=names,
    timeline=lambda _: (),
    digest=lambda index: json.dumps(names(index)).encode(),
    position=timeless,
    around=timeless,
    within=within,
    extent=timeless,
    begins=begins,
    numbered=numbered,
    find=timeless,
    reaches=timeless,
    key="panel",
    identifier="unit and time",
    ordered=False,
    looks_back=True,
    designed=True,
    has_event=False,
    stretches=stretches,
    holes=holes,
    lags=(0,),
    halves=lambda _: (),
    variance=lambda _: HC3,
    apart=lambda _: True,
    resampling=SINGLY,
)
