"""What one step is, as far as the rows themselves tell, and which row does not come one step after the row before.

Where a week has a pattern, a step leads to the next day that is due in it. Of seven days each is due. Of fewer, as on
markets, a day may be a holiday, and a hole leaves out a week's worth of them; closures of up to two weeks are no hole where
they come every year. Where a week has none, a hole is longer than half as much again as the usual step, and of uneven steps
longer than three times a long one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Marks = NDArray[np.bool_]
    Days = NDArray[np.int64]

FEWEST = 4  # rows, below which no step is known
OFTEN = 4  # days: rows that are usually closer have a pattern of weekdays, if any
DUE = 0.5  # share of the weeks in which a day that is due has a row
HELD = 0.8  # share of the rows that a pattern holds
HOLIDAYS = 0.1  # share of the due days that holidays leave out at most
CLOSURE = 14  # days that a closure of every year lasts at most
EVEN = (0.75, 1.25)  # of the median step, between which the quartiles of even steps lie
LONGER = 1.5  # times an even step, and
MUCH_LONGER = 3  # times the upper quartile of uneven ones, is a hole


def days(index: pd.Index[pd.Timestamp]) -> Marks:
    """Mark each day that does not come one step after the day before it in the index."""
    return _marked(index.to_numpy(dtype="datetime64[D]").astype(np.int64))


def instants(index: pd.Index[pd.Timestamp]) -> Marks:
    """Mark each instant whose day does not come one step after the one before, or around the clock that skips its turn."""
    at = index.to_numpy(dtype="datetime64[ns]").astype(np.int64)
    dates, number = np.unique(at // DAY, return_inverse=True)
    changes = np.diff(number, prepend=number[:1]) > 0
    return (_marked(dates)[number] & changes) | _within_a_day(at, len(dates))


DAY = 86_400 * 10**9  # nanoseconds


def _within_a_day(at: NDArray[np.int64], dates: int) -> Marks:
    """Mark what skips turns of a step that a day holds a whole number of, where half the days have a row at each turn."""
    if len(at) < FEWEST:
        return np.zeros(len(at), dtype=bool)
    lengths, times = np.unique(np.diff(at), return_counts=True)
    step = int(lengths[times.argmax()])
    if not 0 < step < DAY or DAY % step or 2 * times.max() < len(at) - 1 or DAY // step * dates * DUE > len(at):
        return np.zeros(len(at), dtype=bool)
    turns = np.bincount(at % DAY // step, minlength=DAY // step)
    if (turns < DUE * dates).any():
        return np.zeros(len(at), dtype=bool)
    skips = np.diff(at, prepend=at[:1]) > LONGER * step
    return np.asarray(skips & (np.diff(at // DAY, prepend=at[:1] // DAY) <= 1))


def _marked(day: Days) -> Marks:
    """Mark each day number that does not come one step after the one before."""
    marks = np.zeros(len(day), dtype=bool)
    if len(day) >= FEWEST:
        steps = np.diff(day)
        due = _due(day, steps) if np.median(steps) < OFTEN else np.zeros(7, dtype=bool)
        marks[1:] = _over_due(day, steps, due) if due.any() else _longer(steps)
    return marks


def _longer(steps: Days) -> Marks:
    """Mark the steps that are longer than usual."""
    low, usual, high = np.quantile(steps, (0.25, 0.5, 0.75))
    even = EVEN[0] * usual <= low and high <= EVEN[1] * usual
    return np.asarray(steps > (LONGER * usual if even else MUCH_LONGER * high))


def _due(day: Days, steps: Days) -> Marks:
    """Mark the weekdays, by day number modulo 7, that usually have a row; none where they do not hold most rows."""
    near = steps <= 7
    present = np.bincount(day % 7, minlength=7)
    skipped = np.zeros(7)
    for ahead in range(1, 7):
        skipped += np.bincount((day[:-1] + ahead)[near & (steps > ahead)] % 7, minlength=7)
    due = (present > 0) & (present >= DUE * (present + skipped))
    return np.asarray(due & (present[due].sum() >= HELD * len(day)))


def _over_due(day: Days, steps: Days, due: Marks) -> Marks:
    """Mark the steps over days that were due and are no holidays."""
    week = int(due.sum())
    before = np.concatenate([[0], np.cumsum(due)])
    passed = day // 7 * week + before[day % 7]  # the due days before each day
    absent = passed[1:] - passed[:-1] - due[day[:-1] % 7]
    closed = absent >= week
    holidays = int(absent[~closed].sum())
    if week == 7 or holidays > HOLIDAYS * (len(day) + holidays):
        return np.asarray(absent > 0)
    closures = closed & (steps <= CLOSURE)
    yearly = closures.sum() >= max(2, int((day[-1] - day[0]) / 365.25))
    return np.asarray(closed & ~closures if yearly else closed)
