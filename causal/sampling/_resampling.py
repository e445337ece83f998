"""Rows drawn anew: which rows are kept together when a sample is drawn from the sample, put in another order, or thinned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from scipy.sparse import csc_array

ORDERED = 800_000  # rows times draws in another order that are given together
KEPT = 1_000_000  # rows times draws up to which what was drawn is kept for the next design
PICKED = 100_000  # of them moved together: what fits in a processor's cache
AT_ONCE = 16  # draws at least that are given together, however many rows they have
STARTED = 100_000  # rows, or blocks times draws, times columns that are summed together

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
    """How rows are drawn anew. The functions take their index, the first three also a number of draws and a generator.

    `rows` gives row numbers of a bootstrap (draws, rows); `counts` how often each row occurs in each draw of one;
    `orders` puts values in another order; `groups` the number, from 0, of the group that each row
    belongs to (rows,): the rows of a group are left out together.
    """

    rows: Callable[[pd.Index[Any], int, np.random.Generator], Numbers]
    counts: Callable[[pd.Index[Any], int, np.random.Generator], Weights]
    orders: Callable[[pd.Index[Any], int, np.random.Generator], Orders]
    groups: Callable[[pd.Index[Any]], Numbers]


def block_length(rows: int) -> int:
    """Give the length of resampled blocks: the cube root of the rows, at least 5."""
    return max(5, int(np.ceil(rows ** (1 / 3))))


def block_resample(rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Numbers:
    """Give row numbers of a circular block bootstrap, shape (draws, rows); `block` is the length where it is another."""
    length = block or block_length(rows)
    starts = _block_starts(rows, draws, rng, length)
    around = sliding_window_view(np.arange(rows + length - 1) % rows, length)
    picked: Numbers = around[starts].reshape(draws, -1)[:, :rows]
    return picked


def _block_starts(rows: int, draws: int, rng: np.random.Generator, length: int) -> Numbers:
    starts: Numbers = rng.integers(0, rows, size=(draws, -(-rows // length)))
    return starts


class Orders:
    """Rows in another order in each draw: whole blocks, from a random start; with a `block` of one row, the rows freely.

    What was drawn is kept, to put other values in the same orders, where rows times draws are at most KEPT.
    """

    def __init__(self, rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> None:
        self.rows, self.draws, self.freely = rows, draws, block == 1
        self._rng = rng

    def of(self, values: Array) -> Iterator[Array]:
        """Give values (rows,) in each order, in pieces (some draws, rows); a piece is overwritten by the next."""
        if self.freely:
            return (values[order] for order in self._kept or self._free())
        return self._in_blocks(values)

    def _free(self) -> Iterator[Numbers]:
        for part in self._parts():
            yield self._rng.permuted(np.tile(np.arange(self.rows), (part.stop - part.start, 1)), axis=1)

    @cached_property
    def _kept(self) -> tuple[Numbers, ...]:
        return tuple(self._free()) if self.rows * self.draws <= KEPT else ()

    def _parts(self) -> Iterator[slice]:
        return pieces(self.rows, self.draws, max(ORDERED, AT_ONCE * self.rows))

    @cached_property
    def _blocks(self) -> tuple[Numbers, Numbers]:
        """The blocks' order in each draw, (draws, blocks), and where it starts, (draws, 1)."""
        count = max(2, self.rows // block_length(self.rows))
        order = self._rng.permuted(np.tile(np.arange(count), (self.draws, 1)), axis=1)
        return order, self._rng.integers(0, self.rows, size=(self.draws, 1))

    def _in_blocks(self, values: Array) -> Iterator[Array]:
        order, shift = self._blocks
        twice = np.concatenate([values, values])  # a block that the end cuts goes on at the beginning
        room: Array | None = None
        for part in self._parts():
            room = np.empty((part.stop - part.start, self.rows), values.dtype) if room is None else room
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
        kept: Array = self._kept @ (self._summing @ values)
        return kept

    @cached_property
    def _summing(self) -> csc_array:
        """The matrix that adds up the rows of each group."""
        from scipy.sparse import csc_array

        rows = len(self.groups)
        return csc_array((np.ones(rows), self.groups, np.arange(rows + 1)))


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
        orders=lambda index, draws, rng: Orders(len(index), draws, rng, block),
        groups=lambda index: np.arange(len(index)) // (block or block_length(len(index))),
    )


BLOCKS, SINGLY = in_blocks(), in_blocks(1)
