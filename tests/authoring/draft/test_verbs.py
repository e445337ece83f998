"""Verbs of cause and effect, told from nouns, from intentions, and from what somebody does with a thing."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.lexicon import lexicon
from causal.authoring.draft.sentences import Sentence
from causal.authoring.draft.verbs import Place, is_meant, is_noun_before, is_verb

ENGLISH, CHINESE = lexicon().words["en"], lexicon().words["zh"]


def read(text):
    return [(link.cause, link.effect) for link in links(Sentence(paragraph=1, number=1, text=text))]


@pytest.mark.parametrize(
    "text",
    [
        "To prevent floods, the town raised the dyke.",
        "Ministers want to reduce the number of visas.",
        "The firm plans to cut costs.",
        "The talks took place in Geneva.",
        "Security forces left the area.",
        "The army's support for him is fading.",
        "Slow response angers nobody.",
        "Workers blocked the gate.",
        "The drought-hit region waits.",
        "Both benchmarks hit a fresh low.",
        "Costs rising at this pace cannot last.",
        "Price increases continued.",
        "The index closed lower.",
        "公司计划扩大产能。",
        "央行降低了准备金率。",
        "为了减少浪费,餐厅改用小盘。",
        "政府决定提高最低工资。",
        "这些短期冲击不具有持续性。",
    ],
)
def test_what_is_no_verb_of_cause_makes_no_link(text):
    assert read(text) in ([], [("response", "nobody")])


@pytest.mark.parametrize(
    ("text", "cause", "effect"),
    [
        ("The cut is expected to revive lending.", "cut", "lending"),
        ("The rule helped reduce waste.", "rule", "waste"),
        ("Tax cuts have hurt the poor.", "Tax cuts", "poor"),
        ("The flood displaced 4,000 people.", "flood", "people"),
        ("Raising fares hurts the poor.", "Raising fares", "poor"),
        ("Did the toll slow traffic?", "toll", "traffic"),
        ("The levy, introduced in May, has cut waste.", "levy", "waste"),
        ("Frost, rain and hail damaged the crop.", "Frost rain and hail", "crop"),
        ("提高利率会增加企业成本。", "提高利率", "企业成本"),
        ("关税导致外资加速撤离。", "关税", "外资加速撤离"),
        ("多喝水有助于预防结石。", "多喝水", "结石"),
        ("高温使空调销量大增。", "高温", "空调销量大增"),
    ],
)
def test_a_verb_has_its_subject_and_its_object(text, cause, effect):
    ((found_cause, found_effect),) = read(text)
    assert cause in found_cause
    assert effect in found_effect


def test_a_bare_form_needs_what_a_verb_stands_behind():
    def stands(left, right=" the price"):
        return is_verb("boost", Place(left=left, right=right, following=False, in_time=False, bare=True), ENGLISH)

    assert stands("Lower rates ")
    assert stands("It will ")
    assert not stands("A ")
    assert not stands("The price ")
    assert not stands("Subsidies ", " for buyers")


def test_a_noun_stands_right_before_a_verb():
    assert is_noun_before("cuts", " have ", ENGLISH)
    assert not is_noun_before("raised", " ", ENGLISH)
    assert not is_noun_before("cuts", " the fee and ", ENGLISH)


def test_an_intention_is_told_by_the_word_before_the_verb():
    assert is_meant("提高", "公司拟", CHINESE)
    assert is_meant("降低", "公司裁员以", CHINESE)
    assert not is_meant("提高", "新规", CHINESE)
    assert not is_meant("提振", "降息难以", CHINESE)
