"""What a graph separates, and what DoWhy answers: the only module that knows DoWhy.

`separated` finds in one pass over the arrows whether a set separates (the reachability of Koller and Friedman 2009,
"Probabilistic Graphical Models", algorithm 3.1). DoWhy is asked what decides: whether a candidate set closes every way, on
the part of the graph that the answer can hang on: the ancestors of the nodes named, without the arrows out of what is given
(Darwiche 2009, "Modeling and Reasoning with Bayesian Networks", theorem 4.1). So a graph of a thousand edges is asked in
milliseconds. No search goes over subsets, and none over paths.
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
    from collections.abc import Callable, Collection, Iterable
    from collections.abc import Set as AbstractSet

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


class _Arrows:
    """The arrows of a graph without those that are `cut`, as sets by node."""

    def __init__(self, graph: nx.DiGraph, cut: Iterable[Arrow]) -> None:
        self.into, self.out_of = _kept(graph) if nx.is_frozen(graph) else _read(graph)
        self.cut_into: dict[str, set[str]] = {}
        self.cut_out_of: dict[str, set[str]] = {}
        for cause, effect in cut:
            self.cut_into.setdefault(effect, set()).add(cause)
            self.cut_out_of.setdefault(cause, set()).add(effect)

    def causes(self, name: str) -> AbstractSet[str]:
        """Give the nodes with an arrow into this one."""
        causes = self.into[name]
        return causes - self.cut_into[name] if name in self.cut_into else causes

    def effects(self, name: str) -> AbstractSet[str]:
        """Give the nodes that an arrow of this one leads to."""
        effects = self.out_of[name]
        return effects - self.cut_out_of[name] if name in self.cut_out_of else effects

    def before(self, names: Iterable[str]) -> set[str]:
        """Give the named nodes and all their ancestors."""
        return _reached(names, self.causes)

    def after(self, names: Iterable[str]) -> set[str]:
        """Give the named nodes and all their descendants."""
        return _reached(names, self.effects)


def _read(graph: nx.DiGraph) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Give the causes and the effects of every node."""
    return (
        {name: frozenset(causes) for name, causes in graph.pred.items()},
        {name: frozenset(effects) for name, effects in graph.succ.items()},
    )


_kept = lru_cache(maxsize=8)(_read)  # of a graph that cannot be changed


def _reached(names: Iterable[str], beside: Callable[[str], AbstractSet[str]]) -> set[str]:
    found = set(names)
    left = list(found)
    while left:
        new = beside(left.pop()) - found
        found |= new
        left += new
    return found


def separated(
    graph: nx.DiGraph,
    first: Collection[str],
    second: Collection[str],
    given: Collection[str],
    cut: Collection[Arrow] = NO_ARROWS,
) -> bool:
    """Whether `given` separates `first` from `second` in the graph without the arrows `cut`; the three share no node."""
    arrows, held = _Arrows(graph, cut), set(given)
    if not held:  # only a common ancestor joins them, themselves included
        return not arrows.before(first) & arrows.before(second)
    start, end = sorted((first, second), key=lambda side: sum(len(arrows.causes(n) - held) for n in side))
    opened, sought = arrows.before(held), set(end)  # where two arrows meet in a node of `opened`, the way goes on
    leads = opened | arrows.before(sought)
    left = [(name, True) for name in start]
    met = set(left)
    while left:  # a node, and whether it is met from an effect of it, or at the beginning
        name, from_effect = left.pop()
        if name in sought:
            return False
        new = list[tuple[str, bool]]()
        if name in opened if not from_effect else name not in held:
            new += [(cause, True) for cause in arrows.causes(name)]
        if name not in held:
            new += [(effect, False) for effect in arrows.effects(name) & leads]
        new = [one for one in new if one not in met]
        met.update(new)
        left += new
    return True


def confirmed(
    graph: nx.DiGraph,
    first: Collection[str],
    second: Collection[str],
    given: Collection[str],
    cut: Collection[Arrow] = NO_ARROWS,
) -> bool:
    """Ask DoWhy whether `given` separates `first` from `second` in the graph without the arrows `cut`."""
    arrows, held = _Arrows(graph, cut), set(given)
    near = arrows.before({*first, *second, *held})
    part: nx.DiGraph = nx.DiGraph()
    part.add_nodes_from(near)
    part.add_edges_from((cause, name) for name in near for cause in arrows.causes(name) - held)
    start, end = sorted((first, second), key=lambda side: sum(part.degree(name) for name in side))
    return bool(dowhy_graph().check_dseparation(part, list(start), list(end), list(held)))


def before(graph: nx.DiGraph, names: Iterable[str], cut: Collection[Arrow] = NO_ARROWS) -> set[str]:
    """Give the named nodes and all their ancestors in the graph without the arrows `cut`."""
    return _Arrows(graph, cut).before(names)


def after(graph: nx.DiGraph, names: Iterable[str], cut: Collection[Arrow] = NO_ARROWS) -> set[str]:
    """Give the named nodes and all their descendants in the graph without the arrows `cut`."""
    return _Arrows(graph, cut).after(names)


def into(graph: nx.DiGraph, names: Iterable[str]) -> set[Arrow]:
    """Give the arrows into the named nodes."""
    return {(cause, name) for name in names for cause in graph.pred[name]}


def out_of(graph: nx.DiGraph, names: Iterable[str]) -> set[Arrow]:
    """Give the arrows out of the named nodes."""
    return {(name, effect) for name in names for effect in graph.succ[name]}


def instruments(graph: nx.DiGraph, treatment: str, outcome: str) -> set[str]:
    """Give the instruments for the treatment's total effect, observed or not, as DoWhy confirms them.

    They are the causes of the treatment that share no ancestor with the outcome, themselves included, once the arrows into
    the treatment are cut: those that DoWhy's own `get_instruments` lists, which goes over the graph anew for every ancestor.
    """
    cut = into(graph, {treatment})
    found = set(graph.pred[treatment]) - after(graph, before(graph, {outcome}, cut), cut)
    return found if found and confirmed(graph, found, [outcome], (), cut) else set()


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
    if not found or not separated(graph, [treatment], [outcome], found, into(graph, {treatment})):
        return set()
    conditions = (
        confirmed(graph, [treatment], [outcome], found, into(graph, {treatment})),
        confirmed(graph, [treatment], found, (), out_of(graph, [treatment])),
        confirmed(graph, found, [outcome], [treatment], out_of(graph, found)),
    )
    return found if all(conditions) else set()
