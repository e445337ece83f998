"""Subsets: the effect must keep its sign when a random fifth of the blocks is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import block_length, effects_with_weights, pieces
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

LEFT_OUT = 0.2


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where at least 95% of the subsets give the stated sign."""
    design = setting.design
    weights = weights_in_pieces(design.rows, setting.draws, setting.rng, design.block)
    effects = effects_with_weights(design.treatment, design.controls, weights, outcomes, design.instruments)
    share = np.mean(np.sign(effects) == setting.direction(setting.projection.functional @ outcomes), axis=0)
    return Decision(passed=share >= setting.rubric.stability_share, effects=effects, values={"share": float(share[0])})


def subset_weights(rows: int, draws: int, rng: np.random.Generator) -> Array:
    """Give 0/1 weights, shape (rows, draws): whole blocks are left out."""
    return np.concatenate(list(weights_in_pieces(rows, draws, rng)), axis=1)


def weights_in_pieces(rows: int, draws: int, rng: np.random.Generator, block: int | None = None) -> Iterator[Array]:
    """Give the same in pieces of some draws each; `block` is the length where it is another."""
    blocks = np.arange(rows) // (block or block_length(rows))
    count = int(blocks[-1]) + 1
    dropped = max(1, round(LEFT_OUT * count))
    for part in pieces(rows, draws):
        kept = np.ones((part.stop - part.start, count))
        np.put_along_axis(kept, np.argsort(rng.random(kept.shape), axis=1)[:, :dropped], 0.0, axis=1)
        yield kept[:, blocks].T


REFUTER = Refuter(title="Subsets of the sample", test="refuted", run=run)
