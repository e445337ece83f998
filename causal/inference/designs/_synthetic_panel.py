"""The panel of a synthetic control: one treated unit, its donors, and the gap between a unit and the weighted others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError, unknown
from causal.inference.designs._synthetic_weights import simplex_weights

if TYPE_CHECKING:
    import pandas as pd

    from causal.inference.algebra import Array
    from causal.inference.designs import Declared

FEWEST_BEFORE = 4  # periods: fewer leave no path to match
FEWEST_DONORS = 3  # placebos: fewer leave no spread to measure


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Outcomes (periods, 1 + donors), the treated unit first; `before` periods come before its date.

    `predictors` (k, 1 + donors) are means over these; `times` (periods,) where the periods stand in a figure; `dropped` units had gaps.
    """

    units: tuple[str, ...]
    outcomes: Array
    predictors: Array
    times: Array
    before: int
    dropped: int

    @property
    def donors(self) -> int:
        """Number of donors."""
        return len(self.units) - 1

    def matched(self, before: int) -> tuple[Array, Array]:
        """Give what is matched, (rows, units), and the weight of each square: each period alike, each predictor as a period."""
        outcomes = self.outcomes[:before]
        usual = float(np.mean(outcomes.var(axis=1, ddof=1)))
        spread = self.predictors.var(axis=1, ddof=1)
        told = spread > 0
        importance = np.concatenate([np.ones(before), usual / spread[told]])
        return np.vstack([outcomes, self.predictors[told]]), importance

    def gaps(self, unit: int, before: int, *, exclude: int | None = None) -> tuple[Array, Array]:
        """Give a unit's gap to the weighted donors in each period, (periods,), and the weights, (1 + donors,).

        The weights match the first `before` periods; neither the treated unit nor `exclude` is a donor.
        """
        rows, importance = self.matched(before)
        others = [k for k in range(1, len(self.units)) if k not in (unit, exclude)]
        weights = np.zeros(len(self.units))
        weights[others] = simplex_weights(rows[:, unit], rows[:, others], importance)
        return self.outcomes[:, unit] - self.outcomes @ weights, weights

    @lru_cache(maxsize=8)  # noqa: B019  # a panel is itself kept only for a few declared edges
    def placebos(self, before: int) -> Array:
        """Give the gaps of each donor to the weighted other donors, as if it had been treated; (periods, donors)."""
        return np.column_stack([self.gaps(unit, before)[0] for unit in range(1, len(self.units))])


@dataclass(frozen=True, slots=True)
class _Columns:
    """What of a frame makes the panel."""

    treatment: str
    outcome: str
    period: str
    predictors: tuple[str, ...]
    excluded: tuple[str, ...]


def panel_of(declared: Declared) -> Panel:
    """Give the panel of a declared edge; raise NotComputableError where its treatment is not one unit's from a date on."""
    given = declared.parameters
    ends = (declared.treatment, declared.outcome, declared.unit, declared.period)  # matched, or what makes the panel
    predictors = tuple(name for name in dict.fromkeys((*given.predictors, *declared.covariates)) if name not in ends)
    return _panel(
        declared.frame,
        _Columns(declared.treatment, declared.outcome, declared.period, predictors, tuple(given.excluded)),
    )


@lru_cache(maxsize=4)
def _panel(frame: Any, columns: _Columns) -> Panel:
    names = dict.fromkeys(n for n in (columns.treatment, columns.outcome, columns.period, *columns.predictors) if n)
    table = frame.table(names)
    if table.index.nlevels < 2:  # a unit and a time
        raise NotComputableError("a synthetic control needs a panel: rows of units and times")
    wide = {name: table[name].unstack(0).sort_index() for name in names}  # noqa: PD010  # nothing is to be added up
    treated, before = _treated(wide[columns.treatment])
    donors, dropped = _donors(wide[columns.outcome], wide[columns.treatment], treated, columns.excluded)
    units = [treated, *donors]
    outcomes = wide[columns.outcome][units]
    seen = outcomes[treated].notna().to_numpy()
    before = int(seen[:before].sum())
    outcomes = outcomes[seen]
    _enough(before, len(outcomes) - before, len(donors))
    means = [wide[name][units][seen].iloc[:before].mean() for name in columns.predictors]
    for name, mean in zip(columns.predictors, means, strict=True):
        if mean.isna().any():
            raise NotComputableError(
                f"'{name}' has no value before the date for {', '.join(map(str, mean.index[mean.isna()]))}"
            )
    return Panel(
        tuple(map(str, units)),
        outcomes.to_numpy(dtype=np.float64),
        np.array([mean.to_numpy(dtype=np.float64) for mean in means]).reshape(len(means), len(units)),
        _times(outcomes.index, wide.get(columns.period), seen),
        before,
        dropped,
    )


def _treated(treatment: pd.DataFrame) -> tuple[Any, int]:
    """Give the treated unit and how many periods come before its date."""
    held = treatment.to_numpy()
    if not np.isin(held[~np.isnan(held)], (0.0, 1.0)).all():
        raise NotComputableError("the treatment must be 0 before the date and 1 from it on, and 0 for every donor")
    units = list(treatment.columns[(treatment == 1.0).any()])
    if len(units) != 1:
        raise NotComputableError(
            f"{len(units)} units are ever treated: a synthetic control is made for one; declare the design `differences`"
        )
    own = treatment[units[0]].ffill().fillna(0.0).to_numpy()
    before = int(np.argmax(own == 1.0))
    if not np.all(own[before:] == 1.0):
        raise NotComputableError(
            f"the treatment of {units[0]} ends again: it must last from its date on; declare the design `panel`, or end the sample before"
        )
    return units[0], before


def _donors(
    outcome: pd.DataFrame, treatment: pd.DataFrame, treated: Any, excluded: tuple[str, ...]
) -> tuple[list[Any], int]:
    """Give the units of which nothing lacks where the treated one has a value, and how many others there are."""
    named = {str(unit): unit for unit in outcome.columns}
    for name in excluded:
        if name not in named or named[name] == treated:
            raise NotComputableError(str(unknown("donor", name, named.keys() - {str(treated)}).args[0]))
    pool = [unit for name, unit in named.items() if unit != treated and name not in excluded]
    seen = outcome[treated].notna()
    kept = [unit for unit in pool if outcome.loc[seen, unit].notna().all() and treatment[unit].notna().any()]
    return kept, len(pool) - len(kept)


def _enough(before: int, after: int, donors: int) -> None:
    if before < FEWEST_BEFORE or after < 1:
        raise NotComputableError(
            f"{before} periods before the date and {after} from it on: it takes {FEWEST_BEFORE} and 1; bring more"
        )
    if donors < FEWEST_DONORS:
        raise NotComputableError(
            f"{donors} untreated units have a value in every period: it takes {FEWEST_DONORS} donors; bring more, or fill their gaps"
        )


def _times(index: pd.Index[Any], period: pd.DataFrame | None, seen: Array) -> Array:
    """Give where the periods stand: years where they are named so, else the column that numbers them, else 1, 2, 3, ..."""
    names = [str(one)[:4] if len(str(one)) in (4, 10) else "" for one in index]
    if all(name.isdigit() for name in names) and len(set(names)) == len(names):
        return np.array([float(name) for name in names])
    if period is not None:
        numbers: Array = period.mean(axis=1).to_numpy(dtype=np.float64)[seen]
        if np.isfinite(numbers).all():
            return numbers
    return np.arange(1.0, len(index) + 1.0)
