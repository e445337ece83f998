"""Graphviz's DOT, read through pydot."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from typing import Any

from causal.authoring.graph_formats import Format, check_room
from causal.authoring.graph_formats._ends import MARKS, WAYS, settled
from causal.errors import CausalError, did_you_mean
from causal.files.extras import library

DEFAULTS = frozenset({"node", "edge", "graph", "\\n"})
INHERITED = frozenset({*MARKS, "style"})  # defaults of edges that change what an edge says
QUOTES = str.maketrans("“”„‟", '""""')
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
    """Read the first digraph, its subgraphs with it; ports and defaults of looks alone are passed over."""
    import networkx as nx

    pydot = library("pydot", "graphs", "reading DOT")
    said = io.StringIO()
    try:
        with redirect_stdout(said):  # where pydot says what it did not understand
            found = pydot.graph_from_dot_data(_straight(text))
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
    _collect(found[0], graph, {})
    return settled(graph)


def _straight(text: str) -> str:
    """Give the text with a word processor's quotes as straight ones, where they do not stand between straight ones."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(part if position % 2 else part.translate(QUOTES) for position, part in enumerate(parts))


def _collect(part: Any, graph: Any, defaults: dict[str, str]) -> None:
    """Add the nodes and edges of a graph or subgraph, in the order of the text: a default holds for what comes after it."""
    known = dict(defaults)
    for one in sorted(
        [*part.get_nodes(), *part.get_edges(), *part.get_subgraphs()], key=lambda one: one.get_sequence()
    ):
        if hasattr(one, "get_subgraphs"):
            _collect(one, graph, known)
        elif hasattr(one, "get_source"):
            _edges(one, graph, known)
        else:
            values = {key: _plain(value) for key, value in one.get_attributes().items()}
            name = _plain(one.get_name())
            if name == "edge":
                known |= {key: value for key, value in values.items() if key in INHERITED}
            elif name not in DEFAULTS:
                graph.add_node(name, **values)


def _edges(edge: Any, graph: Any, defaults: dict[str, str]) -> None:
    """Add what one arrow draws."""
    values = defaults | {key: _plain(value) for key, value in edge.get_attributes().items()}
    causes, effects = _ends(edge.get_source()), _ends(edge.get_destination())
    check_room(graph, len(causes), len(effects))
    if (way := values.get("dir", "").lower()) not in ("", *WAYS):
        expected = f"expected {', '.join(WAYS[:-1])} or {WAYS[-1]}{did_you_mean(way, WAYS)}"
        raise CausalError(f"the edge {causes[0]} -> {effects[0]} has dir={way}: {expected}")
    for cause in causes:
        for effect in effects:
            graph.add_edge(cause, effect, **values)


def _ends(end: Any) -> list[str]:
    """Give the names at one end of an edge: one, without its port, or all those of `{a b}`."""
    if isinstance(end, str):
        found = NAME.match(end)
        return [_plain(found[0] if found else end)]
    return [_plain(name) for name in end["nodes"]]


FORMAT = Format(title="Graphviz DOT", suffixes=(".dot", ".gv"), write=write, read=read)
