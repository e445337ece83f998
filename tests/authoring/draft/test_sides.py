"""Where cause and effect stand beside their connective: in front, behind, across asides and in other clauses."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.sentences import Sentence


def read(text, before=""):
    return [(link.cause, link.effect) for link in links(Sentence(paragraph=1, number=1, text=text), before)]


@pytest.mark.parametrize(
    ("text", "cause", "effect"),
    [
        ("The closure is the result of weak orders.", "weak orders", "closure"),
        ("Given the cost of land, few flats are built.", "cost of land", "few flats"),
        ("Orders dried up, so the mill laid off staff.", "Orders dried", "mill laid off staff"),
        ("With rates falling, builders have resumed work.", "rates falling", "builders"),
        ("Shares fell, with investors worried about debt.", "investors worried about debt", "Shares fell"),
        ("Now that the ban has ended, sales have doubled.", "ban has ended", "sales have doubled"),
        ("Stocks fell, retreating for a third day following weak data.", "weak data", "Stocks fell"),
        ("The leak was traced to a cracked valve.", "cracked valve", "leak"),
        ("A court order prevented the mine from reopening.", "court order", "mine from reopening"),
        ("It is flat and, because of the dykes, the land is dry.", "dykes", "land is dry"),
        ("补贴取消后,销量下降。", "补贴取消", "销量下降"),
        ("受供给增加带动,7月,食品价格下降。", "供给增加", "食品价格下降"),
        ("上涨背后,是外资的持续流入。", "外资的持续流入", "上涨"),
        ("品种因业绩不佳承压。", "业绩不佳", "品种"),
        ("推动物价走高的主要因素是食品涨价。", "食品涨价", "物价走高"),
        ("随着气温下降,用电需求回落。", "气温下降", "用电需求回落"),
    ],
)
def test_the_sides_of_one_link(text, cause, effect):
    ((found_cause, found_effect),) = read(text)
    assert cause in found_cause
    assert effect in found_effect


def test_a_pronoun_means_the_subject_and_a_participle_the_outcome():
    assert read("The tax hurt sales, but it also lifted prices.") == [("tax", "sales"), ("tax", "prices")]
    assert ("tax", "sales") in read("The tax hurt sales, forcing shops to close.")


def test_that_is_because_explains_the_sentence_before():
    assert read("That's because rents rose.", "Shops are closing") == [("rents rose", "Shops are closing")]


@pytest.mark.parametrize(
    "text", ["The result of the vote is unknown.", "After closing at a record, shares fell.", "会议两天后,股价上涨。"]
)
def test_a_noun_without_an_effect_and_a_time_make_no_link(text):
    assert read(text) == []
