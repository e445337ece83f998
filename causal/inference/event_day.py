"""The cause's move at the event: against its own history, and what it contributed.

A shock is a move on the event day: the change since the row before, or the value itself where it is a change. A step is the
difference of the means from a day on and before it; a period that of the means inside and outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import EventDay
from causal.study import EventTest

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from causal.findings import Estimate
    from causal.frame import Frame
    from causal.study import Edge, Event, Graph

    Array = NDArray[np.float64]
    Mask = NDArray[np.bool_]

FEWEST = 5  # rows with a value on either side of a step, inside and outside a period


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """The moves of both ends, and of the cause what its history would have given at other times; rows by number."""

    treatment_move: float
    outcome_move: float
    history: Array
    own: float  # what `history` holds for the event itself
    treatment_row: int
    outcome_row: int
    last_row: int


def event_day(frame: Frame, graph: Graph, edge: Edge, estimate: Estimate, event: Event) -> EventDay:
    """Give the cause's move at the event against its own history, and what it contributed.

    A link of a chain whose later links have lags is judged that many rows before. Raise NotComputableError where either
    end is missing then.
    """
    found = HAPPENINGS[edge.event_test](frame, graph, edge, event)
    needed = graph.needed_direction(edge)
    signed = needed * found.history if needed else np.abs(found.history)
    own = needed * found.own if needed else abs(found.own)
    names = frame.sampling.names(frame.index[[found.outcome_row, found.treatment_row, found.last_row]])
    contribution = [size * found.treatment_move for size in (estimate.effect, estimate.low, estimate.high)]
    shares = [c / found.outcome_move for c in contribution] if found.outcome_move else None
    return EventDay(
        day=names[0],
        treatment_day=names[1],
        until=names[2] if edge.event_test is EventTest.PERIOD else "",
        kind=edge.event_test,
        treatment_move=found.treatment_move,
        treatment_rank=int(np.sum(signed >= own)),
        opposite_rank=int(np.sum(signed <= own)),
        treatment_count=len(signed),
        outcome_move=found.outcome_move,
        contribution=contribution[0],
        low=min(contribution[1:]),
        high=max(contribution[1:]),
        share=None if shares is None else shares[0],
        share_low=None if shares is None else min(shares[1:]),
        share_high=None if shares is None else max(shares[1:]),
    )


def moves(frame: Frame, graph: Graph, name: str) -> Array:
    """Give the variable's change at every row since the row before, NaN where it is not known."""
    measure, values = graph.variable(name).measure, frame.values(name)
    if measure is not None and measure.change:
        return values
    return values - frame.shift(values, 1)


def _shock(frame: Frame, graph: Graph, edge: Edge, event: Event) -> Happening:
    row = frame.sampling.position(frame.index, event.day)
    if row is None:
        raise NotComputableError("the event day is not a row of the sample")
    at = row - graph.rows_before_event(edge)
    then = at - edge.lag
    causes, outcomes = moves(frame, graph, edge.treatment), moves(frame, graph, edge.outcome)
    if then < 0 or np.isnan(causes[then]) or np.isnan(outcomes[at]):
        raise NotComputableError(
            f"{edge.treatment} or {edge.outcome} has no value on the event day or the row before it"
        )
    return Happening(
        treatment_move=float(causes[then]),
        outcome_move=float(outcomes[at]),
        history=causes[~np.isnan(causes)],
        own=float(causes[then]),
        treatment_row=then,
        outcome_row=at,
        last_row=then,
    )


def _step(frame: Frame, graph: Graph, edge: Edge, event: Event) -> Happening:
    """Set the step beside every other place where one could be, each in standard errors of independent rows."""
    inside = _rows(frame, edge.event_start or event.day, None)
    then, at, causes, outcomes = _ends(frame, graph, edge, inside)
    known = np.flatnonzero(~np.isnan(causes))
    place = int(np.searchsorted(known, then))
    sums, count = np.cumsum(causes[known]), len(known)
    before = np.arange(1, count)
    steps = (sums[-1] - sums[:-1]) / (count - before) - sums[:-1] / before
    scaled = steps * np.sqrt(before * (count - before) / count)
    inner = scaled[FEWEST - 1 : count - FEWEST]
    return Happening(
        treatment_move=float(steps[place - 1]),
        outcome_move=float(np.nanmean(outcomes[at:]) - np.nanmean(outcomes[:at])),
        history=inner,
        own=float(scaled[place - 1]),
        treatment_row=then,
        outcome_row=at,
        last_row=len(causes) - 1,
    )


def _period(frame: Frame, graph: Graph, edge: Edge, event: Event) -> Happening:
    """Set the period beside every stretch of as many rows."""
    inside = _rows(frame, edge.event_start or event.start, edge.event_end or event.end)
    then, at, causes, outcomes = _ends(frame, graph, edge, inside)
    rows = int(inside.sum())
    outside = np.r_[causes[:then], causes[then + rows :]]
    level = float(np.nanmean(outside))
    own = float(np.nanmean(causes[then : then + rows])) - level
    history = _means(causes, rows) - level
    return Happening(
        treatment_move=own,
        outcome_move=float(
            np.nanmean(outcomes[at : at + rows]) - np.nanmean(np.r_[outcomes[:at], outcomes[at + rows :]])
        ),
        history=history[~np.isnan(history)],
        own=float(history[then]),
        treatment_row=then,
        outcome_row=at,
        last_row=then + rows - 1,
    )


HAPPENINGS = {EventTest.SHOCK: _shock, EventTest.STEP: _step, EventTest.PERIOD: _period}


def _rows(frame: Frame, start: date, end: date | None) -> Mask:
    """Mark the rows from one day to another, or to the last."""
    last = end or frame.sampling.extent(frame.index[-1])[1].date()
    return frame.sampling.within(frame.index, start, last)


def _ends(frame: Frame, graph: Graph, edge: Edge, inside: Mask) -> tuple[int, int, Array, Array]:
    """Give the first row of the cause and of the outcome, and both series; raise NotComputableError where a side is empty."""
    causes, outcomes = frame.values(edge.treatment), frame.values(edge.outcome)
    if not inside.any():
        raise NotComputableError("no row of the sample lies in the stated step or period")
    rows, at = int(inside.sum()), int(np.argmax(inside)) - graph.rows_before_event(edge)
    then = at - edge.lag
    for start, values in ((then, causes), (at, outcomes)):
        stretch = np.zeros(len(values), dtype=bool)
        stretch[max(start, 0) : max(start + rows, 0)] = True
        known = ~np.isnan(values)
        if start < 0 or min(np.sum(known & stretch), np.sum(known & ~stretch)) < FEWEST:
            message = f"{edge.treatment} or {edge.outcome} has fewer than {FEWEST} values inside or outside of it"
            raise NotComputableError(message)
    return then, at, causes, outcomes


def _means(values: Array, rows: int) -> Array:
    """Give the mean of each stretch of so many rows, NaN where none has a value."""
    known = ~np.isnan(values)
    sums = np.cumsum(np.r_[0.0, np.where(known, values, 0.0)])
    counts = np.cumsum(np.r_[0, known])
    total, count = sums[rows:] - sums[:-rows], counts[rows:] - counts[:-rows]
    means: Array = np.divide(total, count, out=np.full(len(total), np.nan), where=count > 0)
    return means
