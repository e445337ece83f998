"""A declared graph drawn over its rows: node `x@k` is variable x, k rows before the outcome's row."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

from causal.inference.design import lag_of, node, variable_of
from causal.study import NodeKind

if TYPE_CHECKING:
    from causal.study import Graph


def depth(graph: Graph) -> int:
    """Give how many rows back the unrolled graph reaches, past every lag twice; what lies before is `with_past`'s."""
    longest = max((*(e.lag for e in graph.edges), *(v.persistence for v in graph.variables), 1))
    chain_lags = sum(graph.edge(link).lag for link in graph.chain)
    return 2 * longest + max(longest, chain_lags)


def arrows(graph: Graph) -> list[tuple[str, str, int]]:
    """Give (cause, effect, lag) of every edge, and of every variable's own past."""
    own = [(v.name, v.name, lag) for v in graph.variables for lag in range(1, v.persistence + 1)]
    return [*((e.treatment, e.outcome, e.lag) for e in graph.edges), *own]


@lru_cache(maxsize=4)  # every edge of a graph asks for it
def unroll(graph: Graph) -> nx.DiGraph:
    """Give the graph over `variable@lag` nodes, lags 0 to `depth(graph)`; it cannot be changed."""
    reach = depth(graph)
    unrolled: nx.DiGraph = nx.DiGraph()
    unrolled.add_nodes_from(node(v.name, k) for v in graph.variables for k in range(reach + 1))
    for cause, effect, lag in arrows(graph):
        unrolled.add_edges_from((node(cause, k + lag), node(effect, k)) for k in range(reach + 1 - lag))
    return nx.freeze(unrolled)


@lru_cache(maxsize=4)
def with_past(graph: Graph, unrolled: nx.DiGraph) -> nx.DiGraph:
    """Give the unrolled graph with what lies before it, so that no path through the past is cut off.

    `x@(reach + 1)` stands for all earlier values of x. It is a hidden cause of every node that a cut arrow would reach
    from them, whatever the lags add up to: two series that share no ancestor stay apart, others are joined.
    """
    reach, drawn = depth(graph), unrolled.copy()
    links = arrows(graph)
    summary: nx.DiGraph = nx.DiGraph((cause, effect) for cause, effect, _ in links)
    for cause, effect, lag in links:
        earlier = {cause} | nx.ancestors(summary, cause)
        cut = [node(effect, k) for k in range(reach + 1 - lag, reach + 1)]
        drawn.add_edges_from((node(one, reach + 1), late) for one in earlier for late in cut)
    return nx.freeze(drawn)


def seen(graph: Graph, unrolled: nx.DiGraph) -> set[str]:
    """Give the nodes that data can stand for: all but those of latent variables without a measure."""
    latent = {v.name for v in graph.variables if v.kind is NodeKind.LATENT or v.measure is None}
    return {name for name in unrolled if variable_of(name) not in latent}


def selecting(graph: Graph, unrolled: nx.DiGraph) -> set[str]:
    """Give the nodes by whose value the rows of the file were chosen."""
    chosen = {v.name for v in graph.variables if v.selected}
    return {name for name in unrolled if variable_of(name) in chosen}


def backdoor_paths(unrolled: nx.DiGraph, treatment: str, outcome: str, most: int) -> tuple[tuple[str, ...], ...]:
    """Give the shortest back-door paths without colliders, over lags 0 and 1 beyond the treatment's; of at most three arrows."""
    nearest = {name for name in unrolled if lag_of(name) <= lag_of(treatment) + 1}
    causes = sorted(set(unrolled.pred[treatment]) & nearest)
    found: list[tuple[str, ...]] = [(treatment, outcome)] if outcome in causes else []
    found += [(treatment, cause, outcome) for cause in causes if outcome in _beside(unrolled, cause)]
    for cause in causes:
        if len(found) >= most:
            break
        ways = sorted((_beside(unrolled, cause) & _beside(unrolled, outcome) & nearest) - {treatment})
        found += [
            (treatment, cause, way, outcome)
            for way in ways
            if cause != outcome and not (unrolled.has_edge(cause, way) and unrolled.has_edge(outcome, way))
        ]
    return tuple(found[:most])


def _beside(unrolled: nx.DiGraph, name: str) -> set[str]:
    """Give the nodes at the other ends of a node's arrows."""
    return {*unrolled.pred[name], *unrolled.succ[name]}
