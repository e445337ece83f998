"""A study design's figure: points where the numbers put them, intervals about them, years without a thousands mark."""

from __future__ import annotations

from causal.findings import Plot, Strand
from causal.rendering.figures import plot
from causal.rendering.figures.svg import BLUE, RULE, width_of
from tests.rendering.figures.reading import Figure, number

AXES = ("Year", "Effect")


def drawn(*strands, cut=None, labels=None):
    return Figure(plot.draw(Plot(name="x", strands=strands, cut=cut), labels or ("",) * len(strands), AXES, "t"))


def strand(**given):
    return Strand(label="a", x=(1999.0, 2000.0, 2001.0), y=(1.0, -2.0, 3.0), **given)


def test_a_larger_value_stands_higher_and_a_later_one_further_right():
    dots = drawn(strand()).all("circle")
    x, y = ([number(d, place) for d in dots] for place in ("cx", "cy"))
    assert x == sorted(x)
    assert y[2] < y[0] < y[1]


def test_an_interval_reaches_from_its_low_to_its_high_at_its_point():
    figure = drawn(strand(low=(0.0, -3.0, 2.0), high=(2.0, -1.0, 4.0)))
    dots, bars = figure.all("circle"), [one for one in figure.all("line") if one.get("stroke") == BLUE]
    assert len(bars) == len(dots) == 3
    for dot, bar in zip(dots, bars, strict=True):
        assert number(bar, "x1") == number(bar, "x2") == number(dot, "cx")
        assert number(bar, "y2") < number(dot, "cy") < number(bar, "y1")


def test_no_tick_stands_between_whole_steps():
    one = Strand(label="a", x=(-3.0, -2.0, -1.0, 0.0, 1.0, 2.0), y=(0.0,) * 6)
    said = [text.text for text in drawn(one).all("text") if text.get("text-anchor") == "middle"]
    assert said
    assert not [tick for tick in said if "." in tick]


def test_years_bear_no_thousands_mark():
    said = {one.text for one in drawn(strand()).all("text")}
    assert "2000" in said
    assert not any("," in one for one in said if one)


def test_what_is_faint_lies_behind_and_strands_of_one_name_are_named_once():
    given = (strand(joined=True), strand(faint=True, joined=True), strand(faint=True, joined=True))
    figure = drawn(*given, labels=("treated", "placebo", "placebo"))
    strokes = [one.get("stroke") for one in figure.all("polyline")]
    assert strokes == [RULE, RULE, BLUE]
    said = [one.text for one in figure.all("text")]
    assert said.count("treated") == said.count("placebo") == 1


def test_a_cut_stands_where_it_is_told():
    figure = drawn(strand(), cut=2000.0)
    middle = number(figure.all("circle")[1], "cx")
    assert any(f"M {middle:g} " in one.get("d") for one in figure.all("path"))


def test_names_that_do_not_fit_beside_each_other_stand_below():
    names = ("Below the cut-off", "Above the cut-off", "Line above", "Line below")
    figure = drawn(*(strand() for _ in names), labels=names)
    placed = [one for one in figure.all("text") if one.text in names]
    assert {one.text for one in placed} == set(names)
    assert all(number(one, "x") + width_of(one.text, 7) <= plot.WIDTH for one in placed)
    lowest = max(number(one, "y") for one in placed)
    assert all(number(dot, "cy") > lowest for dot in figure.all("circle"))
    assert number(next(one for one in figure.all("text") if one.text == "Effect"), "y") > lowest + 7
