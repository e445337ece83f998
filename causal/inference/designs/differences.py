"""Differences in differences: units that take up a treatment that stays, before and after, against units that do not, or not yet.

Where all take it up at once the judged effect is that of two-way least squares. Where they do so at different times two-way least squares also
compares late units with early ones that are treated already (Goodman-Bacon 2021), which misleads where effects grow; the judged effect is then
by imputation (Borusyak, Jaravel and Spiess 2024; Gardner 2022), and the two-way one stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lgamma
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import ConfigDict, Field

from causal.errors import NotComputableError
from causal.inference.designs import Challenge, Challenged, StudyDesign, Worlds
from causal.inference.designs._adoption import (
    Adoption,
    adoption,
    effect_of,
    imputed_effect,
    narrowed,
    without_units,
)
from causal.inference.designs._around_adoption import early, power_against_trend, run_early
from causal.inference.designs._differences_figures import cohorts, comparisons, events, units
from causal.inference.designs._feols import two_way
from causal.inference.designs._group_time import group_time
from causal.inference.designs._handed_out import handed_out
from causal.inference.designs._two_way import jackknife_error, panel_of
from causal.inference.designs.panel import left_out

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared
    from causal.inference.designs._two_way import Codes

PLACEBO_DATES = 5
TINY = 1e-9  # share by which an effect may differ and be the same but for rounding
FEWEST_WAYS = 20  # of handing out the dates: fewer can never reach 5%


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What the design takes beside its kind."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)

    comparison: Literal["not_yet", "never"] = "not_yet"
    """Whom treated units are compared with: units `not_yet` treated, among them those that never are, or those `never` treated alone."""
    anticipation: Annotated[int, Field(ge=0)] = 0
    """Periods before the treatment in which it may act already; their rows are left out."""
    clusters: str = ""
    """Variable that numbers groups of units whose errors may go together; each unit is one where it is not given."""


def read(declared: Declared) -> Adoption:
    """Read from the rows who takes the treatment up, and when; raise NotComputableError where it is no treatment that stays."""
    given = declared.parameters
    panel = panel_of(declared, given.clusters)
    return adoption(panel, anticipation=given.anticipation, never=given.comparison == "never")


def judged(declared: Declared) -> Estimate:
    """Give the effect on the treated."""
    return _judged(declared, read(declared))


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the effect on the treated, and beside it the two-way one by pyfixest and the mean of group-time effects."""
    given = read(declared)
    return (_judged(declared, given), *_beside(declared, given, len(given.panel)))


def _judged(declared: Declared, given: Adoption) -> Estimate:
    found = effect_of(given)
    kind = "common" if given.common else "staggered"
    return declared.estimate(
        method=f"did_{kind}{'_pooled' if found.pooled else ''}",
        effect=found.effect,
        standard_error=found.error,
        degrees_of_freedom=found.degrees,
        rows=int(np.sum(given.before | given.after)),
        details={
            "treated": int(given.treated_units.sum()),
            "untreated": int((~given.treated_units).sum()),
            "always": given.always,
            "cohorts": len(given.cohorts),
            "clusters": given.panel.clusters,
        },
    )


def _beside(declared: Declared, given: Adoption, rows: int) -> list[Estimate]:
    clusters = given.panel.clusters - 1.0
    fitted = two_way(given.panel)
    made = [
        declared.estimate(
            method="did_two_way",
            effect=fitted.effect,
            standard_error=fitted.error,
            degrees_of_freedom=clusters,
            rows=rows,
            classical_error=fitted.classical,
        )
    ]
    try:
        found = group_time(given)
    except NotComputableError:
        return made
    pooled = found.pooled(found.since() >= 0)
    if np.isfinite(pooled).all():
        error = jackknife_error(float(pooled[0]), pooled[1:])
        made.append(
            declared.estimate(
                method="did_group_time",
                effect=float(pooled[0]),
                standard_error=error,
                degrees_of_freedom=clusters,
                rows=rows,
            )
        )
    return made


