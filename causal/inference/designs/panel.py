"""A panel with an effect of each unit and each period: what moves within a unit, apart from what moves all units at once.

The field calls it two-way fixed effects (Wooldridge 2010, Econometric Analysis of Cross Section and Panel Data, chapter 10). It takes what is
constant in a unit, or common to a period, out of the comparison; what moves one unit alone at one time stays in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ConfigDict

from causal.errors import NotComputableError
from causal.findings import Plot, Strand
from causal.inference.designs import Challenge, Challenged, StudyDesign, Worlds
from causal.inference.designs._feols import two_way
from causal.inference.designs._hidden import HIDDEN_CAUSE
from causal.inference.designs._two_way import (
    Panel,
    clustered,
    jackknife_error,
    joint,
    leave_out,
    panel_of,
    regression,
    within,
)
from causal.inference.designs._wild import wild, wild_weights

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._two_way import Mask
    from causal.messages import Value

LEADS = 2
BINS = 20  # of the figure
TREND_PERIODS = 5  # fewer leave next to nothing of the outcome once each unit has a straight line
MOVING_LEAST = 0.01  # share of the treatment's variation that straight lines of the units must leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What the design takes beside its kind."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    clusters: str = ""
    """Variable that numbers groups of units whose errors may go together, such as the states of counties; each unit is one where it is not given."""


def judged(declared: Declared) -> Estimate:
    """Give the two-way estimate with errors honest for few clusters."""
    panel = _panel(declared)
    found = clustered(regression(panel, panel.treatment[:, None]))
    counts: dict[str, Value] = {"units": len(panel.units), "periods": len(panel.periods), "clusters": panel.clusters}
    return declared.estimate(
        method="panel",
        effect=float(found.effects[0]),
        standard_error=float(found.errors[0]),
        degrees_of_freedom=float(found.degrees[0]),
        rows=len(panel),
        details=counts,
    )


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the judged estimate, and beside it other errors and unit effects alone."""
    first = judged(declared)
    panel = _panel(declared)
    given = regression(panel, panel.treatment[:, None])
    fitted = two_way(panel)
    clusters = float(panel.clusters)
    without = leave_out(given)[:, 0]
    beside = [
        declared.estimate(
            method="panel_crv1",
            effect=fitted.effect,
            standard_error=fitted.error,
            degrees_of_freedom=clusters - 1.0,
            rows=len(panel),
        )
    ]
    if np.isfinite(without).all():
        error = jackknife_error(fitted.effect, without)
        beside.append(
            declared.estimate(
                method="panel_crv3",
                effect=fitted.effect,
                standard_error=error,
                degrees_of_freedom=clusters - 1.0,
                rows=len(panel),
            )
        )
    one_way = two_way(panel, periods=False)
    beside.append(
        declared.estimate(
            method="panel_units_only",
            effect=one_way.effect,
            standard_error=one_way.error,
            degrees_of_freedom=clusters - 1.0,
            rows=len(panel),
            classical_error=one_way.classical,
        )
    )
    return (replace(first, classical_error=fitted.classical), *beside)


def simulate(declared: Declared) -> Worlds:
    """Draw errors anew: what the regression leaves keeps or changes its sign, all rows of a cluster together (a wild cluster bootstrap).

    So what follows from one period to the next, or goes together within a cluster, stays. Treatment, covariates, units and periods stay.
    """
    panel = _panel(declared)
    where = _panel(declared.numbered(declared.outcome)).outcome.astype(np.intp)
    given = regression(panel, panel.treatment[:, None])
    columns = np.column_stack([given.interest, given.others])
    coefficients = np.linalg.lstsq(columns, given.outcome, rcond=None)[0]
    left = given.outcome - columns @ coefficients
    fitted = panel.outcome - left - coefficients[0] * panel.treatment
    rows, known = len(panel), columns.shape[1] + len(panel.units)
    left *= np.sqrt(panel.clusters / (panel.clusters - 1.0) * (rows - 1.0) / max(rows - known, 1))
    outcome = declared.column(declared.outcome)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        drawn = outcome.copy()
        drawn[where] = fitted + wild_weights(rng, panel.clusters)[panel.cluster] * left + effect * panel.treatment
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=True)


def _panel(declared: Declared) -> Panel:
    return panel_of(declared, declared.parameters.clusters)


