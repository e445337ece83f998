"""Least squares in batches: every estimate here is a linear functional of the outcome.

For a fixed design the effect of the treatment is `a @ y` for one row vector `a` of shape (rows,), whether the
estimator is least squares, weighted least squares or two-stage least squares. A matrix of such rows, one a
draw, turns a whole refuter on a whole set of simulated outcomes into one matrix product.

The variance is the one that the kind of rows asks for (`causal.sampling`). Residuals are first freed of their leverage, as
in HC3 (MacKinnon and White 1985) but, where the variance reaches over neighbouring rows, jointly over these, as CR3 does over
clusters (Bell and McCaffrey 2002): an extreme day of the treatment pulls the line towards itself, and a day that
reverses it hides the pull, so that their own errors would look small.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from causal.errors import NotComputableError
from causal.inference.concentration import Measuring, measuring
from causal.sampling import HAR, Variance, Weights, sums_of_squares
from causal.work.pieces import CELLS, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from causal.sampling import Meter

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

WEAK = 0.5  # rows that share at most this much with all their neighbours together are freed by a series
SERIES = 1e-10  # of the largest residual: what the terms left out of the series may add up to
LITTLE = 0.1  # the same, of so many outcomes and rows that a series is the faster way
LONG = 200_000  # rows times reach from which it is
STRETCH = 16  # rows at least of a stretch of rows
STRETCHED = (
    200_000  # cells of what rows share with their neighbours that are formed at once: what fits in a processor's cache
)
SUMMED = 4_000_000  # cells of products that are summed together
FEW = 8  # worlds up to which weighted sums of products are cheaper than the weights themselves
MANY = 20  # worlds from which on it pays to form once what the variance takes from the design
FITS_ITSELF = 1e-9  # a row whose leverage is nearer to one than this fits itself: the rest is rounding
SINGULAR = 1e-9  # a column whose residual norm is below this share of its own norm is collinear


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
    return _less(values, orthonormal, orthonormal.T @ values)


def _less(values: Array, left: Array, right: Array) -> Array:
    """Give values - left @ right, laid out in memory as `values` are: mixed layouts cost more than the product."""
    product = np.empty_like(values, dtype=np.float64)
    np.matmul(left, right, out=product)
    less: Array = np.subtract(values, product, out=product)
    return less


def fits_itself(leverage: Array, weight: Array) -> Mask:
    """Say which rows fit themselves; raise NotComputableError where the effect, `weight @ y`, hangs on one of them.

    Their leverage is one: some combination of the columns is theirs alone, the residual is 0 whatever the outcome is,
    and HC3's term for them is 0/0, which rounding makes anything. Where the row has no weight in the effect, the effect
    is that of the other rows and the term is 0 whatever the row's error. Where it has some, no unbiased linear estimate
    does without the row, and no other row says how far off it may be: there is an effect, but no error to measure by.
    """
    alone: Mask = leverage >= 1.0 - FITS_ITSELF
    if np.any(alone & (weight**2 > FITS_ITSELF * float(weight @ weight))):
        raise NotComputableError("one row alone decides the effect: no other row says how far off it may be")
    return alone


def hc3_error(columns: Array, inverse: Array, residuals: Array) -> float:
    """Give the HC3 standard error of the first coefficient of a least-squares fit, `inverse` being the pseudo-inverse.

    It is statsmodels' but for rows that fit themselves, which add nothing.
    """
    alone = fits_itself(np.sum(basis(columns) ** 2, axis=1), inverse[0])
    rest = 1.0 - np.einsum("ij,ik,kj->i", columns, columns, inverse @ inverse.T)
    squares = np.where(alone, 0.0, residuals / np.where(alone, 1.0, rest)) ** 2
    return float(np.sqrt((inverse @ (squares[:, None] * inverse.T))[0, 0]))


@dataclass(frozen=True)
class Projection:
    """A fitted design: the effect on any outcome `y` is `functional @ y`.

    `direction` (rows,) is the residualised treatment, or its projection on the instruments; `treatment` (rows,)
    the residualised treatment; `orthonormal` (rows, k) spans the controls; `variance` measures its error.
    What hangs on the design alone is computed once, when it is first asked for.
    """

    orthonormal: Array
    treatment: Array
    direction: Array
    functional: Array
    variance: Variance = HAR

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.treatment)

    def leverage(self) -> Array:
        """Give the share of each row in its own fit, (rows,)."""
        scale = float(self.direction @ self.direction)
        share: Array = np.einsum("nk,nk->n", self.orthonormal, self.orthonormal) + self.direction**2 / scale
        return share

    def freed(self, errors: Array, width: int | None = None) -> Array:
        """Give residuals (rows, worlds) freed of their own leverage and of that of the `width` rows on either side.

        The width is the variance's own where none is given. It solves (I - H) e = residuals with the hat matrix H cut to a band; a width of 0 is HC3's correction. Where
        the band is large (some 150,000 rows) it is not stored, unless a few rows hold so much of the fit that the
        series for the solution need not converge.
        """
        from scipy.linalg import cho_solve_banded

        reach = min(self.variance.reach(self.rows) if width is None else width, self.rows - 1)
        if reach == 0:
            return errors / np.maximum(1.0 - self.leverage(), FITS_ITSELF)[:, None]
        large, many = (2 * reach + 1) * self.rows > CELLS, errors.shape[1] >= MANY and reach * self.rows > LONG
        if (large and self._shared(reach) <= WEAK) or (many and self._shared(reach) <= LITTLE):
            return freed_by_series(errors, self.span, reach, self._shared(reach))
        root = self._root(reach)
        if root is not None:
            return np.asarray(cho_solve_banded((root, True), errors, check_finite=False))
        return solve_symmetric(self._band(reach), errors)

    def _band(self, reach: int) -> Array:
        """Give the lower half of I - H, the hat matrix cut to a band, (reach + 1, rows)."""
        half, span = np.zeros((reach + 1, self.rows)), self.span
        for apart in range(reach + 1):
            half[apart, : self.rows - apart] = -np.einsum("nk,nk->n", span[: self.rows - apart], span[apart:])
        half[0] = np.maximum(1.0 + half[0], FITS_ITSELF)
        return half

    def _root(self, reach: int) -> Array | None:
        """Give the Cholesky factor of the band, formed once; None where it is not positive definite."""
        from scipy.linalg import cholesky_banded

        if reach not in self._roots:
            try:
                self._roots[reach] = np.asarray(cholesky_banded(self._band(reach), lower=True, check_finite=False))
            except np.linalg.LinAlgError:
                self._roots[reach] = None
        return self._roots[reach]

    @cached_property
    def _roots(self) -> dict[int, Array | None]:
        return {}

    def _shared(self, reach: int) -> float:
        return float(shared_with_neighbours(self.leverage(), reach))

    @property
    def span(self) -> Array:
        """An orthonormal basis of all columns, (rows, k + 1), formed anew."""
        return np.column_stack([self.orthonormal, self.direction / np.linalg.norm(self.direction)])

    @cached_property
    def measuring(self) -> Measuring:
        """How the error of the effect is measured: as ever, or with fewer degrees of freedom where few rows hold it."""
        usual = self.variance.degrees(self.rows, self.residual_degrees)
        return measuring(self.functional, self.span, self.variance, usual, self.freed)

    @cached_property
    def _meter(self) -> Meter | None:
        """What the variance of the effect is of residuals, formed once; None where the rows are too many for that."""
        chosen = self.measuring
        if not chosen.freed:
            return self.variance.meter(self.functional, lambda values: values * chosen.scale, 0.0)
        reach = min(self.variance.reach(self.rows), self.rows - 1)
        return self.variance.meter(self.functional, self.freed, self._shared(reach))

    @cached_property
    def _whole_meter(self) -> Callable[[Array], tuple[Array, Array]] | None:
        """What the effect and its variance are of outcomes."""
        if self._meter is None:
            return None
        columns = np.column_stack([self.orthonormal, self.treatment])
        return self._meter.after(columns, self.functional)

    def squared_error(self, errors: Array) -> Array:
        """Give the variance of the effect, (worlds,), from residuals (rows, worlds)."""
        if errors.shape[1] >= MANY and self._meter is not None:
            return self._meter(errors)
        chosen = self.measuring
        taken = self.freed(errors) if chosen.freed else errors * chosen.scale
        return self.variance.of_sums(self.functional[:, None] * taken)

    @property
    def residual_degrees(self) -> int:
        """Rows less fitted coefficients."""
        return self.rows - int(self.orthonormal.shape[1]) - 1


def solve_symmetric(half: Array, values: Array) -> Array:
    """Solve a symmetric band that need not be positive definite, of which `half` (reach + 1, rows) is the lower half, for values (rows,) or (rows, worlds).

    Raise NotComputableError where it is singular.
    """
    from scipy.linalg import solve_banded

    reach, rows = len(half) - 1, half.shape[1]
    band = np.zeros((2 * reach + 1, rows))
    for apart in range(reach + 1):
        band[reach - apart, apart:] = band[reach + apart, : rows - apart] = half[apart, : rows - apart]
    try:
        solved: Array = solve_banded((reach, reach), band, values, check_finite=False)
    except np.linalg.LinAlgError as error:
        raise NotComputableError("a few neighbouring rows fit themselves: they leave no error to measure by") from error
    return solved


def freed_by_series(errors: Array, span: Array, reach: int, shared: Array | float, own: Array | None = None) -> Array:
    """Sum errors + H errors + H H errors + ..., which solves (I - H) e = errors (rows, worlds).

    H is the hat matrix of `span` (rows, k), and in each world of one further column of `own` (rows, worlds), cut to `reach` rows on either
    side; `shared`, (worlds,) or one number, bounds its row sums.
    """
    bound = SERIES * np.max(np.abs(errors), axis=0)
    total, term = errors.copy(order="K"), errors
    while np.any(shared / (1.0 - shared) * np.max(np.abs(term), axis=0) > bound):
        further = near_product(term, span, reach)
        if own is not None:
            further += near_product_alone(term, own, reach)
        term = further
        total += term
    return total


def shared_with_neighbours(leverage: Array, reach: int) -> Array:
    """Bound what any row shares with the rows within `reach`: the largest row sum of a cut hat matrix, by columns of leverage."""
    root = np.sqrt(leverage)
    running = np.zeros((len(root) + 2 * reach + 1, *root.shape[1:]))
    np.cumsum(root, axis=0, out=running[reach + 1 : reach + 1 + len(root)])
    running[reach + 1 + len(root) :] = running[reach + len(root)]
    bound: Array = np.max(root * (running[2 * reach + 1 :] - running[: len(root)]), axis=0)
    return bound


def near_product(values: Array, span: Array, reach: int) -> Array:
    """Give the hat matrix of `span` (..., rows, k), cut to `reach` rows on either side, times values (..., rows, worlds)."""
    product = np.empty_like(values)
    for rows, within in _stretches(span.shape[-2], reach):
        share = rows(span) @ np.swapaxes(rows(span, reach), -1, -2)
        share *= within
        np.matmul(share, rows(values, reach), out=rows(product))
    return product


def near_product_alone(values: Array, directions: Array, reach: int) -> Array:
    """Do the same for each of many unit directions (rows, worlds) alone, times the values of its world (rows, worlds)."""
    crossed, product = directions * values, np.empty_like(values)
    for rows, within in _stretches(len(values), reach):
        np.matmul(within, rows(crossed, reach), out=rows(product))
    product *= directions
    return product


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Rows from `start` to `stop`, in `count` stretches of one length, or in one where there is no count.

    Called, it views those of an array (..., rows, k), each stretch with `beyond` rows on either side: (..., stretches, rows, k). One alone has as many beside it as there are.
    """

    start: int
    stop: int
    count: int | None = None

    def __call__(self, values: Array, beyond: int = 0) -> Array:
        low, high = max(self.start - beyond, 0), self.stop + beyond
        if self.count is None:
            return values[..., low:high, :]
        length, (*others, along, across) = (self.stop - self.start) // self.count, values.strides
        shape = *values.shape[:-2], self.count, length + 2 * beyond, values.shape[-1]
        return as_strided(values[..., low:, :], shape, (*others, length * along, along, across))


