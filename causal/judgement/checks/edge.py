"""A causal edge: the verdict is the rubric's on that edge of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, ValidationInfo, model_validator

from causal.errors import NotComputableError, did_you_mean
from causal.judgement.checks import Check
from causal.judgement.checks._parameters import FORBID
from causal.verdict import Citation, Evidence, Strength

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.study import Graph


def _graph_name(name: str, info: ValidationInfo) -> str:
    known = (info.context or {}).get("graphs")
    if known is not None and name not in known:
        raise ValueError(f"the folder declares no graph '{name}'{did_you_mean(name, known)}")
    return name


GraphName = Annotated[str, AfterValidator(_graph_name)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`edge` is an edge's id, such as `a->b` or `a->b@1`; `graph` is `article` or a rival's id."""

    __pydantic_config__ = FORBID

    edge: str
    """Id of an asserted edge: `a->b`, or `a->b@1` with a lag of one row."""
    graph: GraphName = "article"
    """`article`, or the id of a rival account."""

    @model_validator(mode="after")
    def known(self, info: ValidationInfo) -> Parameters:
        """Refuse an edge that the named graph does not assert."""
        known_edge(self.graph, self.edge, info)
        return self


def known_edge(graph: str, edge: str, info: ValidationInfo) -> None:
    """Raise ValueError where the validation's graphs are known and the named one does not assert the edge."""
    graphs = (info.context or {}).get("graphs")
    if graphs is not None and edge not in graphs.get(graph, ()):
        raise ValueError(f"graph '{graph}' asserts no edge '{edge}'{did_you_mean(edge, graphs[graph])}")


def graph_of(context: Context, identity: str) -> Graph:
    """Give the declared graph of that id; raise NotComputableError."""
    for graph in (context.study.graph, *context.study.rivals):
        if graph.id == identity:
            return graph
    known = ", ".join(g.id for g in (context.study.graph, *context.study.rivals))
    raise NotComputableError(f"the folder declares no graph '{identity}'; it declares {known}")


def sources_of(graph: Graph, names: tuple[str, ...]) -> tuple[Citation, ...]:
    """Give the measures of the named variables as sources."""
    measures = [(graph.variable(name), graph.variable(name).measure) for name in dict.fromkeys(names)]
    return tuple(Citation(label=f"{v.label}: {m.label}", series=(m.formula,)) for v, m in measures if m is not None)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Give the edge's verdict as evidence for the claim."""
    graph = graph_of(context, parameters.graph)
    verdict = context.edges.get((graph.id, parameters.edge))
    if verdict is None:
        known = ", ".join(edge for owner, edge in context.edges if owner == graph.id)
        raise NotComputableError(f"graph '{graph.id}' has no judged edge '{parameters.edge}'; it has {known}")
    edge = graph.edge(parameters.edge)
    return Evidence(
        check="edge",
        says="",
        grounds=verdict.grounds,
        reason=verdict.reason,
        tests=verdict.tests,
        start=Strength.LOW,
        steps=verdict.steps,
        sources=sources_of(graph, (edge.treatment, edge.outcome)),
        would_change=verdict.would_change,
        edge=f"{graph.id}:{edge.id}",
    )


CHECK = Check(title="Causal edge", parameters=Parameters, run=run)
