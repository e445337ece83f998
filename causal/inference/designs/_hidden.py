"""A hidden cause of both ends, for designs that hold covariates or units fixed and nothing more: how strong it would have to be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from causal.inference.algebra import critical_value
from causal.inference.designs import Challenge, Challenged

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared


def robustness_value(statistic: float, degrees_of_freedom: float) -> float:
    """Give the share of what is left of both ends that a hidden cause must explain to bring a t statistic to 0 (Cinelli and Hazlett 2020)."""
    squared = statistic**2 / degrees_of_freedom
    return 0.5 * (math.sqrt(squared**2 + 4.0 * squared) - squared)


def hidden_cause(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where a hidden cause that explains the rubric's share of both ends would leave the interval clear of zero."""
    if declared.exogenous:
        return Challenged(passed=True, why="exogenous")
    degrees = max(estimate.rows - 2.0, 1.0)
    critical = critical_value(declared.rubric.level, degrees)
    asked = declared.rubric.default_confounder_r2
    whole = robustness_value(abs(estimate.statistic), degrees)
    interval = robustness_value(max(abs(estimate.statistic) - critical, 0.0), degrees)
    return Challenged(passed=interval >= asked, values={"value": whole, "interval": interval, "asked": asked})


HIDDEN_CAUSE = Challenge(test="refuted", run=hidden_cause)
