"""What the readers of a discontinuity ask: sorting at the cut-off, rows on its edge, jumps where there is no cut-off, other bandwidths.

Cattaneo, Idrobo and Titiunik (2020), A Practical Introduction to Regression Discontinuity Designs, section 5; Imbens and
Lemieux (2008), Journal of Econometrics 142.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs import Challenged
from causal.inference.designs._cutoff import DISTINCT, Jump, cutoff_of, imported, jump, quietly

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared
    from causal.inference.designs._cutoff import Cutoff

DONUT = 0.1  # share of the bandwidth, nearest to the cut-off, that is left out
MANY = 1000  # rows of a side from which three placebo cut-offs are tried there, not one


def measured_before(declared: Declared) -> tuple[str, ...]:
    """Give the variables that the cause cannot move: those declared for balance, and the covariates."""
    return tuple(dict.fromkeys((*declared.parameters.balance, *declared.covariates)))


def density(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the density of the rows does not jump at the cut-off: Cattaneo, Jansson and Ma (2020), JASA 115."""
    found = cutoff_of(declared)
    for side in (found.distance < 0, found.distance >= 0):
        if len(np.unique(found.distance[side])) < 2 * DISTINCT:
            raise NotComputableError(
                "the running variable has too few values for its density to be estimated at the cut-off"
            )
    fitted = quietly(imported("rddensity").rddensity, found.distance, c=0.0)
    p = float(fitted.test["p_jk"])
    if not np.isfinite(p):
        raise NotComputableError("rddensity gives no p-value for the density at the cut-off")
    sides = ("left", "right") if found.turn == 1 else ("right", "left")
    return Challenged(
        passed=p > 1.0 - declared.rubric.level,
        p_value=p,
        values={
            "density_below": float(fitted.hat[sides[0]]),
            "density_above": float(fitted.hat[sides[1]]),
            "below": int(fitted.n[f"eff_{sides[0]}"]),
            "above": int(fitted.n[f"eff_{sides[1]}"]),
        },
    )


def donut(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where, without the rows nearest to the cut-off, the sign is the same and the judged effect is in the interval."""
    found = cutoff_of(declared)
    whole = jump(found)
    radius = DONUT * whole.bandwidth
    far = np.abs(found.distance) > radius
    left = jump(found.kept(far), bandwidths=(whole.bandwidth, whole.bias_bandwidth))
    low, high = left.interval(declared.rubric.level)
    return Challenged(
        passed=bool(left.effect * estimate.effect > 0 and low <= estimate.effect <= high),
        low=low,
        high=high,
        values={"effect": left.effect, "left_out": int((~far).sum()), "radius": radius},
    )


def bandwidth(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where half and double the bandwidth give the same sign, and intervals that overlap with the judged one."""
    found = cutoff_of(declared)
    whole = jump(found)
    values: dict[str, float] = {"bandwidth": whole.bandwidth}
    holds = True
    for name, factor in (("half", 0.5), ("double", 2.0)):
        one = scaled(found, whole, factor)
        low, high = one.interval(declared.rubric.level)
        holds &= one.effect * estimate.effect > 0 and low <= estimate.high and high >= estimate.low
        values |= {name: one.effect, f"{name}_low": low, f"{name}_high": high}
    return Challenged(passed=bool(holds), values=dict(values))


def scaled(found: Cutoff, whole: Jump, factor: float) -> Jump:
    """Give the jump with so much of both bandwidths."""
    return jump(found, bandwidths=(factor * whole.bandwidth, factor * whole.bias_bandwidth))


def placebo_cutoffs(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the outcome jumps at none of the placebo cut-offs, by Holm's correction over them.

    They are the quartiles of each side's rows, or its median where the side has few, and use the rows of that side alone.
    """
    found = cutoff_of(declared)
    tried: list[tuple[float, Jump]] = []
    for side in (found.distance < 0, found.distance >= 0):
        own = found.kept(side)
        shares = (0.25, 0.5, 0.75) if len(own.distance) >= MANY else (0.5,)
        for at in np.unique(np.quantile(own.distance, shares, method="higher")):
            try:
                tried.append((float(at), jump(own, at=float(at), outcome=own.outcome)))
            except NotComputableError:
                continue
    if not tried:
        raise NotComputableError("neither side has enough rows to look for a jump where there is no cut-off")
    at, worst = min(tried, key=lambda one: one[1].p_value)
    p = min(1.0, len(tried) * worst.p_value)
    return Challenged(
        passed=p > 1.0 - declared.rubric.level,
        p_value=p,
        values={"count": len(tried), "at": found.place(at), "jump": worst.effect},
    )


def covariates(declared: Declared, _: Estimate) -> Challenged:
    """Pass where none of the variables that the cause cannot move jumps at the cut-off, by Holm's correction over them."""
    names = measured_before(declared)
    if not names:
        return Challenged(passed=False, why="none_measured")
    found = cutoff_of(declared, *names)
    tried = []
    for name in names:
        own = found.having(name)
        values = own.table[name].to_numpy()
        tried.append((jump(own, outcome=values), name))
    worst, name = min(tried, key=lambda one: one[0].p_value)
    p = min(1.0, len(tried) * worst.p_value)
    return Challenged(
        passed=p > 1.0 - declared.rubric.level,
        p_value=p,
        values={"count": len(tried), "covariate": name, "jump": worst.effect},
    )
