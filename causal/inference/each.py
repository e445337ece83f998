"""The p-values of many tests: of each treatment in one outcome given controls, what `fit` gives them one by one.

But for those whose effect hangs on few rows (see `causal.inference.concentration`): here they have the usual degrees of freedom.

What the treatments of a test share is computed once: the basis of the controls, what it leaves of the outcome, and its part of the
band that frees residuals of leverage (see `causal.inference.algebra`). Tests of as many rows and controls are worked out together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from causal.errors import NotComputableError
from causal.inference.algebra import FITS_ITSELF, SINGULAR, basis, fit, project, residual, two_sided
from causal.work.pieces import CELLS, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array, Mask
    from causal.sampling import Variance

FEWEST = 10  # degrees of freedom left
TOGETHER = 200_000  # cells of bands that are formed at once: about what a processor's cache holds


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """The outcome (rows,), the treatments (rows, k) that are tested in it one by one, and the controls (rows, c) with their constant."""

    outcome: Array
    treatments: Array
    controls: Array
    variance: Variance


def p_values(tests: Sequence[Test]) -> list[Array]:
    """Give the two-sided p-values of each test's treatments, (k,) each, NaN where one cannot be tested."""
    found = [np.full(test.treatments.shape[1], np.nan) for test in tests]
    alike: dict[tuple[Variance, int, int], list[tuple[int, Array]]] = {}
    for position, test in enumerate(tests):
        span = basis(test.controls)
        rows, rank = span.shape
        if rows - rank - 1 < FEWEST:
            continue
        if (2 * _reach(test.variance, rows) + 1) * rows > CELLS:  # the band would not fit in memory
            found[position] = np.array([_alone(test, treatment) for treatment in test.treatments.T])
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


def _alone(test: Test, treatment: Array) -> float:
    try:
        projection = project(treatment, test.controls, variance=test.variance)
        return float(fit(projection, test.outcome[:, None]).p_value()[0])
    except NotComputableError:
        return float("nan")


def _told(tests: Sequence[Test], spans: Array, variance: Variance) -> list[Array]:
    """Give the p-values of tests whose controls have bases of one shape: spans (tests, rows, rank)."""
    rows, rank = spans.shape[1:]
    shared = _products(spans, _reach(variance, rows))
    left = np.stack([residual(span, test.outcome) for span, test in zip(spans, tests, strict=True)])
    taken = np.concatenate([residual(span, test.treatments).T for span, test in zip(spans, tests, strict=True)])
    outcomes = np.array([test.outcome @ test.outcome for test in tests])
    spread = np.concatenate([test.treatments.std(axis=0) for test in tests]) * np.sqrt(rows)
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
    found: Array = np.einsum("wnk,wnka->wna", vectors, after)
    return found


def _statistics(left: Array, taken: Array, shared: Array, spread: Array, outcomes: Array, variance: Variance) -> Array:
    """Give effect over robust error of each treatment, (treatments,), NaN where there is none.

    Shapes: what the controls leave of outcome and treatment, (treatments, rows) each; what the controls' fit shares between rows, (treatments, rows, reach + 1);
    the norm of the treatment less its mean, and the squared norm of the outcome, (treatments,) each.
    """
    scale = _squares(taken)
    moves = np.sqrt(scale) > SINGULAR * np.maximum(spread, SINGULAR)
    sure = np.where(moves, scale, 1.0)[:, None]
    directions, weights = taken / np.sqrt(sure), taken / sure
    effects = np.einsum("tn,tn->t", weights, left)
    errors = left - taken * effects[:, None]
    explained = _squares(errors) <= SINGULAR**2 * outcomes
    alone = (shared[:, :, 0] + directions**2 >= 1.0 - FITS_ITSELF) & (
        weights**2 > FITS_ITSELF * _squares(weights)[:, None]
    )
    told = moves & ~explained & ~alone.any(axis=1)
    freed = np.zeros_like(errors)
    freed[told], told[told] = _freed(directions[told], shared[told], errors[told])
    with np.errstate(divide="ignore", invalid="ignore"):
        statistics: Array = effects / np.sqrt(variance.of_sums(np.ascontiguousarray((weights * freed).T)))
    return np.where(told, statistics, np.nan)


def _squares(values: Array) -> Array:
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
    from scipy.linalg import solve_banded
    from scipy.linalg.lapack import dpbsv

    _, solved, failed = dpbsv(band, errors, lower=1)
    if not failed:
        return np.asarray(solved)
    reach, rows = len(band) - 1, len(errors)
    whole = np.zeros((2 * reach + 1, rows))
    for apart in range(reach + 1):
        whole[reach - apart, apart:] = whole[reach + apart, : rows - apart] = band[apart, : rows - apart]
    try:
        return np.asarray(solve_banded((reach, reach), whole, errors, check_finite=False))
    except np.linalg.LinAlgError as error:
        raise NotComputableError("a few neighbouring rows fit themselves") from error
