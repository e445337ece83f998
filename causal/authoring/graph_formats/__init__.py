"""The open set of graph formats: one module each, with one constant `FORMAT`, to take a graph elsewhere and back.

A format turns text into a networkx MultiDiGraph and back. Names of variables are its nodes; what else is known of a graph,
a variable or an edge are attributes, plain text or numbers. Add one by adding a file (or an entry point in group
`causal.graph_formats`); there is no list to extend.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from causal.errors import CausalError
from causal.files.limits import GRAPH_EDGES, GRAPH_NODES
from causal.files.members import members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """`write(graph)` gives text; `read(text)` gives a MultiDiGraph, or raises CausalError with an instruction.

    What a format cannot hold it leaves out: `causal.authoring.exchange` finds out and says so. What a mark of a file was taken
    for, or that it was not read, a reader says in sentences, the list `graph.graph["told"]`.
    """

    title: str
    suffixes: tuple[str, ...]
    write: Callable[[Any], str]
    read: Callable[[str], Any]


@cache
def graph_formats() -> Mapping[str, Format]:
    """Give every format by name (the module's name), sorted; entry points may add to the built-in ones."""
    return members(__name__, __path__, "FORMAT")


def format_for(file: str) -> Format | None:
    """Give the format of files of that suffix, or None."""
    suffix = PurePath(file).suffix.lower()
    return next((f for f in graph_formats().values() if suffix in f.suffixes), None)


def check_room(graph: Any, causes: int, effects: int) -> None:
    """Raise CausalError before edges from so many variables to so many are drawn, where the graph has no room for them."""
    if len(graph) > GRAPH_NODES or graph.number_of_edges() + causes * effects > GRAPH_EDGES:
        raise CausalError(f"a graph has at most {GRAPH_NODES} variables and {GRAPH_EDGES} edges")
