"""From a declared graph to estimands: the only module that knows DoWhy.

DoWhy decides whether an adjustment set, an instrument or a front door serves the effect that is asked for, on the graph
unrolled over time; this module only chooses which candidates it offers.
A search over all subsets is not needed: where any set of the offered kind separates, the set of all observed
ancestors does (van der Zander, Liskiewicz and Textor 2014), and the outcome's other parents are tried first
because they give the most precise linear estimate (Henckel, Perkovic and Maathuis 2022). Where nothing else identifies
the effect, a relative of the treatment may be an instrument given covariates (Brito and Pearl 2002).

Where the rows of the file were chosen by the value of a variable, every separation is asked for with that variable held, too:
an adjustment set then serves if the outcome does not depend on what chose the rows, given treatment and set. The rule is
stricter than what is known to be enough (Bareinboim, Tian and Pearl 2014; Correa, Tian and Bareinboim 2018), and needs no data
beyond the file.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from causal.findings import Estimand, RuledOut, Strategy
from causal.inference.design import lag_of, node, variable_of
from causal.inference.unrolled import backdoor_paths, seen, selecting, unroll, with_past

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from causal.study import Edge, Graph

MAXIMUM_PATHS = 12  # back-door paths kept for the report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effect:
    """An effect and the graph that it is sought in, as drawn and without the effect's own arrows.

    `chosen_by` are the nodes by whose value the rows were chosen.
    """

    drawn: nx.DiGraph
    cut: nx.DiGraph
    observed: frozenset[str]
    chosen_by: frozenset[str]
    treatment: str
    outcome: str
    direct: bool

    @property
    def affected(self) -> set[str]:
        """The nodes that treatment or outcome change, themselves included."""
        ends = {self.treatment, self.outcome}
        return ends.union(*(nx.descendants(self.drawn, end) for end in ends))


def identify(graph: Graph, edge: Edge) -> Estimand:
    """Give the estimand of the edge's direct effect. `strategy` NONE means that the graph offers none."""
    return _identify(graph, node(edge.treatment, edge.lag), node(edge.outcome, 0), direct=True)


def identify_total(graph: Graph) -> Estimand:
    """Give the estimand of the total effect of the chain's first node on the outcome, over the chain's lags."""
    first = graph.edge(graph.chain[0])
    lag = sum(graph.edge(link).lag for link in graph.chain)
    return _identify(graph, node(first.treatment, lag), node(graph.outcome, 0), direct=False)


def _identify(graph: Graph, treatment: str, outcome: str, *, direct: bool) -> Estimand:
    _quiet()
    unrolled = unroll(graph)
    observed = seen(graph, unrolled)
    blank = Estimand(
        effect="direct" if direct else "total", strategy=Strategy.NONE, treatment=treatment, outcome=outcome
    )
    if treatment not in observed or outcome not in observed:
        return blank
    drawn = with_past(graph, unrolled)
    effect = _Effect(
        drawn=drawn,
        cut=_without_effect(drawn, treatment, outcome, direct=direct),
        observed=frozenset(observed),
        chosen_by=frozenset(selecting(graph, unrolled)),
        treatment=treatment,
        outcome=outcome,
        direct=direct,
    )
    found = replace(
        _strategy(effect, blank),
        ruled_out=_ruled_out(unrolled, observed, treatment, outcome, direct=direct),
        backdoor_paths=backdoor_paths(unrolled, treatment, outcome, MAXIMUM_PATHS),
    )
    if found.strategy is Strategy.NONE and effect.chosen_by:
        whole = _strategy(replace(effect, chosen_by=frozenset()), blank)
        if whole.strategy is not Strategy.NONE:
            return replace(found, selected_by=tuple(sorted({variable_of(name) for name in effect.chosen_by})))
    return found


def _without_effect(drawn: nx.DiGraph, treatment: str, outcome: str, *, direct: bool) -> nx.DiGraph:
    """Cut the arrow from treatment to outcome, or for the total effect every arrow out of the treatment."""
    from dowhy.graph import do_surgery

    cut: nx.DiGraph = do_surgery(
        drawn,
        [treatment],
        target_node_names=[outcome],
        remove_outgoing_edges=True,
        remove_only_direct_edges_to_target=direct,
    )
    return cut


