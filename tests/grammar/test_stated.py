"""The wording of a figure: the printed rules on their examples, and properties over all numbers."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causal.grammar.stated import TABLE, parse, table
from causal.grammar.words import ENGLISH, Rule
from causal.verdict import Interval


def numbers(low: float | None, high: float | None, ends: str = "[)") -> Interval:
    return Interval(low=low, high=high, low_closed=ends[0] == "[", high_closed=ends[1] == "]")


@pytest.mark.parametrize(
    ("text", "interval", "unit"),
    [
        ("13.2%", numbers(13.15, 13.25), "%"),
        ("-5.8%", numbers(-5.85, -5.75, "(]"), "%"),
        ("−5.8 per cent", numbers(-5.85, -5.75, "(]"), "%"),  # noqa: RUF001 - a minus sign, as printed
        ("3.5", numbers(3.45, 3.55), ""),
        ("0.05%", numbers(0.045, 0.055), "%"),
        ("90", numbers(89.5, 90.5), ""),
        ("43.60", numbers(43.595, 43.605), ""),
        ("60,000", numbers(59_400, 60_600), ""),
        ("$60,000", numbers(59_400, 60_600), "US$"),
        ("60,500", numbers(60_499.5, 60_500.5), ""),
        ("6 million", numbers(5.7e6, 6.3e6), ""),
        ("$2.6bn", numbers(2.55e9, 2.65e9), "US$"),
        ("US$ 370m", numbers(369.5e6, 370.5e6), "US$"),
        ("370 million dollars", numbers(369.5e6, 370.5e6), "US$"),
        ("6.1 million shares", numbers(6.05e6, 6.15e6), "shares"),
        ("€64k", numbers(63_500, 64_500), "€"),
        ("about 6 million", numbers(5.7e6, 6.3e6, "[]"), ""),
        ("roughly 0.05%", numbers(0.045, 0.055, "[]"), "%"),  # the rounding is wider than 5%
        ("500 or so", numbers(475, 525, "[]"), ""),
        ("more than $10bn", numbers(1e10, None, "()"), "US$"),
        (">10%", numbers(10, None, "()"), "%"),
        ("at least 0.5", numbers(0.5, None), ""),
        ("10% or more", numbers(10, None), "%"),
        ("90+", numbers(90, None), ""),
        ("under 5%", numbers(None, 5), "%"),
        ("no more than 5%", numbers(None, 5, "[]"), "%"),
        ("≤ 5", numbers(None, 5, "[]"), ""),
        ("nearly 90", numbers(85, 90), ""),
        ("almost 100", numbers(90, 100), ""),
        ("nearly 13.2%", numbers(12.54, 13.2), "%"),
        ("nearly -90", numbers(-90, -85, "(]"), ""),
        ("just over $230m", numbers(230e6, 241.5e6, "(]"), "US$"),
        ("just under 40", numbers(38, 40), ""),
        ("exactly 100", numbers(100, 100, "[]"), ""),
        ("2x", numbers(1.95, 2.05), "x"),
        ("twice", numbers(1.95, 2.05), "x"),
        ("ten times", numbers(9.5, 10.5), "x"),
        ("1.68 times", numbers(1.675, 1.685), "x"),
        ("about half", numbers(0.45, 0.55, "[]"), "share"),
        ("0.5-1.0bn", numbers(0.5e9, 1e9, "[]"), ""),
        ("$0.5bn to $1.0bn", numbers(0.5e9, 1e9, "[]"), "US$"),
        ("500m-1bn", numbers(0.5e9, 1e9, "[]"), ""),
        ("between 64,000 and 71,000", numbers(64_000, 71_000, "[]"), ""),
        ("64k to 71k", numbers(64_000, 71_000, "[]"), ""),
        ("38–39", numbers(38, 39, "[]"), ""),  # noqa: RUF001 - an en dash, as printed
        ("-5 to -3%", numbers(-5, -3, "[]"), "%"),
        ("at least $0.5-1.0bn", numbers(0.5e9, None), "US$"),
        ("up to 38-39", numbers(None, 39, "[]"), ""),
        ("5.7 percentage points", numbers(5.65, 5.75), "percentage points"),
        ("3.5 sigma", numbers(3.45, 3.55), "standard deviations"),
    ],
)
def test_the_words_give_the_interval(text: str, interval: Interval, unit: str) -> None:
    found = parse(text)
    assert found.interval == interval
    assert found.unit == unit
    assert found.text == text


def test_a_third_is_near_a_third() -> None:
    plain, about = parse("one third").interval, parse("about a third").interval
    assert 1 / 3 in plain
    assert 0.31 not in plain
    assert 0.31 in about


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "lots",
        "13.2% fall from grace",
        "1e5",
        "1,00",
        "1.2.3",
        "$5 €",
        "record",
        "2 to 1",
        "900-1.1bn",
        "5-5",
        "nearly 0",
        "$1 to €2",
        "nearly 5-6",
        "--5",
        "9" * 30,
        "1" * 200,
        "٣",
        "NaN",
        "inf",
        "about",
        "%",
    ],
)
def test_what_cannot_be_read_is_refused_with_an_instruction(text: str) -> None:
    with pytest.raises(ValueError, match="write|range|characters|needs|names two|runs from"):
        parse(text)


@given(st.integers(-(10**9), 10**9), st.integers(0, 6))
@example(0, 0)
@example(-60_000, 0)
def test_a_printed_number_lies_in_its_own_interval(digits: int, decimals: int) -> None:
    text = str(Decimal(digits).scaleb(-decimals))
    if "E" in text:
        text = f"{Decimal(digits).scaleb(-decimals):f}"
    assert float(text) in parse(text).interval


@given(st.floats(-1e9, 1e9), st.integers(0, 6))
def test_whatever_rounds_to_a_number_is_covered_by_it(value: float, decimals: int) -> None:
    text = f"{value:.{decimals}f}"
    interval = parse(text).interval
    slack = 1e-9 * max(1.0, abs(value))
    assert interval.low is not None
    assert interval.high is not None
    assert interval.low - slack <= value <= interval.high + slack


@given(st.decimals("0.01", 10**6, places=2), st.sampled_from(["", "%", " million", "bn", "x"]))
def test_about_covers_what_the_bare_figure_covers(number: Decimal, suffix: str) -> None:
    plain, about = parse(f"{number}{suffix}").interval, parse(f"about {number}{suffix}").interval
    assert plain.low is not None
    assert plain.high is not None
    assert about.low is not None
    assert about.high is not None
    assert about.low <= plain.low < plain.high <= about.high


@given(
    st.decimals("0.01", 10**6, places=2), st.sampled_from(["nearly", "just under", "just over", "under", "more than"])
)
def test_one_sided_words_exclude_the_figure_and_lie_on_its_side(number: Decimal, word: str) -> None:
    interval, value = parse(f"{word} {number}").interval, float(number)
    assert value not in interval
    below = word in {"nearly", "just under", "under"}
    assert (value * 0.999 in interval) == below
    assert (value * 1.001 in interval) == (not below)


@settings(max_examples=300)
@example("6 mıllıon")
@example("6 mİllion peopleſ")
@example("12 K")
@given(st.text(max_size=30) | st.text(alphabet="0123456789.,-$%xkmbn toandabut><+~", max_size=24))
def test_any_text_is_read_or_refused_with_value_error(text: str) -> None:
    try:
        found = parse(text)
    except ValueError as error:
        assert str(error)
    else:
        low, high = found.interval.low, found.interval.high
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        assert all(end is None or math.isfinite(end) for end in (low, high))


def test_a_hostile_text_is_refused_fast() -> None:
    for text in ("1" * 99, "about " * 16, "1-" * 49, "between " + "1 and " * 15, " " * 98 + "x"):
        with pytest.raises(ValueError, match="write|range|characters|runs from"):
            parse(text)


def test_the_table_has_every_rule_once_with_an_example_that_follows_it() -> None:
    assert [row.rule for row in TABLE] == list(Rule)
    for row in TABLE:
        assert parse(row.example).interval == row.interval
    words = [word for row in TABLE for word in row.words]
    assert sorted(words) == sorted({*ENGLISH.before, *ENGLISH.after})


def test_another_language_is_another_table() -> None:
    german = replace(
        ENGLISH,
        before={"rund": Rule.ABOUT, "mehr als": Rule.MORE},
        after={},
        multipliers={"mio": Decimal(10) ** 6},
        range_openers=("zwischen",),
        range_joiners=("und", "bis"),
    )
    assert parse("rund 6 Mio", german).interval == parse("about 6 million").interval
    assert parse("zwischen 3 und 4 %", german).unit == "%"
    assert table(german)[list(Rule).index(Rule.ABOUT)].words == ("rund",)
    with pytest.raises(ValueError, match=re.escape("about 6")):
        parse("about 6", german)
