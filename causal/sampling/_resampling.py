"""Rows drawn anew: which rows are kept together when a sample is drawn from the sample, put in another order, or thinned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

ORDERED = 800_000  # rows times draws in another order that are given together
PICKED = 100_000  # of them moved together: what fits in a processor's cache
AT_ONCE = 16  # draws at least that are given together, however many rows they have
STARTED = 100_000  # rows, or blocks times draws, times columns that are summed together

Array = NDArray[np.float64]
Numbers = NDArray[np.signedinteger[Any]]


class Weights(Protocol):
    """Weights of the rows in each of many draws: whole, in pieces (rows, some draws), or only what they make of a sum."""

    def __iter__(self) -> Iterator[Array]:
        """Give the weights in pieces."""

    def sums(self, values: Array) -> Array:
        """Give the weighted sum over the rows of each column of `values`, (rows, k) -> (draws, k)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How rows are drawn anew. The functions take their index, or values (rows,); the first three also a number of draws and a generator.

    `rows` gives row numbers of a bootstrap (draws, rows); `counts` how often each row occurs in each draw of one;
    `orders` values in another order, in pieces (draws, rows); `groups` the number, from 0, of the group that each row
    belongs to (rows,): the rows of a group are left out together.
    """

    rows: Callable[[pd.Index[Any], int, np.random.Generator], Numbers]
    counts: Callable[[pd.Index[Any], int, np.random.Generator], Weights]
    orders: Callable[[Array, int, np.random.Generator], Iterator[Array]]
    groups: Callable[[pd.Index[Any]], Numbers]


def block_length(rows: int) -> int:
    """Give the length of resampled blocks: the cube root of the rows, at least 5."""
    return max(5, int(np.ceil(rows ** (1 / 3))))


def block_resample(rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Numbers:
    """Give row numbers of a circular block bootstrap, shape (draws, rows); `block` is the length where it is another."""
    length = block or block_length(rows)
    starts = _block_starts(rows, draws, rng, length)
    picked: Numbers = ((starts[:, :, None] + np.arange(length)) % rows).reshape(draws, -1)[:, :rows]
    return picked


def _block_starts(rows: int, draws: int, rng: np.random.Generator, length: int) -> Numbers:
    starts: Numbers = rng.integers(0, rows, size=(draws, -(-rows // length)))
    return starts


def block_permutations(
    values: Array, draws: int, rng: np.random.Generator, block: int | None = None
) -> Iterator[Array]:
    """Give values (rows,) with whole blocks in another order, from a random start, in pieces (some draws, rows).

    A `block` of one row permutes the rows freely. A piece is overwritten by the next.
    """
    rows = len(values)
    together = max(ORDERED, AT_ONCE * rows)
    if block == 1:
        for part in pieces(rows, draws, together):
            yield values[rng.permuted(np.tile(np.arange(rows), (part.stop - part.start, 1)), axis=1)]
        return
    count = max(2, rows // block_length(rows))
    order = rng.permuted(np.tile(np.arange(count), (draws, 1)), axis=1)
    shift = rng.integers(0, rows, size=(draws, 1))
    twice = np.concatenate([values, values])  # a block that the end cuts goes on at the beginning
    room = None
    for part in pieces(rows, draws, together):
        room = np.empty((part.stop - part.start, rows), dtype=values.dtype) if room is None else room
        yield _in_order(twice, order[part], shift[part], room[: part.stop - part.start])


def _in_order(twice: Array, order: Numbers, shift: Numbers, room: Array) -> Array:
    """Give values, here set down twice, with blocks of nearly equal length in that order (draws, blocks), moved on by `shift`; in `room`, (draws, rows)."""
    length, longer = divmod(room.shape[1], order.shape[1])  # the first `longer` blocks have one row more
    more = (order < longer).ravel()
    ends = np.cumsum(length + more)
    before = ends - length - more
    starts = (order * length + np.minimum(order, longer) + shift).ravel()
    flat = room.reshape(-1)
    given, moved = sliding_window_view(twice, length), sliding_window_view(flat, length, writeable=True)
    for part in pieces(length, len(starts), PICKED):
        moved[before[part]] = given[starts[part]]
    flat[ends[more] - 1] = twice[starts[more] + length]
    return room


class BlockCounts:
    """How often each row occurs in each draw of a circular block bootstrap; `block` is the length where it is another."""

    def __init__(self, rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> None:
        self.rows, self.draws, self.length = rows, draws, block or block_length(rows)
        self._rng = rng

    @cached_property
    def _starts(self) -> Numbers:
        return _block_starts(self.rows, self.draws, self._rng, self.length)

    def __iter__(self) -> Iterator[Array]:
        """Give the counts in pieces (rows, some draws)."""
        return (_occurrences(self.rows, self._starts[part], self.length) for part in pieces(self.rows, self.draws))

    def sums(self, values: Array) -> Array:
        """Give the sum of each column over the rows of each draw: of a block as many terms as it has rows are summed once."""
        if self.length == 1:
            return np.concatenate([counts.T @ values for counts in self])
        blocks = self._starts.shape[1] - 1
        left = self.rows - self.length * blocks  # rows of the last block
        whole, last = np.ascontiguousarray(self._starts[:, :-1]), self._starts[:, -1]
        found = np.empty((self.draws, values.shape[1]))
        for columns in pieces(self.rows, values.shape[1], STARTED):
            lines = values.T[columns]
            running = np.zeros((len(lines), self.rows + self.length))
            np.cumsum(np.concatenate([lines, lines[:, : self.length - 1]], axis=1), axis=1, out=running[:, 1:])
            summed = running[:, self.length :] - running[:, : self.rows]
            for part in pieces((blocks + 1) * len(lines), self.draws, STARTED):
                found[part, columns] = np.take(summed, whole[part], axis=1).sum(axis=2).T
            found[:, columns] += (running[:, last + left] - running[:, last]).T
        return found


class GroupsKept:
    """Weights of one or none: each draw leaves a share of the groups out, whose number, from 0, `groups` has for each row."""

    def __init__(self, groups: Numbers, draws: int, rng: np.random.Generator, share: float) -> None:
        self.groups, self.draws = groups, draws
        self._rng, self._share = rng, share

    @cached_property
    def _kept(self) -> Array:
        """Whether each group is kept in each draw, (draws, groups)."""
        count = int(self.groups.max()) + 1
        kept = np.ones((self.draws, count))
        for part in pieces(len(self.groups), self.draws):
            out = max(1, round(self._share * count))
            order = np.argpartition(self._rng.random(kept[part].shape), out - 1, axis=1)
            np.put_along_axis(kept[part], order[:, :out], 0.0, axis=1)
        return kept

    def __iter__(self) -> Iterator[Array]:
        """Give the weights in pieces (rows, some draws)."""
        return (self._kept[part][:, self.groups].T for part in pieces(len(self.groups), self.draws))

    def sums(self, values: Array) -> Array:
        """Give the sum of each column over the rows that each draw keeps, a group's rows being summed once."""
        from scipy.sparse import csc_array

        rows = len(self.groups)
        summed: Array = csc_array((np.ones(rows), self.groups, np.arange(rows + 1))) @ values
        kept: Array = self._kept @ summed
        return kept


