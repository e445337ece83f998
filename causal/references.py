"""The names by which the parts of a report cite each other, and the lists that belong together: whether they fit."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from causal.errors import did_you_mean
from causal.sampling import kinds_of_sample, sampling_of_study

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from causal.findings import EdgeFindings, Estimand, GraphFindings, Sensitivity
    from causal.frame import Column
    from causal.study import Graph, Study
    from causal.verdict import Chart, Contradiction, EdgeVerdict, Evidence, Verdict

    Place = tuple[str | int, ...]
    Fault = tuple[Place, str]  # where something does not fit, and what


def study_faults(study: Study) -> Iterator[Fault]:
    """Give what does not fit in a study: names that stand twice, or name nothing."""
    claims, datasets = {c.id for c in study.claims}, [d.id for d in study.datasets]
    graphs = (study.graph, *study.rivals)
    yield from _unique([c.id for c in study.claims], ("study", "claims"), "id")
    yield from _unique(datasets, ("study", "datasets"), "id")
    yield from _unique([g.id for g in study.rivals], ("study", "rivals"), "id", taken=(study.graph.id,))
    yield from _known(study.sample.calendar, datasets, "dataset", ("study", "sample", "calendar"))
    yield from _known(study.sample.kind, kinds_of_sample(), "kind of sample", ("study", "sample", "kind"))
    if (study.event is not None) is not sampling_of_study(study).has_event:
        yield ("study", "event"), f"a {study.sample.kind} {'needs an' if study.event is None else 'has no'} event"
    for i, dataset in enumerate(study.datasets):
        for k, series in enumerate(dataset.series):
            if series.name.partition(".")[0] != dataset.id:
                yield ("study", "datasets", i, "series", k, "name"), f"'{series.name}' is no series of '{dataset.id}'"
    for graph, place in zip(graphs, _places("graph", "rivals", len(graphs)), strict=True):
        yield from _graph_faults(graph, claims, ("study", *place))


def _graph_faults(graph: Graph, claims: Collection[str], place: Place) -> Iterator[Fault]:
    variables = {v.name for v in graph.variables}
    yield from _unique([v.name for v in graph.variables], (*place, "variables"), "name")
    yield from _unique([e.id for e in graph.edges], (*place, "edges"), "")
    yield from _known(graph.outcome, variables, "variable", (*place, "outcome"))
    yield from _all_known(graph.claims, claims, "claim", (*place, "claims"))
    yield from _all_known(graph.chain, {e.id for e in graph.claimed}, "asserted edge", (*place, "chain"))
    if not graph.chain:
        yield (*place, "chain"), "the chain has no link"
    for i, edge in enumerate(graph.edges):
        yield from _known(edge.treatment, variables, "variable", (*place, "edges", i, "treatment"))
        yield from _known(edge.outcome, variables, "variable", (*place, "edges", i, "outcome"))
        yield from _all_known(edge.claims, claims, "claim", (*place, "edges", i, "claims"))


def _variables(study: Study) -> set[str]:
    return {v.name for g in (study.graph, *study.rivals) for v in g.declared}


def column_faults(columns: Sequence[Column], study: Study) -> Iterator[Fault]:
    """Give the columns that stand for no variable, or are made of no series."""
    variables = _variables(study)
    series = {s.name for d in study.datasets for s in d.series}
    for i, column in enumerate(columns):
        yield from _known(column.name.partition("~")[0], variables, "variable", ("columns", i, "name"))
        yield from _all_known(column.series, series, "series", ("columns", i, "series"))


def findings_faults(found: Sequence[GraphFindings], study: Study) -> Iterator[Fault]:
    """Give what does not fit between the declared graphs and what was found about them."""
    graphs, variables = (study.graph, *study.rivals), _variables(study)
    if len(found) != len(graphs):
        yield ("rivals",), f"expected the findings of {len(graphs) - 1} rivals, found {len(found) - 1}"
        return
    for one, graph, place in zip(found, graphs, _places("graph", "rivals", len(graphs)), strict=True):
        yield from _same([one.graph], [graph.id], (*place, "graph"), "")
        yield from _same([e.edge for e in one.edges], [e.id for e in graph.edges], (*place, "edges"), "edge")
        unmeasured = {v.name for v in graph.variables if v.measure is None}
        for i, (edge, declared) in enumerate(zip(one.edges, graph.edges, strict=False)):
            if edge.estimates and {declared.treatment, declared.outcome} & unmeasured:
                yield (*place, "edges", i, "estimates"), "an end of this edge has no measure: nothing can be estimated"
            yield from _edge_faults(edge, graph, variables, (*place, "edges", i), dated=study.event is not None)
        yield from _whole_faults(one, graph, study, variables, place)


def _whole_faults(
    found: GraphFindings, graph: Graph, study: Study, variables: Collection[str], place: Place
) -> Iterator[Fault]:
    for i, one in enumerate(found.independences):
        yield from _nodes_known((one.x, one.y, *one.given), variables, (*place, "independences", i))
    if found.beside is not None:
        graphs = [study.graph.id, *(r.id for r in study.rivals)]
        yield from _all_known((found.beside.first, found.beside.second), graphs, "graph", (*place, "beside"))
    if found.total is not None and found.total_estimand is None:
        yield (*place, "total"), "a total effect needs its estimand"
    if found.total_estimand is not None:
        yield from _estimand_faults(found.total_estimand, variables, (*place, "total_estimand"))
    if (split := found.attribution) is not None:
        at = (*place, "attribution")
        if study.event is None:
            yield at, "a cross-section has no event day to attribute"
        yield from _same([split.graph], [graph.id], (*at, "graph"), "")
        yield from _known(split.cause, variables, "variable", (*at, "cause"))
        yield from _known(split.outcome, variables, "variable", (*at, "outcome"))
        yield from _all_known([c.node for c in split.contributions], variables, "variable", (*at, "contributions"))


def _edge_faults(
    found: EdgeFindings, graph: Graph, variables: Collection[str], place: Place, *, dated: bool
) -> Iterator[Fault]:
    ends = {e for one in graph.edges if one.id == found.edge for e in (one.treatment, one.outcome)}
    yield from _same([found.graph], [graph.id], (*place, "graph"), "")
    yield from _all_known(found.by_proxy, variables, "variable", (*place, "by_proxy"))
    yield from _all_known([a.variable for a in found.alternatives], variables, "variable", (*place, "alternatives"))
    measured = [one.variable for one in found.agreements]
    yield from _all_known(measured, ends, "end of the edge", (*place, "agreements"))
    controls = {v.name for v in graph.controls}
    told = [one.variable for one in found.controls or ()]
    yield from _all_known(told, controls, "negative control", (*place, "controls"))
    if found.estimand is not None:
        yield from _estimand_faults(found.estimand, variables, (*place, "estimand"))
    for name in (
        "alternatives",
        "agreements",
        "controls",
        "refutations",
        "sensitivity",
        "event",
        "response",
        "calibration",
    ):
        if getattr(found, name) and not found.estimates:
            yield (*place, name), "there is no estimate that this could be about"
    if found.event is not None and not dated:
        yield (*place, "event"), "a cross-section has no event day"
    if found.calibration is not None:
        yield from _same([found.calibration.edge], [found.edge], (*place, "calibration", "edge"), "")
    yield from _lengths(found, place)


def _estimand_faults(estimand: Estimand, variables: Collection[str], place: Place) -> Iterator[Fault]:
    held = (*estimand.adjustment, *estimand.instruments, *estimand.mediators)
    yield from _nodes_known((estimand.treatment, estimand.outcome, *held), variables, place)
    yield from _all_known(estimand.selected_by, variables, "variable", (*place, "selected_by"))
    yield from _nodes_known((r.node for r in estimand.ruled_out), variables, (*place, "ruled_out"))
    for i, path in enumerate(estimand.backdoor_paths):
        yield from _nodes_known(path, variables, (*place, "backdoor_paths", i))


def _lengths(found: EdgeFindings, place: Place) -> Iterator[Fault]:
    """Give the lists of one edge's figures that are not as long as those beside them."""
    if (response := found.response) is not None:
        known = {len(response.horizons), len(response.effect), len(response.low), len(response.high)}
        if len(known) > 1 or 0 in known:
            yield (*place, "response"), "each horizon needs one effect, one low and one high"
    for i, refutation in enumerate(found.refutations):
        drawn = refutation.distribution
        if drawn is not None and not 0 < len(drawn.counts) == len(drawn.edges) - 1:
            yield (*place, "refutations", i, "distribution"), "there is one edge more than there are counts"
    if found.sensitivity is not None and not _square(found.sensitivity):
        yield (*place, "sensitivity", "contour"), "there is one row for each y, and in it one value for each x"


