"""The cause's move on the event day: against its own history, and what it contributed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import EventDay
from causal.study import Direction

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.frame import Frame
    from causal.study import Edge, Event, Graph


def event_day(frame: Frame, graph: Graph, edge: Edge, estimate: Estimate, event: Event) -> EventDay:
    """Give the cause's move on the event day against its own history, and what it contributed.

    A link of a chain whose later links have lags is judged that many rows before.

    Moves are less the sample mean; rank 1 is the most extreme in the stated direction (in size where none is
    stated). Raise NotComputableError where either end is missing that day.
    """
    row = frame.sampling.position(frame.index, event.day)
    if row is None:
        raise NotComputableError("the event day is not a row of the sample")
    at = row - graph.rows_before_event(edge)
    treatment = graph.variable(edge.treatment)
    causes, outcomes = frame.values(edge.treatment), frame.values(edge.outcome)
    then = at - edge.lag
    if then < 0 or np.isnan(causes[then]) or np.isnan(outcomes[at]):
        raise NotComputableError(f"{edge.treatment} or {edge.outcome} has no value on the event day")
    mean, outcome_mean = float(np.nanmean(causes)), float(np.nanmean(outcomes))
    move, outcome_move = float(causes[then]) - mean, float(outcomes[at]) - outcome_mean
    signed = {Direction.UP: causes - mean, Direction.DOWN: mean - causes, None: np.abs(causes - mean)}[
        treatment.direction
    ]
    known = signed[~np.isnan(signed)]
    days = frame.sampling.names(frame.index[[at, then]])
    contribution = [estimate.effect * move, estimate.low * move, estimate.high * move]
    shares = [c / outcome_move for c in contribution] if outcome_move else None
    return EventDay(
        day=days[0],
        treatment_day=days[1],
        treatment_move=move,
        treatment_mean=mean,
        treatment_rank=int(np.sum(known >= signed[then])),
        treatment_count=len(known),
        outcome_move=outcome_move,
        contribution=contribution[0],
        low=min(contribution[1:]),
        high=max(contribution[1:]),
        share=None if shares is None else shares[0],
        share_low=None if shares is None else min(shares[1:]),
        share_high=None if shares is None else max(shares[1:]),
    )
