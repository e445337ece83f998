"""Dummy outcome: on an outcome that the treatment cannot have caused, the test must reject as rarely as it claims.

The dummy is the outcome's own unexplained part with its blocks in another order. It tests the test, on this
design, and so comes to the same in every world.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import tested
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the share of rejections at 5% is within what the rubric allows."""
    unexplained = np.ascontiguousarray(setting.fit.residuals[:, 0])
    effects, p_values = [], []
    design = setting.design
    orders = setting.drawn(lambda rng: design.sampling.resampling.orders(design.index, setting.draws, rng))
    for dummies in orders.of(unexplained):
        effect, p_value = tested(setting.projection, dummies.T)
        effects.append(effect)
        p_values.append(p_value)
    share = float(np.mean(np.concatenate(p_values) <= 1.0 - setting.rubric.level))
    passed = np.full(outcomes.shape[1], share <= setting.rubric.dummy_rejections)
    found = np.broadcast_to(np.concatenate(effects)[:, None], (setting.draws, outcomes.shape[1]))
    return Decision(passed=passed, effects=found, values={"share": share})


REFUTER = Refuter(title="Dummy outcome", test="refuted", run=run)
