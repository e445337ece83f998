"""The bars follow on each other from what was expected to the whole move, each with its interval."""

from __future__ import annotations

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import waterfall
from causal.rendering.figures.svg import INK
from causal.rendering.typography import signed
from tests.fake_findings import attribution
from tests.rendering.figures.reading import Figure, number

FOUND = attribution("article", "fuel", ("fuel", "mood", "bookings", "rates"), -0.4)
WORDS = Catalogue("en")


@pytest.fixture(scope="module")
def figure():
    return Figure(waterfall.draw(FOUND, lambda name: name.title(), WORDS, signed, "t"))


def test_each_bar_begins_where_the_last_ended(figure):
    bars = [(number(r, "x"), number(r, "x") + number(r, "width")) for r in figure.all("rect")]
    assert len(bars) == len(FOUND.contributions) + 2
    for one, following in zip(bars, bars[1:-1], strict=False):
        assert min(abs(a - b) for a in one for b in following) < 0.05


def test_the_whole_move_reaches_where_the_last_bar_ends(figure):
    *_, last, whole = figure.all("rect")
    ends = {number(last, "x"), number(last, "x") + number(last, "width")}
    whole_ends = {number(whole, "x"), number(whole, "x") + number(whole, "width")}
    assert whole.get("fill") == INK
    assert min(abs(a - b) for a in ends for b in whole_ends) < 0.05


def test_every_contribution_is_written_with_its_interval(figure):
    for part in FOUND.contributions:
        assert figure.written(f"{signed(part.value)} ({signed(part.low)} to {signed(part.high)})") is not None
    assert signed(FOUND.move) in figure.texts
