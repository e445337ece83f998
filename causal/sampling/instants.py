"""Instants in UTC: the times of a table that checks read. The rows of an analysis cannot be made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from causal.sampling import Noun, Sampling, _clock, _steps
from causal.sampling._moments import moment
from causal.study import Resolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

FORM = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|\+00:00)", re.ASCII)
NOUN = Noun(one="instant", many="instants", names="instants in UTC")


def holds(index: pd.Index[Any]) -> bool:
    """Whether the index has times with a zone."""
    return getattr(index, "tz", None) is not None


def read(words: Sequence[str], _resolution: Resolution) -> pd.DatetimeIndex:
    """Give the instants that words such as 2026-02-05T21:00Z name."""
    return _clock.read(words, FORM, "an instant in UTC such as 2026-02-05T21:00Z", utc=True)


def names(index: pd.Index[Any]) -> tuple[str, ...]:
    """Give ISO instants to the minute."""
    import pandas as pd

    return tuple(pd.DatetimeIndex(index).strftime("%Y-%m-%dT%H:%MZ"))


def written(index: pd.Index[Any]) -> tuple[str, ...]:
    """Give ISO instants in full."""
    return tuple(time.isoformat().replace("+00:00", "Z") for time in index)


def find(_index: pd.Index[Any], text: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give the instant of a moment, twice; of a day or a period its first and its last."""
    import pandas as pd

    found = moment(text)
    if isinstance(found, pd.Period):
        return found.start_time.tz_localize("UTC"), found.end_time.tz_localize("UTC")
    if found.tz is not None:
        return found.tz_convert("UTC"), found.tz_convert("UTC")
    start = found.tz_localize("UTC")
    return start, start + pd.Timedelta(days=1) - pd.Timedelta(1, "ns")


SAMPLING = Sampling(
    title="Instants",
    sample="time series",
    resolutions=(Resolution.INSTANT,),
    holds=holds,
    serves=lambda _: False,
    calendar_wanted="has instants: name a dataset with one row a day, week, month, quarter or year",
    variable_wanted="has instants: a variable is made from series with one row a day, week, month, quarter or year",
    read=read,
    noun=lambda _: NOUN,
    names=names,
    written=written,
    timeline=names,
    digest=_clock.digest,
    position=_clock.position,
    around=_clock.around,
    within=_clock.within,
    extent=_clock.extent,
    begins=_clock.begins,
    find=find,
    holes=_steps.instants,
    reaches=lambda index, text: _clock.reaches(index, find(index, text)[0]),
    daily=True,
    clock=True,
)
