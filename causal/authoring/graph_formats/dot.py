"""Graphviz's DOT, read through pydot."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from typing import Any

from causal.authoring.graph_formats import Format, check_room
from causal.errors import CausalError
from causal.files.extras import library

DEFAULTS = frozenset({"node", "edge", "graph", "\\n"})
NAME = re.compile(r'"(?:[^"\\]|\\.)*"|[^:]*', re.DOTALL)  # without the port behind it
ESCAPES = {"n": "\n", "l": "\n", "r": "\n"}  # Graphviz's line ends: centred, left, right


def write(graph: Any) -> str:
    """Give the graph as a digraph; every attribute is a quoted text."""
    lines = ["digraph {", *(f"  {key}={_quoted(value)};" for key, value in graph.graph.items())]
    lines += [f"  {_quoted(name)}{_attributes(values)};" for name, values in graph.nodes(data=True)]
    lines += [f"  {_quoted(a)} -> {_quoted(b)}{_attributes(values)};" for a, b, values in graph.edges(data=True)]
    return "\n".join([*lines, "}", ""])


def _attributes(values: dict[str, Any]) -> str:
    return f" [{', '.join(f'{key}={_quoted(value)}' for key, value in values.items())}]" if values else ""


def _quoted(value: object) -> str:
    text = str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{text}"'


def _plain(text: object) -> str:
    """Give the text of an identifier, quoted or bare."""
    written = str(text)
    if not (len(written) > 1 and written[0] == written[-1] == '"'):
        return written
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), written[1:-1], flags=re.DOTALL)


def read(text: str) -> Any:
    """Read the first digraph, its subgraphs with it; ports and default attributes are passed over."""
    import networkx as nx

    pydot = library("pydot", "graphs", "reading DOT")
    said = io.StringIO()
    try:
        with redirect_stdout(said):  # where pydot says what it did not understand
            found = pydot.graph_from_dot_data(text)
    except RecursionError as error:
        raise CausalError("this DOT is nested too deeply") from error
    except Exception as error:  # pydot lets through whatever its parser raises
        raise CausalError(f"this is no DOT that pydot reads: {error}") from error
    if not found:
        reason = said.getvalue().strip().rpartition("\n")[2] or "a file begins with `digraph {`"
        raise CausalError(f"this is no DOT that pydot reads: {reason}")
    if found[0].get_type() != "digraph":
        raise CausalError(
            "the graph is undirected: it does not say what causes what; begin it with `digraph` and write a -> b"
        )
    graph = nx.MultiDiGraph(**{key: _plain(value) for key, value in found[0].get_attributes().items()})
    _collect(found[0], graph)
    return graph


def _collect(part: Any, graph: Any) -> None:
    """Add the nodes and edges of a graph or subgraph."""
    for node in part.get_nodes():
        name = _plain(node.get_name())
        if name not in DEFAULTS:
            graph.add_node(name, **{key: _plain(value) for key, value in node.get_attributes().items()})
    for edge in part.get_edges():
        values = {key: _plain(value) for key, value in edge.get_attributes().items()}
        causes, effects = _ends(edge.get_source()), _ends(edge.get_destination())
        check_room(graph, len(causes), len(effects))
        for cause in causes:
            for effect in effects:
                graph.add_edge(cause, effect, **values)
    for inner in part.get_subgraphs():
        _collect(inner, graph)


def _ends(end: Any) -> list[str]:
    """Give the names at one end of an edge: one, without its port, or all those of `{a b}`."""
    if isinstance(end, str):
        found = NAME.match(end)
        return [_plain(found[0] if found else end)]
    return [_plain(name) for name in end["nodes"]]


FORMAT = Format(title="Graphviz DOT", suffixes=(".dot", ".gv"), write=write, read=read)
