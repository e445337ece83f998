"""The words that qualify, scale and name a figure: one `Language` a tongue."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rule(StrEnum):
    """How a wording bounds the number it states."""

    DIGITS = "digits"
    SCALED = "scaled"
    ZEROS = "zeros"
    MULTIPLE = "multiple"
    FRACTION = "fraction"
    RANGE = "range"
    ABOUT = "about"
    EXACTLY = "exactly"
    MORE = "more"
    AT_LEAST = "at_least"
    LESS = "less"
    AT_MOST = "at_most"
    UP_TO = "up_to"
    NEARLY = "nearly"
    JUST_OVER = "just_over"
    JUST_UNDER = "just_under"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words of one language. Keys are lower case; a unit or currency maps to the form that is printed."""

    before: Mapping[str, Rule]
    after: Mapping[str, Rule]
    multipliers: Mapping[str, Decimal]
    currencies: Mapping[str, str]
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    fractions: Mapping[str, tuple[int, int]]
    multiples: Mapping[str, int]
    range_openers: tuple[str, ...]
    range_joiners: tuple[str, ...]
    minus: tuple[str, ...]
    moves: Mapping[str, int] = field(default_factory=dict)  # changes in percent that a word states: halved
    several: Mapping[str, Decimal] = field(default_factory=dict)  # "dozens": two of them at least
    places: frozenset[str] = frozenset()  # qualifiers that name a place on the scale, whatever the sign
    no_units: frozenset[str] = frozenset()  # words that are never a unit, so that no part of a wording is read alone


_TOPS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_BOTTOMS = {
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
    "thousandth": 1000,
}


def _fractions() -> dict[str, tuple[int, int]]:
    """Half, and every part from a third to nine tenths, in words."""
    known = dict.fromkeys(("half", "a half", "one half", "one-half"), (1, 2))
    for word, bottom in _BOTTOMS.items():
        known |= dict.fromkeys((f"a {word}", f"one {word}", f"one-{word}"), (1, bottom))
        for top, many in enumerate(_TOPS[1:], start=2):
            if top < bottom:
                known |= dict.fromkeys((f"{many} {word}s", f"{many}-{word}s"), (top, bottom))
    return known


ENGLISH = Language(
    before={
        **dict.fromkeys(
            ("about", "around", "roughly", "approximately", "circa", "some", "near", "close to"), Rule.ABOUT
        ),
        "~": Rule.ABOUT,
        **dict.fromkeys(("exactly", "precisely"), Rule.EXACTLY),
        **dict.fromkeys(
            ("more than", "over", "above", "exceeding", "in excess of", "greater than", "upwards of", "north of", ">"),
            Rule.MORE,
        ),
        **dict.fromkeys(
            ("at least", "no less than", "not less than", "no fewer than", "as little as", "as few as", ">=", "≥"),
            Rule.AT_LEAST,
        ),
        **dict.fromkeys(("less than", "fewer than", "under", "below", "<"), Rule.LESS),
        **dict.fromkeys(("at most", "no more than", "not more than", "<=", "≤"), Rule.AT_MOST),
        **dict.fromkeys(("up to", "as much as", "as many as", "as high as"), Rule.UP_TO),
        **dict.fromkeys(("nearly", "almost"), Rule.NEARLY),
        **dict.fromkeys(("just over", "just above", "slightly more than", "slightly over"), Rule.JUST_OVER),
        **dict.fromkeys(("just under", "just below", "slightly less than", "slightly under"), Rule.JUST_UNDER),
    },
    after={
        "or more": Rule.AT_LEAST,
        "or higher": Rule.AT_LEAST,
        "+": Rule.AT_LEAST,
        "or less": Rule.AT_MOST,
        "or fewer": Rule.AT_MOST,
        "or lower": Rule.AT_MOST,
        "or so": Rule.ABOUT,
        "or above": Rule.AT_LEAST,
        "and above": Rule.AT_LEAST,
        "or below": Rule.AT_MOST,
    },
    multipliers={
        **dict.fromkeys(("thousand", "k"), Decimal(10) ** 3),
        **dict.fromkeys(("lakh", "lakhs"), Decimal(10) ** 5),
        **dict.fromkeys(("million", "mn", "mm", "m"), Decimal(10) ** 6),
        **dict.fromkeys(("crore", "crores"), Decimal(10) ** 7),
        **dict.fromkeys(("billion", "bn", "b"), Decimal(10) ** 9),
        **dict.fromkeys(("trillion", "trn", "tn", "t"), Decimal(10) ** 12),
    },
    currencies={
        **dict.fromkeys(("us$", "$", "usd"), "US$"),
        **dict.fromkeys(("€", "eur"), "€"),
        **dict.fromkeys(("£", "gbp"), "£"),
        **dict.fromkeys(("¥", "jpy"), "¥"),
        **dict.fromkeys(("chf",), "CHF"),
        **dict.fromkeys(("cny", "rmb"), "CNY"),
        **dict.fromkeys(("hk$", "hkd"), "HK$"),
        **dict.fromkeys(("₹", "inr", "rs"), "INR"),
    },
    units={
        **dict.fromkeys(("%", "percent", "per cent", "pct"), "%"),
        **dict.fromkeys(("percentage points", "percentage point", "points of percentage", "pp"), "percentage points"),
        **dict.fromkeys(("basis points", "basis point", "bps", "bp"), "basis points"),
        **dict.fromkeys(("x", "×", "times", "-fold", "fold"), "x"),
        **dict.fromkeys(("sigma", "sigmas", "σ", "standard deviations"), "standard deviations"),
        **dict.fromkeys(("dollars", "dollar", "us dollars"), "US$"),
        **dict.fromkeys(("euros", "euro"), "€"),
        **dict.fromkeys(("yen",), "¥"),
        **dict.fromkeys(("pounds", "pound"), "pounds"),
    },
    numbers={
        word: number
        for number, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
        )
    },
    fractions=_fractions(),
    multiples={
        **dict.fromkeys(("twice", "double", "doubled", "doubling"), 2),
        **dict.fromkeys(("triple", "tripled", "tripling", "treble", "trebled"), 3),
        **dict.fromkeys(("quadruple", "quadrupled", "quadrupling"), 4),
        **dict.fromkeys(("quintuple", "quintupled"), 5),
    },
    moves=dict.fromkeys(("halved", "halving", "cut in half"), -50),
    several={
        "dozens": Decimal(12),
        "tens of thousands": Decimal(10) ** 4,
        "hundreds of thousands": Decimal(10) ** 5,
        "tens of millions": Decimal(10) ** 7,
        "hundreds of millions": Decimal(10) ** 8,
        "hundreds": Decimal(100),
        "thousands": Decimal(1000),
        "millions": Decimal(10) ** 6,
        "billions": Decimal(10) ** 9,
    },
    places=frozenset({"above", "below", ">", "<", ">=", "≥", "<=", "≤", "or above", "or below", "and above"}),
    no_units=frozenset(
        (
            "in",
            "out",
            "of",
            "or",
            "and",
            "to",
            "from",
            "by",
            "than",
            "every",
            "no",
            "not",
            "between",
            "with",
            "at",
            "on",
            "for",
            "point",
        )
    ),
    range_openers=("between", "from"),
    range_joiners=("and", "to", "-"),
    minus=("-", "minus"),
)

