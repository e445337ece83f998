"""Two texts that were handed in with their right answers: thirteen denials, and an ordinary market wrap."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from causal.authoring.draft.figures import Role
from causal.authoring.draft.graph import sketch
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences
from causal.authoring.draft.stances import Stance
from causal.authoring.draft.suggestions import extreme, skeleton

GIVEN = Path(__file__).parent / "given"


def made(name):
    return proposals(sentences((GIVEN / f"{name}.txt").read_text(encoding="utf-8")))


def test_no_denial_becomes_an_edge_and_each_is_proposed_as_denied():
    found = [p.link for p in made("deny_en") if p.link]
    assert [link.stance for link in found] == [Stance.DENIED] * 12 + [Stance.ASSERTED]
    arrows = sketch({f"c{i}": p for i, p in enumerate(made("deny_en"))}).arrows
    assert [(arrow.cause, arrow.effect) for arrow in arrows] == [("shortages", "wages_rose")]


@pytest.mark.parametrize(
    ("cause", "effect", "sign"),
    [
        ("bond yields", "European shares", -1),
        ("producers cut output", "Oil", -1),
        ("higher interest rates", "technology stocks", -1),
        ("retail sales", "pound", 1),
        ("energy stocks", "index", 1),
        ("worries about growth", "drop", -1),
        ("rate cut", "rally", 1),
        ("decision", "banks", -1),
        ("jobs data", "dollar", 1),
        ("drought", "Wheat prices", 1),
        ("shutdown", "economy", -1),
        ("Falling demand", "exports", 1),
    ],
)
def test_the_wrap_s_links_have_cause_effect_and_sign(cause, effect, sign):
    links = [p.link for p in made("wrap_en") if p.link and cause in p.link.cause and effect in p.link.effect]
    assert [(link.stance, link.sign) for link in links] == [(Stance.ASSERTED, sign)]


def test_the_wrap_has_no_other_link_than_its_title_s():
    links = [p.link for p in made("wrap_en") if p.link]
    assert len(links) == 13
    assert links[0].effect == "Stocks slide"


def test_a_change_stands_beside_its_level_and_a_fall_has_its_sign():
    figures = [f for p in made("wrap_en") for f in p.figures]
    assert [(f.wording, f.role) for f in figures if "92.25" in f.wording] == [("$92.25", Role.AFTER)]
    assert {f.wording for f in figures} >= {"3%", "-1.2%", "-0.5%", "$86.82"}


def test_the_lowest_is_a_record_of_the_lowest():
    (record,) = [p for p in made("wrap_en") if p.kind == "record"]
    assert extreme(record) == "lowest"
    assert "direction: lowest" in skeleton(record, date(2024, 5, 8))
