"""A rival explanation: its own chain, judged by the same rubric on the same data, and what the claim says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.judgement.checks import Check
from causal.judgement.checks._parameters import FORBID
from causal.judgement.checks.chain import chain_grounds, link_test, links, share_carried
from causal.judgement.checks.edge import GraphName, graph_of, sources_of
from causal.messages import Message, Outcome
from causal.verdict import SUPPORTING, Evidence, Grounds, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value


class Assertion(StrEnum):
    """What the claim says of the rival account."""

    HOLDS = "holds"
    FAILS = "fails"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`graph` is the rival's id; `asserts` whether the claim says that the rival account holds or fails."""

    __pydantic_config__ = FORBID

    graph: GraphName
    """Id of the rival account."""
    asserts: Assertion = Assertion.FAILS
    """Whether the claim says that the account holds or fails."""


REFUTED = frozenset({Grounds.CONTRADICTED, Grounds.NO_EFFECT_FOUND})


def judged(grounds: Grounds, asserts: Assertion) -> Grounds:
    """Turn the rival chain's grounds into the claim's: to deny an account is to show a link wrong or absent."""
    if asserts is Assertion.HOLDS:
        return grounds
    if grounds is Grounds.EFFECT_ESTABLISHED:
        return Grounds.CONTRADICTED
    return Grounds.FIGURES_AGREE if grounds in REFUTED else grounds


def run(parameters: Parameters, context: Context) -> Evidence:
    """Judge the claim by the rival's chain."""
    graph = graph_of(context, parameters.graph)
    verdicts = links(context, graph)
    chain = chain_grounds(verdicts)
    grounds = judged(chain, parameters.asserts)
    supported = grounds in SUPPORTING
    values: dict[str, Value] = {
        "rival": graph.title,
        "grounds": chain.value,
        "links": len(verdicts),
        "established": sum(v.grounds is Grounds.EFFECT_ESTABLISHED for v in verdicts),
        **share_carried(context, graph),
    }
    decided = Test(
        name="rival",
        outcome=Outcome.PASSED if supported else Outcome.FAILED,
        message=Message(key=f"check.rival.{parameters.asserts.value}", values=values),
    )
    names = tuple(n for link in graph.chain for n in (graph.edge(link).treatment, graph.edge(link).outcome))
    shown = [link_test(graph, v) for v in verdicts]
    return Evidence(
        check="rival",
        says="",
        grounds=grounds,
        reason=Message(
            key=f"check.rival.{parameters.asserts.value}_{'supported' if supported else 'open'}", values=values
        ),
        tests=(decided, *(replace(test, required=False) for test in shown)),
        start=Strength.LOW,
        steps=min(verdicts, key=lambda v: sum(step.by for step in v.steps)).steps,
        sources=sources_of(graph, names),
        would_change=None if supported else Message(key="check.rival.would_change", values={"rival": graph.title}),
    )


CHECK = Check(title="Rival explanation", parameters=Parameters, run=run)
