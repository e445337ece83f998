"""Interrupted time series: the cause steps from 0 to 1 at a date, and the outcome's level is compared across it.

Segmented regression (Wagner, Soumerai, Zhang and Ross-Degnan 2002; Bernal, Cummins and Gasparrini 2017): a trend, a step at the date and,
where declared, a change of slope from it on; the judged effect is the step at the date. A comparison series that the date does not
reach is held fixed, and shows what else changed then. Errors are autoregressive, and as honest as a short series lets them be:
see `_autoregressive`. Least squares with the cosine estimator and with Newey and West's errors, from statsmodels, stands beside it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import ConfigDict, Field

from causal.errors import NotComputableError
from causal.findings import Plot, Strand
from causal.inference.algebra import fit, project
from causal.inference.designs import Challenge, Challenged, StudyDesign, Worlds
from causal.inference.designs._autoregressive import averaged, followed, freed
from causal.inference.designs._hidden import HIDDEN_CAUSE
from causal.inference.designs._segments import FEWEST, segments_of

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._autoregressive import Averaged
    from causal.inference.designs._segments import Segments
    from causal.messages import Value

FEWEST_DATES = 9  # placebo dates: with fewer no rank has a share of at most a tenth
WINDOW = 20  # rows a side for each one that is left out next to the date


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """What an interrupted series is declared with."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    comparison: str = ""
    """A series that the date does not reach, and that shares what else moves the outcome: a cause of the outcome in the graph."""
    trend: bool = True
    """Whether the series has a trend that would have gone on. Without one the two means are compared."""
    slope: bool = False
    """Whether the slope may change at the date, too. The effect that is judged is the step at the date."""
    season: Annotated[int, Field(ge=0, le=60)] = 0
    """Rows in which a season comes round, such as 12 months; 0 for none."""


def judged(declared: Declared) -> Estimate:
    """Give the step at the date."""
    return _judged(declared, segments_of(declared))


def _judged(declared: Declared, segments: Segments) -> Estimate:
    found = segments.fit()
    rows, after = len(segments.places), int(np.sum(segments.after))
    details: dict[str, Value] = {
        "rows_before": rows - after,
        "rows_after": after,
        "correlation": found.correlation,
        "noise": found.noise,
    }
    details |= _slopes(segments, found.coefficients)
    if segments.slope:
        details["slope_change_error"] = float(found.errors[segments.slope_at] / segments.length)
    return declared.estimate(
        method="interrupted",
        effect=found.effect,
        standard_error=found.error,
        degrees_of_freedom=found.degrees,
        rows=rows,
        details=details,
    )


def estimate(declared: Declared) -> tuple[Estimate, ...]:
    """Give the step at the date; beside it those of least squares and, where a comparison is declared, without it."""
    segments = segments_of(declared)
    beside = []
    if len(segments.comparison):
        alone = segments.fit(alone=True)
        beside.append(
            declared.estimate(
                method="interrupted_alone",
                effect=alone.effect,
                standard_error=alone.error,
                degrees_of_freedom=alone.degrees,
                rows=len(segments.places),
            )
        )
    with suppress(NotComputableError):
        beside.append(_least_squares(declared, segments))
    return (_judged(declared, segments), *beside)


def simulate(declared: Declared) -> Worlds:
    """Draw errors anew about the fit without the step, or a change of slope: surprises of the likeliest errors' filter, run through it again.

    Trend, season, covariates and comparison stay.
    """
    segments = segments_of(declared)
    where = segments_of(declared.numbered(declared.outcome)).outcome.astype(np.intp)
    found, columns = segments.fit(), segments.columns()
    left = segments.outcome - columns @ found.coefficients
    steady = np.ones(columns.shape[1], dtype=bool)
    steady[[0, *([segments.slope_at] if segments.slope else [])]] = False
    fitted = columns[:, steady] @ found.coefficients[steady]
    surprises = freed(left[:, None], segments.places, found.correlation, found.noise)[:, 0]
    surprises *= np.sqrt(len(left) / (len(left) - columns.shape[1]))
    outcome = declared.column(declared.outcome)

    def draw(rng: np.random.Generator, effect: float) -> Declared:
        shocks = rng.choice([-1.0, 1.0], size=len(left)) * rng.choice(surprises, size=len(left))
        drawn = outcome.copy()
        drawn[where] = (
            fitted + followed(shocks, segments.places, found.correlation, found.noise) + effect * segments.after
        )
        return declared.having({declared.outcome: drawn})

    return Worlds(draw=draw, additive=True)


