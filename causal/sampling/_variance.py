"""The error of a sum over rows: what rows of a kind may lean on each other for, and what a test of it has for degrees of freedom.

Rows that follow each other: the equal-weighted cosine estimator, whose fixed-b limit is exactly Student's t with as many
degrees of freedom as cosines (Lazarus, Lewis, Stock and Watson 2018, "HAR inference: recommendations for practice", Journal
of Business and Economic Statistics 36). Rows that are independent: the sum of squares, HC3 once the residuals are freed of
their own leverage (MacKinnon and White 1985), with Student's t on the residual degrees of freedom.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from causal.sampling._resampling import block_length

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

KEPT_COSINES = 2_000_000  # cells of a table of cosines; beyond, a fast transform computes the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """How the error of an estimate is measured. `title` names it in a report, such as HC3 errors.

    `reach(rows)` is over how many rows on either side a residual is freed of leverage; `of_sums(scores)` the variance of each
    column's sum, (rows, worlds) -> (worlds,), and `of_sum(scores)` that of one column, (rows,); `degrees(rows, residual)` the degrees of freedom of the test, `residual` being
    rows less coefficients. `moments(weight, span, free)` gives the trace of the variance of `weight @ y` as a quadratic form in the errors of y, and
    that of its square, `span` (rows, k) being an orthonormal basis of the fitted columns and `free` what is done to residuals;
    None where there are too many rows to ask. `likelihood(rows)` gives the same choice to a statsmodels model fitted by likelihood, and
    `beside(model, rows)` further errors of a least-squares model, by name, that are printed with the estimate.
    """

    title: str
    reach: Callable[[int], int]
    of_sums: Callable[[Array], Array]
    of_sum: Callable[[Array], float]
    degrees: Callable[[int, int], int]
    moments: Callable[[Array, Array, Callable[[Array], Array]], tuple[float, float] | None]
    likelihood: Callable[[int], dict[str, Any]]
    beside: Callable[[Any, int], dict[str, float | int | str | bool | None]]


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
    rows, count = scores.shape[0], cosine_count(scores.shape[0])
    if rows * count <= KEPT_COSINES:
        transformed = cosines(rows, count) @ scores
    else:
        from scipy.fft import dct

        transformed = dct(scores, type=2, norm="ortho", axis=0)[1 : count + 1]
    variance: Array = rows * np.mean(transformed**2, axis=0)
    return variance


def har_moments(weight: Array, span: Array, free: Callable[[Array], Array]) -> tuple[float, float] | None:
    """Give the traces of the cosine estimator's quadratic form and of its square."""
    rows, count = len(weight), cosine_count(len(weight))
    if rows * count > KEPT_COSINES:
        return None
    moved = free(cosines(rows, count).T * weight[:, None])
    moved = moved - span @ (span.T @ moved)
    form = rows / count * (moved.T @ moved)
    return float(np.trace(form)), float(np.sum(form**2))


def white_moments(weight: Array, span: Array, free: Callable[[Array], Array]) -> tuple[float, float] | None:
    """Give the traces of the sum of squares as a quadratic form and of its square; `free` must act row by row."""
    squares = free(weight[:, None])[:, 0] ** 2
    leverage = np.sum(span**2, axis=1)
    shared = span.T @ (squares[:, None] * span)
    return float(squares @ (1.0 - leverage)), float(squares**2 @ (1.0 - 2.0 * leverage) + np.sum(shared**2))


def sums_of_squares(values: Array) -> Array:
    """Give the sum of squares of each column."""
    found: Array = np.einsum("ij,ij->j", values, values)
    return found


def _bandwidth(rows: int) -> int:
    return int(np.ceil(1.3 * np.sqrt(rows)))


def _newey_west(model: Any, rows: int) -> dict[str, float | int | str | bool | None]:
    keywords = {"maxlags": _bandwidth(rows), "use_correction": True}
    results = model.fit(cov_type="HAC", cov_kwds=keywords)
    return {"newey_west_error": float(results.bse[0]), "newey_west_bandwidth": _bandwidth(rows)}


HAR = Variance(
    title="cosine HAR errors",
    reach=block_length,
    of_sums=har_variance,
    of_sum=lambda scores: float(har_variance(scores[:, None])[0]),
    degrees=lambda rows, _: cosine_count(rows),
    moments=har_moments,
    likelihood=lambda rows: {"cov_type": "HAC", "cov_kwds": {"maxlags": _bandwidth(rows)}},
    beside=_newey_west,
)
HC3 = Variance(
    title="HC3 errors",
    reach=lambda _: 0,
    of_sums=sums_of_squares,
    of_sum=lambda scores: float(np.sum(scores**2)),
    degrees=lambda _, residual: residual,
    moments=white_moments,
    likelihood=lambda _: {"cov_type": "HC0"},
    beside=lambda _model, _rows: {},
)
