"""The p-values of many tests: of each treatment in one outcome given controls, what `fit` gives them one by one.

But for those whose effect hangs on few rows (see `causal.inference.concentration`): here they have the usual degrees of freedom.

What the treatments of a test share is computed once: the basis of the controls, what it leaves of the outcome, and its part of the
band that frees residuals of leverage (see `causal.inference.algebra`). Tests of as many rows and controls are worked out together;
long series one by one, their residuals freed by a series.

Whether a test rejects at a level mostly takes less: the first terms of that series bring the error of an effect to within a bound, and the
effect is beyond the critical value with the largest error that the bound allows, or short of it with the smallest.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    critical_value,
    fit,
    freed_by_series,
    near_product,
    near_product_alone,
    project,
    residual,
    shared_with_neighbours,
    solve_symmetric,
    two_sided,
)
from causal.sampling import sums_of_squares
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from causal.inference.algebra import Array, Mask
    from causal.sampling import Variance

FEWEST = 10  # degrees of freedom left
TOGETHER = 200_000  # cells of bands that are formed at once: about what a processor's cache holds
TERMS = 2  # of the series, beyond the residuals themselves: those left out are small beside them
MOST = 0.5  # that controls may share: with more, the bounds say too seldom which it is
WORTH = 6  # treatments from which on bounds take less than p-values
BOUNDED = 128_000  # cells of treatments that are bounded at once
ROUNDING = 1e-6  # of an error: far more than what rounding does to it


@dataclass(frozen=True, eq=False)
class Test:
    """The outcome (rows,), the treatments (rows, k) that are tested in it one by one, and the controls (rows, c) with their constant."""

    outcome: Array
    treatments: Array
    controls: Array
    variance: Variance

    @cached_property
    def span(self) -> Array:
        """An orthonormal basis of the controls, formed once."""
        return basis(self.controls)


def by_bounds(tests: Sequence[Test], level: float) -> list[Array]:
    """Give 1 for each treatment whose p-value is at most 1 - `level` and 0 where it is more, NaN where it takes the p-value to say which.

    It is (k,) for each test. Tests of as many rows are worked out together. What the first term of the series leaves open is asked of two.
    """
    found = [np.full(test.treatments.shape[1], np.nan) for test in tests]
    alike: dict[tuple[Variance, int], list[int]] = {}
    for position, test in enumerate(tests):
        rows, rank = test.span.shape
        if len(found[position]) >= WORTH and rows - rank - 1 >= FEWEST and _reach(test.variance, rows) > 0:
            alike.setdefault((test.variance, rows), []).append(position)
    for (variance, rows), positions in alike.items():
        reach = _reach(variance, rows)
        shares = _largest_share(np.column_stack([_squares(tests[position].span) for position in positions]), reach)
        few = [(position, share) for position, share in zip(positions, shares.tolist(), strict=True) if share <= MOST]
        for terms in range(1, TERMS + 1):
            asked = [(position, share, np.flatnonzero(np.isnan(found[position]))) for position, share in few]
            asked = sorted((one for one in asked if len(one[2])), key=lambda one: -len(one[2]))
            while asked:
                many = max(1, BOUNDED // (rows * len(asked[0][2])))
                part, asked = asked[:many], asked[many:]
                told = _bounded(
                    [(tests[position], share, open_) for position, share, open_ in part], reach, level, terms
                )
                for (position, _, open_), values in zip(part, told, strict=True):
                    found[position][open_] = values
    return found


def _bounded(
    asked: Sequence[tuple[Test, float, NDArray[np.intp]]], reach: int, level: float, terms: int
) -> list[Array]:
    """Do it for tests of as many rows, each with what its controls share and the treatments that are asked, by so many terms of the series.

    The columns of all tests lie beside each other, (rows, tests times k), where k is the number that most of them ask.
    """
    tests, shares, columns = zip(*asked, strict=True)
    variance, rows = tests[0].variance, len(tests[0].outcome)
    counts, ranks = [len(one) for one in columns], [test.span.shape[1] for test in tests]
    laid, spans = np.zeros((rows, len(tests), max(counts))), np.zeros((len(tests), rows, max(ranks)))
    for at, (test, of) in enumerate(zip(tests, columns, strict=True)):
        laid[:, at, : counts[at]] = test.treatments if len(of) == test.treatments.shape[1] else test.treatments[:, of]
        spans[at, :, : ranks[at]] = test.span

    def each(values: Array) -> Array:
        """View columns test by test, (tests, rows, k)."""
        return values.reshape(rows, len(tests), -1).transpose(1, 0, 2)

    def total(values: Array) -> Array:
        """Give one number of each test to each of its columns."""
        return np.repeat(values, max(counts))

    treatments, outcomes = laid.reshape(rows, -1), np.column_stack([test.outcome for test in tests])
    taken, left = (_residuals(spans, one, each) for one in (treatments, outcomes))
    scale = sums_of_squares(taken)
    sure = scale > SINGULAR**2 * np.maximum(sums_of_squares(treatments), SINGULAR**2)
    taken /= np.sqrt(np.where(sure, scale, 1.0))
    effects = (np.swapaxes(each(left), 1, 2) @ each(taken)).ravel()
    term = taken * effects
    np.subtract(each(left), each(term), out=each(term))
    sure &= sums_of_squares(term) > SINGULAR**2 * total(sums_of_squares(outcomes))
    squares = taken**2
    shared = total(np.array(shares)) + _largest_shares(squares, reach)
    sure &= shared < 1.0 - FITS_ITSELF
    freed = term
    for _ in range(terms):
        further = near_product_alone(term, taken, reach)
        further += near_product(each(term), spans, reach).transpose(1, 0, 2).reshape(rows, -1)
        term = further
        freed = freed + term
    error = np.sqrt(variance.of_sums(taken * freed))
    # the norm of the terms left out is bounded, and so is what they add to the error
    others = shared / np.where(sure, 1.0 - shared, 1.0) * np.sqrt(sums_of_squares(term))
    beyond = np.sqrt(np.max(squares, axis=0) * variance.largest(rows)) * others + ROUNDING * error
    critical = [critical_value(level, variance.degrees(rows, rows - rank - 1)) for rank in ranks]
    needed = np.abs(effects) / total(np.array(critical))
    found = np.where(sure & (np.abs(needed - error) > beyond), needed > error, np.nan).reshape(len(tests), -1)
    return [one[:count] for one, count in zip(found, counts, strict=True)]


def _residuals(spans: Array, values: Array, each: Callable[[Array], Array]) -> Array:
    """Take the part of each test's values that is orthogonal to its span."""
    product = np.empty_like(values)
    np.matmul(spans, np.swapaxes(spans, 1, 2) @ each(values), out=each(product))
    less: Array = np.subtract(values, product, out=product)
    return less


