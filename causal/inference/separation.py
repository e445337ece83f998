"""What a graph separates, as DoWhy decides it: the only module that knows DoWhy.

DoWhy is asked about the part of the graph that the answer can hang on, so that a graph of a thousand edges is asked in
milliseconds: the ancestors of the nodes named, without the arrows out of what is given (Darwiche 2009, "Modeling and
Reasoning with Bayesian Networks", theorem 4.1), beginning on the side that fewer arrows lead away from. No search goes
over subsets, and none over paths.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    Arrow = tuple[str, str]

NO_ARROWS: frozenset[tuple[str, str]] = frozenset()


@lru_cache(maxsize=1)
def dowhy_graph() -> ModuleType:
    """Give the module `dowhy.graph`, read without the rest of DoWhy where nobody has read that yet.

    DoWhy as a whole brings its estimators and plots with it, for which a process waits longer than for all that is asked
    here. Whoever imports DoWhy afterwards gets it whole.
    """
    if "dowhy" in sys.modules:
        return import_module("dowhy.graph")
    try:
        for name in ("dowhy", "dowhy.utils"):
            sys.modules[name] = _bare(name)
        return import_module("dowhy.graph")
    finally:
        for name in [one for one in sys.modules if one.partition(".")[0] == "dowhy"]:
            del sys.modules[name]


def _bare(name: str) -> ModuleType:
    """Give a package of that name whose modules can be imported, without what it imports itself."""
    found = find_spec(name)
    if found is None:
        raise ModuleNotFoundError(f"No module named '{name}'", name=name)
    bare = ModuleType(name)
    bare.__path__ = list(found.submodule_search_locations or ())
    return bare


def separated(
    graph: nx.DiGraph,
    first: Collection[str],
    second: Collection[str],
    given: Collection[str],
    cut: Collection[Arrow] = NO_ARROWS,
) -> bool:
    """Whether `given` separates `first` from `second` in the graph without the arrows `cut`."""
    held = set(given)
    if not held:  # only a common ancestor joins them, themselves included
        return not before(graph, first, cut) & before(graph, second, cut)
    near = before(graph, {*first, *second, *held}, cut)
    part: nx.DiGraph = nx.DiGraph()
    part.add_nodes_from(near)
    part.add_edges_from(
        (cause, name) for name in near for cause in graph.pred[name] if cause not in held and (cause, name) not in cut
    )
    start, end = sorted((first, second), key=lambda side: sum(part.degree(name) for name in side))
    return bool(dowhy_graph().check_dseparation(part, list(start), list(end), list(held)))


def before(graph: nx.DiGraph, names: Iterable[str], cut: Collection[Arrow] = NO_ARROWS) -> set[str]:
    """Give the named nodes and all their ancestors in the graph without the arrows `cut`."""
    found = set(names)
    left = list(found)
    while left:
        name = left.pop()
        new = [cause for cause in graph.pred[name] if cause not in found and (cause, name) not in cut]
        found.update(new)
        left += new
    return found


def after(graph: nx.DiGraph, names: Iterable[str], cut: Collection[Arrow] = NO_ARROWS) -> set[str]:
    """Give the named nodes and all their descendants in the graph without the arrows `cut`."""
    found = set(names)
    left = list(found)
    while left:
        name = left.pop()
        new = [effect for effect in graph.succ[name] if effect not in found and (name, effect) not in cut]
        found.update(new)
        left += new
    return found


def into(graph: nx.DiGraph, names: Iterable[str]) -> set[Arrow]:
    """Give the arrows into the named nodes."""
    return {(cause, name) for name in names for cause in graph.pred[name]}


def out_of(graph: nx.DiGraph, names: Iterable[str]) -> set[Arrow]:
    """Give the arrows out of the named nodes."""
    return {(name, effect) for name in names for effect in graph.succ[name]}


def instruments(graph: nx.DiGraph, treatment: str, outcome: str) -> set[str]:
    """Give the instruments that DoWhy finds for the treatment's total effect, observed or not."""
    if not set(graph.pred[treatment]) - before(graph, {outcome}, into(graph, {treatment})):
        return set()
    part = graph.subgraph(before(graph, {treatment, outcome}))
    return set(dowhy_graph().get_instruments(part, [treatment], [outcome]))


def front_door(graph: nx.DiGraph, treatment: str, outcome: str, between: Collection[str]) -> set[str]:
    """Give the largest front door among the nodes `between` treatment and outcome; empty where there is none.

    Pearl's second and third condition hold for two sets together where they hold for each, and the first for a set where it
    holds for a part of it. So one set holds all others: what is left once the nodes that break a condition are taken out,
    again and again (Jeong, Tian and Bareinboim 2022, "Finding and listing front-door adjustment sets"). It is the set that
    DoWhy's own search over all subsets ends with.
    """
    found = {name for name in between if separated(graph, [treatment], [name], (), out_of(graph, [treatment]))}
    while found:
        cut = out_of(graph, found)
        kept = {name for name in found if separated(graph, [name], [outcome], [treatment], cut)}
        if kept == found:
            break
        found = kept
    whole = found and separated(graph, [treatment], [outcome], found, into(graph, {treatment}))
    return found if whole else set()
