"""On which links the verdicts lean, and where the evidence of each stands: on a page of its own, with another's, or in its row alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import place_of
from causal.verdict import PRECEDENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from causal.findings import EdgeFindings
    from causal.report import Report
    from causal.study import Claim, Edge, Graph
    from causal.verdict import EdgeVerdict, Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """The evidence of one asserted edge. `index` counts the article's edges from 1, and those of all rivals from 1.

    `whole`: it has a page of its own. `same` is an earlier one with the same estimates and the same outcome of every test, which
    stands for both.
    """

    graph: Graph
    edge: Edge
    found: EdgeFindings
    verdict: EdgeVerdict
    index: int
    rival: bool
    whole: bool
    same: Exhibit | None = None

    @property
    def key(self) -> str:
        """The edge as `graph:edge`."""
        return _key(self.graph, self.edge)

    @property
    def place(self) -> str:
        """The anchor of its page or its row, after which its figures are named too."""
        return place_of(self.edge, self.graph.id if self.rival else "")

    @property
    def anchor(self) -> str:
        """Where its evidence stands."""
        return (self.same or self).place


def exhibits(report: Report) -> tuple[Exhibit, ...]:
    """Give every asserted edge, the article's first; a rival's has a page where a claim is decided by it and no other page shows the same."""
    pairs = [(graph, edge) for graph in _graphs(report) for edge in graph.claimed]
    twins = {_key(*pair): _twin(report, pair, pairs[:at]) for at, pair in enumerate(pairs)}
    decided = {twins[key] for key in decisive(report) if key in twins}
    made: dict[str, Exhibit] = {}
    counted = {False: 0, True: 0}
    for graph, edge in pairs:
        key, rival = _key(graph, edge), graph is not report.study.graph
        counted[rival] += 1
        made[key] = Exhibit(
            graph=graph,
            edge=edge,
            found=_found(report, graph, edge),
            verdict=report.edge_verdict(graph.id, edge.id),
            index=counted[rival],
            rival=rival,
            whole=not rival or (twins[key] == key and key in decided),
            same=made.get(twins[key]),
        )
    return tuple(made.values())


def leaned(report: Report, claim: Claim, position: int, part: Evidence) -> tuple[str, ...]:
    """Give the edges, as `graph:edge`, that one part of a claim's evidence leans on: the one asked for, or the chain of the graph asked for."""
    if part.edge:
        return (part.edge,)
    asked = claim.checks[position].parameters if position < len(claim.checks) else {}
    if "graph" not in asked and not any(test.edge for test in part.tests):
        return ()
    name = asked.get("graph", report.study.graph.id)
    graph = next((one for one in _graphs(report) if one.id == name), None)
    if graph is None:
        return ()
    wanted = (asked["edge"],) if asked.get("edge") else graph.chain
    return tuple(_key(graph, edge) for edge in graph.claimed if edge.id in wanted)


def decisive(report: Report) -> Iterator[str]:
    """Give the edges, as `graph:edge`, by which some part of a claim is decided: of those that it leans on the gravest, as a chain is judged."""
    for claim, verdict in zip(report.study.claims, report.verdicts, strict=True):
        for position, part in enumerate(verdict.evidence):
            grounds = {key: report.edge_verdict(*_split(key)).grounds for key in leaned(report, claim, position, part)}
            gravest = min(grounds.values(), key=PRECEDENCE.index, default=None)
            yield from (key for key, one in grounds.items() if one is gravest)


def _twin(report: Report, pair: tuple[Graph, Edge], earlier: Iterable[tuple[Graph, Edge]]) -> str:
    """Give the first edge with the same estimates and outcomes, or the edge itself."""
    own = _shown(report, *pair)
    same = (one for one in earlier if own[1] and _shown(report, *one) == own)
    return _key(*next(same, pair))


def _shown(report: Report, graph: Graph, edge: Edge) -> tuple[object, ...]:
    """Give what makes the evidence of two edges one: ends and lag, estimates, and what came of each test."""
    verdict = report.edge_verdict(graph.id, edge.id)
    outcomes = tuple((test.name, test.outcome) for test in verdict.tests)
    return edge.id, _found(report, graph, edge).estimates, outcomes, verdict.grounds


def _found(report: Report, graph: Graph, edge: Edge) -> EdgeFindings:
    return next(one for one in report.graphs if one.graph == graph.id).edge(edge.id)


def _graphs(report: Report) -> tuple[Graph, ...]:
    return report.study.graph, *report.study.rivals


def _key(graph: Graph, edge: Edge) -> str:
    return f"{graph.id}:{edge.id}"


def _split(key: str) -> tuple[str, str]:
    graph, _, edge = key.partition(":")
    return graph, edge
