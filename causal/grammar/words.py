"""The words that qualify, scale and name a figure: one `Language` a tongue, and English; Chinese is in `causal.grammar.chinese`."""

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
    DOWN_TO = "down_to"
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
    shades: Mapping[str, Rule] = field(default_factory=dict)  # further pairs of an adverb and a word of `before`
    moves: Mapping[str, int] = field(default_factory=dict)  # changes in percent that a word states: halved
    several: Mapping[str, Decimal] = field(default_factory=dict)  # "dozens": two of them at least
    places: frozenset[str] = frozenset()  # qualifiers that name a place on the scale, whatever the sign
    no_units: frozenset[str] = frozenset()  # words that are never a unit, so that no part of a wording is read alone
    dates: frozenset[str] = frozenset()  # what no unit is when it stands alone after a number: 5月, 5 May
    directions: Mapping[str, int] = field(default_factory=dict)  # words that give a size its sign: lower, up
    majorities: tuple[str, ...] = ()  # words for more than half
    emphasis: tuple[str, ...] = ()  # words that say how large a figure is thought, and nothing of it
    range_closers: tuple[str, ...] = ()
    closed_joiners: tuple[str, ...] = ()  # joiners of a range that a word opens or closes

    @property
    def leading(self) -> Mapping[str, Rule]:
        """Every qualifier that stands before a figure."""
        return {**self.shades, **self.before}


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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UPWARDS = ("more than", "over", "above", "higher than", "larger than")
_DOWNWARDS = ("less than", "under", "below", "lower than", "smaller than")


