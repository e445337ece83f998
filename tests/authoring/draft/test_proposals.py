"""Sentences to proposed claims."""

from __future__ import annotations

from causal.authoring.draft.kinds import Kind
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences


def made(text):
    return [(p.sentence.place, p.kind, [f.wording for f in p.figures]) for p in proposals(sentences(text))]


def test_each_figure_clause_and_each_record_is_a_claim_of_its_own():
    assert made("Sales fell 3%, costs rose 5%, and profits were the lowest ever.") == [
        ("1.1", Kind.NUMERIC, ["-3%"]),
        ("1.1", Kind.NUMERIC, ["5%"]),
        ("1.1", Kind.RECORD, []),
    ]


def test_a_causal_sentence_gives_its_link_and_the_figures_beside_it():
    assert made("Because rates rose by 2%, prices fell.") == [("1.1", Kind.EDGE, []), ("1.1", Kind.NUMERIC, ["2%"])]


def test_an_opinion_beside_a_fact_is_left_out_and_alone_is_kept():
    assert made("I think that is wrong.") == [("1.1", Kind.OPINION, [])]
    assert made("I think that is wrong, sales fell 3%.") == [("1.1", Kind.NUMERIC, ["-3%"])]


def test_what_says_nothing_is_no_claim():
    assert made("The sun shone. 阳光很好。") == []
