"""Rows drawn anew: which rows are kept together when a sample is drawn from the sample, put in another order, or thinned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from scipy.sparse import csr_array

ORDERED = 8_000_000  # rows times draws of orders that are held at once: each is gathered by, several times over
STARTED = 1_000_000  # blocks times draws whose sums are added up at once

Array = NDArray[np.float64]
Numbers = NDArray[np.signedinteger[Any]]


@runtime_checkable
class Weights(Protocol):
    """Weights of the rows in each of many draws: whole, in pieces (rows, some draws), or only what they make of a sum."""

    def __iter__(self) -> Iterator[Array]:
        """Give the weights in pieces."""

    def sums(self, values: Array) -> Array:
        """Give the weighted sum over the rows of each column of `values`, (rows, k) -> (draws, k)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How rows are drawn anew. Each function takes their index; the first three also a number of draws and a generator.

    `rows` gives row numbers of a bootstrap (draws, rows); `counts` how often each row occurs in each draw of one;
    `orders` row numbers in another order, in pieces (draws, rows); `groups` the number, from 0, of the group that each row
    belongs to (rows,): the rows of a group are left out together.
    """

    rows: Callable[[pd.Index[Any], int, np.random.Generator], Numbers]
    counts: Callable[[pd.Index[Any], int, np.random.Generator], Weights]
    orders: Callable[[pd.Index[Any], int, np.random.Generator], Iterator[Numbers]]
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


def block_permutations(rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Iterator[Numbers]:
    """Give row numbers that put whole blocks in another order, from a random start, in pieces (some draws, rows).

    A `block` of one row permutes the rows freely.
    """
    if block == 1:
        return (
            rng.permuted(np.tile(np.arange(rows), (part.stop - part.start, 1)), axis=1)
            for part in pieces(rows, draws, ORDERED)
        )
    count = max(2, rows // block_length(rows))
    order = rng.permuted(np.tile(np.arange(count), (draws, 1)), axis=1)
    shift = rng.integers(0, rows, size=(draws, 1))
    return (_in_order(rows, order[part], shift[part]) for part in pieces(rows, draws, ORDERED))


def _in_order(rows: int, order: Numbers, shift: Numbers) -> Numbers:
    """Give the row numbers of blocks of nearly equal length in that order (draws, blocks), moved on by `shift`."""
    length, longer = divmod(rows, order.shape[1])  # the first `longer` blocks have one row more
    lengths = length + (order < longer)
    before = np.cumsum(lengths, axis=1) - lengths
    starts = order * length + np.minimum(order, longer) + shift
    size = np.int32 if 2 * rows < np.iinfo(np.int32).max else np.int64  # half the memory to move
    picked = np.repeat((starts - before).astype(size).ravel(), lengths.ravel()).reshape(len(order), rows)
    np.add(picked, np.arange(rows, dtype=size), out=picked)
    np.subtract(picked, size(rows), out=picked, where=picked >= rows)
    return picked


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
        running = np.zeros((self.rows + self.length, values.shape[1]))
        np.cumsum(np.concatenate([values, values[: self.length - 1]]), axis=0, out=running[1:])
        summed, found = running[self.length :] - running[: self.rows], []
        left = self.rows - self.length * (self._starts.shape[1] - 1)  # rows of the last block
        for starts, picked in self._picked:
            found.append(picked @ summed + running[starts + left] - running[starts])
        return np.concatenate(found)

    @cached_property
    def _picked(self) -> list[tuple[Numbers, csr_array]]:
        """The last block's start of each of some draws, and the matrix that adds up their other blocks."""
        from scipy.sparse import csr_array

        count, found = self._starts.shape[1], []
        for part in pieces(count, self.draws, STARTED):
            whole, last = self._starts[part, :-1], self._starts[part, -1]
            ends = np.arange(len(whole) + 1) * (count - 1)
            found.append((last, csr_array((np.ones(whole.size), whole.ravel(), ends), shape=(len(whole), self.rows))))
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
            order = np.argsort(self._rng.random(kept[part].shape), axis=1)
            np.put_along_axis(kept[part], order[:, : max(1, round(self._share * count))], 0.0, axis=1)
        return kept

    def __iter__(self) -> Iterator[Array]:
        """Give the weights in pieces (rows, some draws)."""
        return (self._kept[part][:, self.groups].T for part in pieces(len(self.groups), self.draws))

    def sums(self, values: Array) -> Array:
        """Give the sum of each column over the rows that each draw keeps, a group's rows being summed once."""
        kept: Array = self._kept @ (self._summing @ values)
        return kept

    @cached_property
    def _summing(self) -> csr_array:
        """The matrix that adds up the rows of each group."""
        from scipy.sparse import csr_array

        rows = np.arange(len(self.groups))
        return csr_array((np.ones(len(rows)), (self.groups, rows)))


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
        orders=lambda index, draws, rng: block_permutations(len(index), draws, rng, block),
        groups=lambda index: np.arange(len(index)) // (block or block_length(len(index))),
    )


BLOCKS, SINGLY = in_blocks(), in_blocks(1)
