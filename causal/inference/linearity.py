"""Whether a straight line will do: a natural cubic spline of the treatment in the line's place, in batches of outcomes.

The spline is linear beyond its outer knots (Harrell 2015, "Regression Modeling Strategies", section 2.4.5). The line is tested
by the joint F test of the spline's other terms, whose covariance is the one that the rows ask for; where this is of few degrees
of freedom the F is Hotelling's (Sun 2013, Econometrics Journal 16).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import SINGULAR, basis, critical_value, project, residual

if TYPE_CHECKING:
    from causal.inference.algebra import Array, Mask, Projection
    from causal.sampling import Variance

KNOTS = {3: (0.10, 0.50, 0.90), 4: (0.05, 0.35, 0.65, 0.95)}  # Harrell's quantiles
ROWS_FOR_FOUR = 100  # with fewer rows three knots
NO_CURVE = (
    1e-6  # least singular value of what the controls leave of the curve's scaled terms, up to which nothing is left
)
PLACES = (0.1, 0.3, 0.5, 0.7, 0.9)  # quantiles of the treatment at which slopes are shown


@dataclass(frozen=True, kw_only=True)
class Curves:
    """One curve a world: the p-value of the straight line, and slopes with errors at `places` (5,), then on average, (6, worlds).

    A slope is a row of `weights` (6, rows) times the outcome, whose `unexplained` part (rows, worlds) tells its error.
    """

    places: Array
    p_value: Array
    slopes: Array
    weights: Array
    unexplained: Array
    variance: Variance
    degrees: float

    @cached_property
    def errors(self) -> Array:
        """The standard errors of the slopes, (6, worlds)."""
        squared = [self.variance.of_sums(row[:, None] * self.unexplained) for row in self.weights]
        found: Array = np.sqrt(np.stack(squared))
        return found

    def against(self, direction: Array, level: float) -> Mask:
        """Say of each world whether some slope is surely against the direction, or the average not surely with it.

        The slopes at the places are tested together, by Bonferroni's correction.
        """
        each, alone = (critical_value(1.0 - (1.0 - level) / d, self.degrees) for d in (len(PLACES), 1.0))
        signed = direction * self.slopes
        crossing = np.any(signed[:-1] < -each * self.errors[:-1], axis=0)
        found: Mask = crossing | (signed[-1] <= alone * self.errors[-1])
        return found


def curves(treatment: Array, controls: Array, outcomes: Array, variance: Variance, span: Array | None = None) -> Curves:
    """Fit a spline of the treatment to each outcome, shape (rows, worlds); raise NotComputableError where none can be.

    `span` is the basis of the controls, where it is known.
    """
    knots = _knots(treatment)
    bends = _bends(treatment, knots)
    rows = _coefficients(basis(controls) if span is None else span, np.column_stack([treatment, bends]))
    projection = project(treatment, np.column_stack([controls, bends]), variance=variance)
    errors = projection.freed(_unexplained(projection, outcomes))
    places = np.quantile(treatment, PLACES)
    slopes = np.vstack([_slope(places, knots), _slope(treatment, knots).mean(axis=0)]) @ rows
    degrees = float(variance.degrees(len(treatment), projection.residual_degrees))
    return Curves(
        places=places,
        p_value=_line(rows[1:], errors, outcomes, variance, degrees),
        slopes=slopes @ outcomes,
        weights=slopes,
        unexplained=errors,
        variance=variance,
        degrees=degrees,
    )


def bends(values: Array) -> Array:
    """Give the terms of a spline of `values`, (worlds, rows), other than the values themselves, (terms, worlds, rows); raise NotComputableError."""
    knots = _all_knots(values)
    if len({len(one) for one in knots}) > 1:
        raise NotComputableError("the worlds' curves are not of one kind")
    return np.array(_terms(values, np.array(knots).T[:, :, None]))


def _all_knots(values: Array) -> list[Array]:
    """Give the knots of each world's values, (worlds, rows): what `_knots` gives of them one by one."""
    ordered = np.sort(values, axis=1)
    steps = np.count_nonzero(np.diff(ordered, axis=1), axis=1)
    found = np.quantile(ordered, KNOTS[4 if values.shape[1] >= ROWS_FOR_FOUR else 3], axis=1).T
    apart = np.all(np.diff(found, axis=1) > SINGULAR * (ordered[:, -1] - ordered[:, 0])[:, None], axis=1)
    return [
        knots if many > 2 and far else _knots(one)
        for knots, many, far, one in zip(found, steps, apart, values, strict=True)
    ]


