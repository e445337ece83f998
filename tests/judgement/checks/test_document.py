from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from causal.judgement.judge import climb
from causal.messages import Outcome
from causal.rendering.catalogue import Catalogue
from causal.verdict import Evidence, Grounds, Strength
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


@pytest.mark.parametrize(("supports", "worded"), [("yes", "bears the claim out"), ("no", "says otherwise")])
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


def found(*documents: dict[str, object], **given: object) -> Evidence:
    return run(bench(), "document", statement="It was so.", documents=list(documents), **given)


def relay(publisher: str, origin: str, supports: str = "yes", **given: object) -> dict[str, object]:
    return document(publisher, supports, first_hand=False, relays=origin, **given)


def judged(*documents: dict[str, object], **given: object) -> tuple[Grounds, Strength]:
    one = found(*documents, **given)
    return one.grounds, climb(one.start, one.steps)


def test_origins_read_directly_are_stronger_than_the_same_origin_as_reported() -> None:
    assert judged(document("a", "yes"), document("b", "yes")) == (Grounds.FIGURES_AGREE, Strength.MODERATE)
    assert judged(relay("p", "o"), relay("q", "o")) == (Grounds.FIGURES_AGREE, Strength.LOW)
    assert judged(relay("p", "o", "no"), relay("q", "o", "no")) == (Grounds.CONTRADICTED, Strength.LOW)
    assert "As reported, the claim is right. First-hand source: o; passed on by p, q." in words(
        found(relay("p", "o"), relay("q", "O ")).reason
    )


@pytest.mark.parametrize(
    "documents",
    [
        [relay("p", "o")],
        [relay("p", "o"), relay("P", "o", url="https://p.example/b")],  # one publisher twice
        [relay("p", "o"), relay("q", "o", same_as="p")],  # a copy, or a translation
        [relay("p", "o", same_as="wire"), relay("q", "o", same_as="wire")],
        [relay("p", "o"), relay("q", "o", claimant=True)],
        [relay("p", "o"), document("the author", "yes", claimant=True), relay("q", "o", same_as="the author")],
        [relay("p", "o"), document("q", "yes", first_hand=False)],  # names nobody who measured it
        [document("o", "yes"), relay("p", "o")],  # read directly, and passed on once: one origin
        [document("o", "yes"), relay("o", "x")],  # two origins through one publisher
        [relay("p", "o"), relay("p", "x")],
    ],
)
def test_one_origin_through_one_publisher_is_not_enough(documents: list[dict[str, object]]) -> None:
    assert found(*documents).grounds is Grounds.INCONCLUSIVE
    assert found(*reversed(documents)).grounds is Grounds.INCONCLUSIVE


def test_what_the_claimant_measured_is_not_evidence_through_whomever_it_is_passed_on() -> None:
    own = document("the author", "yes", claimant=True)
    assert found(own, relay("p", "The author"), relay("q", "the author")).grounds is Grounds.NOT_MEASURED


def test_two_origins_each_through_a_publisher_of_its_own_agree_as_reported() -> None:
    assert judged(relay("p", "o"), relay("q", "x")) == (Grounds.FIGURES_AGREE, Strength.LOW)
    assert judged(document("o", "yes"), relay("q", "x")) == (Grounds.FIGURES_AGREE, Strength.LOW)
    assert "First-hand sources: o, x; passed on by q. 1 of 2 was read directly." in words(
        found(document("o", "yes"), relay("q", "x")).reason
    )


def test_publishers_that_pass_on_different_things_of_one_origin_say_nothing_clear() -> None:
    assert found(relay("p", "o"), relay("q", "o", "no")).grounds is Grounds.INCONCLUSIVE
    assert found(relay("p", "o"), relay("q", "o"), relay("r", "o", "no")).grounds is Grounds.INCONCLUSIVE


def test_origins_that_disagree_leave_it_open() -> None:
    assert found(relay("p", "o"), relay("q", "o"), document("x", "no")).grounds is Grounds.INCONCLUSIVE
    assert found(document("a", "yes"), document("b", "yes"), relay("p", "o", "no")).grounds is Grounds.INCONCLUSIVE


def test_a_document_has_one_place_in_the_chain() -> None:
    with pytest.raises(ValidationError, match="not both: cite the two as two documents"):
        found(document("a", "yes", relays="o"))


