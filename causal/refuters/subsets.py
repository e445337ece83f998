"""Subsets: the effect must keep its sign when a random fifth of the blocks is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.algebra import block_length, functionals_for_weights
from causal.refuters import Decision, Refuter

if TYPE_CHECKING:
    from causal.algebra import Array
    from causal.refuters import Setting

LEFT_OUT = 0.2


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where at least 95% of the subsets give the stated sign."""
    design = setting.design
    weights = subset_weights(design.rows, setting.draws, setting.rng)
    rows = functionals_for_weights(design.treatment, design.controls, weights, design.instruments)
    effects = rows @ outcomes
    share = np.mean(np.sign(effects) == setting.direction(setting.projection.functional @ outcomes), axis=0)
    return Decision(
        passed=share >= setting.rubric.stability_share, effects=effects, values={"share": float(share[0])}
    )


def subset_weights(rows: int, draws: int, rng: np.random.Generator) -> Array:
    """Give 0/1 weights, shape (rows, draws): whole blocks are left out."""
    blocks = np.arange(rows) // block_length(rows)
    count = int(blocks[-1]) + 1
    dropped = max(1, round(LEFT_OUT * count))
    order = np.argsort(rng.random((draws, count)), axis=1)[:, :dropped]
    kept = np.ones((draws, count))
    np.put_along_axis(kept, order, 0.0, axis=1)
    weights: Array = kept[:, blocks].T
    return weights


REFUTER = Refuter(title="Subsets of the sample", test="refuted", run=run)