def _largest_share(leverage: Array, reach: int) -> Array:
    """Bound the norm of a hat matrix cut to a band by its leverage (rows, k): the largest sum of it over the rows within reach of one, (k,).

    No cell is larger than the root of the product of its rows' leverage. Of the band of these products, whose cells are positive,
    no eigenvalue is larger than what it stretches any positive vector by (Collatz and Wielandt), such as the roots themselves.
    """
    rows = len(leverage)
    running = np.zeros((rows + 2 * reach + 1, leverage.shape[1]))
    np.cumsum(leverage, axis=0, out=running[reach + 1 : reach + 1 + rows])
    running[reach + 1 + rows :] = running[reach + rows]
    largest: Array = np.max(running[2 * reach + 1 :] - running[:rows], axis=0)
    return largest


def _largest_shares(leverage: Array, reach: int) -> Array:
    """Do the same for many columns, in less time: the bound is at most half as large again.

    Rows within reach lie in the same stretch of as many rows or in the one before or after it.
    """
    whole = len(leverage) // reach
    sums = np.zeros((whole + 1, leverage.shape[1]))
    leverage[: whole * reach].reshape(whole, reach, -1).sum(axis=1, out=sums[:whole])
    leverage[whole * reach :].sum(axis=0, out=sums[whole])
    near = sums.copy()
    near[1:] += sums[:-1]
    near[:-1] += sums[1:]
    bound: Array = np.max(near, axis=0)
    return bound


