"""From a declared graph to estimands: which sets, instruments and front doors are offered to DoWhy, and which is taken.

The graph is unrolled over time: node `x@k` is variable x, k rows before the outcome's row. DoWhy decides whether
an adjustment set, an instrument or a front door exists; this module only chooses which candidates it offers.
A search over all subsets is not needed: where any set of the offered kind separates, the set of all observed
ancestors does (van der Zander, Liskiewicz and Textor 2014), and the outcome's other parents are tried first
because they give the most precise linear estimate (Henckel, Perkovic and Maathuis 2022). Where nothing else identifies
the effect, a cause of the treatment may be an instrument given covariates (Brito and Pearl 2002).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import networkx as nx

from causal.findings import Estimand, RuledOut, Strategy
from causal.inference import separation
from causal.inference.design import lag_of, node, variable_of
from causal.inference.separation import after, before, separated
from causal.study import NodeKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.study import Edge, Graph

MAXIMUM_PATHS = 12  # back-door paths kept for the report


def depth(graph: Graph) -> int:
    """Give how many rows back the unrolled graph reaches: past every lag twice, so that no back door is cut off."""
    longest = max((*(e.lag for e in graph.edges), *(v.persistence for v in graph.variables), 1))
    chain_lags = sum(graph.edge(link).lag for link in graph.chain)
    return 2 * longest + max(longest, chain_lags)


@lru_cache(maxsize=4)  # every edge of a graph asks for it
def unroll(graph: Graph) -> nx.DiGraph:
    """Give the graph over `variable@lag` nodes, lags 0 to `depth(graph)`; it cannot be changed."""
    reach = depth(graph)
    unrolled: nx.DiGraph = nx.DiGraph()
    unrolled.add_nodes_from(node(v.name, k) for v in graph.variables for k in range(reach + 1))
    arrows = [(e.treatment, e.outcome, e.lag) for e in graph.edges]
    arrows += [(v.name, v.name, lag) for v in graph.variables for lag in range(1, v.persistence + 1)]
    for cause, effect, lag in arrows:
        unrolled.add_edges_from((node(cause, k + lag), node(effect, k)) for k in range(reach + 1) if k + lag <= reach)
    return nx.freeze(unrolled)


def seen(graph: Graph, unrolled: nx.DiGraph) -> set[str]:
    """Give the nodes that data can stand for: all but those of latent variables without a measure."""
    latent = {v.name for v in graph.variables if v.kind is NodeKind.LATENT or v.measure is None}
    return {name for name in unrolled if variable_of(name) not in latent}


def identify(graph: Graph, edge: Edge) -> Estimand:
    """Give the estimand of the edge's direct effect. `strategy` NONE means that the graph offers none."""
    return _identify(graph, node(edge.treatment, edge.lag), node(edge.outcome, 0), direct=True)


def identify_total(graph: Graph) -> Estimand:
    """Give the estimand of the total effect of the chain's first node on the outcome, over the chain's lags."""
    first = graph.edge(graph.chain[0])
    lag = sum(graph.edge(link).lag for link in graph.chain)
    return _identify(graph, node(first.treatment, lag), node(graph.outcome, 0), direct=False)


def _identify(graph: Graph, treatment: str, outcome: str, *, direct: bool) -> Estimand:
    unrolled = unroll(graph)
    observed = seen(graph, unrolled)
    if treatment not in observed or outcome not in observed:
        return Estimand(
            effect="direct" if direct else "total", strategy=Strategy.NONE, treatment=treatment, outcome=outcome
        )
    found = _adjustment(unrolled, observed, treatment, outcome, direct=direct)
    instruments = tuple(sorted(separation.instruments(unrolled, treatment, outcome) & observed))
    mediators = () if direct else _front_door(unrolled, observed, treatment, outcome)
    given: tuple[str, ...] = ()
    if found is None and not instruments and not mediators:
        instruments, given = _conditional_instruments(unrolled, observed, treatment, outcome, direct=direct)
    strategy = (
        Strategy.ADJUSTMENT
        if found is not None
        else Strategy.INSTRUMENT
        if instruments
        else Strategy.FRONT_DOOR
        if mediators
        else Strategy.NONE
    )
    open_ways = {Strategy.INSTRUMENT: bool(instruments), Strategy.FRONT_DOOR: bool(mediators)}
    return Estimand(
        effect="direct" if direct else "total",
        strategy=strategy,
        treatment=treatment,
        outcome=outcome,
        adjustment=found or () if strategy is Strategy.ADJUSTMENT else given,
        instruments=instruments if strategy is Strategy.INSTRUMENT else (),
        mediators=mediators if strategy is Strategy.FRONT_DOOR else (),
        ruled_out=_ruled_out(unrolled, observed, treatment, outcome, direct=direct),
        backdoor_paths=_backdoor_paths(unrolled, treatment, outcome),
        alternatives=tuple(way.value for way, is_open in open_ways.items() if is_open and way is not strategy),
    )


