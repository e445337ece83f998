"""The whole flow on one screen: folder -> study -> frame -> findings -> verdicts -> report."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from importlib.metadata import PackageNotFoundError
from itertools import count
from typing import TYPE_CHECKING, Any

from causal.data import gather
from causal.findings import EdgeFindings, ErrorRates, GraphFindings
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
    from collections.abc import Callable, Hashable, Iterator, Sequence
    from pathlib import Path

    from causal.findings import Failure
    from causal.frame import Frame
    from causal.inference.examine import Case
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
    steps = sum(2 + len(g.edges) + len(g.claimed) for g in graphs) + len(study.rivals) + len(study.claims)
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
    """Find all that can be found about every graph, in two rounds: Holm's correction stands between them."""
    graphs = (study.graph, *study.rivals)
    cases = [examine.case(study, graph, frame, rubric) for graph in graphs]
    known = [(case, case.digest) for case in cases]
    first = iter(run("graphs and edges", [task for case, digest in known for task in _first_round(case, digest)]))
    wholes, edges = [], []
    for case in cases:
        wholes.append(next(first))
        edges.append([next(first) for _ in case.graph.edges])
    between = run("corrections", [_correction(*one, found) for one, found in zip(known, edges, strict=True)])
    edges = [examine.with_corrections(found, made) for found, made in zip(edges, between, strict=True)]
    second = [task for one, found in zip(known, edges, strict=True) for task in _second_round(*one, found)]
    rates = iter(run("error rates", second))
    complete = [
        replace(entire, edges=tuple(_complete(e, graph, rates) for e in found))
        for graph, entire, found in zip(graphs, wholes, edges, strict=True)
    ]
    compared = iter(run("rivals", [_beside(known[0], one) for one in known[1:] if _comparable(cases[0], one[0])]))
    return tuple(
        _with_rival(found, next(compared)) if case is not cases[0] and _comparable(cases[0], case) else found
        for case, found in zip(cases, complete, strict=True)
    )


def _comparable(article: Case, rival: Case) -> bool:
    """Whether two graphs predict the same rows: a study design estimates over rows of its own."""
    return not any(edge.design is not None for one in (article, rival) for edge in one.graph.claimed)


def _with_rival(found: GraphFindings, compared: examine.Beside) -> GraphFindings:
    return replace(found, beside=compared.found, failures=(*found.failures, *compared.failures))


def _beside(article: tuple[Case, str], rival: tuple[Case, str]) -> Task:
    return Task(
        function=examine.beside,
        arguments=(article[0], rival[0]),
        gives=examine.Beside,
        key=key("beside", article[1], rival[1]),
        name=f"{rival[0].graph.id}: days held out",
    )


def _correction(case: Case, digest: str, edges: Sequence[EdgeFindings]) -> Task:
    return Task(
        function=examine.corrections,
        arguments=(case.graph, edges, case.rubric),
        gives=Corrections,
        key=key("corrections", digest),
        name=f"{case.graph.id}: many tests at once",
    )


def _first_round(case: Case, digest: str) -> list[Task]:
    name = case.graph.id
    entire = Task(
        function=examine.whole,
        arguments=(case,),
        gives=GraphFindings,
        key=key("whole", digest),
        name=f"{name}: the whole graph",
    )
    return [
        entire,
        *(
            Task(
                function=examine.examine,
                arguments=(case, e.id),
                gives=EdgeFindings,
                key=key("edge", digest, e.id),
                name=f"{name}: {e.id}",
            )
            for e in case.graph.edges
        ),
    ]


def _second_round(case: Case, digest: str, edges: Sequence[EdgeFindings]) -> list[Task]:
    tasks = []
    for found in edges:
        if _calibrates(found, case.graph):
            given = (found.edge, found.estimand, found.holm_level, found.smallest_effect)
            tasks.append(
                Task(
                    function=worlds.error_rates if case.graph.edge(found.edge).design else examine.error_rates,
                    arguments=(case, *given),
                    gives=ErrorRates,
                    key=key("error rates", digest, *given),
                    name=f"{case.graph.id}: error rates of {found.edge}",
                )
            )
    return tasks


def _calibrates(found: EdgeFindings, graph: Graph) -> bool:
    judged = bool(found.estimates) and found.smallest_effect is not None
    edge = graph.edge(found.edge)
    simulated = edge.design is None or designs()[edge.design.design].simulate is not None
    return edge.claimed and simulated and judged and found.refutable


def _complete(found: EdgeFindings, graph: Graph, rates: Iterator[ErrorRates]) -> EdgeFindings:
    found = examine.worded(found, graph)
    if not _calibrates(found, graph):
        return found
    measured = next(rates)
    power = found.power
    if measured.found is not None and graph.edge(found.edge).design is None:
        power = measured.found.seen.rate  # a design has too few worlds to tell a power near the threshold
    return replace(found, calibration=measured.found, power=power, failures=(*found.failures, *measured.failures))


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