def p_values(tests: Sequence[Test]) -> list[Array]:
    """Give the two-sided p-values of each test's treatments, (k,) each, NaN where one cannot be tested."""
    found = [np.full(test.treatments.shape[1], np.nan) for test in tests]
    alike: dict[tuple[Variance, int, int], list[tuple[int, Array]]] = {}
    for position, test in enumerate(tests):
        span = test.span
        rows, rank = span.shape
        if rows - rank - 1 < FEWEST:
            continue
        if _reach(test.variance, rows) * rows > LONG:
            found[position] = _by_series(test)
        else:
            alike.setdefault((test.variance, rows, rank), []).append((position, span))
    for (variance, rows, _), spanned in alike.items():
        for part in pieces((_reach(variance, rows) + 1) * rows, len(spanned), TOGETHER):
            positions, spans = zip(*spanned[part], strict=True)
            told = _told([tests[position] for position in positions], np.stack(spans), variance)
            for position, one in zip(positions, told, strict=True):
                found[position] = one
    return found


def _reach(variance: Variance, rows: int) -> int:
    return min(variance.reach(rows), rows - 1)


def _by_series(test: Test) -> Array:
    """Give the p-values of a test of a long series; where rows share much with their neighbours, by `fit` itself."""
    span, variance = test.span, test.variance
    rows = len(span)
    reach = _reach(variance, rows)
    fitted, shared = _fitted_alike(test, span, reach)
    little = shared <= LITTLE
    told, freed = fitted.told & little, np.zeros_like(fitted.errors)
    errors, directions = (np.ascontiguousarray(one[told].T) for one in (fitted.errors, fitted.directions))
    freed[told] = freed_by_series(errors, span, reach, shared[told], directions).T
    found = two_sided(fitted.statistics(freed, told, variance), variance.degrees(rows, rows - span.shape[1] - 1))
    for column in np.flatnonzero(fitted.told & ~little):
        found[column] = _alone(test, test.treatments[:, column])
    return found


def _fitted_alike(test: Test, span: Array, reach: int) -> tuple[_Fitted, Array]:
    """Fit the treatments of a test one by one, and bound what a row shares with those within reach in each of the fits, (k,)."""
    own = _squares(span)
    taken, left = residual(span, test.treatments).T, residual(span, test.outcome)[None]
    fitted = _fitted(left, taken, own, _spread(test), np.array([test.outcome @ test.outcome]))
    return fitted, shared_with_neighbours((own + fitted.directions**2).T, reach)


def _alone(test: Test, treatment: Array) -> float:
    try:
        projection = project(treatment, test.controls, variance=test.variance)
        return float(fit(projection, test.outcome[:, None]).p_value()[0])
    except NotComputableError:
        return float("nan")


def _spread(test: Test) -> Array:
    """Give the norm of each treatment less its mean, (k,)."""
    spread: Array = test.treatments.std(axis=0) * np.sqrt(len(test.treatments))
    return spread


def _told(tests: Sequence[Test], spans: Array, variance: Variance) -> list[Array]:
    """Give the p-values of tests whose controls have bases of one shape: spans (tests, rows, rank)."""
    rows, rank = spans.shape[1:]
    shared = _products(spans, _reach(variance, rows))
    left = np.stack([residual(span, test.outcome) for span, test in zip(spans, tests, strict=True)])
    taken = np.concatenate([residual(span, test.treatments).T for span, test in zip(spans, tests, strict=True)])
    outcomes = np.array([test.outcome @ test.outcome for test in tests])
    spread = np.concatenate([_spread(test) for test in tests])
    counts = [test.treatments.shape[1] for test in tests]
    of = np.repeat(np.arange(len(tests)), counts)
    statistics = [
        _statistics(left[of[part]], taken[part], shared[of[part]], spread[part], outcomes[of[part]], variance)
        for part in pieces(shared[0].size, len(of), TOGETHER)
    ]
    found = two_sided(np.concatenate(statistics), variance.degrees(rows, rows - rank - 1))
    return np.split(found, np.cumsum(counts)[:-1])


