"""A correlation, or the difference of two dependent ones, with a block-bootstrap interval."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causal.errors import NotComputableError
from causal.judgement.checks import Check
from causal.judgement.checks._chart import history
from causal.judgement.checks._comparison import Position, position
from causal.judgement.checks._evidence import by_chance, evidence, source_steps
from causal.judgement.checks._parameters import (
    FORBID,
    DatasetName,
    FormulaText,
    Moment,
    Relation,
    Scope,
    when,
)
from causal.judgement.checks._series import read
from causal.messages import Message, Outcome
from causal.sampling import block_resample
from causal.verdict import Comparison, Grounds, Interval, Step, Strength, Test
from causal.work.seeds import stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causal.judgement.checks import Context
    from causal.judgement.checks._series import Track
    from causal.messages import Label, Value
    from causal.verdict import Chart, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The correlation of `pair` from `start` to `end` against that of `versus`, or against `at_least` alone.

    The claim is that correlation(pair) - correlation(versus) stands in `relation` to `at_least` (default 0).
    """

    __pydantic_config__ = FORBID

    pair: tuple[FormulaText, FormulaText]
    """Formulas of the two series."""
    start: Moment
    """First day or instant of the period."""
    end: Moment
    """Last day or instant of the period."""
    versus: tuple[FormulaText, FormulaText] | None = None
    """Formulas of the two series that they are compared with."""
    relation: Relation = Relation.GREATER
    """How the correlation, or the difference of two, stands to the bound."""
    at_least: float | None = None
    """The bound of the correlation, or of the difference of two; 0 where none is given."""
    on: DatasetName = ""
    """Dataset whose times are used, where it is not the one that the formula names."""
    pair_label: str = ""
    """What the pair is, in the report's words."""
    versus_label: str = ""
    """What the other pair is, in the report's words."""
    scope: Scope = Scope.PROCESS
    """`window`: the article tells what happened in the period, and the figure decides. `process`: it tells how things work, and the interval decides."""

    def __post_init__(self) -> None:
        when("", self.start, self.end)


DRAWS = 2000  # of the bootstrap
MINIMUM_ROWS = 15  # complete rows, below which no interval is given
ROLLING = (20, 120)  # rows of the rolling correlation that is drawn: as many as the claim's period, within these


