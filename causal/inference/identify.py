"""From a declared graph to estimands: the only module that knows DoWhy.

The graph is unrolled over time: node `x@k` is variable x, k rows before the outcome's row. DoWhy decides whether
an adjustment set, an instrument or a front door exists; this module only chooses which candidates it offers.
A search over all subsets is not needed: where any set of the offered kind separates, the set of all observed
ancestors does (van der Zander, Liskiewicz and Textor 2014), and the outcome's other parents are tried first
because they give the most precise linear estimate (Henckel, Perkovic and Maathuis 2022). Where nothing else identifies
the effect, a cause of the treatment may be an instrument given covariates (Brito and Pearl 2002).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import networkx as nx

from causal.findings import Estimand, RuledOut, Strategy
from causal.inference.design import lag_of, node, variable_of
from causal.study import NodeKind

if TYPE_CHECKING:
    from causal.study import Edge, Graph

MAXIMUM_PATHS = 12  # back-door paths kept for the report


def depth(graph: Graph) -> int:
    """Give how many rows back the unrolled graph reaches: past every lag twice, so that no back door is cut off."""
    longest = max((*(e.lag for e in graph.edges), *(v.persistence for v in graph.variables), 1))
    chain_lags = sum(graph.edge(link).lag for link in graph.chain)
    return 2 * longest + max(longest, chain_lags)


def unroll(graph: Graph) -> nx.DiGraph:
    """Give the graph over `variable@lag` nodes, lags 0 to `depth(graph)`."""
    reach = depth(graph)
    unrolled: nx.DiGraph = nx.DiGraph()
    unrolled.add_nodes_from(node(v.name, k) for v in graph.variables for k in range(reach + 1))
    arrows = [(e.treatment, e.outcome, e.lag) for e in graph.edges]
    arrows += [(v.name, v.name, lag) for v in graph.variables for lag in range(1, v.persistence + 1)]
    for cause, effect, lag in arrows:
        unrolled.add_edges_from((node(cause, k + lag), node(effect, k)) for k in range(reach + 1) if k + lag <= reach)
    return unrolled


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
    instruments = _instruments(unrolled, observed, treatment, outcome)
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
    for candidates in _offers(unrolled, observed, treatment, outcome, direct=direct):
        if (chosen := _dowhy_adjustment(unrolled, candidates, treatment, outcome, direct=direct)) is not None:
            return tuple(sorted(chosen, key=lambda name: (variable_of(name), lag_of(name))))
    return None


def _offers(unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool) -> list[set[str]]:
    forbidden = {treatment, outcome} | nx.descendants(unrolled, outcome)
    if not direct:
        forbidden |= nx.descendants(unrolled, treatment)
    near = set(unrolled.predecessors(outcome)) if direct else set(unrolled.predecessors(treatment))
    both = near | set(unrolled.predecessors(treatment))
    every = nx.ancestors(unrolled, treatment) | nx.ancestors(unrolled, outcome)
    return [(offer & observed) - forbidden for offer in (near, both, every)]


def _dowhy_adjustment(
    unrolled: nx.DiGraph, candidates: set[str], treatment: str, outcome: str, *, direct: bool
) -> set[str] | None:
    """Ask DoWhy whether all of `candidates` is a valid adjustment set.

    Its own search would go on to try every subset (up to 100,000) after the largest fails; the test of the whole
    offer is made first, with its own criterion, so that a graph with latent causes answers at once.
    """
    _quiet()
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto
    from dowhy.graph import check_valid_backdoor_set

    cut = _without_effect(unrolled, treatment, outcome, direct=direct)
    valid = check_valid_backdoor_set(unrolled, [treatment], [outcome], candidates, new_graph=cut)
    if not valid["is_dseparated"]:
        return None
    if not candidates:
        return set()
    part = unrolled.subgraph(
        {treatment, outcome} | candidates | nx.ancestors(unrolled, treatment) | nx.ancestors(unrolled, outcome)
    ).copy()
    estimand = identify_effect_auto(
        part,
        [treatment],
        [outcome],
        sorted(candidates | {treatment, outcome}),
        EstimandType.NONPARAMETRIC_CDE if direct else EstimandType.NONPARAMETRIC_ATE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_MAX,
    )
    sets = estimand.backdoor_variables or {}
    chosen = sets.get("backdoor")
    return None if chosen is None else set(chosen)


def _instruments(unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str) -> tuple[str, ...]:
    _quiet()
    from dowhy.graph import get_instruments

    return tuple(sorted(set(get_instruments(unrolled, [treatment], [outcome])) & observed))


def _conditional_instruments(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give causes of the treatment that reach the outcome through it alone, given covariates, and those covariates.

    The covariates are the observed causes of treatment, outcome and instrument that the treatment does not affect.
    """
    from dowhy.graph import check_dseparation

    cut = _without_effect(unrolled, treatment, outcome, direct=direct)
    causes = sorted(set(unrolled.predecessors(treatment)) & observed)
    affected = {treatment, outcome} | nx.descendants(unrolled, treatment) | nx.descendants(unrolled, outcome)
    near = [treatment, outcome, *causes]
    offer = (set().union(*(unrolled.predecessors(name) for name in near)) & observed) - affected
    alone = [name for name in causes if check_dseparation(cut, [name], [outcome], sorted(offer - {name}))]
    together = sorted(offer - set(alone))
    if len(alone) > 1 and not check_dseparation(cut, alone, [outcome], together):
        alone, together = alone[:1], sorted(offer - {alone[0]})
    return (tuple(alone), tuple(together)) if alone else ((), ())


