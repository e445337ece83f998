"""Numbers that stand for a missing value, such as -9999, 999, 1e20, or 0 on a holiday: repeated, and far from all others.

They are told to the author and never taken out: what is far may be true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.data.numbers import quoted
from causal.sampling import sampling_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from causal.study import Dataset

    Values = NDArray[np.float64]

FAR = 10.0  # robust standard deviations from the median
FEWEST = 20  # values
DISTINCT = 8  # values that differ, among those that are near
OUTSIDE = 4  # values that differ, far on one side: more are a tail
SHARE = 0.3  # of the rows that a zero may stand on
NEAR_ZERO = 5.0  # steps of the series that its smallest value lies from zero
CUSTOMARY = re.compile(
    r"-?(9{2,}(\.9+)?|8{4,})|-[09]\.9+|-?(3276[78]|6553[45]|214748364[78]|429496729[56])|-?(1|9\.9+|9\.96\d*)e\+\d\d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """A value that may mean none, on `count` of `rows`, first at row `first`; the others lie from `low` to `high`."""

    series: str
    value: float
    count: int
    rows: int
    first: int
    low: float
    high: float

    @property
    def written(self) -> str:
        """The value as sources.yaml holds it."""
        return f"{self.value:.15g}"

    def told(self, dataset: Dataset, table: pd.DataFrame) -> str:
        """Say what stands where, and what to write if it means no value."""
        row = sampling_of(table.index).names(table.index[[self.first]])[0]
        also = [*dataset.layout.missing, self.written]
        return (
            f"{self.series}: {self.written} stands on {self.count} of {self.rows} rows (first {row}), and the others lie between "
            f"{self.low:.6g} and {self.high:.6g}: if it means no value, write `missing: [{', '.join(map(quoted, also))}]` "
            f"under '{dataset.id}' in data/sources.yaml"
        )


def stand_ins(dataset: Dataset, table: pd.DataFrame) -> tuple[StandIn, ...]:
    """Give the numbers of each declared series that may stand for a missing value."""
    found = []
    for series in dataset.series:
        values = table[series.short].to_numpy(dtype=np.float64)
        for value, low, high in far_and_repeated(values):
            at = np.flatnonzero(values == value)
            found.append(
                StandIn(
                    series=series.name,
                    value=float(value),
                    count=len(at),
                    rows=len(values),
                    first=int(at[0]),
                    low=low,
                    high=high,
                )
            )
    return tuple(found)


def far_and_repeated(values: Values) -> list[tuple[float, float, float]]:
    """Give each number that may stand for a missing value, with the least and the greatest of the others."""
    known = values[np.isfinite(values)]
    if len(known) < FEWEST:
        return []
    distinct, counts = np.unique(known, return_counts=True)
    below = [value for value in distinct[distinct < 0].tolist() if _is_customary(value)]
    if below and len(below) == (distinct < 0).sum() and len(distinct) >= DISTINCT:  # what else is never negative
        return [(value, float(distinct[len(below)]), float(distinct[-1])) for value in below]
    middle, scale = float(np.median(known)), _scale(known)
    with np.errstate(over="ignore"):
        near = np.abs(distinct - middle) <= FAR * scale
    if near.sum() < DISTINCT:
        return []
    low, high = float(distinct[near][0]), float(distinct[near][-1])
    found: list[float] = []
    for side in (distinct < low, distinct > high):
        if side.sum() <= OUTSIDE:
            pairs = zip(distinct[side].tolist(), counts[side].tolist(), strict=True)
            found += [value for value, count in pairs if _stands_apart(value, count, low, high)]
    if low * high > 0 and 0.0 not in found and min(abs(low), abs(high)) > high - low and 0.0 in distinct:
        found.append(0.0)  # once is enough, too, for what else never comes near it
    return [(value, low, high) for value in found] or _zeros(distinct, counts)


def _scale(known: Values) -> float:
    """Give a robust standard deviation: by the median distance, or where most values are equal by a wider share of them."""
    away = np.abs(known - np.median(known))
    for share, factor in ((0.5, 1.4826), (0.75, 0.8693), (0.9, 0.608)):
        if (scale := float(np.quantile(away, share)) * factor) > 0:
            return scale
    return 0.0


def _stands_apart(value: float, count: int, low: float, high: float) -> bool:
    """Whether a number lies beyond the others by more than all of them span, and is repeated or a customary one."""
    gap, span = max(low - value, value - high), high - low
    return gap > span / 2 if _is_customary(value) else count > 1 and gap > span


def _is_customary(value: float) -> bool:
    return CUSTOMARY.fullmatch(f"{value:.15g}") is not None


def _zeros(distinct: Values, counts: NDArray[np.int64]) -> list[tuple[float, float, float]]:
    """Give zero where it is repeated and rare in a series that else keeps well away from it, and is finer than that."""
    others = distinct[distinct != 0]
    zeros = int(counts[distinct == 0].sum())
    if zeros < 2 or zeros > SHARE * counts.sum() or len(others) < DISTINCT or others[0] * others[-1] <= 0:
        return []
    least = float(np.abs(others).min())
    step = float(np.median(np.diff(others)))
    rare = least > NEAR_ZERO * step and least > 0.1 * float(np.median(np.abs(others)))
    return [(0.0, float(others[0]), float(others[-1]))] if rare else []
