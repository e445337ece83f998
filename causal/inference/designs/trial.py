"""Trial: the cause was assigned by lot, to rows or to whole clusters of rows, so that the arms differ by it and by chance alone.

The effect is the difference of the arms' means within strata; of a 0/1 outcome, the difference of two shares, in points of
probability. Angrist and Pischke (2009), chapter 2; Imbens and Rubin (2015), chapters 5 to 9.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from pydantic import ConfigDict

from causal.errors import NotComputableError
from causal.findings import Listing, ListingRow, Strategy
from causal.inference.designs import ROW, Challenge, StudyDesign, Worlds
from causal.inference.designs._arms import Arms, arms_of, having
from causal.inference.designs._small_sample import Effect, effect_of
from causal.inference.designs._trial_attrition import attrition
from causal.inference.designs._trial_challenges import balance, covariates, randomisation
from causal.inference.designs._worlds import shifted
from causal.study import Family
from causal.verdict import Strength

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.designs import Declared
    from causal.messages import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a trial declares."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    strata: tuple[str, ...] = ()
    """Variables whose values, together, are the groups within which the lots were drawn; each is drawn as a cause of the outcome."""
    clusters: str = ""
    """Variable that numbers the groups that were assigned as wholes, such as villages or schools; without it, each row was assigned."""
    balance: tuple[str, ...] = ()
    """Variables measured before the lots were drawn, whose balance between the arms is shown and tested."""


def judged(declared: Declared) -> Estimate:
    """Give the difference within strata."""
    return _within(declared, read(declared))


def read(declared: Declared) -> Arms:
    """Read the arms; raise NotComputableError where the rows are none of a trial."""
    if declared.strategy is not Strategy.ADJUSTMENT:
        raise NotComputableError(
            "a trial estimates the effect of what the lot decided; draw that as the cause, or leave the design out where "
            "the lot is an instrument for what was taken up"
        )
    found = arms_of(declared)
    if declared.family is Family.BINARY and not set(np.unique(found.outcome)) <= {0.0, 1.0}:
        raise NotComputableError(
            f"'{declared.outcome}' is declared `family: binary` and is not 0 or 1 in every row: leave `family` out, or make it so by a "
            "formula such as where(series > 0, 1, 0)"
        )
    return found


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the difference within strata; beside it the plain one and Lin's, where they differ from it."""
    found = read(declared)
    judged = _within(declared, found)
    if found.dummies.shape[1] + found.covariates.shape[1] == 1:
        return (judged,)
    plain = effect_of(found.treated, found.outcome, np.ones((found.rows, 1)), found.clusters)
    beside = [_estimate(declared, found, "trial_unadjusted", plain)]
    with suppress(NotComputableError):  # the strata or covariates may be too many for each arm by itself
        beside.append(_estimate(declared, found, "trial_interacted", interacted(found)))
    return (judged, *beside)


def _within(declared: Declared, found: Arms) -> Estimate:
    return _estimate(declared, found, "trial", found.effect(more=found.covariates))


def interacted(found: Arms) -> Effect:
    """Give the effect with strata and covariates held fixed in each arm by itself (Lin 2013, Annals of Applied Statistics 7)."""
    held = np.column_stack([found.dummies[:, 1:], found.covariates])
    centred = held - held.mean(axis=0)
    controls = np.column_stack([np.ones(found.rows), centred, found.treated[:, None] * centred])
    return effect_of(found.treated, found.outcome, controls, found.clusters)


def _estimate(declared: Declared, found: Arms, method: str, effect: Effect) -> Estimate:
    return declared.estimate(
        method=method,
        effect=effect.effect,
        standard_error=effect.standard_error,
        degrees_of_freedom=effect.degrees_of_freedom,
        rows=found.rows,
        details=_details(found),
    )


def _details(found: Arms) -> dict[str, Value]:
    ones = found.treated == 1.0
    details: dict[str, Value] = {
        "treated": int(ones.sum()),
        "control": int((~ones).sum()),
        "mean_treated": float(found.outcome[ones].mean()),
        "mean_control": float(found.outcome[~ones].mean()),
    }
    if found.clusters is not None:
        details["clusters"] = len(np.unique(found.clusters))
    return details | ({"rows_of_one_arm": found.idle} if found.idle else {})


def simulate(declared: Declared) -> Worlds:
    """Draw the lot anew, within strata and by clusters: the data's own effect is taken off those who had the cause, and another given to whom the new lot gives it.

    Rows without an outcome stay so.
    """
    effect = judged(declared).effect
    found = arms_of(declared.numbered(), also=(ROW,), needed=False)
    where = found.table[ROW].to_numpy(dtype=np.intp)
    treatment, outcome = declared.column(declared.treatment), declared.column(declared.outcome)
    shares = declared.family is Family.BINARY

    def draw(rng: np.random.Generator, wanted: float) -> Declared:
        lot = next(found.lots(rng, 1))[:, 0]
        without = shifted(found.outcome, found.treated == 1.0, -effect, rng, shares=shares)
        drawn, given = outcome.copy(), treatment.copy()
        drawn[where], given[where] = shifted(without, lot == 1.0, wanted, rng, shares=shares), lot
        return declared.having({declared.outcome: drawn, declared.treatment: given})

    return Worlds(draw=draw, additive=not shares)


def balance_table(declared: Declared, _: Estimate) -> Listing | None:
    """Give the baseline means of the arms, their difference in standard deviations, and the p-value of it within strata.

    None where no variable measured beforehand is declared: `balance` may be left out.
    """
    names = tuple(dict.fromkeys((*declared.parameters.balance, *declared.covariates)))
    if not names:
        return None
    found = arms_of(declared, also=names, needed=False)
    return Listing(
        name="trial_balance",
        heads=("treated", "control", "difference", "p"),
        rows=tuple(_row(name, having(found, name)) for name in names),
        values={"rows": found.rows},
    )


def _row(name: str, found: Arms) -> ListingRow:
    from scipy import stats

    values = found.table[name].to_numpy()
    ones = found.treated == 1.0
    treated, control = values[ones], values[~ones]
    spread = float(np.sqrt((treated.var(ddof=1) + control.var(ddof=1)) / 2.0))
    try:
        one = found.effect(values)
        p = float(2.0 * stats.t.sf(abs(one.effect / one.standard_error), one.degrees_of_freedom))
    except NotComputableError:
        p = None
    difference = float((treated.mean() - control.mean()) / spread) if spread > 0 else None
    return ListingRow(label=name, numbers=(float(treated.mean()), float(control.mean()), difference, p))


DESIGN = StudyDesign(
    title="Trial",
    also=("rct",),
    parameters=Parameters,
    samples=frozenset({"cross-section"}),
    estimate=estimate,
    proof=lambda declared: (found := read(declared)).effect(more=found.covariates),
    judged=judged,
    simulate=simulate,
    challenges={
        "trial_balance": Challenge(test="refuted", run=balance),
        "trial_randomisation": Challenge(test="refuted", run=randomisation),
        "trial_attrition": Challenge(test="refuted", run=attrition),
        "trial_covariates": Challenge(test="refuted", run=covariates),
    },
    figures={"trial_balance": balance_table},
    variables=("strata", "clusters", "balance"),
    drawn=("strata",),
    orders=True,
    withstands=True,
    start=Strength.HIGH,
)
