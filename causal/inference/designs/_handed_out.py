"""The imputed effect with the dates of adoption handed out to other units, many times over.

What a unit adds to an imputation depends on its own date alone, so that it is made once a unit and date, and added up for each way to hand them out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._adoption import MOST_CELLS, imputed_effect, predicted_effects
from causal.inference.designs._two_way import dummies, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.inference.algebra import Array
    from causal.inference.designs._adoption import Adoption
    from causal.inference.designs._two_way import Codes

TRIES = 10  # times the draws asked for, of which some may leave nothing to compare


def handed_out(given: Adoption, owner: Codes, dates: Codes, generator: np.random.Generator, draws: int) -> Array:
    """Give the effects with the dates permuted among owners, (draws,); one that leaves nothing to compare is drawn anew, at most ten times as often."""
    known = np.unique(dates)
    p = given.panel.covariates.shape[1] + len(given.panel.periods)
    cells = len(known) * max(len(given.first) * p * max(p, len(given.panel.periods)), len(given.panel) * p * p)
    effects: Callable[[Codes], Array] = _Shares.of(given, known).effects if cells <= MOST_CELLS else _one_by_one(given)
    found = np.empty(0)
    tried = 0
    while len(found) < draws and tried < TRIES * draws:
        firsts = np.stack([generator.permutation(dates)[owner] for _ in range(draws - len(found))])
        tried += len(firsts)
        drawn = effects(firsts)
        found = np.concatenate([found, drawn[np.isfinite(drawn)]])
    if len(found) < draws:
        raise NotComputableError("most ways to hand out the dates of adoption leave nothing to compare")
    return found


def _one_by_one(given: Adoption) -> Callable[[Codes], Array]:
    def effect(first: Codes) -> float:
        try:
            return imputed_effect(replace(given, first=first))
        except NotComputableError:
            return np.nan

    return lambda firsts: np.array([effect(one) for one in firsts])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    """What each of N units adds with each of K dates, the outcome being the last of p columns.

    `products` (K, N, p, p) are those of its rows that fit, `fits` (K, N, T) how many these are in each period, and `treated`
    (K, N, T, p + 1) sums and number of its treated rows.
    """

    dates: Codes
    products: Array
    fits: Array
    treated: Array

    @classmethod
    def of(cls, given: Adoption, dates: Codes) -> _Shares:
        panel = given.panel
        columns = np.column_stack([panel.covariates, dummies(panel.period, len(panel.periods)), panel.outcome])
        starts = np.flatnonzero(np.diff(panel.unit, prepend=-1))
        shape = len(given.first), len(panel.periods)
        products, fits, treated = [], [], []
        for date in dates:
            one = replace(given, first=np.full(len(given.first), date))
            taken = within(panel.unit, columns, one.before)
            after = one.after & np.isfinite(taken).all(axis=1)
            fit = one.before & ~(given.never and date < given.end)
            taken = np.nan_to_num(taken)
            products.append(np.add.reduceat((taken * fit[:, None])[:, :, None] * taken[:, None, :], starts))
            fits.append(np.zeros(shape))
            fits[-1][panel.unit, panel.period] = fit
            treated.append(np.zeros((*shape, columns.shape[1] + 1)))
            treated[-1][panel.unit, panel.period] = np.column_stack([taken, np.ones(len(panel))]) * after[:, None]
        return cls(dates=dates, products=np.stack(products), fits=np.stack(fits), treated=np.stack(treated))

    def effects(self, firsts: Codes) -> Array:
        """Give the effects with the units' dates (draws, N); NaN where nothing is compared."""
        units = np.arange(firsts.shape[1])
        products, sums = [], []
        for places in np.searchsorted(self.dates, firsts):
            covered = self.fits[places, units].sum(axis=0) > 0
            products.append(self.products[places, units].sum(axis=0))
            sums.append(self.treated[places, units].sum(axis=0)[covered].sum(axis=0))
        told = np.stack(sums)
        return predicted_effects(np.stack(products), told[:, :-1], told[:, -1])
