"""Graphs to and from other programs: a declared graph as a networkx graph, a file of another format as graph.yaml."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import yaml
from pydantic import ValidationError

from causal.authoring.graph_formats._ends import TOLD
from causal.errors import CausalError
from causal.files.limits import GRAPH_BYTES, GRAPH_EDGES, GRAPH_NODES
from causal.files.regular import bytes_within
from causal.folder.shapes import GraphModel
from causal.study import EventTest, Family, Graph, NodeKind, Variable
from causal.work.confined import confined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from causal.authoring.graph_formats import Format
    from causal.study import Edge, Measure

HEAD = "# yaml-language-server: $schema=.schema/graph.schema.json\n# Imported from {name}.\n"
VARIABLE = frozenset(
    {"label", "kind", "formula", "measure", "unit", "event", "persistence", "family", "needs", "note"}
    | {"alternatives", "selects", "role"}
)
EVENT = ("event_test", "event_start", "event_end")
ASSERTED = (
    "sign",
    "mechanism",
    "claims",
    "smallest_effect",
    *EVENT,
    "because",
    "reason",
    "design",
)  # what only an asserted edge has
EDGE = frozenset({"lag", *ASSERTED})
GRAPH = frozenset({"id", "title", "chain", "outcome", "claims", "note"})
CONSEQUENCES = {  # of what is not read
    "beta": "effects are estimated from the data",
    "adjusted": "what to hold fixed is found from the graph",
    "selected": "where the data hold only rows chosen by the variable, write `selected: true`",
}
NUMBERS: dict[str, type[int | float]] = {"persistence": int, "lag": int, "sign": int, "smallest_effect": float}


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The text of a graph.yaml, and what a reader should know of how it was made."""

    text: str
    notes: tuple[str, ...]


def to_networkx(graph: Graph) -> Any:
    """Give a networkx MultiDiGraph: variables as nodes, one edge a lag, attributes as text and numbers.

    Lists are texts: names with spaces between, other measures as JSON. What is empty is left out.
    """
    import networkx as nx

    links = [graph.edge(link) for link in graph.chain]
    chain = [*(link.treatment for link in links), graph.outcome]
    told = {
        "id": graph.id,
        "title": graph.title,
        "chain": " ".join(chain),
        "outcome": graph.outcome,
        "claims": " ".join(graph.claims),
        "note": graph.note,
    }
    made = nx.MultiDiGraph(**_said(told))
    for variable in graph.declared:
        made.add_node(variable.name, **_variable(variable))
    for edge in graph.edges:
        made.add_edge(edge.treatment, edge.outcome, **_edge(edge))
    return made


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None)}


def _variable(variable: Variable) -> dict[str, Any]:
    measure = variable.measure
    return _said(
        {
            "label": variable.label,
            "kind": variable.kind.value,
            "formula": measure.formula if measure else "",
            "measure": measure.label if measure else "",
            "unit": measure.unit if measure else "",
            "event": variable.direction.value if variable.direction else "",
            "persistence": variable.persistence if variable.persistence != 1 else None,
            "family": variable.family.value if variable.family is not Family.CONTINUOUS else "",
            "needs": variable.needs,
            "note": variable.note,
            "alternatives": json.dumps([_measure(m) for m in variable.alternatives]) if variable.alternatives else "",
            "selects": "rows" if variable.selected else "",
            "role": variable.role.value if variable.role else "",
        }
    )


def _measure(measure: Measure) -> dict[str, str]:
    return {"formula": measure.formula, "measure": measure.label, "unit": measure.unit}


def _edge(edge: Edge) -> dict[str, Any]:
    return _said(
        {
            "lag": edge.lag or None,
            "sign": edge.sign or None,
            "mechanism": edge.mechanism,
            "claims": " ".join(edge.claims),
            "smallest_effect": edge.smallest_effect,
            "event_test": edge.event_test.value if edge.event_test is not EventTest.SHOCK else "",
            "event_start": edge.event_start.isoformat() if edge.event_start else "",
            "event_end": edge.event_end.isoformat() if edge.event_end else "",
            "because": edge.because.value if edge.because else "",
            "reason": edge.because_note,
            "design": json.dumps({"kind": edge.design.design, **edge.design.parameters}) if edge.design else "",
        }
    )


def export(graph: Graph, to: Format) -> tuple[str, tuple[str, ...]]:
    """Write a graph in another format; give the text and what it cannot hold, found by reading it again."""
    made = to_networkx(graph)
    text = to.write(made)
    return text, tuple(_lost(made, to.read(text)))


