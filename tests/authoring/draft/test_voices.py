"""Voice, fronted causes, clefts and `since`: which phrase is the cause."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.sentences import Sentence


def read(text):
    return [(link.cause, link.effect, link.sign) for link in links(Sentence(paragraph=1, number=1, text=text))]


@pytest.mark.parametrize(
    ("text", "cause", "effect", "sign"),
    [
        ("The krona was buoyed by strong exports.", "exports", "krona", 1),
        ("Weak orders weighed on chip makers.", "Weak orders", "chip makers", 1),
        ("On hopes of a truce, wheat fell.", "hopes of a truce", "wheat fell", -1),
        ("After the state raised duties, imports fell.", "state raised duties", "imports fell", -1),
        ("The cause of the delay was a broken valve.", "broken valve", "delay", 0),
        ("What sank the firm was a lawsuit.", "lawsuit", "firm", -1),
        ("It was the frost that ruined the harvest.", "frost", "harvest", -1),
        ("Falling yields lifted gold.", "Falling yields", "gold", -1),
        ("A glut sent milk prices lower.", "glut", "milk prices lower", -1),
        ("Analysts blamed the slide on weak demand.", "weak demand", "slide", 1),
        ("Since demand was weak, prices fell.", "demand was weak", "prices fell", 1),
        ("Bread prices rose, partly because of the war.", "war", "Bread prices rose", 1),
        ("Costs fell by a fifth in the wake of the reform.", "reform", "Costs fell", -1),
        ("受暴雨影响,菜价上涨。", "暴雨", "菜价上涨", 1),
        ("金价在美元走弱的推动下上涨。", "美元走弱", "金价", -1),
        ("当局把停电归咎于高温。", "高温", "停电", 0),
        ("经济放缓拖累了出口。", "经济放缓", "出口", 1),
        ("降价的主要原因是竞争加剧。", "竞争加剧", "降价", -1),
        ("股市的上涨得益于降息。", "降息", "股市的上涨", -1),
        ("之所以涨价,是因为减产。", "减产", "涨价", -1),
    ],
)
def test_who_is_said_to_cause_whom(text, cause, effect, sign):
    ((found_cause, found_effect, found_sign),) = read(text)
    assert cause in found_cause
    assert effect in found_effect
    assert found_sign == sign


@pytest.mark.parametrize(
    "text",
    [
        "Since Monday prices have fallen.",
        "Since rates rose, borrowing has become dearer.",
        "Output was the lowest since the plant opened.",
        "The index fell after lunch.",
        "Prices should halve by the end of June.",
        "The bank cut its forecast.",
        "Funding costs across the sector rose.",
        "Sales were hit hard.",
        "Copper sank 4%.",
        "订单减少两成。",
    ],
)
def test_what_only_looks_causal_is_no_link(text):
    assert read(text) == []
