"""Who takes up a treatment that stays, and when; and the effect on those treated by what the untreated rows would predict.

Two ways: two-way least squares where all take it up at once, and imputation where they do not (Borusyak, Jaravel and Spiess 2024; Gardner 2022).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._two_way import (
    SINGULAR,
    clustered,
    dummies,
    leave_out,
    regression,
    within,
)

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs._two_way import Codes, Mask, Panel

FEW_TREATED = 5  # clusters; with fewer, their own spread says too little, and that of the untreated stands for it
FEWEST_UNTREATED = 5
MOST_CELLS = 10_000_000  # numbers that the errors of an imputation may hold at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """A panel without units treated from their first row, and the period code from which each unit is treated, (N,): beyond all codes for never.

    Rows within `anticipation` periods before the treatment belong to neither side. `never`: only units never treated are compared with.
    """

    panel: Panel
    first: Codes
    anticipation: int = 0
    never: bool = False
    always: int = 0  # units left out

    @property
    def since(self) -> Codes:
        """Periods since the treatment began, (n,): negative before it, and for units never treated beyond every period."""
        found: Codes = self.panel.period - self.first[self.panel.unit]
        return found

    @property
    def end(self) -> int:
        """The code that stands for never."""
        return len(self.panel.periods)

    @property
    def treated_units(self) -> Mask:
        """Whether each unit is ever treated, (N,)."""
        found: Mask = self.first < self.end
        return found

    @property
    def leaves(self) -> Codes:
        """The period code from which each unit is no longer untreated, (N,): the time of anticipation comes first; units never treated stay to the end."""
        return np.where(self.treated_units, self.first - self.anticipation, self.end)

    @property
    def cohorts(self) -> Codes:
        """The period codes at which units take the treatment up, ascending."""
        return np.unique(self.first[self.treated_units])

    @property
    def common(self) -> bool:
        """Whether all who take it up do so at once."""
        return len(self.cohorts) == 1

    @property
    def before(self) -> Mask:
        """Whether a row is untreated, and not in the time of anticipation, (n,)."""
        found: Mask = self.panel.period < self.leaves[self.panel.unit]
        return found

    @property
    def after(self) -> Mask:
        """Whether a row is treated, (n,)."""
        found: Mask = self.since >= 0
        return found

    def clusters(self, *, treated: bool) -> int:
        """How many clusters hold a unit that is ever treated, or one that never is."""
        rows = self.treated_units[self.panel.unit] == treated
        return len(np.unique(self.panel.cluster[rows]))


def adoption(panel: Panel, *, anticipation: int, never: bool) -> Adoption:
    """Read off a panel when each unit takes the treatment up.

    Raise NotComputableError where the treatment is not 0 or 1, is given up again, or leaves nobody to compare with.
    """
    values = np.unique(panel.treatment)
    if not np.isin(values, (0.0, 1.0)).all():
        raise NotComputableError(
            "the treatment is not 0 or 1: the design `differences` compares treated with untreated; declare the design `panel`"
        )
    if len(values) < 2:
        raise NotComputableError(
            "the treatment has one value in all rows: nothing is compared; bring rows with it and without"
        )
    first = np.full(len(panel.units), len(panel.periods))
    np.minimum.at(first, panel.unit[panel.treatment == 1.0], panel.period[panel.treatment == 1.0])
    given_up = (panel.treatment == 0.0) & (panel.period > first[panel.unit])
    if given_up.any():
        name = panel.units[panel.unit[np.argmax(given_up)]]
        raise NotComputableError(
            f"the treatment is given up again in {name}: the design `differences` is for one that stays; declare the design `panel`"
        )
    made = Adoption(panel=panel, first=first, anticipation=anticipation, never=never)
    started = np.bincount(panel.unit, weights=made.before) > 0
    always = int(np.sum(~started))
    if always:
        made = narrowed(made, started[panel.unit])
    made = replace(made, always=always)
    if not made.treated_units.any():
        raise NotComputableError(
            "no unit has a row before and a row after it takes the treatment up: within a unit nothing changes to compare; bring earlier rows"
        )
    if made.treated_units.all() and (never or made.common):
        raise NotComputableError(
            "no unit stays untreated: there is nobody to compare with; add the rows of units without it"
        )
    return made


def narrowed(given: Adoption, rows: Mask) -> Adoption:
    """Give the adoption among the rows of a mask (n,): codes are numbered anew, and a unit whose treatment lies beyond them is never treated."""
    panel = given.panel.kept(rows)
    units, periods = np.unique(given.panel.unit[rows]), np.unique(given.panel.period[rows])
    first = np.searchsorted(periods, given.first[units])
    return replace(given, panel=panel, first=first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """The effect on the treated with its error, and the effects with each cluster left out, (G,), where those were taken."""

    effect: float
    error: float
    degrees: float
    pooled: bool = False


def effect_of(given: Adoption) -> Effect:
    """Estimate the effect on the treated: by two-way least squares where all take it up at once, else by imputation.

    Errors are by clusters; where few clusters are treated, by the spread that the same comparison has among untreated ones
    (Donald and Lang 2007; Conley and Taber 2011). Raise NotComputableError where neither can be had.
    """
    few = given.clusters(treated=True) < FEW_TREATED
    if few and not given.common and not (~given.treated_units).any():
        raise NotComputableError(
            "few clusters are treated, and none stays untreated: nothing says how far chance alone would move the effect; bring units without it"
        )
    if given.common:
        kept = sided(given)
        found = clustered(regression(kept.panel, kept.after[:, None].astype(np.float64)))
        effect, error, degrees = float(found.effects[0]), float(found.errors[0]), float(found.degrees[0])
    else:
        effect, without = imputed(given)
        error, degrees = (np.nan, np.nan) if few else _jackknife(given, effect, without)
    if few:
        error, degrees = pooled_error(given)
    return Effect(effect=effect, error=error, degrees=degrees, pooled=few)


def sided(given: Adoption) -> Adoption:
    """Leave out the rows in the time of anticipation."""
    rows = given.before | given.after
    return given if rows.all() else narrowed(given, rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What an imputation is made of: columns less each unit's untreated mean, and which rows fit and which are predicted, (n,)."""

    regressors: Array  # (n, p)
    outcome: Array
    fits: Mask
    predicted: Mask