def _lost(whole: Any, read: Any) -> Iterable[str]:
    """Name what a format dropped or changed: `label of 3 variables`."""
    for key, value in whole.graph.items():
        if _words(read.graph.get(key, "")) != _words(value):
            yield f"{key} of the graph"
    gone = Counter(
        key
        for name, values in whole.nodes(data=True)
        for key, value in values.items()
        if not _kept(read.nodes, name, key, value)
    )
    yield from (f"{key} of {count} variable{'s' if count > 1 else ''}" for key, count in gone.items())
    rest = _edges(whole) - _edges(read)
    keys = Counter(key for _, _, values in rest.elements() for key, _ in values)
    yield from (f"{key} of {count} edge{'s' if count > 1 else ''}" for key, count in keys.items())
    merged = whole.number_of_edges() - read.number_of_edges()
    if merged > 0:
        yield f"{merged} edge{'s' if merged > 1 else ''} between variables that others already join"


def _words(value: object) -> list[str]:
    """Give the words of a text, or of a list of names that may hold spaces."""
    return [str(one) for one in value] if isinstance(value, list) else str(value).split()


def _kept(nodes: Any, name: str, key: str, value: object) -> bool:
    return name in nodes and str(nodes[name].get(key, "")) == str(value)


def _edges(graph: Any) -> Counter[tuple[str, str, tuple[tuple[str, str], ...]]]:
    return Counter(
        (a, b, tuple(sorted((k, str(v)) for k, v in values.items()))) for a, b, values in graph.edges(data=True)
    )


def read_file(path: Path, form: Format, outcome: str = "") -> Imported:
    """Read a graph file of another program into the text of graph.yaml; raise CausalError where it cannot be one."""
    raw = bytes_within(path, GRAPH_BYTES)
    if raw is None:
        raise CausalError(f"{path} has more than the {GRAPH_BYTES:,} bytes that a graph may have")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CausalError(f"{path} is not UTF-8 text") from error
    try:
        return from_networkx(confined(form.read, text, subject="this graph"), path.name, outcome)
    except CausalError as error:
        raise CausalError(f"{path}: {error}") from error


def from_networkx(graph: Any, name: str, outcome: str = "") -> Imported:
    """Give the text of graph.yaml for a networkx graph whose attributes are those of `to_networkx`; others are passed over."""
    if len(graph) > GRAPH_NODES or graph.number_of_edges() > GRAPH_EDGES:
        raise CausalError(f"a graph has at most {GRAPH_NODES} variables and {GRAPH_EDGES} edges")
    if not graph.number_of_edges():
        raise CausalError("the graph has no edges")
    names = _names(graph)
    notes = [*_renamed(names), *map(str, graph.graph.get(TOLD, ())), *_ignored(graph)]
    values = _values(graph, names, outcome, notes)
    try:
        GraphModel.model_validate(values)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:5])
        raise CausalError(f"not a graph that graph.yaml can hold: {told}") from error
    body = yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=118, default_flow_style=None)
    return Imported(text=HEAD.format(name=json.dumps(name, ensure_ascii=False)) + body, notes=tuple(notes))


def _names(graph: Any) -> dict[str, str]:
    """Give a name that formulas can hold for each node."""
    names: dict[str, str] = {}
    for node in graph:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", str(node)).strip("_")[:50]
        plain = plain if re.match(r"[A-Za-z]", plain) and not iskeyword(plain) else f"n_{plain}".rstrip("_")
        name = (
            str(node) if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,59}", str(node)) and not iskeyword(str(node)) else plain
        )
        taken, number = set(names.values()), 2
        while name in taken:
            name, number = f"{plain}_{number}", number + 1
        names[node] = name
    return names


def _renamed(names: Mapping[str, str]) -> Iterable[str]:
    changed = [f"'{old}' is now {new}" for old, new in names.items() if str(old) != new]
    if changed:
        yield f"names that formulas cannot hold: {'; '.join(changed[:10])}{' and more' if len(changed) > 10 else ''}"


def _ignored(graph: Any) -> Iterable[str]:
    """Name the attributes that mean nothing here."""
    for where, parts, known in (
        ("variables", (v for _, v in graph.nodes(data=True)), VARIABLE),
        ("edges", (v for _, _, v in graph.edges(data=True)), EDGE),
        ("the graph", [graph.graph], GRAPH | {TOLD}),
    ):
        others = sorted({str(key) for values in parts for key in values} - known)
        if others:
            yield f"not read, of {where}: {', '.join(others[:10])}{' and more' if len(others) > 10 else ''}"
        yield from (f"{key} is not read: {CONSEQUENCES[key]}" for key in others if key in CONSEQUENCES)


