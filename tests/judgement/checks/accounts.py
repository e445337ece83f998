"""A context with an article's chain and a rival's, each link judged as a test asks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from causal.findings import GraphFindings
from causal.judgement.checks import checks
from causal.messages import Message, Outcome
from causal.rendering.catalogue import Catalogue
from causal.verdict import EdgeVerdict, Grounds, Step, Strength, Test
from tests.judgement.checks.bench import bench, messages
from tests.worlds import graph

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.verdict import Evidence

ARTICLE = graph(["+a->b", "+b->c", "z->b"], ["a->b", "b->c"])
RIVAL = graph(["+z->c"], ["z->c"], identity="rival")


def judged(first: Grounds, second: Grounds, rival: Grounds = Grounds.INCONCLUSIVE) -> Context:
    """The article's links a->b and b->c, and the rival's z->c, on these grounds."""
    edges = {
        ("article", "a->b"): verdict("article", "a->b", first),
        ("article", "b->c"): verdict("article", "b->c", second, steps=2),
        ("rival", "z->c"): verdict("rival", "z->c", rival),
    }
    context = bench()
    study = replace(context.study, graph=ARTICLE, rivals=(RIVAL,))
    graphs = {one: GraphFindings(graph=one, edges=()) for one in ("article", "rival")}
    return replace(context, study=study, edges=edges, graphs=graphs)


def verdict(owner: str, edge: str, grounds: Grounds, steps: int = 0) -> EdgeVerdict:
    passed = Outcome.PASSED if grounds is Grounds.EFFECT_ESTABLISHED else Outcome.FAILED
    tests = (Test(name="effect", outcome=passed, message=Message(key="check.opinion.opinion", values={})),)
    return EdgeVerdict(
        graph=owner,
        edge=edge,
        grounds=grounds,
        tests=tests,
        score=0,
        strength=Strength.LOW,
        steps=tuple(Step(by=-1, reason=Message(key="check.opinion.opinion", values={})) for _ in range(steps)),
        reason=Message(key="check.opinion.opinion", values={}),
    )


def run(context: Context, check: str, **given: object) -> Evidence:
    """Run a check, and word every sentence of its evidence as the report does."""
    found = checks()[check].run(TypeAdapter(checks()[check].parameters).validate_python(given), context)
    words = Catalogue("en", context.study)
    assert all(words.sentence(message) for message in messages(found))
    return found
