"""The words that qualify, scale and name a figure: one `Language` a tongue."""

from __future__ import annotations

from dataclasses import dataclass
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


ENGLISH = Language(
    before={
        **dict.fromkeys(
            ("about", "around", "roughly", "approximately", "circa", "some", "near", "close to"), Rule.ABOUT
        ),
        "~": Rule.ABOUT,
        **dict.fromkeys(("exactly", "precisely"), Rule.EXACTLY),
        **dict.fromkeys(("more than", "over", "above", "exceeding", "in excess of", "greater than", ">"), Rule.MORE),
        **dict.fromkeys(("at least", "no less than", "not less than", ">=", "≥"), Rule.AT_LEAST),
        **dict.fromkeys(("less than", "fewer than", "under", "below", "<"), Rule.LESS),
        **dict.fromkeys(("at most", "no more than", "not more than", "up to", "<=", "≤"), Rule.AT_MOST),
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
    },
    multipliers={
        **dict.fromkeys(("thousand", "k"), Decimal(10) ** 3),
        **dict.fromkeys(("million", "mn", "mm", "m"), Decimal(10) ** 6),
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
        **dict.fromkeys(("pounds",), "£"),
    },
    numbers={
        word: number
        for number, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
        )
    },
    fractions={
        **dict.fromkeys(("half", "a half", "one half"), (1, 2)),
        **dict.fromkeys(("a third", "one third", "one-third"), (1, 3)),
        **dict.fromkeys(("two thirds", "two-thirds"), (2, 3)),
        **dict.fromkeys(("a quarter", "one quarter", "one-quarter"), (1, 4)),
        **dict.fromkeys(("three quarters", "three-quarters"), (3, 4)),
        **dict.fromkeys(("a fifth", "one fifth", "one-fifth"), (1, 5)),
        **dict.fromkeys(("a tenth", "one tenth", "one-tenth"), (1, 10)),
    },
    multiples={"twice": 2, "double": 2, "triple": 3, "quadruple": 4},
    range_openers=("between", "from"),
    range_joiners=("and", "to", "-"),
    minus=("-", "minus"),
)