def run_wild(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the t-statistic is among the most extreme 1 - level that whole clusters with residuals of random sign give under no effect."""
    panel = _panel(declared)
    drawn, seen = wild(
        regression(panel, panel.treatment[:, None]), declared.stream("panel_wild"), declared.rubric.draws
    )
    p_value = float((1 + np.sum(np.abs(drawn) >= abs(seen))) / (1 + len(drawn)))
    return Challenged(
        passed=p_value <= 1.0 - declared.rubric.level,
        p_value=p_value,
        effects=drawn * estimate.effect / seen,
        values={"clusters": panel.clusters},
    )


def run_leave_one_unit(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where with any one unit left out the effect keeps its sign and stays further from zero than half the interval's width."""
    panel = _panel(declared)
    without = leave_out(regression(panel, panel.treatment[:, None]), panel.unit)[:, 0]
    return left_out(panel.units, without, estimate)


def left_out(units: tuple[str, ...], without: Array, estimate: Estimate) -> Challenged:
    """Hold the effects with each unit left out, (N,), against zero and the judged interval's half-width."""
    if not np.isfinite(without).all():
        return Challenged(
            passed=False, values={"units": len(units), "lone": units[int(np.argmax(~np.isfinite(without)))]}
        )
    toward = without * np.sign(estimate.effect)
    half = (estimate.high - estimate.low) / 2.0
    weakest = int(np.argmin(toward))
    return Challenged(
        passed=bool(toward[weakest] > half),
        low=float(without.min()),
        high=float(without.max()),
        effects=without,
        values={
            "units": len(units),
            "unit": units[weakest],
            "effect": float(without[weakest]),
            "sign": bool(toward[weakest] > 0),
            "lone": None,
        },
    )


def run_leads(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the treatment's values one and two periods on, added to the regression, are not jointly different from zero at the rubric's level."""
    del estimate
    panel = _panel(declared)
    leads = np.column_stack([_lead(panel, ahead) for ahead in range(1, LEADS + 1)])
    for count in range(LEADS, 0, -1):
        known: Mask = ~np.isnan(leads[:, :count].sum(axis=1))
        try:
            kept = panel.kept(known)
            given = regression(kept, np.column_stack([leads[known, :count], kept.treatment]))
            free = clustered(given)
        except NotComputableError:
            continue
        found = replace(
            free, effects=free.effects[:count], covariance=free.covariance[:count, :count], degrees=free.degrees[:count]
        )
        p_value, _ = joint(found, declared.rubric.level)
        return Challenged(
            passed=p_value > 1.0 - declared.rubric.level,
            p_value=p_value,
            values={"leads": count, "effect": float(found.effects[0])},
        )
    raise NotComputableError(
        "too few periods, or a treatment whose next value its present one tells: leads say nothing of their own"
    )


def _lead(panel: Panel, ahead: int) -> Array:
    """Give the treatment `ahead` periods later in the same unit, (n,), NaN where that row is missing."""
    width = len(panel.periods) + ahead
    grid = np.full((len(panel.units), width), np.nan)
    grid[panel.unit, panel.period] = panel.treatment
    later: Array = grid[panel.unit, panel.period + ahead]
    return later


def run_trends(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the effect keeps its sign once each unit has a straight line of its own over time."""
    panel = _panel(declared)
    if len(panel.periods) < TREND_PERIODS:
        raise NotComputableError(
            f"straight lines of the units need {TREND_PERIODS} periods; there are {len(panel.periods)}"
        )
    given = regression(panel, panel.treatment[:, None], trends=True)
    plain = within(panel.unit, panel.treatment[:, None])
    if float(np.sum(given.free() ** 2)) < MOVING_LEAST * float(np.sum(plain**2)):
        raise NotComputableError("straight lines of the units leave next to nothing of the treatment")
    found = clustered(given)
    effect = float(found.effects[0])
    return Challenged(passed=effect * estimate.effect > 0, values={"effect": effect, "error": float(found.errors[0])})


def partial(declared: Declared, estimate: Estimate) -> Plot:
    """Draw what unit and period effects leave of the outcome against what they leave of the treatment: means of bins of equally many rows, and the line."""
    panel = _panel(declared)
    given = regression(panel, panel.treatment[:, None])
    free = given.free()[:, 0]
    outcome = given.outcome - given.others @ np.linalg.lstsq(given.others, given.outcome, rcond=None)[0]
    bins = np.array_split(np.argsort(free, kind="stable"), min(BINS, len(free)))
    x = tuple(float(free[one].mean()) for one in bins)
    return Plot(
        name="panel_partial",
        strands=(
            Strand(label="bins", x=x, y=tuple(float(outcome[one].mean()) for one in bins)),
            Strand(label="line", x=(x[0], x[-1]), y=(estimate.effect * x[0], estimate.effect * x[-1]), joined=True),
        ),
        values={"bins": len(bins), "rows": len(panel)},
    )


def units(declared: Declared, estimate: Estimate) -> Plot:
    """Draw the effects with each unit left out, from the smallest, beside the judged estimate and its interval."""
    panel = _panel(declared)
    return without_each(
        "panel_units", leave_out(regression(panel, panel.treatment[:, None]), panel.unit)[:, 0], estimate
    )


def without_each(name: str, without: Array, estimate: Estimate) -> Plot:
    """Draw effects with each unit left out, (N,), from the smallest."""
    known = np.sort(without[np.isfinite(without)])
    if not len(known):
        raise NotComputableError("no unit can be left out")
    places = tuple(float(i) for i in range(1, len(known) + 1))
    return Plot(
        name=name,
        strands=(
            Strand(label="without", x=places, y=tuple(float(one) for one in known)),
            Strand(label="all", x=(0.0,), y=(estimate.effect,), low=(estimate.low,), high=(estimate.high,)),
        ),
        values={"units": len(known)},
    )


DESIGN = StudyDesign(
    title="Panel with unit and period effects",
    also=("fixed_effects",),
    parameters=Parameters,
    samples=frozenset({"panel"}),
    estimate=estimate,
    proof=lambda declared: regression(panel := _panel(declared), panel.treatment[:, None]).free(),
    judged=judged,
    simulate=simulate,
    challenges={
        "hidden_cause": HIDDEN_CAUSE,
        "panel_leads": Challenge(test="timing", run=run_leads),
        "panel_leave_one_unit": Challenge(test="refuted", run=run_leave_one_unit),
        "panel_trends": Challenge(test="refuted", run=run_trends),
        "panel_wild": Challenge(test="refuted", run=run_wild),
    },
    figures={"panel_partial": partial, "panel_units": units},
    variables=("clusters",),
    effects=True,
    libraries=("pyfixest",),
)
