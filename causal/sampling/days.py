"""Calendar days, in the order and with the gaps that the file has: a market's days leave out weekends and holidays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.sampling import Noun, Sampling, _clock, _steps
from causal.sampling._moments import moment
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from causal.study import Dataset, Sample

FORM = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
NOUN = Noun(one="day", many="days", names="calendar days")
SELDOM_CLOSED = 0.9  # of its weekdays a market is open on at least so many


def holds(index: pd.Index[Any]) -> bool:
    """Whether the index has times without a zone."""
    return index.dtype.kind == "M" and getattr(index, "tz", None) is None


def read(words: Sequence[str], _resolution: Resolution) -> pd.DatetimeIndex:
    """Give the days that words such as 2026-02-05 name."""
    return _clock.read(words, FORM, "a day such as 2026-02-05", utc=False)


def names(index: pd.Index[Any]) -> tuple[str, ...]:
    """Give ISO days."""
    import pandas as pd

    times = index if isinstance(index, pd.DatetimeIndex) else pd.DatetimeIndex(index)
    days = times.to_numpy().astype("datetime64[D]")
    return tuple(np.datetime_as_string(days).tolist())


def find(_index: pd.Index[Any], text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the day of a moment, twice; of a period its first and its last."""
    import pandas as pd

    found = moment(text)
    if isinstance(found, pd.Period):
        return found.start_time, found.end_time.normalize()
    day = found.tz_convert(None).normalize() if found.tz is not None else found
    return day, day


def step_name(_calendar: Dataset, sample: Sample, rows: int) -> str:
    """Give `trading day` where the rows are nearly all the weekdays of the sample and no more, as a market's are; else `day`."""
    if sample.start is None or sample.end is None:
        return NOUN.one
    weekdays = int(np.busday_count(sample.start, sample.end)) + 1
    return "trading day" if SELDOM_CLOSED * weekdays <= rows <= weekdays else NOUN.one


SAMPLING = Sampling(
    title="Days",
    sample="time series",
    resolutions=(Resolution.DAY,),
    holds=holds,
    serves=lambda dataset: dataset.resolution is Resolution.DAY and not dataset.key,
    calendar_wanted="has not one row a day: name a daily dataset without key columns (or one of weeks, months, quarters or years)",
    variable_wanted="has not one row a day: a variable is made from daily series without key columns",
    read=read,
    noun=lambda _: NOUN,
    step_name=step_name,
    names=names,
    written=names,
    timeline=names,
    digest=_clock.digest,
    position=_clock.position,
    around=_clock.around,
    within=_clock.within,
    extent=_clock.extent,
    begins=_clock.begins,
    find=find,
    holes=_steps.days,
    reaches=lambda index, text: _clock.reaches(index, find(index, text)[0]),
    daily=True,
)
