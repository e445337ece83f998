"""Dose and response: a curve of the outcome over a dose, judged by its average slope."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import ConfigDict, Field

from causal.errors import NotComputableError
from causal.findings import Estimate, Plot, Strand
from causal.inference.designs import ROW, Challenge, Challenged, Declared, StudyDesign, Worlds
from causal.inference.designs._curves import FEWEST_KNOTS, Curve, curve
from causal.inference.designs._hidden import HIDDEN_CAUSE
from causal.inference.designs._wild import wild_weights

if TYPE_CHECKING:
    from causal.inference.algebra import Array

MIDDLE = (5.0, 95.0)  # percentiles of the dose between which a turn counts
OTHERS = (3, 4, 5, 6)
PLACES = 41
SIMULATED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What a dose-response design is told."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    curve: Literal["spline", "quadratic"] = "spline"
    """The curve: a natural cubic spline, or the dose and its square."""

    knots: Annotated[int, Field(ge=3, le=8)] = 4
    """The spline's degrees of freedom: its knots, the two at the ends among them, lie at quantiles of the doses that differ."""


def judged(declared: Declared) -> Estimate:
    """Give the average slope over the rows' doses, with the error HC3."""
    found = curve(declared)
    effect, error = found.average()
    average = declared.estimate(
        method="dose_average",
        effect=effect,
        standard_error=error,
        rows=len(found.doses),
        degrees_of_freedom=found.freedom,
        details={"line_p": found.against_line(), **_turning(declared, found)},
    )
    return replace(average, standardised=None)  # of a bent curve the average slope times a spread is no size


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the judged estimate, and the straight line's beside it, with the error HC3, too."""
    return judged(declared), _line(declared)


def simulate(declared: Declared) -> Worlds:
    """Draw errors anew about what covariates make of the outcome, the dose having a straight line's effect: each row's keeps or changes its sign (a wild bootstrap).

    Errors are what curve and covariates leave; doses and covariates stay.
    """
    found = curve(declared)
    where = declared.numbered().rows(ROW)[ROW].to_numpy(dtype=np.intp)
    outcome = declared.column(declared.outcome)
    dosed = found.terms(found.doses) @ found.coefficients[: -found.covariates.shape[1] or None]
    held = found.covariates @ found.coefficients[len(found.coefficients) - found.covariates.shape[1] :]
    left = outcome[where] - dosed - held
    fitted = held + dosed.mean()
    left *= np.sqrt(len(left) / found.freedom)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        drawn = outcome.copy()
        drawn[where] = fitted + wild_weights(rng, len(left)) * left + effect * found.doses
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=True)


def _turning(declared: Declared, found: Curve) -> dict[str, float | None]:
    """Give a quadratic's coefficients, and the dose at which it turns with its error by the delta method."""
    if declared.parameters.curve != "quadratic":
        return {}
    _, line, square = found.coefficients[:3]
    gradient = np.array([-1.0 / (2.0 * square), line / (2.0 * square**2)])
    error = float(np.sqrt(gradient @ found.covariance[1:3, 1:3] @ gradient))
    return {
        "linear": float(line),
        "square": float(square),
        "turning": float(-line / (2.0 * square)),
        "turning_error": error,
    }


def _line(declared: Declared) -> Estimate:
    import statsmodels.api as sm

    covariates = [name for name in declared.covariates if name not in (declared.unit, declared.period)]
    table = declared.rows()
    columns = np.column_stack([np.ones(len(table)), table[[declared.treatment, *covariates]].to_numpy()])
    fitted = sm.OLS(table[declared.outcome].to_numpy(), columns).fit(cov_type="HC3")
    return declared.estimate(
        method="dose_line",
        effect=float(fitted.params[1]),
        standard_error=float(fitted.bse[1]),
        rows=len(table),
        degrees_of_freedom=float(fitted.df_resid),
    )


def linearity(declared: Declared, estimate: Estimate) -> Challenged:
    """Look for a turn of the curve in the middle 90% of the doses.

    A curve that is no line is not thereby refuted; it is where its slope is surely on the other side of zero than the average
    slope, by a band that holds for all doses together at the rubric's level (the largest of simulated t statistics).
    """
    found = curve(declared)
    lowest, highest = np.percentile(found.doses, MIDDLE)
    places = np.linspace(lowest, highest, PLACES)
    rows = found.slopes(places)
    slopes, covariance = rows @ found.coefficients, rows @ found.covariance @ rows.T
    errors = np.sqrt(np.diag(covariance))
    wide = _largest(covariance, errors, declared) * errors
    against = slopes < -wide if estimate.effect > 0 else slopes > wide
    worst = int(np.argmin(np.sign(estimate.effect) * slopes))
    p_value = found.against_line()
    return Challenged(
        passed=not against.any(),
        p_value=p_value,
        low=float(slopes[worst] - wide[worst]),
        high=float(slopes[worst] + wide[worst]),
        values={
            "bent": p_value <= 1.0 - declared.rubric.level,
            "slope": float(slopes[worst]),
            "at": float(places[worst]),
            "lowest": float(places[0]),
            "highest": float(places[-1]),
        },
    )