CHINESE = Language(
    before={
        **dict.fromkeys(("约", "大约", "约为", "大概", "差不多", "左近"), Rule.ABOUT),
        **dict.fromkeys(("正好", "恰好", "刚好"), Rule.EXACTLY),
        **dict.fromkeys(("超过", "超", "逾", "多于", "高于", "大于", "突破", ">"), Rule.MORE),
        **dict.fromkeys(("至少", "不少于", "不低于", "≥", ">="), Rule.AT_LEAST),
        **dict.fromkeys(("不到", "不足", "少于", "低于", "小于", "未到", "<"), Rule.LESS),
        **dict.fromkeys(("至多", "最多", "不超过", "不多于", "不高于", "≤", "<="), Rule.AT_MOST),
        **dict.fromkeys(("高达", "多达", "最高达"), Rule.UP_TO),
        **dict.fromkeys(("近", "将近", "接近", "几乎"), Rule.NEARLY),
        **dict.fromkeys(("略高于", "略超", "略多于", "刚过"), Rule.JUST_OVER),
        **dict.fromkeys(("略低于", "略少于"), Rule.JUST_UNDER),
    },
    after={
        **dict.fromkeys(("左右", "上下", "前后"), Rule.ABOUT),
        **dict.fromkeys(("以上", "及以上", "或以上"), Rule.AT_LEAST),
        **dict.fromkeys(("以下", "以内", "之内"), Rule.AT_MOST),
    },
    multipliers={
        "百": Decimal(100),
        "千": Decimal(10) ** 3,
        "万": Decimal(10) ** 4,
        "亿": Decimal(10) ** 8,
        "百万": Decimal(10) ** 6,
        "千万": Decimal(10) ** 7,
        "十亿": Decimal(10) ** 9,
        "万亿": Decimal(10) ** 12,
        "兆": Decimal(10) ** 12,
        "k": Decimal(10) ** 3,
    },
    currencies={
        **dict.fromkeys(("us$", "$", "美元", "美金"), "US$"),
        **dict.fromkeys(("€", "欧元"), "€"),
        **dict.fromkeys(("£", "英镑"), "£"),
        **dict.fromkeys(("¥",), "¥"),
        **dict.fromkeys(("日元", "日圆"), "JPY"),
        **dict.fromkeys(("人民币", "元人民币", "元"), "CNY"),
        **dict.fromkeys(("hk$", "港元", "港币"), "HK$"),
        **dict.fromkeys(("瑞士法郎",), "CHF"),
    },
    units={
        "%": "%",
        "share": "share",
        **dict.fromkeys(("个百分点", "百分点"), "percentage points"),
        **dict.fromkeys(("个基点", "基点"), "basis points"),
        **dict.fromkeys(("个点", "点"), "points"),
        **dict.fromkeys(("倍", "x"), "x"),
        **dict.fromkeys(("倍标准差", "个标准差", "sigma"), "standard deviations"),
    },
    numbers={},
    fractions=dict.fromkeys(("一半", "半数"), (1, 2)),
    multiples={
        **dict.fromkeys(("翻番", "翻倍", "翻一番", "翻了一番", "翻了一倍", "翻一倍"), 2),
        "翻两番": 4,
        "翻了两番": 4,
    },
    moves=dict.fromkeys(("腰斩", "减半"), -50),
    range_openers=("介于", "从"),
    range_joiners=("至", "到", "-", "~"),
    minus=("-", "负"),
    places=frozenset(
        {"高于", "低于", "不高于", "不低于", ">", "<", ">=", "≥", "<=", "≤", "以上", "以下", "及以上", "或以上"}
    ),
    no_units=frozenset("至到分之和或且多余成半与每负近约"),
)
