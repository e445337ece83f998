"""The p-value of each of many treatments in one outcome, given the same controls: what `fit` gives them one by one.

But for those whose effect hangs on few rows (see `causal.inference.concentration`): here they have the usual degrees of freedom.

What the treatments share is computed once: the basis of the controls, what it leaves of the outcome, and its part of the
band that frees residuals of leverage (see `causal.inference.algebra`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from causal.errors import NotComputableError
from causal.inference.algebra import FITS_ITSELF, SINGULAR, basis, fit, project, residual, two_sided
from causal.sampling import sums_of_squares
from causal.work.pieces import CELLS, pieces

if TYPE_CHECKING:
    from causal.inference.algebra import Array
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
    if (2 * reach + 1) * rows > CELLS:  # the band would not fit in memory
        return np.array([_alone(outcome, treatment, controls, variance) for treatment in treatments.T])
    shared = _leverage(span, reach)
    left = residual(span, outcome)
    found = [
        _statistics(outcome, left, treatments[:, part], span, shared, variance)
        for part in pieces((reach + 1) * rows, treatments.shape[1])
    ]
    return two_sided(np.concatenate(found), variance.degrees(rows, degrees))


def _alone(outcome: Array, treatment: Array, controls: Array, variance: Variance) -> float:
    try:
        return float(fit(project(treatment, controls, variance=variance), outcome[:, None]).p_value()[0])
    except NotComputableError:
        return float("nan")


def _leverage(span: Array, reach: int) -> Array:
    """Give what the controls' fit shares of a row with the row `apart` later, (reach + 1, rows), the ends filled with 0."""
    after = sliding_window_view(
        np.vstack([span, np.zeros((reach, span.shape[1]))]), reach + 1, axis=0
    )  # (rows, k, reach + 1)
    return np.ascontiguousarray(np.einsum("nk,nka->an", span, after))


def _statistics(
    outcome: Array, left: Array, treatments: Array, span: Array, shared: Array, variance: Variance
) -> Array:
    """Give effect over robust error of each treatment, NaN where there is none; `left` is what the controls leave of the outcome."""
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
    leverage = shared[0][:, None] + directions**2
    alone = (leverage >= 1.0 - FITS_ITSELF) & (weights**2 > FITS_ITSELF * sums_of_squares(weights))
    freed, told = np.zeros_like(errors), moves & ~explained & ~alone.any(axis=0)
    bands = _bands(directions[:, told], shared)
    for column, band in zip(np.flatnonzero(told), bands, strict=True):
        try:
            freed[:, column] = _freed(band, errors[:, column])
        except NotComputableError:
            told[column] = False
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics: Array = effects / np.sqrt(variance.of_sums(weights * freed))
    return np.where(told, statistics, np.nan)


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