def _strategy(effect: _Effect, blank: Estimand) -> Estimand:
    """Give the first strategy that serves the effect, the others beside it; `blank` where none does."""
    adjustment, instruments = _adjustment(effect), _instruments(effect)
    mediators = () if effect.direct else _front_door(effect)
    given: tuple[str, ...] = ()
    if adjustment is None and not instruments and not mediators:
        instruments, given = _conditional_instruments(effect)
    if adjustment is not None:
        open_too = {Strategy.INSTRUMENT: bool(instruments), Strategy.FRONT_DOOR: bool(mediators)}
        others = tuple(way.value for way, is_open in open_too.items() if is_open)
        return replace(blank, strategy=Strategy.ADJUSTMENT, adjustment=adjustment, alternatives=others)
    if instruments:
        others = (Strategy.FRONT_DOOR.value,) if mediators else ()
        return replace(
            blank, strategy=Strategy.INSTRUMENT, instruments=instruments, adjustment=given, alternatives=others
        )
    return replace(blank, strategy=Strategy.FRONT_DOOR, mediators=mediators) if mediators else blank


def _separated(drawn: nx.DiGraph, outcome: str, others: Collection[str], given: Collection[str]) -> bool:
    """Ask DoWhy whether the graph separates the outcome from all of `others`, those given left out."""
    from dowhy.graph import check_dseparation

    left = set(others) - set(given)
    return outcome not in left and (not left or bool(check_dseparation(drawn, [outcome], left, given)))


def _adjustment(effect: _Effect) -> tuple[str, ...] | None:
    for candidates in _offers(effect):
        chosen = _dowhy_adjustment(effect, candidates)
        if chosen is None:
            continue
        for held in (
            chosen,
            candidates,
        ):  # DoWhy drops what closes no back door, but may part the outcome from the choice of rows
            if _separated(effect.drawn, effect.outcome, effect.chosen_by, held | {effect.treatment}):
                return _in_order(held)
    return None


def _offers(effect: _Effect) -> Iterator[set[str]]:
    drawn, treatment, outcome = effect.drawn, effect.treatment, effect.outcome
    forbidden = {treatment, outcome} | nx.descendants(drawn, outcome)
    if not effect.direct:
        forbidden |= nx.descendants(drawn, treatment)
    near = set(drawn.predecessors(outcome)) if effect.direct else set(drawn.predecessors(treatment))
    every = nx.ancestors(drawn, treatment) | nx.ancestors(drawn, outcome)
    offers = [near, near | set(drawn.predecessors(treatment)), every]
    if effect.chosen_by:
        offers.append(every.union(effect.chosen_by, *(nx.ancestors(drawn, name) for name in effect.chosen_by)))
    for offer in offers:
        yield (offer & effect.observed) - forbidden


def _dowhy_adjustment(effect: _Effect, candidates: set[str]) -> set[str] | None:
    """Ask DoWhy whether all of `candidates` is a valid adjustment set.

    Its own search would go on to try every subset (up to 100,000) after the largest fails; the test of the whole
    offer is made first, with its own criterion, so that a graph with latent causes answers at once.
    """
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto
    from dowhy.graph import check_valid_backdoor_set

    drawn, treatment, outcome = effect.drawn, effect.treatment, effect.outcome
    valid = check_valid_backdoor_set(drawn, [treatment], [outcome], candidates, new_graph=effect.cut)
    if not valid["is_dseparated"]:
        return None
    if not candidates:
        return set()
    part = drawn.subgraph(
        {treatment, outcome} | candidates | nx.ancestors(drawn, treatment) | nx.ancestors(drawn, outcome)
    ).copy()
    estimand = identify_effect_auto(
        part,
        [treatment],
        [outcome],
        sorted(candidates | {treatment, outcome}),
        EstimandType.NONPARAMETRIC_CDE if effect.direct else EstimandType.NONPARAMETRIC_ATE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_MAX,
    )
    sets = estimand.backdoor_variables or {}
    chosen = sets.get("backdoor")
    return None if chosen is None else set(chosen)


def _instruments(effect: _Effect) -> tuple[str, ...]:
    """Give the causes of the treatment that DoWhy finds to be instruments, those that serve this effect.

    DoWhy's are instruments for the total effect: one that reaches the outcome through a mediator as well is none for the
    direct effect, and is left out.
    """
    from dowhy.graph import get_instruments

    found = set(get_instruments(effect.drawn, [effect.treatment], [effect.outcome])) & effect.observed
    return tuple(sorted(name for name in found if _serves(effect, {name}, set())))