@pytest.mark.parametrize(
    ("taken", "until", "counts"),
    [
        ("2026-02-05", "2026-02-06", False),
        ("2026-02-05T15:00Z", "2026-02-05", False),  # an hour of the day that is counted
        ("2026-02-05T15:00Z", "2026-02-05T16:00Z", False),
        ("2026-02-05T16:00:30Z", "2026-02-05T16:00Z", True),
        ("2026-02-05", "2026-02-05", True),
        ("2026-02-06", "2026-02-05T21:00Z", True),
        ("2026-01", "2026-02", False),
        ("2026-02-05", "", True),
    ],
)
def test_a_snapshot_from_before_the_end_says_nothing_of_the_total(taken: str, until: str, counts: bool) -> None:
    given = {"value": 2.2, "taken": taken, "date": "2026-02-07"}
    one = found(document("a", **given), document("b", **given), stated="more than 2.6", until=until)
    assert one.grounds is (Grounds.CONTRADICTED if counts else Grounds.NOT_MEASURED)
    assert all(source.counted is counts for source in one.sources)


def test_what_was_published_before_the_end_was_taken_before_it() -> None:
    days = {"a": "2026-02-04", "b": "2026-02-05", "c": ""}
    given = [document(name, value=2.2, date=day) for name, day in days.items()]
    one = found(*given, stated="more than 2.6", until="2026-02-05")
    assert one.reason.values["early"] == 1
    assert one.grounds is Grounds.CONTRADICTED  # one that bears no date is not early


ANSWER = st.sampled_from(["yes", "no", "unclear"])
DIRECT = st.builds(document, st.sampled_from("abc"), ANSWER)
RELAYED = st.builds(relay, st.sampled_from("pqr"), st.sampled_from("abxy"), ANSWER)
CITED = st.lists(st.one_of(DIRECT, RELAYED), max_size=6)


@settings(max_examples=50, deadline=None)
@drawn(documents=CITED, data=st.data())
def test_the_order_of_the_documents_decides_nothing(documents: list[dict[str, Any]], data: st.DataObject) -> None:
    assert judged(*documents) == judged(*data.draw(st.permutations(documents)))


@settings(max_examples=50, deadline=None)
@drawn(documents=CITED, data=st.data())
def test_a_copy_never_changes_anything(documents: list[dict[str, Any]], data: st.DataObject) -> None:
    if documents:
        one = data.draw(st.sampled_from(documents))
        copy = {**one, "publisher": "copyist", "url": "https://copyist.example", "same_as": one["publisher"]}
        assert judged(*documents, copy)[0] is judged(*documents)[0]


@settings(max_examples=50, deadline=None)
@drawn(documents=CITED)
def test_both_sides_are_judged_alike(documents: list[dict[str, Any]]) -> None:
    turned = {"yes": "no", "no": "yes", "unclear": "unclear"}
    other = judged(*({**one, "supports": turned[one["supports"]]} for one in documents))
    mirror = {Grounds.FIGURES_AGREE: Grounds.CONTRADICTED, Grounds.CONTRADICTED: Grounds.FIGURES_AGREE}
    grounds_, strength = judged(*documents)
    assert other == (mirror.get(grounds_, grounds_), strength)


@settings(max_examples=50, deadline=None)
@drawn(documents=CITED, publisher=st.sampled_from("pqr"))
def test_reading_an_origin_directly_takes_no_support_away(documents: list[dict[str, Any]], publisher: str) -> None:
    for_it = [one for one in documents if one["supports"] == "yes"]
    if judged(*for_it)[0] is Grounds.FIGURES_AGREE:
        for origin in {one["relays"] for one in for_it if one.get("relays")}:
            assert judged(*for_it, document(origin, "yes"))[0] is Grounds.FIGURES_AGREE


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "documents",
    [
        [],
        [relay("p", "o")],
        [relay("p", "o", "no")],
        [relay("p", "o"), relay("q", "o")],
        [relay("p", "o", "no"), relay("q", "o", "no")],
        [relay("p", "o"), relay("q", "x")],
        [document("a", "yes", value=2.7), document("b", "yes", value=2.8)],
        [document("a", value=2.7, date="2026-02-01"), document("b", value=2.8)],
    ],
)
def test_both_languages_word_every_message(language: str, documents: list[dict[str, object]]) -> None:
    catalogue = Catalogue(language)
    one = found(*documents, stated="more than 2.6", until="2026-02-05")
    assert one.would_change is not None
    for message in [one.reason, one.would_change, *(t.message for t in one.tests), *(s.reason for s in one.steps)]:
        text = catalogue.sentence(message)
        assert text
        assert "None" not in text
