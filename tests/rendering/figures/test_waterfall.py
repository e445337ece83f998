"""The bars follow on each other from what was expected to the whole move, each with its interval; hollow ones have no fill."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import waterfall
from causal.rendering.figures.svg import BLUE, GREY, INK, width_of
from causal.rendering.figures.waterfall import Row
from causal.rendering.typography import signed
from tests.rendering.figures.reading import Figure, number

ROWS = (
    Row(label="Fuel", value=1.3, low=0.5, high=2.2),
    Row(label="Mood, if the arrow holds", value=-2.3, low=-3.1, high=0.0, hollow=True),
    Row(label="Quotes and Rates together", value=-0.4, low=-1.2, high=0.5, remarks=("of which Quotes from −1 to 0",)),
    Row(label="Bookings", value=0.0, low=-0.2, high=0.2),
)
EXPECTED = -0.31
MOVE = EXPECTED + sum(row.value for row in ROWS)
LONG = "the difference between the forward quote of the month and the rate that was agreed on for the route"
HAN = "下个月的远期报价与该航线已谈妥运费之间的差额以及托运人对它的看法"


def drawn(rows, expected=EXPECTED, language="en"):
    words = Catalogue(language)
    move = expected + sum(row.value for row in rows)
    return Figure(waterfall.draw(expected, move, rows, words, words.signed, "t"))


@pytest.fixture(scope="module")
def figure():
    return drawn(ROWS)


def test_each_bar_begins_where_the_last_ended(figure):
    bars = [(number(r, "x"), number(r, "x") + number(r, "width")) for r in figure.all("rect")]
    assert len(bars) == len(ROWS) + 2
    for one, following in zip(bars, bars[1:-1], strict=False):
        assert min(abs(a - b) for a in one for b in following) < 0.05


def test_the_whole_move_reaches_where_the_last_bar_ends(figure):
    *_, last, whole = figure.all("rect")
    ends = {number(last, "x"), number(last, "x") + number(last, "width")}
    whole_ends = {number(whole, "x"), number(whole, "x") + number(whole, "width")}
    assert whole.get("fill") == INK
    assert min(abs(a - b) for a in ends for b in whole_ends) < 0.05


def test_every_contribution_is_written_with_its_interval(figure):
    for row in ROWS:
        assert figure.written(f"{signed(row.value)} ({signed(row.low)} to {signed(row.high)})") is not None
    assert signed(MOVE) in figure.texts


def test_a_hollow_bar_has_an_outline_and_no_fill(figure):
    _, fuel, mood, joint, _, _ = figure.all("rect")
    assert (mood.get("fill"), mood.get("stroke")) == ("none", GREY)
    assert (fuel.get("fill"), fuel.get("stroke")) == (BLUE, "none")
    assert joint.get("fill") == BLUE


def test_what_a_joint_bar_is_made_of_stands_under_its_label(figure):
    label, remark = figure.written("Quotes and Rates together"), figure.written("of which Quotes")
    assert number(label, "y") < number(remark, "y") < number(figure.written("Bookings"), "y")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "rows",
    [
        (),
        ROWS,
        tuple(replace(row, hollow=True) for row in ROWS),
        tuple(replace(row, value=0.0, low=0.0, high=0.0) for row in ROWS),
        tuple(replace(row, value=1e9 * row.value, low=1e9 * row.low, high=1e9 * row.high) for row in ROWS),
        tuple(replace(row, label=LONG, remarks=(LONG, "of which a, b and c", LONG)) for row in ROWS),
        tuple(replace(row, label=HAN + HAN, remarks=(HAN, HAN)) for row in ROWS),
        ROWS * 12,
    ],
    ids=["none", "plain", "hollow", "zero", "huge", "long", "han", "many"],
)
def test_nothing_is_written_over_anything_or_leaves_the_drawing(rows, language):
    figure = drawn(rows, language=language)
    boxes = [_box(text) for text in figure.all("text")]
    for left, top, right, bottom in boxes:
        assert left >= -0.5
        assert right <= figure.width + 0.5
        assert top >= 0
        assert bottom <= figure.height
    apart = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
    assert not [(a, b) for a, b in apart if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5]
    for bar in figure.all("rect"):
        start, end = number(bar, "x"), number(bar, "x") + number(bar, "width")
        middle = number(bar, "y") + number(bar, "height") / 2
        assert not [b for b in boxes if b[0] < end and start < b[2] and b[1] < middle < b[3]]
    for line in figure.all("line"):
        assert all(waterfall.NAME <= number(line, x) <= figure.width for x in ("x1", "x2"))


def _box(text) -> tuple[float, float, float, float]:
    size, x, y = number(text, "font-size"), number(text, "x"), number(text, "y")
    wide = width_of(text.text or "", size)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor")]
    return left, y - 0.75 * size, left + wide, y + 0.2 * size
