"""Block bootstrap: the percentile interval of the effect, over resampled blocks of rows, must exclude zero.

The blocks of rows in no order have one row each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_weights
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the interval lies wholly on the stated side of zero."""
    design = setting.design
    weights = design.sampling.resampling.counts(design.index, setting.draws, setting.rng)
    effects = effects_with_weights(
        design.treatment, design.controls, weights, outcomes, design.instruments, span=setting.projection.orthonormal
    )
    tail = (1.0 - setting.rubric.level) / 2.0
    low, high = np.quantile(effects, [tail, 1.0 - tail], axis=0)
    sign = setting.direction(setting.projection.functional @ outcomes)
    return Decision(passed=np.where(sign > 0, low > 0, high < 0), effects=effects)


REFUTER = Refuter(title="Block bootstrap", test="refuted", run=run)
