"""Clauses with their signals, and the kind of claim each would be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from causal.authoring.draft.clauses import clauses
from causal.authoring.draft.kinds import Kind, kind
from causal.authoring.draft.sentences import Sentence

ROOT = Path(__file__).parents[3]


def parts(text):
    return clauses(Sentence(paragraph=1, number=1, text=text))


def test_a_sentence_is_cut_at_its_marks_and_never_in_a_figure():
    found = parts("Prices fell 3% on Monday, volumes reached 12,500 lots; 米市卖出逾 300 万斤,为去年的三倍。")
    assert [c.text.strip()[:-1] for c in found] == [
        "Prices fell 3% on Monday",
        "volumes reached 12,500 lots",
        "米市卖出逾 300 万斤",
        "为去年的三倍",
    ]
    assert (
        "".join(c.text for c in found)
        == "Prices fell 3% on Monday, volumes reached 12,500 lots; 米市卖出逾 300 万斤,为去年的三倍。"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The price fell 13.2%.", Kind.NUMERIC),
        ("It was the worst day since 2008.", Kind.RECORD),
        ("Sales were nearly twice the 350 of last year.", Kind.ARITHMETIC),
        ("The correlation was 0.8.", Kind.COMPARISON),
        ("Bonds did better than shares.", Kind.COMPARISON),
        ("Rates will rise next year.", Kind.FORECAST),
        ("Without it nobody would have sold.", Kind.COUNTERFACTUAL),
        ("The weather had nothing to do with it.", Kind.RIVAL),
        ("Funds hold a third of the shares.", Kind.POSITIONING),
        ("The delta of a vanilla call never exceeds one.", Kind.OPTION),
        ("I think that is absurd.", Kind.OPINION),
        ("This is the culprit.", Kind.EDGE),
        ("The sun shone.", None),
        ("米价刷新纪录。", Kind.RECORD),
        ("米价下跌7.4%。", Kind.NUMERIC),
        ("概率只有0.4%。", Kind.ARITHMETIC),
        ("米价涨得快于油价,高于去年。", Kind.COMPARISON),
        ("预计下个月回落。", Kind.FORECAST),
        ("这与天气无关。", Kind.RIVAL),
        ("我认为不妥。", Kind.OPINION),
        ("阳光很好。", None),
    ],
)
def test_the_kind_of_a_clause(text, expected):
    assert kind(parts(text)[-1]) == expected


def test_the_kinds_are_those_of_the_first_report():
    written = yaml.safe_load((ROOT / "reports/ibit-2026-02-05/claims.yaml").read_text(encoding="utf-8"))
    assert {claim["kind"] for claim in written["claims"]} == set(Kind)
