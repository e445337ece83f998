"""The rubric on simulated worlds, through the same steps as a report's data."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from causal.calibration.procedures import Answer
from causal.errors import NotComputableError
from causal.frame import Frame
from causal.inference.algebra import fit
from causal.inference.design import lag_of, node, variable_of
from causal.inference.direction import CACHED
from causal.inference.error_rates import asked_of, supported
from causal.inference.estimate import design_for
from causal.inference.regressions import regress
from causal.sampling import HC3
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from numpy.typing import NDArray

    from causal.calibration.cells import Cell, Worlds
    from causal.findings import Estimand
    from causal.inference.algebra import Array
    from causal.inference.design import Design
    from causal.study import Graph
    from causal.verdict import Rubric

FIRST_DAY = "2020-01-01"


def judged(cell: Cell, worlds: Worlds, graph: Graph, estimand: Estimand, rubric: Rubric, seed: int) -> Answer:
    """Say where the rubric would call the graph's claimed edge established, with the interval; the event is taken as given.

    The worlds of a cell differ in their numbers alone: which rows and columns an edge asks for is found once, in the first.
    """
    edge = graph.edge(graph.chain[0])
    first = frame_of(cell, worlds)
    design = design_for(first, graph, estimand, around(cell))
    asked = asked_of(first, graph, edge, estimand, design)
    columns = Columns(_series(worlds), np.asarray(first.index.get_indexer(design.index)))
    values = {name: columns(name)[:, asked.places] for name in asked.question.values}
    claimed = asked.question.passes(values.__getitem__, asked.question.asked, asked.tests, rubric.level)
    read = {name: columns(name) for name in {estimand.outcome, estimand.treatment, _lead(estimand), *design.names}}
    lows, highs = _intervals(design, estimand, read, rubric.level)
    kept: dict[str, list[Iterable[Any]]] = {}  # what is drawn hangs on the rows, which all worlds share
    for world in np.flatnonzero(claimed):  # the rest takes longer
        own = _own(design, estimand, read, world)
        outcome = own.outcome[:, None]
        claimed[world] = supported(own, outcome, edge, graph.id, seed, rubric, rubric.level, None, kept)[0]
    return Answer(claimed=claimed, low=lows, high=highs)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of all worlds by `variable@lag`, (worlds, rows): series (worlds, all rows) on chosen rows."""

    series: dict[str, Array]
    rows: NDArray[np.intp]

    def __call__(self, name: str) -> Array:
        """Give a column on the chosen rows, NaN where it would lie before the first or after the last."""
        at, series = self.rows - lag_of(name), self.series[variable_of(name)]
        inside = (at >= 0) & (at < series.shape[1])
        return np.where(inside, series[:, np.where(inside, at, 0)], np.nan)


def _own(design: Design, estimand: Estimand, read: dict[str, Array], world: np.intp) -> Design:
    """Give the design with a world's own numbers, of columns (worlds, rows) by name."""
    return replace(
        design,
        outcome=read[estimand.outcome][world],
        treatment=read[estimand.treatment][world],
        controls=np.array([np.ones(design.rows), *(read[name][world] for name in design.names)]).T,
        lead=read[_lead(estimand)][world],
    )


def _intervals(design: Design, estimand: Estimand, read: dict[str, Array], level: float) -> tuple[Array, Array]:
    """Give the interval of the effect in each world, each (worlds,): together where they can be worked out so."""
    outcome, treatment = read[estimand.outcome], read[estimand.treatment]
    bounds = np.full((2, len(outcome)), np.nan)
    together = pieces(design.rows, len(outcome), CACHED) if design.variance is HC3 else ()
    for part in together:
        with suppress(NotComputableError):  # of some world: each has its turn
            fitted = regress(outcome[part], [*(read[name][part] for name in design.names), treatment[part]])
            bounds[:, part] = np.where(fitted.on_many_rows(), fitted.interval(level), np.nan)
    for world in np.flatnonzero(np.isnan(bounds[0])):
        own = _own(design, estimand, read, world)
        bounds[:, [world]] = fit(own.project(), own.outcome[:, None]).interval(level)
    return bounds[0], bounds[1]


def _lead(estimand: Estimand) -> str:
    return node(variable_of(estimand.treatment), -1)


def _series(worlds: Worlds) -> dict[str, Array]:
    """Give the series that the analyst sees by variable, (worlds, rows)."""
    seen = {"x": worlds.seen, "y": worlds.y, "z": worlds.z}
    if worlds.w is not None:
        seen["w"] = worlds.w
    return {name: np.ascontiguousarray(series.T) for name, series in seen.items()}


def frame_of(cell: Cell, worlds: Worlds, world: int = 0) -> Frame:
    """Give a world's data as the analyst sees them, a day a row."""
    days = pd.date_range(FIRST_DAY, periods=cell.rows)
    return Frame(pd.DataFrame({name: one[world] for name, one in _series(worlds).items()}, index=days), (), {})


def around(cell: Cell) -> tuple[date, date]:
    """Give the event window: the event's day and those beside it."""
    days = pd.date_range(FIRST_DAY, periods=cell.rows)
    return days[cell.event_row - 1].date(), days[cell.event_row + 1].date()
