"""The two ends of an edge as the graph has them: what causes each, and what each must be independent of, given its causes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

from causal.inference.design import furthest, lag_of, node, variable_of
from causal.inference.separation import after, separated
from causal.inference.unrolled import seen, selecting, unroll, with_past

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.findings import Estimand
    from causal.study import Edge, Graph


PAST = 2  # values of the other end beyond those that the graph has as causes


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """Independences of one node, given its observed causes and what is `held` beside them: its own further past, and theirs.

    `ends` are values of the pair's other end; `others` are causes of the cause that the graph does not let reach the effect otherwise.
    """

    name: str
    causes: tuple[str, ...]
    held: tuple[str, ...]
    ends: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Cause and effect as nodes `variable@lag`, with what the graph says of each.

    `cause_given` and `effect_given` are the observed causes of each and their further past, the other end and what lies
    between them left out: by them the two orders are compared, where `comparable`.
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
        claimed = (n for one in self.claimed for n in (one.name, *one.causes, *one.held, *one.ends, *one.others))
        return tuple(dict.fromkeys((self.cause, self.effect, *self.cause_given, *self.effect_given, *claimed)))


@lru_cache(maxsize=1024)  # an edge's is asked for by each of its stages
def pair(graph: Graph, edge: Edge, *, ordered: bool = True, further: bool = True) -> Pair:
    """Give the pair of an edge; its ends must be observed.

    Rows that are not `ordered` have no earlier values. `further` holds one further lag of each end's own past and of each
    covariate fixed, so that nothing hangs on how many lags the graph gives these.
    """
    unrolled = unroll(graph)
    cause, effect = node(edge.treatment, edge.lag), node(edge.outcome, 0)
    later, observed = after(unrolled, {cause}), seen(graph, unrolled)
    reach = max(lag_of(name) for name in unrolled) if ordered else 0
    causes = {name: tuple(sorted(set(unrolled.pred[name]) & observed)) for name in (cause, effect)}
    claimed = tuple(
        _claimed(graph, name, causes[name], other, offered, reach, further=further and ordered)
        for name, other, offered in ((cause, effect, ()), (effect, cause, causes[cause]))
    )
    return Pair(
        cause=cause,
        effect=effect,
        cause_given=(*causes[cause], *claimed[0].held),
        effect_given=tuple(name for name in (*causes[effect], *claimed[1].held) if name not in later),
        claimed=claimed,
        comparable=edge.lag == 0 and reversed_graph(graph, edge) is not None,
    )


def _claimed(
    graph: Graph,
    name: str,
    causes: tuple[str, ...],
    other: str,
    offered: tuple[str, ...],
    reach: int,
    *,
    further: bool,
) -> Claimed:
    """Give what the graph says of one end, `other` being the other; `offered` are covariates that it may be parted from."""
    unrolled = unroll(graph)
    drawn, chosen = with_past(graph, unrolled), selecting(graph, unrolled)
    allowed = seen(graph, unrolled) - after(unrolled, {name}) - set(causes)
    own, end = variable_of(name), variable_of(other)
    last = furthest((name, *causes))
    held = tuple(
        node(variable, lag + 1)
        for variable, lag in last.items()
        if further and variable != end and lag < reach and node(variable, lag + 1) in allowed
    )
    given = {*causes, *held}

    def parted(candidates: Iterable[str]) -> tuple[str, ...]:
        free = (one for one in candidates if one in allowed and one not in given)
        return tuple(one for one in free if separated(drawn, [name], [one, *chosen], given))

    until = min(max(lag_of(name), last.get(end, 0)) + PAST, reach)
    ahead = lag_of(other) - lag_of(name)
    if ahead > 0:  # of a cause in an earlier row, what comes after it; its own past is held fixed
        until = ahead - 1
    near = [node(end, lag) for lag in range(lag_of(name), until + 1)]
    covariates = [one for one in offered if variable_of(one) not in {own, end}]
    return Claimed(name=name, causes=causes, held=held, ends=parted(near), others=parted(covariates))


def reversed_graph(graph: Graph, edge: Edge) -> Graph | None:
    """Give the graph with a same-row edge turned round; None where it would then have a cycle within the row."""
    turned = replace(edge, treatment=edge.outcome, outcome=edge.treatment, claims=(), sign=0)
    edges = tuple(turned if one.id == edge.id else one for one in graph.edges)
    within = nx.DiGraph((one.treatment, one.outcome) for one in edges if one.lag == 0)
    if not nx.is_directed_acyclic_graph(within):
        return None
    return replace(graph, edges=edges, chain=())


def lead_apart(graph: Graph, estimand: Estimand, held: Iterable[str]) -> bool:
    """Whether by the graph the treatment one row later tells nothing of the outcome, given the treatment and what is held fixed."""
    lag = lag_of(estimand.treatment) - 1
    lead = node(variable_of(estimand.treatment), lag)
    given = {estimand.treatment, *held} - {lead, estimand.outcome}
    return lag < 0 or separated(with_past(graph, unroll(graph)), [estimand.outcome], [lead], given)
