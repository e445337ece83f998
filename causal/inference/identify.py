"""From a declared graph to estimands, which DoWhy confirms.

DoWhy decides whether an adjustment set, an instrument or a front door serves the effect that is asked for, on the graph
unrolled over time; this module only chooses which candidates it offers. Those that cannot serve are found in a pass over
the arrows and not offered, so that each effect is a handful of questions.
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

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx

from causal.findings import Estimand, RuledOut, Strategy
from causal.inference import separation
from causal.inference.design import furthest, lag_of, node, variable_of
from causal.inference.separation import NO_ARROWS, after, before, confirmed, separated
from causal.inference.unrolled import backdoor_paths, seen, selecting, unroll, with_past

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from causal.study import Edge, Graph

MAXIMUM_PATHS = 12  # back-door paths kept for the report


@dataclass(frozen=True, slots=True, kw_only=True)
class _Effect:
    """An effect, the graph that it is sought in, and the effect's own arrows, `cut` where other ways are looked for.

    `chosen_by` are the nodes by whose value the rows were chosen.
    """

    drawn: nx.DiGraph
    cut: frozenset[tuple[str, str]]
    observed: frozenset[str]
    chosen_by: frozenset[str]
    treatment: str
    outcome: str
    direct: bool
    persistence: dict[str, int]

    @property
    def affected(self) -> set[str]:
        """The nodes that treatment or outcome change, themselves included."""
        return after(self.drawn, {self.treatment, self.outcome})


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
    blank = Estimand(
        effect="direct" if direct else "total", strategy=Strategy.NONE, treatment=treatment, outcome=outcome
    )
    if treatment not in observed or outcome not in observed:
        return blank
    drawn = with_past(graph, unrolled)
    effect = _Effect(
        drawn=drawn,
        cut=frozenset({(treatment, outcome)} if direct else separation.out_of(drawn, {treatment})),
        observed=frozenset(observed),
        chosen_by=frozenset(selecting(graph, unrolled)),
        treatment=treatment,
        outcome=outcome,
        direct=direct,
        persistence={v.name: v.persistence for v in graph.variables},
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
        past = _further_past(effect, adjustment)
        return replace(blank, strategy=Strategy.ADJUSTMENT, adjustment=adjustment, alternatives=others, past=past)
    if instruments:
        others = (Strategy.FRONT_DOOR.value,) if mediators else ()
        return replace(
            blank, strategy=Strategy.INSTRUMENT, instruments=instruments, adjustment=given, alternatives=others
        )
    return replace(blank, strategy=Strategy.FRONT_DOOR, mediators=mediators) if mediators else blank


def _apart(
    effect: _Effect, others: Collection[str], given: Collection[str], cut: Collection[tuple[str, str]] = NO_ARROWS
) -> bool:
    """Whether the graph, without the arrows `cut`, separates the outcome from all of `others`, those given left out."""
    left = set(others) - set(given)
    return effect.outcome not in left and (not left or confirmed(effect.drawn, [effect.outcome], left, given, cut))


def _adjustment(effect: _Effect) -> tuple[str, ...] | None:
    """Give the first offer that closes every back door, and parts the outcome from the choice of rows; none of it where none is needed."""
    *first, last = _offers(effect)
    likely = [
        offer for offer in first if separated(effect.drawn, [effect.treatment], [effect.outcome], offer, effect.cut)
    ]
    for offer in (*likely, last):  # the last serves where any does: DoWhy is asked for every effect
        if not confirmed(effect.drawn, [effect.treatment], [effect.outcome], offer, effect.cut):
            continue
        needless = separated(effect.drawn, [effect.treatment], [effect.outcome], (), effect.cut)
        for held in (set[str](), offer) if needless else (offer,):
            if _apart(effect, effect.chosen_by, held | {effect.treatment}):
                return _in_order(held)
    return None


def _offers(effect: _Effect) -> Iterator[set[str]]:
    drawn, treatment, outcome = effect.drawn, effect.treatment, effect.outcome
    forbidden = after(drawn, {outcome} if effect.direct else {treatment, outcome}) | {treatment}
    near = set(drawn.pred[outcome] if effect.direct else drawn.pred[treatment])
    yield (near & effect.observed) - forbidden
    yield ((near | set(drawn.pred[treatment])) & effect.observed) - forbidden
    yield (before(drawn, {treatment, outcome}) & effect.observed) - forbidden
    if effect.chosen_by:
        yield (before(drawn, {treatment, outcome, *effect.chosen_by}) & effect.observed) - forbidden


def _further_past(effect: _Effect, adjustment: tuple[str, ...]) -> tuple[str, ...]:
    """Give the ends' own past, and one further lag of each covariate: those that leave a set that identifies the effect.

    With it held fixed the error of the effect is one of new shocks alone (Montiel Olea and Plagborg-Moller 2021).
    """
    held, found = set(adjustment), list[str]()
    forbidden = after(effect.drawn, {effect.outcome} if effect.direct else {effect.treatment, effect.outcome})
    for name in _earlier(effect, adjustment):
        if name in held or name in forbidden or name not in effect.observed:
            continue
        if separated(effect.drawn, [effect.treatment], [effect.outcome], held | {name}, effect.cut):
            held.add(name)
            found.append(name)
    serves = not found or confirmed(effect.drawn, [effect.treatment], [effect.outcome], held, effect.cut)
    return tuple(found) if serves else ()


def _earlier(effect: _Effect, adjustment: tuple[str, ...]) -> Iterator[str]:
    """Give the candidates: the ends' own lags, as many as each has by the graph and at least one; a lag of each covariate."""
    ends = {variable_of(end): lag_of(end) for end in (effect.treatment, effect.outcome)}
    for end, lag in ends.items():
        yield from (node(end, lag + back) for back in range(1, max(effect.persistence.get(end, 0), 1) + 1))
    yield from (node(name, lag + 1) for name, lag in furthest(adjustment).items() if name not in ends)


