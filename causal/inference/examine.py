"""All that is computed about one graph, in pieces that need nothing from each other: its edges, its error rates, the whole.

A piece sees a `Case` and nothing else: structure, numbers, event, seed and rubric, without a word of text. So a piece
can run in another process or on another machine, and its result can be kept under the digest of its case.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from causal.errors import NotComputableError
from causal.findings import AdverseRates, EdgeFindings, ErrorRates, GraphFindings, HeldOut, Strategy
from causal.frame import Frame
from causal.inference import attribute, estimate, identify, multiplicity, power, refute
from causal.inference.controls import controls
from causal.inference.designed import examine_designed
from causal.inference.direction import direction
from causal.inference.error_rates import adverse_rates, asked_of, calibration
from causal.inference.event_day import event_day
from causal.inference.independence import check_independences, shuffle
from causal.inference.multiplicity import AtLevel, Corrections
from causal.inference.proxies import agreements
from causal.inference.sensitivity import sensitivity_of
from causal.messages import Failure, Stage
from causal.study import EventTest, NodeKind
from causal.work.finite import finite

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from causal.findings import Calibration, Estimand, Estimate, Refutation
    from causal.inference.design import Design
    from causal.inference.error_rates import Asked
    from causal.study import Edge, Event, Graph, Measure, Study, Variable
    from causal.verdict import Rubric

T = TypeVar("T")

RECORDED = (NotComputableError, np.linalg.LinAlgError, ArithmeticError)


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the statistics of one graph depend on. The graph has names and structure, but no wording."""

    graph: Graph
    frame: Frame
    event: Event | None
    seed: int
    rubric: Rubric

    @property
    def window(self) -> tuple[date, date] | None:
        """The event window, first and last day; None where there is no event."""
        return None if self.event is None else (self.event.start, self.event.end)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over everything in the case, in hex."""
        parts = {
            "graph": asdict(self.graph),
            "event": None if self.event is None else asdict(self.event),
            "rubric": asdict(self.rubric),
            "seed": self.seed,
            "frame": self.frame.digest,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def case(study: Study, graph: Graph, frame: Frame, rubric: Rubric) -> Case:
    """Cut from a study and its frame what the statistics of `graph` depend on."""
    columns = [
        name
        for variable in graph.declared
        if variable.measure is not None
        for name in (variable.name, *(f"{variable.name}~{n}" for n in range(1, len(variable.alternatives) + 1)))
    ]
    return Case(
        graph=_bare(graph),
        frame=Frame(frame.table(columns), (), {}),
        event=None if study.event is None else replace(study.event, label=""),
        seed=study.seed,
        rubric=rubric,
    )


def _bare(graph: Graph) -> Graph:
    def measure(one: Measure) -> Measure:
        return replace(one, label=one.formula)

    def variable(one: Variable) -> Variable:
        return replace(
            one,
            label=one.name,
            measure=measure(one.measure) if one.measure else None,
            alternatives=tuple(measure(m) for m in one.alternatives),
            note="",
            needs="",
        )

    return replace(
        graph,
        title="",
        note="",
        claims=(),
        variables=tuple(variable(v) for v in graph.variables),
        controls=tuple(variable(v) for v in graph.controls),
        edges=tuple(
            replace(e, mechanism="", because_note="", claims=("asserted",) if e.claims else ()) for e in graph.edges
        ),
    )


def worded(found: EdgeFindings, graph: Graph) -> EdgeFindings:
    """Put the wording of the alternative measures back."""
    labels = {(v.name, m.formula): m for v in graph.variables for m in v.alternatives}
    return replace(
        found,
        alternatives=tuple(replace(a, measure=labels[a.variable, a.measure.formula]) for a in found.alternatives),
        failures=tuple(_worded(f, labels) for f in found.failures),
    )


def _worded(failure: Failure, labels: dict[tuple[str, str], Measure]) -> Failure:
    if failure.stage is not Stage.ALTERNATIVE_MEASURE:
        return failure
    label = next(m.label for (_, formula), m in labels.items() if formula == failure.subject)
    return replace(failure, subject=label)


def recorded(run: Callable[[], T], stage: Stage, subject: str, failures: list[Failure]) -> T | None:
    """Run a stage; where it cannot give a number, or gives one that is not finite, leave a Failure and give None."""
    try:
        return finite(run())
    except RECORDED as error:
        failures.append(Failure(stage=stage, subject=subject, reason=str(error)))
        return None


def whole(case: Case) -> GraphFindings:
    """Find what concerns the graph as a whole: independences, attribution, total effect, days held out.

    Where study designs estimate every asserted edge, no equation of the graph stands for the rows, and there is nothing to find.
    """
    graph, frame, rubric, day = case.graph, case.frame, case.rubric, case.event
    if graph.by_design:
        return GraphFindings(graph=graph.id, edges=())
    independences, failures = check_independences(frame, graph, rubric)
    more: list[Failure] = list(failures)
    attribution = None
    if day is not None:
        attribution = recorded(
            lambda: attribute.attribute(frame, graph, day, case.seed, rubric), Stage.ATTRIBUTE, graph.id, more
        )
    shuffled = recorded(lambda: shuffle(frame, graph, case.seed, rubric), Stage.SHUFFLED_GRAPHS, graph.id, more)
    held_out = recorded(lambda: attribute.held_out_r2(frame, graph), Stage.HELD_OUT_DAYS, graph.id, more)
    estimand = recorded(lambda: identify.identify_total(graph), Stage.IDENTIFY, f"{graph.id}: total effect", more)
    total = None
    if estimand is not None and estimand.strategy is not Strategy.NONE:
        total = recorded(lambda: _total_effect(case, estimand), Stage.TOTAL_EFFECT, graph.id, more)
    return GraphFindings(
        graph=graph.id,
        edges=(),
        independences=independences,
        shuffled=shuffled,
        attribution=attribution,
        total=total,
        total_estimand=estimand,
        held_out_r2=held_out,
        failures=tuple(more),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A rival compared with the article's graph, or why it is not."""

    found: HeldOut | None
    failures: tuple[Failure, ...] = ()