def parts(given: Adoption) -> Parts:
    """Take each unit's untreated mean off the regressors and the outcome; predict the treated rows of periods that untreated rows cover."""
    panel = given.panel
    before = given.before
    columns = np.column_stack([panel.covariates, dummies(panel.period, len(panel.periods)), panel.outcome])
    taken = within(panel.unit, columns, before)
    fits = before & ~given.treated_units[panel.unit] if given.never else before
    covered = np.bincount(panel.period[fits], minlength=len(panel.periods)) > 0
    predicted = given.after & covered[panel.period] & np.isfinite(taken).all(axis=1)
    if not predicted.any():
        raise NotComputableError(
            "no treated row has an untreated one of the same period to compare with; bring units without the treatment"
        )
    return Parts(
        regressors=np.nan_to_num(taken[:, :-1]), outcome=np.nan_to_num(taken[:, -1]), fits=fits, predicted=predicted
    )


def imputed(given: Adoption, blocks: Codes | None = None) -> tuple[float, Array]:
    """Give the mean effect on treated rows, and the same with each block of rows left out, (B,): NaN where that leaves a period uncovered."""
    made = parts(given)
    blocks = given.panel.cluster if blocks is None else blocks
    count = int(blocks.max()) + 1
    columns = np.column_stack([made.regressors, made.outcome])
    order = np.argsort(blocks, kind="stable")
    split = np.split(order, np.cumsum(np.bincount(blocks, minlength=count))[:-1])
    products = np.stack([columns[one][made.fits[one]].T @ columns[one][made.fits[one]] for one in split])
    sums = np.stack([columns[one][made.predicted[one]].sum(axis=0) for one in split])
    counts = np.bincount(blocks, weights=made.predicted, minlength=count)

    whole = predicted_effects(products.sum(axis=0)[None], sums.sum(axis=0)[None], counts.sum()[None])
    without = predicted_effects(products.sum(axis=0) - products, sums.sum(axis=0) - sums, counts.sum() - counts)
    without[_uncovering(given, made, blocks, count)] = np.nan
    return float(whole[0]), without


