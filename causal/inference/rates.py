"""Rates counted over simulated worlds, and how many worlds a rate needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from causal.inference.algebra import Mask

WHOLE = 5_000_000  # rows times worlds up to which all worlds are simulated at once
PART = 100  # worlds simulated before it is asked whether more are needed
NARROW = (
    0.04,
    0.12,
)  # width of a rate's interval at which no more are: that of no hit among a hundred, and more by the rate's distance from 0 or 1


def rate(hits: Mask) -> Rate:
    """Give the share of true entries with its 95% Wilson interval."""
    count, share = len(hits), float(np.mean(hits))
    z = 1.959963984540054
    centre = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    low = 0.0 if share == 0 else max(0.0, float(centre - half))
    high = 1.0 if share == 1 else min(1.0, float(centre + half))
    return Rate(rate=share, low=low, high=high, worlds=count)


def in_turn(rows: int, worlds: int, *counted: Sequence[Mask]) -> Iterator[int]:
    """Give numbers of worlds to simulate, one after another: all `worlds` of few rows, else parts until each rate counted is told.

    `counted` are lists to which the caller adds the hits of each part. A rate is told where its interval is as narrow as NARROW says.
    """
    if rows * worlds <= WHOLE or worlds <= PART:
        yield worlds
        return
    for start in range(0, worlds, PART):
        yield min(PART, worlds - start)
        if all(_told(rate(np.concatenate(hits))) for hits in counted):
            return


def _told(one: Rate) -> bool:
    least, more = NARROW
    return one.high - one.low <= least + more * min(one.rate, 1.0 - one.rate)
