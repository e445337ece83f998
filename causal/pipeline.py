"""The whole flow on one screen: folder -> study -> frame -> findings -> verdicts -> report.

The only place where a stage's failure is caught and recorded instead of ending the build.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypeVar

import numpy as np

import causal
from causal import attribute, calibrate, estimate, gather, identify, judge, load, refute
from causal.checks import Context, checks
from causal.errors import NotComputableError
from causal.findings import EdgeFindings, Failure, GraphFindings, Strategy
from causal.independence import check_independences
from causal.report import SCHEMA_VERSION, Provenance, Report
from causal.verdict import RUBRIC, Contradiction

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from causal.design import Design
    from causal.findings import Estimand, Estimate
    from causal.frame import Frame
    from causal.study import Claim, Edge, Graph, Study
    from causal.verdict import EdgeVerdict, Evidence, Rubric, Verdict

    Progress = Callable[[str, int, int], None]

T = TypeVar("T")

RECORDED = (NotComputableError, np.linalg.LinAlgError)
LIBRARIES = ("dowhy", "statsmodels", "numpy", "scipy", "pandas", "networkx", "matplotlib", "jinja2", "weasyprint", "pydantic")


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def build(folder: Path, rubric: Rubric = RUBRIC, progress: Progress = silent) -> Report:
    """Give the scored report of a folder; raise BadFolderError or DataError where the input is wrong."""
    study = load.load(folder)
    return score(study, gather.gather(study, folder), rubric, progress)


def score(study: Study, frame: Frame, rubric: Rubric = RUBRIC, progress: Progress = silent) -> Report:
    """Find, judge and assemble: everything after the data are read."""
    graphs = (study.graph, *study.rivals)
    steps = sum(len(g.edges) for g in graphs) + len(study.claims)
    counter = iter(range(1, steps + 1))

    def tick(stage: str) -> None:
        progress(stage, next(counter), steps)

    found = tuple(examine(graph, frame, study, rubric, tick) for graph in graphs)
    verdicts = tuple(
        judge.judge_edge(graph, edge, findings.edge(edge.id), rubric)
        for graph, findings in zip(graphs, found, strict=True)
        for edge in graph.claimed
    )
    judged, contradictions, failures = judge_claims(study, frame, rubric, found, verdicts, tick)
    return Report(
        schema_version=SCHEMA_VERSION,
        study=study,
        rubric=rubric,
        columns=frame.columns,
        rows=len(frame),
        graph=found[0],
        rivals=found[1:],
        edge_verdicts=verdicts,
        verdicts=judged,
        contradictions=contradictions,
        failures=(*(f for g in found for f in (*g.failures, *(x for e in g.edges for x in e.failures))), *failures),
        provenance=provenance(study, frame, rubric),
    )


def examine(graph: Graph, frame: Frame, study: Study, rubric: Rubric, tick: Callable[[str], None]) -> GraphFindings:
    """Find all that can be found about one graph."""
    edges = []
    for edge in graph.edges:
        tick(f"{graph.id}: {edge.id}")
        edges.append(examine_edge(graph, edge, frame, study, rubric))
    edges = [calibrated(graph, e, frame, study, rubric) for e in corrected(graph, edges, rubric)]
    independences, failures = check_independences(frame, graph, rubric)
    more: list[Failure] = list(failures)
    attribution = recorded(
        lambda: attribute.attribute(frame, graph, study.event, study.seed, rubric), "attribute", graph.id, more
    )
    held_out = recorded(lambda: attribute.held_out_r2(frame, graph), "held-out days", graph.id, more)
    estimand = recorded(lambda: identify.identify_total(graph), "identify", f"{graph.id}: total effect", more)
    total = None
    if estimand is not None and estimand.strategy is not Strategy.NONE:
        total = recorded(lambda: total_effect(graph, estimand, frame, study, rubric), "total effect", graph.id, more)
    return GraphFindings(
        graph=graph.id,
        edges=tuple(edges),
        independences=independences,
        attribution=attribution,
        total=total,
        total_estimand=estimand,
        held_out_r2=held_out,
        failures=tuple(more),
    )


def recorded(run: Callable[[], T], stage: str, subject: str, failures: list[Failure]) -> T | None:
    """Run a stage; where it cannot give a number, leave a Failure and give None."""
    try:
        return run()
    except RECORDED as error:
        failures.append(Failure(stage=stage, subject=subject, reason=str(error)))
        return None


def window(study: Study) -> tuple[date, date]:
    """Give the event window, first and last day."""
    return study.event.start, study.event.end


def total_effect(graph: Graph, estimand: Estimand, frame: Frame, study: Study, rubric: Rubric) -> Estimate:
    """Estimate the total effect of the chain's first node on the outcome."""
    design = estimate.design_for(frame, graph, estimand, window(study))
    return estimate.estimate(design, estimand.strategy, rubric.level)[0][0]


