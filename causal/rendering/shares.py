"""The bars of the event day's move: what is established, what holds only if an arrow does, and what the data give to two ends together."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import networkx as nx

from causal.messages import Outcome
from causal.verdict import EdgeTest, Grounds

if TYPE_CHECKING:
    from causal.findings import Attribution, Contribution
    from causal.report import Report
    from causal.study import Edge, Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one of several nodes may have given: from `low` to `high`, over the arrows as declared, reversed and cut."""

    node: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What the shocks of one node, or of several together, did to the outcome; `hollow` where that rests on an arrow that is not established."""

    nodes: tuple[str, ...]
    value: float
    low: float
    high: float
    hollow: bool
    parts: tuple[Part, ...] = ()


def bars(report: Report, found: Attribution) -> tuple[Bar, ...]:
    """Give the bars in the order of the nodes; those of an undecided pair stand where its last node would."""
    graph = report.study.graph
    given = {c.node: c for c in found.contributions}
    undecided = _undecided(report, graph)
    groups = [sorted(group & given.keys(), key=list(given).index) for group in _connected(undecided)]
    joined = {node: group for group in groups if len(group) > 1 for node in group}
    made = []
    for node, own in given.items():
        group = joined.get(node, [node])
        if node != group[-1]:
            continue
        if len(group) > 1:
            made.append(_together(report, found, group, undecided))
        else:
            made.append(_alone(report, found, own, undecided))
    return tuple(made)


def _undecided(report: Report, graph: Graph) -> list[Edge]:
    """Give the asserted edges within a row of which the data, and what is declared, do not show the direction."""
    found = []
    for edge in graph.claimed:
        tests = {test.name: test.outcome for test in report.edge_verdict(graph.id, edge.id).tests}
        if edge.lag == 0 and tests.get(EdgeTest.DIRECTION) is Outcome.FAILED:
            found.append(edge)
    return found


def _connected(edges: list[Edge]) -> list[set[str]]:
    return [set(one) for one in nx.connected_components(nx.Graph((e.treatment, e.outcome) for e in edges))]


def _way(graph: Graph, node: str) -> list[Edge]:
    """Give the asserted edges on the ways from a node to the outcome."""
    static: nx.DiGraph = nx.DiGraph((e.treatment, e.outcome) for e in graph.edges)
    if node not in static or graph.outcome not in static:
        return []
    after = {node} | nx.descendants(static, node)
    before = {graph.outcome} | nx.ancestors(static, graph.outcome)
    return [e for e in graph.claimed if e.treatment in after & before and e.outcome in after & before]


def _holds(report: Report, node: str) -> bool:
    graph = report.study.graph
    verdicts = (report.edge_verdict(graph.id, edge.id) for edge in _way(graph, node))
    return all(verdict.grounds is Grounds.EFFECT_ESTABLISHED for verdict in verdicts)


def _others(found: Attribution, node: str, edges: list[Edge]) -> list[tuple[float, float, float]]:
    """Give value, low and high of a node's contribution with each of the edges reversed and cut; zeros where it gives nothing."""
    ids = {edge.id for edge in edges}
    other = []
    for turned in found.turned:
        if turned.edge in ids:
            given = next((c for c in turned.contributions if c.node == node), None)
            other.append((0.0, 0.0, 0.0) if given is None else (given.value, given.low, given.high))
    return other


def _alone(report: Report, found: Attribution, given: Contribution, undecided: list[Edge]) -> Bar:
    way = _way(report.study.graph, given.node)
    others = _others(found, given.node, [edge for edge in undecided if edge in way])
    return Bar(
        nodes=(given.node,),
        value=given.value,
        low=min([given.low, *(low for _, low, _ in others)]),
        high=max([given.high, *(high for _, _, high in others)]),
        hollow=not _holds(report, given.node),
    )


def _together(report: Report, found: Attribution, group: list[str], undecided: list[Edge]) -> Bar:
    """Give one bar for nodes whose arrows among themselves are undecided, with what each may have given."""
    places = [place for place, c in enumerate(found.contributions) if c.node in group]
    value = sum(found.contributions[place].value for place in places)
    error = sqrt(max(0.0, sum(found.covariances[i][j] for i in places for j in places)))
    half = NormalDist().inv_cdf((1.0 + found.level) / 2.0) * error
    inner = [edge for edge in undecided if {edge.treatment, edge.outcome} <= set(group)]
    beyond = list(dict.fromkeys(edge for node in group for edge in _way(report.study.graph, node) if edge not in inner))
    outcome_in = report.study.graph.outcome in group
    outside = [] if outcome_in else [edge for edge in undecided if edge in beyond]
    sums = [
        value,
        *map(sum, zip(*([one for one, _, _ in _others(found, node, outside)] for node in group), strict=True)),
    ]
    parts = []
    for place in places:
        own = found.contributions[place]
        if own.node == report.study.graph.outcome:
            continue
        values = [own.value, *(value for value, _, _ in _others(found, own.node, undecided))]
        parts.append(Part(node=own.node, low=min(values), high=max(values)))
    verdicts = [report.edge_verdict(report.study.graph.id, edge.id).grounds for edge in beyond]
    return Bar(
        nodes=tuple(group),
        value=value,
        low=min(sums) - half,
        high=max(sums) + half,
        hollow=not outcome_in and any(grounds is not Grounds.EFFECT_ESTABLISHED for grounds in verdicts),
        parts=tuple(parts),
    )