def beside(article: Case, rival: Case) -> Beside:
    """Compare a rival with the article's graph on days held out."""
    graph, level = rival.graph, article.rubric.level
    measured = (v.name for v in graph.declared if v.measure is not None)
    both = article.frame.having({name: rival.frame.values(name) for name in measured})
    failures: list[Failure] = []
    found = recorded(
        lambda: attribute.beside(both, article.graph, graph, level), Stage.DAYS_HELD_OUT, graph.id, failures
    )
    return Beside(found=found, failures=tuple(failures))


def _total_effect(case: Case, estimand: Estimand) -> Estimate:
    design = estimate.design_for(case.frame, case.graph, estimand, case.window)
    return estimate.estimate(design, estimand.strategy, case.rubric.level)[0][0]


def examine(case: Case, edge_id: str) -> EdgeFindings:
    """Identify, estimate and refute one edge; what cannot be computed is recorded and ends the edge there."""
    graph, frame, level = case.graph, case.frame, case.rubric.level
    edge = graph.edge(edge_id)
    failures: list[Failure] = []
    blank = unfound(case, edge)
    estimand = recorded(lambda: _identified(frame, graph, edge), Stage.IDENTIFY, edge.id, failures)
    if estimand is None or estimand.strategy is Strategy.NONE:
        return replace(blank, estimand=estimand, rows=_rows(frame, graph, edge), failures=tuple(failures))
    if edge.design is not None:
        return examine_designed(
            replace(blank, estimand=estimand, rows=_rows(frame, graph, edge)),
            frame,
            graph,
            edge,
            case.seed,
            case.rubric,
        )
    if frame.sampling.designed:
        return replace(blank, estimand=estimand, rows=_rows(frame, graph, edge))
    design = recorded(lambda: estimate.design_for(frame, graph, estimand, case.window), Stage.DESIGN, edge.id, failures)
    if design is None:
        return replace(blank, estimand=estimand, failures=tuple(failures))
    blank = replace(blank, estimand=estimand, rows=design.rows)
    estimated = recorded(lambda: estimate.estimate(design, estimand.strategy, level), Stage.ESTIMATE, edge.id, failures)
    if estimated is None:
        return replace(blank, failures=tuple(failures))
    failures.extend(estimated[1])
    found = replace(blank, estimates=(*estimated[0], *estimate.halves(design, estimand.strategy, level)))
    return _tested(found, design, case, edge, failures)


