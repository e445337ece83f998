"""An effect is a sentence: everyday units, digits that carry information, an error beside it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.rendering.catalogue import Catalogue
from causal.rendering.effects import amount, beside_an_arrow, moves, size
from causal.study import Measure, two_valued

EN = Catalogue("en")
SIZES = [(0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (1e12, -1e12, 3e12), (-1e-9, -2e-9, 0.0)]
UNITS = ["", "points", "log points", "%", "% of spot", "US$ million", "years", "1 if so", "of the chance", "widgets"]


@pytest.mark.parametrize(
    ("numbers", "ends", "said"),
    [
        (
            (-0.397, -0.685, -0.110),
            ("implied volatility", "points", "IBIT", "log points"),
            "a rise of one point in implied volatility goes with a fall of 0.4% in IBIT, give or take 0.3",
        ),
        (
            (0.636, 0.4, 0.872),
            ("A strike", "1 if so", "The share price", "points"),
            "where “A strike” is so, The share price is 0.6 points higher, give or take 0.2",
        ),
        (
            (-0.11, -0.13, -0.09),
            ("Shares", "log points", "Panic", "of the chance"),
            "a rise of 1% in Shares goes with a fall of 11 percentage points in the chance of “Panic”, give or take 2",
        ),
        (
            (0.001, -0.5, 0.502),
            ("Rain", "widgets", "Sales", "US$ million"),
            "a rise of one unit (widgets) in Rain goes with no visible change in Sales, give or take US$0.5 million",
        ),
        (
            (2.0, 1.9, 9.0),
            ("Rain", "", "Sales", ""),
            "a rise of one in Rain goes with a rise of 2 in Sales, and between 2 and 9 is possible",
        ),
        (
            (1.0, 0.8, 1.2),
            ("Rain", "years", "Sales", "points"),
            "a rise of one year in Rain goes with a rise of 1 point in Sales, give or take 0.2",
        ),
        (
            (8.0, 5.0, 11.0),
            ("The law", "1 if so", "Unemployment", Measure(formula="x", label="x", unit="%").difference_unit),
            "where “The law” is so, Unemployment is 8 percentage points higher, give or take 3",
        ),
        (
            (-0.08, -0.11, -0.05),
            ("Tax", Measure(formula="x", label="x", unit="%").difference_unit, "Smokers", "share"),
            "a rise of one percentage point in Tax goes with a fall of 8 percentage points in Smokers, give or take 3",
        ),
        ((None, None, None), ("Rain", "", "Sales", ""), "the effect of Rain on Sales is not known"),
    ],
)
def test_an_effect_is_a_sentence(numbers, ends, said):
    assert moves(EN, *numbers, ends) == said


def test_a_chinese_effect_reads_as_a_newsroom_writes():
    ends = ("隐含波动率", "points", "IBIT", "log points")
    assert moves(Catalogue("zh"), -0.397, -0.685, -0.110, ends) == "隐含波动率每上升1点，IBIT平均下降0.4%，误差±0.3"
    percent = Measure(formula="x", label="x", unit="%").difference_unit
    ends = ("该法", "1 if so", "失业率", percent)
    assert moves(Catalogue("zh"), 8.0, 5.0, 11.0, ends) == "“该法”为是时，失业率平均高8个百分点，误差±3"


def test_a_change_in_percent_stays_one():
    assert Measure(formula="pct(x)", label="x", unit="%", change=True).difference_unit == "%"
    assert Measure(formula="x", label="x", unit="% of spot").difference_unit == "% of spot"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (0.05, "% of spot", "0.05% of spot"),
        (0.3, "log points", "0.3%"),
        (0.02, "of the chance", "2 percentage points"),
        (1.0, "points", "1 point"),
        (None, "points", "–"),
    ],
)
def test_the_size_of_an_effect_has_its_unit(value, unit, said):
    assert size(EN, value, unit) == said


@pytest.mark.parametrize(
    ("unit", "is_so"), [("1 if so", True), ("1 if he did", True), ("0/1", True), ("points", False), ("", False)]
)
def test_what_is_so_or_not_is_known_by_its_unit(unit, is_so):
    assert two_valued(unit) is is_so


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_what_excludes_zero_is_printed_so(value, half):
    found = amount(value, value - half, value + half, "points")
    if abs(value) > half * 1.001:
        assert abs(round(found.value, found.decimals)) > round(found.half, found.decimals) or found.decimals >= 12


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cause", UNITS)
def test_any_effect_in_any_units_can_be_worded(cause, language):
    words = Catalogue(language)
    for outcome, numbers in product(UNITS, SIZES):
        arrow = beside_an_arrow(words, *numbers, (cause, outcome))
        for said in (moves(words, *numbers, ("a", cause, "b", outcome)), *arrow):
            assert not any(odd in said for odd in ("None", "nan", "inf", "  ", "%%", "-0 "))
