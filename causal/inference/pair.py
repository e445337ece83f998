"""The two ends of an edge as the graph has them: what causes each, and what each must be independent of, given its causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from causal.inference.design import lag_of, node, variable_of
from causal.inference.separation import after, separated
from causal.inference.unrolled import seen, selecting, unroll, with_past

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def pair(graph: Graph, edge: Edge, *, ordered: bool = True) -> Pair:
    """Give the pair of an edge; its ends must be observed. Rows that are not `ordered` have no earlier values."""
    unrolled = unroll(graph)
    observed, drawn, chosen = seen(graph, unrolled), with_past(graph, unrolled), selecting(graph, unrolled)
    cause, effect = node(edge.treatment, edge.lag), node(edge.outcome, 0)
    later = after(unrolled, {cause})
    causes = {name: tuple(sorted(set(unrolled.pred[name]) & observed)) for name in (cause, effect)}
    reach = max(lag_of(name) for name in unrolled) if ordered else 0
    claimed = []
    for name, other in ((cause, effect), (effect, cause)):
        offered = _near(name, causes[name], causes[other], {edge.treatment, edge.outcome}, reach)
        allowed = observed - after(unrolled, {name}) - set(causes[name])
        apart = [one for one in offered if one in allowed and separated(drawn, [name], [one, *chosen], causes[name])]
        ends = tuple(one for one in apart if variable_of(one) in {edge.treatment, edge.outcome})
        others = tuple(one for one in apart if one not in ends)
        claimed.append(Claimed(name=name, causes=causes[name], ends=ends, others=others))
    return Pair(
        cause=cause,
        effect=effect,
        cause_given=causes[cause],
        effect_given=tuple(name for name in causes[effect] if name not in later),
        claimed=tuple(claimed),
        comparable=edge.lag == 0 and reversed_graph(graph, edge) is not None,
    )


def _near(name: str, causes: tuple[str, ...], of_other: tuple[str, ...], ends: set[str], reach: int) -> Iterator[str]:
    """Give the values that are asked about: of the ends from the node's row on, of its causes one lag further, and the other end's causes."""
    yielded = set[str]()
    for variable in dict.fromkeys([*sorted(ends), *(variable_of(one) for one in causes)]):
        last = max([lag_of(name), *(lag_of(one) for one in causes if variable_of(one) == variable)]) + 1
        for lag in range(lag_of(name) if variable in ends else last, min(last, reach) + 1):
            yielded.add(node(variable, lag))
            yield node(variable, lag)
    yield from (one for one in of_other if one not in yielded)


def reversed_graph(graph: Graph, edge: Edge) -> Graph | None:
    """Give the graph with a same-row edge turned round; None where it would then have a cycle within the row."""
    turned = replace(edge, treatment=edge.outcome, outcome=edge.treatment, claims=(), sign=0)
    edges = tuple(turned if one.id == edge.id else one for one in graph.edges)
    within = nx.DiGraph((one.treatment, one.outcome) for one in edges if one.lag == 0)
    if not nx.is_directed_acyclic_graph(within):
        return None
    return replace(graph, edges=edges, chain=())
