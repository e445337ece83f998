"""The wording of a figure: the printed rules on their examples, and properties over all numbers."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from causal.grammar.chinese import CHINESE
from causal.grammar.stated import parse, read, table
from causal.grammar.words import ENGLISH, Language, Rule
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
        ("6 million", numbers(5.5e6, 6.5e6), ""),
        ("$2.6bn", numbers(2.55e9, 2.65e9), "US$"),
        ("US$ 370m", numbers(369.5e6, 370.5e6), "US$"),
        ("370 million dollars", numbers(369.5e6, 370.5e6), "US$"),
        ("6.1 million shares", numbers(6.05e6, 6.15e6), "shares"),
        ("€64k", numbers(63_500, 64_500), "€"),
        ("about 6 million", numbers(5.5e6, 6.5e6, "[]"), ""),
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
        ("up to 38-39", numbers(0, 39.5, "[]"), ""),
        ("5.7 percentage points", numbers(5.65, 5.75), "percentage points"),
        ("3.5 sigma", numbers(3.45, 3.55), "standard deviations"),
        ("$10bn", numbers(9.5e9, 10.5e9), "US$"),
        ("6,000,000", numbers(5.5e6, 6.5e6), ""),  # the zeros are no digits: as 6 million
        ("64,000", numbers(63_500, 64_500), ""),
        ("one in five", numbers(0.19, 0.21), "share"),
        ("1 in 2,000", numbers(0.000475, 0.000525), "share"),
        ("3 out of 10", numbers(0.285, 0.315), "share"),
        ("a quarter", numbers(0.2375, 0.2625), "share"),
        ("four-fifths", numbers(0.76, 0.84), "share"),
        ("more than a third", numbers(1 / 3, None, "()"), "share"),
        ("tenfold", numbers(9.5, 10.5), "x"),
        ("threefold", numbers(2.95, 3.05), "x"),
        ("nearly doubled", numbers(1.8, 2), "x"),
        ("more than tripled", numbers(3, None, "()"), "x"),
        ("halved", numbers(-52.5, -47.5, "(]"), "%"),
        ("more than halved", numbers(None, -50), "%"),
        ("nearly halved", numbers(-50, -45, "(]"), "%"),
        ("as much as 20%", numbers(0, 20.5, "[]"), "%"),
        ("a dozen", numbers(11.5, 12.5), ""),
        ("two dozen", numbers(23.5, 24.5), ""),
        ("dozens", numbers(24, None), ""),
        ("thousands of people", numbers(2000, None), "people"),
        ("twenty-five percent", numbers(24.5, 25.5), "%"),
        ("two hundred million", numbers(199.5e6, 200.5e6), ""),
        ("half a million", numbers(450_000, 550_000), ""),
        ("five to six percent", numbers(5, 6, "[]"), "%"),
        ("2 lakh", numbers(150_000, 250_000), ""),
        ("₹3.5 crore", numbers(34.5e6, 35.5e6), "INR"),
        ("1,25,000", numbers(124_500, 125_500), ""),
        ("12 mm", numbers(11.5, 12.5), "mm"),
        ("$12 mm", numbers(11.5e6, 12.5e6), "US$"),
        ("3.2 t per hectare", numbers(3.15, 3.25), "t per hectare"),
        ("$92 a barrel", numbers(91.5, 92.5), "US$ a barrel"),
        ("12 pounds", numbers(11.5, 12.5), "£"),
        ("13 °C", numbers(12.5, 13.5), "°C"),
        ("one thousand two hundred", numbers(1199.5, 1200.5), ""),
        ("two hundred and fifty", numbers(249.5, 250.5), ""),
        ("two million three hundred thousand", numbers(2_299_500, 2_300_500), ""),
        ("a million and a half", numbers(1_450_000, 1_550_000), ""),
        ("three point two percent", numbers(3.15, 3.25), "%"),
        ("between one and two hundred", numbers(100, 200, "[]"), ""),
        ("one hundred and two hundred", numbers(100, 200, "[]"), ""),
        ("three or four percent", numbers(3, 4, "[]"), "%"),
        ("between a third and a half", numbers(1 / 3, 0.5, "[]"), "share"),
        ("one in five to one in four", numbers(0.2, 0.25, "[]"), "share"),
        ("5% ± 1%", numbers(4, 6, "[]"), "%"),
        ("5 plus or minus 1", numbers(4, 6, "[]"), ""),
        ("half a percentage point", numbers(0.45, 0.55), "percentage points"),
        ("a quarter of a percentage point", numbers(0.2375, 0.2625), "percentage points"),
        ("a quarter-point", numbers(0.2375, 0.2625), "points"),
        ("a full percentage point", numbers(0.5, 1.5), "percentage points"),
        ("three quarters of a million", numbers(712_500, 787_500), ""),
        ("two-thirds of respondents", numbers(2 / 3 - 1 / 30, 0.7), "share"),
        ("a majority", numbers(0.5, None, "()"), "share"),
        ("most of respondents", numbers(0.5, None, "()"), "share"),
        ("half an inch", numbers(0.45, 0.55), "inch"),
        ("a year and a half", numbers(1.45, 1.55), "year"),
        ("one person in five", numbers(0.19, 0.21), "share"),
        ("1-in-20", numbers(0.0475, 0.0525), "share"),
        ("1.5 times as many", numbers(1.45, 1.55), "x"),
        ("several thousand", numbers(2000, None), ""),
        ("a little under 5%", numbers(4.5, 5), "%"),
        ("slightly above 5%", numbers(5, 5.5, "(]"), "%"),
        ("well over 5%", numbers(5, None, "()"), "%"),
        ("approx. 5%", numbers(4.5, 5.5, "[]"), "%"),
        ("≈5%", numbers(4.5, 5.5, "[]"), "%"),
        ("5% at most", numbers(None, 5, "[]"), "%"),
        ("not quite 5%", numbers(4.5, 5), "%"),
        ("as little as 3%", numbers(2.5, None), "%"),
        ("only 5%", numbers(4.5, 5.5), "%"),
        ("plus 5%", numbers(4.5, 5.5), "%"),
        ("$5 a quarter", numbers(4.5, 5.5), "US$ a quarter"),
        ("A$5m", numbers(4.5e6, 5.5e6), "A$"),
        ("Rs. 2.5 lakh crore", numbers(2.45e12, 2.55e12), "INR"),
        ("2,000", numbers(1800, 2200), ""),  # half a thousand would be a quarter of it
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
        "one of the best",
        "mostly",
        "most likely 5",
        "5 in the sky",
        "two to one",
        "24/7",
        "more than dozens",
        "five out of",
        "3 and a bit",
        "每五人中有一人",
        "3月5日",
        "万",
        "跌近5%",
        "5 May",
        "5-6 October",
        "5 am",
        "three times higher",
        "down to 5%",
        "-5% lower",
        "5 times lower",
        "5% more people",
        "between one hundred and twenty",
        "half of 5",
        "a third of the 40",
        "50-50",
        "fifty-fifty",
        "5月",
        "5日",
        "more than two third",
        "one lakh about",
        "5 million dozen",
        "三成以上人口",
        "300人以上群体",
        "三七开",
        "五五开",
        "十五六人",
        "四万分之一",
        "二千分之一",
        "增长两倍",
        "5点5%",
    ],
)
def test_what_cannot_be_read_is_refused_with_an_instruction(text: str) -> None:
    with pytest.raises(ValueError, match="write|range|characters|needs|names two|runs from"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "interval", "unit"),
    [
        ("60万", numbers(595_000, 605_000), ""),
        ("约60万左右", numbers(570_000, 630_000, "[]"), ""),
        ("近60万", numbers(550_000, 600_000), ""),
        ("逾60万美元", numbers(600_000, None, "()"), "US$"),
        ("超3亿元", numbers(3e8, None, "()"), "CNY"),
        ("60多万", numbers(600_000, None, "()"), ""),
        ("大多数", numbers(0.5, None, "()"), "share"),
        ("三百余人", numbers(300, None, "()"), "人"),
        ("约 4.9 亿美元", numbers(4.655e8, 5.145e8, "[]"), "US$"),
        ("1.2万亿", numbers(1.15e12, 1.25e12), ""),
        ("五千万吨", numbers(4.5e7, 5.5e7), "吨"),
        ("两百五十人", numbers(249.5, 250.5), "人"),
        ("三分之一", numbers(1 / 3 * 0.95, 0.35), "share"),
        ("两成", numbers(0.15, 0.25), "share"),
        ("七成半", numbers(0.745, 0.755), "share"),
        ("百分之十二", numbers(11.5, 12.5), "%"),
        ("一半", numbers(0.475, 0.525), "share"),
        ("过半", numbers(0.5, None, "()"), "share"),
        ("翻番", numbers(1.95, 2.05), "x"),
        ("三倍", numbers(2.95, 3.05), "x"),
        ("腰斩", numbers(-52.5, -47.5, "(]"), "%"),
        ("不到5%", numbers(None, 5), "%"),
        ("高达20%", numbers(0, 20.5, "[]"), "%"),
        ("3.5%左右", numbers(3.325, 3.675, "[]"), "%"),
        ("2至3%", numbers(2, 3, "[]"), "%"),
        ("3到5万", numbers(30_000, 50_000, "[]"), ""),
        ("10个基点", numbers(9.5, 10.5), "basis points"),
        ("0.25个百分点", numbers(0.245, 0.255), "percentage points"),
        ("超过-2%", numbers(None, -2), "%"),
        ("十几个", numbers(11, 19, "[]"), "个"),
        ("二三十人", numbers(20, 30, "[]"), "人"),
        ("三五百", numbers(300, 500, "[]"), ""),
        ("七八成", numbers(0.7, 0.8, "[]"), "share"),
        ("两三万", numbers(20_000, 30_000, "[]"), ""),
        ("一打", numbers(11.5, 12.5), ""),
        ("三成受访者", numbers(0.25, 0.35), "share"),
        ("5平方千米", numbers(4.5, 5.5), "平方千米"),
        ("数百人", numbers(200, None), "人"),
        ("上千人", numbers(1000, None), "人"),
        ("近百人", numbers(50, 100), "人"),
        ("百余人", numbers(100, None, "()"), "人"),
        ("三成多", numbers(0.3, None, "()"), "share"),
        ("三万五千人", numbers(34_500, 35_500), "人"),
        ("1亿2000万元", numbers(1.15e8, 1.25e8), "CNY"),
        ("三百五", numbers(349.5, 350.5), ""),
        ("一百零五", numbers(104.5, 105.5), ""),
        ("百分之三十五点六", numbers(35.55, 35.65), "%"),
        ("半个百分点", numbers(0.45, 0.55), "percentage points"),
        ("万分之五", numbers(0.000475, 0.000525), "share"),
        ("一倍", numbers(95, 105), "%"),  # grown by once itself: doubled
        ("近一倍", numbers(90, 100), "%"),
        ("近乎腰斩", numbers(-50, -45, "(]"), "%"),
        ("介于3%和5%之间", numbers(3, 5, "[]"), "%"),
        ("3%～5%", numbers(3, 5, "[]"), "%"),
        ("5%出头", numbers(5, 5.5, "(]"), "%"),
        ("略高于-3%", numbers(-3, -2.5, "(]"), "%"),
        ("仅约5%", numbers(4.5, 5.5, "[]"), "%"),
        ("每桶92美元", numbers(91.5, 92.5), "US$/桶"),
        ("5兆瓦", numbers(4.5, 5.5), "兆瓦"),
        ("5亿千瓦时", numbers(4.5e11, 5.5e11), "瓦时"),
    ],
)
def test_chinese_words_give_the_interval(text: str, interval: Interval, unit: str) -> None:
    found = parse(text)
    assert found.interval.low == (None if interval.low is None else pytest.approx(interval.low))
    assert found.interval.high == (None if interval.high is None else pytest.approx(interval.high))
    assert (found.interval.low_closed, found.interval.high_closed) == (interval.low_closed, interval.high_closed)
    assert found.unit == unit


@pytest.mark.parametrize(
    ("text", "unit", "value", "named"),
    [
        ("3.2 t", "t", 3.2, "t"),
        ("3.2t", "t per hectare", 3.2, "t"),
        ("3.2 t", "kg", 3.2, "t"),
        ("12 t", "US$", 12e12, ""),
        ("12 m", "mm", 12, "m"),
        ("12 m", "people", 12e6, ""),
        ("5 b", "b", 5, "b"),
        ("5 b", "US$", 5e9, ""),
        ("12 k", "K", 12, "k"),
        ("12 k", "people", 12_000, ""),
        ("12 pounds", "lb", 12, "pounds"),
    ],
)
def test_a_letter_is_a_unit_where_the_values_have_it_and_else_a_scale(
    text: str, unit: str, value: float, named: str
) -> None:
    found = parse(text, unit=unit)
    assert (found.value, found.unit) == (pytest.approx(value), named)


@pytest.mark.parametrize(
    ("text", "unit", "low", "high"),
    [
        ("$8.9 trillion", "millions of US$", 8_850_000, 8_950_000),
        ("8.9 trillion", "US$ million", 8_850_000, 8_950_000),
        ("5", "US$ million", 4.5, 5.5),
        ("6 million", "thousand barrels", 5_500, 6_500),
        ("60万", "万", 59.5, 60.5),
        ("one in five", "%", 19, 21),
        ("20%", "share", 0.195, 0.205),
        ("25 basis points", "%", 0.245, 0.255),
        ("3.2 t", "kg", 3_150, 3_250),
        ("1.2 million t", "t", 1_150_000, 1_250_000),  # no million trillions
        ("2 billion t", "tonnes", 1.5e9, 2.5e9),
        ("1.2 million m", "m", 1_150_000, 1_250_000),
        ("1.5 mn t", "kg", 1.45e9, 1.55e9),
        ("5 thousand t a year", "t a year", 4_500, 5_500),
        ("¥5", "CNY", 4.5, 5.5),
        ("¥5", "yen", 4.5, 5.5),
        ("20%", "", 19.5, 20.5),
        ("5 Mt", "million tonnes", 4.5, 5.5),
        ("5 MT", "t", 4.5, 5.5),
        ("5 mW", "W", 0.0045, 0.0055),
        ("5亿千瓦时", "TWh", 0.45, 0.55),
        ("25 b.p.", "%", 0.245, 0.255),
        ("0.2 ppts", "%", 0.15, 0.25),
        ("5 degrees", "°C", 4.5, 5.5),
        ("twice", "ratio", 1.95, 2.05),
        ("105 points", "index, 2015 = 100", 104.5, 105.5),
        ("halved", "x", 0.475, 0.525),
        ("一倍", "x", 1.95, 2.05),
        ("每公顷3.2吨", "t per hectare", 3.15, 3.25),
    ],
)
def test_a_figure_is_turned_into_the_unit_of_the_values(text: str, unit: str, low: float, high: float) -> None:
    interval = read(text, unit).interval
    assert (interval.low, interval.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 mm", "%"),
        ("12 mm", "US$"),
        ("6 million", "%"),
        ("12 pounds", "€"),
        ("$5", "€"),
        ("twice", "%"),
        ("5 °C", "°F"),
    ],
)
def test_a_figure_that_cannot_be_reconciled_is_refused(text: str, unit: str) -> None:
    with pytest.raises(ValueError, match=r"cannot be reconciled|names no unit"):
        read(text, unit)


def mirrored(interval: Interval) -> tuple[float | None, float | None, bool, bool]:
    low, high = interval.low, interval.high
    ends = (None if high is None else -high, None if low is None else -low)
    return (*ends, high is None or interval.high_closed, low is not None and interval.low_closed)


QUALIFIERS = sorted({*ENGLISH.before} - ENGLISH.places)


@given(st.decimals("0.01", 10**6, places=2), st.sampled_from(["", *QUALIFIERS]), st.sampled_from(["", "%", " million"]))
def test_a_sign_turns_the_direction_and_the_word_keeps_to_the_size(number: Decimal, word: str, suffix: str) -> None:
    fall, rise = (parse(f"{word} {sign}{number}{suffix}").interval for sign in ("-", "+"))
    assert (fall.low, fall.high, fall.low_closed, fall.high_closed) == mirrored(rise)
    plain = parse(f"{word} {number}{suffix}").interval
    assert plain.high == rise.high
    assert plain.low in (rise.low, None)  # without a sign, what lies under a figure has no end at zero


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("over -2%", numbers(None, -2)),
        ("just over -2%", numbers(-2.5, -2, "[)")),
        ("up to -10%", numbers(-10.5, 0, "[]")),
        ("less than -5%", numbers(-5, 0, "(]")),
        ("less than +5%", numbers(0, 5)),
        ("at least -5", numbers(None, -5, "[]")),
        ("well below -5%", numbers(None, -5)),
        ("just above -2%", numbers(-2, -1.5, "(]")),
        ("as low as -5%", numbers(-5.5, None)),
        ("about 0.45 higher", numbers(0.4275, 0.4725, "[]")),
        ("5 percent lower", numbers(-5.5, -4.5, "(]")),
        ("down more than 2%", numbers(None, -2)),
        ("up by 5%", numbers(4.5, 5.5)),
        ("3 to 5% lower", numbers(-5, -3, "[]")),
        ("a fifth less", numbers(-0.21, -0.19, "(]")),
        ("5% or lower", numbers(None, 5, "[]")),
        ("below -5", numbers(None, -5)),  # a place on the scale, as a thermometer's
        ("> -5", numbers(-5, None, "()")),
        ("less than 0%", numbers(None, 0)),
        ("-3 to -5%", numbers(-5, -3, "[]")),
    ],
)
def test_signs_have_one_convention(text: str, interval: Interval) -> None:
    assert parse(text).interval == interval


@given(st.decimals("0.01", 10**6, places=2), st.sampled_from(["", "%", " million", "bn"]))
def test_as_much_as_reaches_as_far_as_rounding_does(number: Decimal, suffix: str) -> None:
    plain = parse(f"{number}{suffix}").interval
    for words in ("as much as", "up to", "as high as"):
        assert parse(f"{words} {number}{suffix}").interval.high == plain.high
    for words in ("as little as", "as low as"):
        assert parse(f"{words} {number}{suffix}").interval.low == plain.low


PIECES = (
    *("about", "half", "a", "one", "two", "hundred", "thousand", "and", "of", "in", "to", "or", "5", "12", "0.5", "%"),
    *("million", "percent", "point", "times", "-", "±", "more than", "at least", "people", "$", "t", "m", "约", "三"),
    *("十", "百", "千", "万", "亿", "几", "多", "成", "分之", "点", "半", "个", "倍", "到", "月", "每", "人", "打"),
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7), st.sampled_from(["", " "]))
def test_any_words_are_read_or_refused(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    try:
        found = parse(text)
    except ValueError:
        return
    ends = [end for end in (found.interval.low, found.interval.high) if end is not None]
    assert ends == sorted(ends)
    assert all(map(math.isfinite, ends))


@given(st.decimals("0.01", 10**6, places=2), st.sampled_from(["", "%", " million", "bn"]))
def test_nearly_and_just_reach_as_far_as_rounding_does(number: Decimal, suffix: str) -> None:
    plain = parse(f"{number}{suffix}").interval
    for word in ("nearly", "just under"):
        found = parse(f"{word} {number}{suffix}").interval
        assert found.low is not None
        assert plain.low is not None
        assert found.low <= plain.low
    over = parse(f"just over {number}{suffix}").interval
    assert over.high is not None
    assert plain.high is not None
    assert over.high >= plain.high


@pytest.mark.parametrize(
    ("text", "next_round"),
    [
        ("more than 10", 20),
        ("over 25%", 30),
        ("more than $2.6bn", 3e9),
        ("over -2%", -3),
        ("at least 0.5", 0.6),
        ("about 10", None),
    ],
)
def test_past_the_next_round_figure_a_bound_understates(text: str, next_round: float | None) -> None:
    found = parse(text).next_round
    assert found == (None if next_round is None else pytest.approx(next_round))


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


HEDGES = [
    *((f"{word} {{}}", ENGLISH) for word, rule in ENGLISH.before.items() if rule is Rule.ABOUT),
    *((f"{{}} {word}", ENGLISH) for word, rule in ENGLISH.after.items() if rule is Rule.ABOUT),
    *((f"{word}{{}}", CHINESE) for word, rule in CHINESE.before.items() if rule is Rule.ABOUT),
    *((f"{{}}{word}", CHINESE) for word, rule in CHINESE.after.items() if rule is Rule.ABOUT),
]


@pytest.mark.parametrize(("hedge", "language"), HEDGES, ids=[hedge for hedge, _ in HEDGES])
@settings(max_examples=25, deadline=None)
@given(
    number=st.integers(1, 10**7).map(str)
    | st.integers(1, 999).map(lambda thousands: f"{thousands}000")
    | st.decimals("0.01", 10**5, places=2).map(str),
    suffix=st.sampled_from(["", "%"]),
    data=st.data(),
)
def test_a_hedge_never_judges_more_strictly_than_no_hedge(
    hedge: str, language: Language, number: str, suffix: str, data: st.DataObject
) -> None:
    """Whatever value the bare figure covers, the hedged one does, in every word for about of both languages."""
    written = f"{number}{suffix}"
    plain, hedged = parse(written, language).interval, parse(hedge.format(written), language).interval
    assert plain.low is not None
    assert plain.high is not None
    value = data.draw(st.floats(plain.low, plain.high))
    assert value in hedged or value not in plain


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
    assert [row.rule for row in table()] == list(Rule)
    for row in table():
        assert parse(row.example).interval == row.interval
    words = [word for row in table() for word in row.words]
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
