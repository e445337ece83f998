"""Discontinuity: a rule gives the cause past a cut-off of a running variable, so that rows on both sides of it differ by the cause alone.

The effect is the jump of the outcome at the cut-off; where the cut-off moves the cause without deciding it, that jump over the
jump of the cause. Thistlethwaite and Campbell (1960); Hahn, Todd and van der Klaauw (2001), Econometrica 69; Calonico, Cattaneo
and Titiunik (2014), Econometrica 82.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import ConfigDict

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.designs import ROW, Challenge, StudyDesign, Worlds
from causal.inference.designs._cutoff import Cutoff, Jump, cutoff_of, enough, jump
from causal.inference.designs._discontinuity_challenges import (
    bandwidth,
    covariates,
    density,
    donut,
    measured_before,
    placebo_cutoffs,
    scaled,
)
from causal.inference.designs._jump_plot import counts_plot, jump_plot
from causal.inference.designs._wild import wild_weights

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared

ROWS_A_DEGREE = 50  # rows of a side for each degree of its curve in simulated worlds
MOST_DEGREES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a discontinuity declares."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    running: str
    """Variable whose value decides on which side of the cut-off a row is; it is drawn as a cause of the outcome."""
    cutoff: float
    """The value at which the rule begins to hold."""
    side: Literal["above", "below"] = "above"
    """The side of the cut-off on which the cause is given; rows on the cut-off itself are on the side that the data say."""
    clusters: str = ""
    """Variable that numbers groups of rows that are not independent of each other; without it, the rows are."""
    balance: tuple[str, ...] = ()
    """Variables that the cause cannot move, such as those measured before it; none may jump at the cut-off."""


def judged(declared: Declared) -> Estimate:
    """Give the bias-corrected jump with its robust interval."""
    return _estimate(declared, "rd", jump(read(declared)))


def read(declared: Declared) -> Cutoff:
    """Read the rows on both sides; raise NotComputableError where they are none of a discontinuity, or too few."""
    if declared.strategy not in {Strategy.ADJUSTMENT, Strategy.INSTRUMENT}:
        raise NotComputableError(
            "a discontinuity needs the running variable, or the crossing of the cut-off, drawn as a cause"
        )
    found = cutoff_of(declared)
    enough(found)
    return found


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the bias-corrected jump with its robust interval; beside it the conventional one, half and double the bandwidth, and covariates."""
    found = read(declared)
    whole = jump(found)
    beside = [
        declared.estimate(
            method="rd_conventional",
            effect=whole.conventional,
            standard_error=whole.conventional_error,
            degrees_of_freedom=whole.degrees_of_freedom,
            rows=whole.below + whole.above,
            first_stage_f=whole.first_stage,
        )
    ]
    for method, factor in (("rd_half", 0.5), ("rd_double", 2.0)):
        with suppress(NotComputableError):  # too few rows may be that near
            beside.append(_estimate(declared, method, scaled(found, whole, factor)))
    if names := measured_before(declared):
        with suppress(NotComputableError):  # the rows that have them may be too few
            beside.append(_estimate(declared, "rd_adjusted", _adjusted(cutoff_of(declared, *names), names)))
    return (_estimate(declared, "rd", whole), *beside)


def _adjusted(found: Cutoff, names: tuple[str, ...]) -> Jump:
    """Give the jump with covariates beside the lines (Calonico, Cattaneo, Farrell and Titiunik 2019)."""
    own = found.having(*names)
    return jump(own, covariates=own.table[list(names)].to_numpy())


def simulate(declared: Declared) -> Worlds:
    """Draw errors anew about a smooth curve of each side, moved so that the two meet at the cut-off, with the effect for those who have the cause.

    The curves are polynomials; each row, or each cluster, keeps or changes the sign of what they leave (a wild bootstrap), so that its
    size stays what it is at that place. Rows, running variable and covariates stay.
    """
    found = cutoff_of(declared.numbered(), ROW)
    where = found.table[ROW].to_numpy(dtype=np.intp)
    cause = found.table[declared.treatment].to_numpy()
    without = found.outcome - jump(found).effect * cause
    fitted = np.empty(len(without))
    ends = []
    for side in (found.distance < 0, found.distance >= 0):
        degree = int(np.clip(np.sum(side) // ROWS_A_DEGREE, 1, MOST_DEGREES))
        curve = np.polynomial.Chebyshev.fit(found.distance[side], without[side], degree)
        fitted[side] = curve(found.distance[side])
        ends.append((side, float(curve(0.0)), np.sqrt(np.sum(side) / (np.sum(side) - degree - 1.0))))
    left = without - fitted
    for side, end, lost in ends:
        fitted[side] -= end - ends[0][1]
        left[side] *= lost
    groups = np.arange(len(left)) if found.clusters is None else np.unique(found.clusters, return_inverse=True)[1]
    outcome = declared.column(declared.outcome)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        drawn = outcome.copy()
        drawn[where] = fitted + wild_weights(rng, int(groups.max()) + 1)[groups] * left + effect * cause
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=found.takeup is None)


def _estimate(declared: Declared, method: str, found: Jump) -> Estimate:
    return declared.estimate(
        method=method,
        effect=found.effect,
        standard_error=found.standard_error,
        degrees_of_freedom=found.degrees_of_freedom,
        rows=found.below + found.above,
        first_stage_f=found.first_stage,
        details={
            "bandwidth": found.bandwidth,
            "bias_bandwidth": found.bias_bandwidth,
            "below": found.below,
            "above": found.above,
        },
    )


DESIGN = StudyDesign(
    title="Discontinuity",
    also=("rd", "rdd"),
    parameters=Parameters,
    samples=frozenset({"cross-section"}),
    estimate=estimate,
    proof=read,
    judged=judged,
    simulate=simulate,
    challenges={
        "rd_density": Challenge(test="refuted", run=density),
        "rd_donut": Challenge(test="refuted", run=donut),
        "rd_placebo_cutoffs": Challenge(test="refuted", run=placebo_cutoffs),
        "rd_covariates": Challenge(test="refuted", run=covariates),
        "rd_bandwidth": Challenge(test="refuted", run=bandwidth),
    },
    figures={"rd_jump": jump_plot, "rd_counts": counts_plot},
    variables=("running", "clusters", "balance"),
    drawn=("running",),
    orders=True,
    withstands=True,
    libraries=("rdrobust", "rddensity"),
)
