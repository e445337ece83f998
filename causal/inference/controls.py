"""Negative controls: what is hidden between an edge's ends shows in series that, by the graph, have nothing to do with the edge.

A negative-control outcome is regressed on the edge's treatment, and the edge's outcome on a negative-control exposure, with what the
edge's estimate holds fixed and the control's own past (Lipsitch, Tchetgen Tchetgen and Cohen 2010). Where nothing is hidden both
effects are zero; a common cause of treatment, outcome and control that the graph does not have moves both.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from causal.findings import Control, Side, Strategy
from causal.inference.design import build, lag_of, node, variable_of
from causal.inference.estimate import causes, least_squares
from causal.inference.separation import separated
from causal.inference.unrolled import selecting, unroll, with_past

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from causal.findings import Estimand, Estimate
    from causal.frame import Frame
    from causal.inference.design import Design
    from causal.study import Edge, Graph, Variable
    from causal.verdict import Rubric


def controls(
    frame: Frame,
    graph: Graph,
    edge: Edge,
    estimand: Estimand,
    design: Design,
    window: tuple[date, date] | None,
    rubric: Rubric,
) -> tuple[Control, ...]:
    """Test the negative controls that serve an edge, `design` being its own; raise NotComputableError.

    None serves an effect that an instrument or a front door identifies: there the ends may share hidden causes.
    """
    if estimand.strategy is not Strategy.ADJUSTMENT:
        return ()
    asked = [(one, side) for one in graph.controls for side in Side if serves(graph, edge, design, one, side)]
    found = []
    for one, side in asked:
        effect = _effect(frame, edge, estimand, design, one, side, window, rubric.level)
        rejected = effect.p_value * len(asked) <= 1.0 - rubric.level
        found.append(Control(variable=one.name, side=side, estimate=effect, rejected=rejected))
    return tuple(found)


def serves(graph: Graph, edge: Edge, design: Design, control: Variable, side: Side) -> bool:
    """Whether the graph has the control unmoved by the cause, or not moving the effect but through it, and independent of that end given what is held fixed.

    A control at no edge of the graph is independent of everything in it.
    """
    if control.name not in {v.name for v in graph.variables}:
        return True
    arrows = [(one.treatment, one.outcome) for one in graph.edges]
    if side is Side.OUTCOME and edge.treatment in causes(arrows, control.name):
        return False
    if side is Side.EXPOSURE and control.name in causes(arrows, edge.outcome, edge.treatment):
        return False
    unrolled = unroll(graph)
    drawn, treatment, outcome = with_past(graph, unrolled), node(edge.treatment, edge.lag), node(edge.outcome, 0)
    stands = node(control.name, 0 if side is Side.OUTCOME else edge.lag)
    given = ({*design.names, *_own_past(control, stands, design)} & set(drawn)) | selecting(graph, unrolled)
    if stands in given:
        return False
    if side is Side.OUTCOME:
        return separated(drawn, [treatment], [stands], given - {treatment})
    return separated(drawn, [outcome], [stands], (given | {treatment}) - {outcome})


def _own_past(control: Variable, stands: str, design: Design) -> Iterator[str]:
    if design.sampling.ordered:
        for back in range(1, max(control.persistence, 1) + 1):
            yield node(variable_of(stands), lag_of(stands) + back)


def _effect(
    frame: Frame,
    edge: Edge,
    estimand: Estimand,
    design: Design,
    control: Variable,
    side: Side,
    window: tuple[date, date] | None,
    level: float,
) -> Estimate:
    """Estimate what should be zero."""
    if side is Side.OUTCOME:
        asked, held = replace(estimand, outcome=node(control.name, 0)), estimand.adjustment
    else:
        asked = replace(estimand, treatment=node(control.name, edge.lag))
        held = (*estimand.adjustment, estimand.treatment)
    stands = node(control.name, 0 if side is Side.OUTCOME else edge.lag)
    own = [name for name in _own_past(control, stands, design) if name not in {*held, *design.past}]
    built = build(frame, replace(asked, adjustment=held), window, extra=(*design.past, *own))
    return replace(
        least_squares(replace(built, past=(*design.past, *own) if design.past else ()), level),
        method="negative_control",
    )
