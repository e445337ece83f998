"""Weeks, months, quarters and years, each one step after the one before: one that the file leaves out is a row without values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from causal.errors import UnreadableRowError
from causal.sampling import Noun, Sampling, _moments
from causal.sampling._clock import SHOWN
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Rows = pd.Index[Any]

EXAMPLES = {
    Resolution.WEEK: "a week such as 2026-W05",
    Resolution.MONTH: "a month such as 2026-02",
    Resolution.QUARTER: "a quarter such as 2026Q1",
    Resolution.YEAR: "a year such as 2026",
}
NOUNS = {
    frequency: Noun(one=at.value, many=f"{at.value}s", names=f"{at.value}s")
    for at, frequency in _moments.FREQUENCY.items()
}


def holds(index: Rows) -> bool:
    """Whether the index has periods."""
    import pandas as pd

    return isinstance(index.dtype, pd.PeriodDtype)


def read(words: Sequence[str], resolution: Resolution) -> Rows:
    """Give the periods that words in any of their forms name."""
    import pandas as pd

    found = []
    for at, word in enumerate(words):
        one = _moments.period(word, resolution)
        if one is None:
            raise UnreadableRowError(f"'{word[:SHOWN]}' is not {EXAMPLES[resolution]}", at, word)
        found.append(one)
    return pd.PeriodIndex(found, freq=_moments.FREQUENCY[resolution], name="period")


def step(index: Rows) -> Any:
    """Give the step from one row to the next, as pandas calls it for periods (its offsets have other names)."""
    import pandas as pd

    return pd.PeriodIndex(index).freqstr


def noun(index: Rows) -> Noun:
    """Give the noun of the index's own step."""
    return NOUNS[step(index)]


def names(index: Rows) -> tuple[str, ...]:
    """Give 2024-W05, 2024-01, 2024Q1 or 1871."""
    return tuple(_moments.name(one) for one in index)


def digest(index: Rows) -> bytes:
    """Give the names as JSON."""
    return json.dumps(names(index)).encode()


def calendar(index: Rows) -> Rows:
    """Give every period from the first to the last."""
    import pandas as pd

    return pd.period_range(index.min(), index.max(), freq=step(index), name=index.name)


def position(index: Rows, day: date) -> int | None:
    """Give the number of the row that holds the day; None where none does."""
    import pandas as pd

    at = int(index.get_indexer(pd.PeriodIndex([day], freq=step(index)))[0])
    return None if at < 0 else at


def holes(index: Rows) -> NDArray[np.bool_]:
    """Mark each period after one that is left out."""
    import numpy as np

    steps = np.diff(index.asi8, prepend=index.asi8[:1] - 1)  # type: ignore[attr-defined]
    return np.asarray(steps > 1)


def around(index: Rows, day: date) -> tuple[pd.Period | None, pd.Period | None]:
    """Give the last row before that of a day and the first after it; None where there is none."""
    import pandas as pd

    wanted = pd.Period(day, freq=step(index))
    before, after = index[index < wanted], index[index > wanted]
    return (before[-1] if len(before) else None), (after[0] if len(after) else None)


def within(index: Rows, start: date, end: date) -> NDArray[np.bool_]:
    """Mark the rows from the period of one day to that of another."""
    import numpy as np
    import pandas as pd

    first, last = (pd.Period(day, freq=step(index)) for day in (start, end))
    return np.asarray((index >= first) & (index <= last), dtype=bool)


def extent(row: pd.Period) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the first and the last moment of a period."""
    return row.start_time, row.end_time


def begins(index: Rows) -> pd.DatetimeIndex:
    """Give the first moment of each period."""
    import pandas as pd

    return pd.PeriodIndex(index).to_timestamp()


def find(index: Rows, text: str) -> tuple[pd.Period, pd.Period]:
    """Give the first and the last period that a day, an instant or a period touches."""
    import pandas as pd

    found = _moments.moment(text)
    if isinstance(found, pd.Period):
        return pd.Period(found.start_time, freq=step(index)), pd.Period(found.end_time, freq=step(index))
    day = found.tz_convert(None) if found.tz is not None else found
    return pd.Period(day, freq=step(index)), pd.Period(day, freq=step(index))


def apart(index: Rows) -> bool:
    """Whether the rows are years."""
    return noun(index) == NOUNS[_moments.FREQUENCY[Resolution.YEAR]]


SAMPLING = Sampling(
    title="Periods",
    sample="time series",
    resolutions=tuple(_moments.FREQUENCY),
    ambiguous=frozenset({Resolution.YEAR}),
    holds=holds,
    serves=lambda dataset: dataset.resolution in _moments.FREQUENCY and not dataset.key,
    calendar_wanted="has not one row a period: name a dataset of weeks, months, quarters or years without key columns",
    variable_wanted="has not one row a period: a variable is made from series by period without key columns",
    read=read,
    noun=noun,
    names=names,
    written=names,
    timeline=names,
    digest=digest,
    apart=apart,
    position=position,
    around=around,
    within=within,
    extent=extent,
    begins=begins,
    find=find,
    holes=holes,
    reaches=lambda index, text: bool(index[-1] >= find(index, text)[1]),
    key="periods",
    identifier="period",
    calendar=calendar,
)
