"""Subsets: the effect must keep its sign when a random fifth of the blocks is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_weights
from causal.inference.refuters import Decision, Refuter
from causal.sampling import GroupsKept

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

LEFT_OUT = 0.2


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where at least 95% of the subsets give the stated sign."""
    design = setting.design
    weights = GroupsKept(design.sampling.resampling.groups(design.index), setting.draws, setting.rng, LEFT_OUT)
    effects = effects_with_weights(
        design.treatment, design.controls, weights, outcomes, design.instruments, span=setting.projection.orthonormal
    )
    share = np.mean(np.sign(effects) == setting.direction(setting.projection.functional @ outcomes), axis=0)
    return Decision(passed=share >= setting.rubric.stability_share, effects=effects, values={"share": float(share[0])})


REFUTER = Refuter(title="Subsets of the sample", test="refuted", run=run)