def _square(found: Sensitivity) -> bool:
    return len(found.contour) == len(found.contour_y) > 1 and all(
        len(row) == len(found.contour_x) > 1 for row in found.contour
    )


def verdict_faults(
    study: Study,
    edges: Sequence[EdgeVerdict],
    verdicts: Sequence[Verdict],
    contradictions: Sequence[Contradiction],
) -> Iterator[Fault]:
    """Give what does not fit between claims, edges and their verdicts."""
    claimed = [f"{g.id}:{e.id}" for g in (study.graph, *study.rivals) for e in g.claimed]
    claims = {c.id for c in study.claims}
    yield from _same([f"{v.graph}:{v.edge}" for v in edges], claimed, ("edge_verdicts",), "edge")
    yield from _same([v.claim for v in verdicts], [c.id for c in study.claims], ("verdicts",), "claim")
    judged = set(claimed)
    for i, verdict in enumerate(verdicts):
        if not 0 <= verdict.parts_supported <= verdict.parts == len(verdict.evidence):
            yield (
                ("verdicts", i, "parts"),
                f"there are {len(verdict.evidence)} parts of evidence, found {verdict.parts}",
            )
        for k, one in enumerate(verdict.evidence):
            yield from _evidence_faults(one, judged, claims, ("verdicts", i, "evidence", k))
    for i, found in enumerate(contradictions):
        yield from _all_known(found.claims, claims, "claim", ("contradictions", i, "claims"))


