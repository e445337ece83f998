"""The history behind a figure, thin enough to draw: at most about 600 points (fewer where claims are many), six significant digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.verdict import Chart

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from causal.judgement.checks._series import Track
    from causal.verdict import Interval

DIGITS = 6


def rounded(value: float) -> float | None:
    """Give a value to six significant digits; None where it is missing or infinite."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def history(track: Track, marked: str, stated: Interval | None = None, other: Track | None = None) -> Chart:
    """Draw a track from its first to its last known value; `other` shares its times."""
    values: NDArray[Any] = track.values.to_numpy(dtype=np.float64)
    known = np.flatnonzero(~np.isnan(values))
    times = track.values.index[known[0] : known[-1] + 1] if known.size else track.values.index
    values = values[known[0] : known[-1] + 1] if known.size else values
    positions = kept(times, values, track.moment(marked), track.points)
    index = times[positions]
    beside = () if other is None else tuple(rounded(v) for v in other.values.reindex(index).tolist())
    return Chart(
        label=track.label,
        unit=track.unit,
        x=track.texts(index),
        y=tuple(rounded(v) for v in values[positions].tolist()),
        marked=marked,
        stated=stated,
        other=beside,
        other_label="" if other is None else other.label,
    )


def kept(times: pd.Index[Any], values: NDArray[Any], marked: object, points: int) -> NDArray[np.int64]:
    """Give the positions of at most so many evenly spaced times, among them the marked one, the highest, the lowest and the last."""
    if len(times) <= points:
        return np.arange(len(times))
    even = np.linspace(0, len(times) - 1, points - 3).round().astype(int)
    more = [int(np.nanargmax(values)), int(np.nanargmin(values))]
    if marked in times:
        place = times.get_loc(marked)
        more.append(place if isinstance(place, int) else int(np.flatnonzero(times == marked)[0]))
    return np.union1d(even, more)
