"""Effects of each cohort in each period, against the period before its treatment (Callaway and Sant'Anna 2021), and what they add up to.

Covariates are taken out beforehand, with the coefficients that they have in the untreated rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._two_way import regression

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs._adoption import Adoption
    from causal.inference.designs._two_way import Codes, Mask


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTime:
    """Effects (1 + G, C, T) of C cohorts in T periods, and the treated units behind each: of all rows first, then with each cluster left out.

    NaN, and 0 units, where nothing is compared; the period against which a cohort is compared is 0 by definition, and left out.
    """

    cohorts: Codes
    effects: Array
    units: Array

    def pooled(self, weights: Mask) -> Array:
        """Give the mean effect, (1 + G,), over the cells of a mask (C, T), by their units."""
        number = self.units * weights
        total: Array = number.sum(axis=(1, 2))
        with np.errstate(invalid="ignore", divide="ignore"):
            found: Array = np.sum(np.nan_to_num(self.effects) * number, axis=(1, 2)) / total
        return found

    def since(self) -> Codes:
        """Give the periods since each cohort's treatment, (C, T)."""
        found: Codes = np.arange(self.effects.shape[2])[None, :] - self.cohorts[:, None]
        return found


def group_time(given: Adoption) -> GroupTime:
    """Compare each cohort's change since the last period before its treatment (and its anticipation) with that of units untreated at both times."""
    panel = given.panel
    outcome = np.full((len(panel.units), len(panel.periods)), np.nan)
    outcome[panel.unit, panel.period] = net(given)
    owner = np.zeros(len(panel.units), dtype=np.intp)
    owner[panel.unit] = panel.cluster
    cohorts = np.array([one for one in given.cohorts if one - 1 - given.anticipation >= 0], dtype=np.intp)
    if not len(cohorts):
        raise NotComputableError("no cohort has a period before its treatment")
    shape = (panel.clusters + 1, len(cohorts), len(panel.periods))
    effects, units = np.full(shape, np.nan), np.zeros(shape)
    for place, start in enumerate(cohorts):
        base = start - 1 - given.anticipation
        change = outcome - outcome[:, [base]]
        for period in range(len(panel.periods)):
            if period == base:
                continue
            untouched = given.leaves > max(period, base)
            others = (~given.treated_units if given.never else untouched) & (given.first != start)
            mine, number = _means(change[:, period], given.first == start, owner, panel.clusters)
            theirs, _ = _means(change[:, period], others, owner, panel.clusters)
            effects[:, place, period] = mine - theirs
            units[:, place, period] = np.where(np.isfinite(mine - theirs), number, 0.0)
    return GroupTime(cohorts=cohorts, effects=effects, units=units)


def net(given: Adoption) -> Array:
    """Give the outcome less what the covariates say of it, by their coefficients in the untreated rows, (n,)."""
    panel = given.panel
    k = panel.covariates.shape[1]
    if not k:
        return panel.outcome
    clean = panel.kept(given.before)
    made = regression(clean, clean.covariates)
    columns = np.column_stack([made.interest, made.others])
    coefficients = np.linalg.lstsq(columns, made.outcome, rcond=None)[0][:k]
    found: Array = panel.outcome - panel.covariates @ coefficients
    return found


def _means(values: Array, chosen: Mask, owner: Codes, clusters: int) -> tuple[Array, Array]:
    """Give the mean over chosen units, and their number: of all, and with each cluster left out, (1 + G,)."""
    known = chosen & np.isfinite(values)
    number = np.bincount(owner[known], minlength=clusters).astype(np.float64)
    total = np.bincount(owner[known], weights=values[known], minlength=clusters)
    numbers = np.concatenate([[number.sum()], number.sum() - number])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.concatenate([[total.sum()], total.sum() - total]) / numbers, numbers


def event_study(found: GroupTime, longest: int) -> tuple[Codes, Array]:
    """Give the periods since the treatment that are covered, up to `longest` on either side, and the mean effects (1 + G, E) at each."""
    since = found.since()
    covered = [one for one in range(-longest, longest + 1) if (found.units[0] * (since == one)).sum() > 0]
    return np.array(covered), np.stack([found.pooled(since == one) for one in covered], axis=1)


def spread(effects: Array) -> Array:
    """Give the jackknife's covariance of effects (1 + G, E); NaN where a cluster left out leaves none."""
    count = len(effects) - 1
    apart = effects[1:] - effects[0]
    found: Array = (count - 1) / count * apart.T @ apart
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two cohorts compared in two-way least squares: the weight and the estimate; `forbidden` where the untreated side was treated already.

    Cohorts are period codes, the number of periods for those never treated.
    """

    treated: int
    against: int
    weight: float
    effect: float
    forbidden: bool


def taken_apart(given: Adoption) -> bool:
    """Whether the theorem speaks of a panel: one without gaps, covariates and anticipation."""
    panel = given.panel
    whole = len(panel) == len(panel.units) * len(panel.periods)
    return whole and not panel.covariates.shape[1] and not given.anticipation


def decomposition(given: Adoption) -> tuple[Pair, ...]:
    """Take the two-way estimate apart into comparisons of two cohorts (Goodman-Bacon 2021, Theorem 1), the heaviest first.

    Raise NotComputableError for a panel with gaps, or with covariates, of which the theorem does not speak.
    """
    panel = given.panel
    if not taken_apart(given):
        raise NotComputableError(
            "the two-way estimate is taken apart only in a panel without gaps, covariates and anticipation"
        )
    outcome = panel.outcome.reshape(len(panel.units), len(panel.periods))
    groups = [*given.cohorts, *([given.end] if (~given.treated_units).any() else [])]
    found = [
        pair
        for i, early in enumerate(groups)
        for late in groups[i + 1 :]
        for pair in _compared(outcome, given.first, int(early), int(late))
    ]
    total = sum(one.weight for one in found)
    scaled = (
        Pair(treated=o.treated, against=o.against, weight=o.weight / total, effect=o.effect, forbidden=o.forbidden)
        for o in found
    )
    return tuple(sorted(scaled, key=lambda one: -one.weight))


def _compared(outcome: Array, first: Codes, early: int, late: int) -> list[Pair]:
    """Compare the earlier cohort with the later while that is untreated, and the later with the earlier once that is treated."""
    periods = outcome.shape[1]
    mine, theirs = outcome[first == early].mean(axis=0), outcome[first == late].mean(axis=0)
    size = float(np.mean(first == early)), float(np.mean(first == late))
    share = 1.0 - early / periods, 1.0 - late / periods
    product = size[0] * size[1]
    gap = (mine[early:late].mean() - mine[:early].mean()) - (theirs[early:late].mean() - theirs[:early].mean())
    pairs = [
        Pair(
            treated=early,
            against=late,
            weight=product * (share[0] - share[1]) * (1.0 - share[0]),
            effect=float(gap),
            forbidden=False,
        )
    ]
    if late < periods:
        turned = (theirs[late:].mean() - theirs[early:late].mean()) - (mine[late:].mean() - mine[early:late].mean())
        pairs.append(
            Pair(
                treated=late,
                against=early,
                weight=product * share[1] * (share[0] - share[1]),
                effect=float(turned),
                forbidden=True,
            )
        )
    return pairs