def unfound(case: Case, edge: Edge) -> EdgeFindings:
    """Give the findings of an edge of which nothing is known yet."""
    frame, rubric = case.frame, case.rubric
    wanted = rubric.minimum_rows_apart if frame.sampling.apart(frame.index) else rubric.minimum_rows
    return EdgeFindings(
        graph=case.graph.id, edge=edge.id, by_proxy=_by_proxy(case.graph, edge), rows=0, rows_wanted=wanted
    )


def _identified(frame: Frame, graph: Graph, edge: Edge) -> Estimand:
    """Identify an edge; rows without order have no further past."""
    found = identify.identify(graph, edge)
    return found if frame.sampling.ordered else replace(found, past=())


def _tested(found: EdgeFindings, design: Design, case: Case, edge: Edge, failures: list[Failure]) -> EdgeFindings:
    graph, frame, rubric, estimand = case.graph, case.frame, case.rubric, found.estimand
    assert estimand is not None
    refutable = estimate.refutable(design, estimand.strategy)
    refutations: tuple[tuple[Refutation, ...], tuple[Failure, ...]] | None = refute.not_applicable(), ()
    if refutable:
        refutations = recorded(
            lambda: refute.refute(design, edge, graph.id, case.seed, rubric), Stage.REFUTE, edge.id, failures
        )
    curve = None
    if _is_bent(refutations[0] if refutations else (), rubric):
        curve = recorded(lambda: estimate.curved(design, rubric.level), Stage.ESTIMATE, edge.id, failures)
    others = estimate.alternatives(frame, graph, edge, estimand, case.window, rubric.level)
    agreeing = recorded(
        lambda: agreements(frame, graph, edge, estimand, design, rubric), Stage.MEASURES, edge.id, failures
    )
    sensitivity = None
    if refutable and estimand.strategy in {Strategy.ADJUSTMENT, Strategy.INSTRUMENT}:
        sensitivity = recorded(lambda: sensitivity_of(design, edge, rubric), Stage.SENSITIVITY, edge.id, failures)
    way = recorded(lambda: direction(frame, graph, edge, estimand, rubric), Stage.DIRECTION, edge.id, failures)
    told = recorded(
        lambda: controls(frame, graph, edge, estimand, design, case.window, rubric), Stage.CONTROLS, edge.id, failures
    )
    size = recorded(lambda: power.smallest_effect(design, edge, rubric), Stage.SMALLEST_EFFECT, edge.id, failures)
    event = response = None
    if (day := case.event) is not None and edge.event_test is not EventTest.NONE:
        event = recorded(
            lambda: event_day(frame, graph, edge, found.estimates[0], day), Stage.EVENT_DAY, edge.id, failures
        )
    if frame.sampling.ordered:
        response = recorded(lambda: estimate.respond(frame, estimand, rubric), Stage.RESPONSE, edge.id, failures)
    return replace(
        found,
        estimates=(*found.estimates, *((curve,) if curve else ())),
        alternatives=others[0],
        agreements=agreeing or (),
        response=response,
        refutations=refutations[0] if refutations else (),
        sensitivity=sensitivity,
        direction=way,
        controls=told,
        event=event,
        smallest_effect=size,
        failures=(*failures, *others[1], *(refutations[1] if refutations else ())),
    )


def _is_bent(refutations: Sequence[Refutation], rubric: Rubric) -> bool:
    """Whether the data reject a straight line."""
    p_values = (one.p_value for one in refutations if one.name == "linearity")
    return any(p is not None and p <= 1.0 - rubric.level for p in p_values)


def _by_proxy(graph: Graph, edge: Edge) -> tuple[str, ...]:
    """Name the edge's ends that are seen only through a proxy."""
    return tuple(n for n in (edge.treatment, edge.outcome) if graph.variable(n).kind is NodeKind.PROXY)