def _slopes(segments: Segments, coefficients: Array) -> dict[str, Value]:
    """Give the trend and the change of slope a row, those of them that the segments have."""
    places = {"trend": 2} if segments.trend else {}
    places |= {"slope_change": segments.slope_at} if segments.slope else {}
    return {name: float(coefficients[at] / segments.length) for name, at in places.items()}


def _least_squares(declared: Declared, segments: Segments) -> Estimate:
    from statsmodels.regression.linear_model import OLS

    columns = segments.columns()
    projection = project(columns[:, 0], columns[:, 1:])
    robust = fit(projection, segments.outcome[:, None])
    model = OLS(segments.outcome, columns)
    results = model.fit()
    return declared.estimate(
        method="interrupted_least_squares",
        effect=float(results.params[0]),
        standard_error=float(robust.standard_error[0]),
        degrees_of_freedom=float(robust.degrees_of_freedom),
        rows=len(columns),
        details={
            **_slopes(segments, results.params),
            **projection.variance.beside(model, len(columns)),
            "r_squared": float(results.rsquared),
        },
    )


def _placebo_dates(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the step's statistic ranks among those of steps at dates before the date with a share of at most 5%.

    With fewer than 19 such dates no share is so small: the true one must then rank first, and there must be nine.
    """
    segments = segments_of(declared)
    before = segments.only(~segments.after)
    places = before.places[FEWEST : len(before.places) - FEWEST + 1]
    if len(places) < FEWEST_DATES:
        raise NotComputableError(
            f"{max(len(places), 0)} dates before the date are too few to rank among: it takes {FEWEST_DATES}"
        )
    places = places[np.unique(np.linspace(0, len(places) - 1, min(len(places), declared.rubric.draws)).astype(int))]
    errors = segments.fit()
    own = _statistics(segments, errors, [segments.since])[0]
    others = _statistics(before, errors, [float(place) for place in places])
    count = len(others) + 1
    rank = 1 + int(np.sum(np.abs(others[:, 0]) >= abs(own[0])))
    share, least = rank / count, 1.0 / count
    return Challenged(
        passed=share <= max(declared.rubric.placebo_level, least),
        p_value=share,
        effects=others[:, 1],
        values={
            "rank": rank,
            "count": count,
            "smallest": least,
            "few": least > declared.rubric.placebo_level,
        },
    )


def _statistics(segments: Segments, errors: Averaged, dates: list[float]) -> Array:
    """Give statistic and step for each date, (dates, 2), by least squares on rows freed of the likeliest errors."""
    tables = [segments.broken_at(date).columns() for date in dates]
    wide = np.column_stack([segments.outcome, *tables])
    outcome, *columns = freed(wide, segments.places, errors.correlation, errors.noise).T
    found = []
    for at in range(len(dates)):
        count = tables[at].shape[1]
        own = np.column_stack(columns[at * count : (at + 1) * count])
        inverse = np.linalg.pinv(own)
        left = outcome - own @ (inverse @ outcome)
        error = np.sqrt(left @ left / max(len(own) - count, 1) * (inverse[0] @ inverse[0]))
        found.append((inverse[0] @ outcome / error, inverse[0] @ outcome))
    return np.array(found)


def _trend(declared: Declared, judged: Estimate) -> Challenged:
    """Pass where a trend that may bend leaves the step's sign; where the bend is clear, the step must be clear of zero beside it."""
    segments = segments_of(declared)
    columns = segments.columns(curved=True)
    bend = 3 + int(segments.slope)
    order = [bend, *(k for k in range(columns.shape[1]) if k != bend)]
    curve = averaged(segments.outcome, columns[:, order], segments.places)
    step = segments.fit(curved=True)
    low, high = step.interval(declared.rubric.level)
    clear = curve.p_value < 1.0 - declared.rubric.level
    kept = step.effect * judged.effect > 0
    return Challenged(
        passed=bool(kept and (not clear or low > 0 or high < 0)),
        p_value=curve.p_value,
        low=low,
        high=high,
        values={"step": step.effect, "bent": bool(clear), "kept": bool(kept)},
    )


def _comparison(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the comparison series has no step at the date that differs from zero."""
    segments = segments_of(declared)
    if not len(segments.comparison):
        return Challenged(passed=False, why="none")
    found = replace(segments, outcome=segments.comparison, comparison=np.zeros(0)).fit()
    low, high = found.interval(declared.rubric.level)
    return Challenged(
        passed=bool(low <= 0 <= high), p_value=found.p_value, low=low, high=high, values={"step": found.effect}
    )


def _leave_window(declared: Declared, judged: Estimate) -> Challenged:
    """Pass where the step keeps its sign without the rows next to the date, one in twenty of the shorter side, at least one, and without half of them."""
    segments = segments_of(declared)
    shorter = int(min(np.sum(segments.after), np.sum(~segments.after)))
    width = max(1, shorter // WINDOW)
    from_date = np.where(segments.after, segments.places - segments.since, segments.since - 1 - segments.places)
    steps = [segments.only(from_date >= left).fit().effect for left in sorted({(width + 1) // 2, width})]
    return Challenged(
        passed=all(step * judged.effect > 0 for step in steps),
        values={"left_out": int(np.sum(from_date < width)), "step": steps[-1]},
    )


def _figure(declared: Declared, judged: Estimate) -> Plot:
    segments = segments_of(declared)
    columns, coefficients = segments.columns(), segments.fit().coefficients
    fitted, after = columns @ coefficients, segments.after
    changing = [0, *([segments.slope_at] if segments.slope else [])]
    without = fitted - columns[:, changing] @ coefficients[changing]
    return Plot(
        name="its_segments",
        strands=(
            _strand("observed", segments.times, segments.outcome, joined=False),
            _strand("fitted", segments.times[~after], fitted[~after]),
            _strand("fitted", segments.times[after], fitted[after]),
            _strand("counterfactual", segments.times[after], without[after]),
        ),
        cut=float(segments.times[np.sum(~after) - 1 : np.sum(~after) + 1].mean()),
        values={"effect": judged.effect, "low": judged.low, "high": judged.high},
    )


def _strand(label: str, x: Array, y: Array, *, joined: bool = True) -> Strand:
    return Strand(label=label, x=tuple(map(float, x)), y=tuple(map(float, y)), joined=joined)


DESIGN = StudyDesign(
    title="Interrupted time series",
    also=("its",),
    parameters=Parameters,
    samples=frozenset({"time series"}),
    estimate=estimate,
    proof=lambda declared: segments_of(declared).columns(),
    judged=judged,
    simulate=simulate,
    challenges={
        "its_placebo_dates": Challenge(test="refuted", run=_placebo_dates),
        "its_trend": Challenge(test="refuted", run=_trend),
        "its_comparison": Challenge(test="refuted", run=_comparison),
        "its_leave_window": Challenge(test="refuted", run=_leave_window),
        "hidden_cause": HIDDEN_CAUSE,
    },
    figures={"its_segments": _figure},
    variables=("comparison",),
    drawn=("comparison",),
    orders=True,
)
