"""Links told by order alone, and those that say of what was said before or comes next."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.sentences import sentences


def read(text, before="销量下滑"):
    (sentence,) = sentences(text)
    return [(link.cause, link.effect, str(link.stance)) for link in links(sentence, before)]


@pytest.mark.parametrize(
    ("text", "cause", "effect"),
    [
        ("人手不足，航班大面积延误。", "人手不足", "航班大面积延误"),
        ("租金太贵，年轻人只好搬到郊区。", "租金太贵", "年轻人只好搬到郊区"),
        ("天气转凉，羽绒服销量走高。", "天气转凉", "羽绒服销量走高"),
        ("监管趋严，不少小平台关门。", "监管趋严", "小平台关门"),
    ],
)
def test_a_state_and_what_comes_of_it_need_no_connective(text, cause, effect):
    ((found_cause, found_effect, stance),) = read(text)
    assert (cause in found_cause, effect in found_effect, stance) == (True, True, "asserted")


@pytest.mark.parametrize(
    "text",
    [
        "沪指下跌1.2%，深成指下跌0.8%。",
        "产量增长5%，出口却下降。",
        "公司计划扩大产能，纷纷招人。",
        "比赛周日举行，报名费不变。",
        "供应充足，专家预计价格平稳。",
    ],
)
def test_what_only_stands_side_by_side_is_no_link(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "before", "cause"),
    [
        ("罪魁祸首正是超采地下水。", "地面下沉", "超采地下水"),
        ("关键在于前期漏报。", "疫情失控", "前期漏报"),
        ("The culprit: a worn seal.", "The pump failed", "worn seal"),
        ("Analysts point to a shortage of chips.", "Output fell", "shortage of chips"),
        ("Much of the credit goes to a new coach.", "The team won", "new coach"),
    ],
)
def test_an_effect_that_is_not_named_was_said_before(text, before, cause):
    ((found, effect, _),) = read(text, before)
    assert cause in found
    assert effect in before


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("货到一半；缓冲期一过，订单骤减。", "订单骤减"),
        ("负债率仍高，偿债压力之下，扩产意愿不强。", "扩产意愿不强"),
        ("拜低油价所赐，航空公司利润大增。", "航空公司利润大增"),
    ],
)
def test_a_cause_in_front_has_its_effect_in_the_next_clause(text, effect):
    assert [found for _, found, _ in read(text)] == [effect]


@pytest.mark.parametrize(
    ("text", "links_found"),
    [
        ("The scandal tarred the whole party.", 1),
        ("Fires in the east blanketed the capital in smoke.", 1),
        ("A decline in birth rates has thinned the ranks of recruits.", 1),
        ("The law bans the sale of fireworks.", 0),
        ("Inflation outpaced the forecast.", 0),
        ("The brewer bottled the whole harvest.", 0),
    ],
)
def test_an_event_as_the_subject_of_any_verb_is_a_cause(text, links_found):
    assert len(read(text, "")) == links_found


def test_a_supposition_holds_for_its_own_stretch_of_a_sentence():
    found = read("缓和的预期令市场承压：船舶若恢复通行，航程将缩短十天。")
    assert [stance for _, _, stance in found] == ["asserted", "supposed"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("公司试图靠降价来留住顾客，但收效甚微。", "denied"),
        ("公司试图靠降价来留住顾客。", "supposed"),
        ("治理投入了五亿元，水质却不见好转。", "denied"),
    ],
)
def test_an_outcome_denies_what_was_meant(text, stance):
    assert [found for *_, found in read(text)] == [stance]
