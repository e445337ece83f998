"""The sampling error of a share that a survey gives: Wilson's interval at Kish's effective number of respondents."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from causal.errors import NotComputableError
from causal.findings import Message, Outcome
from causal.grammar import units
from causal.judgement.checks._comparison import position
from causal.judgement.checks._evidence import by_chance
from causal.judgement.checks._parameters import FORBID, FormulaText, Scope
from causal.judgement.checks._series import read
from causal.verdict import Step, Test

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import Value
    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.verdict import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """The survey that a share comes from: how many answered, or a column of weights where each row is one who did."""

    __pydantic_config__ = FORBID

    n: int = 0
    """Respondents, where the rows are not theirs."""
    weights: FormulaText | None = None
    """Formula of each respondent's weight, where each row is one."""
    design_effect: float = 1.0
    """How many times the variance is that of a simple random sample; weights bring their own."""
    scope: Scope = Scope.PROCESS
    """`process`: the article speaks of all of whom these are a sample. `window`: of those asked alone, so that the sampling error goes to strength."""

    def __post_init__(self) -> None:
        if self.n < 0 or self.design_effect < 1:
            raise ValueError("'n' counts respondents and 'design_effect' is at least 1")
        if self.n and self.weights:
            raise ValueError("give 'n' for a published share, or 'weights' where each row is a respondent, not both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """A share of those asked, in the unit of the figure, with its interval at a confidence level."""

    found: float
    low: float
    high: float
    n: int
    effective: float
    level: float
    scope: Scope

    @property
    def bounds(self) -> tuple[float, float] | None:
        """What the share may be of all of whom these are a sample; None where those asked alone are spoken of."""
        return None if self.scope is Scope.WINDOW else (self.low, self.high)


def wilson(share: float, n: float, level: float) -> tuple[float, float]:
    """Give the interval of a share among n, inside 0 and 1 (Wilson 1927)."""
    z = float(stats.norm.isf((1 - level) / 2))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(centre - half, 0.0), min(centre + half, 1.0)


def kish(weights: Sequence[float]) -> float:
    """Give the effective number of respondents with these weights (Kish 1965)."""
    given = np.asarray(weights, dtype=np.float64)
    return float(given.sum() ** 2 / (given**2).sum())


def of_rows(survey: Survey, track: Track, context: Context) -> Sampled | None:
    """Give the share of the rows, each a respondent, in which a value is not zero; raise NotComputableError."""
    answers = track.known
    if survey.weights:
        weights = read(context, survey.weights).values.reindex(answers.index)
        answers, weights = answers[weights.notna()], weights.dropna()
    else:
        weights = answers * 0.0 + 1.0
    if answers.empty:
        return None
    one = float(answers.max()) or 1.0
    if not set(answers.unique()) <= {0.0, one}:
        raise NotComputableError(f"{track.name} is not yes or no in every row: a share has no sampling error otherwise")
    if (weights < 0).any() or not weights.sum() > 0:
        raise NotComputableError("the weights of a survey are zero or more, and not all zero")
    share = float((answers * weights).sum() / weights.sum()) / one
    n = survey.n or len(answers)
    return _sampled(survey, share, one, n, survey.n or kish(list(weights)), context)


def of_figure(survey: Survey, found: float, unit: str, context: Context) -> Sampled:
    """Give the interval of a published share; raise NotComputableError where it is none, or nobody says how many answered."""
    if not unit or units.unit(unit).dimension != units.SHARE:
        raise NotComputableError("a survey's figure is a share or a percentage: name its 'unit'")
    if not survey.n:
        raise NotComputableError("'survey' needs 'n', how many answered")
    one = float(1 / units.unit(unit).scale)
    if not 0 <= found / one <= 1:
        raise NotComputableError(f"{found:g} {unit} is no share of those who answered")
    return _sampled(survey, found / one, one, survey.n, survey.n, context)


def _sampled(survey: Survey, share: float, one: float, n: int, simple: float, context: Context) -> Sampled:
    """Give the interval of a share: `simple` respondents of a simple random sample, less the design effect."""
    effective, level = simple / survey.design_effect, context.rubric.level
    low, high = wilson(share, effective, level)
    return Sampled(
        found=share * one, low=low * one, high=high * one, n=n, effective=effective, level=level, scope=survey.scope
    )


def sampling_test(sampled: Sampled, unit: str) -> Test:
    """Print the sampling error; it decides nothing alone."""
    values: dict[str, Value] = {
        "n": sampled.n,
        "effective": round(sampled.effective),
        "found": sampled.found,
        "low": sampled.low,
        "high": sampled.high,
        "margin": (sampled.high - sampled.low) / 2,
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