def _occurrences(rows: int, starts: Numbers, length: int) -> Array:
    """Count the rows of circular blocks (draws, blocks): up by one where a block starts, down where it stops."""
    draws, count = starts.shape
    lengths = np.full(count, length)
    lengths[-1] = rows - lengths[:-1].sum()
    stops = starts + lengths
    line = (rows + 1) * np.arange(draws)[:, None]
    size = draws * (rows + 1)
    steps = np.bincount((starts + line).ravel(), minlength=size)
    steps -= np.bincount((stops - rows * (stops > rows) + line).ravel(), minlength=size)
    steps = steps.reshape(draws, rows + 1)
    steps[:, 0] += np.sum(stops > rows, axis=1)
    counts: Array = np.cumsum(steps, axis=1, dtype=np.float64)[:, :rows].T
    return counts


def in_blocks(block: int | None = None) -> Resampling:
    """Give a resampling of neighbouring rows together: by `block_length`, or by that number of rows."""
    return Resampling(
        rows=lambda index, draws, rng: block_resample(len(index), draws, rng, block),
        counts=lambda index, draws, rng: BlockCounts(len(index), draws, rng, block),
        orders=lambda values, draws, rng: block_permutations(values, draws, rng, block),
        groups=lambda index: np.arange(len(index)) // (block or block_length(len(index))),
    )


BLOCKS, SINGLY = in_blocks(), in_blocks(1)
