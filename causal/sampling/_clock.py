"""What days and instants have in common: rows at points of time, in no fixed step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.errors import UnreadableRowError
from causal.files import limits

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from datetime import date

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

SHOWN = 40  # characters of a bad cell


def read(words: Sequence[str], form: re.Pattern[str], expected: str, *, utc: bool) -> pd.DatetimeIndex:
    """Give the times that words of one form name; raise UnreadableRowError at the first that is none."""
    import pandas as pd

    spelled = pd.Series([word if form.fullmatch(word) else None for word in words], dtype="object")
    times = pd.DatetimeIndex(pd.to_datetime(spelled, format="ISO8601", errors="coerce", utc=utc), name="time")
    bad = times.isna() | ~((times.year >= limits.FIRST_YEAR) & (times.year <= limits.LAST_YEAR))
    if bad.any():
        at = int(bad.argmax())
        raise UnreadableRowError(f"'{words[at][:SHOWN]}' is not {expected}", at, words[at])
    return times


def position(index: pd.Index[Any], day: date) -> int | None:
    """Give the number of the row of a day; None where it is none."""
    import pandas as pd

    moment = pd.Timestamp(day, tz=getattr(index, "tz", None))
    at = int(index.searchsorted(moment))
    return at if at < len(index) and index[at] == moment else None


def around(index: pd.Index[Any], day: date) -> tuple[Any, Any]:
    """Give the last row before a day and the first after it; None where there is none."""
    import pandas as pd

    start = pd.Timestamp(day, tz=getattr(index, "tz", None))
    before, after = index[index < start], index[index >= start + pd.Timedelta(days=1)]
    return (before[-1] if len(before) else None), (after[0] if len(after) else None)


def within(index: pd.Index[Any], start: date, end: date) -> NDArray[np.bool_]:
    """Mark the rows from one day to another, both included."""
    import numpy as np
    import pandas as pd

    first, last = (pd.Timestamp(day, tz=getattr(index, "tz", None)) for day in (start, end))
    return np.asarray((index >= first) & (index <= last), dtype=bool)


def begins(index: pd.Index[Any]) -> pd.DatetimeIndex:
    """Give the times without their zone."""
    import pandas as pd

    return pd.DatetimeIndex(index).tz_localize(None)


def digest(index: pd.Index[Any]) -> bytes:
    """Give bytes that are equal where the times are."""
    return bytes(index.to_numpy(dtype="datetime64[ns]").astype("<i8").tobytes())


def extent(row: Any) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the first and the last moment of a row: a point of time is both."""
    return row, row


def reaches(index: pd.Index[Any], end: pd.Timestamp) -> bool:
    """Whether the rows go as far as `end`; where none falls on a weekend, a weekend's end is the Friday before."""
    import pandas as pd

    if (pd.DatetimeIndex(index).day_of_week < 5).all():
        end -= pd.Timedelta(days=max(end.day_of_week - 4, 0))
    return bool(index[-1] >= end)
