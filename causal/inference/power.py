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

FAR = 8.0  # standard errors: beyond, the wrong tail holds nothing
POINTS = 4_000  # of the distribution of the standard error, where scipy's series for a tail does not converge


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
    if math.isnan(above):
        above = _tail(critical, degrees_of_freedom, shift)
    if shift > FAR:
        return above
    below = float(stats.nct.cdf(-critical, degrees_of_freedom, shift))
    return above + (_tail(critical, degrees_of_freedom, -shift) if math.isnan(below) else below)


def _tail(critical: float, degrees_of_freedom: float, shift: float) -> float:
    """Give P(t > critical) of the noncentral t, as the mean of normal tails over the standard error's distribution."""
    from scipy import stats

    shares = (np.arange(POINTS) + 0.5) / POINTS
    errors = np.sqrt(stats.chi2.ppf(shares, degrees_of_freedom) / degrees_of_freedom)
    return float(np.mean(stats.norm.sf(critical * errors - shift)))
