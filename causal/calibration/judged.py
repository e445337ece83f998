"""The rubric on simulated worlds: each world a frame of its own, through the same steps as a report's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causal.calibration.procedures import Answer
from causal.frame import Frame
from causal.inference.algebra import fit
from causal.inference.error_rates import asked_of, supported
from causal.inference.estimate import design_for

if TYPE_CHECKING:
    from datetime import date

    from causal.calibration.cells import Cell, Worlds
    from causal.findings import Estimand
    from causal.study import Graph
    from causal.verdict import Rubric

FIRST_DAY = "2020-01-01"


def judged(cell: Cell, worlds: Worlds, graph: Graph, estimand: Estimand, rubric: Rubric, seed: int) -> Answer:
    """Say where the rubric would call the graph's claimed edge established, with the interval; the event is taken as given."""
    edge = graph.edge(graph.chain[0])
    claimed, bounds = [], []
    window = around(cell)
    for frame in frames(cell, worlds):
        design = design_for(frame, graph, estimand, window)
        outcome = design.outcome[:, None]
        low, high = fit(design.project(), outcome).interval(rubric.level)
        asked = asked_of(frame, graph, edge, estimand, design)
        found = asked.holds(rubric.level)
        if found:  # the rest takes longer
            found = bool(supported(design, outcome, edge, graph.id, seed, rubric, rubric.level, asked)[0])
        claimed.append(found)
        bounds.append((float(low[0]), float(high[0])))
    lows, highs = np.array(bounds).T
    return Answer(claimed=np.array(claimed), low=lows, high=highs)


def frames(cell: Cell, worlds: Worlds) -> list[Frame]:
    """Give each world's data as the analyst sees them, a day a row."""
    seen = {"x": worlds.seen, "y": worlds.y, "z": worlds.z}
    if worlds.w is not None:
        seen["w"] = worlds.w
    days = pd.date_range(FIRST_DAY, periods=cell.rows)
    return [
        Frame(pd.DataFrame({name: series[:, world] for name, series in seen.items()}, index=days), (), {})
        for world in range(worlds.y.shape[1])
    ]


def around(cell: Cell) -> tuple[date, date]:
    """Give the event window: the event's day and those beside it."""
    days = pd.date_range(FIRST_DAY, periods=cell.rows)
    return days[cell.event_row - 1].date(), days[cell.event_row + 1].date()
