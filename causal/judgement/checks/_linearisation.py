"""The variance of weighted means of a sample by Taylor linearisation, and the intervals that follow from it.

Strata and primary sampling units count as drawn with replacement (Wolter 2007, chapter 6); cluster numbers may begin anew in
each stratum. Groups are domains: rows outside one keep their stratum and cluster and add nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array

Mask = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a sample was drawn, a number a row; without `clusters` each row is its own, without `strata` all are in one."""

    weights: Array
    strata: Array | None = None
    clusters: Array | None = None

    @property
    def designed(self) -> bool:
        """Whether more than weights is known of it."""
        return self.strata is not None or self.clusters is not None

    @property
    def units(self) -> pd.DataFrame:
        """Stratum and primary sampling unit of each row."""
        rows = np.arange(len(self.weights))
        return pd.DataFrame(
            {
                "stratum": np.zeros(len(rows)) if self.strata is None else self.strata,
                "unit": rows if self.clusters is None else self.clusters,
            }
        )

    @property
    def freedom(self) -> int:
        """Primary sampling units less strata."""
        units = self.units.drop_duplicates()
        return len(units) - units["stratum"].nunique()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """The weighted mean of a group; `influence` is each row's part in its error, `spread` the variance of the values."""

    value: float
    spread: float
    influence: Array
    n: int
    kish: float


def kish(weights: Sequence[float] | Array) -> float:
    """Give the effective number of respondents with these weights (Kish 1965)."""
    given = np.asarray(weights, dtype=np.float64)
    return float(given.sum() ** 2 / (given**2).sum())


def critical(level: float, freedom: float = math.inf) -> float:
    """Give the two-sided critical value of Student's t, or of the normal where `freedom` is infinite."""
    from scipy import special

    tail = (1 - level) / 2
    return -float(special.ndtri(tail) if math.isinf(freedom) else special.stdtrit(freedom, tail))


def wilson(share: float, n: float, level: float, freedom: float = math.inf) -> tuple[float, float]:
    """Give the interval of a share among n, inside 0 and 1 (Wilson 1927).

    With `freedom`, Student's t stands for the normal: as if n were less by the squared ratio of the two (Korn and Graubard 1998).
    """
    z = critical(level, freedom)
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def mean_of(values: Array, within: Mask, plan: Plan) -> Mean:
    """Give the weighted mean of the rows `within` a group; raise NotComputableError where none of them has a weight."""
    weights = plan.weights * within
    total = weights.sum()
    if not total > 0:
        raise NotComputableError("no row of the group has a weight: its mean is of nobody")
    value = float((weights * values).sum() / total)
    return Mean(
        value=value,
        spread=float((weights * (values - value) ** 2).sum() / total),
        influence=weights * (values - value) / total,
        n=int(within.sum()),
        kish=kish(weights),
    )


def covariance(means: Sequence[Mean], plan: Plan) -> Array:
    """Give the covariance matrix of means of one sample; raise NotComputableError where a stratum has a single cluster."""
    parts = pd.DataFrame(np.column_stack([one.influence for one in means]))
    units = plan.units
    totals = parts.groupby([units["stratum"], units["unit"]]).sum()
    counts = totals.groupby(level="stratum").size()
    if (lone := counts[counts < 2]).size:
        raise NotComputableError(
            f"stratum {lone.index[0]:g} has a single cluster, which tells nothing of the error: "
            "join it to the stratum most like it in the column of 'strata'"
        )
    within = totals - totals.groupby(level="stratum").transform("mean")
    scale = np.sqrt((counts / (counts - 1)).reindex(totals.index.get_level_values("stratum")).to_numpy())
    scaled = within.to_numpy() * scale[:, None]
    return np.asarray(scaled.T @ scaled)


def difference(
    values: tuple[float, float],
    ends: tuple[tuple[float, float], tuple[float, float]],
    correlation: float,
) -> tuple[float, float]:
    """Give the interval of the first less the second from the interval of each.

    Newcombe's (1998, method 10) where they are uncorrelated; otherwise that of Zou and Donner (2008).
    """
    (first, second), ((low, high), (other_low, other_high)) = values, ends

    def reach(one: float, other: float) -> float:
        return math.sqrt(max(one * one + other * other - 2 * correlation * one * other, 0.0))

    found = first - second
    return found - reach(first - low, other_high - second), found + reach(high - first, second - other_low)
