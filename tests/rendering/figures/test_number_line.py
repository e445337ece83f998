"""The dot lies in the band exactly when the found value lies in the stated interval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import number_line
from causal.rendering.figures.svg import BLUE, ORANGE
from causal.verdict import Interval
from tests.fake_report import HARBOUR, OWN, compared
from tests.rendering.figures.reading import Figure, number

WORDS = Catalogue("en")
BAND = "#d9e6ef"


def drawn(*comparisons):
    return Figure(number_line.draw(comparisons, WORDS, "a title of numbers"))


@pytest.mark.parametrize(("found", "agrees"), [(12.38, True), (12.52, False), (11.9, False), (12.351, True)])
def test_the_dot_is_in_the_band_when_the_value_is_in_the_interval(found, agrees):
    figure = drawn(compared("12.4%", 12.35, 12.45, found, "%", agrees))
    band, dot = figure.all("rect", fill=BAND)[0], figure.all("circle")[0]
    inside = number(band, "x") <= number(dot, "cx") <= number(band, "x") + number(band, "width")
    assert inside is agrees
    assert dot.get("fill") == (BLUE if agrees else ORANGE)


def test_an_open_interval_reaches_the_edge():
    figure = drawn(compared("more than 12%", 12.0, None, 15.0, "%", True))
    band = figure.all("rect", fill=BAND)[0]
    assert number(band, "x") + number(band, "width") >= figure.width - 5
    assert len([e for e in figure.all("line", stroke=BLUE) if e.get("stroke-width") == "0.9"]) == 1  # one bound only


def test_every_source_has_a_dot_and_one_not_counted_is_hollow():
    figure = drawn(
        compared("12.4%", 12.35, 12.45, 12.38, "%", True, HARBOUR),
        compared("12.4%", 12.35, 12.45, 13.0, "%", False, OWN),
    )
    assert [e.get("fill") for e in figure.all("circle")] == [BLUE, "#ffffff"]


def test_the_axis_and_the_dot_show_the_digits_the_verdict_turns_on():
    figure = drawn(compared("13.2%", 13.15, 13.25, 13.163, "%", True))
    axis = [t for t in figure.texts if t.replace(".", "").isdigit()]
    assert len(set(axis)) == len(axis) > 1
    assert figure.written("13.16 ") is not None


def test_nothing_to_place_is_no_figure():
    one = compared("12.4%", 12.35, 12.45, 12.38, "%", True)
    assert number_line.draw([replace(one, found=None)], WORDS, "t") == ""
    assert number_line.draw([], WORDS, "t") == ""
    assert number_line.draw([replace(one, interval=Interval(low=None, high=13.0))], WORDS, "t") != ""


@pytest.mark.parametrize("found", [-1e12, 0.0, 1e-9, 12.4, 1e12])
def test_labels_stay_in_the_drawing(found):
    figure = drawn(compared("12.4%", 12.35, 12.45, found, "%", False))
    for text in figure.all("text"):
        assert -1 <= number(text, "x") <= figure.width + 1
        assert 0 <= number(text, "y") <= figure.height
