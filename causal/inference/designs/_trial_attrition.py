"""Attrition: bounds on the effect where rows of one arm went missing more than those of the other (Lee 2009, Review of Economic Studies 76).

Whoever would be seen in either arm has an effect between them, provided that assignment moves nobody both ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causal.errors import NotComputableError
from causal.inference.designs import Challenged
from causal.inference.designs._arms import BLOCK, arms_of, codes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._arms import Arms


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Lee's bounds, each (draws,), and the share of each arm that is missing."""

    lower: Array
    upper: Array
    treated: Array
    control: Array


def attrition(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where Lee's bounds, with Imbens and Manski's (2004) allowance for chance, lie on the effect's side of zero."""
    found = arms_of(declared, needed=False)
    seen = ~np.isnan(found.outcome)
    if seen.all():
        return Challenged(passed=False, why="none_missing")
    weights = propensity_weights(found)
    whole = bounds(found, weights[:, None])
    lower, upper = float(whole.lower[0]), float(whole.upper[0])
    drawn = [bounds(found, weights[:, None] * counts) for counts in _resampled(declared, found)]
    ends = (np.concatenate([one.lower for one in drawn]), np.concatenate([one.upper for one in drawn]))
    errors = [float(np.std(one[np.isfinite(one)], ddof=1)) for one in ends]
    reach = imbens_manski(upper - lower, max(errors), declared.rubric.level)
    low, high = lower - reach * errors[0], upper + reach * errors[1]
    if not np.isfinite([low, high]).all():
        raise NotComputableError("too few outcomes were seen to bound what the missing ones could change")
    return Challenged(
        passed=low > 0 if estimate.effect > 0 else high < 0,
        low=low,
        high=high,
        values={
            "missing_treated": float(whole.treated[0]),
            "missing_control": float(whole.control[0]),
            "missing": int((~seen).sum()),
            "lower": lower,
            "upper": upper,
        },
    )


def propensity_weights(found: Arms) -> Array:
    """Give each row the inverse of its arm's share of its stratum, (rows,), so that the arms have the same mix of strata."""
    ones, count = np.bincount(found.strata, found.treated), np.bincount(found.strata)
    share = (ones / count)[found.strata]
    weights: Array = np.where(found.treated == 1.0, 1.0 / share, 1.0 / (1.0 - share))
    return weights


def bounds(found: Arms, weights: Array) -> Bounds:
    """Give Lee's bounds with each column of weights (rows, draws): the arm that lost less is cut at one end or the other."""
    seen = ~np.isnan(found.outcome)
    rates = []
    ends = []
    for arm in (1.0, 0.0):
        own = found.treated == arm
        rates.append(weights[own & seen].sum(axis=0) / weights[own].sum(axis=0))
    for rate, other, arm in ((rates[0], rates[1], 1.0), (rates[1], rates[0], 0.0)):
        rows = np.flatnonzero((found.treated == arm) & seen)
        rows = rows[np.argsort(found.outcome[rows], kind="stable")]
        kept = np.minimum(1.0, other / rate)
        values, mass = found.outcome[rows], weights[rows]
        ends.append((_kept_mean(values, mass, kept), _kept_mean(values[::-1], mass[::-1], kept)))
    (lowest, highest), (control_lowest, control_highest) = ends
    return Bounds(
        lower=lowest - control_highest, upper=highest - control_lowest, treated=1.0 - rates[0], control=1.0 - rates[1]
    )


def _kept_mean(values: Array, mass: Array, share: Array) -> Array:
    """Give the mean of the first `share` (draws,) of the mass (rows, draws), a row at the end counting in part."""
    reached = np.cumsum(mass, axis=0)
    wanted = share * reached[-1]
    kept = np.clip(wanted - (reached - mass), 0.0, mass)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean: Array = values @ kept / kept.sum(axis=0)
    return mean


def _resampled(declared: Declared, found: Arms) -> Iterator[Array]:
    """Give how often each row is drawn, (rows, some) at a time: the assigned units of each arm and stratum, with replacement."""
    rng = declared.stream("trial_attrition")
    of, arm, stratum = found.units
    cells = codes(pd.DataFrame({"arm": arm, "stratum": stratum}), ("arm", "stratum"))
    left = declared.rubric.draws
    while left > 0:
        some = max(1, min(left, BLOCK // found.rows))
        counts = np.empty((len(arm), some))
        for cell in range(int(cells.max()) + 1):
            members = np.flatnonzero(cells == cell)
            counts[members] = rng.multinomial(len(members), np.full(len(members), 1.0 / len(members)), size=some).T
        yield counts[of]
        left -= some


def imbens_manski(width: float, error: float, level: float) -> float:
    """Give how many errors to go beyond each bound so that the interval covers the effect itself (Imbens and Manski 2004, Econometrica 72)."""
    from scipy import stats
    from scipy.optimize import brentq

    if error <= 0:
        return 0.0
    return float(brentq(lambda c: stats.norm.cdf(c + width / error) - stats.norm.cdf(-c) - level, 0.0, 5.0))
