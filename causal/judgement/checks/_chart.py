"""The history behind a figure, thin enough to draw: at most about 600 points (fewer where claims are many), six significant digits."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.verdict import Chart

if TYPE_CHECKING:
    import pandas as pd

    from causal.judgement.checks._series import Track
    from causal.verdict import Interval

DIGITS = 6


def rounded(value: float) -> float | None:
    """Give a value to six significant digits; None where it is missing or infinite."""
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None


def history(track: Track, marked: str, stated: Interval | None = None, other: Track | None = None) -> Chart:
    """Draw a track from its first to its last known value; `other` shares its times."""
    values = track.values.loc[track.values.first_valid_index() : track.values.last_valid_index()]
    index = kept(values, track.moment(marked), track.points)
    beside = () if other is None else tuple(rounded(v) for v in other.values.reindex(index))
    return Chart(
        label=track.label,
        unit=track.unit,
        x=track.texts(index),
        y=tuple(rounded(v) for v in values.reindex(index)),
        marked=marked,
        stated=stated,
        other=beside,
        other_label="" if other is None else other.label,
    )


def kept(values: pd.Series[float], marked: object, points: int) -> pd.Index[Any]:
    """Give at most so many evenly spaced times, among them the marked one, the highest, the lowest and the last."""
    times = values.index
    if len(times) <= points:
        return times
    positions = set(np.linspace(0, len(times) - 1, points - 3).round().astype(int).tolist())
    positions |= {int(np.nanargmax(values)), int(np.nanargmin(values))}
    if marked in times:
        positions.add(int(np.flatnonzero(times == marked)[0]))
    return times[sorted(positions)]