def _each(adverbs: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{adverb} {word}".strip() for adverb in adverbs for word in words)


_SLIGHTLY = ("just", "slightly", "a little", "a bit", "marginally", "fractionally", "a shade")
_FAR = ("well", "far", "much", "considerably", "significantly", "substantially")

ENGLISH = Language(
    before={
        **dict.fromkeys(
            ("about", "around", "roughly", "approximately", "circa", "some", "near", "close to", "somewhere around"),
            Rule.ABOUT,
        ),
        **dict.fromkeys(("approx.", "approx", "c.", "ca.", "~", "≈", "an estimated", "estimated"), Rule.ABOUT),
        **dict.fromkeys(("in the region of", "on the order of", "of the order of"), Rule.ABOUT),
        **dict.fromkeys(("exactly", "precisely"), Rule.EXACTLY),
        **dict.fromkeys(
            (*_UPWARDS, "exceeding", "in excess of", "greater than", "upwards of", "north of", ">"), Rule.MORE
        ),
        **dict.fromkeys(("well over", "far more than"), Rule.MORE),
        **dict.fromkeys(("at least", "no less than", "not less than", "no fewer than", ">=", "≥"), Rule.AT_LEAST),
        **dict.fromkeys(("a minimum of", "no lower than"), Rule.AT_LEAST),
        **dict.fromkeys((*_DOWNWARDS, "fewer than", "south of", "not even", "<"), Rule.LESS),
        **dict.fromkeys(("well under", "far less than", "far fewer than"), Rule.LESS),
        **dict.fromkeys(("at most", "no more than", "not more than", "<=", "≤"), Rule.AT_MOST),
        **dict.fromkeys(("a maximum of", "no higher than", "not exceeding"), Rule.AT_MOST),
        **dict.fromkeys(("up to", "as much as", "as many as", "as high as"), Rule.UP_TO),
        **dict.fromkeys(("as little as", "as few as", "as low as"), Rule.DOWN_TO),
        **dict.fromkeys(("nearly", "almost", "not quite", "approaching", "nearing"), Rule.NEARLY),
        **dict.fromkeys(_each(_SLIGHTLY, ("over",)), Rule.JUST_OVER),
        **dict.fromkeys((*_each(_SLIGHTLY, ("under",)), "just short of", "just shy of"), Rule.JUST_UNDER),
    },
    shades={
        **dict.fromkeys(_each(_FAR, _UPWARDS), Rule.MORE),
        **dict.fromkeys(_each(_FAR, _DOWNWARDS), Rule.LESS),
        **dict.fromkeys(_each(_SLIGHTLY, _UPWARDS), Rule.JUST_OVER),
        **dict.fromkeys(_each(_SLIGHTLY, _DOWNWARDS), Rule.JUST_UNDER),
    },
    after={
        **dict.fromkeys(
            ("or more", "or higher", "or above", "or over", "and above", "and over", "and more"), Rule.AT_LEAST
        ),
        **dict.fromkeys(("+", "-plus", "at least"), Rule.AT_LEAST),
        **dict.fromkeys(("or less", "or fewer", "or lower", "or below", "or under", "at most"), Rule.AT_MOST),
        **dict.fromkeys(("or so", "or thereabouts", "give or take"), Rule.ABOUT),
    },
    multipliers={
        **dict.fromkeys(("thousand", "k"), Decimal(10) ** 3),
        **dict.fromkeys(("lakh", "lakhs"), Decimal(10) ** 5),
        **dict.fromkeys(("million", "mn", "mio", "mm", "m"), Decimal(10) ** 6),
        **dict.fromkeys(("crore", "crores"), Decimal(10) ** 7),
        **dict.fromkeys(("billion", "bn", "mrd", "b"), Decimal(10) ** 9),
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
        **dict.fromkeys(("₹", "inr", "rs", "rs."), "INR"),
        **dict.fromkeys(("a$", "au$", "aud"), "A$"),
        **dict.fromkeys(("c$", "ca$", "cad"), "C$"),
        **dict.fromkeys(("nz$", "nzd"), "NZ$"),
        **dict.fromkeys(("s$", "sgd"), "S$"),
        **dict.fromkeys(("nt$", "twd"), "NT$"),
        **dict.fromkeys(("r$", "brl"), "R$"),
    },
    units={
        **dict.fromkeys(("%", "percent", "per cent", "pct"), "%"),
        **dict.fromkeys(
            ("percentage points", "percentage point", "points of percentage", "percentage-points"), "percentage points"
        ),
        **dict.fromkeys(("pp", "ppt", "ppts", "pct points", "%-points"), "percentage points"),
        **dict.fromkeys(("basis points", "basis point", "bps", "bp"), "basis points"),
        **dict.fromkeys(("‰", "per mille", "per mil"), "‰"),
        **dict.fromkeys(("x", "×", "times", "-fold", "fold"), "x"),
        **dict.fromkeys(("sigma", "sigmas", "σ", "standard deviations"), "standard deviations"),
        **dict.fromkeys(("dollars", "dollar", "us dollars"), "US$"),
        **dict.fromkeys(("euros", "euro"), "€"),
        **dict.fromkeys(("yen",), "¥"),
        **dict.fromkeys(("pounds", "pound"), "pounds"),
        **dict.fromkeys(("pounds sterling", "pound sterling"), "£"),
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
        **{
            f"{some} {scale}": Decimal(size)
            for some in ("a few", "several", "a couple of", "some")
            for scale, size in (("dozen", 12), ("hundred", 100), ("thousand", 10**3), ("million", 10**6))
        },
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
    places=frozenset(
        {
            *_each(("", *_SLIGHTLY, *_FAR), ("above", "below", "higher than", "lower than")),
            *(">", "<", ">=", "≥", "<=", "≤", "or above", "or below", "and above", "as high as", "as low as"),
        }
    ),
    no_units=_words(
        "in out of or and to from by than every no not between with at on for point a an the up down above below over "
        "under higher lower more less fewer plus minus faster slower bigger smaller ago later half "
        "halves third thirds fourth fourths fifth fifths sixth sixths seventh eighth eighths ninth tenth tenths "
        "hundred hundredth thousandth dozen"
    ),
    dates=_words(
        "january february march april may june july august september october november december jan feb mar apr jun jul "
        "aug sep sept oct nov dec am pm"
    ),
    range_openers=("between", "from"),
    range_joiners=("and", "to", "or", "-", "~"),
    directions={
        **dict.fromkeys(("up", "higher", "more", "greater", "larger"), 1),
        **dict.fromkeys(("down", "lower", "less", "fewer", "smaller"), -1),
    },
    majorities=("a majority", "the majority", "most"),
    emphasis=("only", "merely", "a mere", "just", "by"),
    minus=("-", "minus"),
)