def examine_edge(graph: Graph, edge: Edge, frame: Frame, study: Study, rubric: Rubric) -> EdgeFindings:
    """Identify, estimate and refute one edge; what cannot be computed is recorded and ends the edge there."""
    failures: list[Failure] = []
    blank = EdgeFindings(graph=graph.id, edge=edge.id, by_proxy=estimate.by_proxy(graph, edge), rows=0)
    estimand = recorded(lambda: identify.identify(graph, edge), "identify", edge.id, failures)
    if estimand is None or estimand.strategy is Strategy.NONE:
        return replace(blank, estimand=estimand, rows=_rows(frame, graph, edge), failures=tuple(failures))
    design = recorded(lambda: estimate.design_for(frame, graph, estimand, window(study)), "design", edge.id, failures)
    if design is None:
        return replace(blank, estimand=estimand, failures=tuple(failures))
    blank = replace(blank, estimand=estimand, rows=design.rows)
    estimated = recorded(
        lambda: estimate.estimate(design, estimand.strategy, rubric.level), "estimate", edge.id, failures
    )
    if estimated is None:
        return replace(blank, failures=tuple(failures))
    failures.extend(estimated[1])
    found = replace(blank, estimates=(*estimated[0], *estimate.halves(design, rubric.level)))
    return _tested(found, design, graph, edge, frame, study, rubric, failures)


def _tested(
    found: EdgeFindings,
    design: Design,
    graph: Graph,
    edge: Edge,
    frame: Frame,
    study: Study,
    rubric: Rubric,
    failures: list[Failure],
) -> EdgeFindings:
    estimand = found.estimand
    assert estimand is not None
    refutations = recorded(lambda: refute.refute(design, edge, graph.id, study.seed, rubric), "refute", edge.id, failures)
    others = estimate.alternatives(frame, graph, edge, estimand, window(study), rubric.level)
    sensitivity = None
    if estimand.strategy is Strategy.ADJUSTMENT:
        sensitivity = recorded(lambda: refute.sensitivity_of(design, edge, rubric), "sensitivity", edge.id, failures)
    event = recorded(
        lambda: refute.event_day(frame, graph, edge, found.estimates[0], study.event),
        "event day", edge.id, failures,
    )  # fmt: skip
    return replace(
        found,
        alternatives=others[0],
        response=recorded(lambda: estimate.respond(frame, estimand, window(study), rubric), "response", edge.id, failures),
        refutations=refutations[0] if refutations else (),
        sensitivity=sensitivity,
        event=event,
        smallest_effect=estimate.smallest_effect(design, edge, rubric),
        failures=(*failures, *others[1], *(refutations[1] if refutations else ())),
    )


def _rows(frame: Frame, graph: Graph, edge: Edge) -> int:
    ends = [n for n in (edge.treatment, edge.outcome) if graph.variable(n).measure is not None]
    return int(frame.table(ends).notna().all(axis=1).sum()) if len(ends) == 2 else 0


