from __future__ import annotations

import pytest
from pydantic import ValidationError

from causal.findings import Outcome
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import bench, run, words


def document(publisher: str, supports: str | None = None, **given: object) -> dict[str, object]:
    own = {
        "publisher": publisher,
        "date": "2026-02-06",
        "url": f"https://{publisher}.example/a",
        "says": "So it was.",
        "first_hand": True,
        **given,
    }
    return own if supports is None else {**own, "supports": supports}


def grounds(*documents: dict[str, object], **given: object) -> Grounds:
    found = run(bench(), "document", statement="It was so.", documents=list(documents), **given)
    assert found.start is Strength.LOW
    return found.grounds


def test_two_independent_publishers_decide() -> None:
    assert grounds(document("a", "yes"), document("b", "yes")) is Grounds.FIGURES_AGREE
    assert grounds(document("a", "no"), document("b", "no")) is Grounds.CONTRADICTED
    assert grounds(document("a", "yes"), document("b", "no")) is Grounds.INCONCLUSIVE
    assert grounds(document("a", "yes"), document("b", "unclear")) is Grounds.INCONCLUSIVE
    assert grounds(document("a", "unclear"), document("b", "unclear")) is Grounds.INCONCLUSIVE


@pytest.mark.parametrize(("supports", "worded"), [("yes", "agrees"), ("no", "says otherwise")])
def test_one_publisher_is_not_enough(supports: str, worded: str) -> None:
    found = run(bench(), "document", statement="It was so.", documents=[document("a", supports)])
    assert found.grounds is Grounds.INCONCLUSIVE
    assert worded in words(found.reason)
    assert "not enough" in words(found.reason)


@pytest.mark.parametrize(
    "second",
    [
        document("A", "yes", url="https://a.example/second"),  # the same publisher again
        document("b", "yes", same_as="https://a.example/a"),  # a copy, by address
        document("b", "yes", same_as="a"),  # a copy, by publisher
        document("b", "yes", first_hand=False),
        document("b", "yes", claimant=True),
    ],
)
def test_copies_repeats_and_the_claimant_do_not_count_again(second: dict[str, object]) -> None:
    assert grounds(document("a", "yes"), second) is Grounds.INCONCLUSIVE
    assert grounds(second, document("a", "yes")) is Grounds.INCONCLUSIVE


def test_copies_of_a_text_that_is_not_cited_are_one_voice() -> None:
    copies = [document(name, "yes", same_as="wire") for name in ("a", "b", "c")]
    assert grounds(*copies) is Grounds.INCONCLUSIVE
    assert grounds(*copies, document("d", "yes")) is Grounds.FIGURES_AGREE


def test_copies_of_copies_are_one_voice() -> None:
    chain = [document("a", "yes"), document("c", "yes", same_as="b"), document("b", "yes", same_as="a")]
    assert grounds(*chain) is Grounds.INCONCLUSIVE


def test_a_publisher_that_contradicts_itself_says_nothing() -> None:
    later = document("a", "no", url="https://a.example/later")
    assert grounds(document("a", "yes"), later, document("b", "yes")) is Grounds.INCONCLUSIVE


def test_only_hearsay_is_not_measured() -> None:
    assert grounds(document("a", "yes", first_hand=False), document("b", "yes", claimant=True)) is Grounds.NOT_MEASURED
    assert grounds() is Grounds.NOT_MEASURED


def test_a_figure_is_held_against_the_wording() -> None:
    above = [document("a", value=2.65), document("b", value=2.61)]
    assert grounds(*above, stated="more than 2.6") is Grounds.FIGURES_AGREE
    assert grounds(document("a", value=2.2), document("b", value=2.06), stated="more than 2.6") is Grounds.CONTRADICTED
    assert grounds(above[0], document("b", value=2.2), stated="more than 2.6") is Grounds.INCONCLUSIVE


def test_a_publisher_may_have_any_sign_in_its_name() -> None:
    documents = [document("a|b=1", value=2.65), document("c, d", value=2.61)]
    found = run(bench(), "document", statement="It was so.", stated="more than 2.6", documents=documents)
    assert found.reason.values["for_"] == ("a|b=1", "c, d")
    assert "(a|b=1, c, d): a|b=1, 2.65; c, d, 2.61." in words(found.reason)


def test_what_does_not_count_is_shown_but_marked() -> None:
    documents = [
        document("a", value=2.65),
        document("b", value=2.0, claimant=True),
        document("c", value=2.7, first_hand=False),
    ]
    found = run(bench(), "document", statement="It was so.", stated="more than 2.6", documents=documents)
    assert [c.agrees for c in found.comparisons] == [Outcome.PASSED, Outcome.NOT_APPLICABLE, Outcome.NOT_APPLICABLE]
    assert [(s.counted, s.claimant) for s in found.sources] == [(True, False), (False, True), (False, False)]


def test_a_document_must_say_something() -> None:
    with pytest.raises(ValidationError, match="give 'supports'"):
        grounds(document("a"))
    with pytest.raises(ValidationError, match="give 'supports'"):
        grounds(document("a", value=2.0))
