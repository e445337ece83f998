"""From estimand and frame to estimates: the judged one, the others beside it, and the response over lags."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from causal.errors import NotComputableError
from causal.findings import AlternativeEstimate, Estimate, Failure, Response, Stage, Strategy
from causal.inference.algebra import fit
from causal.inference.design import build, lag_of, node, variable_of
from causal.inference.estimators import Functional, estimate_of, estimators, judging
from causal.inference.linearity import curves
from causal.work.finite import sound

if TYPE_CHECKING:
    from datetime import date

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.algebra import Array
    from causal.inference.design import Design
    from causal.inference.estimators import Estimator
    from causal.study import Edge, Graph
    from causal.verdict import Rubric


def design_for(frame: Frame, graph: Graph, estimand: Estimand, window: tuple[date, date] | None) -> Design:
    """Give the rows that an estimand asks for; raise NotComputableError."""
    if estimand.strategy is Strategy.NONE:
        raise NotComputableError("the graph offers no adjustment set, instrument or front door")
    return build(frame, estimand, window, family=graph.variable(variable_of(estimand.outcome)).family)


def estimate(design: Design, strategy: Strategy, level: float) -> tuple[tuple[Estimate, ...], tuple[Failure, ...]]:
    """Run every estimator that serves the strategy, the outcome's family and the rows; the primary one comes first."""
    serving = (strategy, design.family, design.sampling)
    name, judged = judging(*serving)
    found, failures = [_run(name, judged, design, level)], []
    for name, estimator in estimators().items():
        if estimator is not judged and estimator.serves(*serving):
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
    run = judged.run if judged.refuted_by is Functional.NONE else _linear
    found = []
    for label, kept in zip(("first_half", "second_half"), design.sampling.halves(design.rows), strict=False):
        try:
            found.append(replace(run(design.take(kept), level), method=label, label=label))
        except NotComputableError:
            return ()  # the report then shows no split; the estimate itself is not affected
    return tuple(found)


def _linear(design: Design, level: float) -> Estimate:
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
    variance = design.sampling.variance(design.index)
    found = curves(design.treatment, design.controls, design.outcome[:, None], variance)
    return estimate_of(
        design,
        method="spline",
        label=f"Natural cubic spline, average slope, {variance.title}",
        effect=float(found.slopes[-1, 0]),
        standard_error=float(found.errors[-1, 0]),
        degrees_of_freedom=found.degrees,
        level=level,
        details={"linearity_p": float(found.p_value[0])},
    )


def respond(frame: Frame, estimand: Estimand, window: tuple[date, date] | None, rubric: Rubric) -> Response:
    """Give the outcome's response at horizons 0..H by lag-augmented local projections (Jorda 2005)."""
    extra = [
        node(variable_of(name), lag)
        for name in (estimand.outcome, estimand.treatment)
        for lag in range(lag_of(name) + 1, lag_of(name) + 3)
    ]
    effects, lows, highs = [], [], []
    read: dict[str, Array] = {}
    for horizon in range(rubric.horizons + 1):
        design = build(frame, estimand, window, extra=extra, horizon=horizon, read=read)
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
