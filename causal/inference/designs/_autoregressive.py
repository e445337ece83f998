"""A regression whose errors follow each other in an unknown way, honest in short series.

The errors are a first-order autoregression of correlation r seen with noise, whose share of the variance is s: white noise, an
autoregression and an ARMA(1, 1) that decays are all of this kind. For each (r, s) of a grid the rows are freed of it exactly, by the
Kalman filter, gaps between rows included (Harvey and Phillips 1979), and least squares gives Student's t about the effect. These are
averaged with the weights of the restricted likelihood (Harville 1974), the inverse hyperbolic tangent of r and s being as likely
everywhere on the grid: that neither is known widens the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.algebra import Array

CORRELATIONS = np.tanh(np.arange(-1.2, 3.85, 0.1))
SHARES = np.array([0.0, 0.2, 0.4, 0.6, 0.8, 0.9])  # of noise in the variance of the errors
BLOCK = 200  # rows whose surprises are held at once
SPARE = 5  # rows there must be beyond the coefficients
TAILS = (0.05, 0.005)  # two-sided, at which Student's t is made to agree with the average
EXACT = 1e-10  # of the outcome's size: what is left of a fit without error


@dataclass(frozen=True, slots=True)
class Averaged:
    """The first coefficient, its error and degrees of freedom.

    `coefficients` (k,) and their `errors` are those of the likeliest errors, of which `correlation` and `noise` are r and s.
    """

    effect: float
    error: float
    degrees: float
    correlation: float
    noise: float
    coefficients: Array
    errors: Array

    @property
    def p_value(self) -> float:
        """Two-sided."""
        from scipy import stats

        return float(2.0 * stats.t.sf(abs(self.effect / self.error), self.degrees))

    def interval(self, level: float) -> tuple[float, float]:
        """Give the two-sided interval of confidence `level`."""
        from scipy import stats

        half = float(stats.t.isf((1.0 - level) / 2.0, self.degrees)) * self.error
        return self.effect - half, self.effect + half


def freed(values: Array, places: Array, correlation: float, noise: float) -> Array:
    """Free rows (rows, k) at whole-numbered, rising `places` (rows,) of such errors: each row's surprise, in its standard deviations."""
    given = np.array([correlation]), np.array([noise])
    return np.vstack([surprise[0] / np.sqrt(spread) for surprise, spread in _filtered(values, places, *given)])


def followed(surprises: Array, places: Array, correlation: float, noise: float) -> Array:
    """Give the errors (rows,) of which `freed` makes these surprises (rows,), in their standard deviations: its inverse."""
    errors = np.empty(len(surprises))
    mean, spread = 0.0, 1.0 - noise
    for row, gap in enumerate(np.append(np.diff(places), 1.0)):
        total, kept = spread + noise, correlation**gap
        surprise = surprises[row] * np.sqrt(total)
        errors[row] = mean + surprise
        mean = kept * (mean + spread / total * surprise)
        spread = kept**2 * (spread - spread**2 / total) + (1.0 - kept**2) * (1.0 - noise)
    return errors


def _filtered(values: Array, places: Array, correlation: Array, noise: Array) -> Iterator[tuple[Array, Array]]:
    """Give, row by row, the surprises (grid, k) of the Kalman filter and their variances (grid,)."""
    signal = 1.0 - noise
    mean, spread = np.zeros((len(noise), values.shape[1])), signal.copy()
    for row, gap in zip(values, np.append(np.diff(places), 1.0), strict=True):
        total = spread + noise
        surprise = row - mean
        yield surprise, total
        gain, kept = spread / total, np.power(correlation, gap)
        mean = kept[:, None] * (mean + gain[:, None] * surprise)
        spread = kept**2 * (spread - gain * spread) + (1.0 - kept**2) * signal


