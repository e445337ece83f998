"""A chain holds where each of its links does, and otherwise on the gravest grounds of any."""

from __future__ import annotations

from itertools import product

import pytest

from causal.messages import Outcome
from causal.verdict import PRECEDENCE, Grounds
from tests.judgement.checks.accounts import judged, run

pytestmark = pytest.mark.slow

EDGES = [g for g in Grounds if g not in (Grounds.FIGURES_AGREE, Grounds.DERIVATION_HOLDS)]


@pytest.mark.parametrize(("first", "second"), list(product(EDGES, EDGES)))
def test_the_chain_is_as_good_as_its_worst_link(first, second):
    found = run(judged(first, second), "chain")
    assert found.grounds is min((first, second), key=PRECEDENCE.index)
    assert (found.grounds is Grounds.EFFECT_ESTABLISHED) == (first is second is Grounds.EFFECT_ESTABLISHED)
    assert [t.outcome is Outcome.PASSED for t in found.tests] == [
        g is Grounds.EFFECT_ESTABLISHED for g in (first, second)
    ]


def test_broken_links_are_counted_and_named():
    found = run(judged(Grounds.EFFECT_ESTABLISHED, Grounds.INCONCLUSIVE), "chain")
    assert (found.reason.key, found.reason.values["established"], found.reason.values["links"]) == (
        "check.chain.broken",
        1,
        2,
    )
    assert found.would_change.values["broken"] == ("b → c",)


def test_each_link_is_a_test_that_names_its_edge():
    found = run(judged(Grounds.EFFECT_ESTABLISHED, Grounds.INCONCLUSIVE), "chain")
    assert [(test.name, test.edge) for test in found.tests] == [("link", "a->b"), ("link", "b->c")]


def test_the_weakest_link_gives_the_steps_of_strength():
    found = run(judged(Grounds.EFFECT_ESTABLISHED, Grounds.EFFECT_ESTABLISHED), "chain")
    assert [step.by for step in found.steps] == [-1, -1]
    assert found.would_change is None


def test_a_rival_has_a_chain_too():
    found = run(judged(Grounds.INCONCLUSIVE, Grounds.INCONCLUSIVE, Grounds.EFFECT_ESTABLISHED), "chain", graph="rival")
    assert found.grounds is Grounds.EFFECT_ESTABLISHED
