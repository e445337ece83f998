"""A chart keeps evenly spaced times, the marked one, the highest, the lowest and the last, whatever the rows are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.judgement.checks._chart import kept

DAYS = pd.date_range("2024-01-01", periods=500)


def plainly(values, marked, points):
    """Do it in the plain way: over a series, by label."""
    times = values.index
    if len(times) <= points:
        return times
    positions = set(np.linspace(0, len(times) - 1, points - 3).round().astype(int).tolist())
    positions |= {int(np.nanargmax(values)), int(np.nanargmin(values))}
    if marked in times:
        positions.add(int(np.flatnonzero(times == marked)[0]))
    return times[sorted(positions)]


@pytest.mark.parametrize("points", [60, 499, 500, 600])
@pytest.mark.parametrize("marked", ["2024-03-05", "2030-01-01"])
@pytest.mark.parametrize("index", [DAYS, DAYS.tz_localize("UTC"), DAYS.to_period("D")], ids=["days", "zone", "periods"])
def test_the_times_are_those_of_the_plain_way(points, marked, index):
    generator = np.random.default_rng(points)
    values = generator.normal(size=len(index))
    values[generator.integers(1, 499, 40)] = np.nan
    at = index[0].__class__(marked) if not isinstance(index, pd.PeriodIndex) else pd.Period(marked, "D")
    at = at.tz_localize("UTC") if getattr(index, "tz", None) is not None else at
    found = index[kept(index, values, at, points)]
    assert found.equals(plainly(pd.Series(values, index=index), at, points))
    assert len(found) <= max(points, 60)


def test_one_of_several_equal_times_is_marked():
    index = pd.Index([*"abcdefgh"] * 20)
    values = np.arange(160.0)
    found = kept(index, values, "c", 20)
    assert index[found].tolist() == plainly(pd.Series(values, index=index), "c", 20).tolist()
