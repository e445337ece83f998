"""The bar's segments are the counts."""

from __future__ import annotations

import pytest

from causal.rendering.figures import strip
from causal.rendering.figures.scoreboard import SHADES
from tests.rendering.figures.reading import Figure, number


def test_segments_have_the_length_and_shade_of_their_counts():
    figure = Figure(strip.draw([("figures agree", 6), ("contradicted", 3), ("not checkable", 1)], "six, three, one"))
    bars = figure.all("rect")
    assert [bar.get("fill") for bar in bars] == [SHADES[g] for g in ("figures agree", "contradicted", "not checkable")]
    assert [number(bar, "x") for bar in bars] == pytest.approx([0, 414, 621])
    assert [number(bar, "width") for bar in bars] == pytest.approx([412.5, 205.5, 67.5])
    assert figure.title == "six, three, one"
    assert figure.texts == []


def test_no_claim_is_no_segment():
    assert Figure(strip.draw([], "none")).all("rect") == []
