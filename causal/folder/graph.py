"""graph.yaml: the article's graph and its rivals, with every name, edge and chain proved."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from causal.data.formula import parse
from causal.data.motion import is_change, log_scale
from causal.errors import BadFolderError, FormulaError, did_you_mean
from causal.files.limits import PROBLEMS
from causal.files.sizes import too_many
from causal.folder.shapes import GraphModel, VariableModel
from causal.study import Edge, EventTest, Graph, Measure, NodeKind, Role, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from causal.folder.proof import Key, Proof
    from causal.folder.shapes import BackgroundModel, EdgeModel, MeasureModel, RivalModel
    from causal.sampling import Sampling
    from causal.study import Dataset, DesignRequest

FILE = "graph.yaml"
ARTICLE = "article"
PERCENT, LOG_POINTS = 100.0, "log points"  # a hundredth of a logarithm is no percent: a fall of 14% is one of 15.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows that a folder declares for its analysis: their kind, and their dataset where it is one that serves."""

    sampling: Sampling
    calendar: Dataset | None = None

    def unlike(self, dataset: Dataset) -> str:
        """Say why a dataset's series cannot stand beside the others in these rows; "" where they can."""
        calendar, offers = self.calendar, self.sampling.offers
        if offers is not None:
            return "" if offers(dataset) else self.sampling.variable_wanted
        if calendar is None or calendar.resolution is dataset.resolution:
            return "" if self.sampling.serves(dataset) else self.sampling.variable_wanted
        beside = f"'{dataset.id}' is by {dataset.resolution}, the calendar '{calendar.id}' by {calendar.resolution}"
        return f"{self.sampling.variable_wanted} ({beside})"


def read_graphs(
    proof: Proof,
    datasets: tuple[Dataset, ...] | None,
    series: set[str] | None,
    claims: Sequence[str] | None,
    rows: Rows,
) -> tuple[Graph, ...] | None:
    """Give the article's graph and the rivals; None where the file cannot be read.

    Where `rows` are in no order, nothing in the graph may have a lag or a past; where they have no event, no move on its day.
    """
    model = proof.read(FILE, GraphModel)
    if model is None:
        return None
    _check_sizes(proof, model)
    if not rows.sampling.ordered:
        _without_order(proof, model, rows.sampling)
    if not rows.sampling.has_event:
        _without_event(proof, model, rows.sampling)
    variables = {name: _variable(proof, name, v, datasets, series, rows) for name, v in model.variables.items()}
    known = proof.names(FILE, "variables") or []
    proof.unique(FILE, [((*r.place, "id"), r.id) for r in model.rivals], taken=[ARTICLE])
    _choices_drawn(proof, model)
    _controls_apart(proof, model)
    return (
        _graph(proof, model, ARTICLE, variables, known, claims, rows.sampling),
        *(_graph(proof, rival, rival.id, variables, known, claims, rows.sampling) for rival in model.rivals),
    )


def _check_sizes(proof: Proof, model: GraphModel) -> None:
    """Raise BadFolderError where there are more variables or edges than can be judged."""
    graphs: list[GraphModel | RivalModel] = [model, *model.rivals]
    edges = sum(len(g.edges) + sum(len(b.to) for b in g.background) for g in graphs)
    for what, place, count in (("variables", "variables", len(model.variables)), ("edges", "edges", edges)):
        if wrong := too_many(what, count):
            proof.fault(FILE, (place,), wrong)
            raise BadFolderError(proof.problems[:PROBLEMS])


def asserted(proof: Proof) -> dict[str, tuple[str, ...]] | None:
    """Give the ids of the edges that each graph asserts, as written, mistaken ones included; None where it is unreadable."""
    values = proof.documents[FILE].values if FILE in proof.documents else None
    if not isinstance(values, dict):
        return None
    written = [(ARTICLE, values), *((r.get("id"), r) for r in _mappings(values, "rivals"))]
    return {
        str(identity): tuple(
            Edge(treatment=str(e.get("from")), outcome=str(e.get("to")), lag=e.get("lag", 0)).id
            for e in _mappings(graph, "edges")
        )
        for identity, graph in written
    }


