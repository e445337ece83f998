"""A claim about an edge has the edge's own verdict, and names only edges that its graph asserts."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from causal.errors import NotComputableError
from causal.judgement.checks import checks
from causal.verdict import Grounds
from tests.judgement.checks.accounts import judged, run

CONTEXT = {"graphs": {"article": ("a->b", "b->c"), "rival": ("z->c",)}}


@pytest.mark.parametrize("grounds", list(Grounds))
def test_the_claim_has_the_verdict_of_the_edge(grounds):
    context = judged(grounds, Grounds.INCONCLUSIVE)
    found = run(context, "edge", edge="a->b")
    verdict = context.edges["article", "a->b"]
    assert (found.grounds, found.reason, found.tests, found.edge) == (
        grounds,
        verdict.reason,
        verdict.tests,
        "article:a->b",
    )
    assert [source.series for source in found.sources] == [("data.a",), ("data.b",)]


def test_an_edge_of_a_rival_is_named_with_its_graph():
    assert (
        run(
            judged(Grounds.INCONCLUSIVE, Grounds.INCONCLUSIVE, Grounds.CONTRADICTED), "edge", edge="z->c", graph="rival"
        ).grounds
        is Grounds.CONTRADICTED
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"edge": "a->bb"}, "did you mean 'a->b'"),
        ({"edge": "z->c"}, "asserts no edge"),
        ({"edge": "z->c", "graph": "rivall"}, "did you mean 'rival'"),
    ],
)
def test_an_edge_that_is_not_asserted_is_refused_with_the_nearest(given, said):
    with pytest.raises(ValidationError, match=said):
        TypeAdapter(checks()["edge"].parameters).validate_python(given, context=CONTEXT)


def test_an_edge_without_a_verdict_cannot_be_computed():
    with pytest.raises(NotComputableError, match="it has a->b, b->c"):
        run(judged(Grounds.INCONCLUSIVE, Grounds.INCONCLUSIVE), "edge", edge="z->b")
