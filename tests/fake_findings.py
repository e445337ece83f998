"""Numbers that look like an analysis, by formula and without a draw: the same on every machine and run."""

from __future__ import annotations

import math
from datetime import date

from causal.findings import (
    Agreement,
    AlternativeEstimate,
    Attribution,
    Benchmark,
    Calibration,
    Contribution,
    DirectionFindings,
    EdgeFindings,
    Estimand,
    Estimate,
    EventDay,
    Histogram,
    How,
    Implied,
    Independence,
    Order,
    Rate,
    Refutation,
    Response,
    RuledOut,
    Sensitivity,
    Strategy,
    Turned,
)
from causal.messages import Failure, Message, Outcome, Stage
from causal.study import Measure

FIRST, LAST, EVENT = date(2023, 1, 3), date(2025, 6, 30), date(2025, 3, 4)
ROWS = 612


def estimate(
    method: str, label: str, effect: float, error: float, level: float = 0.95, rows: int = ROWS, **details: int
) -> Estimate:
    z = 1.959963984540054
    return Estimate(
        method=method,
        label=label,
        effect=effect,
        standard_error=error,
        low=effect - z * error,
        high=effect + z * error,
        level=level,
        statistic=effect / error,
        p_value=math.erfc(abs(effect / error) / math.sqrt(2)),
        degrees_of_freedom=28.0,
        rows=rows,
        first=FIRST.isoformat(),
        last=LAST.isoformat(),
        standardised=effect * 1.3,
        details=dict(details),
    )


def bell(mean: float, spread: float, draws: int, bins: int = 24) -> Histogram:
    """Give a normal histogram of `draws` draws over three standard deviations either side."""
    edges = tuple(mean + spread * (6.0 * i / bins - 3.0) for i in range(bins + 1))
    weights = [math.exp(-0.5 * (6.0 * (i + 0.5) / bins - 3.0) ** 2) for i in range(bins)]
    counts = tuple(round(draws * w / sum(weights)) for w in weights)
    return Histogram(edges=edges, counts=counts, mean=mean, standard_deviation=spread)


def refutations(effect: float, error: float, lag: int, failing: tuple[str, ...]) -> tuple[Refutation, ...]:
    facts = {
        "draws": 500,
        "estimate": effect,
        "low": effect - 2 * error,
        "high": effect + 2 * error,
        "effect": effect * 0.93,
        "shift": error * 0.11,
        "allowed": error * 0.5,
        "left_out": 4,
        "reason": "no event rows",
    }

    def one(
        name: str, draws: int, distribution: Histogram | None, p: float | None, share: float | None = None
    ) -> Refutation:
        outcome = Outcome.FAILED if name in failing else Outcome.PASSED
        values = {**facts, "p": p, "share": share}
        return Refutation(
            name=name,
            outcome=outcome,
            message=Message(key=f"refuter.{name}.{outcome.value}", values=values),
            effect=effect,
            low=effect - 2 * error,
            high=effect + 2 * error,
            p_value=p,
            draws=draws,
            distribution=distribution,
        )

    same_day = Refutation(
        name="leads", outcome=Outcome.NOT_APPLICABLE, message=Message(key="refuter.leads.same_day", values=facts)
    )
    return (
        one("bootstrap", 500, bell(effect, error, 500), None),
        one("dummy_outcome", 500, bell(0.0, error, 500), None, 0.052),
        same_day if lag == 0 else one("leads", 0, None, 0.61),
        one("leave_event_out", 0, None, 0.21 if "leave_event_out" in failing else 0.004),
        one("placebo", 500, bell(0.0, error, 500), 0.31 if "placebo" in failing else 0.002),
        one("random_common_cause", 500, bell(effect, error * 0.11, 500), None),
        one("subsets", 500, bell(effect, error * 0.6, 500), None, 0.71 if "subsets" in failing else 0.998),
    )


