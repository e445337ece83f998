"""Many least-squares regressions at once, a world each, whose columns may differ from world to world.

Columns are arrays of shape (worlds, rows), or (1, rows) where all worlds share them. Errors are HC3's (MacKinnon and White 1985).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import critical_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array, Mask

FREE = 10  # degrees of freedom that a regression must leave
SINGULAR = 1e-10  # reciprocal condition of the scaled columns below which there is no regression
FLAT = 1e-10  # spread, as a share of its size, below which a column is a constant
EXACT = 1e-12  # share of the outcome's variance left below which the fit is exact


@dataclass(frozen=True, slots=True)
class Regressions:
    """Fitted regressions: `columns` (worlds or 1, rows, k), constant first; `coefficients` (worlds, k), `residuals` (worlds, rows).

    The columns are held centred, since levels far from zero would drown in the constant; coefficients are of the columns as given.
    """

    columns: Array
    inverse: Array  # of the columns' moments, (worlds or 1, k, k)
    back: Array  # from the centred columns' coefficients to the columns', (worlds or 1, k, k)
    coefficients: Array
    residuals: Array

    @property
    def degrees(self) -> int:
        """Rows less coefficients."""
        return int(self.columns.shape[1] - self.columns.shape[2])

    def covariance(self, last: int) -> Array:
        """Give the HC3 covariance of the last coefficients, (worlds, last, last)."""
        rows = self.columns @ self.inverse  # (worlds or 1, rows, k): what a row's outcome adds to each coefficient
        leverage = np.einsum("wnk,wnk->wn", rows, self.columns)
        freed = self.residuals / np.maximum(1.0 - leverage, EXACT)
        weights = rows[:, :, -last:]
        pairs = (weights[:, :, :, None] * weights[:, :, None, :]).reshape(len(weights), weights.shape[1], last * last)
        summed = (freed[:, None, :] ** 2 @ pairs)[:, 0]
        covariance: Array = summed.reshape(-1, last, last)
        if last < self.columns.shape[2]:  # without the constant, the only one that centring moves
            return covariance
        whole: Array = self.back @ covariance @ np.swapaxes(self.back, 1, 2)
        return whole

    def p_value(self, last: int) -> Array:
        """Give the p-value of the last coefficients being zero together, (worlds,): a Wald test by the F distribution."""
        from scipy import stats

        found = self.coefficients[:, -last:]
        wald = np.einsum("wi,wi->w", found, np.linalg.solve(self.covariance(last), found[:, :, None])[:, :, 0]) / last
        p: Array = stats.f.sf(wald, last, self.degrees)
        return p

    def interval(self, level: float) -> tuple[Array, Array]:
        """Give the two-sided interval of the last coefficient, each (worlds,)."""
        half = critical_value(level, self.degrees) * np.sqrt(self.covariance(1)[:, 0, 0])
        effect = self.coefficients[:, -1]
        return effect - half, effect + half


def regress(outcome: Array, columns: Sequence[Array]) -> Regressions:
    """Regress each outcome on a constant and the columns; raise NotComputableError where that cannot be done.

    Shapes: outcome and each of the columns (worlds, rows) or (1, rows).
    """
    given = [np.ones((1, outcome.shape[-1])), *columns]
    worlds = max(len(one) for one in given)
    x = np.stack([np.broadcast_to(one, (worlds, one.shape[-1])) for one in given], axis=2)
    if x.shape[1] - x.shape[2] < FREE:
        raise NotComputableError(f"{x.shape[1]} complete rows are too few for {x.shape[2]} coefficients")
    means = x.mean(axis=1, keepdims=True)
    means[:, :, 0] = 0.0
    centred = x - means
    turned = np.swapaxes(centred, 1, 2)
    moments = turned @ centred
    size = np.sqrt(np.einsum("wkk->wk", moments))
    flat = np.any(size <= FLAT * np.sqrt(np.einsum("wnk,wnk->wk", x, x)))
    if flat or np.any(_condition(moments / (size[:, :, None] * size[:, None, :])) < SINGULAR):
        raise NotComputableError("the causes are exact combinations of each other")
    inverse = np.linalg.inv(moments)
    coefficients = (inverse @ (turned @ outcome[:, :, None]))[:, :, 0]
    residuals = outcome - (centred @ coefficients[:, :, None])[:, :, 0]
    left = np.einsum("wn,wn->w", residuals, residuals)
    if np.any(left <= EXACT * np.einsum("wn,wn->w", outcome, outcome)):
        raise NotComputableError("the causes explain the outcome exactly: there is no error to measure by")
    constant = np.eye(x.shape[2])[:, :1]
    back = np.eye(x.shape[2]) - constant * means
    whole = np.einsum("wij,wj->wi", np.broadcast_to(back, (len(coefficients), *back.shape[1:])), coefficients)
    return Regressions(centred, inverse, back, whole, residuals)


def _condition(moments: Array) -> Array:
    values = np.linalg.eigvalsh(moments)
    ratio: Array = values[:, 0] / values[:, -1]
    return ratio


def independent(columns: Sequence[Array], tested: Sequence[Array]) -> Mask:
    """Say of each tested column, (rows,), whether it is no combination of the columns and of those tested before it."""
    kept = [np.ones(len(tested[0])), *columns] if tested else []
    found = []
    for one in tested:
        trial = np.column_stack([*kept, one])
        norms = np.linalg.norm(trial, axis=0)
        whole = bool(np.all(norms > 0)) and np.linalg.matrix_rank(trial / norms, tol=1e-8) == trial.shape[1]
        found.append(whole)
        if whole:
            kept.append(one)
    return np.array(found, dtype=bool)