def _largest(covariance: Array, errors: Array, declared: Declared) -> float:
    """Give the value that the largest of the places' absolute t statistics passes with probability `1 - level`."""
    values, vectors = np.linalg.eigh(covariance / np.outer(errors, errors))
    root = vectors * np.sqrt(values.clip(min=0.0))
    drawn = declared.stream("dose_linearity").standard_normal((SIMULATED, len(errors))) @ root.T
    return float(np.quantile(np.abs(drawn).max(axis=1), declared.rubric.level))


def ends(declared: Declared, estimate: Estimate) -> Challenged:
    """Leave out the lowest and the highest 5% of doses; passes where the average slope keeps its sign."""
    found = curve(declared, within=MIDDLE)
    effect, error = found.average()
    low, high = _interval(declared, found, effect, error)
    return Challenged(
        passed=effect * estimate.effect > 0,
        low=low,
        high=high,
        values={"effect": effect, "left_out": estimate.rows - len(found.doses)},
    )


def other_knots(declared: Declared, estimate: Estimate) -> Challenged:
    """Fit splines of other degrees of freedom: 3 to 6, and the next two above the declared curve's.

    Passes where every average slope has the judged one's sign, and no finer curve's lies outside the judged interval and is
    surely another, by intervals of the two slopes' difference that hold for all finer curves together (Bonferroni). A coarser
    curve may well be wrong where the judged one is right.
    """
    found = curve(declared)
    judged, influence = found.averaged()
    own = declared.parameters.knots if declared.parameters.curve == "spline" else FEWEST_KNOTS
    tried: list[int] = []
    effects: list[float] = []
    beyond: list[float] = []
    others = sorted({*OTHERS, own + 1, own + 2})
    finer = sum(knots > own for knots in others)
    for knots in others:
        if knots == own and declared.parameters.curve == "spline":
            continue
        try:
            effect, its = curve(declared, knots=knots).averaged()
        except NotComputableError:
            break
        tried.append(knots)
        effects.append(effect)
        low, high = _interval(declared, found, effect - judged, float(np.linalg.norm(its - influence)), finer)
        if knots > own and not estimate.low <= effect <= estimate.high and (low > 0.0 or high < 0.0):
            beyond.append(effect)
    if not effects:
        return Challenged(passed=True, why="few_values")
    one_sign = all(effect * estimate.effect > 0 for effect in effects)
    return Challenged(
        passed=one_sign and not beyond,
        effects=np.array(effects),
        values={
            "curves": len(effects),
            "coarsest": min(tried),
            "finest": max(tried),
            "least": min(effects),
            "most": max(effects),
            "one_sign": one_sign,
        },
    )


def _interval(declared: Declared, found: Curve, effect: float, error: float, among: int = 1) -> tuple[float, float]:
    """Give the interval of a slope, at a level that holds for `among` such intervals together."""
    from scipy import stats

    half = float(stats.t.isf((1.0 - declared.rubric.level) / 2.0 / among, found.freedom)) * error
    return effect - half, effect + half


def response(declared: Declared, _: Estimate) -> Plot:
    """Draw the curve, covariates at their means, with its interval at each dose."""
    from scipy import stats

    found = curve(declared)
    places = np.linspace(found.doses.min(), found.doses.max(), PLACES)
    rows = found.heights(places)
    heights = rows @ found.coefficients
    half = float(stats.t.isf((1.0 - declared.rubric.level) / 2.0, found.freedom)) * np.sqrt(
        np.einsum("ij,jk,ik->i", rows, found.covariance, rows)
    )
    return Plot(
        name="dose_curve",
        strands=(
            Strand(
                label="curve",
                x=tuple(places.tolist()),
                y=tuple(heights.tolist()),
                low=tuple((heights - half).tolist()),
                high=tuple((heights + half).tolist()),
                joined=True,
            ),
        ),
        values={"rows": len(found.doses), "level": declared.rubric.level},
    )


DESIGN = StudyDesign(
    title="Dose and response",
    also=("dose_response",),
    parameters=Parameters,
    samples=frozenset({"cross-section"}),
    estimate=estimate,
    proof=curve,
    judged=judged,
    simulate=simulate,
    challenges={
        "dose_linearity": Challenge(test="refuted", run=linearity),
        "dose_ends": Challenge(test="refuted", run=ends),
        "dose_knots": Challenge(test="refuted", run=other_knots),
        "hidden_cause": HIDDEN_CAUSE,
    },
    figures={"dose_curve": response},
)