def _evidence_faults(
    found: Evidence, judged: Collection[str], claims: Collection[str], place: Place
) -> Iterator[Fault]:
    if found.edge:
        yield from _known(found.edge, judged, "judged edge", (*place, "edge"))
    yield from _all_known(found.contradicts, claims, "claim", (*place, "contradicts"))
    for i, chart in enumerate(found.charts):
        if not _drawable(chart):
            yield (
                (*place, "charts", i),
                "there is one y, and where another series is drawn one of its values, for each x",
            )


def _drawable(chart: Chart) -> bool:
    return len(chart.y) == len(chart.x) and len(chart.other) in {0, len(chart.x)}


def _places(first: str, others: str, count: int) -> list[Place]:
    return [(first,), *((others, i) for i in range(count - 1))]


def _unique(names: Sequence[str], place: Place, part: str, taken: Iterable[str] = ()) -> Iterator[Fault]:
    seen = set(taken)
    for i, name in enumerate(names):
        if name in seen:
            yield (*place, i, *([part] if part else [])), f"'{name}' stands twice"
        seen.add(name)


def _same(names: Sequence[str], expected: Sequence[str], place: Place, part: str) -> Iterator[Fault]:
    """Give the first name that is not the expected one of its place; a `part` says that they are items of a list."""
    for i, (name, wanted) in enumerate(zip_longest(names, expected)):
        if name != wanted:
            at = (*place, i, part) if part and i < len(names) else place
            yield at, f"expected {_said(wanted)}, found {_said(name)}"
            return


def _said(name: str | None) -> str:
    return "nothing more" if name is None else f"'{name}'"


def _known(name: str, known: Collection[str], kind: str, place: Place) -> Iterator[Fault]:
    if name not in known:
        yield place, f"there is no {kind} '{name}'{did_you_mean(name, known)}"


def _all_known(names: Iterable[str], known: Collection[str], kind: str, place: Place) -> Iterator[Fault]:
    for i, name in enumerate(names):
        yield from _known(name, known, kind, (*place, i))


def _nodes_known(nodes: Iterable[str], variables: Collection[str], place: Place) -> Iterator[Fault]:
    for node in nodes:
        yield from _known(node.rpartition("@")[0], variables, "variable", place)
