"""To deny an account is to show a link wrong or absent; what is merely open supports neither side."""

from __future__ import annotations

import pytest

from causal.messages import Outcome
from causal.verdict import SUPPORTING, Grounds
from tests.judgement.checks.accounts import judged, run

pytestmark = pytest.mark.slow

DENIED = {
    Grounds.EFFECT_ESTABLISHED: Grounds.CONTRADICTED,
    Grounds.CONTRADICTED: Grounds.FIGURES_AGREE,
    Grounds.NO_EFFECT_FOUND: Grounds.FIGURES_AGREE,
    Grounds.INCONCLUSIVE: Grounds.INCONCLUSIVE,
    Grounds.NOT_IDENTIFIED: Grounds.NOT_IDENTIFIED,
    Grounds.NOT_MEASURED: Grounds.NOT_MEASURED,
}


def found(rival, **given):
    return run(judged(Grounds.INCONCLUSIVE, Grounds.INCONCLUSIVE, rival), "rival", graph="rival", **given)


@pytest.mark.parametrize(("rival", "claim"), list(DENIED.items()))
def test_a_claim_that_denies_the_account(rival, claim):
    assert found(rival).grounds is claim
    assert found(rival, asserts="fails") == found(rival)


@pytest.mark.parametrize("rival", DENIED)
def test_a_claim_that_asserts_the_account_has_its_verdict(rival):
    assert found(rival, asserts="holds").grounds is rival


@pytest.mark.parametrize("rival", DENIED)
@pytest.mark.parametrize("asserts", ["holds", "fails"])
def test_only_the_claim_is_required_and_the_links_stand_beside_it(rival, asserts):
    one = found(rival, asserts=asserts)
    supported = one.grounds in SUPPORTING
    assert [(t.name, t.edge, t.required) for t in one.tests] == [("rival", "", True), ("link", "z->c", False)]
    assert one.tests[0].outcome is (Outcome.PASSED if supported else Outcome.FAILED)
    assert (one.would_change is None) == supported