def _mappings(values: Any, key: str) -> list[dict[str, Any]]:
    found = values.get(key) if isinstance(values, dict) else None
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _pairs(values: Any, key: str) -> set[tuple[str, str]]:
    """Give (cause, effect) of each edge written under `key`, mistaken ones included."""
    ends = ((e.get("from"), e.get("to")) for e in _mappings(values, key))
    return {
        (str(cause), str(one)) for cause, effect in ends for one in (effect if isinstance(effect, list) else [effect])
    }


def _without_order(proof: Proof, model: GraphModel, sampling: Sampling) -> None:
    """Note every lag and past."""
    rows = f"the rows of {sampling.called} are in no order"
    if sampling.looks_back:
        rows = f"a lag in {sampling.called} is written in a formula, such as lag(x, 1)"
    graphs: list[GraphModel | RivalModel] = [model, *model.rivals]
    drawn: list[EdgeModel | BackgroundModel] = []
    for graph in graphs:
        drawn += [*graph.edges]
        drawn += [*graph.background]
    for edge in drawn:
        if edge.lag:
            message = f"{rows}: an edge between them has no lag"
            proof.fault(FILE, (*edge.place, "lag"), message)
    for v in model.variables.values():
        if v.persistence and "persistence" in v.model_fields_set:
            message = f"{rows}: a variable has no past there"
            proof.fault(FILE, (*v.place, "persistence"), message)


def _without_event(proof: Proof, model: GraphModel, sampling: Sampling) -> None:
    """Note every event-day move."""
    message = f"{sampling.called} has no event day: leave this key out"
    for v in model.variables.values():
        if v.event is not None:
            proof.fault(FILE, (*v.place, "event"), message)
    for edge in (*model.edges, *(e for rival in model.rivals for e in rival.edges)):
        for key in ("event_test", "event_start", "event_end"):
            if key in edge.model_fields_set:
                proof.fault(FILE, (*edge.place, key), message)


def _choices_drawn(proof: Proof, model: GraphModel) -> None:
    """Note each graph that does not say what the choice of rows depends on."""
    chosen = [name for name, v in model.variables.items() if v.selected]
    for graph in (model, *model.rivals):
        written = proof.written(FILE, graph.place)
        ends = {name for key in ("edges", "background") for pair in _pairs(written, key) for name in pair}
        for name in (name for name in chosen if name not in ends):
            message = (
                f"the rows were chosen by '{name}', which is at no edge of this graph: "
                f"draw what the choice depends on, such as {{from: ..., to: {name}}} under background"
            )
            proof.fault(FILE, (*graph.place, "background"), message)


def _controls_apart(proof: Proof, model: GraphModel) -> None:
    """Note each negative control that is not observed, or that an account asserts something of."""
    controls = [name for name, v in model.variables.items() if v.role is Role.NEGATIVE_CONTROL]
    for v in (model.variables[name] for name in controls):
        if v.kind is not NodeKind.OBSERVED:
            message = f"a negative control is read from data as it is: write kind: observed, or leave `role` out; found '{v.kind}'"
            proof.fault(FILE, (*v.place, "kind"), message)
        if v.selected:
            message = "a negative control cannot be what the rows were chosen by: leave `role` out, or `selected`"
            proof.fault(FILE, (*v.place, "selected"), message)
    graphs: list[GraphModel | RivalModel] = [model, *model.rivals]
    for edge in (edge for graph in graphs for edge in graph.edges):
        for key, name in (("from", edge.from_), ("to", edge.to)):
            if name in controls:
                message = f"'{name}' is a negative control, which no account says anything of: leave its `role` out, or draw the edge under background"
                proof.fault(FILE, (*edge.place, key), message)


def _variable(
    proof: Proof,
    name: str,
    v: VariableModel,
    datasets: tuple[Dataset, ...] | None,
    series: set[str] | None,
    rows: Rows,
) -> Variable:
    if v.kind is NodeKind.LATENT and v.formula:
        proof.fault(FILE, (*v.place, "kind"), "a latent variable has no formula; with one it is a proxy")
    if v.kind is not NodeKind.LATENT and not v.formula:
        article = "an" if v.kind is NodeKind.OBSERVED else "a"
        proof.fault(FILE, v.place, f"{article} {v.kind} variable needs a formula; without data it is latent")
    return Variable(
        name=name,
        label=v.label,
        kind=v.kind,
        measure=_measure(proof, v, datasets, series, rows) if v.formula else None,
        alternatives=tuple(_measure(proof, a, datasets, series, rows) for a in v.alternatives),
        persistence=v.persistence if rows.sampling.ordered else 0,
        family=v.family,
        direction=v.event,
        note=v.note,
        needs=v.needs,
        selected=v.selected,
        role=v.role,
    )


