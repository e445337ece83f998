"""The segments of an interrupted series: rows in their places, the date, and the columns of a regression with a step there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._autoregressive import Averaged, averaged
from causal.sampling import sampling_of

if TYPE_CHECKING:
    import pandas as pd

    from causal.inference.algebra import Array, Mask
    from causal.inference.designs import Declared

FEWEST = 4  # rows on either side of the date


@dataclass(frozen=True, slots=True)
class Segments:
    """Rows with all values: `places` (rows,) count rows of the whole table, `times` (rows,) are where they stand in a figure.

    `since` is the place of the date's first row; `held` (rows, k) are covariates; `comparison` (rows,), or (0,) where none is declared.
    """

    places: Array
    times: Array
    since: float
    outcome: Array
    held: Array
    comparison: Array
    trend: bool
    slope: bool
    season: int

    @property
    def after(self) -> Mask:
        """Whether each row is of the date or later."""
        found: Mask = self.places >= self.since
        return found

    @property
    def length(self) -> float:
        """Rows from the first to the last: the unit of time of the columns."""
        return max(float(np.ptp(self.places)), 1.0)

    @property
    def slope_at(self) -> int:
        """Which column is the change of slope."""
        return 3 if self.trend else 2

    def columns(self, *, alone: bool = False, curved: bool = False) -> Array:
        """Give the step, then the constant, then trend, change of slope, curve, season, covariates and comparison, each where asked for."""
        time = (self.places - self.since) / self.length
        step = self.after.astype(np.float64)
        _both_sides(self.after)
        columns = [step, np.ones(len(step))]
        columns += [time] if self.trend or curved else []
        columns += [step * time] if self.slope else []
        columns += [time**2] if curved else []
        columns += [(self.places % self.season == at).astype(np.float64) for at in range(1, self.season)]
        columns += list(self.held.T)
        columns += [self.comparison] if len(self.comparison) and not alone else []
        return np.column_stack(columns)

    def fit(self, **which: bool) -> Averaged:
        """Regress the outcome on the columns."""
        return averaged(self.outcome, self.columns(**which), self.places)

    def only(self, kept: Mask) -> Segments:
        """Give the segments of some rows, a mask (rows,)."""
        comparison = self.comparison[kept] if len(self.comparison) else self.comparison
        return replace(
            self,
            places=self.places[kept],
            times=self.times[kept],
            outcome=self.outcome[kept],
            held=self.held[kept],
            comparison=comparison,
        )

    def broken_at(self, place: float) -> Segments:
        """Give the same rows with the date at another place."""
        return replace(self, since=place)


def segments_of(declared: Declared) -> Segments:
    """Give the segments of a declared edge; raise NotComputableError where its treatment is not a single step up."""
    given = declared.parameters
    table = declared.rows(*((given.comparison,) if given.comparison else ()))
    treatment = table[declared.treatment].to_numpy()
    if not np.isin(treatment, (0.0, 1.0)).all() or np.any(np.diff(treatment) < 0) or np.ptp(treatment) == 0:
        raise NotComputableError(
            "the treatment is not a single step: it must be 0 before the date and 1 in every row from it on, as `since(yyyymmdd)` gives"
        )
    places = declared.frame.index.get_indexer(table.index).astype(np.float64)
    after = treatment == 1.0
    own = (given.comparison, declared.treatment, declared.outcome)  # the outcome's past is in the errors
    covariates = [name for name in declared.covariates if name not in own]
    return Segments(
        places=places,
        times=_times(table.index),
        since=float(places[after][0]),
        outcome=table[declared.outcome].to_numpy(dtype=np.float64),
        held=table[covariates].to_numpy(dtype=np.float64).reshape(len(table), len(covariates)),
        comparison=table[given.comparison].to_numpy(dtype=np.float64) if given.comparison else np.zeros(0),
        trend=given.trend,
        slope=given.slope,
        season=given.season,
    )


def _both_sides(after: Mask) -> None:
    counts = int(np.sum(~after)), int(np.sum(after))
    if min(counts) < FEWEST:
        raise NotComputableError(
            f"{counts[0]} rows before the date and {counts[1]} from it on: it takes {FEWEST} on either side; bring more, or name rows by a shorter period"
        )


def _times(index: pd.Index[Any]) -> Array:
    """Give the year, with its fraction, in which each row begins."""
    moments = sampling_of(index).begins(index)
    return np.asarray(moments.year + (moments.day_of_year - 1) / 365.25, dtype=np.float64)