def _without_effect(unrolled: nx.DiGraph, treatment: str, outcome: str, *, direct: bool) -> nx.DiGraph:
    """Cut the arrow from treatment to outcome, or for the total effect every arrow out of the treatment."""
    from dowhy.graph import do_surgery

    cut: nx.DiGraph = do_surgery(
        unrolled,
        [treatment],
        target_node_names=[outcome],
        remove_outgoing_edges=True,
        remove_only_direct_edges_to_target=direct,
    )
    return cut


def _front_door(unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str) -> tuple[str, ...]:
    _quiet()
    from dowhy.causal_identifier.auto_identifier import identify_frontdoor

    between = nx.descendants(unrolled, treatment) & nx.ancestors(unrolled, outcome) & observed
    if not between or unrolled.has_edge(treatment, outcome):
        return ()
    relevant = between | {treatment, outcome}
    return tuple(sorted(identify_frontdoor(unrolled, [treatment], [outcome], sorted(relevant)) or ()))


def _ruled_out(
    unrolled: nx.DiGraph, observed: set[str], treatment: str, outcome: str, *, direct: bool
) -> tuple[RuledOut, ...]:
    after_outcome = nx.descendants(unrolled, outcome)
    after_treatment = nx.descendants(unrolled, treatment)
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
    """Give the shortest back-door paths without colliders, over lags 0 and 1 beyond the treatment's."""
    nearest = {name for name in unrolled if lag_of(name) <= lag_of(treatment) + 1}
    undirected = unrolled.subgraph(nearest).to_undirected(as_view=True)
    paths = (
        path
        for path in nx.all_simple_paths(undirected, treatment, outcome, cutoff=3)
        if unrolled.has_edge(path[1], treatment) and not _has_collider(unrolled, path)
    )
    return tuple(tuple(path) for path in sorted(paths, key=lambda path: (len(path), path))[:MAXIMUM_PATHS])


def _has_collider(unrolled: nx.DiGraph, path: list[str]) -> bool:
    return any(
        unrolled.has_edge(a, b) and unrolled.has_edge(c, b) for a, b, c in zip(path, path[1:], path[2:], strict=False)
    )


def implied_independences(graph: Graph, lags: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give (x, y, given) triples that the graph implies and data can test.

    x is at the outcome's row, y `lags` rows earlier and no descendant of x; given are the parents of x
    (the local Markov property). Pairs for which d-separation fails because a parent is latent are left out.
    """
    _quiet()
    from dowhy.graph import check_dseparation

    unrolled = unroll(graph)
    observed = seen(graph, unrolled)
    order = {name: position for position, name in enumerate(nx.topological_sort(unrolled))}
    names = [v.name for v in graph.variables if node(v.name, 0) in observed]
    found = []
    for x, y, lag in ((x, y, lag) for x in names for y in names for lag in lags):
        late, early = node(x, 0), node(y, lag)
        if x == y or unrolled.has_edge(early, late) or (lag == 0 and order[early] > order[late]):
            continue
        given = tuple(sorted(set(unrolled.predecessors(late)) & observed))
        if early not in given and check_dseparation(unrolled, [late], [early], list(given)):
            found.append((late, early, given))
    return tuple(found)


def _quiet() -> None:
    logging.getLogger("dowhy").setLevel(logging.ERROR)