def _serves(effect: _Effect, instruments: set[str], given: set[str]) -> bool:
    """Whether instruments reach the outcome through the treatment alone, and the choice of rows does not reach it at all."""
    if not effect.direct and effect.chosen_by & nx.descendants(effect.drawn, effect.treatment):
        return False
    return _separated(effect.cut, effect.outcome, instruments | effect.chosen_by, given)


def _conditional_instruments(effect: _Effect) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give instruments that need covariates, or are no causes of the treatment, and those covariates.

    First the observed causes of the treatment, given all observed causes of treatment, outcome and instrument that the
    treatment does not affect; else one relative of the treatment, such as a proxy of a hidden instrument.
    """
    drawn, affected = effect.drawn, effect.affected
    causes = sorted(set(drawn.predecessors(effect.treatment)) & effect.observed)
    near = [effect.treatment, effect.outcome, *causes]
    offer = (set().union(*(drawn.predecessors(name) for name in near)) & effect.observed) - affected
    alone = [name for name in causes if _serves(effect, {name}, offer - {name})]
    given = offer - set(alone)
    if len(alone) > 1 and not _serves(effect, set(alone), given):
        alone, given = alone[:1], offer - {alone[0]}
    return (tuple(alone), tuple(sorted(given))) if alone else _relative(effect)


def _relative(effect: _Effect) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the nearest node that is an instrument given the smallest set that separates it from the outcome.

    Where any set makes the node an instrument, the one nearest to the outcome does (van der Zander, Textor and Liskiewicz 2015).
    """
    cut, allowed = effect.cut, effect.observed - effect.affected
    far = nx.single_source_shortest_path_length(cut.to_undirected(as_view=True), effect.treatment)
    for name in sorted(allowed & far.keys(), key=lambda name: (far[name], lag_of(name), name)):
        others = ({name} | effect.chosen_by) - {effect.outcome}
        given = nx.algorithms.d_separation.find_minimal_d_separator(
            cut, {effect.outcome}, others, restricted=set(allowed - others)
        )
        if given is None or not _serves(effect, {name}, given):
            continue
        if not _separated(effect.drawn, effect.treatment, {name}, given):
            return (name,), _in_order(given)
    return (), ()


def _front_door(effect: _Effect) -> tuple[str, ...]:
    from dowhy.causal_identifier.auto_identifier import identify_frontdoor

    drawn, treatment, outcome = effect.drawn, effect.treatment, effect.outcome
    between = nx.descendants(drawn, treatment) & nx.ancestors(drawn, outcome) & effect.observed
    if not between or drawn.has_edge(treatment, outcome):
        return ()
    found = tuple(
        sorted(identify_frontdoor(drawn, [treatment], [outcome], sorted(between | {treatment, outcome})) or ())
    )
    untouched = all(_separated(drawn, one, effect.chosen_by, {treatment}) for one in found) and _separated(
        drawn, outcome, effect.chosen_by, {treatment, *found}
    )
    return found if untouched else ()


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (variable_of(name), lag_of(name))))


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


def implied_independences(graph: Graph, lags: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give (x, y, given) triples that the graph implies and data can test.

    x is at the outcome's row, y `lags` rows earlier and no descendant of x; given are the parents of x
    (the local Markov property). Pairs for which d-separation fails because a parent is latent are left out, and so are
    those where x depends on what chose the rows.
    """
    _quiet()
    unrolled = unroll(graph)
    observed, chosen_by, drawn = seen(graph, unrolled), selecting(graph, unrolled), with_past(graph, unrolled)
    order = {name: position for position, name in enumerate(nx.topological_sort(unrolled))}
    names = [v.name for v in graph.variables if node(v.name, 0) in observed]
    found = []
    for x, y, lag in ((x, y, lag) for x in names for y in names for lag in lags):
        late, early = node(x, 0), node(y, lag)
        if x == y or unrolled.has_edge(early, late) or (lag == 0 and order[early] > order[late]):
            continue
        given = tuple(sorted(set(unrolled.predecessors(late)) & observed))
        if early not in given and _separated(drawn, late, {early} | chosen_by, given):
            found.append((late, early, given))
    return tuple(found)


def _quiet() -> None:
    logging.getLogger("dowhy").setLevel(logging.ERROR)
