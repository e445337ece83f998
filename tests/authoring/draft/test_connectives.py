"""Cause and effect at their connectives."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.phrases import phrase
from causal.authoring.draft.sentences import Sentence
from causal.authoring.draft.stances import Stance


def found(text, before=""):
    sentence = Sentence(paragraph=1, number=1, text=text)
    return [(link.cause, link.effect, link.sign) for link in links(sentence, before) if link.stance is Stance.ASSERTED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Higher rates led to lower prices.", [("Higher rates", "lower prices", -1)]),
        ("Because rates rose, prices fell.", [("rates rose", "prices fell", -1)]),
        ("Prices fell because demand fell.", [("demand fell", "Prices fell", 1)]),
        ("The strike drove up the price of rice.", [("strike", "price of rice", 0)]),
        ("Rain stopped; as a result, prices rose.", [("Rain stopped", "prices rose", 1)]),
        (
            "More guests meant more cases, and more cases led to a shortage.",
            [("guests", "cases", 0), ("cases", "shortage", 0)],
        ),
        ("The weather did not cause the fall.", []),
        ("Prices fell on Monday.", []),
        ("利率上升导致价格下跌。", [("利率上升", "价格下跌", -1)]),
        ("由于利率上升,价格下跌。", [("利率上升", "价格下跌", -1)]),
        ("价格下跌,是因为需求减少。", [("需求减少", "价格下跌", 1)]),
        ("涨价是由台风造成的。", [("台风", "涨价", 0)]),
        ("米价上涨,与港口停航有关。", [("港口停航", "米价上涨", 0)]),
        ("米价上涨,也许与港口停航有关。", []),
        ("需求减少,从而压低了价格。", [("需求减少", "价格", 1)]),
        ("这与天气无关。", []),
        ("即使价格下跌,也没有人卖出。", []),
    ],
)
def test_who_causes_whom(text, expected):
    links_found = found(text)
    assert [(cause, effect) for cause, effect, _ in links_found] == [(cause, effect) for cause, effect, _ in expected]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Rising rates caused falling prices.", -1),
        ("Falling rates caused falling prices.", 1),
        ("The strike caused falling prices.", -1),
        ("The strike caused a panic.", 0),
        ("利率上升导致价格上涨。", 1),
        ("利率上升导致价格下跌。", -1),
        ("罢工导致恐慌。", 0),
    ],
)
def test_the_sign_that_the_words_tell(text, sign):
    assert [s for _, _, s in found(text)] == [sign]


def test_a_pronoun_is_the_sentence_before():
    assert found("This led to panic.", before="Prices fell.") == [("Prices fell", "panic", 0)]


def test_phrases_are_short_and_cut_no_latin_word():
    assert (
        phrase("the very long story of how it all began in the north of the country", "en", last=True).count(" ") <= 6
    )
    cut = phrase("在那一个秋天里面 RICEX 交易所卖出的大米比往年都多的时候", "zh", last=True)
    assert len(cut) <= 18
    assert "ICEX" not in cut or "RICEX" in cut