def _measure(
    proof: Proof,
    given: VariableModel | MeasureModel,
    datasets: tuple[Dataset, ...] | None,
    series: set[str] | None,
    rows: Rows,
) -> Measure:
    place = (*given.place, "formula")
    names: tuple[str, ...] = ()
    change, scale = False, None
    try:
        parsed = parse(given.formula, series)
        names = parsed.names
        stated = given.change if isinstance(given, VariableModel) else None
        change = is_change(parsed.tree) if stated is None else stated
        scale = log_scale(parsed.tree) if change else None
        if reason := parsed.meaningless(rows.sampling):
            proof.fault(FILE, place, reason)
    except FormulaError as error:
        proof.fault(FILE, place, str(error))
    owners = {d.id: d for d in datasets or ()}
    for name in names:
        owner = owners.get(name.partition(".")[0])
        if owner is not None and (reason := rows.unlike(owner)):
            proof.fault(FILE, place, f"'{name}' {reason}")
    return Measure(
        formula=given.formula,
        label=given.measure or given.formula,
        unit=LOG_POINTS if scale == PERCENT and given.unit == "%" else given.unit,
        change=change,
        log_scale=scale,
    )


def _graph(
    proof: Proof,
    model: GraphModel | RivalModel,
    identity: str,
    variables: Mapping[str, Variable],
    known: Sequence[str],
    claims: Sequence[str] | None,
    sampling: Sampling,
) -> Graph:
    placed = [*_edges(proof, model.edges, known, claims), *_background(proof, model.background, known)]
    proof.unique(FILE, [(place, edge.id) for place, edge in placed])
    _acyclic(proof, placed)
    edges = tuple(edge for _, edge in placed)
    nodes = list(dict.fromkeys(name for e in edges for name in (e.treatment, e.outcome)))
    written = proof.written(FILE, model.place)
    asserted_pairs, other_pairs = _pairs(written, "edges"), _pairs(written, "background")
    if model.outcome not in (ends := {name for pair in asserted_pairs | other_pairs for name in pair}):
        near = did_you_mean(model.outcome, ends)
        proof.fault(FILE, (*model.place, "outcome"), f"'{model.outcome}' is at no edge of this graph{near}")
    elif model.chain[-1] != model.outcome:
        message = f"the chain ends in '{model.chain[-1]}', not in the outcome '{model.outcome}'"
        proof.fault(FILE, (*model.place, "chain", len(model.chain) - 1), message)
    for i, claim in enumerate(model.claims):
        proof.known(FILE, (*model.place, "claims", i), "claim", claim, claims)
    _check_chain(proof, model, known, asserted_pairs, other_pairs)
    if sampling.designed or any(e.design is not None for e in model.edges):
        from causal.folder.designs import prove_design

        for e in model.edges:
            prove_design(proof, FILE, e, variables, edges, sampling)
    return Graph(
        id=identity,
        title=model.title,
        variables=tuple(variables[name] for name in nodes if name in variables),
        edges=edges,
        chain=_chain(edges, model.chain),
        outcome=model.outcome,
        claims=tuple(model.claims),
        note=model.note,
        controls=tuple(v for v in variables.values() if v.role is Role.NEGATIVE_CONTROL),
    )


def _edges(
    proof: Proof, models: Sequence[EdgeModel], known: Sequence[str], claims: Sequence[str] | None
) -> list[tuple[Key, Edge]]:
    for e in models:
        _ends(proof, e.place, e.from_, e.to, known)
        _event_test(proof, e)
        for i, claim in enumerate(e.claims):
            proof.known(FILE, (*e.place, "claims", i), "claim", claim, claims)
        if not e.sign and not e.claims:
            message = "an asserted edge needs a sign (1 or -1) or claims; a common cause stands under background"
            proof.fault(FILE, e.place, message)
    return [
        (
            e.place,
            Edge(
                treatment=e.from_,
                outcome=e.to,
                lag=e.lag,
                sign=e.sign,
                mechanism=e.mechanism,
                claims=tuple(e.claims),
                smallest_effect=e.smallest_effect,
                event_test=e.event_test,
                event_start=e.event_start,
                event_end=e.event_end,
                because=e.direction.because if e.direction else None,
                because_note=e.direction.note if e.direction else "",
                design=None if e.design is None else _request(e.design),
            ),
        )
        for e in models
    ]


