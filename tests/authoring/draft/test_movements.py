"""Figures of a movement: change, level before, level after, and the sign of a change."""

from __future__ import annotations

from datetime import date

import pytest

from causal.authoring.draft.clauses import clauses
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import Sentence, sentences
from causal.authoring.draft.suggestions import skeleton


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Oil rose 3% to $92.25 a barrel.", [("3%", "change"), ("$92.25", "after")]),
        ("Crude lost 45 cents, or 0.5%, to $86.82.", [("-45", "change"), ("-0.5%", "change"), ("$86.82", "after")]),
        ("Inflation slowed to 8.2% from 8.3%.", [("8.2%", "after"), ("8.3%", "before")]),
        ("It cut its fares by about 40%.", [("about -40%", "change")]),
        ("A 17% drop was seen.", [("-17%", "change")]),
        ("It fell more than 3%.", [("more than -3%", "change")]),
        ("It rose more than 3%.", [("more than 3%", "change")]),
        ("Tin sagged at least 3%.", [("at least -3%", "change")]),
        ("矿股跌逾8%。", [("more than -8%", "change")]),
        ("矿股重挫近5%。", [("nearly -5%", "change")]),
        ("海运费降了一半多。", [("more than half", "change")]),
        ("It was 5% lower than in May.", [("5%", "plain")]),
        ("It reduced vacancies by 12%.", [("-12%", "change")]),
        ("价格下跌3.4%至每吨3,680元。", [("-3.4%", "change"), ("3,680", "after")]),
        ("订单减少两成。", [("-20%", "change")]),
        ("利率上调6个基点。", [("6 basis points", "change")]),
    ],
)
def test_the_role_and_the_sign_of_a_figure(text, found):
    parts = clauses(Sentence(paragraph=1, number=1, text=text))
    assert [(f.wording, str(f.role)) for part in parts for f in part.figures] == found


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The price fell 0.3% on 5 May.", 'of: pct(DATASET.COLUMN), at: 2024-05-05, stated: "-0.3%"'),
        ("The price rose 3% to $92.25.", 'stated_after: "$92.25", stated_change: "3%"'),
        ("The rate rose to 8.3% from 8.2%.", 'stated_before: "8.2%", stated_after: "8.3%"'),
        ("It was the lowest since March.", "direction: lowest"),
        ("It was the steepest fall since May.", "direction: lowest"),
        ("It was a three-month high.", "direction: highest"),
        ("米价创两年新低。", "direction: lowest"),
    ],
)
def test_the_suggested_check_takes_what_the_movement_tells(text, part):
    (proposal,) = proposals(sentences(text))
    assert part in skeleton(proposal, date(2024, 5, 8))
