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
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from causal.sampling._long import LongMeter, long_meter
from causal.sampling._resampling import block_length
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable

Array = NDArray[np.float64]

KEPT_COSINES = 2_000_000  # cells of a table of cosines; beyond, fast transforms compute the same
TOGETHER = 64_000  # rows times worlds that are worked out together: what fits in a processor's cache
KEPT_ROWS = 200_000  # for which tables of blocks are kept


class Meter(Protocol):
    """The variance of an effect, as a function of residuals (rows, worlds) -> (worlds,)."""

    def __call__(self, errors: Array, /) -> Array:
        """Give the variance."""

    def after(self, columns: Array, weight: Array) -> Callable[[Array], tuple[Array, Array]]:
        """Give the meter of outcomes y: their effect `weight @ y`, and its variance, each (worlds,).

        The last of the columns (rows, k) takes the effect, and the others, which are orthonormal, what they have in common with y; the rest are residuals.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """How the error of an estimate is measured. `title` names it in a report, such as HC3 errors.

    `reach(rows)` is over how many rows on either side a residual is freed of leverage; `of_sums(scores)` the variance of each
    column's sum, (rows, worlds) -> (worlds,), and `of_sum(scores)` that of one column, (rows,), at most `largest(rows)` times the sum of its squares; `degrees(rows, residual)` the degrees of freedom of the test, `residual` being
    rows less coefficients. `moments(weight, span)` gives the trace of the variance of `weight @ y` as a quadratic form in the errors of y, and
    that of its square, `span` (rows, k) being an orthonormal basis of the fitted columns; None where there are too many rows to ask.
    `trace(weight, span, free)` gives the first of them for residuals to which `free` is done. `meter(weight, free, shared)` gives the variance of `weight @ e` as a function of residuals e, with what hangs on
    the design alone formed once; `free` must be linear, and its own transpose; `shared` bounds what a row shares with those in reach, 0 where `free` acts row by row. None where it cannot be formed. `likelihood(rows)` gives the same choice to a statsmodels model fitted by likelihood, and
    `beside(model, rows)` further errors of a least-squares model, by name, that are printed with the estimate.
    """

    title: str
    reach: Callable[[int], int]
    of_sums: Callable[[Array], Array]
    of_sum: Callable[[Array], float]
    largest: Callable[[int], float]
    degrees: Callable[[int, int], int]
    moments: Callable[[Array, Array], tuple[float, float] | None]
    trace: Callable[[Array, Array, Callable[[Array], Array]], float]
    meter: Callable[[Array, Callable[[Array], Array], float], Meter | None]
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
    elif rows <= KEPT_ROWS and (plain := plain_meter(rows, count)) is not None:
        return plain(scores)
    else:
        from scipy.fft import dct

        transformed = dct(scores, type=2, norm="ortho", axis=0)[1 : count + 1]
    variance: Array = rows * np.mean(transformed**2, axis=0)
    return variance


@lru_cache(maxsize=4)
def plain_meter(rows: int, count: int) -> LongMeter | None:
    """Give the cosine estimator of unweighted values of many rows."""
    return long_meter(np.ones(rows), count, lambda values: values, 0, 0.0)


@lru_cache(maxsize=64)
def _orders(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give differences and sums of the orders of all pairs of cosines, (count, count) each."""
    order = np.arange(1, count + 1)
    return np.abs(order[:, None] - order), order[:, None] + order


def har_moments(weight: Array, span: Array) -> tuple[float, float] | None:
    """Give the traces of the cosine estimator's quadratic form and of its square.

    The product of two cosines is a sum of two, so one fast transform of the squared weights holds every cell of C diag(w)^2 C'.
    """
    from scipy.fft import dct

    rows, count = len(weight), cosine_count(len(weight))
    if rows * count > KEPT_COSINES:
        return None
    if 2 * count < rows:
        sums = dct(weight**2, type=2)[: 2 * count + 1] / (2.0 * rows)
    else:  # so few rows that the sum of two orders is beyond the transform's
        angles = np.pi * np.arange(2 * count + 1)[:, None] * (np.arange(rows) + 0.5) / rows
        sums = np.cos(angles) @ weight**2 / rows
    apart, together = _orders(count)
    whole = sums[apart] + sums[together]
    fitted = cosines(rows, count) @ (weight[:, None] * span)
    form = rows / count * (whole - fitted @ fitted.T)
    return float(np.trace(form)), float(np.sum(form**2))


def har_trace(weight: Array, span: Array, free: Callable[[Array], Array]) -> float:
    """Give the trace of the cosine estimator's quadratic form in residuals that are freed first."""
    rows, count = len(weight), cosine_count(len(weight))
    moved = free(cosines(rows, count).T * weight[:, None])
    left = moved - span @ (span.T @ moved)
    return float(rows / count * np.sum(left**2))


