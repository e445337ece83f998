"""The whole flow on one screen: folder -> study -> frame -> findings -> verdicts -> report."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError
from itertools import count
from typing import TYPE_CHECKING, Any

from causal.data import gather
from causal.findings import AdverseRates, EdgeFindings, ErrorRates, GraphFindings
from causal.folder import load
from causal.inference import examine
from causal.inference.designs import designs
from causal.inference.multiplicity import Corrections
from causal.judgement import judge, worlds
from causal.judgement.brought import bring
from causal.judgement.checks import Context, checks
from causal.judgement.readings import readings
from causal.report import LIBRARIES, SCHEMA_VERSION, Provenance, Report
from causal.verdict import RUBRIC, Contradiction
from causal.version import __version__
from causal.work.installed import version
from causal.work.spread import Task, Workers, spread
from causal.work.store import Store, key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from pathlib import Path

    from causal.frame import Frame
    from causal.inference.examine import Case
    from causal.messages import Failure
    from causal.study import Claim, Graph, Study
    from causal.verdict import EdgeVerdict, Evidence, Rubric, Verdict

    Progress = Callable[[str, int, int], None]

HERE, NOTHING_KEPT = Workers(), Store(None)


def silent(stage: str, done: int, total: int) -> None:
    """Report no progress."""


def build(
    folder: Path,
    rubric: Rubric = RUBRIC,
    progress: Progress = silent,
    workers: Workers = HERE,
    store: Store = NOTHING_KEPT,
    language: str = "",
) -> Report:
    """Give the scored report of a folder, in `language` (default: its own); raise BadFolderError or DataError."""
    study = load.load(folder, language)
    return score(study, gather.gather(study, folder), rubric, progress, workers, store)


def score(
    study: Study,
    frame: Frame,
    rubric: Rubric = RUBRIC,
    progress: Progress = silent,
    workers: Workers = HERE,
    store: Store = NOTHING_KEPT,
) -> Report:
    """Find, judge and assemble: everything after the data are read."""
    graphs = (study.graph, *study.rivals)
    steps = sum(2 + len(g.edges) + 2 * len(g.claimed) for g in graphs) + len(study.rivals) + len(study.claims)
    counter = iter(range(1, steps + 1))

    def tick(stage: str) -> None:
        progress(stage, next(counter, steps), steps)

    def run(phase: str, tasks: Sequence[Task]) -> list[Any]:
        told = phased(phase, len(tasks), tick)
        return spread(tasks, workers, store, told)

    found = find(study, frame, rubric, run)
    verdicts = tuple(
        judge.judge_edge(graph, edge, findings.edge(edge.id), rubric, frame.sampling, frame.columns)
        for graph, findings in zip(graphs, found, strict=True)
        for edge in graph.claimed
    )
    told = phased("claims", len(study.claims), tick)
    judged, contradictions, failures = judge_claims(study, frame, rubric, found, verdicts, told)
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
        brought=bring(study, found),
        readings=readings(study, frame, judged),
    )


def phased(phase: str, total: int, tick: Callable[[str], None]) -> Callable[[str], None]:
    """Give a callback that tells how far a phase is, before the name of what is done."""
    numbers = count(1)
    return lambda name: tick(f"{phase} {next(numbers):,} of {total:,}: {name}")


def find(
    study: Study, frame: Frame, rubric: Rubric, run: Callable[[str, Sequence[Task]], list[Any]]
) -> tuple[GraphFindings, ...]:
    """Find all that can be found about every graph, in two rounds: Holm's correction stands between them.

    What takes longest comes first in the second, so that workers end at about the same time.
    """
    graphs = (study.graph, *study.rivals)
    cases = [examine.case(study, graph, frame, rubric) for graph in graphs]
    first = iter(run("edges", [task for case in cases for task in _edges(case)]))
    edges = [[next(first) for _ in case.graph.edges] for case in cases]
    between = run("corrections", [_correction(*one) for one in zip(cases, edges, strict=True)])
    edges = [examine.with_corrections(*one) for one in zip(edges, between, strict=True)]
    asked = [(case, e) for case, found in zip(cases, edges, strict=True) for e in found if _calibrates(e, case.graph)]
    plain = [(case, e) for case, e in asked if case.graph.edge(e.edge).design is None]
    compared = [case for case in cases[1:] if _comparable(cases[0], case)]
    second = [
        *(_whole(case) for case in cases),
        *(_error_rates(case, e) for case, e in asked),
        *(_adverse(case, e) for case, e in plain),
        *(_beside(cases[0], case) for case in compared),
    ]
    answers = iter(run("graphs and error rates", second))
    wholes = [next(answers) for _ in cases]
    rates = {(case.graph.id, e.edge): next(answers) for case, e in asked}
    adverse = {(case.graph.id, e.edge): next(answers) for case, e in plain}
    rivals = {case.graph.id: next(answers) for case in compared}
    return tuple(
        _complete(
            replace(
                entire,
                edges=tuple(
                    _with_rates(e, graph, rates.get((graph.id, e.edge)), adverse.get((graph.id, e.edge))) for e in found
                ),
            ),
            rivals.get(graph.id),
        )
        for graph, entire, found in zip(graphs, wholes, edges, strict=True)
    )


def _comparable(article: Case, rival: Case) -> bool:
    """Whether two graphs predict the same rows: a study design estimates over rows of its own."""
    return not any(edge.design is not None for one in (article, rival) for edge in one.graph.claimed)


def _beside(article: Case, rival: Case) -> Task:
    return Task(
        function=examine.beside,
        arguments=(article, rival),
        gives=examine.Beside,
        key=key("beside", article.digest, rival.digest),
        name=f"{rival.graph.id}: days held out",
    )


def _correction(case: Case, edges: Sequence[EdgeFindings]) -> Task:
    return Task(
        function=examine.corrections,
        arguments=(case.graph, edges, case.rubric),
        gives=Corrections,
        key=key("corrections", case.digest),
        name=f"{case.graph.id}: many tests at once",
    )


def _whole(case: Case) -> Task:
    return Task(
        function=examine.whole,
        arguments=(case,),
        gives=GraphFindings,
        key=key("whole", case.digest),
        name=f"{case.graph.id}: the whole graph",
    )


def _edges(case: Case) -> list[Task]:
    digest, name = case.digest, case.graph.id
    return [
        Task(
            function=examine.examine,
            arguments=(case, e.id),
            gives=EdgeFindings,
            key=key("edge", digest, e.id),
            name=f"{name}: {e.id}",
        )
        for e in case.graph.edges
    ]


def _error_rates(case: Case, found: EdgeFindings) -> Task:
    given = (found.edge, found.estimand, found.holm_level, found.smallest_effect)
    return Task(
        function=worlds.error_rates if case.graph.edge(found.edge).design else examine.error_rates,
        arguments=(case, *given),
        gives=ErrorRates,
        key=key("error rates", case.digest, *given),
        name=f"{case.graph.id}: error rates of {found.edge}",
    )


def _adverse(case: Case, found: EdgeFindings) -> Task:
    given = (found.edge, found.estimand, found.holm_level)
    return Task(
        function=examine.adverse,
        arguments=(case, *given),
        gives=AdverseRates,
        key=key("adverse error rates", case.digest, *given),
        name=f"{case.graph.id}: error rates of {found.edge}, its arrow reversed or a cause hidden",
    )


def _calibrates(found: EdgeFindings, graph: Graph) -> bool:
    judged = bool(found.estimates) and found.smallest_effect is not None
    edge = graph.edge(found.edge)
    simulated = edge.design is None or designs()[edge.design.design].simulate is not None
    return edge.claimed and simulated and judged and found.refutable


def _with_rates(
    found: EdgeFindings, graph: Graph, measured: ErrorRates | None, adverse: AdverseRates | None
) -> EdgeFindings:
    found = examine.worded(found, graph)
    if measured is None:
        return found
    calibration, failures, power = measured.found, measured.failures, found.power
    if calibration is not None and graph.edge(found.edge).design is None:
        power = calibration.seen.rate  # a design has too few worlds to tell a power near the threshold
    if calibration is not None and adverse is not None:
        calibration = replace(
            calibration,
            reversed=adverse.reversed,
            hidden=adverse.hidden,
            hidden_treatment_r2=adverse.hidden_treatment_r2,
            hidden_outcome_r2=adverse.hidden_outcome_r2,
        )
        failures = (*failures, *adverse.failures)
    return replace(found, calibration=calibration, power=power, failures=(*found.failures, *failures))


def _complete(found: GraphFindings, compared: examine.Beside | None) -> GraphFindings:
    if compared is None:
        return found
    return replace(found, beside=compared.found, failures=(*found.failures, *compared.failures))


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
    graphs, claims = {g.graph: g for g in found}, {c.id: c for c in study.claims}
    edges = {(v.graph, v.edge): v for v in verdicts}
    evaluated: dict[Hashable, Any] = {}
    for claim in study.claims:
        tick(claim.id)
        context = Context(
            study=study,
            frame=frame,
            rubric=rubric,
            claim=claim,
            graphs=graphs,
            edges=edges,
            claims=claims,
            evaluated=evaluated,
        )
        evidence = [judge.check(claim, request, checks()[request.check], context) for request in claim.checks]
        judged.append(judge.judge(claim, evidence))
        contradictions.extend(_contradictions(claim, evidence))
        failures.extend(f for e in evidence for f in e.failures)
    return tuple(judged), tuple(contradictions), tuple(failures)


def _contradictions(claim: Claim, evidence: Sequence[Evidence]) -> list[Contradiction]:
    """Give what the evidence of a claim sets against each other, the claim itself first."""
    return [
        Contradiction(claims=tuple(dict.fromkeys((claim.id, *part.contradicts))), message=part.reason)
        for part in evidence
        if part.contradicts
    ]


def _libraries(study: Study) -> tuple[str, ...]:
    """Name the libraries that the study designs of the folder compute with, each once."""
    return tuple(dict.fromkeys(one for name in study.designs for one in designs()[name].libraries))


def provenance(study: Study, frame: Frame, rubric: Rubric) -> Provenance:
    """Give what made the report. The date in files is the folder's: no clock is read."""
    from datetime import UTC, datetime, time

    def installed(name: str) -> str:
        try:
            return version(name)
        except PackageNotFoundError:
            return "not installed"

    stated = json.dumps(asdict(rubric), sort_keys=True)
    return Provenance(
        causal=__version__,
        versions={name: installed(name) for name in (*LIBRARIES, *_libraries(study))},
        seed=study.seed,
        rubric_digest=hashlib.sha256(stated.encode()).hexdigest(),
        frame_digest=frame.digest,
        source_date=int(datetime.combine(study.printed, time(), UTC).timestamp()),
    )
