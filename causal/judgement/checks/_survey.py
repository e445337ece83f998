"""The sampling error of what a survey gives: a share, a mean, or the difference of two groups.

A share has Wilson's interval at its effective number of respondents: Kish's by the weights, or by strata and clusters the one
whose simple random sample has the linearised variance, at most those asked (as the US National Center for Health Statistics
does, Parker and others 2017).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.grammar import units
from causal.judgement.checks._comparison import position
from causal.judgement.checks._evidence import by_chance
from causal.judgement.checks._linearisation import Mask, Mean, Plan, covariance, critical, difference, mean_of, wilson
from causal.judgement.checks._parameters import FORBID, FormulaText, Scope
from causal.judgement.checks._series import read
from causal.judgement.checks._units import difference as of_difference
from causal.messages import Message, Outcome
from causal.verdict import Step, Test

if TYPE_CHECKING:
    import pandas as pd

    from causal.inference.algebra import Array
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Value
    from causal.verdict import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The survey that a share comes from: how many answered, or a column of weights where each row is one who did."""

    __pydantic_config__ = FORBID

    n: int = 0
    """Respondents, where the rows are not theirs."""
    weights: FormulaText | None = None
    """Formula of each respondent's weight, where each row is one."""
    strata: FormulaText | None = None
    """Formula of the number of each row's stratum, where the sample was drawn from each of them."""
    clusters: FormulaText | None = None
    """Formula of the number of each row's cluster (school, district, household), where whole groups were drawn; it may begin anew in each stratum."""
    design_effect: float = 1.0
    """How many times the variance is that of a simple random sample; weights, strata and clusters bring their own."""
    scope: Scope = Scope.PROCESS
    """`process`: the article speaks of all of whom these are a sample. `window`: of those asked alone, so that the sampling error goes to strength."""

    def __post_init__(self) -> None:
        if self.n < 0 or self.design_effect < 1:
            raise ValueError("'n' counts respondents and 'design_effect' is at least 1")
        if self.n and self.weights:
            raise ValueError("give 'n' for a published share, or 'weights' where each row is a respondent, not both")
        if (self.strata or self.clusters) and (self.n or self.design_effect != 1):
            raise ValueError("'strata' and 'clusters' give the error themselves: leave out 'n' and 'design_effect'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A share, a mean or a difference of those asked, in the unit of the figure, with its interval at a confidence level."""

    found: float
    low: float
    high: float
    n: int
    effective: float
    level: float
    scope: Scope
    groups: tuple[Sampled, ...] = ()  # the two of a difference

    @property
    def bounds(self) -> tuple[float, float] | None:
        """What the figure may be of all of whom these are a sample; None where those asked alone are spoken of."""
        return None if self.scope is Scope.WINDOW else (self.low, self.high)

    @property
    def margin(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def of_rows(survey: Survey, track: Track, groups: tuple[Mask, ...], context: Context) -> Sampled | None:
    """Give the share or the mean of the rows, each a respondent, in a group, or the difference of two; raise NotComputableError.

    `groups` say for each row of the track whether it is in. None where a group has no answer.
    """
    known: Mask = np.asarray(track.values.notna() & _weights(survey, track, context).notna())
    plan = _plan(survey, track, known, context)
    values, inside = _numbers(track.values)[known], [group[known] for group in groups]
    if any(not group.any() for group in inside):
        return None
    one = _one(values, track)
    means = [mean_of(values / one, group, plan) for group in inside]
    errors = covariance(means, plan) if plan.designed or len(means) == 2 or not _yes_or_no(values) else None
    parts = [
        _part(
            survey,
            mean,
            None if errors is None else float(errors[at, at]),
            plan,
            one,
            context,
            share=_yes_or_no(values),
        )
        for at, mean in enumerate(means)
    ]
    return parts[0] if len(parts) == 1 or errors is None else _apart(parts, errors, int(np.any(inside, axis=0).sum()))


def _numbers(values: pd.Series[float]) -> Array:
    return np.asarray(values, dtype=np.float64)


def _weights(survey: Survey, track: Track, context: Context) -> pd.Series[float]:
    if not survey.weights:
        return track.values * 0.0 + 1.0
    weights = read(context, survey.weights).values.reindex(track.values.index)
    if (weights < 0).any() or not weights.sum() > 0:
        raise NotComputableError("the weights of a survey are zero or more, and not all zero")
    return weights


def _plan(survey: Survey, track: Track, known: Mask, context: Context) -> Plan:
    def column(key: str, text: str | None) -> Array | None:
        if not text:
            return None
        given = _numbers(read(context, text).values.reindex(track.values.index))[known]
        if np.isnan(given).any():
            raise NotComputableError(f"{int(np.isnan(given).sum())} rows have no value of '{key}': number every row's")
        return given

    return Plan(
        weights=_numbers(_weights(survey, track, context))[known],
        strata=column("strata", survey.strata),
        clusters=column("clusters", survey.clusters),
    )


def _yes_or_no(values: Array) -> bool:
    return set(np.unique(values)) <= {0.0, float(values.max())}


def _one(values: Array, track: Track) -> float:
    """Give what a yes is written as, 1 where the values are no answers of yes or no; raise NotComputableError for a share of such."""
    share = bool(track.unit) and units.unit(track.unit).dimension == units.SHARE
    if _yes_or_no(values):
        whole, yes = float(1 / units.unit(track.unit).scale) if share else 1.0, float(values.max())
        if share and yes and not math.isclose(yes, whole):
            raise NotComputableError(
                f"{track.name} is {yes:g} where the answer is yes, which in {track.unit} is no whole: write `{whole / yes:g} * (...)` "
                "around the formula of 'of'"
            )
        return yes or whole
    if not track.unit or share:
        raise NotComputableError(
            f"{track.name} is not yes or no in every row: a share has no sampling error otherwise, and a mean needs its 'unit'"
        )
    return 1.0


def _part(
    survey: Survey, mean: Mean, error: float | None, plan: Plan, one: float, context: Context, *, share: bool
) -> Sampled:
    """Give the interval of one group: of a share, Wilson's; of a mean, Student's t about it."""
    freedom = plan.freedom if plan.designed or not share else math.inf
    level, simple = context.rubric.level, (survey.n or mean.kish) / survey.design_effect
    if share:
        effective = simple
        if plan.designed and error and mean.spread:
            effective = min(mean.spread / error, float(mean.n))
        low, high = wilson(mean.value, effective, level, freedom)
    else:
        error = (error or 0.0) * survey.design_effect
        effective = mean.spread / error if error else simple
        half = critical(level, freedom) * math.sqrt(error)
        low, high = mean.value - half, mean.value + half
    return Sampled(
        found=mean.value * one,
        low=low * one,
        high=high * one,
        n=survey.n or mean.n,
        effective=effective,
        level=level,
        scope=survey.scope,
    )


def _apart(parts: list[Sampled], errors: Array, n: int) -> Sampled:
    """Give the first group less the second, of `n` answers in either; what they share of strata, clusters and rows counts."""
    scale = math.sqrt(float(errors[0, 0] * errors[1, 1]))
    apart = of_two(parts[0], parts[1], float(errors[0, 1]) / scale if scale else 0.0)
    return replace(apart, n=n, effective=apart.effective * n / apart.n)


def of_two(first: Sampled, second: Sampled, correlation: float = 0.0) -> Sampled:
    """Give the first less the second with its interval, from two groups or two surveys."""
    low, high = difference(
        (first.found, second.found), ((first.low, first.high), (second.low, second.high)), correlation
    )
    return Sampled(
        found=first.found - second.found,
        low=low,
        high=high,
        n=first.n + second.n,
        effective=first.effective + second.effective,
        level=first.level,
        scope=first.scope,
        groups=(first, second),
    )


def of_figure(survey: Survey, found: float, unit: str, context: Context) -> Sampled:
    """Give the interval of a published share; raise NotComputableError where it is none, or nobody says how many answered."""
    if not unit or units.unit(unit).dimension != units.SHARE:
        raise NotComputableError("a survey's figure is a share or a percentage: name its 'unit'")
    if not survey.n:
        raise NotComputableError("'survey' needs 'n', how many answered")
    one = float(1 / units.unit(unit).scale)
    if not 0 <= found / one <= 1:
        raise NotComputableError(f"{found:g} {unit} is no share of those who answered")
    effective, level = survey.n / survey.design_effect, context.rubric.level
    low, high = wilson(found / one, effective, level)
    return Sampled(
        found=found, low=low * one, high=high * one, n=survey.n, effective=effective, level=level, scope=survey.scope
    )


def margin(sampled: Sampled | None, unit: str) -> dict[str, Value]:
    """Give what a sentence says of the margin of error of its figure."""
    return {"margin": sampled.margin if sampled else None, "margin_unit": of_difference(unit)}


def sampling_test(sampled: Sampled, unit: str) -> Test:
    """Print the sampling error; it decides nothing alone."""
    values: dict[str, Value] = {
        "n": sampled.n,
        "effective": round(sampled.effective),
        "found": sampled.found,
        "low": sampled.low,
        "high": sampled.high,
        **margin(sampled, unit),
        "level": sampled.level,
        "unit": unit,
    }
    message = Message(key="check.survey.margin", values=values)
    return Test(name="sampling", outcome=Outcome.PASSED, message=message, required=False)


def sampling_steps(comparison: Comparison, sampled: Sampled) -> tuple[Step, ...]:
    """Step down where only the sampling error brings the stated figure within reach, or where it leaves those asked alone."""
    if sampled.scope is Scope.WINDOW and comparison.interval is not None:
        told: dict[str, Value] = {
            "low": sampled.low,
            "high": sampled.high,
            "level": sampled.level,
            "unit": comparison.unit,
        }
        return by_chance(comparison.agrees, position(sampled.low, sampled.high, comparison.interval), told)
    inside = (
        comparison.interval is not None and comparison.found is not None and comparison.found in comparison.interval
    )
    if comparison.agrees is not Outcome.PASSED or inside:
        return ()
    values: dict[str, Value] = {"low": comparison.low, "high": comparison.high, "unit": comparison.unit}
    return (Step(by=-1, reason=Message(key="check.step.wide_interval", values=values)),)