def _adjustment(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> tuple[str, ...] | None:
    """Give the first offer that separates treatment and outcome once the effect is cut out; none of it where none is needed."""
    cut = _effect(unrolled, treatment, outcome, direct=direct)
    for offer in _offers(unrolled, observed, treatment, outcome, direct=direct):
        if separated(unrolled, [treatment], [outcome], offer, cut):
            needless = not offer or separated(unrolled, [treatment], [outcome], (), cut)
            return () if needless else tuple(sorted(offer, key=lambda name: (variable_of(name), lag_of(name))))
    return None


def _offers(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> Iterator[set[str]]:
    forbidden = after(unrolled, {outcome} if direct else {treatment, outcome}) | {treatment}
    near = set(unrolled.predecessors(outcome)) if direct else set(unrolled.predecessors(treatment))
    yield (near & observed) - forbidden
    yield ((near | set(unrolled.predecessors(treatment))) & observed) - forbidden
    yield (before(unrolled, {treatment, outcome}) & observed) - forbidden


def _effect(unrolled: nx.DiGraph, treatment: str, outcome: str, *, direct: bool) -> set[tuple[str, str]]:
    """Give the arrow from treatment to outcome, or for the total effect every arrow out of the treatment."""
    return {(treatment, outcome)} if direct else separation.out_of(unrolled, {treatment})


def _conditional_instruments(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give causes of the treatment that reach the outcome through it alone, given covariates, and those covariates.

    The covariates are the observed causes of treatment, outcome and instrument that the treatment does not affect.
    """
    cut = _effect(unrolled, treatment, outcome, direct=direct)
    causes = sorted(set(unrolled.predecessors(treatment)) & observed)
    affected = after(unrolled, {treatment, outcome})
    near = [treatment, outcome, *causes]
    offer = (set().union(*(unrolled.predecessors(name) for name in near)) & observed) - affected
    alone = [name for name in causes if separated(unrolled, [name], [outcome], offer - {name}, cut)]
    together = sorted(offer - set(alone))
    if len(alone) > 1 and not separated(unrolled, alone, [outcome], together, cut):
        alone, together = alone[:1], sorted(offer - {alone[0]})
    return (tuple(alone), tuple(together)) if alone else ((), ())


def _front_door(unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str) -> tuple[str, ...]:
    if unrolled.has_edge(treatment, outcome):
        return ()
    between = (after(unrolled, {treatment}) & before(unrolled, {outcome}) & observed) - {treatment, outcome}
    return tuple(sorted(separation.front_door(unrolled, treatment, outcome, between)))


def _ruled_out(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> tuple[RuledOut, ...]:
    after_outcome, after_treatment = after(unrolled, {outcome}), after(unrolled, {treatment})
    found = []
    for name in sorted(set(unrolled) - {treatment, outcome}):
        if name in after_outcome:
            found.append(RuledOut(node=name, reason="descendant_of_outcome"))
        elif not direct and name in after_treatment:
            found.append(RuledOut(node=name, reason="mediator"))
        elif name not in observed and unrolled.has_edge(name, outcome):
            found.append(RuledOut(node=name, reason="latent"))
    return tuple(found)


def _backdoor_paths(unrolled: nx.DiGraph, treatment: str, outcome: str) -> tuple[tuple[str, ...], ...]:
    """Give the shortest back-door paths without colliders, over lags 0 and 1 beyond the treatment's; of at most three arrows."""
    nearest = {name for name in unrolled if lag_of(name) <= lag_of(treatment) + 1}
    causes = sorted(set(unrolled.pred[treatment]) & nearest)
    found: list[tuple[str, ...]] = [(treatment, outcome)] if outcome in causes else []
    found += [(treatment, cause, outcome) for cause in causes if outcome in _beside(unrolled, cause)]
    for cause in causes:
        if len(found) >= MAXIMUM_PATHS:
            break
        ways = sorted((_beside(unrolled, cause) & _beside(unrolled, outcome) & nearest) - {treatment})
        found += [
            (treatment, cause, way, outcome)
            for way in ways
            if cause != outcome and not (unrolled.has_edge(cause, way) and unrolled.has_edge(outcome, way))
        ]
    return tuple(found[:MAXIMUM_PATHS])


def _beside(unrolled: nx.DiGraph, name: str) -> set[str]:
    """Give the nodes at the other ends of a node's arrows."""
    return {*unrolled.pred[name], *unrolled.succ[name]}


def implied_independences(graph: Graph, lags: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give (x, y, given) triples that the graph implies and data can test.

    x is at the outcome's row, y `lags` rows earlier and no descendant of x; given are the parents of x
    (the local Markov property). Pairs for which d-separation fails because a parent is latent are left out.
    """
    unrolled = unroll(graph)
    observed = seen(graph, unrolled)
    order = {name: position for position, name in enumerate(nx.topological_sort(unrolled))}
    names = [v.name for v in graph.variables if node(v.name, 0) in observed]
    found = []
    for x in names:
        late = node(x, 0)
        causes = set(unrolled.pred[late])
        given = tuple(sorted(causes & observed))
        for early, lag in ((node(y, lag), lag) for y in names if y != x for lag in lags):
            if early in causes or (lag == 0 and order[early] > order[late]):
                continue
            if causes <= observed or separated(unrolled, [late], [early], given):
                found.append((late, early, given))
    return tuple(found)
