"""The figures in the dark: every colour has a counterpart that is legible on the dark ground."""

from __future__ import annotations

import re

import pytest

from causal.files.assets import asset
from causal.rendering.catalogue import catalogue_of
from causal.rendering.figures.dark import by_night, dark_rules
from causal.rendering.figures.svg import BLUE, GREY, INK, OCHRE, ORANGE, Drawing
from causal.rendering.page import page_of
from tests.fake_report import fake_report


def light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [INK, GREY, BLUE, ORANGE, OCHRE, "#4d4d4d", "#0072b2"])
def test_what_is_legible_by_day_is_by_night(colour):
    assert contrast(by_night(colour), by_night("#ffffff")) >= 4.5


def test_every_colour_of_every_figure_has_a_rule():
    report = fake_report()
    drawn = "".join(one.svg for one in page_of(report, catalogue_of(report)).drawn)
    rules = dark_rules(drawn)
    used = set(re.findall(r'(fill|stroke)="(#[0-9a-f]+)"', drawn))
    assert len(used) > 10
    for name, colour in used:
        assert f'svg [{name}="{colour}"] {{ {name}: {by_night(colour)} }}' in rules
    assert rules.startswith("@media screen and (prefers-color-scheme: dark)")


def test_a_colour_that_no_figure_had_yet_has_a_rule_too():
    drawing = Drawing(10, 10)
    drawing.circle(5, 5, 2, fill="#123456", stroke="#abcdef")
    assert 'svg [fill="#123456"]' in (rules := dark_rules(drawing.finish("a dot")))
    assert 'svg [stroke="#abcdef"]' in rules


def test_the_style_sheet_turns_its_own_colours_the_same_way():
    css = (asset("templates") / "report.css").read_text(encoding="utf-8")
    day, night = (dict(re.findall(r"--(\w+): (#\w+)", found)) for found in re.findall(r":root \{([^}]*)\}", css)[:2])
    assert day.keys() == night.keys()
    for name, colour in day.items():
        whole = colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])
        assert night[name] == by_night(whole), name