def _products(vectors: Array, reach: int) -> Array:
    """Give the product of each row's vector with that of the row `apart` later, those after the last being 0.

    Shapes: vectors (worlds, rows, k), found (worlds, rows, reach + 1).
    """
    after = sliding_window_view(np.pad(vectors, ((0, 0), (0, reach), (0, 0))), reach + 1, axis=1)
    if vectors.shape[2] == 1:
        return vectors * after[:, :, 0]
    found: Array = (np.swapaxes(after, 2, 3) @ vectors[..., None])[..., 0]
    return found


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Of some treatments: unit directions, weights and residuals, (treatments, rows) each, effects, and which can be told, (treatments,)."""

    directions: Array
    weights: Array
    errors: Array
    effects: Array
    told: Mask

    def statistics(self, freed: Array, told: Mask, variance: Variance) -> Array:
        """Give effect over robust error of those told, from residuals freed of leverage, (treatments, rows); NaN of the others."""
        with np.errstate(divide="ignore", invalid="ignore"):
            found: Array = self.effects / np.sqrt(variance.of_sums(np.ascontiguousarray((self.weights * freed).T)))
        return np.where(told, found, np.nan)


def _fitted(left: Array, taken: Array, own: Array, spread: Array, outcomes: Array) -> _Fitted:
    """Fit treatments one by one.

    Shapes: what the controls leave of outcome and treatment and what they hold of each row, (treatments, rows) or one for all;
    the norm of the treatment less its mean, and the squared norm of the outcome, (treatments,) or one.
    """
    scale = _squares(taken)
    moves = np.sqrt(scale) > SINGULAR * np.maximum(spread, SINGULAR)
    sure = np.where(moves, scale, 1.0)[:, None]
    directions, weights = taken / np.sqrt(sure), taken / sure
    effects = np.sum(weights * left, axis=1)
    errors = left - taken * effects[:, None]
    explained = _squares(errors) <= SINGULAR**2 * outcomes
    told = moves & ~explained
    alone = own + directions**2 >= 1.0 - FITS_ITSELF
    if alone.any():
        told &= ~(alone & (weights**2 > FITS_ITSELF * _squares(weights)[:, None])).any(axis=1)
    return _Fitted(directions, weights, errors, effects, told)


def _statistics(left: Array, taken: Array, shared: Array, spread: Array, outcomes: Array, variance: Variance) -> Array:
    """Give effect over robust error of each treatment, (treatments,), NaN where there is none.

    `shared` is what the controls' fit shares of a row with those after it, (treatments, rows, reach + 1); the rest as in `_fitted`.
    """
    fitted = _fitted(left, taken, shared[:, :, 0], spread, outcomes)
    told, freed = fitted.told.copy(), np.zeros_like(fitted.errors)
    freed[told], told[told] = _freed(fitted.directions[told], shared[told], fitted.errors[told])
    return fitted.statistics(freed, told, variance)


def _squares(values: Array) -> Array:
    """Give the sum of squares of each line; of the lines of a basis, their leverage."""
    found: Array = np.einsum("tn,tn->t", values, values)
    return found


def _freed(directions: Array, shared: Array, errors: Array) -> tuple[Array, Mask]:
    """Free each treatment's residuals of leverage, as `Projection.freed` does, and say of which that can be done.

    What is solved is the identity less the hat matrix, cut to a band. The bands of all treatments make one, symmetric and without a link from one to the next.
    """
    from scipy.linalg.lapack import dpbsv

    bands = -shared - _products(directions[:, :, None], shared.shape[2] - 1)
    bands[:, :, 0] = np.maximum(1.0 + bands[:, :, 0], FITS_ITSELF)
    _, solved, failed = dpbsv(bands.reshape(-1, bands.shape[2]).T, errors.ravel(), lower=1)
    if not failed:  # positive definite
        return solved.reshape(errors.shape), np.ones(len(errors), dtype=bool)
    freed, can = np.zeros_like(errors), np.ones(len(errors), dtype=bool)
    for treatment in range(len(errors)):
        try:
            freed[treatment] = _one_freed(bands[treatment].T, errors[treatment])
        except NotComputableError:
            can[treatment] = False
    return freed, can


def _one_freed(band: Array, errors: Array) -> Array:
    from scipy.linalg.lapack import dpbsv

    _, solved, failed = dpbsv(band, errors, lower=1)
    return solve_symmetric(band, errors) if failed else np.asarray(solved)
