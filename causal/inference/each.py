"""The p-value of each of many treatments in one outcome, given the same controls: what `fit` gives them one by one.

But for those whose effect hangs on few rows (see `causal.inference.concentration`): here they have the usual degrees of freedom.

What the treatments share is computed once: the basis of the controls, what it leaves of the outcome, and its part of the
band that frees residuals of leverage (see `causal.inference.algebra`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from causal.errors import NotComputableError
from causal.inference.algebra import (
    FITS_ITSELF,
    LITTLE,
    LONG,
    SINGULAR,
    basis,
    fit,
    freed_by_series,
    project,
    residual,
    shared_with_neighbours,
    two_sided,
)
from causal.sampling import sums_of_squares
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from causal.inference.algebra import Array, Mask
    from causal.sampling import Variance

FEWEST = 10  # degrees of freedom left


def p_values(outcome: Array, treatments: Array, controls: Array, variance: Variance) -> Array:
    """Give the two-sided p-value of each column of `treatments` (rows, k), NaN where it cannot be tested; shape (k,).

    Shapes: outcome (rows,), controls (rows, c) with their constant.
    """
    span = basis(controls)
    rows, degrees = len(outcome), len(outcome) - span.shape[1] - 1
    if degrees < FEWEST:
        return np.full(treatments.shape[1], np.nan)
    reach = min(variance.reach(rows), rows - 1)
    left = residual(span, outcome)
    if reach * rows > LONG:
        statistics = _by_series(outcome, left, treatments, span, reach, variance)
        for column in np.flatnonzero(np.isinf(statistics)):  # rows that share much with their neighbours
            statistics[column] = _alone(outcome, treatments[:, column], controls, variance)
    else:
        shared = _leverage(span, reach)
        found = [
            _by_bands(outcome, left, treatments[:, part], span, shared, variance)
            for part in pieces((reach + 1) * rows, treatments.shape[1])
        ]
        statistics = np.concatenate(found)
    return two_sided(statistics, variance.degrees(rows, degrees))


def _alone(outcome: Array, treatment: Array, controls: Array, variance: Variance) -> float:
    try:
        return float(fit(project(treatment, controls, variance=variance), outcome[:, None]).statistic[0])
    except NotComputableError:
        return float("nan")


def _leverage(span: Array, reach: int) -> Array:
    """Give what the controls' fit shares of a row with the row `apart` later, (reach + 1, rows), the ends filled with 0."""
    after = sliding_window_view(
        np.vstack([span, np.zeros((reach, span.shape[1]))]), reach + 1, axis=0
    )  # (rows, k, reach + 1)
    return np.ascontiguousarray(np.einsum("nk,nka->an", span, after))


@dataclass(frozen=True, slots=True)
class _Tested:
    """Of some treatments: unit directions, weights and residuals, each (rows, k), effects (k,), leverage (rows, k), and which can be told."""

    directions: Array
    weights: Array
    errors: Array
    effects: Array
    leverage: Array
    told: Mask

    def statistics(self, freed: Array, variance: Variance) -> Array:
        """Give effect over robust error of each, NaN where there is none, from residuals freed of leverage."""
        with np.errstate(divide="ignore", invalid="ignore"):
            statistics: Array = self.effects / np.sqrt(variance.of_sums(self.weights * freed))
        return np.where(self.told, statistics, np.nan)


def _tested(outcome: Array, left: Array, treatments: Array, span: Array) -> _Tested:
    """Fit the treatments; `left` is what the controls leave of the outcome."""
    taken = residual(span, treatments)
    scale = sums_of_squares(taken)
    moves = np.sqrt(scale) > SINGULAR * np.maximum(
        np.linalg.norm(treatments - treatments.mean(axis=0), axis=0), SINGULAR
    )
    directions = taken / np.sqrt(np.where(moves, scale, 1.0))
    weights = taken / np.where(moves, scale, 1.0)
    effects = weights.T @ left
    errors = left[:, None] - taken * effects
    explained = sums_of_squares(errors) <= SINGULAR**2 * float(outcome @ outcome)
    leverage = sums_of_squares(span.T)[:, None] + directions**2
    alone = (leverage >= 1.0 - FITS_ITSELF) & (weights**2 > FITS_ITSELF * sums_of_squares(weights))
    return _Tested(directions, weights, errors, effects, leverage, moves & ~explained & ~alone.any(axis=0))


def _by_bands(outcome: Array, left: Array, treatments: Array, span: Array, shared: Array, variance: Variance) -> Array:
    """Give effect over robust error of each treatment, NaN where there is none."""
    tested = _tested(outcome, left, treatments, span)
    freed, told = np.zeros_like(tested.errors), tested.told
    for column, band in zip(np.flatnonzero(told), _bands(tested.directions[:, told], shared), strict=True):
        try:
            freed[:, column] = _freed(band, tested.errors[:, column])
        except NotComputableError:
            told[column] = False
    return tested.statistics(freed, variance)


def _by_series(outcome: Array, left: Array, treatments: Array, span: Array, reach: int, variance: Variance) -> Array:
    """Give the same of long series; infinity where rows share too much with their neighbours."""
    tested = _tested(outcome, left, treatments, span)
    shared = shared_with_neighbours(tested.leverage, reach)
    little = tested.told & (shared <= LITTLE)
    freed = np.zeros_like(tested.errors)
    freed[:, little] = freed_by_series(
        np.ascontiguousarray(tested.errors[:, little]), span, reach, shared[little], tested.directions[:, little]
    )
    return np.where(tested.told & ~little, np.inf, tested.statistics(freed, variance))


def _bands(directions: Array, shared: Array) -> Array:
    """Give what is solved for each treatment: the identity less its hat matrix, cut to a band, (k, reach + 1, rows)."""
    rows, reach = len(directions), len(shared) - 1
    later = sliding_window_view(np.vstack([directions, np.zeros((reach, directions.shape[1]))]), rows, axis=0)
    bands = -shared - np.swapaxes(later, 0, 1) * directions.T[:, None]
    bands[:, 0] = np.maximum(1.0 + bands[:, 0], FITS_ITSELF)
    return bands


def _freed(band: Array, errors: Array) -> Array:
    """Free one treatment's residuals of leverage, as `Projection.freed` does: the band is symmetric, and solved as such."""
    from scipy.linalg import solve_banded
    from scipy.linalg.lapack import dpbsv

    _, solved, failed = dpbsv(band, errors, lower=1)
    if not failed:  # positive definite
        return np.asarray(solved)
    reach, rows = len(band) - 1, len(errors)
    whole = np.zeros((2 * reach + 1, rows))
    for apart in range(reach + 1):
        whole[reach - apart, apart:] = whole[reach + apart, : rows - apart] = band[apart, : rows - apart]
    try:
        return np.asarray(solve_banded((reach, reach), whole, errors, check_finite=False))
    except np.linalg.LinAlgError as error:
        raise NotComputableError("a few neighbouring rows fit themselves") from error
