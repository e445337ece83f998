"""The line breaks where a value is missing; the event is marked on its own day; the stated band is where it says."""

from __future__ import annotations

from dataclasses import replace

from causal.rendering.figures import history
from causal.rendering.figures.svg import BLUE, ORANGE
from tests.fake_report import EVENT, chart
from tests.rendering.figures.reading import Figure, number


def test_the_line_breaks_at_a_hole():
    whole = Figure(history.draw(replace(chart(), y=tuple(1.0 * i for i in range(240))), "t"))
    assert len(whole.all("polyline")) == 1
    assert len(Figure(history.draw(chart(), "t")).all("polyline")) == 2


def test_a_value_alone_between_holes_is_still_drawn():
    y = (1.0, 2.0, None, 5.0, None, 3.0, 4.0)
    figure = Figure(history.draw(replace(chart(), x=tuple(f"2025-01-0{i}" for i in range(1, 8)), y=y, marked=""), "t"))
    assert len(figure.all("polyline")) == 2
    assert len([c for c in figure.all("circle") if c.get("fill") == BLUE]) == 1


def test_the_event_is_marked_on_its_day_and_on_the_line():
    one = chart()
    figure = Figure(history.draw(one, "t"))
    dot = figure.all("circle", fill=ORANGE)[0]
    points = [tuple(map(float, p.split(","))) for line in figure.all("polyline") for p in line.get("points").split()]
    assert (number(dot, "cx"), number(dot, "cy")) in points
    order = one.x.index(EVENT.isoformat())
    xs = sorted({x for x, _ in points})
    assert xs[0] < number(dot, "cx") < xs[-1]
    assert abs((number(dot, "cx") - xs[0]) / (xs[-1] - xs[0]) - order / (len(one.x) - 1)) < 0.002


def test_an_event_outside_the_series_marks_nothing():
    assert not Figure(history.draw(replace(chart(), marked="1999-01-01"), "t")).all("circle", fill=ORANGE)


def test_the_stated_band_is_drawn_only_where_something_is_stated():
    assert Figure(history.draw(chart(), "t")).all("rect", fill="#d9e6ef")
    assert not Figure(history.draw(replace(chart(), stated=None), "t")).all("rect", fill="#d9e6ef")


def test_too_short_a_series_is_no_figure():
    assert history.draw(replace(chart(), x=("2025-01-01", "2025-01-02"), y=(1.0, None)), "t") == ""


def test_thinning_keeps_the_ends_and_every_extreme():
    run = [(i / 10, float((i * 37) % 101)) for i in range(400)]
    kept = history.thinned(run)
    assert len(kept) < len(run) / 5
    assert (kept[0], kept[-1]) == (run[0], run[-1])
    for strip in range(10):
        inside = [y for x, y in run if int(x // 4) == strip]
        shown = [y for x, y in kept if int(x // 4) == strip]
        assert (min(shown), max(shown)) == (min(inside), max(inside))
    assert history.thinned(kept) == kept