def averaged(outcome: Array, columns: Array, places: Array) -> Averaged:
    """Regress the outcome (rows,) on the columns (rows, k), of which the first is the one asked for.

    Raise NotComputableError where they are collinear, too many for the rows, or explain the outcome exactly.
    """
    rows, count = columns.shape
    if rows - count < SPARE:
        raise NotComputableError(f"{rows} rows are too few for {count} coefficients")
    scale = np.linalg.norm(columns, axis=0)
    if np.any(scale == 0) or np.linalg.matrix_rank(columns / scale) < count:
        raise NotComputableError(
            "the columns of the segments are collinear: a variable does not vary beside the others"
        )
    span, back = np.linalg.qr(columns)
    start = span.T @ outcome
    left = outcome - span @ start
    size = float(np.linalg.norm(left))
    if size <= EXACT * float(np.linalg.norm(outcome)):
        raise NotComputableError("the segments explain the outcome exactly: there is no error to measure by")
    correlation, noise = (part.ravel() for part in np.meshgrid(CORRELATIONS, SHARES, indexing="ij"))
    products, logarithm = _products(np.column_stack([span, left / size]), places, correlation, noise)
    inverse = np.linalg.inv(products[:, :count, :count])
    moved = np.einsum("gij,gj->gi", inverse, products[:, :count, count])
    squares = products[:, count, count] - np.einsum("gi,gi->g", moved, products[:, :count, count])
    turn = np.linalg.inv(back)
    coefficients = (start + size * moved) @ turn.T
    errors = size * np.sqrt(np.einsum("ij,gjk,ik->gi", turn, inverse, turn) * squares[:, None] / (rows - count))
    determinant = np.linalg.slogdet(products[:, :count, :count])[1]
    likelihood = -0.5 * (logarithm + determinant + (rows - count) * np.log(squares))
    weights = np.exp(likelihood - likelihood.max())
    best = int(np.argmax(likelihood))
    effect, error, degrees = _summary(coefficients[:, 0], errors[:, 0], weights / weights.sum(), rows - count)
    return Averaged(
        effect, error, degrees, float(correlation[best]), float(noise[best]), coefficients[best], errors[best]
    )


def _products(table: Array, places: Array, correlation: Array, noise: Array) -> tuple[Array, Array]:
    """Give the products (grid, k, k) of the freed columns, and the logarithm of the determinant of the errors' variance (grid,)."""
    products, logarithm = np.zeros((len(noise), table.shape[1], table.shape[1])), np.zeros(len(noise))
    steps = _filtered(table, places, correlation, noise)
    while some := list(islice(steps, BLOCK)):
        spread = np.stack([one for _, one in some], axis=1)
        rows = np.stack([one for one, _ in some], axis=1) / np.sqrt(spread)[:, :, None]
        products += np.swapaxes(rows, 1, 2) @ rows
        logarithm += np.log(spread).sum(axis=1)
    return products, logarithm


def _summary(effects: Array, errors: Array, weights: Array, degrees: int) -> tuple[float, float, float]:
    """Give mean, error and degrees of freedom of the Student's t that agrees with the average of several in the `TAILS`."""
    from scipy import stats
    from scipy.optimize import brentq

    mean = float(weights @ effects)
    most = float(np.max(np.abs(effects - mean) + 1e3 * errors))

    def beyond(half: float) -> float:
        upper = stats.t.sf((mean + half - effects) / errors, degrees)
        lower = stats.t.sf((effects - mean + half) / errors, degrees)
        return float(weights @ (upper + lower))

    near, far = (float(brentq(lambda half, tail=tail: beyond(half) - tail, 0.0, most)) for tail in TAILS)

    def excess(found: float) -> float:
        return float(stats.t.isf(TAILS[1] / 2, found) / stats.t.isf(TAILS[0] / 2, found)) - far / near

    matched = 1e6 if excess(1e6) >= 0 else 1.0 if excess(1.0) <= 0 else float(brentq(excess, 1.0, 1e6))
    return mean, float(near / stats.t.isf(TAILS[0] / 2, matched)), matched
