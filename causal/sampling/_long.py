"""The cosine estimator for long series: each row is read once, and no table has a cell for each row and cosine.

Within a block of rows the slow cosines are short sums. About the block's centre c, cos(a (c + d)) = cos(a c) cos(a d) -
sin(a c) sin(a d), and with u = d / s, cos(a s u) and sin(a s u) are sums of Bessel functions of a s times Chebyshev
polynomials of u (Jacobi and Anger). What a row adds to its block's few polynomials hangs on the design alone, leverage
included; fast transforms over the centres do the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Array = NDArray[np.float64]
Places = NDArray[np.signedinteger[Any]]

COSINES_EACH = 4  # cosines a block: with more, blocks are longer, and the polynomials of higher order
LEFT_OUT = 1e-13  # what the polynomials beyond the last may add to a cosine
BEYOND = 1e-10  # at most what a row shares with those beyond the next block
MOST = 64  # polynomials
HELD = 4_000_000  # cells that are worked out together


@dataclass(frozen=True, slots=True)
class LongMeter:
    """The cosine estimator of weighted residuals.

    `local` (rows, terms) is what each row adds to the polynomials of its block, the even ones first; `starts` (blocks + 1,)
    the blocks' first rows; `shares` (cosines, terms) what each cosine takes of them.
    """

    local: Array
    starts: Places
    shares: Array

    def __call__(self, errors: Array) -> Array:
        """Give the variance, (worlds,), of residuals (rows, worlds)."""
        return np.concatenate([self.of(self.transform(self.sums(errors[:, part]))) for part in self._parts(errors)])

    def _parts(self, errors: Array) -> Iterator[slice]:
        return pieces((len(self.starts) - 1) * self.local.shape[1], errors.shape[1], HELD)

    def of(self, transformed: Array) -> Array:
        """Give the variance, (worlds,), of cosine transforms (cosines, worlds)."""
        variance: Array = len(self.local) * np.mean(transformed**2, axis=0)
        return variance

    def sums(self, errors: Array) -> Array:
        """Give what the rows of each block add up to, (blocks, terms, worlds)."""
        found = np.empty((len(self.starts) - 1, self.local.shape[1], errors.shape[1]))
        for block, rows in enumerate(self._blocks()):
            np.matmul(self.local[rows].T, errors[rows], out=found[block])
        return found

    def _blocks(self) -> Iterator[slice]:
        return (slice(start, stop) for start, stop in pairwise(self.starts.tolist()))

    def transform(self, sums: Array) -> Array:
        """Give the cosine transforms (cosines, worlds) of the blocks' sums."""
        from scipy.fft import dct, dst

        (blocks, _, worlds), (count, terms) = sums.shape, self.shares.shape
        even = (terms + 1) // 2
        whole = np.zeros((blocks + 1, terms, worlds))  # cosines of orders 0 to blocks, and sines
        whole[:-1, :even] = dct(sums[:, :even], type=2, axis=0)
        whole[1:, even:] = dst(sums[:, even:], type=2, axis=0)
        turn, order = np.divmod(np.arange(1, count + 1), 2 * blocks)
        far, sign = order > blocks, np.where(turn % 2, -0.5, 0.5)
        signs = np.repeat(sign[:, None], terms, axis=1)
        signs[far, :even] *= -1.0
        picked = whole[np.where(far, 2 * blocks - order, order)]
        found: Array = np.matmul((signs * self.shares)[:, None], picked)[:, 0]
        return found

    def after(self, columns: Array, weight: Array) -> Callable[[Array], tuple[Array, Array]]:
        """Give the meter of outcomes `y` whose residuals are `y - columns @ c`, after their effect `weight @ y`, which is the last of c.

        The other columns are orthonormal: the others of c are what they have in common with y.
        """
        moved, terms = self.transform(self.sums(columns)), self.local.shape[1]
        both = LongMeter(np.column_stack([self.local, columns[:, :-1], weight]), self.starts, self.shares)

        def measured(outcomes: Array) -> tuple[Array, Array]:
            effects, variances = [], []
            for part in both._parts(outcomes):
                sums = both.sums(outcomes[:, part])
                found = sums[:, terms:].sum(axis=0)
                effects.append(found[-1])
                variances.append(self.of(self.transform(sums[:, :terms]) - moved @ found))
            return np.concatenate(effects), np.concatenate(variances)

        return measured


def long_meter(
    weight: Array, count: int, free: Callable[[Array], Array], reach: int, shared: float
) -> LongMeter | None:
    """Give the meter of residuals that are freed first, of their leverage and that of the `reach` rows on either side.

    `free` is its own transpose; `shared` bounds what a row shares with the rows within `reach`, and is 0 where `free` acts
    row by row. None where it is too much.
    """
    rows = len(weight)
    blocks = -(-count // COSINES_EACH)
    half = rows / (2 * blocks)
    reach = reach if shared else 0
    frequency, scale = math.pi * count / rows, half + reach
    near = int(2 * half / reach) if reach else 0  # so many times the reach lie within the next block on either side
    terms = _terms(frequency * scale, [(half + times * reach) / scale for times in range(near + 1)], shared)
    if terms is None or shared ** (near + 1) > BEYOND:
        return None
    own = np.minimum((np.arange(rows) + 0.5) * blocks // rows, blocks - 1).astype(np.intp)
    orders = np.r_[0:terms:2, 1:terms:2]
    places = np.argsort(orders)
    local = np.empty((rows, terms))
    for colour in range(3 if shared else 1):  # every third block, with the block before it and the one after
        centre = own + (colour - own + 1) % 3 - 1 if shared else own
        away = (np.arange(rows) + 0.5 - (centre + 0.5) * (2 * half)) / scale
        mine = centre == own
        polynomials = _chebyshev(away)
        for part in pieces(rows, terms, HELD):
            given = np.stack([next(polynomials) for _ in range(part.stop - part.start)], axis=1)
            given *= weight[:, None]
            freed = free(given)
            local[:, places[part]] = np.where(mine[:, None], freed, local[:, places[part]]) if shared else freed
    starts = np.searchsorted(own, np.arange(blocks + 1))
    return LongMeter(local, starts, _shares(frequency * scale * np.arange(1, count + 1) / count, rows, orders))


def _chebyshev(values: Array) -> Iterator[Array]:
    """Give the Chebyshev polynomials at the values, from order 0 on."""
    before, now = values, np.ones_like(values)
    while True:
        yield now
        before, now = now, 2.0 * values * now - before


def _shares(angles: Array, rows: int, orders: Places) -> Array:
    """Give what cosines take of polynomials, (cosines, terms), `angles` being their frequencies times the scale."""
    from scipy.special import jv

    signs = np.array([1.0, -1.0, -1.0, 1.0])[orders % 4] * np.where(orders > 0, 2.0, 1.0)
    shares: Array = math.sqrt(2.0 / rows) * signs * jv(orders, angles[:, None])
    return shares


def _terms(angle: float, distances: list[float], shared: float) -> int | None:
    """Give how many polynomials leave nothing out at any distance, where a row has `shared` once more the weight; None of too many."""
    steps = np.arange(len(distances))
    grow = np.log(0.5 * angle) + np.arccosh(np.maximum(distances, 1.0))
    weight = steps * math.log(max(shared, 1e-300))
    for terms in range(2, MOST + 1):
        if np.max(weight + terms * grow - math.lgamma(terms + 1)) <= math.log(LEFT_OUT):
            return terms
    return None