def sensitivity(effect: float, error: float, covariate: str, outcome: Outcome) -> Sensitivity:
    grid = tuple(round(0.025 * i, 3) for i in range(17))
    left = tuple(
        tuple(effect - math.copysign(error * math.sqrt(600 * y * x / (1 - x)), effect) for x in grid) for y in grid
    )
    strong = effect - math.copysign(error * math.sqrt(600 * 0.06 * 0.09 / 0.91), effect)
    values = {
        "covariate": covariate,
        "default_r2": 0.05,
        "effect": strong,
        "low": strong - 2 * error,
        "high": strong + 2 * error,
        "robustness_value": 0.274,
    }
    return Sensitivity(
        outcome=outcome,
        message=Message(key=f"sensitivity.{outcome.value}", values=values),
        robustness_value=0.274,
        robustness_value_interval=0.131,
        partial_r2=0.083,
        benchmarks=(
            Benchmark(covariate="", treatment_r2=0.05, outcome_r2=0.05, effect=strong, low=strong - error, high=strong),
            Benchmark(
                covariate=covariate,
                treatment_r2=0.09,
                outcome_r2=0.06,
                effect=strong,
                low=strong - error,
                high=strong + error,
            ),
            Benchmark(covariate="weather", treatment_r2=0.02, outcome_r2=0.21, effect=None, low=None, high=None),
        ),
        contour_x=grid,
        contour_y=grid,
        contour=left,
    )


def rate(share: float, worlds: int = 1000) -> Rate:
    return Rate(rate=share, low=max(0.0, share - 0.013), high=min(1.0, share + 0.015), worlds=worlds)


def direction(cause: str, outcome: str, lag: int, order: Order | None) -> DirectionFindings:
    """Give what the data say of an edge's direction: of a lagged one nothing, but what the graph implies."""
    implied = (
        Implied(node=f"{outcome}@0", others=(f"{cause}@{lag + 1}",), p_value=0.31, rejected=False),
        Implied(node=f"{cause}@{lag}", others=(f"{outcome}@{lag + 1}", "trade@2"), p_value=0.08, rejected=False),
    )
    if order is None:
        return DirectionFindings(order=None, statistic=None, critical=None, implied=implied, why="lagged")
    statistic = {Order.DECLARED: 3.412, Order.UNDECIDED: 0.318, Order.REVERSED: -4.207}[order]
    return DirectionFindings(order=order, statistic=statistic, critical=1.964, implied=implied)