def _stretches(rows: int, reach: int) -> Iterator[tuple[_Stretches, Array]]:
    """Give all rows in stretches, and mark for each row of one which of the rows beside it are within reach.

    Many go at once, but for those within reach of an end of the rows.
    """
    length = max(reach, STRETCH)
    last = max((rows - reach) // length, 1)
    for start, stop in ((0, min(length, rows)), (min(last * length, rows), rows)):
        low, high = max(start - reach, 0), min(stop + reach, rows)
        yield _Stretches(start, stop), _within(stop - start, reach)[:, low - start + reach : high - start + reach]
    for some in pieces(length * (length + 2 * reach), last - 1, STRETCHED):
        start, stop = (length * (1 + end) for end in (some.start, some.stop))
        yield _Stretches(start, stop, some.stop - some.start), _within(length, reach)


@lru_cache(maxsize=16)
def _within(rows: int, reach: int) -> Array:
    """Mark which of some rows, and of those `reach` beside them, are within reach of each: (rows, rows + 2 reach)."""
    apart = np.subtract.outer(np.arange(rows), np.arange(-reach, rows + reach))
    return (np.abs(apart) <= reach).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Fit:
    """Effects with robust standard errors for a batch of outcomes, each of shape (worlds,)."""

    effect: Array
    standard_error: Array
    classical_error: Array
    degrees_of_freedom: float
    residuals: Array  # (rows, worlds)

    @property
    def statistic(self) -> Array:
        """Effect over its robust standard error."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio: Array = self.effect / self.standard_error
        return ratio

    def p_value(self) -> Array:
        """Two-sided p-values under Student's t."""
        return two_sided(self.statistic, self.degrees_of_freedom)

    def interval(self, level: float) -> tuple[Array, Array]:
        """Give the two-sided interval of confidence `level`."""
        half = critical_value(level, self.degrees_of_freedom) * self.standard_error
        return self.effect - half, self.effect + half

    def side(self, stated: int, level: float) -> int:
        """Give the sign for which the first world's effect is tested: the stated one, or the other where its interval lies there.

        What is found against a claim is put to the same tests as what is found for it. 0 where none is stated.
        """
        low, high = (float(bound[0]) for bound in self.interval(level))
        return -stated if (low > 0 > stated) or (high < 0 < stated) else stated


@lru_cache(maxsize=1024)
def critical_value(level: float, degrees_of_freedom: float) -> float:
    """Give the two-sided critical value of Student's t."""
    from scipy.special import stdtrit

    return float(-stdtrit(degrees_of_freedom, (1.0 - level) / 2.0))


def two_sided(statistic: Array | np.float64, degrees_of_freedom: float) -> Array:
    """Give the two-sided p-values of Student's t."""
    from scipy.special import stdtr

    p: Array = 2.0 * stdtr(degrees_of_freedom, -np.abs(statistic))
    return p


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """Student's t test of an effect against zero, two-sided, and the interval at a level."""

    statistic: float
    p_value: float
    low: float
    high: float


def student(effect: float, standard_error: float, degrees_of_freedom: float, level: float, *, called: str) -> Student:
    """Test an effect; raise NotComputableError, with what it is `called`, where its error is no positive number."""
    if not np.isfinite(standard_error) or standard_error <= 0:
        raise NotComputableError(f"{called}: the standard error is {standard_error}, so nothing can be tested")
    statistic = effect / standard_error
    half = critical_value(level, degrees_of_freedom) * standard_error
    return Student(
        statistic=float(statistic),
        p_value=float(two_sided(np.float64(statistic), degrees_of_freedom)),
        low=float(effect - half),
        high=float(effect + half),
    )


def project(
    treatment: Array, controls: Array, instruments: Array | None = None, *, variance: Variance = HAR
) -> Projection:
    """Fit a design once for all outcomes; raise NotComputableError where it is singular or hangs on one row.

    Shapes: treatment (rows,), controls (rows, k) with its constant, instruments (rows, q) or None.
    """
    return project_on(treatment, basis(controls), instruments, variance=variance)


def project_on(
    treatment: Array, orthonormal: Array, instruments: Array | None = None, *, variance: Variance = HAR
) -> Projection:
    """Do the same, given a basis of the controls (see `basis`)."""
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
    projection = Projection(orthonormal, taken, direction, direction / scale, variance)
    fits_itself(projection.leverage(), projection.functional)
    return projection


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
    explained = np.multiply(projection.treatment[:, None], effect, out=np.empty_like(taken))
    errors = np.subtract(taken, explained, out=explained)
    squares = sums_of_squares(errors)
    if np.any(squares <= SINGULAR**2 * sums_of_squares(outcomes)):
        raise NotComputableError(
            "the treatment and the controls explain the outcome exactly: there is no error to measure by"
        )
    degrees = projection.residual_degrees
    summed = projection.squared_error(errors)
    classical = squares / degrees * float(projection.functional @ projection.functional)
    return Fit(effect, np.sqrt(summed), np.sqrt(classical), projection.measuring.degrees, errors)


def tested(projection: Projection, outcomes: Array) -> tuple[Array, Array]:
    """Give effect and p-value, each (worlds,), of outcomes (rows, worlds) that the columns explain next to nothing of, such as noise.

    They are those of `fit`, without forming residuals.
    """
    if projection._whole_meter is None:  # noqa: SLF001 - its own module's
        fitted = fit(projection, outcomes)
        return fitted.effect, fitted.p_value()
    effect, variance = projection._whole_meter(outcomes)  # noqa: SLF001
    return effect, two_sided(effect / np.sqrt(variance), projection.measuring.degrees)


def functionals_for_treatments(projection: Projection, treatments: Array) -> Array:
    """Give the rows `a` with effect = a @ y for each column of `treatments` (rows, draws) -> (draws, rows)."""
    taken = residual(projection.orthonormal, treatments)
    taken /= sums_of_squares(taken)
    return taken.T


def functionals_for_covariates(projection: Projection, covariates: Array) -> Array:
    """The same with one further covariate a draw, shape (rows, draws) -> (draws, rows): a rank-one update.

    The direction loses its part along the covariate, and so does the treatment; for least squares they are one.
    """
    extra = residual(projection.orthonormal, covariates)
    extra /= np.sqrt(sums_of_squares(extra))
    direction = projection.direction[:, None] - extra * (projection.direction @ extra)
    direction /= projection.treatment @ direction
    return direction.T


def effects_with_covariates(projection: Projection, covariates: Iterable[Array], outcomes: Array) -> Array:
    """Give the effects (draws, worlds) with one further covariate a draw, whose rows come in pieces (rows, draws).

    Only sums of products are kept: no array has a cell for each row and draw at once.
    """
    taken = residual(projection.orthonormal, outcomes)
    fixed = np.column_stack([projection.orthonormal, projection.direction, projection.treatment, taken])
    products, squares, start = np.zeros((fixed.shape[1], 1)), np.zeros(1), 0
    for piece in covariates:
        products = products + fixed[start : start + len(piece)].T @ piece
        squares = squares + sums_of_squares(piece)
        start += len(piece)
    controls = projection.orthonormal.shape[1]
    direction, treatment, outcome = products[controls], products[controls + 1], products[controls + 2 :]
    pull = direction / (squares - np.sum(products[:controls] ** 2, axis=0))
    scale = projection.treatment @ projection.direction - treatment * pull
    effects: Array = (((projection.direction @ taken)[:, None] - outcome * pull) / scale).T
    return effects


def effects_of_orders(projection: Projection, orders: Iterable[Array], outcomes: Array) -> Array:
    """Give the effects (draws, worlds) of treatments that have the direction's rows in another order, in pieces (draws, rows) of them."""
    span = np.column_stack([projection.orthonormal, residual(projection.orthonormal, outcomes)])
    controls, whole = projection.orthonormal.shape[1], float(projection.direction @ projection.direction)
    found = []
    for placebos in orders:
        products = placebos @ span
        scale = whole - np.sum(products[:, :controls] ** 2, axis=1)
        found.append(products[:, controls:] / scale[:, None])
    return np.concatenate(found)


def functionals_for_weights(
    treatment: Array, controls: Array, weights: Array, instruments: Array | None = None
) -> Array:
    """The same with row weights, shape (rows, draws) -> (draws, rows); draws are solved in one batch.

    With instruments the first stage is fitted with the same weights.
    """
    span = basis(controls)
    return np.concatenate(list(_weighted(residual(span, treatment), span, [weights], instruments)))


def effects_with_weights(
    treatment: Array,
    controls: Array,
    weights: Weights | Iterable[Array],
    outcomes: Array,
    instruments: Array | None = None,
    *,
    projection: Projection | None = None,
) -> Array:
    """Give the effects (draws, worlds) with row weights, which come in pieces (rows, draws), or as sums where these are enough.

    `projection` is that of the treatment on the controls, where it is known.
    """
    span = basis(controls) if projection is None else projection.orthonormal
    taken = residual(span, treatment) if projection is None else projection.treatment
    if isinstance(weights, Weights) and instruments is None and outcomes.shape[1] <= FEW:
        return _effects_from_sums(taken, span, weights, outcomes)
    return np.concatenate([rows @ outcomes for rows in _weighted(taken, span, weights, instruments)])


def _effects_from_sums(taken: Array, span: Array, weights: Weights, outcomes: Array) -> Array:
    """Give the effects from weighted sums of products alone: no array has a cell for each row and draw."""
    size = float(np.linalg.norm(taken))
    count, worlds = span.shape[1] + 1, outcomes.shape[1]
    everything = np.concatenate([taken[None] / size, span.T, residual(span, outcomes).T])
    first, second = np.triu_indices(count)
    ones = [*first, *np.repeat(np.arange(count), worlds)]
    others = [*second, *(count + np.tile(np.arange(worlds), count))]
    sums = np.concatenate(
        [
            weights.sums(_products(everything, ones[part], others[part]).T)
            for part in pieces(len(taken), len(ones), SUMMED)
        ],
        axis=1,
    )
    gram = np.empty((len(sums), count, count))
    gram[:, first, second] = gram[:, second, first] = sums[:, : len(first)]
    effects: Array = solve(gram, sums[:, len(first) :].reshape(-1, count, worlds))[:, 0] / size
    return effects


def _products(lines: Array, ones: Sequence[int], others: Sequence[int]) -> Array:
    """Give the product of each pair of lines (k, rows): (pairs, rows)."""
    found = np.empty((len(ones), lines.shape[1]))
    for product, one, other in zip(found, ones, others, strict=True):
        np.multiply(lines[one], lines[other], out=product)
    return found


def _weighted(taken: Array, span: Array, weights: Iterable[Array], instruments: Array | None) -> Iterator[Array]:
    """Give the rows for each piece of weights from what the controls leave, scaled to 1: so no digits are lost."""
    size = float(np.linalg.norm(taken))
    others = None if instruments is None else residual(span, instruments)
    for piece in weights:
        yield _functionals(taken / size, span, piece, others) / size


def _functionals(treatment: Array, span: Array, weights: Array, instruments: Array | None) -> Array:
    columns = np.column_stack([treatment, span])
    if instruments is None:
        return _weighted_rows(columns, columns, weights)
    stage = np.column_stack([instruments, span])
    coefficients = _weighted_solve(stage, stage, weights, treatment)  # (draws, q + k)
    return np.stack(
        [
            _weighted_rows(columns, np.column_stack([stage @ coefficient, span]), weights[:, [draw]])[0]
            for draw, coefficient in enumerate(coefficients)
        ]
    )


def _weighted_rows(columns: Array, moments: Array, weights: Array) -> Array:
    gram = np.einsum("np,nq,nb->bpq", moments, columns, weights, optimize=True)
    target = np.zeros((columns.shape[1], 1))
    target[0, 0] = 1.0
    first = solve(np.swapaxes(gram, 1, 2), np.broadcast_to(target, (len(gram), *target.shape)))[:, :, 0]
    rows: Array = (first @ moments.T) * weights.T
    return rows


def _weighted_solve(columns: Array, moments: Array, weights: Array, outcome: Array) -> Array:
    gram = np.einsum("np,nq,nb->bpq", moments, columns, weights, optimize=True)
    right = np.einsum("np,n,nb->bp", moments, outcome, weights, optimize=True)
    solved: Array = solve(gram, right[:, :, None])[:, :, 0]
    return solved


def solve(matrices: Array, right: Array) -> Array:
    """Solve each of `matrices` (draws, p, p) for `right` (draws, p, 1); a singular one by least squares of least norm.

    A draw of rows may hold a column that does not vary in it, such as a price that changed once.
    """
    try:
        return np.asarray(np.linalg.solve(matrices, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(matrices) @ right)
