"""Least squares in batches: every estimate here is a linear functional of the outcome.

For a fixed design the effect of the treatment is `a @ y` for one row vector `a` of shape (rows,), whether the
estimator is least squares, weighted least squares or two-stage least squares. A matrix of such rows, one a
draw, turns a whole refuter on a whole set of simulated outcomes into one matrix product.

The variance is heteroskedasticity- and autocorrelation-robust: the equal-weighted cosine estimator, whose
fixed-b limit is exactly Student's t with as many degrees of freedom as cosines (Lazarus, Lewis, Stock and
Watson 2018, "HAR inference: recommendations for practice", Journal of Business and Economic Statistics 36).
Residuals are first freed of their leverage, as in HC3 (MacKinnon and White 1985) but jointly over neighbouring rows,
as CR3 does over clusters (Bell and McCaffrey 2002): an extreme day of the treatment pulls the line towards itself,
and a day that reverses it hides the pull, so that their own errors would look small.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from causal.errors import NotComputableError

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

SMALLEST_REST = 0.05  # of a row's leverage from one: a row that fits itself alone says nothing about its error
SINGULAR = 1e-9  # a column whose residual norm is below this share of its own norm is collinear


def cosine_count(rows: int) -> int:
    """Give the number of cosines, 0.4 rows^(2/3): the degrees of freedom of the test."""
    return max(4, math.floor(0.4 * math.pow(rows, 2 / 3) + 1e-9))  # 1000 rows give 40, not 39.99...


@lru_cache(maxsize=64)
def cosines(rows: int, count: int) -> Array:
    """Give the type-II cosine transforms, shape (count, rows), each of squared norm 1."""
    time = np.arange(rows) + 0.5
    order = np.arange(1, count + 1)[:, None]
    basis: Array = np.sqrt(2.0 / rows) * np.cos(np.pi * order * time / rows)
    basis.flags.writeable = False
    return basis


def har_variance(scores: Array) -> Array:
    """Give the variance of the column sums of `scores`, shape (rows, worlds) -> (worlds,)."""
    rows = scores.shape[0]
    transformed = cosines(rows, cosine_count(rows)) @ scores
    variance: Array = rows * np.mean(transformed**2, axis=0)
    return variance


def basis(controls: Array) -> Array:
    """Give an orthonormal basis of the columns of `controls`, dropping collinear ones; shape (rows, rank)."""
    if controls.shape[1] == 0:
        return controls
    norms = np.linalg.norm(controls, axis=0)
    scaled = controls / np.where(norms > 0, norms, 1.0)
    left, singular, _ = np.linalg.svd(scaled, full_matrices=False)
    kept: Array = left[:, singular > SINGULAR * max(float(singular[0]), SINGULAR)]
    return kept


def residual(orthonormal: Array, values: Array) -> Array:
    """Take the part of `values` (rows,) or (rows, k) orthogonal to the basis."""
    taken: Array = values - orthonormal @ (orthonormal.T @ values)
    return taken


@dataclass(frozen=True, slots=True)
class Projection:
    """A fitted design: the effect on any outcome `y` is `functional @ y`.

    `direction` (rows,) is the residualised treatment, or its projection on the instruments; `treatment` (rows,)
    the residualised treatment; `orthonormal` (rows, k) spans the controls.
    """

    orthonormal: Array
    treatment: Array
    direction: Array
    functional: Array

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.treatment)

    def leverage(self, apart: int = 0) -> Array:
        """Give the share of each row in the fit of the row `apart` later; for 0 in its own; shape (rows - apart,)."""
        end = self.rows - apart
        scale = float(self.direction @ self.direction)
        controls = np.sum(self.orthonormal[:end] * self.orthonormal[apart:], axis=1)
        share: Array = controls + self.direction[:end] * self.direction[apart:] / scale
        return share

    def freed(self, errors: Array, width: int | None = None) -> Array:
        """Give residuals (rows, worlds) freed of their own leverage and of that of the `width` rows on either side.

        It solves (I - H) e = residuals with the hat matrix H cut to a band; a width of 0 is HC3's correction.
        """
        from scipy.linalg import solve_banded

        reach = min(block_length(self.rows) if width is None else width, self.rows - 1)
        band = np.zeros((2 * reach + 1, self.rows))
        band[reach] = np.maximum(1.0 - self.leverage(), SMALLEST_REST)
        for apart in range(1, reach + 1):
            share = -self.leverage(apart)
            band[reach - apart, apart:] = share
            band[reach + apart, : self.rows - apart] = share
        try:
            solved: Array = solve_banded((reach, reach), band, errors, check_finite=False)
        except np.linalg.LinAlgError as error:
            raise NotComputableError("a few neighbouring rows fit themselves: they leave no error to measure by") from error
        return solved

    @property
    def residual_degrees(self) -> int:
        """Rows less fitted coefficients."""
        return self.rows - int(self.orthonormal.shape[1]) - 1


@dataclass(frozen=True, slots=True)
class Fit:
    """Effects with robust standard errors for a batch of outcomes, each of shape (worlds,)."""

    effect: Array
    standard_error: Array
    classical_error: Array
    degrees_of_freedom: int
    residuals: Array  # (rows, worlds)

    @property
    def statistic(self) -> Array:
        """Effect over its robust standard error."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio: Array = self.effect / self.standard_error
        return ratio

    def p_value(self) -> Array:
        """Two-sided p-values under Student's t."""
        from scipy import stats

        p: Array = 2.0 * stats.t.sf(np.abs(self.statistic), self.degrees_of_freedom)
        return p

    def interval(self, level: float) -> tuple[Array, Array]:
        """Give the two-sided interval of confidence `level`."""
        half = critical_value(level, self.degrees_of_freedom) * self.standard_error
        return self.effect - half, self.effect + half