def correlations(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give corr(column 0, 1) - corr(column 2, 3) along axis -2; the last two columns may be absent."""
    centred = table - table.mean(axis=-2, keepdims=True)
    scale = np.sqrt((centred**2).sum(axis=-2))
    if np.any(scale[..., :2] == 0):
        raise NotComputableError("a series does not move in the period: it has no correlation")

    def pair(i: int) -> NDArray[np.float64]:
        return np.asarray((centred[..., i] * centred[..., i + 1]).sum(axis=-1) / (scale[..., i] * scale[..., i + 1]))

    return pair(0) - pair(2) if table.shape[-1] == 4 else pair(0)


def short_block(rows: int) -> int:
    """Give the rows of a block: the cube root of the sample's, rounded up, without the least length of longer samples."""
    return math.ceil(math.cbrt(rows))


def resampled(table: NDArray[np.float64], generator: np.random.Generator, draws: int = DRAWS) -> NDArray[np.float64]:
    """Give the statistic on circular-block-bootstrap samples (Politis and Romano 1992), whole rows together.

    Shape (draws,).
    """
    return correlations(table[block_resample(len(table), draws, generator, short_block(len(table)))])


def interval(estimate: float, draws: NDArray[np.float64], rows: int, level: float) -> tuple[float, float]:
    """Give the percentile interval, stretched about the estimate for the few blocks that short samples have.

    The factor is Student's t over the normal quantile, with one degree of freedom less than there are blocks: without
    it a nominal 95% interval covers in 89% of samples of 20 rows (see the tests).
    """
    from scipy import special

    tail = (1 - level) / 2
    low, high = (float(end) for end in np.quantile(draws, (tail, 1 - tail)))
    stretch = float(special.stdtrit(max(1, rows // short_block(rows) - 1), 1 - tail) / special.ndtri(1 - tail))
    return estimate - stretch * (estimate - low), estimate + stretch * (high - estimate)


def _table(tracks: list[Track], parameters: Parameters) -> pd.DataFrame:
    columns = {position: track.between(parameters.start, parameters.end) for position, track in enumerate(tracks)}
    return pd.DataFrame(columns).dropna()


def run(parameters: Parameters, context: Context) -> Evidence:
    """Estimate the correlation or the difference, bootstrap it, and see on which side its interval lies."""
    formulas = (*parameters.pair, *(parameters.versus or ()))
    tracks = [read(context, of, parameters.on, beside=formulas) for of in formulas]
    table = _table(tracks, parameters)
    if len(table) < MINIMUM_ROWS:
        raise NotComputableError(
            f"{len(table)} complete rows from {parameters.start} to {parameters.end}: it takes {MINIMUM_ROWS}"
        )
    data = table.to_numpy(dtype=np.float64)
    estimate = float(correlations(data))
    key = ("correlation", context.claim.id, *formulas, parameters.start, parameters.end)
    draws = resampled(data, stream(context.study.seed, *key))
    limit = 2.0 if parameters.versus else 1.0
    low, high = np.clip(interval(estimate, draws, len(data), context.rubric.level), -limit, limit).tolist()
    values = _values(parameters, context, _named(parameters, tracks), data) | {
        "estimate": estimate,
        "low": low,
        "high": high,
        "detectable": _detectable(draws, context),
    }
    return _evidence(parameters, context, tracks, values, (estimate, low, high), len(data))


def _detectable(draws: NDArray[np.float64], context: Context) -> float:
    """Give the distance from the threshold that this sample finds with the rubric's power."""
    from scipy import special

    normal = special.ndtri((1 + context.rubric.level) / 2) + special.ndtri(context.rubric.required_power)
    return float(normal * draws.std(ddof=1))


def _named(parameters: Parameters, tracks: list[Track]) -> tuple[Label, Label]:
    """Give the label of the pair, and that of the pair it is compared with, which may be empty."""
    labels = [(one.label,) if isinstance(one.label, str) else one.label for one in tracks]
    return parameters.pair_label or sum(labels[:2], ()), parameters.versus_label or sum(labels[2:], ())


def _values(
    parameters: Parameters, context: Context, labels: tuple[Label, Label], data: NDArray[np.float64]
) -> dict[str, Value]:
    return {
        "pair": labels[0],
        "versus": labels[1],
        "correlation": float(correlations(data[:, :2])),
        "versus_correlation": float(correlations(data[:, 2:])) if labels[1] else None,
        "relation": parameters.relation.value,
        "threshold": parameters.at_least or 0.0,
        "rows": len(data),
        "start": parameters.start,
        "end": parameters.end,
        "level": context.rubric.level,
        "power": context.rubric.required_power,
    }


HAPPENED = {
    Position.INSIDE: (Grounds.FIGURES_AGREE, "check.correlation.was_so", Outcome.PASSED),
    Position.OUTSIDE: (Grounds.CONTRADICTED, "check.correlation.was_not", Outcome.FAILED),
}
POSITIONS = {
    Position.INSIDE: (Grounds.FIGURES_AGREE, "check.correlation.holds", Outcome.PASSED),
    Position.OUTSIDE: (Grounds.CONTRADICTED, "check.correlation.fails", Outcome.FAILED),
    Position.ACROSS: (Grounds.INCONCLUSIVE, "check.correlation.undecided", Outcome.NOT_APPLICABLE),
}


def _evidence(
    parameters: Parameters,
    context: Context,
    tracks: list[Track],
    values: dict[str, Value],
    estimate: tuple[float, float, float],
    rows: int,
) -> Evidence:
    threshold = parameters.at_least or 0.0
    greater = parameters.relation is Relation.GREATER
    stated = Interval(low=threshold, high=None, low_closed=False) if greater else Interval(low=None, high=threshold)
    window, place = parameters.scope is Scope.WINDOW, position(estimate[1], estimate[2], stated)
    verdict, key, agrees = HAPPENED[position(estimate[0], estimate[0], stated)] if window else POSITIONS[place]
    reason = Message(key=key, values=values)
    passed = Outcome.PASSED if agrees is Outcome.PASSED else Outcome.FAILED
    pair, versus = _named(parameters, tracks)
    return evidence(
        "correlation",
        verdict,
        reason,
        [
            Test(name="measured", outcome=Outcome.PASSED, message=Message(key="check.correlation.rows", values=values)),
            Test(name="figure" if window else "interval", outcome=passed, message=reason),
        ],
        tracks=tracks,
        steps=(*source_steps(tracks), *(by_chance(agrees, place, values) if window else _few(rows, context))),
        start=Strength.HIGH if window else None,
        comparisons=[
            Comparison(
                label=pair,
                stated="",
                interval=stated,
                found=estimate[0],
                unit="",
                agrees=agrees,
                source=tracks[0].source,
                low=estimate[1],
                high=estimate[2],
                at=parameters.start,
                end=parameters.end,
            )
        ],
        charts=[_rolling(parameters, tracks, (pair, versus), rows)],
        would_change=Message(key="check.correlation.would_change", values=values),
        details={"found": estimate[0], "low": estimate[1], "high": estimate[2], "rows": rows},
    )


def _few(rows: int, context: Context) -> tuple[Step, ...]:
    minimum = context.rubric.minimum_rows
    few = Step(by=-1, reason=Message(key="check.step.few_rows", values={"rows": rows, "minimum": minimum}))
    return (few,) if rows < minimum else ()


def _rolling(parameters: Parameters, tracks: list[Track], labels: tuple[Label, Label], rows: int) -> Chart:
    """Draw both correlations over a moving window as long as the claim's period."""
    window = int(np.clip(rows, *ROLLING))
    first = _moving(tracks[0], tracks[1], window, labels[0])
    second = _moving(tracks[2], tracks[3], window, labels[1]) if len(tracks) == 4 else None
    return history(first, parameters.end, None, second)


def _moving(x: Track, y: Track, window: int, label: Label) -> Track:
    both = pd.DataFrame({"x": x.values, "y": y.values}).dropna()
    moving = both["x"].rolling(window).corr(both["y"]).reindex(x.values.index)
    return replace(x, label=label, unit="", values=moving)


CHECK = Check(title="Comparison of correlations", parameters=Parameters, run=run, dated=True)