def _instruments(effect: _Effect) -> tuple[str, ...]:
    """Give the causes of the treatment that DoWhy finds to be instruments, those that serve this effect.

    DoWhy's are instruments for the total effect: one that reaches the outcome through a mediator as well is none for the
    direct effect, and is left out.
    """
    found = separation.instruments(effect.drawn, effect.treatment, effect.outcome) & effect.observed
    return tuple(sorted(name for name in found if _serves(effect, {name}, set())))


def _serves(effect: _Effect, instruments: set[str], given: set[str]) -> bool:
    """Whether instruments reach the outcome through the treatment alone, and the choice of rows does not reach it at all."""
    if not effect.direct and effect.chosen_by & after(effect.drawn, {effect.treatment}):
        return False
    return _apart(effect, instruments | effect.chosen_by, given, effect.cut)


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
    cut, allowed = _without(effect.drawn, effect.cut), effect.observed - effect.affected
    far = nx.single_source_shortest_path_length(cut.to_undirected(as_view=True), effect.treatment)
    for name in sorted(allowed & far.keys(), key=lambda name: (far[name], lag_of(name), name)):
        others = ({name} | effect.chosen_by) - {effect.outcome}
        given = nx.algorithms.d_separation.find_minimal_d_separator(
            cut, {effect.outcome}, others, restricted=set(allowed - others)
        )
        if given is None or not _serves(effect, {name}, given):
            continue
        if not separated(effect.drawn, [effect.treatment], [name], given):
            return (name,), _in_order(given)
    return (), ()


def _without(drawn: nx.DiGraph, cut: Collection[tuple[str, str]]) -> nx.DiGraph:
    left: nx.DiGraph = drawn.copy()
    left.remove_edges_from(cut)
    return left


def _front_door(effect: _Effect) -> tuple[str, ...]:
    drawn, treatment, outcome = effect.drawn, effect.treatment, effect.outcome
    between = (after(drawn, {treatment}) & before(drawn, {outcome}) & effect.observed) - {treatment, outcome}
    if not between or drawn.has_edge(treatment, outcome):
        return ()
    found = separation.front_door(drawn, treatment, outcome, between)
    chosen = set(effect.chosen_by) - {treatment}
    untouched = not chosen or (
        not chosen & found
        and all(separated(drawn, [one], chosen, [treatment]) for one in found)
        and _apart(effect, chosen, {treatment, *found})
    )
    return tuple(sorted(found)) if untouched else ()


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (variable_of(name), lag_of(name))))


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


def implied_independences(graph: Graph, lags: tuple[int, ...] = (0, 1)) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Give (x, y, given) triples that the graph implies and data can test.

    x is at the outcome's row, y `lags` rows earlier and no descendant of x; given are the parents of x
    (the local Markov property). Pairs for which d-separation fails because a parent is latent are left out, and so are
    those where x depends on what chose the rows.
    """
    unrolled = unroll(graph)
    observed, chosen_by, drawn = seen(graph, unrolled), selecting(graph, unrolled), with_past(graph, unrolled)
    order = {name: position for position, name in enumerate(nx.topological_sort(unrolled))}
    names = [v.name for v in graph.variables if node(v.name, 0) in observed]
    found = []
    for x in names:
        late = node(x, 0)
        causes = set(unrolled.pred[late])
        given = tuple(sorted(causes & observed))
        markov = causes <= observed and not chosen_by  # then given all its causes nothing earlier tells of x
        for early, lag in ((node(y, lag), lag) for y in names if y != x for lag in lags):
            if early in causes or (lag == 0 and order[early] > order[late]):
                continue
            left = ({early} | chosen_by) - set(given)
            if markov or (late not in left and separated(drawn, [late], left, given)):
                found.append((late, early, given))
    return tuple(found)
