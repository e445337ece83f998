"""Try to refute an estimate: every refuter, the unobserved confounder, and the event day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import (
    Benchmark,
    EventDay,
    Failure,
    Histogram,
    Message,
    Outcome,
    Refutation,
    Sensitivity,
)
from causal.inference import sensitivity
from causal.inference.algebra import critical_value, fit
from causal.inference.refuters import Setting, refuters
from causal.work.seeds import stream

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.frame import Frame
    from causal.inference.algebra import Array, Fit, Mask
    from causal.inference.design import Design
    from causal.inference.refuters import Decision
    from causal.study import Edge, Event, Graph
    from causal.verdict import Rubric

BINS = 24
CONTOUR = 21  # points a side


def settings(design: Design, edge: Edge, graph: str, seed: int, rubric: Rubric, draws: int) -> dict[str, Setting]:
    """Give one setting a refuter: the same fit, and a random stream of its own."""
    projection = design.project()
    fitted = fit(projection, design.outcome[:, None])
    return {
        name: Setting(
            design=design,
            projection=projection,
            fit=fitted,
            sign=edge.sign,
            lag=edge.lag,
            draws=draws,
            rng=stream(seed, graph, edge.id, name),
            rubric=rubric,
        )
        for name in refuters()
    }


def refute(
    design: Design, edge: Edge, graph: str, seed: int, rubric: Rubric
) -> tuple[tuple[Refutation, ...], tuple[Failure, ...]]:
    """Run every refuter on the real outcome; one that cannot run is recorded, and counts as not computed."""
    found, failures = [], []
    for name, setting in settings(design, edge, graph, seed, rubric, rubric.draws).items():
        try:
            decision = refuters()[name].run(setting, design.outcome[:, None])
        except (NotComputableError, np.linalg.LinAlgError) as error:
            reason = str(error)
            failures.append(Failure(stage=f"refute: {name}", subject=edge.id, reason=reason))
            message = Message(key="refuter.not_computed", values={"reason": reason})
            found.append(Refutation(name=name, outcome=Outcome.NOT_COMPUTED, message=message))
        else:
            found.append(_record(name, decision, setting))
    return tuple(found), tuple(failures)


def _record(name: str, decision: Decision, setting: Setting) -> Refutation:
    outcome = decision.outcome or (Outcome.PASSED if bool(decision.passed[0]) else Outcome.FAILED)
    draws = None if decision.effects is None else np.asarray(decision.effects[:, 0])
    p_value = None if decision.p_value is None else float(decision.p_value[0])
    tail = (1.0 - setting.rubric.level) / 2.0
    low, high = (None, None) if draws is None else (float(q) for q in np.quantile(draws, [tail, 1.0 - tail]))
    given = {"estimate": float(setting.fit.effect[0]), "p": p_value, "low": low, "high": high}
    kind = "not_applicable" if outcome is Outcome.NOT_APPLICABLE else outcome.value
    if outcome is Outcome.NOT_APPLICABLE:
        kind = str(decision.values["reason"])
    return Refutation(
        name=name,
        outcome=outcome,
        message=Message(
            key=f"refuter.{name}.{kind}",
            values={**given, "draws": 0 if draws is None else len(draws), **decision.values},
        ),
        effect=None if draws is None else float(draws.mean()),
        low=low,
        high=high,
        p_value=p_value,
        draws=0 if draws is None else len(draws),
        distribution=None if draws is None else histogram(draws),
    )


def histogram(draws: Array) -> Histogram:
    """Give the distribution of `draws`, (n,), in equal bins."""
    counts, edges = np.histogram(draws, bins=BINS)
    return Histogram(
        edges=tuple(float(e) for e in edges),
        counts=tuple(int(c) for c in counts),
        mean=float(draws.mean()),
        standard_deviation=float(draws.std(ddof=1)),
    )


def survives(design: Design, outcomes: Array, sign: int, rubric: Rubric, level: float) -> tuple[Mask, list[Benchmark]]:
    """Whether each world's interval stays off zero under the strongest benchmark confounder, and the benchmarks.

    Worlds in the columns of `outcomes`; benchmarks are of the first world. Where no covariate is observed, a
    confounder of the rubric's default strength is tried. Where an instrument identifies the effect, the confounder is
    one of instrument and outcome: what is judged is the reduced form.
    """
    design = design.reduced()
    projection = design.project()
    fitted = fit(projection, outcomes)
    critical = critical_value(level, fitted.degrees_of_freedom)
    direction = np.sign(fitted.effect) if sign == 0 else np.full(fitted.effect.shape, float(sign))
    kept = np.ones(fitted.effect.shape, dtype=bool)
    benchmarks = []
    default = sensitivity.Strength(rubric.default_confounder_r2, np.full(kept.shape, rubric.default_confounder_r2))
    strengths: dict[str, tuple[float, Array, sensitivity.Strength | None]] = {}
    for name, group in design.groups.items():
        with_treatment, with_outcome = sensitivity.group_r2(design.controls, design.treatment, group, outcomes)
        strength = sensitivity.bound(with_treatment, with_outcome, rubric.benchmark_strength)
        strengths[name] = (with_treatment, with_outcome, strength)
    if not strengths:
        strengths[""] = (default.treatment_r2, default.outcome_r2, default)
    for name, (with_treatment, with_outcome, strength) in strengths.items():
        left = None
        if strength is None:
            kept[:] = False
        else:
            left = sensitivity.adjusted(
                fitted.effect,
                fitted.classical_error,
                fitted.standard_error,
                projection.residual_degrees,
                strength,
                critical,
            )
            kept &= np.where(direction > 0, left[1] > 0, left[2] < 0)
        benchmarks.append(
            Benchmark(
                covariate=name,
                treatment_r2=with_treatment if strength is None else strength.treatment_r2,
                outcome_r2=float(with_outcome[0] if strength is None else strength.outcome_r2[0]),
                effect=None if left is None else float(left[0][0]),
                low=None if left is None else float(left[1][0]),
                high=None if left is None else float(left[2][0]),
            )
        )
    return kept, benchmarks


def sensitivity_of(design: Design, edge: Edge, rubric: Rubric) -> Sensitivity:
    """Give robustness values, benchmark bounds and the contour of the effect left by a hidden confounder."""
    outcome = design.outcome[:, None]
    kept, benchmarks = survives(design, outcome, edge.sign, rubric, rubric.level)
    projection = design.reduced().project()
    fitted = fit(projection, outcome)
    degrees = projection.residual_degrees
    critical = critical_value(rubric.level, fitted.degrees_of_freedom)
    critical *= float(fitted.standard_error[0] / fitted.classical_error[0])
    ordinary = (fitted.effect, fitted.classical_error, degrees)
    value = float(sensitivity.robustness_value(*ordinary)[0])
    passed = bool(kept[0])
    worst = min(benchmarks, key=lambda b: -1.0 if b.effect is None else abs(b.effect) * _same(b.effect, fitted.effect))
    x, y, contour = _contour(fitted, degrees, benchmarks)
    return Sensitivity(
        outcome=Outcome.PASSED if passed else Outcome.FAILED,
        message=Message(
            key=f"sensitivity.{'passed' if passed else 'failed' if worst.effect is not None else 'impossible'}",
            values={
                "covariate": worst.covariate,
                "own": worst.covariate == edge.outcome,
                "effect": worst.effect,
                "low": worst.low,
                "high": worst.high,
                "robustness_value": value,
                "default_r2": rubric.default_confounder_r2,
                **({} if design.instruments is None else {"instrument": True}),
            },
        ),
        robustness_value=value,
        robustness_value_interval=float(sensitivity.robustness_value(*ordinary, critical=critical)[0]),
        partial_r2=float(sensitivity.partial_r2(*ordinary)[0]),
        benchmarks=tuple(benchmarks),
        contour_x=x,
        contour_y=y,
        contour=contour,
    )


def _same(effect: float, reference: Array) -> float:
    return 1.0 if effect * float(reference[0]) > 0 else -1.0


def _contour(
    fitted: Fit, degrees: int, benchmarks: list[Benchmark]
) -> tuple[tuple[float, ...], tuple[float, ...], tuple[tuple[float, ...], ...]]:
    reach = max([0.2, *(min(0.95, 1.15 * max(b.treatment_r2, b.outcome_r2)) for b in benchmarks)])
    axis = np.linspace(0.0, min(reach, 0.95), CONTOUR)
    effect, error = float(fitted.effect[0]), fitted.classical_error
    grid = [
        [float(effect - np.sign(effect) * sensitivity.bias(error, degrees, float(x), np.array([y]))[0]) for x in axis]
        for y in axis
    ]
    points = tuple(float(v) for v in axis)
    return points, points, tuple(tuple(row) for row in grid)


def event_day(frame: Frame, graph: Graph, edge: Edge, estimate: Estimate, event: Event) -> EventDay:
    """Give the cause's move on the event day against its own history, and what it contributed.

    A link of a chain whose later links have lags is judged that many rows before.

    Moves are less the sample mean; rank 1 is the most extreme in the stated direction (in size where none is
    stated). Raise NotComputableError where either end is missing that day.
    """
    import pandas as pd

    at = int(frame.index.searchsorted(pd.Timestamp(event.day))) - graph.rows_before_event(edge)
    treatment = graph.variable(edge.treatment)
    causes, outcomes = frame.values(edge.treatment), frame.values(edge.outcome)
    then = at - edge.lag
    if then < 0 or np.isnan(causes[then]) or np.isnan(outcomes[at]):
        raise NotComputableError(f"{edge.treatment} or {edge.outcome} has no value on the event day")
    mean, outcome_mean = float(np.nanmean(causes)), float(np.nanmean(outcomes))
    move, outcome_move = float(causes[then]) - mean, float(outcomes[at]) - outcome_mean
    signed = {"up": causes - mean, "down": mean - causes}.get(
        treatment.direction.value if treatment.direction else "", np.abs(causes - mean)
    )
    known = signed[~np.isnan(signed)]
    contribution = [estimate.effect * move, estimate.low * move, estimate.high * move]
    shares = [c / outcome_move for c in contribution] if outcome_move else None
    return EventDay(
        day=frame.index[at].date(),
        treatment_day=frame.index[then].date(),
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
