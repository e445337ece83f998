"""From estimand and frame to estimates: the judged one, the others beside it, and the response over lags."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import AlternativeEstimate, Estimate, Failure, Response, Strategy
from causal.inference.algebra import critical_value, fit
from causal.inference.design import build, lag_of, node, variable_of
from causal.inference.estimators import estimate_of, estimators
from causal.study import Family, NodeKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.design import Design
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

FAR = 8.0  # standard errors: beyond, the wrong tail holds nothing and its series does not converge


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
            found.append(estimator.run(design, level))
        except NotComputableError as error:
            if estimator.primary:
                raise
            failures.append(Failure(stage="estimate", subject=name, reason=str(error)))
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
            fitted = fit(part.project(), part.outcome[:, None])
        except NotComputableError:
            return ()  # the report then shows no split; the estimate itself is not affected
        found.append(
            estimate_of(
                part,
                method=label,
                label=label,
                effect=float(fitted.effect[0]),
                standard_error=float(fitted.standard_error[0]),
                degrees_of_freedom=fitted.degrees_of_freedom,
                level=level,
            )
        )
    return tuple(found)


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
                failures.append(Failure(stage="alternative measure", subject=measure.label, reason=str(error)))
    return tuple(found), tuple(failures)


def smallest_effect(design: Design, edge: Edge, rubric: Rubric) -> float:
    """Give the size of effect that would matter: the folder's, or a share of a standard deviation of the outcome."""
    if edge.smallest_effect is not None:
        return edge.smallest_effect
    spread = float(np.std(design.outcome)) / float(np.std(design.treatment))
    return rubric.smallest_standardised_effect * spread


def power(standard_error: float, degrees_of_freedom: float, effect: float, level: float) -> float:
    """Give the chance that the interval of that confidence excludes zero when the effect is `effect`."""
    from scipy import stats

    shift = abs(effect) / standard_error
    critical = critical_value(level, degrees_of_freedom)
    above = float(stats.nct.sf(critical, degrees_of_freedom, shift))
    if shift > FAR:
        return 1.0 if math.isnan(above) else above
    return above + float(stats.nct.cdf(-critical, degrees_of_freedom, shift))


def holm_levels(p_values: Sequence[float], level: float) -> list[tuple[float, float]]:
    """Give (confidence, adjusted p) for each test by Holm (1979); a test is rejected when its adjusted p is small.

    The confidence of the k-th smallest of m is 1 - alpha / (m - k + 1).
    """
    count = len(p_values)
    order = sorted(range(count), key=lambda i: p_values[i])
    answer = [(level, 1.0)] * count
    running = 0.0
    for rank, position in enumerate(order):
        running = max(running, min(1.0, (count - rank) * p_values[position]))
        answer[position] = (1.0 - (1.0 - level) / (count - rank), running)
    return answer


def widen(first: Estimate, level: float) -> Estimate:
    """Give the same estimate with its interval at another confidence."""
    half = critical_value(level, first.degrees_of_freedom) * first.standard_error
    return replace(first, low=first.effect - half, high=first.effect + half, level=level)


def by_proxy(graph: Graph, edge: Edge) -> tuple[str, ...]:
    """Name the edge's ends that are seen only through a proxy."""
    return tuple(n for n in (edge.treatment, edge.outcome) if graph.variable(n).kind is NodeKind.PROXY)


def is_linear(design: Design) -> bool:
    """Whether the judged estimate and the refuters' linear functional are the same number."""
    return design.family is Family.CONTINUOUS and design.mediators is None
