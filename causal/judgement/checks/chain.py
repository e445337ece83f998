"""A causal chain: supported when every link is (intersection-union: the conjunction keeps the links' level)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.judgement.checks import Check
from causal.judgement.checks._parameters import FORBID
from causal.judgement.checks.edge import GraphName, graph_of, sources_of
from causal.messages import Message, Outcome
from causal.verdict import PRECEDENCE, Evidence, Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.study import Graph
    from causal.verdict import EdgeVerdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`graph` is `article` or a rival's id."""

    __pydantic_config__ = FORBID

    graph: GraphName = "article"
    """`article`, or the id of a rival account."""


def links(context: Context, graph: Graph) -> tuple[EdgeVerdict, ...]:
    """Give the verdicts of the chain's links, cause first."""
    return tuple(context.edges[graph.id, link] for link in graph.chain)


def chain_grounds(verdicts: tuple[EdgeVerdict, ...]) -> Grounds:
    """Give the gravest grounds of any link."""
    return min((v.grounds for v in verdicts), key=PRECEDENCE.index)


def arrow(graph: Graph, link: str) -> str:
    """Word a link by the labels of its ends."""
    edge = graph.edge(link)
    return f"{graph.variable(edge.treatment).label} → {graph.variable(edge.outcome).label}"


def link_test(graph: Graph, verdict: EdgeVerdict) -> Test:
    """Give a link as one test of the chain."""
    edge = graph.edge(verdict.edge)
    passed = verdict.grounds is Grounds.EFFECT_ESTABLISHED
    values: dict[str, Value] = {
        "treatment": graph.variable(edge.treatment).label,
        "outcome": graph.variable(edge.outcome).label,
        "grounds": verdict.grounds.value,
    }
    return Test(
        name="link",
        outcome=Outcome.PASSED if passed else Outcome.FAILED,
        message=Message(key="check.chain.link", values=values),
        edge=verdict.edge,
    )


def share_carried(context: Context, graph: Graph) -> dict[str, Value]:
    """Give what the chain carries of the event-day move, where attribution could be computed."""
    found = context.graphs[graph.id].attribution
    if found is None:
        return {"carried": None, "low": None, "high": None, "move": None, "unit": ""}
    measure = graph.variable(graph.outcome).measure
    return {
        "carried": found.through_chain,
        "low": found.through_chain_low,
        "high": found.through_chain_high,
        "move": found.move,
        "unit": "" if measure is None else measure.difference_unit,
    }


def run(parameters: Parameters, context: Context) -> Evidence:
    """Give the chain's verdict, with the number of links that hold and the share of the move it carries."""
    graph = graph_of(context, parameters.graph)
    verdicts = links(context, graph)
    grounds = chain_grounds(verdicts)
    established = sum(v.grounds is Grounds.EFFECT_ESTABLISHED for v in verdicts)
    broken = tuple(arrow(graph, v.edge) for v in verdicts if v.grounds is not Grounds.EFFECT_ESTABLISHED)
    values: dict[str, Value] = {
        "established": established,
        "links": len(verdicts),
        "broken": broken,
        "outcome": graph.variable(graph.outcome).label,
        **share_carried(context, graph),
    }
    weakest = min(verdicts, key=lambda v: sum(step.by for step in v.steps))
    return Evidence(
        check="chain",
        says="",
        grounds=grounds,
        reason=Message(key=f"check.chain.{'holds' if not broken else 'broken'}", values=values),
        tests=tuple(link_test(graph, v) for v in verdicts),
        start=Strength.LOW,
        steps=weakest.steps,
        sources=sources_of(
            graph, tuple(n for e in graph.chain for n in (graph.edge(e).treatment, graph.edge(e).outcome))
        ),
        would_change=Message(key="check.chain.would_change", values={"broken": broken}) if broken else None,
    )


CHECK = Check(title="Causal chain", parameters=Parameters, run=run)