def imputed_effect(given: Adoption) -> float:
    """Give the mean effect on treated rows alone."""
    made = parts(given)
    columns = np.column_stack([made.regressors, made.outcome])
    fits, predicted = columns[made.fits], columns[made.predicted]
    found = predicted_effects((fits.T @ fits)[None], predicted.sum(axis=0)[None], np.array([float(len(predicted))]))
    return float(found[0])


def predicted_effects(gram: Array, totals: Array, number: Array) -> Array:
    """Give mean effects (B,), NaN where nothing is predicted, from products (B, p + 1, p + 1) of the rows that fit, and sums (B, p + 1) and numbers (B,) of those predicted, the outcome last."""
    p = gram.shape[1] - 1
    inverse = np.linalg.pinv(gram[:, :p, :p], rcond=SINGULAR, hermitian=True)
    coefficients = (inverse @ gram[:, :p, p:])[:, :, 0]
    with np.errstate(invalid="ignore", divide="ignore"):
        found: Array = (totals[:, p] - np.sum(totals[:, :p] * coefficients, axis=1)) / number
    return found


def _uncovering(given: Adoption, made: Parts, blocks: Codes, count: int) -> Mask:
    """Whether leaving out a block leaves a period with predicted rows but none that fit, or no predicted row, (B,)."""
    periods = len(given.panel.periods)

    def table(rows: Mask) -> Codes:
        return np.bincount(blocks[rows] * periods + given.panel.period[rows], minlength=count * periods).reshape(
            count, periods
        )

    fits, predicted = table(made.fits), table(made.predicted)
    fits, predicted = fits.sum(axis=0) - fits, predicted.sum(axis=0) - predicted
    found: Mask = ((predicted > 0) & (fits == 0)).any(axis=1) | (predicted.sum(axis=1) == 0)
    return found


def imputed_error(given: Adoption) -> tuple[float, float]:
    """Give the jackknife's standard error over clusters, scaled so that it is right for equal independent errors, and its degrees of freedom.

    That effects differ between cohorts and periods is no error, and taken out first. Where the panel is so large that this takes too much memory, it is the plain jackknife, with one less than the fewer of treated and untreated clusters.
    """
    return _jackknife(given, *imputed(given))


def _jackknife(given: Adoption, effect: float, without: Array) -> tuple[float, float]:
    if not np.isfinite(without).all():
        raise NotComputableError(
            "one cluster alone is treated, or is untreated, at some time: nothing says how far chance alone would move the effect; bring more units, or end the sample before that time"
        )
    count = len(without)
    variance = (count - 1) / count * float(np.sum((without - effect) ** 2))
    if (count + 1) * len(given.panel) > MOST_CELLS:
        fewer = min(given.clusters(treated=True), given.clusters(treated=False) or count)
        return float(np.sqrt(variance)), float(max(fewer - 1, 1))
    weights = functionals(given)
    apart = _alike(given, weights[1:] - weights[0], weights[0])
    gram = apart @ apart.T
    trace = float(np.trace(gram))
    squares = float(np.sum((apart @ given.panel.outcome) ** 2))
    degrees = float(np.clip(trace**2 / float(np.sum(gram**2)), 1.0, count - 1.0))
    return float(np.sqrt(squares * float(weights[0] @ weights[0]) / trace)), degrees


def _alike(given: Adoption, forms: Array, effect: Array) -> Array:
    """Give linear forms (G, n) of outcomes in which each cohort's mean effect in each period is set to the mean of all: that these differ is no error.

    `effect` are the weights (n,) of the effect on the outcomes.
    """
    made, panel = parts(given), given.panel
    cell = given.first[panel.unit] * (len(panel.periods) + 1) + panel.period
    cells, place = np.unique(cell[made.predicted], return_inverse=True)
    mine = forms[:, made.predicted]
    sums = np.stack([np.bincount(place, weights=one, minlength=len(cells)) for one in mine])
    spread = np.zeros_like(forms)
    spread[:, made.predicted] = (sums / np.bincount(place))[:, place]
    fits = made.regressors * made.fits[:, None]
    inverse = np.linalg.pinv(fits.T @ made.regressors, rcond=SINGULAR, hermitian=True)
    pulled = spread - (spread @ made.regressors) @ inverse @ fits.T
    found: Array = forms - _centred(given, pulled) + mine.sum(axis=1)[:, None] * effect
    return found