def _request(design: dict[str, Any]) -> DesignRequest:
    """Give the design that an edge declares; what knows the designs is imported where one is."""
    from causal.folder.designs import request_of

    return request_of(design)


def _event_test(proof: Proof, e: EdgeModel) -> None:
    """Note days that the edge's kind of event has no use for, and a period that ends before it begins."""
    if e.event_start is not None and e.event_test not in {EventTest.STEP, EventTest.PERIOD}:
        message = f"'{e.event_test}' has no first day of its own: say 'step' or 'period', or leave this key out"
        proof.fault(FILE, (*e.place, "event_start"), message)
    if e.event_end is not None and e.event_test is not EventTest.PERIOD:
        message = f"'{e.event_test}' has no last day: say 'period', or leave this key out"
        proof.fault(FILE, (*e.place, "event_end"), message)
    if e.event_start is not None and e.event_end is not None and e.event_end < e.event_start:
        proof.fault(FILE, (*e.place, "event_end"), f"the period ends before it begins, on {e.event_start}")


def _background(proof: Proof, models: Sequence[BackgroundModel], known: Sequence[str]) -> list[tuple[Key, Edge]]:
    for b in models:
        for to in b.to:
            _ends(proof, b.place, b.from_, to, known)
    return [(b.place, Edge(treatment=b.from_, outcome=to, lag=b.lag)) for b in models for to in b.to]


def _ends(proof: Proof, place: Key, cause: str, effect: str, known: Sequence[str]) -> None:
    for key, name in (("from", cause), ("to", effect)):
        proof.known(FILE, (*place, key), "variable", name, known)
    if cause == effect:
        message = f"the edge goes from '{cause}' to itself; a variable's own past is its `persistence`"
        proof.fault(FILE, place, message)


def _acyclic(proof: Proof, placed: Sequence[tuple[Key, Edge]]) -> None:
    """Note a cycle among the edges without a lag in each part of the graph that has one."""
    places = {(e.treatment, e.outcome): place for place, e in placed if e.lag == 0 and e.treatment != e.outcome}
    if _ordered(places):
        return
    import networkx as nx

    same_day = nx.DiGraph(list(places))
    for part in sorted(sorted(c) for c in nx.strongly_connected_components(same_day) if len(c) > 1):
        cycle = nx.find_cycle(same_day.subgraph(part), part[0])
        names = " -> ".join([*(cause for cause, _ in cycle), cycle[0][0]])
        message = f"the edges without a lag form a cycle: {names}; turn one round or give one a lag"
        proof.fault(FILE, places[cycle[-1]], message)


def _ordered(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether causes can be put before their effects; a graph library, slow to import, is asked only where they cannot."""
    causes: dict[str, set[str]] = {}
    for cause, effect in pairs:
        causes.setdefault(effect, set()).add(cause)
    try:
        TopologicalSorter(causes).prepare()
    except CycleError:
        return False
    return True


def _check_chain(
    proof: Proof,
    model: GraphModel | RivalModel,
    known: Sequence[str],
    asserted_pairs: set[tuple[str, str]],
    other_pairs: set[tuple[str, str]],
) -> None:
    place = (*model.place, "chain")
    for i, name in enumerate(model.chain):
        proof.known(FILE, (*place, i), "variable", name, known)
    for i, (cause, effect) in enumerate(pairwise(model.chain), start=1):
        if (cause, effect) not in asserted_pairs and cause in known and effect in known:
            said = "only a background edge" if (cause, effect) in other_pairs else "no edge"
            proof.fault(FILE, (*place, i), f"the chain goes from '{cause}' to '{effect}', but {said} does")


def _chain(edges: Sequence[Edge], names: Sequence[str]) -> tuple[str, ...]:
    """Give the ids of the links: of several edges between two neighbours, the one of the shortest lag."""
    found: list[str] = []
    for pair in pairwise(names):
        links = sorted((e for e in edges if (e.treatment, e.outcome) == pair and e.claimed), key=lambda e: e.lag)
        found.extend(e.id for e in links[:1])
    return tuple(found)
