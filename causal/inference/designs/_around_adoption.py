"""The effects of the periods around the treatment, with errors, and what those before it say of trends that were apart already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._adoption import FEW_TREATED, FEWEST_UNTREATED, narrowed
from causal.inference.designs._group_time import event_study, group_time, net, spread
from causal.inference.designs._two_way import Clustered, joint

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs._adoption import Adoption
    from causal.inference.designs._two_way import Codes

LONGEST = 10  # periods on either side of the treatment that are shown
JOINTLY = 4  # periods before the treatment that are tested together
PERIODS_A_DEGREE = 3.0  # degrees of freedom that each tested period must have


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Effects (E,) at periods since the treatment, against the last before it, with their covariance (E, E) and degrees of freedom."""

    since: Codes
    effects: Array
    covariance: Array
    degrees: float


def around(given: Adoption, degrees: float, longest: int = LONGEST) -> Events:
    """Give the effects around the treatment: by group-time effects, with the jackknife over clusters.

    Where few clusters are treated, the covariance is that of untreated ones, each in the place of a treated one.
    """
    since, effects = event_study(group_time(given), longest)
    covariance = _stand_ins(given, since) if given.clusters(treated=True) < FEW_TREATED else spread(effects)
    known = np.isfinite(np.diag(covariance)) & np.isfinite(effects[0])
    return Events(
        since=since[known], effects=effects[0][known], covariance=covariance[np.ix_(known, known)], degrees=degrees
    )


def _stand_ins(given: Adoption, since: Codes) -> Array:
    """Give the covariance (E, E) of the mean of few treated clusters, from the changes of untreated clusters around the same dates."""
    never = narrowed(given, ~given.treated_units[given.panel.unit])
    if never.panel.clusters < FEWEST_UNTREATED:
        raise NotComputableError("too few clusters stay untreated for their spread to be known")
    owners = np.zeros(len(given.first), dtype=np.intp)
    owners[given.panel.unit] = given.panel.cluster
    outcome = np.full((never.panel.clusters, len(given.panel.periods)), np.nan)
    values = net(never)
    places = np.searchsorted(given.panel.times, never.panel.times)
    for period, place in enumerate(places):
        rows = never.panel.period == period
        number = np.bincount(never.panel.cluster[rows], minlength=never.panel.clusters)
        total = np.bincount(never.panel.cluster[rows], weights=values[rows], minlength=never.panel.clusters)
        outcome[:, place] = np.where(number > 0, total / np.maximum(number, 1), np.nan)
    sizes = np.array([len(np.unique(owners[given.first == start])) for start in given.cohorts], dtype=np.float64)
    spreads = np.stack([_around_date(outcome, int(start), given.anticipation, since) for start in given.cohorts])
    covered = np.isfinite(np.diagonal(spreads, axis1=1, axis2=2))
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = sizes[:, None] * covered / (sizes @ covered)
    products = weights[:, :, None] * weights[:, None, :]
    filled = np.nan_to_num(spreads)
    own = np.sum(products * filled / sizes[:, None, None], axis=0)
    covariance: Array = own + np.sum(np.sqrt(products) * filled, axis=0) / len(outcome)
    return covariance


def _around_date(outcome: Array, start: int, anticipation: int, since: Codes) -> Array:
    """Give the covariance (E, E) over rows of changes since the last period before a date; NaN where a place lies outside."""
    base = start - 1 - anticipation
    inside = (start + since >= 0) & (start + since < outcome.shape[1]) & (base >= 0)
    change = np.full((len(outcome), len(since)), np.nan)
    change[:, inside] = outcome[:, start + since[inside]] - outcome[:, [base]]
    complete = np.isfinite(change[:, inside]).all(axis=1)
    found = np.full((len(since), len(since)), np.nan)
    if complete.sum() >= FEWEST_UNTREATED:
        found[np.ix_(inside, inside)] = np.atleast_2d(np.cov(change[complete][:, inside], rowvar=False))
    return found


def early(given: Adoption, degrees: float) -> Events:
    """Give the effects of the last periods before the treatment, as many as the degrees of freedom carry; raise NotComputableError where there is none."""
    found = around(given, degrees)
    before = np.flatnonzero(found.since < -1 - given.anticipation)
    most = int(min(JOINTLY, max(1, degrees // PERIODS_A_DEGREE)))
    chosen = before[-most:]
    if not len(chosen):
        raise NotComputableError(
            "no unit has two periods before its treatment: nothing shows whether the trends were the same"
        )
    return Events(
        since=found.since[chosen] + 1 + given.anticipation,
        effects=found.effects[chosen],
        covariance=found.covariance[np.ix_(chosen, chosen)],
        degrees=degrees,
    )


def run_early(found: Events) -> float:
    """Give the p-value that all of them are zero."""
    return joint(_clustered(found), 0.95)[0]


def power_against_trend(found: Events, effect: float, level: float) -> float:
    """Give how often the test would see a trend apart that moves as far as the effect over the periods tested."""
    steps = found.since / float(np.max(np.abs(found.since)))
    return joint(_clustered(found), level, steps * effect)[1]


def _clustered(found: Events) -> Clustered:
    return Clustered(
        effects=found.effects, covariance=found.covariance, degrees=np.full(len(found.effects), found.degrees)
    )