@dataclass(frozen=True, slots=True)
class HarMeter:
    """The cosine estimator of weighted residuals, by one matrix product: `transform` (cosines, rows)."""

    transform: Array

    def __call__(self, errors: Array) -> Array:
        """Give the variance, (worlds,), of residuals (rows, worlds)."""
        return self._of(self.transform @ errors)

    def _of(self, transformed: Array) -> Array:
        count, rows = self.transform.shape
        found: Array = rows / count * sums_of_squares(transformed)
        return found

    def after(self, columns: Array, weight: Array) -> Callable[[Array], tuple[Array, Array]]:
        """Give the meter of outcomes, after their effect (see `Meter`)."""
        moved = self.transform @ columns
        left = self.transform - moved[:, :-1] @ columns[:, :-1].T - np.outer(moved[:, -1], weight)
        both = np.vstack([left, weight])

        def measured(outcomes: Array) -> tuple[Array, Array]:
            found = both @ outcomes
            return found[-1], self._of(found[:-1])

        return measured


@dataclass(frozen=True, slots=True)
class WhiteMeter:
    """The sum of squares of weighted residuals: `squares` (rows,) are those of the weights."""

    squares: Array

    def __call__(self, errors: Array) -> Array:
        """Give the variance, (worlds,), of residuals (rows, worlds)."""
        found: Array = self.squares @ errors**2
        return found

    def after(self, columns: Array, weight: Array) -> Callable[[Array], tuple[Array, Array]]:
        """Give the meter of outcomes, after their effect (see `Meter`), of which no residuals are formed."""
        shared = np.zeros((columns.shape[1], columns.shape[1]))
        for rows in pieces(columns.shape[1], len(columns), TOGETHER):
            shared += columns[rows].T @ (self.squares[rows, None] * columns[rows])
        return _Expanded(self.squares, columns, weight, shared)


@dataclass(frozen=True, slots=True)
class _Expanded:
    """The sum of squares of differences, multiplied out; fit for outcomes that the columns explain little of.

    `shared` (k, k) are the columns' products, weighed by the squares.
    """

    squares: Array
    columns: Array
    weight: Array
    shared: Array

    def __call__(self, outcomes: Array) -> tuple[Array, Array]:
        shape = len(self.shared), outcomes.shape[1]
        found, crossed, squares = np.zeros(shape), np.zeros(shape), np.zeros(shape[1])
        for rows in pieces(shape[1], len(outcomes), TOGETHER):
            given, columns = outcomes[rows], self.columns[rows].T
            weighed = self.squares[rows, None] * given
            found[:-1] += columns[:-1] @ given
            found[-1] += self.weight[rows] @ given
            crossed += columns @ weighed
            squares += np.einsum("nw,nw->w", weighed, given)
        variance: Array = squares + np.einsum("kw,kw->w", found, self.shared @ found - 2.0 * crossed)
        return found[-1], variance


def har_meter(weight: Array, free: Callable[[Array], Array], shared: float) -> HarMeter | LongMeter | None:
    """Give the meter of residuals that are freed first: by a table of the cosines or, of many rows, by blocks."""
    rows, count = len(weight), cosine_count(len(weight))
    if rows * count > KEPT_COSINES:
        return long_meter(weight, count, free, block_length(rows), shared)
    return HarMeter(np.ascontiguousarray(free(cosines(rows, count).T * weight[:, None]).T))


def white_meter(weight: Array, free: Callable[[Array], Array], _shared: float) -> WhiteMeter:
    """Give the meter of residuals that are freed first; `free` must act row by row."""
    return WhiteMeter(free(weight[:, None])[:, 0] ** 2)


def white_moments(weight: Array, span: Array) -> tuple[float, float]:
    """Give the traces of the sum of squares as a quadratic form and of its square."""
    squares = weight**2
    leverage = np.sum(span**2, axis=1)
    shared = span.T @ (squares[:, None] * span)
    return float(squares @ (1.0 - leverage)), float(squares**2 @ (1.0 - 2.0 * leverage) + np.sum(shared**2))


def white_trace(weight: Array, span: Array, free: Callable[[Array], Array]) -> float:
    """Give the trace of the sum of squares as a quadratic form in residuals that are freed first; `free` must act row by row."""
    return float(free(weight[:, None])[:, 0] ** 2 @ (1.0 - np.sum(span**2, axis=1)))


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
    largest=lambda rows: rows / cosine_count(rows),
    degrees=lambda rows, _: cosine_count(rows),
    moments=har_moments,
    trace=har_trace,
    meter=har_meter,
    likelihood=lambda rows: {"cov_type": "HAC", "cov_kwds": {"maxlags": _bandwidth(rows)}},
    beside=_newey_west,
)
HC3 = Variance(
    title="HC3 errors",
    reach=lambda _: 0,
    of_sums=sums_of_squares,
    of_sum=lambda scores: float(np.sum(scores**2)),
    largest=lambda _: 1.0,
    degrees=lambda _, residual: residual,
    moments=white_moments,
    trace=white_trace,
    meter=white_meter,
    likelihood=lambda _: {"cov_type": "HC0"},
    beside=lambda _model, _rows: {},
)
