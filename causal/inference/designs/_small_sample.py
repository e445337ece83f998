"""Errors of a least-squares effect that are honest with few rows or few clusters: HC2 and CR2, with Satterthwaite's degrees of freedom.

Bell and McCaffrey (2002), Survey Methodology 28; Imbens and Kolesár (2016), Review of Economics and Statistics 98.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import basis, residual

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causal.inference.algebra import Array

    Codes = NDArray[np.int64]

ONE_CLUSTER = "all rows lie in one cluster: leave `clusters` out, or name what numbers several"
WHOLE = 1e-9  # a direction that a cluster shares with no other, so that it is fitted without error
STILL = 1e-9  # share of the cause's variation that must be left after the controls


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A least-squares coefficient, its error and degrees of freedom; `residuals` are (rows,)."""

    effect: float
    standard_error: float
    degrees_of_freedom: float
    residuals: Array


def effect_of(cause: Array, outcome: Array, controls: Array, clusters: Codes | None = None) -> Effect:
    """Give the coefficient of `cause` (rows,) beside `controls` (rows, k), which hold the constant, by statsmodels.

    `clusters` (rows,) number the clusters from 0; None: each row is one of its own. Raise NotComputableError where the
    controls leave nothing of the cause, or no degree of freedom, or all rows lie in one cluster.
    """
    from statsmodels.regression.linear_model import OLS

    if clusters is not None and len(np.unique(clusters)) < 2:
        raise NotComputableError(ONE_CLUSTER)
    span = basis(controls)
    left = residual(span, cause)
    size = float(left @ left)
    if size <= STILL * float(cause @ cause) or len(cause) <= span.shape[1] + 1:
        raise NotComputableError(
            "held beside the other variables, nothing is left of the cause: take out of the graph, or of `strata`, what says the same"
        )
    fitted = OLS(outcome, np.column_stack([cause, span])).fit()
    columns = np.column_stack([span, left / np.sqrt(size)])
    scores, moments = _adjusted(columns, left / size, np.asarray(fitted.resid), clusters)
    error, freedom = _error(scores, moments)
    return Effect(
        effect=float(fitted.params[0]),
        standard_error=error,
        degrees_of_freedom=freedom,
        residuals=np.asarray(fitted.resid),
    )


def _error(scores: Array, moments: tuple[Array, Array]) -> tuple[float, float]:
    """Give the error and Satterthwaite's degrees of freedom, as the errors' covariance under independence implies them."""
    freedom, variance = satterthwaite(*moments), float(np.sum(scores**2))
    if variance <= 0 or freedom <= 0:
        raise NotComputableError(
            "too few rows or clusters differ: the effect has no error to measure it by; bring more of them"
        )
    return float(np.sqrt(variance)), freedom


def satterthwaite(own: Array, shared: Array) -> float:
    """Give the degrees of freedom of a sum of squares of G linear forms of residuals, were the errors independent and of one variance.

    `own` (G,) are the forms' own squares and `shared` (G, k) their products with an orthonormal span of the regressors; 0 where
    nothing is left to measure by.
    """
    trace = float(own.sum() - np.sum(shared**2))
    square = float(np.sum(own**2) - 2.0 * np.sum(own * np.sum(shared**2, axis=1)) + np.sum((shared.T @ shared) ** 2))
    return trace**2 / square if square > 0 and trace > 0 else 0.0


def stretch(left: Array) -> Array:
    """Give what undoes, in CR2, that a fit makes residuals small: `left` is the share of each direction that it leaves; 0 for none."""
    found: Array = np.where(left > WHOLE, 1.0 / np.sqrt(np.maximum(left, WHOLE)), 0.0)
    return found


def _adjusted(
    columns: Array, weight: Array, residuals: Array, clusters: Codes | None
) -> tuple[Array, tuple[Array, Array]]:
    """Give each cluster's score, the square of its adjusted weights, and what these share with the columns (clusters, k)."""
    if clusters is None:
        adjusted = weight * stretch(1.0 - np.sum(columns**2, axis=1))
        return adjusted * residuals, (adjusted**2, adjusted[:, None] * columns)
    scores, own, shared = [], [], []
    for rows in _members(clusters):
        near, values, _ = np.linalg.svd(columns[rows], full_matrices=False)
        adjusted = weight[rows] + near @ ((stretch(1.0 - values**2) - 1.0) * (near.T @ weight[rows]))
        scores.append(float(adjusted @ residuals[rows]))
        own.append(float(adjusted @ adjusted))
        shared.append(columns[rows].T @ adjusted)
    return np.array(scores), (np.array(own), np.array(shared))


def _members(clusters: Codes) -> list[Codes]:
    """Give the rows of each cluster."""
    order = np.argsort(clusters, kind="stable")
    return [rows for rows in np.split(order, np.cumsum(np.bincount(clusters))[:-1]) if len(rows)]
