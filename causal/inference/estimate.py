"""From estimand and frame to estimates: the judged one, the others beside it, and the response over lags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import networkx as nx

from causal.errors import NotComputableError
from causal.findings import AlternativeEstimate, Estimate, Response, Strategy
from causal.inference.algebra import fit
from causal.inference.design import ROWS_EACH, build, lag_of, node, variable_of
from causal.inference.estimators import Functional, estimate_of, estimators, judging
from causal.inference.estimators._robust import held
from causal.inference.linearity import curves
from causal.inference.pair import lead_apart
from causal.messages import Failure, Stage
from causal.study import Family
from causal.work.finite import sound

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.algebra import Array
    from causal.inference.design import Design
    from causal.inference.estimators import Estimator
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

ROWS_KEPT = 0.8  # of the rows, that the further past must leave


def design_for(
    frame: Frame,
    graph: Graph,
    estimand: Estimand,
    window: tuple[date, date] | None,
    columns: dict[str, str] | None = None,
) -> Design:
    """Give the rows that an estimand asks for; raise NotComputableError.

    Rows that follow each other have the further past of the estimand held fixed, too, where rows are left for it.
    `columns` replaces a variable by another column.
    """
    if estimand.strategy is Strategy.NONE:
        raise NotComputableError("the graph offers no adjustment set, instrument or front door")
    family = graph.variable(variable_of(estimand.outcome)).family
    plain = build(frame, estimand, window, family=family, columns=columns)
    found = plain
    if frame.sampling.ordered and family is Family.CONTINUOUS:
        found = _augmented(frame, estimand, window, plain, columns)
    return replace(found, common=common_causes(graph, estimand), lead_apart=lead_apart(graph, estimand, found.names))


def _augmented(
    frame: Frame, estimand: Estimand, window: tuple[date, date] | None, plain: Design, columns: dict[str, str] | None
) -> Design:
    """Give the design with the past of the ends, and of the covariates where the rows are many; `plain` where that costs too many rows."""
    ends = {variable_of(estimand.treatment), variable_of(estimand.outcome)}
    own = {node(variable_of(end), lag_of(end) + 1) for end in (estimand.treatment, estimand.outcome)}
    if not own <= {*estimand.adjustment, *estimand.past}:
        return plain
    few = tuple(name for name in estimand.past if variable_of(name) in ends)
    for extra in (estimand.past, few):
        try:
            found = build(frame, estimand, window, extra=extra, columns=columns)
        except NotComputableError:
            continue
        if found.rows >= ROWS_KEPT * plain.rows and found.rows >= ROWS_EACH * (found.controls.shape[1] + 1):
            return replace(found, past=extra)
    return plain


def common_causes(graph: Graph, estimand: Estimand) -> frozenset[str]:
    """Give the variables, other than the ends, that the graph has as causes of both ends."""
    ends = variable_of(estimand.treatment), variable_of(estimand.outcome)
    arrows = [(e.treatment, e.outcome) for e in graph.edges]
    return frozenset(causes(arrows, ends[0], ends[1]) & causes(arrows, ends[1], ends[0])) - set(ends)


def causes(arrows: Sequence[tuple[str, str]], name: str, other: str = "") -> set[str]:
    """Give all causes of a variable, but for itself, that reach it without passing the other."""
    graph = nx.DiGraph(arrow for arrow in arrows if other not in arrow)
    return nx.ancestors(graph, name) if name in graph else set()


def estimate(design: Design, strategy: Strategy, level: float) -> tuple[tuple[Estimate, ...], tuple[Failure, ...]]:
    """Run every estimator that serves the strategy, the outcome's family and the rows; the primary one comes first."""
    serving = (strategy, design.family, design.sampling)
    name, judged = judging(*serving)
    found, failures = [_run(name, judged, design, level)], []
    for name, estimator in estimators().items():
        if estimator is not judged and estimator.serves(*serving) and (design.past or not estimator.beside_past):
            try:
                found.append(_run(name, estimator, design, level))
            except NotComputableError as error:
                failures.append(Failure(stage=Stage.ESTIMATE, subject=name, reason=str(error)))
    return tuple(found), tuple(failures)


def _run(name: str, estimator: Estimator, design: Design, level: float) -> Estimate:
    """Give what an estimator gives, under its own name; raise NotComputableError where that is no estimate of finite numbers."""
    return replace(sound(estimator.run(design, level), Estimate), method=name)


def refutable(design: Design, strategy: Strategy) -> bool:
    """Whether something stands for the judged estimate where it must be computed thousands of times."""
    _, judged = judging(strategy, design.family, design.sampling)
    return judged.refuted_by is not Functional.NONE


def halves(design: Design, strategy: Strategy, level: float) -> tuple[Estimate, ...]:
    """Estimate on the first and on the second half of the rows; empty where a half is too short, or none is first.

    It is the functional that stands for the judged estimator, or where none does the estimator itself.
    """
    _, judged = judging(strategy, design.family, design.sampling)
    run = judged.run if judged.refuted_by is Functional.NONE else least_squares
    found = []
    for label, kept in zip(("first_half", "second_half"), design.sampling.halves(design.rows), strict=False):
        try:
            found.append(replace(run(design.take(kept), level), method=label, label=label))
        except NotComputableError:
            return ()  # the report then shows no split; the estimate itself is not affected
    return tuple(found)


def least_squares(design: Design, level: float) -> Estimate:
    """Give the estimate that the batch algebra computes."""
    fitted = fit(design.project(), design.outcome[:, None])
    return estimate_of(
        design,
        method="linear",
        label="linear",
        effect=float(fitted.effect[0]),
        standard_error=float(fitted.standard_error[0]),
        degrees_of_freedom=fitted.degrees_of_freedom,
        level=level,
    )


def curved(design: Design, level: float) -> Estimate:
    """Give the average slope of a spline in the straight line's place, for outcomes that a line does not suit."""
    variance = design.variance
    found = curves(design.treatment, design.controls, design.outcome[:, None], variance)
    return estimate_of(
        design,
        method="spline",
        label=f"Natural cubic spline, average slope, {variance.title}",
        effect=float(found.slopes[-1, 0]),
        standard_error=float(found.errors[-1, 0]),
        degrees_of_freedom=found.degrees,
        level=level,
        details={"linearity_p": float(found.p_value[0]), **held(design)},
    )


def respond(frame: Frame, estimand: Estimand, rubric: Rubric) -> Response:
    """Give the outcome's response at horizons 0..H by lag-augmented local projections (Jorda 2005)."""
    extra = [
        node(variable_of(name), lag)
        for name in (estimand.outcome, estimand.treatment)
        for lag in range(lag_of(name) + 1, lag_of(name) + 3)
    ]
    effects, lows, highs = [], [], []
    read: dict[str, Array] = {}
    for horizon in range(rubric.horizons + 1):
        design = build(frame, estimand, None, extra=extra, horizon=horizon, read=read)
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
    for name in (edge.treatment, edge.outcome):
        for number, measure in enumerate(graph.variable(name).alternatives, start=1):
            try:
                column = f"{name}~{number}"
                design = design_for(frame, graph, estimand, window, {name: column})
                first = estimate(design, estimand.strategy, level)[0][0]
                found.append(AlternativeEstimate(variable=name, measure=measure, estimate=first))
            except NotComputableError as error:
                failures.append(Failure(stage=Stage.ALTERNATIVE_MEASURE, subject=measure.label, reason=str(error)))
    return tuple(found), tuple(failures)
