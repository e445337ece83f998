"""Worlds that are not as the graph has them: the edge runs the other way, or a hidden cause moves both its ends.

Cause and effect are simulated anew, row after row, each from its own past and what else the graph lets cause it, with the edge cut;
all other series stay. Shocks are residuals, drawn in runs of rows for each end apart. What is counted are the worlds that pass every test
of the rubric but the refuters, the timing and the event: a bound from above of how often such a world would be called established.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.design import lag_of, variable_of
from causal.inference.direction import together
from causal.inference.rates import in_turn
from causal.inference.regressions import regress
from causal.inference.sensitivity import left_by
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from causal.inference.algebra import Array, Mask
    from causal.inference.design import Design
    from causal.inference.direction import Numbers, Question
    from causal.inference.sensitivity import Confounder
    from causal.study import Edge
    from causal.verdict import Rubric

    Draw = Callable[[int, np.random.Generator], Numbers]  # row numbers, (worlds, rows)

SERIES = 2  # simulated a world
OWN_ROWS = 3  # times the lags: with fewer rows there is nothing to simulate


@dataclass(frozen=True, slots=True)
class Line:
    """One end's equation: what the series that stay make of it at each time, (times,), weights of the ends' values by (variable, lag), residuals."""

    fixed: Array
    weights: dict[tuple[str, int], float]
    residuals: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """Cause and effect of each world by variable, (worlds, times), and the columns that stay; the first `start` times have no past."""

    asked: Question
    series: dict[str, Array]
    start: int

    def __call__(self, name: str) -> Array:
        """Give a column by `variable@lag`, (worlds or 1, times less the first)."""
        variable, lag = variable_of(name), lag_of(name)
        times = next(iter(self.series.values())).shape[1]
        if variable not in self.series:
            return self.asked.values[name][:, self.start : times]
        return self.series[variable][:, self.start - lag : times - lag]

    @property
    def count(self) -> int:
        """Number of worlds."""
        return len(next(iter(self.series.values())))

    def of(self, chosen: NDArray[np.intp] | slice) -> Worlds:
        """Give the chosen worlds, by number."""
        return replace(self, series={name: values[chosen] for name, values in self.series.items()})


def reversed_worlds(asked: Question, count: int, rng: np.random.Generator, draw: Draw) -> Worlds:
    """Give worlds in which the effect moves the cause instead, as strongly as the data have them move together."""
    given = asked.given
    effect = _line(asked, given.effect, given.effect_given)
    cause = _line(asked, given.cause, (*given.cause_given, given.effect))
    shocks = [effect.residuals[draw(count, rng)], cause.residuals[draw(count, rng)]]
    return _run(asked, [(given.effect, effect), (given.cause, cause)], shocks)


def hidden_worlds(
    asked: Question, strength: Confounder, sign: int, count: int, rng: np.random.Generator, draw: Draw
) -> Worlds:
    """Give worlds in which a hidden cause moves both ends, new at every row, and neither moves the other.

    It takes its partial R2 of each end's shocks, and pulls them together as the claim's sign has it.
    """
    given = asked.given
    lines = [
        (name, _line(asked, name, causes))
        for name, causes in ((given.cause, given.cause_given), (given.effect, given.effect_given))
    ]
    shares = min(strength.treatment_r2, 1.0), min(float(strength.outcome_r2.flat[0]), 1.0)
    rows = draw(count, rng)
    hidden = rng.standard_normal(rows.shape)
    shocks = []
    for (_, line), share, pull in zip(lines, shares, (1.0, float(sign or 1)), strict=True):
        own = line.residuals[draw(count, rng)]
        shocks.append(np.sqrt(1.0 - share) * own + pull * np.sqrt(share) * line.residuals.std() * hidden)
    return _run(asked, lines, shocks)


def _line(asked: Question, name: str, causes: tuple[str, ...]) -> Line:
    """Fit one end on its causes; lags are counted from the end's own row."""
    ends = {variable_of(asked.given.cause), variable_of(asked.given.effect)}
    columns = {cause: asked.values[cause] for cause in causes}
    fitted = regress(asked.values[name], list(columns.values()))
    coefficients = dict(zip(columns, fitted.coefficients[0, 1:], strict=True))
    stays = fitted.coefficients[0, 0] + sum(
        (float(b) * columns[cause][0] for cause, b in coefficients.items() if variable_of(cause) not in ends),
        np.zeros(asked.values[name].shape[1]),
    )
    weights = {
        (variable_of(cause), lag_of(cause) - lag_of(name)): float(b)
        for cause, b in coefficients.items()
        if variable_of(cause) in ends
    }
    return Line(stays, weights, fitted.residuals[0])


