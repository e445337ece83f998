"""A card shows its evidence once, and leaves to an edge's page what stands there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.messages import Message, Outcome
from causal.rendering.catalogue import catalogue_of
from causal.rendering.exhibits import exhibits
from causal.rendering.inline import Link, Mark, Marked, plain
from causal.rendering.pieces import test_title as title_of
from causal.rendering.sections.cards import carded, cards, drawings
from causal.verdict import SUPPORTING, Grounds, ReadAs, Readings
from tests.fake_report import fake_report
from tests.rendering.sections.made import REPORT, page, with_claims


def pairs(made):
    verdicts = {v.claim: v for v in REPORT.verdicts}
    return [(card, verdicts[card.claim]) for card in made.cards.cards]


def test_a_claim_that_could_not_be_tested_has_no_card_unless_a_part_of_it_was():
    verdict = replace(REPORT.verdicts[0], grounds=Grounds.NOT_MEASURED, parts_supported=0)
    assert not carded(verdict)
    assert carded(replace(verdict, parts_supported=1))
    assert carded(replace(verdict, grounds=Grounds.INCONCLUSIVE))


def test_evidence_of_an_edge_leads_to_its_page_and_is_shown_there_alone():
    made = page()
    places = {one.anchor: one.number for one in made.edges}
    found = 0
    for card, verdict in pairs(made):
        for part, one in zip(card.parts, verdict.evidence, strict=True):
            if part.edge:
                link = next(piece for piece in part.edge if isinstance(piece, Link))
                assert link.to.removeprefix("#") in places
                assert plain(link.parts).startswith(f"{places[link.to[1:]]} · ")
                assert (part.line, part.histories, part.tests, part.sources) == (None, (), (), ())
                assert one.edge.startswith(f"{REPORT.study.graph.id}:")
                found += 1
    assert found


def with_other_messages(claim, verdict):
    """Let each test but the first say something of its own, and the last count for nothing."""
    own = Message(key="test.not_computed", values={"reason": "no rows"})
    parts = [
        replace(one, tests=(*one.tests[:1], *(replace(t, message=own, required=False) for t in one.tests[1:])))
        for one in verdict.evidence
    ]
    return claim, replace(verdict, evidence=tuple(parts))


def test_a_test_that_was_passed_or_says_what_was_said_is_named_alone():
    words, seen, report = catalogue_of(REPORT), set(), with_claims(with_other_messages)
    verdicts = {v.claim: v for v in report.verdicts}
    for card in page(report).cards.cards:
        for part, one in zip(card.parts, verdicts[card.claim].evidence, strict=True):
            for shown, test in zip(part.tests, one.tests if part.tests else (), strict=True):
                said = words.sentence(test.message)
                silent = test.outcome is Outcome.PASSED or said == part.reason
                assert shown.text[0] == Marked(mark=Mark.STRONG, parts=(title_of(words, test),))
                rest = ("" if silent else f": {said}") + ("" if test.required else " (not counted)")
                assert plain(shown.text[1:]) == rest
                seen.add((silent, test.required))
    assert seen >= {(True, True), (False, False)}


def test_a_remark_stands_for_each_thing_that_there_is_to_say():
    made = page(with_claims(lambda c, v: (replace(c, note="N"), replace(v, steps=(), would_change=(), safer=None))))
    assert all(card.remarks == () and plain(card.remark) == "Note: N" for card in made.cards.cards)
    for card, verdict in pairs(page()):
        assert len(card.remarks) == bool(verdict.steps) + bool(verdict.would_change) + bool(verdict.safer)


def test_a_series_that_the_figures_do_not_name_is_named_under_its_picture():
    histories = [
        (h, one) for c, v in pairs(page()) for p, one in zip(c.parts, v.evidence, strict=True) for h in p.histories
    ]
    assert histories
    for shown, one in histories:
        named = any(c.label == one.charts[0].label for c in one.comparisons)
        assert (plain(shown.caption) == "") is named


@pytest.mark.parametrize(
    "order",
    [
        (Grounds.INCONCLUSIVE, Grounds.FIGURES_AGREE, Grounds.CONTRADICTED, Grounds.ASSOCIATION_ONLY),
        (Grounds.NO_EFFECT_FOUND, Grounds.CONTRADICTED, Grounds.INCONCLUSIVE, Grounds.DERIVATION_HOLDS),
        (Grounds.EFFECT_ESTABLISHED, Grounds.NOT_IDENTIFIED, Grounds.CONTRADICTED, Grounds.INCONCLUSIVE),
    ],
)
def test_what_a_reader_looks_for_comes_first_and_equals_keep_the_articles_order(order):
    report = fake_report()
    verdicts = tuple(
        replace(v, grounds=order[i % len(order)], word=order[i % len(order)].word)
        for i, v in enumerate(report.verdicts)
    )
    made = replace(report, verdicts=verdicts)
    words = catalogue_of(made)
    found = [(one.badge.grounds, one.claim) for one in cards(made, words, drawings(made, words), exhibits(made)).cards]
    place = {c.id: i for i, c in enumerate(report.study.claims)}

    def rank(grounds):
        if grounds is Grounds.CONTRADICTED:
            return 0
        return 1 if grounds in SUPPORTING else 2 if grounds is Grounds.INCONCLUSIVE else 3

    assert len(found) == len(verdicts)
    assert found == sorted(found, key=lambda one: (rank(one[0]), place[one[1]]))


WAYS = (
    ReadAs(name="by day", answer=Outcome.FAILED, found=3.0, unit="%"),
    ReadAs(name="by week", answer=Outcome.PASSED, found=4.0, unit="points"),
    ReadAs(name="by month", answer=Outcome.NOT_COMPUTED),
    ReadAs(name="by year", answer=Outcome.NOT_APPLICABLE, found=-1.0, unit="%"),
)


def read(**told):
    """The cards of the made-up report, the first part of each with these readings and a test for each but the first."""
    readings = Readings(**{"primary": True, "why": "so it is quoted", "ways": WAYS} | told)

    def change(claim, verdict):
        first, *others = verdict.evidence
        reading = replace(first.tests[0], name="reading", outcome=Outcome.FAILED, required=False)
        first = replace(first, tests=(*first.tests, *(reading for _ in WAYS[1:])), readings=readings)
        return claim, replace(verdict, evidence=(first, *others))

    return with_claims(change)


def test_readings_are_a_list_the_primary_first_with_its_reason():
    for card in page(read()).cards.cards:
        part = card.parts[0]
        assert [way.sign for way in part.ways] == ["✗", "✓", "○", "?"]
        assert part.ways[0].text[0] == Marked(mark=Mark.STRONG, parts=("by day",))
        assert [plain(way.text) for way in part.ways] == [
            "by day: 3% (primary reading: so it is quoted)",
            "by week: 4 points",
            "by month",
            "by year: −1%",
        ]
        assert part.ways_title == ""
        assert all(one.ways == () for one in card.parts[1:])


def test_where_no_reading_is_primary_the_list_says_why_and_the_finding_is_that_they_disagree():
    for card in page(read(primary=False, ways=WAYS[1:])).cards.cards:
        assert card.parts[0].ways_title == "No reading comes first: so it is quoted."
        assert card.parts[0].brief == "The readings of these words disagree."
    for card in page(read(primary=False, ways=WAYS[1:3])).cards.cards:  # what is not measured is no answer
        assert card.parts[0].brief == card.parts[0].reason


def test_the_tests_that_failed_are_told_where_they_say_more_than_the_finding():
    report = read()
    verdicts = {v.claim: v for v in report.verdicts}
    seen = set()
    for card in page(report).cards.cards:
        for part, one in zip(card.parts, verdicts[card.claim].evidence, strict=True):
            if part.edge:
                continue
            signs = {Outcome.FAILED: "✗", Outcome.NOT_COMPUTED: "?"}
            own = [signs[t.outcome] for t in one.tests if t.outcome in signs and t.name != "reading"]
            assert [test.sign for test in part.failed] == (own if len(own) > 1 else [])
            seen.add(len(own))
    assert seen >= {0, 1}


def test_beside_a_badge_stand_its_pieces_each_by_itself():
    for card, verdict in pairs(page()):
        assert len(card.notes) == 3 + (verdict.parts > 1)
        assert card.notes[1] == f"score {verdict.score}"
