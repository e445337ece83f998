"""From estimand and frame to estimates: the judged one, the others beside it, and the response over lags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import AlternativeEstimate, Estimate, Failure, Response, Stage, Strategy
from causal.inference.algebra import fit
from causal.inference.design import build, lag_of, node, variable_of
from causal.inference.estimators import estimate_of, estimators
from causal.work.finite import sound

if TYPE_CHECKING:
    from datetime import date

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.design import Design
    from causal.study import Edge, Graph
    from causal.verdict import Rubric


def design_for(frame: Frame, graph: Graph, estimand: Estimand, window: tuple[date, date] | None) -> Design:
    """Give the rows that an estimand asks for; raise NotComputableError."""
    if estimand.strategy is Strategy.NONE:
        raise NotComputableError("the graph offers no adjustment set, instrument or front door")
    return build(frame, estimand, window, family=graph.variable(variable_of(estimand.outcome)).family)


def estimate(design: Design, strategy: Strategy, level: float) -> tuple[tuple[Estimate, ...], tuple[Failure, ...]]:
    """Run every estimator that serves the strategy, the outcome's family and the rows; the primary one comes first."""
    fitting = {
        name: e
        for name, e in estimators().items()
        if strategy in e.strategies and design.family in e.families and not (e.ordered and design.independent)
    }
    found: list[Estimate] = []
    failures = []
    for name, estimator in sorted(fitting.items(), key=lambda item: (not item[1].primary, item[0])):
        try:
            found.append(replace(sound(estimator.run(design, level), Estimate), method=name))
        except NotComputableError as error:
            if estimator.primary:
                raise
            failures.append(Failure(stage=Stage.ESTIMATE, subject=name, reason=str(error)))
    if not fitting or not next(iter(sorted(fitting.values(), key=lambda e: not e.primary))).primary:
        raise NotComputableError(f"no estimator for a {design.family} outcome identified by {strategy}")
    return tuple(found), tuple(failures)


def halves(design: Design, level: float) -> tuple[Estimate, ...]:
    """Estimate on the first and on the second half of the rows, linearly; empty where a half is too short.

    A cross-section has no first half: its rows stand in no order.
    """
    if design.independent:
        return ()
    middle = np.arange(design.rows) < design.rows // 2
    found = []
    for label, kept in (("first_half", middle), ("second_half", ~middle)):
        part = design.take(kept)
        try:
            found.append(_half(part, label, level))
        except NotComputableError:
            return ()  # the report then shows no split; the estimate itself is not affected
    return tuple(found)


def _half(part: Design, label: str, level: float) -> Estimate:
    fitted = fit(part.project(), part.outcome[:, None])
    return estimate_of(
        part,
        method=label,
        label=label,
        effect=float(fitted.effect[0]),
        standard_error=float(fitted.standard_error[0]),
        degrees_of_freedom=fitted.degrees_of_freedom,
        level=level,
    )


def respond(frame: Frame, estimand: Estimand, window: tuple[date, date], rubric: Rubric) -> Response:
    """Give the outcome's response at horizons 0..H by lag-augmented local projections (Jorda 2005)."""
    extra = [
        node(variable_of(name), lag)
        for name in (estimand.outcome, estimand.treatment)
        for lag in range(lag_of(name) + 1, lag_of(name) + 3)
    ]
    effects, lows, highs = [], [], []
    for horizon in range(rubric.horizons + 1):
        design = build(frame, estimand, window, extra=extra, horizon=horizon)
        fitted = fit(design.project(), design.outcome[:, None])
        low, high = fitted.interval(rubric.level)
        effects.append(float(fitted.effect[0]))
        lows.append(float(low[0]))
        highs.append(float(high[0]))
    return Response(
        horizons=tuple(range(rubric.horizons + 1)),
        effect=tuple(effects),
        low=tuple(lows),
        high=tuple(highs),
        level=rubric.level,
    )


def alternatives(
    frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, window: tuple[date, date] | None, level: float
) -> tuple[tuple[AlternativeEstimate, ...], tuple[Failure, ...]]:
    """Estimate the edge again with each alternative measure of its cause and of its outcome."""
    found, failures = [], []
    family = graph.variable(edge.outcome).family
    for name in (edge.treatment, edge.outcome):
        for number, measure in enumerate(graph.variable(name).alternatives, start=1):
            try:
                column = f"{name}~{number}"
                design = build(frame, estimand, window, columns={name: column}, family=family)
                first = estimate(design, estimand.strategy, level)[0][0]
                found.append(AlternativeEstimate(variable=name, measure=measure, estimate=first))
            except NotComputableError as error:
                failures.append(Failure(stage=Stage.ALTERNATIVE_MEASURE, subject=measure.label, reason=str(error)))
    return tuple(found), tuple(failures)