def _run(asked: Question, lines: list[tuple[str, Line]], shocks: list[Array]) -> Worlds:
    """Run the equations forward; the first rows are those of the data."""
    rows = asked.values[asked.given.effect].shape[1]
    lag = lag_of(asked.given.cause)
    times, start = rows - lag, max(lag_of(name) for name in asked.values)
    if times < OWN_ROWS * (start + 1):
        raise NotComputableError(f"{times} rows are too few to simulate {start} rows of past")
    moved = {}  # time before worlds, so that a row is one stretch of memory
    for (name, line), shock in zip(lines, shocks, strict=True):
        ahead = lag_of(name)  # the row at which the end's own time stands
        moved[variable_of(name)] = np.ascontiguousarray((line.fixed + shock)[:, ahead : ahead + times].T)
        moved[variable_of(name)][:start] = asked.values[name][0, ahead : ahead + start, None]
    steps = [
        (moved[variable_of(name)], moved[variable], back, weight)
        for name, line in lines
        for (variable, back), weight in line.weights.items()
    ]
    for time in range(start, times):
        for series, cause, back, weight in steps:
            series[time] += weight * cause[time - back]
    moved = {name: np.ascontiguousarray(series.T) for name, series in moved.items()}
    return Worlds(asked=asked, series=moved, start=start)


def established(worlds: Worlds, design: Design, edge: Edge, rubric: Rubric, level: float, tests: int) -> Mask:
    """Say of each world whether effect, direction and, where it decides, sensitivity are passed; (worlds,).

    `tests` are the implied independences that the direction is corrected for. A few worlds are worked out at a time.
    """
    parts = pieces(design.rows, worlds.count, together(design.rows))
    return np.concatenate([_established(worlds.of(part), design, edge, rubric, level, tests) for part in parts])


def _established(worlds: Worlds, design: Design, edge: Edge, rubric: Rubric, level: float, tests: int) -> Mask:
    given = worlds.asked.given
    controls = [worlds(name) for name in design.names]
    outcome, treatment = worlds(given.effect), worlds(given.cause)
    fitted = regress(outcome, [*controls, treatment])
    low, high = fitted.interval(level)
    sign = np.full(low.shape, float(edge.sign)) if edge.sign else np.sign(fitted.coefficients[:, -1])
    passed: Mask = np.where(sign > 0, low > 0, high < 0)
    alive = np.flatnonzero(passed)
    if not len(alive):
        return passed
    few = worlds.of(alive)
    passed[alive] = few.asked.passes(few, few.asked.asked, tests, rubric.level)
    alive = np.flatnonzero(passed)
    if len(alive) and edge.must_withstand(ordered=design.sampling.ordered):
        passed[alive] = left_by(worlds.of(alive), design, given.cause, given.effect, sign[alive], rubric)
    return passed


def false_support(
    make: Callable[[int], Worlds], design: Design, edge: Edge, rubric: Rubric, level: float, tests: int
) -> Mask:
    """Give `established` over the rubric's number of adverse worlds, or over fewer of many rows."""
    found: list[Mask] = []
    for worlds in in_turn(design.rows * SERIES, rubric.adverse_worlds, found):
        found.append(established(make(worlds), design, edge, rubric, level, tests))
    return np.concatenate(found)
