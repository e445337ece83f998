"""Placebo treatment: the treatment's own history in another order of blocks should have no effect.

Whole blocks are moved, so that the placebo keeps its tails and its persistence. DoWhy's default placebo (a new
random variable; for a float treatment one with no spread) keeps neither.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_of_orders
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where fewer than 5% of placebos do at least as much as the treatment itself (permutation p-value)."""
    projection = setting.projection
    design = setting.design
    orders = setting.drawn(lambda rng: design.sampling.resampling.orders(design.index, setting.draws, rng))
    effects = effects_of_orders(projection, orders.of(projection.direction), outcomes)
    actual = projection.functional @ outcomes
    p_value = (1.0 + np.sum(np.abs(effects) >= np.abs(actual), axis=0)) / (setting.draws + 1.0)
    return Decision(passed=p_value <= setting.rubric.placebo_level, effects=effects, p_value=p_value)


REFUTER = Refuter(title="Placebo treatment (permuted blocks)", test="refuted", run=run)
