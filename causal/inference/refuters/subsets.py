"""Subsets: the effect must keep its sign when a random fifth of the blocks is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_weights
from causal.inference.refuters import Decision, Refuter
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

    Numbers = NDArray[np.int64]

LEFT_OUT = 0.2


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where at least 95% of the subsets give the stated sign."""
    design = setting.design
    weights = weights_in_pieces(design.sampling.resampling.groups(design.index), setting.draws, setting.rng)
    effects = effects_with_weights(design.treatment, design.controls, weights, outcomes, design.instruments)
    share = np.mean(np.sign(effects) == setting.direction(setting.projection.functional @ outcomes), axis=0)
    return Decision(passed=share >= setting.rubric.stability_share, effects=effects, values={"share": float(share[0])})


def weights_in_pieces(groups: Numbers, draws: int, rng: np.random.Generator) -> Iterator[Array]:
    """Give 0/1 weights in pieces (rows, some draws): whole groups, numbered for each row, are left out."""
    count = int(groups.max()) + 1
    dropped = max(1, round(LEFT_OUT * count))
    for part in pieces(len(groups), draws):
        kept = np.ones((part.stop - part.start, count))
        np.put_along_axis(kept, np.argsort(rng.random(kept.shape), axis=1)[:, :dropped], 0.0, axis=1)
        yield kept[:, groups].T


REFUTER = Refuter(title="Subsets of the sample", test="refuted", run=run)
