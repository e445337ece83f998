"""Many least-squares regressions at once, a world each, whose columns may differ from world to world.

Columns are arrays of shape (worlds, rows), or (1, rows) where all worlds share them. Errors are HC3's (MacKinnon and White 1985).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import FITS_ITSELF, critical_value
from causal.inference.concentration import on_many_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array, Mask

FREE = 10  # degrees of freedom that a regression must leave
SINGULAR = 1e-10  # reciprocal condition of the scaled columns below which there is no regression
SURELY = 1e-8  # the same by a bound, above which rounding cannot bring it below
FLAT = 1e-10  # spread, as a share of its size, below which a column is a constant
EXACT = 1e-12  # share of the outcome's variance left below which the fit is exact


@dataclass(frozen=True, slots=True)
class Columns:
    """A regression's columns, constant first, centred: those that all worlds share, (shared, rows), and those of each world, (worlds, rows).

    `places` are the positions of the first and of the second among all. Sums over the rows are formed without an array that holds every column of every world.
    """

    shared: Array
    own: tuple[Array, ...]
    places: tuple[list[int], list[int]]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self.shared.shape[1])

    @property
    def count(self) -> int:
        """Number of columns."""
        return len(self.shared) + len(self.own)

    def moments(self, weights: Array | None = None) -> Array:
        """Give the sums of products of the columns, (worlds or 1, count, count); rows may have weights (worlds, rows)."""
        first, second = self.places
        worlds = 1 if weights is None else len(weights)
        found = np.empty((max([worlds, *map(len, self.own)]), self.count, self.count))
        for i, one in zip(first, self.shared, strict=True):
            found[:, i, first] = (one if weights is None else weights * one) @ self.shared.T
        for i, one in zip(second, self.own, strict=True):
            weighed = one if weights is None else weights * one
            found[:, i, first] = found[:, first, i] = weighed @ self.shared.T
            for j, other in zip(second, self.own, strict=True):
                if j >= i:
                    found[:, i, j] = found[:, j, i] = np.einsum("wn,wn->w", weighed, other)
        return found

    def with_outcome(self, outcome: Array) -> Array:
        """Give the sums of products with an outcome (worlds or 1, rows), (worlds or 1, count)."""
        first, second = self.places
        found = np.empty((max([len(outcome), *map(len, self.own)]), self.count))
        found[:, first] = outcome @ self.shared.T
        for i, one in zip(second, self.own, strict=True):
            found[:, i] = np.einsum("wn,wn->w", one, outcome) if len(one) == len(outcome) else one @ outcome[0]
        return found

    def times(self, coefficients: Array) -> Array:
        """Give the columns times coefficients (worlds or 1, count), summed, (worlds or 1, rows)."""
        first, second = self.places
        found: Array = coefficients[:, first] @ self.shared
        for i, one in zip(second, self.own, strict=True):
            term = coefficients[:, i, None] * one
            found = np.add(found, term, out=term)
        return found

    def leverage(self, inverse: Array) -> Array:
        """Give what each row adds to its own fit, (worlds or 1, rows), `inverse` being that of the moments."""
        first, second = self.places
        upper = np.triu_indices(len(first))
        rows, columns = np.array(first)[upper[0]], np.array(first)[upper[1]]
        weights = inverse[:, rows, columns] * np.where(rows == columns, 1.0, 2.0)
        found: Array = weights @ (self.shared[upper[0]] * self.shared[upper[1]])
        for i, one in zip(second, self.own, strict=True):
            crossed = (2.0 * inverse[:, i, first]) @ self.shared
            crossed += inverse[:, i, i, None] * one
            for j, other in zip(second, self.own, strict=True):
                if j > i:
                    crossed += 2.0 * inverse[:, i, j, None] * other
            crossed *= one
            found += crossed
        return found


@dataclass(frozen=True, slots=True)
class Regressions:
    """Fitted regressions: `coefficients` (worlds, k), constant first, `residuals` (worlds, rows).

    The columns are held centred, since levels far from zero would drown in the constant; coefficients are of the columns as given.
    """

    columns: Columns
    inverse: Array  # of the columns' moments, (worlds or 1, k, k)
    back: Array  # from the centred columns' coefficients to the columns', (worlds or 1, k, k)
    coefficients: Array
    residuals: Array

    @property
    def degrees(self) -> int:
        """Rows less coefficients."""
        return self.columns.rows - self.columns.count

    def covariance(self, last: int) -> Array:
        """Give the HC3 covariance of the last coefficients, (worlds, last, last)."""
        count = self.columns.count
        freed = self.residuals / np.maximum(1.0 - self.columns.leverage(self.inverse), EXACT)
        freed *= freed
        weights = [self.columns.times(self.inverse[:, place]) for place in range(count - last, count)]
        covariance = np.empty((len(freed), last, last))
        for i, one in enumerate(weights):
            weighed = freed * one
            for j, other in enumerate(weights[: i + 1]):
                covariance[:, i, j] = covariance[:, j, i] = (
                    weighed @ other[0] if len(other) == 1 else np.einsum("wn,wn->w", weighed, other)
                )
        if last < count:  # without the constant, the only one that centring moves
            return covariance
        whole: Array = self.back @ covariance @ np.swapaxes(self.back, 1, 2)
        return whole

    def p_value(self, last: int) -> Array:
        """Give the p-value of the last coefficients being zero together, (worlds,): a Wald test by the F distribution."""
        from scipy.special import fdtrc

        found = self.coefficients[:, -last:]
        wald = np.einsum("wi,wi->w", found, np.linalg.solve(self.covariance(last), found[:, :, None])[:, :, 0]) / last
        p: Array = fdtrc(last, self.degrees, wald)
        return p

    def on_many_rows(self) -> Mask:
        """Say of each world, (worlds or 1,), whether so many rows share the last coefficient that `interval` is that of `fit`.

        See `causal.inference.concentration`.
        """
        weights = self.columns.times(self.inverse[:, -1])
        weights *= weights
        weights /= weights.sum(axis=1, keepdims=True)
        leverage = self.columns.leverage(self.inverse)
        shared = self.inverse @ self.columns.moments(weights)
        trace = np.einsum("wn,wn->w", weights, 1.0 - leverage)
        squared = np.einsum("wn,wn,wn->w", weights, weights, 1.0 - 2.0 * leverage)
        squared += np.einsum("wij,wji->w", shared, shared)
        with np.errstate(divide="ignore", invalid="ignore"):
            many: Mask = on_many_rows(trace, squared, float(self.degrees))
        many &= (trace > 0) & (squared > 0) & np.all(leverage < 1.0 - FITS_ITSELF, axis=1)
        return many

    def interval(self, level: float) -> tuple[Array, Array]:
        """Give the two-sided interval of the last coefficient, each (worlds,)."""
        half = critical_value(level, self.degrees) * np.sqrt(self.covariance(1)[:, 0, 0])
        effect = self.coefficients[:, -1]
        return effect - half, effect + half


def regress(outcome: Array, columns: Sequence[Array]) -> Regressions:
    """Regress each outcome on a constant and the columns; raise NotComputableError where that cannot be done.

    Shapes: outcome and each of the columns (worlds, rows) or (1, rows).
    """
    rows, count = outcome.shape[-1], len(columns) + 1
    if rows - count < FREE:
        raise NotComputableError(f"{rows} complete rows are too few for {count} coefficients")
    given = [np.ones((1, rows)), *columns]
    means = [np.zeros(1), *(one.mean(axis=1) for one in columns)]
    places = [i for i, one in enumerate(given) if len(one) == 1], [i for i, one in enumerate(given) if len(one) > 1]
    centred = Columns(
        np.concatenate([given[i] - means[i][:, None] for i in places[0]]),
        tuple(given[i] - means[i][:, None] for i in places[1]),
        places,
    )
    moments = centred.moments()
    size = np.sqrt(np.einsum("wkk->wk", moments))
    flat = any(np.any(size[:, i] <= FLAT * np.hypot(size[:, i], np.sqrt(rows) * mean)) for i, mean in enumerate(means))
    inverse = None if flat else _inverse(moments, size)
    if inverse is None:
        raise NotComputableError("the causes are exact combinations of each other")
    coefficients = (inverse @ centred.with_outcome(outcome)[:, :, None])[:, :, 0]
    residuals = outcome - centred.times(coefficients)
    left = np.einsum("wn,wn->w", residuals, residuals)
    if np.any(left <= EXACT * np.einsum("wn,wn->w", outcome, outcome)):
        raise NotComputableError("the causes explain the outcome exactly: there is no error to measure by")
    back = np.repeat(np.eye(count)[None], len(moments), axis=0)
    for place, mean in enumerate(means):
        back[:, 0, place] -= mean
    whole = (back @ coefficients[:, :, None])[:, :, 0]
    return Regressions(centred, inverse, back, whole, residuals)


def _inverse(moments: Array, size: Array) -> Array | None:
    """Invert the moments of columns of so much size; None where, scaled by it, one of them has too small a condition.

    The largest eigenvalue of a scaled matrix is at most its trace, and the smallest at least one over the Frobenius norm of its inverse.
    """
    try:
        inverse = np.asarray(np.linalg.inv(moments), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    scale = size[:, :, None] * size[:, None, :]
    scaled = (inverse * scale).reshape(len(inverse), -1)
    if np.all(np.einsum("wi,wi->w", scaled, scaled) * (size.shape[1] * SURELY) ** 2 < 1.0):
        return inverse
    values = np.linalg.eigvalsh(moments / scale)
    return None if np.any(values[:, 0] / values[:, -1] < SINGULAR) else inverse


def independent(columns: Sequence[Array], tested: Sequence[Array]) -> Mask:
    """Say of each tested column, (rows,), whether it is no combination of the columns and of those tested before it."""
    if not tested:
        return np.zeros(0, dtype=bool)
    whole = np.column_stack([np.ones(len(tested[0])), *columns, *tested])
    norms = np.linalg.norm(whole, axis=0)
    scaled = whole / np.where(norms > 0, norms, 1.0)
    factor = np.asarray(
        np.linalg.qr(scaled, mode="r")
    )  # any of its columns have the singular values of the scaled ones
    kept, found = list(range(len(columns) + 1)), []
    for place in range(len(columns) + 1, whole.shape[1]):
        trial = [*kept, place]
        held = bool(np.all(norms[trial] > 0)) and np.linalg.matrix_rank(factor[:, trial], tol=1e-8) == len(trial)
        found.append(held)
        if held:
            kept.append(place)
    return np.array(found, dtype=bool)