def corrected(graph: Graph, edges: Sequence[EdgeFindings], rubric: Rubric) -> list[EdgeFindings]:
    """Apply Holm's correction over the graph's claimed edges; background edges keep the plain level."""
    claimed = [e for e in edges if e.estimates and graph.edge(e.edge).claimed]
    levels = dict(
        zip(
            (e.edge for e in claimed),
            estimate.holm_levels([e.estimates[0].p_value for e in claimed], rubric.level),
            strict=True,
        )
    )
    return [_at_level(e, levels.get(e.edge, (rubric.level, e.estimates[0].p_value))) if e.estimates else e for e in edges]


def _at_level(found: EdgeFindings, corrected_level: tuple[float, float]) -> EdgeFindings:
    level, adjusted = corrected_level
    first = found.estimates[0]
    wide = estimate.widen(first, level)
    size = found.smallest_effect
    power = None if size is None else estimate.power(first.standard_error, first.degrees_of_freedom, size, level)
    return replace(found, holm_level=level, holm_low=wide.low, holm_high=wide.high, holm_p=adjusted, power=power)


def calibrated(graph: Graph, found: EdgeFindings, frame: Frame, study: Study, rubric: Rubric) -> EdgeFindings:
    """Add the error rates of the rubric to a claimed edge that was estimated."""
    edge, level, size = graph.edge(found.edge), found.holm_level, found.smallest_effect
    if not edge.claimed or found.estimand is None or level is None or size is None:
        return found
    estimand, failures = found.estimand, list(found.failures)
    rates = recorded(
        lambda: calibrate.calibrate(
            estimate.design_for(frame, graph, estimand, window(study)), edge, graph.id, study.seed, rubric, level, size
        ),
        "calibrate", edge.id, failures,
    )  # fmt: skip
    return replace(found, calibration=rates, failures=tuple(failures))


def judge_claims(
    study: Study,
    frame: Frame,
    rubric: Rubric,
    found: Sequence[GraphFindings],
    verdicts: Sequence[EdgeVerdict],
    tick: Callable[[str], None],
) -> tuple[tuple[Verdict, ...], tuple[Contradiction, ...], tuple[Failure, ...]]:
    """Check and judge every claim; collect the contradictions and failures that the checks met."""
    judged: list[Verdict] = []
    contradictions: list[Contradiction] = []
    failures: list[Failure] = []
    for claim in study.claims:
        tick(claim.id)
        context = Context(
            study=study,
            frame=frame,
            rubric=rubric,
            claim=claim,
            graphs={g.graph: g for g in found},
            edges={(v.graph, v.edge): v for v in verdicts},
        )
        evidence = [judge.check(claim, request, checks()[request.check], context) for request in claim.checks]
        judged.append(judge.judge(claim, evidence))
        contradictions.extend(_contradictions(claim, evidence))
        failures.extend(f for e in evidence for f in e.failures)
    return tuple(judged), tuple(contradictions), tuple(failures)


def _contradictions(claim: Claim, evidence: Sequence[Evidence]) -> list[Contradiction]:
    """A check that sets claims against each other names them in its details."""
    found = []
    for part in evidence:
        named = part.details.get("claims")
        if isinstance(named, str) and part.grounds.name == "CONTRADICTED":
            claims = tuple(dict.fromkeys((claim.id, *named.split())))
            found.append(Contradiction(claims=claims, message=part.reason))
    return found


def provenance(study: Study, frame: Frame, rubric: Rubric) -> Provenance:
    """Give what made the report. The date in files is the folder's `as_of`, or the event day: no clock is read."""
    from datetime import UTC, datetime, time

    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "not installed"

    stated = json.dumps(asdict(rubric), sort_keys=True)
    printed = study.as_of or study.event.day
    return Provenance(
        causal=causal.__version__,
        versions={name: installed(name) for name in LIBRARIES},
        seed=study.seed,
        rubric_digest=hashlib.sha256(stated.encode()).hexdigest(),
        frame_digest=frame.digest,
        source_date=int(datetime.combine(printed, time(), UTC).timestamp()),
    )

