"""The figures that readers of a difference in differences expect: the effects around the treatment, and what goes into the estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Listing, ListingRow, Plot, Strand
from causal.inference.algebra import critical_value
from causal.inference.designs._adoption import without_units
from causal.inference.designs._around_adoption import around
from causal.inference.designs._group_time import decomposition, group_time, taken_apart
from causal.inference.designs._two_way import jackknife_error
from causal.inference.designs.panel import without_each

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs._adoption import Adoption
    from causal.inference.designs._two_way import Codes

MOST_ROWS = 20


def events(given: Adoption, estimate: Estimate) -> Plot:
    """Draw the effects by periods since the treatment, those before it beside those after, each with its interval."""
    found = around(given, estimate.degrees_of_freedom)
    base = -1 - given.anticipation
    half = critical_value(estimate.level, found.degrees) * np.sqrt(np.diag(found.covariance))
    strands = []
    for label, rows in (("before", found.since < base), ("after", found.since >= 0)):
        if rows.any():
            strands.append(
                Strand(
                    label=label,
                    x=_numbers(found.since[rows]),
                    y=_numbers(found.effects[rows]),
                    low=_numbers((found.effects - half)[rows]),
                    high=_numbers((found.effects + half)[rows]),
                )
            )
    if not strands:
        raise NotComputableError("no effect around the treatment has an error")
    strands.append(Strand(label="base", x=(float(base),), y=(0.0,), faint=True))
    return Plot(
        name="did_events",
        strands=tuple(strands),
        cut=-0.5 - given.anticipation,
        values={"base": base, "level": estimate.level, "cohorts": len(given.cohorts)},
    )


def _numbers(values: Array | Codes) -> tuple[float, ...]:
    return tuple(float(one) for one in values)


def units(given: Adoption, estimate: Estimate) -> Plot:
    """Draw the effects with each unit left out, from the smallest, beside the judged estimate and its interval."""
    return without_each("did_units", without_units(given), estimate)


def cohorts(given: Adoption, estimate: Estimate) -> Listing:
    """List, by when the treatment was taken up, how many units did so and their mean group-time effect."""
    found = group_time(given)
    rows = []
    for place, start in enumerate(found.cohorts):
        chosen = np.zeros(found.effects.shape[1:], dtype=bool)
        chosen[place, start:] = True
        pooled = found.pooled(chosen)
        if not np.isfinite(pooled[0]):
            continue
        low = high = None
        if np.isfinite(pooled).all() and estimate.degrees_of_freedom >= 1.0:
            half = critical_value(estimate.level, estimate.degrees_of_freedom) * jackknife_error(
                float(pooled[0]), pooled[1:]
            )
            low, high = float(pooled[0] - half), float(pooled[0] + half)
        number = float(np.sum(given.first == start))
        rows.append(ListingRow(label=given.panel.periods[start], numbers=(number, float(pooled[0]), low, high)))
    if not rows:
        raise NotComputableError("no cohort has a period before its treatment and one after")
    return Listing(
        name="did_cohorts",
        heads=("units", "effect", "low", "high"),
        rows=tuple(rows[:MOST_ROWS]),
        values={"cohorts": len(rows), "untreated": int((~given.treated_units).sum()), "level": estimate.level},
    )


def comparisons(given: Adoption, estimate: Estimate) -> Listing | None:
    """List the comparisons of two cohorts that two-way least squares is made of, the heaviest first: weight, estimate, and 1 where the untreated side was treated already.

    None where there is nothing to take apart: one comparison alone, or a panel of which the theorem does not speak.
    """
    if given.common or not taken_apart(given):
        return None
    found = decomposition(given)
    wrong = [one for one in found if one.forbidden]
    names = (*given.panel.periods, "–")
    share = sum(one.weight for one in wrong)
    return Listing(
        name="did_comparisons",
        heads=("weight", "effect", "forbidden"),
        rows=tuple(
            ListingRow(
                label=f"{names[one.treated]} / {names[one.against]}",
                numbers=(one.weight, one.effect, float(one.forbidden)),
            )
            for one in found[:MOST_ROWS]
        ),
        values={
            "share": share,
            "wrong": sum(one.weight * one.effect for one in wrong) / share if share else None,
            "two_way": sum(one.weight * one.effect for one in found),
            "effect": estimate.effect,
            "pairs": len(found),
            "shown": min(len(found), MOST_ROWS),
        },
    )