def _values(graph: Any, names: Mapping[str, str], outcome: str, notes: list[str]) -> dict[str, Any]:
    """Give what graph.yaml holds, in its order of keys."""
    title = str(graph.graph.get("title") or "An imported graph")
    chain, ends = _chain(graph, names, outcome, notes)
    variables = {names[node]: _read_variable(str(node), values) for node, values in graph.nodes(data=True)}
    unmeasured = [n for n, v in variables.items() if "formula" not in v]
    if unmeasured:
        notes.append(
            f"latent, for want of a formula: {', '.join(unmeasured[:10])}{' and more' if len(unmeasured) > 10 else ''}"
        )
    chosen = [n for n, v in variables.items() if v.get("selected")]
    if chosen:
        notes.append(
            f"the data are taken to hold only rows chosen by {', '.join(chosen)}: what that leaves open is not identified"
        )
    links = set(pairwise(chain))
    edges: list[dict[str, Any]] = []
    background: list[dict[str, Any]] = []
    for a, b, values in graph.edges(data=True):
        edge = {"from": names[a], "to": names[b], **_read_edge(values)}
        plain = edge.keys() <= {"from", "to", "lag"}
        (background if plain and (names[a], names[b]) not in links else edges).append(edge)
    unsigned = [f"{e['from']}->{e['to']}" for e in edges if not e.get("sign") and not e.get("claims")]
    if unsigned:
        notes.append(f"give a sign (1 or -1) or claims to what the article asserts: {', '.join(unsigned[:10])}")
    told = {
        "title": title,
        "variables": variables,
        "edges": edges,
        "background": background,
        "chain": chain,
        "outcome": ends,
    }
    more = {"claims": _words(graph.graph.get("claims", "")), "note": str(graph.graph.get("note", ""))}
    return told | {key: value for key, value in more.items() if value}


def _chain(graph: Any, names: Mapping[str, str], outcome: str, notes: list[str]) -> tuple[list[str], str]:
    """Give the chain and its end as the file names them, else the longest path to the outcome."""
    import networkx as nx

    by_name = {str(node): name for node, name in names.items()}
    written = _words(graph.graph.get("chain", ""))
    end = outcome or str(graph.graph.get("outcome", ""))
    if end and end not in by_name and end not in by_name.values():
        raise CausalError(f"no variable is called '{end}'")
    end = by_name.get(end, end)
    if len(written) > 1 and all(n in by_name for n in written) and (not end or by_name[written[-1]] == end):
        return [by_name[n] for n in written], by_name[written[-1]]
    edges = [(names[a], names[b], _number(values.get("lag", 0), "lag")) for a, b, values in graph.edges(data=True)]
    plain = nx.DiGraph((a, b) for a, b, _ in edges)
    if not nx.is_directed_acyclic_graph(plain):
        plain = nx.DiGraph((a, b) for a, b, lag in edges if not lag)
    if not nx.is_directed_acyclic_graph(plain):
        circle = " -> ".join(a for a, _ in nx.find_cycle(plain))
        raise CausalError(f"the edges run in a circle: {circle}; turn one round or give one a lag")
    reach = plain.subgraph({end} | nx.ancestors(plain, end)) if end in plain else plain
    path = [str(n) for n in nx.dag_longest_path(reach)]
    if len(path) < 2 or (end and path[-1] != end):
        raise CausalError(f"no edge leads to '{end}': name another outcome with --outcome")
    if not end:
        notes.append(
            f"the file names no outcome: {path[-1]}, the end of the longest path, was taken; --outcome names another"
        )
    notes.append(f"the chain is the longest path: {' -> '.join(path)}")
    return path, path[-1]


def _number(value: Any, key: str) -> int | float:
    try:
        return NUMBERS[key](value)
    except (TypeError, ValueError, OverflowError) as error:
        raise CausalError(
            f"{key} is '{value}', which is no {'number' if NUMBERS[key] is float else 'whole number'}"
        ) from error


def _read_json(text: str, what: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CausalError(f"what tells {what} is no JSON: {error}") from error


def _read_variable(node: str, values: Mapping[str, Any]) -> dict[str, Any]:
    read = {
        key: _number(values[key], key) if key in NUMBERS else str(values[key])
        for key in sorted(VARIABLE & values.keys())
    }
    if "alternatives" in read:
        read["alternatives"] = _read_json(str(read["alternatives"]), f"the alternatives of '{node}'")
    measured = bool(read.get("formula"))
    label = str(read.pop("label", "")) or node
    kind = str(read.pop("kind", NodeKind.OBSERVED.value)) if measured else NodeKind.LATENT.value
    first = {"label": label, **({} if kind == NodeKind.OBSERVED.value else {"kind": kind})}
    order = ("formula", "measure", "unit", "event", "persistence", "family", "needs", "role", "note", "alternatives")
    chosen = {"selected": True} if read.get("selects") else {}
    return first | {key: read[key] for key in order if read.get(key) not in ("", None)} | chosen


def _read_edge(values: Mapping[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for key in ("lag", *ASSERTED):
        if values.get(key) in (None, ""):
            continue
        read[key] = _number(values[key], key) if key in NUMBERS else str(values[key])
        if key == "claims":
            read[key] = str(values[key]).split()
        if key == "design":
            read[key] = _read_json(str(values[key]), "the study design of an edge")
    because, note = read.pop("because", ""), read.pop("reason", "")
    if because or note:
        read["direction"] = {"because": because, "note": note}
    return {key: value for key, value in read.items() if value}