def _knots(treatment: Array) -> Array:
    """Give knots at quantiles; at those of the distinct values where many are the same."""
    distinct = np.unique(treatment)
    if len(distinct) < 3:
        raise NotComputableError("a treatment of two values has no curve")
    if len(distinct) == 3:
        return distinct
    quantiles = KNOTS[4 if len(treatment) >= ROWS_FOR_FOUR else 3]
    for values, shares in ((treatment, quantiles), (distinct, quantiles), (distinct, KNOTS[3])):
        knots = np.quantile(values, shares)
        if np.all(np.diff(knots) > SINGULAR * (distinct[-1] - distinct[0])):
            return np.asarray(knots)
    return np.asarray(distinct[[0, len(distinct) // 2, -1]])


def _bends(x: Array, knots: Array) -> Array:
    """Give the spline's terms other than x itself, (rows, knots - 2): of size 1 at most over the knots' span."""
    return np.column_stack(_terms(x, knots))


def _terms(x: Array, knots: Array) -> list[Array]:
    """Give each term of a spline of x, in x's shape; `knots` are numbers, or arrays that broadcast against x."""
    last, before, span = knots[-1], knots[-2], knots[-1] - knots[0]
    cubes = []
    for knot in knots:
        beyond = (x - knot) / span
        np.maximum(beyond, 0.0, out=beyond)
        cubes.append(beyond * beyond * beyond)
    return [
        cube - cubes[-2] * ((last - knot) / (last - before)) + cubes[-1] * ((before - knot) / (last - before))
        for knot, cube in zip(knots[:-2], cubes, strict=False)
    ]


def _slope(x: Array, knots: Array) -> Array:
    """Give the derivatives of x and of the other terms at x, shape (places, knots - 1)."""
    last, before, span = knots[-1], knots[-2], knots[-1] - knots[0]

    def squared(at: float) -> Array:
        squares: Array = 3.0 * np.maximum((x - at) / span, 0.0) ** 2 / span
        return squares

    terms = [
        squared(knot)
        - squared(before) * (last - knot) / (last - before)
        + squared(last) * (before - knot) / (last - before)
        for knot in knots[:-2]
    ]
    return np.column_stack([np.ones(len(x)), *terms])


def _coefficients(span: Array, columns: Array) -> Array:
    """Give the rows that make the coefficients of `columns` from an outcome, (columns, rows), given the basis of the controls."""
    taken = residual(span, columns)
    sizes = np.linalg.norm(taken, axis=0)
    scaled = taken / np.where(sizes > 0, sizes, 1.0)
    left, singular, right = np.linalg.svd(scaled, full_matrices=False)
    if np.any(singular <= NO_CURVE):
        raise NotComputableError("the treatment's curve is all but a combination of the adjustment set")
    rows: Array = right.T @ (left.T / singular[:, None]) / sizes[:, None]
    return rows


def _unexplained(projection: Projection, outcomes: Array) -> Array:
    """Give what the spline and the controls leave of each outcome."""
    taken = residual(projection.orthonormal, outcomes)
    left: Array = taken - projection.treatment[:, None] * (projection.functional @ taken)
    return left


def _line(rows: Array, errors: Array, outcomes: Array, variance: Variance, degrees: float) -> Array:
    """Give the p-value of all `rows @ y` being zero, in each world."""
    from scipy.special import fdtrc

    count = len(rows)
    found = rows @ outcomes
    covariance = np.empty((outcomes.shape[1], count, count))
    for i in range(count):
        covariance[:, i, i] = variance.of_sums(rows[i][:, None] * errors)
        for j in range(i):
            both = [variance.of_sums((rows[i] + sign * rows[j])[:, None] * errors) for sign in (1.0, -1.0)]
            covariance[:, i, j] = covariance[:, j, i] = (both[0] - both[1]) / 4.0
    wald = np.einsum("iw,wij,jw->w", found, np.linalg.pinv(covariance, hermitian=True), found)
    left = max(degrees - count + 1.0, 1.0)
    p: Array = fdtrc(count, left, wald * left / (degrees * count))
    return p
