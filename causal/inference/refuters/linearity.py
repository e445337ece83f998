"""Straight line: where the data reject a line, the curve in its place must not turn against the effect.

An inverted U has a slope of either sign at its ends, and a line through it one that depends on where the rows lie: neither
the stated sign nor its opposite is shown. A curve that rises or falls throughout keeps its sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.linearity import curves
from causal.inference.refuters import Decision, Refuter, not_applicable
from causal.study import Family

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where a line is not rejected at 5%, or no slope of the spline is surely against the effect and the average with it."""
    design = setting.design
    if design.instruments is not None:
        return not_applicable(outcomes, Strategy.INSTRUMENT.value)
    if design.family is not Family.CONTINUOUS:
        return not_applicable(outcomes, "no_line")
    if len(np.unique(design.treatment)) < 3:
        return not_applicable(outcomes, "two_values")
    level = setting.rubric.level
    try:
        span = setting.projection.orthonormal
        found = curves(design.treatment, design.controls, outcomes, design.variance, span)
    except NotComputableError:  # of the design, not of an outcome
        return not_applicable(outcomes, "no_curve")
    direction = setting.direction(setting.projection.functional @ outcomes)
    bent = found.p_value <= 1.0 - level
    return Decision(
        passed=~(bent & found.against(direction, level)) if bent.any() else ~bent,
        p_value=found.p_value,
        values={
            "bent": bool(bent[0]),
            "places": tuple(float(one) for one in found.places[[0, 2, 4]]),
            "slopes": tuple(float(one) for one in found.slopes[[0, 2, 4], 0]),
            "average": float(found.slopes[-1, 0]),
        },
    )


REFUTER = Refuter(title="Straight line", test="refuted", run=run)