def run_pretrend(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the effects of the periods before the treatment are jointly not different from zero at the rubric's level."""
    given = read(declared)
    found = early(given, estimate.degrees_of_freedom)
    p_value = run_early(found)
    return Challenged(
        passed=p_value > 1.0 - declared.rubric.level,
        p_value=p_value,
        values={
            "periods": len(found.since),
            "power": power_against_trend(found, estimate.effect, declared.rubric.level),
            "required": declared.rubric.required_power,
        },
    )


def run_placebo_dates(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where no date before the true one, tried on the untreated rows alone, has an effect at the rubric's level, after Bonferroni's correction."""
    from scipy import stats

    del estimate
    given = read(declared)
    tried = []
    for back in range(1, PLACEBO_DATES + 1):
        try:
            found = effect_of(_moved(given, back))
        except NotComputableError:
            continue
        tried.append((back, found.effect, float(2.0 * stats.t.sf(abs(found.effect) / found.error, found.degrees))))
    if not tried:
        raise NotComputableError("no unit has two rows before its treatment, so that no earlier date can be tried")
    back, effect, p_value = min(tried, key=lambda one: one[2])
    corrected = min(1.0, p_value * len(tried))
    return Challenged(
        passed=corrected > 1.0 - declared.rubric.level,
        p_value=corrected,
        values={"dates": len(tried), "back": back, "effect": effect},
    )


def _moved(given: Adoption, back: int) -> Adoption:
    """Give the untreated rows as if the treatment had begun `back` periods before the end of each unit's own."""
    kept = narrowed(given, given.before)
    last = np.searchsorted(np.unique(given.panel.period[given.before]), given.leaves)
    last = last[np.unique(given.panel.unit[given.before])]
    start = np.where(given.treated_units[np.unique(given.panel.unit[given.before])], last - back, kept.end)
    panel = replace(kept.panel, treatment=(kept.panel.period >= start[kept.panel.unit]).astype(np.float64))
    return adoption(panel, anticipation=0, never=given.never)


def run_placebo_groups(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the effect is among the most extreme 1 - level of those with the dates of adoption handed out to units at random."""
    del estimate
    given = read(declared)
    owner = _owners(given)
    dates = given.first[np.unique(owner, return_index=True)[1]]
    counts = np.unique(dates, return_counts=True)[1]
    ways = lgamma(len(dates) + 1) - sum(lgamma(one + 1) for one in counts)
    if ways < np.log(FEWEST_WAYS) - 1e-9:
        raise NotComputableError(
            f"there are fewer than {FEWEST_WAYS} ways to hand out the dates of adoption: chance cannot be told from an effect"
        )
    seen = abs(imputed_effect(given))
    drawn = handed_out(given, owner, dates, declared.stream("did_placebo_groups"), declared.rubric.draws)
    p_value = float((1 + np.sum(np.abs(drawn) >= seen * (1.0 - TINY))) / (1 + len(drawn)))
    return Challenged(
        passed=p_value <= 1.0 - declared.rubric.level,
        p_value=p_value,
        effects=drawn,
        values={"groups": len(dates), "treated": int(np.sum(dates < given.end))},
    )


def _owners(given: Adoption) -> Codes:
    """Give what takes up the treatment together, (N,): clusters where all units of each do so at once, else units."""
    owner = np.zeros(len(given.first), dtype=np.intp)
    owner[given.panel.unit] = given.panel.cluster
    together = len(np.unique(np.column_stack([owner, given.first]), axis=0)) == given.panel.clusters
    return owner if together else np.arange(len(given.first))


def simulate(declared: Declared) -> Worlds:
    """Hand the dates of adoption out to other units, each path of the outcome staying whole, so that whatever follows from one period to the next stays.

    The data's own effect is taken off the treated rows, and another given to the rows that are treated then. What takes the
    treatment up together, such as the units of a cluster, does so in the worlds, too.
    """
    given = read(declared)
    panel = given.panel
    where = read(declared.numbered(declared.outcome)).panel.outcome.astype(np.intp)
    without = panel.outcome - effect_of(given).effect * given.after
    owner = _owners(given)
    dates = given.first[np.unique(owner, return_index=True)[1]]
    treatment, outcome = declared.column(declared.treatment), declared.column(declared.outcome)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        after = panel.period >= rng.permutation(dates)[owner][panel.unit]
        drawn, treated = outcome.copy(), treatment.copy()
        drawn[where], treated[where] = without + effect * after, after
        return declared.having({declared.outcome: drawn, declared.treatment: treated})

    return Worlds(draw=draw, additive=True)


def run_leave_one_unit(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where with any one unit left out the effect keeps its sign and stays further from zero than half the interval's width."""
    given = read(declared)
    treated = int(given.treated_units.sum())
    without = without_units(given)
    if treated == 1:
        without = without[~given.treated_units]
        untreated = tuple(name for name, one in zip(given.panel.units, given.treated_units, strict=True) if not one)
        return left_out(untreated, without, estimate)
    return left_out(given.panel.units, without, estimate)


def run_comparison(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where the effect has the judged sign against units never treated, and against those not yet treated, too."""
    given = read(declared)
    if given.common:
        return Challenged(passed=True, why="common")
    if given.treated_units.all():
        return Challenged(passed=True, why="all_treated")
    never, not_yet = (imputed_effect(replace(given, never=alone)) for alone in (True, False))
    toward = np.sign(estimate.effect)
    return Challenged(
        passed=bool(min(never * toward, not_yet * toward) > 0), values={"never": never, "not_yet": not_yet}
    )


DESIGN = StudyDesign(
    title="Differences in differences",
    also=("did", "difference_in_differences"),
    parameters=Parameters,
    samples=frozenset({"panel"}),
    estimate=estimate,
    proof=lambda declared: effect_of(read(declared)),
    judged=judged,
    simulate=simulate,
    challenges={
        "did_comparison": Challenge(test="refuted", run=run_comparison),
        "did_leave_one_unit": Challenge(test="refuted", run=run_leave_one_unit),
        "did_placebo_dates": Challenge(test="refuted", run=run_placebo_dates, slow=True),
        "did_placebo_groups": Challenge(test="refuted", run=run_placebo_groups),
        "did_pretrend": Challenge(test="timing", run=run_pretrend),
    },
    figures={
        "did_events": lambda declared, estimate: events(read(declared), estimate),
        "did_units": lambda declared, estimate: units(read(declared), estimate),
        "did_cohorts": lambda declared, estimate: cohorts(read(declared), estimate),
        "did_comparisons": lambda declared, estimate: comparisons(read(declared), estimate),
    },
    variables=("clusters",),
    effects=True,
    orders=True,
    withstands=True,
    libraries=("pyfixest",),
)