def measured(
    graph: str,
    edge: str,
    effect: float,
    error: float,
    held: tuple[str, ...],
    *,
    failing: tuple[str, ...] = (),
    by_proxy: tuple[str, ...] = (),
    calibrated: bool = True,
    power: float = 0.86,
    order: Order = Order.DECLARED,
) -> EdgeFindings:
    """Give the findings of an edge that could be estimated."""
    ends, _, lag_text = edge.partition("@")
    cause, outcome = ends.split("->")
    lag = int(lag_text or 0)
    horizons = tuple(range(11))
    path = tuple(effect * math.exp(-h / 3.0) * math.cos(h / 2.5) for h in horizons)
    other = Measure(formula="harbour.other", label=f"another measure of {outcome}", unit="%")
    return EdgeFindings(
        graph=graph,
        edge=edge,
        by_proxy=by_proxy,
        rows=ROWS,
        estimand=Estimand(
            effect="direct",
            strategy=Strategy.ADJUSTMENT,
            treatment=f"{cause}@{lag}",
            outcome=f"{outcome}@0",
            adjustment=held,
            ruled_out=(
                RuledOut(node="rates@0", reason="descendant_of_outcome"),
                RuledOut(node="capacity@0", reason="latent"),
            ),
            backdoor_paths=tuple((f"{cause}@{lag}", node, f"{outcome}@0") for node in held),
            alternatives=("instrument",),
        ),
        estimates=(
            estimate("linear", "Least squares", effect, error, further_past=5),
            estimate("without_past", "Without the further past", effect * 1.04, error * 1.1),
            estimate("first_half", "first_half", effect * 0.9, error * 1.4, rows=ROWS // 2),
            estimate("second_half", "second_half", effect * 1.1, error * 1.5, rows=ROWS // 2),
        ),
        agreements=tuple(
            Agreement(variable=name, measures=3, statistic=0.4, p_value=0.67, rejected=False) for name in by_proxy
        ),
        alternatives=(
            AlternativeEstimate(variable=outcome, measure=other, estimate=estimate("linear", "", effect * 0.8, error)),
        ),
        holm_level=0.99,
        holm_low=effect - 2.58 * error,
        holm_high=effect + 2.58 * error,
        holm_p=0.0123,
        response=Response(
            horizons=horizons,
            effect=path,
            low=tuple(v - 2 * error for v in path),
            high=tuple(v + 2 * error for v in path),
            level=0.95,
        ),
        refutations=refutations(effect, error, lag, failing),
        sensitivity=sensitivity(
            effect, error, held[0].partition("@")[0], Outcome.PASSED if not failing else Outcome.FAILED
        ),
        direction=direction(cause, outcome, lag, None if lag else order),
        event=EventDay(
            day=EVENT.isoformat(),
            treatment_day=EVENT.isoformat(),
            treatment_move=-3.217,
            treatment_rank=7,
            opposite_rank=ROWS - 6,
            treatment_count=ROWS,
            outcome_move=-4.9,
            contribution=-3.217 * effect,
            low=-3.217 * (effect + 2 * error),
            high=-3.217 * (effect - 2 * error),
            share=0.21,
            share_low=0.12,
            share_high=0.30,
        ),
        smallest_effect=0.2,
        power=power,
        calibration=Calibration(
            edge=edge,
            rows=ROWS,
            effect=0.2,
            false_support=rate(0.017),
            power=rate(0.873),
            seen=rate(0.912),
            coverage=rate(0.946),
            reversed=None if lag else rate(0.031, 300),
            hidden=rate(0.058, 300),
            hidden_treatment_r2=0.09,
            hidden_outcome_r2=0.06,
        )
        if calibrated
        else None,
    )


def unmeasured(graph: str, edge: str) -> EdgeFindings:
    """Give the findings of an edge with a latent end."""
    reason = "no series measures one end of the edge"
    return EdgeFindings(
        graph=graph,
        edge=edge,
        by_proxy=(),
        rows=0,
        failures=(Failure(stage=Stage.ESTIMATE, subject=edge, reason=reason),),
    )


def unidentified(graph: str, edge: str) -> EdgeFindings:
    """Give the findings of an edge with no strategy."""
    ends, _, lag = edge.partition("@")
    cause, outcome = ends.split("->")
    none = Estimand(effect="direct", strategy=Strategy.NONE, treatment=f"{cause}@{lag or 0}", outcome=f"{outcome}@0")
    return EdgeFindings(graph=graph, edge=edge, by_proxy=(), rows=ROWS, estimand=none)


def attribution(
    graph: str, cause: str, nodes: tuple[str, ...], carried: float, undecided: tuple[str, ...] = ()
) -> Attribution:
    """Give an attribution whose parts add up to the move less what was expected; `undecided` are edges to turn round and cut."""
    values = [(-1) ** i * 2.4 / (i + 1) - 1.1 for i in range(len(nodes))]

    def parts(factor: float) -> tuple[Contribution, ...]:
        return tuple(
            Contribution(node=n, shock=v * 1.7, value=factor * v, low=factor * v - 0.8, high=factor * v + 0.9)
            for n, v in zip(nodes, values, strict=True)
        )

    return Attribution(
        graph=graph,
        outcome="rates",
        cause=cause,
        day=EVENT.isoformat(),
        move=sum(values) - 0.31,
        expected=-0.31,
        contributions=parts(1.0),
        without_cause=sum(values) - carried,
        without_cause_low=sum(values) - carried - 0.6,
        without_cause_high=sum(values) - carried + 0.7,
        through_chain=carried,
        through_chain_low=carried - 0.6,
        through_chain_high=carried + 0.7,
        level=0.95,
        rows=ROWS,
        covariances=tuple(tuple(0.19 if i == j else -0.02 for j in range(len(nodes))) for i in range(len(nodes))),
        turned=tuple(
            Turned(edge=edge, how=how, contributions=parts(factor) if factor else ())
            for edge in undecided
            for how, factor in ((How.REVERSED, 0.4), (How.CUT, 0.0))
        ),
    )


def independences(count: int) -> tuple[Independence, ...]:
    pairs = [("fuel@0", "quotes@0"), ("fuel@1", "bookings@0"), ("weather@0", "fuel@0"), ("mood@1", "rates@0")]
    return tuple(
        Independence(
            x=pairs[i % 4][0],
            y=pairs[i % 4][1],
            given=("trade@0", f"bookings@{1 + i // 4}"),
            correlation=0.31 / (i + 1),
            p_value=0.0004 * 3.0**i,
            rejected=i < 2,
            rows=ROWS,
        )
        for i in range(count)
    )