def critical_value(level: float, degrees_of_freedom: float) -> float:
    """Give the two-sided critical value of Student's t."""
    from scipy import stats

    return float(stats.t.isf((1.0 - level) / 2.0, degrees_of_freedom))


def project(treatment: Array, controls: Array, instruments: Array | None = None) -> Projection:
    """Fit a design once for all outcomes; raise NotComputableError where it is singular.

    Shapes: treatment (rows,), controls (rows, k) with its constant, instruments (rows, q) or None.
    """
    orthonormal = basis(controls)
    if len(treatment) - orthonormal.shape[1] - 1 < 10:
        raise NotComputableError(
            f"{len(treatment)} complete rows are too few for {orthonormal.shape[1] + 1} coefficients"
        )
    taken = residual(orthonormal, treatment)
    if np.linalg.norm(taken) <= SINGULAR * max(float(np.linalg.norm(treatment - treatment.mean())), SINGULAR):
        raise NotComputableError("the treatment is an exact combination of the adjustment set")
    direction = taken
    if instruments is not None:
        span = basis(_moving(residual(orthonormal, instruments), instruments))
        direction = span @ (span.T @ taken)
    scale = float(direction @ taken)
    if scale <= SINGULAR * float(taken @ taken):
        raise NotComputableError("the instruments do not move the treatment")
    return Projection(orthonormal, taken, direction, direction / scale)


def _moving(taken: Array, original: Array) -> Array:
    """Drop the columns of which nothing but rounding is left once the controls are taken out."""
    kept = np.linalg.norm(taken, axis=0) > SINGULAR * np.linalg.norm(original, axis=0)
    if not kept.any():
        raise NotComputableError("the instruments are combinations of the adjustment set")
    moving: Array = taken[:, kept]
    return moving


def fit(projection: Projection, outcomes: Array) -> Fit:
    """Estimate the effect on each column of `outcomes`, shape (rows, worlds); raise NotComputableError on a perfect fit."""
    taken = residual(projection.orthonormal, outcomes)
    effect = projection.functional @ taken
    errors = taken - np.outer(projection.treatment, effect)
    if np.any(np.linalg.norm(errors, axis=0) <= SINGULAR * np.linalg.norm(outcomes, axis=0)):
        raise NotComputableError("the treatment and the controls explain the outcome exactly: there is no error to measure by")
    degrees = projection.residual_degrees
    variance = har_variance(projection.functional[:, None] * projection.freed(errors))
    classical = np.sum(errors**2, axis=0) / degrees * float(projection.functional @ projection.functional)
    return Fit(effect, np.sqrt(variance), np.sqrt(classical), cosine_count(projection.rows), errors)


