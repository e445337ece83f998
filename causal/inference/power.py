"""The chance of seeing an effect of a given size, and the size that would matter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import critical_value

if TYPE_CHECKING:
    from causal.inference.design import Design
    from causal.study import Edge
    from causal.verdict import Rubric

FAR = 8.0  # standard errors: beyond, the wrong tail holds nothing and its series does not converge


def smallest_effect(design: Design, edge: Edge, rubric: Rubric) -> float:
    """Give the size of effect that would matter: the folder's, or a share of a standard deviation of the outcome."""
    if edge.smallest_effect is not None:
        return edge.smallest_effect
    spread = float(np.std(design.outcome)) / float(np.std(design.treatment))
    return rubric.smallest_standardised_effect * spread


def power(standard_error: float, degrees_of_freedom: float, effect: float, level: float) -> float:
    """Give the chance that the interval of that confidence excludes zero when the effect is `effect`."""
    from scipy import stats

    shift = abs(effect) / standard_error
    critical = critical_value(level, degrees_of_freedom)
    above = float(stats.nct.sf(critical, degrees_of_freedom, shift))
    if shift > FAR:
        return 1.0 if math.isnan(above) else above
    return above + float(stats.nct.cdf(-critical, degrees_of_freedom, shift))