def _centred(given: Adoption, weights: Array) -> Array:
    """Turn weights (m, n) on outcomes less each unit's untreated mean into weights on the outcomes."""
    unit, before = given.panel.unit, given.before
    untreated = np.bincount(unit, weights=before)
    sums = np.stack([np.bincount(unit, weights=one, minlength=len(untreated)) for one in weights])
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.nan_to_num(sums / untreated)
    found: Array = weights - before * means[:, unit]
    return found


def functionals(given: Adoption) -> Array:
    """Give the weights on outcomes (1 + G, n) of the imputed effect, and of the same with each cluster left out."""
    made, panel = parts(given), given.panel
    count = panel.clusters
    fits = made.regressors * made.fits[:, None]
    inside = np.vstack([np.ones(len(panel), dtype=bool), panel.cluster != np.arange(count)[:, None]])
    predicted = made.predicted & inside
    numbers = predicted.sum(axis=1, keepdims=True)
    whole = fits.T @ made.regressors
    grams = np.stack([whole, *(whole - fits[~one].T @ made.regressors[~one] for one in inside[1:])])
    means = predicted @ made.regressors / numbers
    moved = np.linalg.pinv(grams, rcond=SINGULAR, hermitian=True) @ means[:, :, None]
    return _centred(given, predicted / numbers - (moved[:, :, 0] @ fits.T) * inside)


def pooled_error(given: Adoption) -> tuple[float, float]:
    """Give the error that the effect has if treated clusters vary as untreated ones do, and its degrees of freedom: one less than there are of those.

    For each date of adoption every untreated cluster's own change across that date is taken, net of the period effects and covariates.
    """
    never = narrowed(given, ~given.treated_units[given.panel.unit])
    count = never.panel.clusters
    if count < FEWEST_UNTREATED:
        raise NotComputableError(
            f"{given.clusters(treated=True)} treated clusters and {count} untreated ones: nothing says how far chance alone would move the effect; bring {FEWEST_UNTREATED} untreated ones, or declare `synthetic` for a single unit"
        )
    left = _unexplained(never)
    sides = sided(given)
    places = np.searchsorted(given.panel.times, never.panel.times)[never.panel.period]
    spreads = []
    for cluster in np.unique(sides.panel.cluster[sides.treated_units[sides.panel.unit]]):
        units = np.unique(sides.panel.unit[(sides.panel.cluster == cluster) & sides.treated_units[sides.panel.unit]])
        start = int(given.first[units[0]])
        spreads.append(float(np.var(_changes(left, never, places, start, given.anticipation), ddof=1)))
    treated = len(spreads)
    variance = sum(spreads) / treated**2 + float(np.mean(spreads)) / count
    return float(np.sqrt(variance)), float(count - 1)


def _unexplained(never: Adoption) -> Array:
    """Give what unit and period effects and covariates leave of the untreated clusters' outcomes, (m,)."""
    made = regression(never.panel, np.empty((len(never.panel), 0)))
    left: Array = made.outcome - made.others @ np.linalg.lstsq(made.others, made.outcome, rcond=None)[0]
    return left


def _changes(left: Array, never: Adoption, places: Codes, start: int, anticipation: int) -> Array:
    """Give each untreated cluster's mean after a date less that before it, (count,)."""
    count = never.panel.clusters
    sides = []
    for rows in (places >= start, places < start - anticipation):
        number = np.bincount(never.panel.cluster[rows], minlength=count)
        total = np.bincount(never.panel.cluster[rows], weights=left[rows], minlength=count)
        with np.errstate(invalid="ignore", divide="ignore"):
            sides.append(total / number)
    change: Array = sides[0] - sides[1]
    change = change[np.isfinite(change)]
    if len(change) < FEWEST_UNTREATED:
        raise NotComputableError(
            f"fewer than {FEWEST_UNTREATED} untreated clusters have rows before and after the treatment's date: bring more"
        )
    return change


def without_units(given: Adoption) -> Array:
    """Give the effects with each unit left out, (N,); NaN where nothing is left to compare."""
    kept = sided(given)
    if given.common:
        return leave_out(regression(kept.panel, kept.after[:, None].astype(np.float64)), kept.panel.unit)[:, 0]
    return imputed(given, given.panel.unit)[1]
