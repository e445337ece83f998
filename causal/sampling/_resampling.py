"""Rows drawn anew: which rows are kept together when a sample is drawn from the sample, put in another order, or thinned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resampling:
    """How rows are drawn anew. Each function takes their index; the first three also a number of draws and a generator.

    `rows` gives row numbers of a bootstrap (draws, rows); `counts` how often each row occurs in one, in pieces (rows, draws);
    `orders` row numbers in another order, in pieces (draws, rows); `groups` the number, from 0, of the group that each row
    belongs to (rows,): the rows of a group are left out together.
    """

    rows: Callable[[pd.Index[Any], int, np.random.Generator], Numbers]
    counts: Callable[[pd.Index[Any], int, np.random.Generator], Iterator[Array]]
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
            rng.permuted(np.tile(np.arange(rows), (part.stop - part.start, 1)), axis=1) for part in pieces(rows, draws)
        )
    count = max(2, rows // block_length(rows))
    order = rng.permuted(np.tile(np.arange(count), (draws, 1)), axis=1)
    shift = rng.integers(0, rows, size=(draws, 1))
    return (_in_order(rows, order[part], shift[part]) for part in pieces(rows, draws))


def _in_order(rows: int, order: Numbers, shift: Numbers) -> Numbers:
    """Give the row numbers of blocks of nearly equal length in that order (draws, blocks), moved on by `shift`."""
    length, longer = divmod(rows, order.shape[1])  # the first `longer` blocks have one row more
    lengths = length + (order < longer)
    before = np.cumsum(lengths, axis=1) - lengths
    starts = order * length + np.minimum(order, longer) + shift
    picked: Numbers = np.repeat((starts - before).ravel(), lengths.ravel()).reshape(len(order), rows)
    picked += np.arange(rows)
    picked -= rows * (picked >= rows)
    return picked


def bootstrap_weights(rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Iterator[Array]:
    """Give how often each row occurs in each block-bootstrap draw, in pieces (rows, some draws).

    `block` is the length where it is another.
    """
    length = block or block_length(rows)
    for part in pieces(rows, draws):
        yield _occurrences(rows, _block_starts(rows, part.stop - part.start, rng, length), length)


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
        counts=lambda index, draws, rng: bootstrap_weights(len(index), draws, rng, block),
        orders=lambda index, draws, rng: block_permutations(len(index), draws, rng, block),
        groups=lambda index: np.arange(len(index)) // (block or block_length(len(index))),
    )


BLOCKS, SINGLY = in_blocks(), in_blocks(1)
