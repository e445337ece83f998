"""GML, through networkx. GML calls a node's name its label, so that a variable's label is written as `title`."""

from __future__ import annotations

import re
from typing import Any

from causal.authoring.graph_formats import Format
from causal.authoring.graph_formats._ends import YED, settled
from causal.errors import CausalError

ARROWS = frozenset({"arrow", "sourceArrow", "targetArrow"})
WAYS = {"first": "back", "last": "forward"}
OWN = {"label": "title", "title": "heading", "id": "account"}  # in whose place GML means something else
SPELLED = {key.replace("_", ""): key for key in ("smallest_effect", "event_test", "event_start", "event_end")}
BACK = SPELLED | {written: key for key, written in OWN.items()}


def write(graph: Any) -> str:
    """Give the graph as GML; what is not ASCII is written as character entities."""
    import networkx as nx

    renamed = nx.MultiDiGraph(**{_written(key): value for key, value in graph.graph.items()})
    renamed.add_nodes_from(
        (name, {_written(k): v for k, v in values.items()}) for name, values in graph.nodes(data=True)
    )
    renamed.add_edges_from(
        (a, b, {_written(k): v for k, v in values.items()}) for a, b, values in graph.edges(data=True)
    )
    return "\n".join(nx.generate_gml(renamed)) + "\n"


def _written(key: str) -> str:
    """Give a key that GML takes: letters and digits; `label` and `id` are the format's own."""
    return OWN.get(key, key.replace("_", ""))


def _read(values: dict[str, Any]) -> dict[str, Any]:
    """Give the values by the project's keys; networkx takes the texts "()" and "[]" for a tuple and a list of nothing."""
    return {BACK.get(key, key): _text(value) for key, value in values.items()}


def _text(value: Any) -> Any:
    return "()" if value == () else "[]" if value == [] else value


def read(text: str) -> Any:
    """Read a directed graph, nodes by label, or by id where a node has none or two have the same."""
    import networkx as nx

    try:
        graph = _by_label_or_id(text)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError, nx.NetworkXError) as error:
        raise CausalError(f"this is no GML that networkx reads: {error}") from error
    if not graph.is_directed():
        raise CausalError("the graph is undirected: it does not say what causes what; `directed 1` is needed")
    found = nx.MultiDiGraph(**_read(graph.graph))
    found.add_nodes_from((str(node), _read(values)) for node, values in graph.nodes(data=True))
    found.add_edges_from((str(a), str(b), _read(values)) for a, b, values in graph.edges(data=True))
    _arrows(found, text)
    return settled(found)


def _arrows(graph: Any, text: str) -> None:
    """Put the arrows of an edge's `graphics` into Graphviz's words: yEd's at source and target, or GML's own.

    In a file that draws arrows, an edge without one has none.
    """
    drawn = [(values, values.pop("graphics")) for _, _, values in graph.edges(data=True) if "graphics" in values]
    graphics = [(values, one) for values, one in drawn if isinstance(one, dict)]
    if not re.search(r'^\s*Creator\s+"yFiles"', text) and not any(ARROWS & one.keys() for _, one in graphics):
        return
    for values, one in graphics:
        if "arrow" in one:
            values["dir"] = WAYS.get(str(one["arrow"]), str(one["arrow"]))
        else:
            ends = {"arrowtail": "sourceArrow", "arrowhead": "targetArrow"}
            values |= {end: YED.get(name := str(one.get(key, "none")), name) for end, key in ends.items()}
            values["dir"] = "both"


def _by_label_or_id(text: str) -> Any:
    import networkx as nx

    try:
        return nx.parse_gml(text, label="label")
    except nx.NetworkXError:
        return nx.parse_gml(text, label="id")


FORMAT = Format(title="GML", suffixes=(".gml",), write=write, read=read)
