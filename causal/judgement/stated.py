"""The wording of a stated figure -> the numbers it covers. The words of a language are in `causal.judgement.words`.

The words decide, not a global tolerance: `TABLE` lists the rules with their words and a worked example, and the
methods section prints it. Bounds are computed in decimal arithmetic, so that 13.2% starts at 13.15 and not beside it.

A wording with a sign states a move: its qualifier works on the size, in the direction of the sign. "Over -2%" is a fall
of more than 2%, "up to -10%" one of at most 10%. Words of place (above, below) and the signs of comparison are read on
the number line instead.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from causal.judgement import units
from causal.judgement.spelled import HAN, chinese, english
from causal.judgement.words import CHINESE, ENGLISH, Language, Rule
from causal.verdict import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

MAXIMUM_LENGTH = 100  # characters of a wording
MAXIMUM_DIGITS = 18  # digits of a number

ABOUT_SHARE = Decimal("0.05")  # "about x": x -+ 5%
FRACTION_SHARE = Decimal("0.05")  # "a third"; twice that for "about a third"
ZEROS_SHARE = Decimal("0.01")  # "60,000": half a thousand, or 1% where that is wider
NEARLY_SHARES = (Decimal("0.05"), Decimal("0.10"))  # "nearly x": at least 5% and at most 10% below
JUST_SHARE = Decimal("0.05")  # "just over x": up to 5% above
MULTIPLE_HALF = Decimal("0.05")  # "2x", whole and below ten
LOWER = frozenset({Rule.MORE, Rule.AT_LEAST})  # rules that leave the far side open
UPPER = frozenset({Rule.LESS, Rule.AT_MOST, Rule.UP_TO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure as worded. `value` is the number written, None for a range; a percentage stays in percent.

    `rule` is that of the word that qualifies it, None where there is none; `ends` are the one or two numbers written.
    `scaled`: a word such as million stands in it. `relative`: it states a change against what was before (halved).
    """

    interval: Interval
    unit: str
    text: str
    value: float | None
    rule: Rule | None = None
    ends: tuple[float, ...] = ()
    scaled: bool = False
    relative: bool = False
    signed: bool = False

    @property
    def next_round(self) -> float | None:
        """The next round figure past a bound of which the far side is open; None where there is none."""
        if self.rule not in LOWER or not self.ends or not self.ends[0]:
            return None
        size = Decimal(repr(abs(self.ends[0])))
        step = Decimal(1).scaleb(size.adjusted())
        return math.copysign(float((size // step + 1) * step), self.ends[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quantity:
    """A number as written: its value, the step of its last written digit, and the rule of its form."""

    value: Decimal
    step: Decimal
    unit: str
    rule: Rule
    factor: Decimal = Decimal(1)
    signed: bool = False
    relative: bool = False

    @property
    def half(self) -> Decimal:
        """Half the width of what the number covers when no word qualifies it."""
        size, half = abs(self.value), self.step / 2
        if self.rule is Rule.ZEROS:
            return max(self.thousands / 2, min(self.significant / 2, ZEROS_SHARE * size))
        if self.rule is Rule.FRACTION:
            return FRACTION_SHARE * size
        if self.rule is Rule.MULTIPLE and size < 10:
            return min(half, MULTIPLE_HALF)
        return half

    @property
    def significant(self) -> Decimal:
        """The step of the last digit that is not zero."""
        number = self.value.normalize()
        return Decimal(1).scaleb(int(number.as_tuple().exponent)) if number else self.step

    @property
    def thousands(self) -> Decimal:
        """The thousand, million, ... that the zeros at the end amount to."""
        return Decimal(1).scaleb(self.significant.adjusted() // 3 * 3)


def parse(text: str, language: Language | None = None, unit: str = "") -> Stated:
    """Give the interval that a wording states; raise ValueError that says what to write instead.

    `unit` is that of the values it is compared with: it settles whether 't' is tonnes or trillion.
    """
    rest = _clean(text)
    spoken = language or (CHINESE if HAN.search(rest) else ENGLISH)
    word, rule, rest = _qualifier(rest, spoken)
    if several := _several(rule, rest, spoken, text):
        return several
    quantity = _known(rest, spoken)
    if quantity is None:
        rest = (chinese if spoken is CHINESE else english)(rest)
        if ends := _ends(rest, spoken):
            low, high = _ordered(*(_quantity(part, spoken, unit, text) for part in ends))
            return _range(rule, (low, high), text, place=word in spoken.places)
        quantity = _quantity(rest, spoken, unit, text)
    value = float(quantity.value)
    interval = _plain(quantity) if rule is None else _qualified(rule, quantity, text, place=word in spoken.places)
    return Stated(
        interval=interval,
        unit=_weight_or_money(quantity.unit, unit),
        text=text.strip(),
        value=value,
        rule=rule,
        ends=(value,),
        scaled=quantity.factor != 1,
        relative=quantity.relative,
        signed=quantity.signed,
    )


def _weight_or_money(named: str, unit: str) -> str:
    """Give '£' for pounds, unless the values are a weight."""
    if named != "pounds":
        return named
    return named if unit and units.unit(unit).dimension == "mass" else "£"


def read(text: str, unit: str) -> Stated:
    """Give a wording's figure in another unit; raise ValueError where the two cannot be reconciled."""
    figure = parse(text, unit=unit)
    return into(figure, unit)


def fallen(figure: Stated) -> Stated:
    """Give the fall of which a figure without a sign states the size."""
    if figure.signed:
        return figure
    value = None if figure.value is None else -figure.value
    ends = tuple(-end for end in reversed(figure.ends))
    return replace(figure, interval=_mirrored(figure.interval), value=value, ends=ends, signed=True)


def into(figure: Stated, unit: str) -> Stated:
    """Turn a figure into another unit; raise ValueError where its own cannot be turned into that."""
    if not unit:
        return figure
    factor = _factor(figure, unit)
    if factor == 1:
        return figure

    def turned(value: float | None) -> float | None:
        return None if value is None else float(Decimal(repr(value)) * factor)

    interval = replace(figure.interval, low=turned(figure.interval.low), high=turned(figure.interval.high))
    ends = tuple(float(Decimal(repr(end)) * factor) for end in figure.ends)
    return replace(figure, interval=interval, value=turned(figure.value), ends=ends, unit=unit)


def _factor(figure: Stated, unit: str) -> Decimal:
    target = units.unit(unit, figure.unit)
    if not figure.unit:
        if figure.scaled and target.dimension == units.SHARE:
            raise ValueError(f"'{figure.text}' names no unit, and thousands or millions of {unit} are none")
        return 1 / target.large if figure.scaled else Decimal(1)
    try:
        return units.factor(figure.unit, unit)
    except ValueError as error:
        raise ValueError(
            f"'{figure.text}' is in {figure.unit} but the value in {unit}, and the two cannot be reconciled"
        ) from error


_CASELESS = str.maketrans({"İ": "I", "ı": "i"})  # letters that match ASCII ones in any case but do not lower to them


def _clean(text: str) -> str:
    if not text.strip() or len(text) > MAXIMUM_LENGTH:
        raise ValueError(f"a stated figure has 1 to {MAXIMUM_LENGTH} characters, such as '13.2%' or 'about 6 million'")
    text = unicodedata.normalize("NFKC", text).translate(_CASELESS)
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    return re.sub(r"\s+", " ", text).strip()


@cache
def _alternation(words: tuple[str, ...]) -> str:
    """A regular expression of the words, the longest first; a word of letters must end at a word's end."""
    if not words:
        return "(?!)"
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![^\W\d_])" if _bounded(word) else "") for word in ordered)


def _bounded(word: str) -> bool:
    """Whether a word must end where it ends: letters do, Chinese characters run on."""
    return word[-1].isalpha() and not HAN.match(word[-1])


def _words(words: Iterable[str]) -> str:
    return _alternation(tuple(words))


def _qualifier(text: str, language: Language) -> tuple[str, Rule | None, str]:
    """Split off the word that qualifies the figure, before or after it, or on both sides where the two say the same."""
    word, rule = "", None
    if match := re.match(rf"({_words(language.before)})\s*(.+)", text, re.IGNORECASE):
        word, text = match[1].lower(), match[2]
        rule = language.before[word]
    if match := re.match(rf"(.+?)\s*({_words(language.after)})$", text, re.IGNORECASE):
        after = language.after[match[2].lower()]
        if rule in (None, after):
            word, rule, text = word or match[2].lower(), after, match[1]
    if language is CHINESE and (match := _ODD.fullmatch(text)) and rule in (None, Rule.MORE):
        rule, text = Rule.MORE, match[1] + match[2]
    return _turned(word, rule, text, language)


_ODD = re.compile(r"(.*[0-9一二两三四五六七八九十百千万亿])(?:多|余|来)((?![0-9一二两三四五六七八九]).*)")
_HALF_PASSED = {"过半": "半数", "过半数": "半数"}


def _turned(word: str, rule: Rule | None, text: str, language: Language) -> tuple[str, Rule | None, str]:
    if language is CHINESE and rule is None and text in _HALF_PASSED:
        return word, Rule.MORE, _HALF_PASSED[text]
    return word, rule, text


def _several(rule: Rule | None, rest: str, language: Language, text: str) -> Stated | None:
    """Read 'dozens' and 'thousands of people': two of them at least."""
    match = re.fullmatch(rf"({_words(language.several)})(?: of ([^\W\d_]+(?: [^\W\d_]+)?))?", rest, re.IGNORECASE)
    if not match or _refused(match[2] or "", language):
        return None
    if rule is not None:
        raise ValueError(f"'{text.strip()}' states no number that a word could qualify; write it alone")
    low = float(2 * language.several[match[1].casefold()])
    return Stated(
        interval=Interval(low=low, high=None),
        unit=match[2] or "",
        text=text.strip(),
        value=None,
        rule=Rule.AT_LEAST,
        ends=(low,),
        scaled=True,
    )


def _ends(text: str, language: Language) -> tuple[str, str] | None:
    """The two ends of a range, or None. A joiner stands after a digit, a unit or a multiplier."""
    opened = re.match(rf"(?:{_words(language.range_openers)})\s*(.+)", text, re.IGNORECASE)
    body = opened[1] if opened else text
    joiners = _words(language.range_joiners)
    match = re.match(rf"(.*?[0-9].*?)\s*(?:{joiners})\s*([^0-9]{{0,12}}[0-9].*)", body, re.IGNORECASE)
    return (match[1], match[2]) if match else None


def _known(text: str, language: Language) -> _Quantity | None:
    """Read a figure that a language words without a number: a third, doubled, halved."""
    lowered = text.strip().casefold()
    if lowered in language.fractions:
        return _part(*language.fractions[lowered])
    if lowered in language.multiples:
        return _Quantity(value=Decimal(language.multiples[lowered]), step=Decimal(1), unit="x", rule=Rule.MULTIPLE)
    if lowered in language.moves:
        value = Decimal(language.moves[lowered])
        return _Quantity(value=value, step=Decimal(1), unit="%", rule=Rule.FRACTION, signed=True, relative=True)
    return None


def _part(top: int, bottom: int, *, negative: bool = False) -> _Quantity:
    value = Decimal(top) / Decimal(bottom)
    return _Quantity(
        value=-value if negative else value, step=Decimal(0), unit="share", rule=Rule.FRACTION, signed=negative
    )


_ONE_IN = re.compile(
    r"([0-9]+) (?:in|out of|of)(?: every)? ([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)((?: [^\W\d_]+){0,2})", re.IGNORECASE
)
_OVER = re.compile(r"([0-9]+)\s?/\s?([0-9]+)")
_LETTER = re.compile(r"(.*[0-9])\s?(k|mm|m|b|t)(?![^\W\d_])(.*)", re.IGNORECASE)


def _quantity(text: str, language: Language, unit: str, whole: str) -> _Quantity:
    """Read one number with its sign, currency, multiplier and unit."""
    text = text.strip()
    minus = re.match(rf"(?:{_words(language.minus)})\s*(.+)", text, re.IGNORECASE)
    bare = minus[1] if minus else text
    if part := _known(bare, language):
        return replace(part, value=-abs(part.value), signed=True) if minus else part
    if (match := _ONE_IN.fullmatch(bare) or _OVER.fullmatch(bare)) and not _refused(
        match[3] if match.re is _ONE_IN else "", language
    ):
        top, bottom = (int(match[i].replace(",", "")) for i in (1, 2))
        if max(len(match[1]), len(match[2])) <= MAXIMUM_DIGITS and 0 < top < bottom:
            return _part(top, bottom, negative=minus is not None)
    match = re.fullmatch(_pattern(language, lettered=_lettered(bare, language, unit)), text, re.IGNORECASE)
    if not match or (match["minus"] and match["inner"]) or _refused(match["unit"] or "", language):
        raise ValueError(
            f"'{whole.strip()}' is not a figure that can be read; write a number with its unit, such as '13.2%', 'about 6 million', "
            "'more than $10bn', '2x', 'one in five' or 'between 64,000 and 71,000'"
        )
    return _from_match(match, language)


def _refused(words: str, language: Language) -> bool:
    """Whether what stands where a unit would is no unit, but the rest of a wording that was not understood."""
    if language is CHINESE:
        return any(character in language.no_units for character in words)
    return any(word.casefold() in language.no_units or word.casefold() in ENGLISH.numbers for word in words.split())


def _lettered(text: str, language: Language, unit: str) -> bool:
    """Whether k, m, mm, b or t is the unit here and no scale: where the values have it, and 'mm' without a currency."""
    match = _LETTER.fullmatch(text)
    if not match or re.match(rf"(?:{_words(language.currencies)})", text, re.IGNORECASE):
        return False
    letter, rest = match[2].casefold(), match[3].strip().casefold()
    if rest and not rest.startswith(("per ", "/", "a ", "an ")):
        return False
    if unit and units.unit(unit).text.split(" ")[0].split("/")[0].casefold() == letter:
        return True
    named = units.unit(letter) if letter in units.KNOWN else None
    if letter == "mm" or (letter == "t" and not unit and rest.startswith(("per ", "/"))):
        return True
    return named is not None and bool(unit) and units.unit(unit).dimension == named.dimension


def _pattern(language: Language, *, lettered: bool = False) -> str:
    minus = rf"(?P<{{}}>(?:{_words(language.minus)})\s*)?"
    currency = rf"(?P<currency>{_words(language.currencies)})?\s*"
    number = rf"(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|{_words(language.numbers)})"
    scales = _words(word for word in language.multipliers if not (lettered and word in units.LETTERS))
    multiplier = rf"(?:\s?(?P<multiplier>(?:{scales})(?:\s?(?:{scales}))?))?"
    letters = tuple(sorted(units.LETTERS)) if lettered else ()
    known = rf"{_words((*language.currencies, *language.units, *letters))}"
    word = (
        r"[一-鿿]{1,6}|\s[^\W\d_][\w/$€.-]*"
        if language is CHINESE
        else r"\s(?!(?:per|an?)\s)[^\W\d_][\w/$€.°-]*(?: (?!(?:per|an?)\s)[^\W\d_][\w/$€.-]*)?|\s?°[CF]"
    )
    per = r"(?P<per>\s?/\s?[^\W\d_]+|\s(?:per|an?) [^\W\d_]+(?: [^\W\d_]+)?)?"
    unit = rf"(?:\s*(?P<known>{known})|(?P<unit>{word}))?{per}"
    return r"\+?" + minus.format("minus") + currency + minus.format("inner") + number + multiplier + unit


def _from_match(match: re.Match[str], language: Language) -> _Quantity:
    digits = match["number"].replace(",", "").lower()
    if sum(map(str.isdigit, digits)) > MAXIMUM_DIGITS:
        raise ValueError(f"'{match['number']}' has more than {MAXIMUM_DIGITS} digits; write it shorter")
    number = Decimal(language.numbers[digits]) if digits in language.numbers else Decimal(digits)
    factor = _multiplied(match["multiplier"] or "", language)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * factor
    unit = _unit(match, language)
    negative = bool(match["minus"] or match["inner"])
    value = -number * factor if negative else number * factor
    signed = negative or match[0].startswith("+")
    return _Quantity(value=value, step=step, unit=unit, rule=_form(number, factor, unit), factor=factor, signed=signed)


def _multiplied(words: str, language: Language) -> Decimal:
    """Give the product of one or two scales: 'thousand million', 百万."""
    words = words.lower()
    if not words or words in language.multipliers:
        return language.multipliers.get(words, Decimal(1))
    first = next(
        w
        for w in sorted(language.multipliers, key=len, reverse=True)
        if words.startswith(w) and words[len(w) :].strip() in language.multipliers
    )
    return language.multipliers[first] * language.multipliers[words[len(first) :].strip()]


def _unit(match: re.Match[str], language: Language) -> str:
    known = (match["known"] or "").lower()
    after = language.units.get(known) or language.currencies.get(known) or known or (match["unit"] or "").strip()
    before = language.currencies[match["currency"].lower()] if match["currency"] else ""
    if before and after and before != after:
        raise ValueError(f"'{match[0]}' names two units, {before} and {after}; write one")
    return (before or after) + (match["per"] or "")


def _form(number: Decimal, factor: Decimal, unit: str) -> Rule:
    whole = number.as_tuple().exponent == 0
    if unit == "x":
        return Rule.MULTIPLE
    if factor != 1:
        return Rule.SCALED if whole else Rule.DIGITS
    return Rule.ZEROS if whole and number and number % 1000 == 0 else Rule.DIGITS


def _ordered(first: _Quantity, second: _Quantity) -> tuple[_Quantity, _Quantity]:
    """Put the ends of a fall, '-3 to -5%', in the order of numbers."""
    if (
        first.signed
        and second.signed
        and first.value < 0
        and second.value < first.value
        and first.factor == second.factor
    ):
        unit = first.unit or second.unit
        return replace(second, unit=second.unit or unit), replace(first, unit=first.unit or unit)
    return _same_scale(first, second)


def _same_scale(low: _Quantity, high: _Quantity) -> tuple[_Quantity, _Quantity]:
    """Give the first end the multiplier and unit that are written only once, after the second ('0.5-1.0bn')."""
    if low.unit and high.unit and low.unit != high.unit:
        raise ValueError(f"a range in two units, {low.unit} and {high.unit}; write one")
    factor = high.factor if low.factor == 1 else Decimal(1)
    if low.value * factor > high.value:
        raise ValueError("a range runs from the smaller figure to the larger; write a multiplier at both ends")
    unit = low.unit or high.unit
    return replace(low, value=low.value * factor, factor=high.factor, unit=unit), replace(high, unit=unit)


def _plain(quantity: _Quantity) -> Interval:
    """Give a half-open interval whose closed end lies towards zero, as rounding does."""
    low, high = float(quantity.value - quantity.half), float(quantity.value + quantity.half)
    positive = quantity.value >= 0
    return Interval(low=low, high=high, low_closed=positive, high_closed=not positive)


def _qualified(rule: Rule, quantity: _Quantity, text: str, *, place: bool) -> Interval:
    value, size = quantity.value, abs(quantity.value)
    if rule is Rule.ABOUT:
        share = 2 * FRACTION_SHARE if quantity.rule is Rule.FRACTION else ABOUT_SHARE
        half = max(share * size, quantity.half)
        return _closed(value - half, value + half)
    if rule is Rule.EXACTLY:
        return _closed(value, value)
    if rule in LOWER or rule in UPPER:
        return _bounded_by(rule, value, signed=quantity.signed, place=place)
    if not value:
        raise ValueError(f"'{text}': a word such as nearly or just over needs a figure other than zero")
    return _beside(rule, quantity)


def _closed(low: Decimal, high: Decimal) -> Interval:
    return Interval(low=float(low), high=float(high), low_closed=True, high_closed=True)


def _bounded_by(rule: Rule, value: Decimal, *, signed: bool, place: bool) -> Interval:
    """Give everything on one side of a bound: by size in the direction of a sign, else along the number line."""
    size = float(abs(value))
    if value < 0 and not place:
        return _mirrored(_one_sided(rule, size, floor=True))
    return _one_sided(rule, float(value), floor=not place and bool(value) and (signed or rule is Rule.UP_TO))


def _one_sided(rule: Rule, bound: float, *, floor: bool) -> Interval:
    """Give the side of a bound that a rule means; `floor`: what lies below it ends at zero."""
    if rule in LOWER:
        return Interval(low=bound, high=None, low_closed=rule is Rule.AT_LEAST)
    return Interval(low=0.0 if floor else None, high=bound, high_closed=rule is not Rule.LESS)


def _mirrored(interval: Interval) -> Interval:
    low, high = interval.low, interval.high
    return Interval(
        low=None if high is None else -high,
        high=None if low is None else -low + 0.0,
        low_closed=True if high is None else interval.high_closed,
        high_closed=False if low is None else interval.low_closed,
    )


def _beside(rule: Rule, quantity: _Quantity) -> Interval:
    """The stretch on one side of a figure, in size; mirrored for a negative figure. Never narrower than the rounding."""
    size = abs(quantity.value)
    floor, cap = (share * size for share in NEARLY_SHARES)
    width = min(max(quantity.significant / 2, floor), cap) if rule is Rule.NEARLY else JUST_SHARE * size
    width = max(width, quantity.half)
    over = rule is Rule.JUST_OVER
    near, far = (size, size + width) if over else (size - width, size)
    if quantity.value > 0:
        return Interval(low=float(near), high=float(far), low_closed=not over, high_closed=over)
    return Interval(low=float(-far), high=float(-near), low_closed=over, high_closed=not over)


def _range(rule: Rule | None, ends: tuple[_Quantity, _Quantity], text: str, *, place: bool) -> Stated:
    low, high = (end.value for end in ends)
    if low == high:
        raise ValueError(f"'{text}' is a range with equal ends; write one figure")
    if rule is Rule.ABOUT:
        interval = _closed(low - ABOUT_SHARE * abs(low), high + ABOUT_SHARE * abs(high))
    elif rule in LOWER or rule in UPPER:
        falls = high < 0 and not place
        near, far = (high, low) if falls else (low, high)
        interval = _bounded_by(rule, near if rule in LOWER else far, signed=ends[0].signed, place=place)
    elif rule in (None, Rule.EXACTLY):
        interval = _closed(low, high)
    else:
        raise ValueError(f"'{text}': write a range alone, or with about, at least or at most")
    return Stated(
        interval=interval,
        unit=ends[0].unit,
        text=text.strip(),
        value=None,
        rule=rule,
        ends=(float(low), float(high)),
        scaled=ends[1].factor != 1,
        signed=ends[0].signed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the printed table. The rule's wording is the catalogue's `stated.rule.RULE`."""

    rule: Rule
    words: tuple[str, ...]
    example: str
    interval: Interval


_EXAMPLES = {
    Rule.DIGITS: "13.2%",
    Rule.SCALED: "6 million",
    Rule.ZEROS: "60,000",
    Rule.MULTIPLE: "2x",
    Rule.FRACTION: "one third",
    Rule.RANGE: "between 64,000 and 71,000",
    Rule.ABOUT: "about 6 million",
    Rule.EXACTLY: "exactly 100",
    Rule.MORE: "more than $10bn",
    Rule.AT_LEAST: "at least 0.5",
    Rule.LESS: "under 5%",
    Rule.AT_MOST: "no more than 5%",
    Rule.UP_TO: "up to 10%",
    Rule.NEARLY: "nearly 90",
    Rule.JUST_OVER: "just over $230m",
    Rule.JUST_UNDER: "just under 40",
}


def table(language: Language = ENGLISH) -> tuple[Row, ...]:
    """Give the table of rules, with the words of that language that call for each."""
    called = {**language.before, **language.after}
    return tuple(
        Row(
            rule=rule,
            words=tuple(word for word, called_rule in called.items() if called_rule is rule),
            example=example,
            interval=parse(example).interval,
        )
        for rule, example in _EXAMPLES.items()
    )


TABLE = table()
