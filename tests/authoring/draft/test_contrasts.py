"""Causes that are set against each other."""

from __future__ import annotations

import pytest

from causal.authoring.draft.connectives import links
from causal.authoring.draft.sentences import Sentence
from causal.authoring.draft.stances import Stance

KEPT, LEFT = Stance.ASSERTED, Stance.DENIED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prices fell because of weak demand, not because of imports.", {("demand", KEPT), ("imports", LEFT)}),
        ("The slump was caused not by tariffs but by weak demand.", {("tariffs", LEFT), ("demand", KEPT)}),
        ("Prices rose because of a drought rather than speculation.", {("drought", KEPT), ("speculation", LEFT)}),
        ("Neither the tax nor the strike caused the shortage.", {("tax", LEFT), ("strike", LEFT)}),
        ("下跌的原因不是需求疲软,而是供应过剩。", {("需求疲软", LEFT), ("供应过剩", KEPT)}),
        ("减产不是因为干旱,而是因为虫害。", {("干旱", LEFT), ("虫害", KEPT)}),
        ("涨价源于减产,而非炒作。", {("减产", KEPT), ("炒作", LEFT)}),
    ],
)
def test_each_cause_has_its_own_stance(text, expected):
    found = links(Sentence(paragraph=1, number=1, text=text))
    assert len(found) == len(expected)
    for cause, stance in expected:
        assert [link.stance for link in found if cause in link.cause] == [stance]