def functionals_for_treatments(projection: Projection, treatments: Array) -> Array:
    """Give the rows `a` with effect = a @ y for each column of `treatments` (rows, draws) -> (draws, rows)."""
    taken = residual(projection.orthonormal, treatments)
    rows: Array = (taken / np.sum(taken**2, axis=0)).T
    return rows


def functionals_for_covariates(projection: Projection, covariates: Array) -> Array:
    """The same with one further covariate a draw, shape (rows, draws) -> (draws, rows): a rank-one update.

    The direction loses its part along the covariate, and so does the treatment; for least squares they are one.
    """
    extra = residual(projection.orthonormal, covariates)
    extra = extra / np.linalg.norm(extra, axis=0)
    direction = projection.direction[:, None] - extra * (projection.direction @ extra)
    scale = projection.treatment @ direction
    rows: Array = (direction / scale).T
    return rows


def functionals_for_weights(treatment: Array, controls: Array, weights: Array, instruments: Array | None = None) -> Array:
    """The same with row weights, shape (rows, draws) -> (draws, rows); draws are solved in one batch.

    With instruments the first stage is fitted with the same weights.
    """
    span = basis(controls)
    columns = np.column_stack([treatment, span])
    if instruments is None:
        return _weighted_rows(columns, columns, weights)
    stage = np.column_stack([instruments, span])
    coefficients = _weighted_solve(stage, stage, weights, treatment)  # (draws, q + k)
    return np.stack([
        _weighted_rows(columns, np.column_stack([stage @ coefficient, span]), weights[:, [draw]])[0]
        for draw, coefficient in enumerate(coefficients)
    ])


def _weighted_rows(columns: Array, moments: Array, weights: Array) -> Array:
    gram = np.einsum("np,nq,nb->bpq", moments, columns, weights, optimize=True)
    target = np.zeros((columns.shape[1], 1))
    target[0, 0] = 1.0
    first = np.linalg.solve(np.swapaxes(gram, 1, 2), np.broadcast_to(target, (len(gram), *target.shape)))[:, :, 0]
    rows: Array = (first @ moments.T) * weights.T
    return rows


def _weighted_solve(columns: Array, moments: Array, weights: Array, outcome: Array) -> Array:
    gram = np.einsum("np,nq,nb->bpq", moments, columns, weights, optimize=True)
    right = np.einsum("np,n,nb->bp", moments, outcome, weights, optimize=True)
    solved: Array = np.linalg.solve(gram, right[:, :, None])[:, :, 0]
    return solved


def block_length(rows: int) -> int:
    """Give the length of resampled blocks: the cube root of the rows, at least 5."""
    return max(5, int(np.ceil(rows ** (1 / 3))))


def block_resample(rows: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Give row numbers of a circular block bootstrap, shape (draws, rows)."""
    length = block_length(rows)
    count = -(-rows // length)
    starts = rng.integers(0, rows, size=(draws, count))
    picked: NDArray[np.int64] = ((starts[:, :, None] + np.arange(length)) % rows).reshape(draws, -1)[:, :rows]
    return picked


def block_permute(rows: int, draws: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Give row numbers that put whole blocks in another order, from a random start; shape (draws, rows)."""
    length = block_length(rows)
    blocks = np.array_split(np.arange(rows), max(2, rows // length))
    order = np.stack([
        np.concatenate([blocks[i] for i in rng.permutation(len(blocks))]) for _ in range(draws)
    ])
    shift = rng.integers(0, rows, size=(draws, 1))
    return np.asarray((order + shift) % rows, dtype=np.int64)


def block_weights(rows: int, draws: int, rng: np.random.Generator) -> Array:
    """Give how often each row occurs in each block-bootstrap draw, shape (rows, draws)."""
    picked = block_resample(rows, draws, rng)
    counts = np.zeros((rows, draws))
    np.add.at(counts, (picked, np.arange(draws)[:, None]), 1.0)
    return counts
