"""The two ends of an edge as the graph has them: what causes each, and what each must be independent of, given its causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from causal.inference.design import lag_of, node, variable_of
from causal.inference.separation import after, separated
from causal.inference.unrolled import seen, selecting, unroll, with_past

if TYPE_CHECKING:
    from causal.study import Edge, Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Independences of one node, given its observed causes: `ends` of the pair's other values, `others` of the covariates'."""

    name: str
    causes: tuple[str, ...]
    ends: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Cause and effect as nodes `variable@lag`, with what the graph says of each.

    `cause_given` and `effect_given` are the observed causes of each, the other end and what lies between them left out: by
    them the two orders are compared, where `comparable`.
    """

    cause: str
    effect: str
    cause_given: tuple[str, ...]
    effect_given: tuple[str, ...]
    claimed: tuple[Claimed, ...]
    comparable: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every node that is asked for."""
        claimed = (n for one in self.claimed for n in (one.name, *one.causes, *one.ends, *one.others))
        return tuple(dict.fromkeys((self.cause, self.effect, *self.cause_given, *self.effect_given, *claimed)))


def pair(graph: Graph, edge: Edge) -> Pair:
    """Give the pair of an edge; its ends must be observed."""
    unrolled = unroll(graph)
    observed, drawn, chosen = seen(graph, unrolled), with_past(graph, unrolled), selecting(graph, unrolled)
    cause, effect = node(edge.treatment, edge.lag), node(edge.outcome, 0)
    later = after(unrolled, {cause})
    causes = {name: tuple(sorted(set(unrolled.pred[name]) & observed)) for name in (cause, effect)}
    reach = max(lag_of(name) for name in unrolled)
    claimed = tuple(
        _claimed(name, causes[name], {edge.treatment, edge.outcome}, observed, unrolled, drawn, chosen, reach)
        for name in (cause, effect)
    )
    return Pair(
        cause=cause,
        effect=effect,
        cause_given=causes[cause],
        effect_given=tuple(name for name in causes[effect] if name not in later),
        claimed=claimed,
        comparable=edge.lag == 0 and reversed_graph(graph, edge) is not None,
    )


def _claimed(
    name: str,
    causes: tuple[str, ...],
    ends: set[str],
    observed: set[str],
    unrolled: nx.DiGraph,
    drawn: nx.DiGraph,
    chosen: set[str],
    reach: int,
) -> Claimed:
    """Give the nearest values that the graph parts from a node, given its causes: to one lag beyond its causes'."""
    affected = after(unrolled, {name})
    variables = dict.fromkeys([*sorted(ends), *(variable_of(one) for one in causes)])
    found: dict[bool, list[str]] = {True: [], False: []}
    for variable in variables:
        own = [lag_of(one) for one in causes if variable_of(one) == variable]
        last = max([*own, lag_of(name)]) + 1
        first = lag_of(name) if variable in ends else last
        for lag in range(first, min(last, reach) + 1):
            other = node(variable, lag)
            if other in causes or other in affected or other not in observed:
                continue
            if separated(drawn, [name], [other, *chosen], causes):
                found[variable in ends].append(other)
    return Claimed(name=name, causes=causes, ends=tuple(found[True]), others=tuple(found[False]))


def reversed_graph(graph: Graph, edge: Edge) -> Graph | None:
    """Give the graph with a same-row edge turned round; None where it would then have a cycle within the row."""
    turned = replace(edge, treatment=edge.outcome, outcome=edge.treatment, claims=(), sign=0)
    edges = tuple(turned if one.id == edge.id else one for one in graph.edges)
    within = nx.DiGraph((one.treatment, one.outcome) for one in edges if one.lag == 0)
    if not nx.is_directed_acyclic_graph(within):
        return None
    return replace(graph, edges=edges, chain=())
