"""What the ends of a drawn edge mean: which way it points, whatever way round it was drawn.

Graphviz's names of arrow heads are the common language; yEd's and GML's are put into them.
"""

from __future__ import annotations

import re
from typing import Any

from causal.errors import CausalError

TOLD = "told"  # attribute of a graph that was read: sentences on what a mark was taken for, or was not read
MARKS = ("dir", "arrowhead", "arrowtail")
WAYS = ("forward", "back", "both", "none")
SHAPE = re.compile(r"(o?[lr]?)(box|crow|curve|icurve|diamond|dot|inv|none|normal|tee|vee)")
OLD = {"open": "vee", "halfopen": "lvee", "empty": "onormal", "ediamond": "odiamond"}  # Graphviz's former names
OLD |= {"invempty": "oinv", "invdot": "invdot", "invodot": "invodot"}
YED = dict.fromkeys(("standard", "delta", "short", "plain", "concave", "convex"), "normal")
YED |= {
    "white_delta": "onormal",
    "circle": "dot",
    "transparent_circle": "odot",
    "t_shape": "tee",
    "white_diamond": "odiamond",
}
ARROW, NONE, ODD, OPEN = "arrow", "none", "odd", "open"
NAMED = 10


def meaning(mark: str) -> str:
    """Give what a mark at one end says: an arrow, nothing, something else (ODD), or that the direction is OPEN."""
    text = OLD.get(mark, mark)
    shapes = SHAPE.findall(text)
    if "".join(a + b for a, b in shapes) != text:
        return ODD
    drawn = [(how, shape) for how, shape in shapes if shape != "none"]
    if not drawn:
        return NONE
    if any(shape == "inv" or (shape == "dot" and how.startswith("o")) for how, shape in drawn):
        return OPEN  # a circle, as in a partial ancestral graph, or a head that points back along its own edge
    return ARROW if all(shape in ("normal", "vee") for _, shape in drawn) else ODD


def settled(graph: Any) -> Any:
    """Give the graph with each edge from its cause to its effect, as its ends are drawn; tell what was taken for what.

    Raise CausalError, which names the edges, where a mark says no direction.
    """
    import networkx as nx

    found = nx.MultiDiGraph(**graph.graph)
    found.add_nodes_from(graph.nodes(data=True))
    told, open_ended, invisible = list(graph.graph.get(TOLD, ())), [], []
    for a, b, key, values in graph.edges(keys=True, data=True):
        rest = {k: v for k, v in values.items() if k not in MARKS or (k == "dir" and _way(v) not in WAYS)}
        if "invis" in re.split(r"[,\s]+", str(values.get("style", ""))):
            invisible.append(f"{a} -> {b}")
            continue
        tail, head = _ends(values)
        ends = (meaning(tail), meaning(head))
        if OPEN in ends or ends in ((NONE, NONE), (ODD, ODD)):
            open_ended.append(f"{a} - {b}")
            continue
        told += _odd(a, b, ends, (tail, head))
        if ends == (ARROW, ARROW):
            told.append(common_cause(found, a, b))
        elif ends[1] == ARROW or ends == (NONE, ODD):
            found.add_edge(a, b, key, **rest)
        else:
            found.add_edge(b, a, **rest)
    if open_ended:
        raise CausalError(
            f"no arrow head tells what causes what: {_listed(open_ended)}; draw one at the effect, or leave the edge out"
        )
    if invisible:
        told.append(f"not read, for they are invisible and hold the layout alone: {_listed(invisible)}")
    if told:
        found.graph[TOLD] = told
    return found


def _way(value: object) -> str:
    return str(value).strip().lower() or "forward"


def _ends(values: dict[str, Any]) -> tuple[str, str]:
    """Give the marks at tail and head, as Graphviz would draw them."""
    way = _way(values.get("dir", ""))
    tail, head = (str(values.get(name, "")).strip().lower() or "normal" for name in ("arrowtail", "arrowhead"))
    return (tail if way in ("back", "both") else NONE), (NONE if way in ("back", "none") else head)


def _odd(a: str, b: str, ends: tuple[str, str], marks: tuple[str, str]) -> list[str]:
    """Say of each end with a mark of another meaning what it was taken for."""
    cause, effect = (a, b) if ends[1] == ARROW or ends == (NONE, ODD) else (b, a)
    return [
        f"'{mark}' of {a} - {b} is not read: the edge is {cause} -> {effect}; if it stands for a negative effect, give sign -1"
        for end, mark in zip(ends, marks, strict=True)
        if end == ODD
    ]


def common_cause(graph: Any, a: str, b: str) -> str:
    """Draw a latent common cause of two variables; give the sentence that says so."""
    label = f"Common cause of {a} and {b}"
    hidden, number = f"U_{a}_{b}", 2
    while hidden in graph and graph.nodes[hidden].get("label") != label:
        hidden, number = f"U_{a}_{b}_{number}", number + 1
    graph.add_node(hidden, kind="latent", label=label)
    graph.add_edges_from((hidden, end) for end in (a, b) if not graph.has_edge(hidden, end))
    return (
        f"arrows at both ends of {a} <-> {b} are read as a latent common cause, {hidden}; "
        "for effects both ways draw two edges, one with a lag"
    )


def _listed(edges: list[str]) -> str:
    return f"{'; '.join(edges[:NAMED])}{' and more' if len(edges) > NAMED else ''}"