def _rows(frame: Frame, graph: Graph, edge: Edge) -> int:
    ends = [n for n in (edge.treatment, edge.outcome) if graph.variable(n).measure is not None]
    return int(frame.table(ends).notna().all(axis=1).sum()) if len(ends) == 2 else 0


def corrected(graph: Graph, edges: Sequence[EdgeFindings], rubric: Rubric) -> list[EdgeFindings]:
    """Apply Holm's correction over the graph's claimed edges; background edges keep the plain level."""
    return with_corrections(edges, corrections(graph, edges, rubric))


def corrections(graph: Graph, edges: Sequence[EdgeFindings], rubric: Rubric) -> Corrections:
    """Give what Holm's correction comes to for each edge."""
    claimed = [e for e in edges if e.estimates and graph.edge(e.edge).claimed]
    levels = dict(
        zip(
            (e.edge for e in claimed),
            multiplicity.holm_levels([e.estimates[0].p_value for e in claimed], rubric.level),
            strict=True,
        )
    )
    return Corrections(
        edges=tuple(
            _widened(e, *levels.get(e.edge, (rubric.level, e.estimates[0].p_value))) if e.estimates else None
            for e in edges
        )
    )


def with_corrections(edges: Sequence[EdgeFindings], found: Corrections) -> list[EdgeFindings]:
    """Set what the correction came to into the findings of the same edges."""
    return [e if at is None else _with(e, at) for e, at in zip(edges, found.edges, strict=True)]


def at_level(found: EdgeFindings, corrected_level: tuple[float, float]) -> EdgeFindings:
    """Widen the judged estimate's interval to a confidence, and set its adjusted p-value."""
    return _with(found, _widened(found, *corrected_level))


def _widened(found: EdgeFindings, level: float, adjusted: float) -> AtLevel:
    first, size = found.estimates[0], found.smallest_effect
    failures: list[Failure] = []
    wide = recorded(lambda: multiplicity.widen(first, level), Stage.ESTIMATE, found.edge, failures)
    seen = None
    if size is not None:
        error, degrees = first.standard_error, first.degrees_of_freedom
        seen = recorded(lambda: power.power(error, degrees, size, level), Stage.POWER, found.edge, failures)
    return AtLevel(
        level=level,
        p_value=adjusted,
        low=None if wide is None else wide.low,
        high=None if wide is None else wide.high,
        power=seen,
        failures=tuple(failures),
    )


def _with(found: EdgeFindings, at: AtLevel) -> EdgeFindings:
    return replace(
        found,
        holm_level=at.level,
        holm_low=at.low,
        holm_high=at.high,
        holm_p=at.p_value,
        power=at.power,
        failures=(*found.failures, *at.failures),
    )


def error_rates(case: Case, edge_id: str, estimand: Estimand, level: float, size: float) -> ErrorRates:
    """Simulate how often the rubric errs on data like one edge's, judged at confidence `level`, with an effect of `size`."""
    failures: list[Failure] = []

    def simulated() -> Calibration:
        design, edge, asked = _asked(case, edge_id, estimand)
        return calibration(design, edge, case.graph.id, case.seed, case.rubric, level, size, asked)

    return ErrorRates(found=recorded(simulated, Stage.CALIBRATE, edge_id, failures), failures=tuple(failures))


def adverse(case: Case, edge_id: str, estimand: Estimand, level: float) -> AdverseRates:
    """Simulate how often the rubric errs on an edge, judged at confidence `level`, where its arrow is reversed or a hidden cause moves both ends."""
    failures: list[Failure] = []

    def simulated() -> AdverseRates:
        design, edge, asked = _asked(case, edge_id, estimand)
        return adverse_rates(design, edge, case.seed, case.rubric, level, asked)

    found = recorded(simulated, Stage.CALIBRATE, edge_id, failures)
    return found or AdverseRates(failures=tuple(failures))


def _asked(case: Case, edge_id: str, estimand: Estimand) -> tuple[Design, Edge, Asked]:
    """Give an edge with its design, and what is asked of its direction; raise NotComputableError."""
    design, edge = estimate.design_for(case.frame, case.graph, estimand, case.window), case.graph.edge(edge_id)
    return design, edge, asked_of(case.frame, case.graph, edge, estimand, design)
