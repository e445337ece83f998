"""The wording of a stated figure -> the numbers it covers. The words of a language are in `causal.grammar.words`.

The words decide, not a global tolerance: `TABLE` lists the rules with their words and a worked example, and the
methods section prints it. Bounds are computed in decimal arithmetic, so that 13.2% starts at 13.15 and not beside it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from causal.grammar.words import ENGLISH, Language, Rule
from causal.verdict import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable

MAXIMUM_LENGTH = 100  # characters of a wording
MAXIMUM_DIGITS = 18  # digits of a number

ABOUT_SHARE = Decimal("0.05")  # "about x": x -+ 5%
FRACTION_SHARE = Decimal("0.05")  # "a third"; twice that for "about a third"
SCALED_SHARE = Decimal("0.05")  # "6 million": half a unit of the last digit, at most 5%
ZEROS_SHARE = Decimal("0.01")  # "60,000": half a unit of the last non-zero digit, at most 1%
NEARLY_SHARES = (Decimal("0.05"), Decimal("0.10"))  # "nearly x": at least 5% and at most 10% below
JUST_SHARE = Decimal("0.05")  # "just over x": up to 5% above
MULTIPLE_HALF = Decimal("0.05")  # "2x", whole and below ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A figure as worded. `value` is the number written, None for a range; a percentage stays in percent.

    `rule` is that of the word that qualifies it, None where there is none; `ends` are the one or two numbers written.
    """

    interval: Interval
    unit: str
    text: str
    value: float | None
    rule: Rule | None = None
    ends: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quantity:
    """A number as written: its value, the step of its last written digit, and the rule of its form."""

    value: Decimal
    step: Decimal
    unit: str
    rule: Rule
    factor: Decimal = Decimal(1)

    @property
    def half(self) -> Decimal:
        """Half the width of what the number covers when no word qualifies it."""
        size, half = abs(self.value), self.step / 2
        if self.rule is Rule.SCALED:
            return min(half, SCALED_SHARE * size)
        if self.rule is Rule.ZEROS:
            return min(self.significant / 2, ZEROS_SHARE * size)
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


def parse(text: str, language: Language = ENGLISH) -> Stated:
    """Give the interval that a wording states; raise ValueError that says what to write instead."""
    rest = _clean(text)
    rule, rest = _qualifier(rest, language)
    ends = _ends(rest, language)
    quantities = tuple(_quantity(part, language) for part in ends) if ends else (_quantity(rest, language),)
    if len(quantities) == 2:
        low, high = _same_scale(*quantities)
        return replace(_range(rule, (low, high), text), rule=rule, ends=(float(low.value), float(high.value)))
    quantity = quantities[0]
    interval, value = _plain(quantity) if rule is None else _qualified(rule, quantity, text), float(quantity.value)
    return Stated(interval=interval, unit=quantity.unit, text=text.strip(), value=value, rule=rule, ends=(value,))


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
    return "|".join(re.escape(word) + (r"(?![^\W\d_])" if word[-1].isalpha() else "") for word in ordered)


def _words(words: Iterable[str]) -> str:
    return _alternation(tuple(words))


def _qualifier(text: str, language: Language) -> tuple[Rule | None, str]:
    """Split off the word that qualifies the figure, before or after it."""
    if match := re.match(rf"({_words(language.before)})\s*(.+)", text, re.IGNORECASE):
        return language.before[match[1].lower()], match[2]
    if match := re.match(rf"(.+?)\s*({_words(language.after)})$", text, re.IGNORECASE):
        return language.after[match[2].lower()], match[1]
    return None, text


def _ends(text: str, language: Language) -> tuple[str, str] | None:
    """The two ends of a range, or None. A joiner stands after a digit, a unit or a multiplier."""
    opened = re.match(rf"(?:{_words(language.range_openers)})\s+(.+)", text, re.IGNORECASE)
    body = opened[1] if opened else text
    joiners = _words(language.range_joiners)
    match = re.match(rf"(.*?[0-9].*?)\s*(?:{joiners})\s*([^0-9]{{0,12}}[0-9].*)", body, re.IGNORECASE)
    return (match[1], match[2]) if match else None


def _quantity(text: str, language: Language) -> _Quantity:
    """Read one number with its sign, currency, multiplier and unit."""
    text = text.strip()
    lowered = text.lower()
    if lowered in language.fractions:
        top, bottom = language.fractions[lowered]
        return _Quantity(value=Decimal(top) / Decimal(bottom), step=Decimal(0), unit="share", rule=Rule.FRACTION)
    if lowered in language.multiples:
        return _Quantity(value=Decimal(language.multiples[lowered]), step=Decimal(1), unit="x", rule=Rule.MULTIPLE)
    match = re.fullmatch(_pattern(language), text, re.IGNORECASE)
    if not match or (match["minus"] and match["inner"]):
        raise ValueError(
            f"'{text}' is not a figure that can be read; write a number with its unit, such as '13.2%', 'about 6 million', "
            "'more than $10bn', '2x' or 'between 64,000 and 71,000'"
        )
    return _from_match(match, language)


def _pattern(language: Language) -> str:
    minus = rf"(?P<{{}}>(?:{_words(language.minus)})\s*)?"
    currency = rf"(?P<currency>{_words(language.currencies)})?\s*"
    number = rf"(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|{_words(language.numbers)})"
    multiplier = rf"(?:\s?(?P<multiplier>{_words(language.multipliers)}))?"
    known = rf"{_words(language.currencies)}|{_words(language.units)}"
    unit = rf"(?:\s*(?P<known>{known})|\s(?P<unit>[^\W\d_][\w/$€.-]*(?: [^\W\d_][\w/$€.-]*)?))?"
    return minus.format("minus") + currency + minus.format("inner") + number + multiplier + unit


def _from_match(match: re.Match[str], language: Language) -> _Quantity:
    digits = match["number"].replace(",", "").lower()
    if sum(map(str.isdigit, digits)) > MAXIMUM_DIGITS:
        raise ValueError(f"'{match['number']}' has more than {MAXIMUM_DIGITS} digits; write it shorter")
    number = Decimal(language.numbers[digits]) if digits in language.numbers else Decimal(digits)
    factor = language.multipliers[match["multiplier"].lower()] if match["multiplier"] else Decimal(1)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * factor
    unit = _unit(match, language)
    value = -number * factor if match["minus"] or match["inner"] else number * factor
    return _Quantity(value=value, step=step, unit=unit, rule=_form(number, factor, unit), factor=factor)


def _unit(match: re.Match[str], language: Language) -> str:
    known = (match["known"] or "").lower()
    after = language.units.get(known) or language.currencies.get(known) or match["unit"] or ""
    before = language.currencies[match["currency"].lower()] if match["currency"] else ""
    if before and after and before != after:
        raise ValueError(f"'{match[0]}' names two units, {before} and {after}; write one")
    return before or after


def _form(number: Decimal, factor: Decimal, unit: str) -> Rule:
    whole = number.as_tuple().exponent == 0
    if unit == "x":
        return Rule.MULTIPLE
    if factor != 1:
        return Rule.SCALED if whole else Rule.DIGITS
    return Rule.ZEROS if whole and number and number % 1000 == 0 else Rule.DIGITS


def _same_scale(low: _Quantity, high: _Quantity) -> tuple[_Quantity, _Quantity]:
    """Give the first end the multiplier and unit that are written only once, after the second ('0.5-1.0bn')."""
    if low.unit and high.unit and low.unit != high.unit:
        raise ValueError(f"a range in two units, {low.unit} and {high.unit}; write one")
    factor = high.factor if low.factor == 1 else Decimal(1)
    if low.value * factor > high.value:
        raise ValueError("a range runs from the smaller figure to the larger; write a multiplier at both ends")
    unit = low.unit or high.unit
    return replace(low, value=low.value * factor, unit=unit), replace(high, unit=unit)


def _plain(quantity: _Quantity) -> Interval:
    """Give a half-open interval whose closed end lies towards zero, as rounding does."""
    low, high = float(quantity.value - quantity.half), float(quantity.value + quantity.half)
    positive = quantity.value >= 0
    return Interval(low=low, high=high, low_closed=positive, high_closed=not positive)


def _qualified(rule: Rule, quantity: _Quantity, text: str) -> Interval:
    value, size = quantity.value, abs(quantity.value)
    if rule is Rule.ABOUT:
        share = 2 * FRACTION_SHARE if quantity.rule is Rule.FRACTION else ABOUT_SHARE
        half = max(share * size, quantity.half)
        return _closed(value - half, value + half)
    if rule is Rule.EXACTLY:
        return _closed(value, value)
    if rule in _ONE_SIDED:
        return _ONE_SIDED[rule](float(value))
    if not value:
        raise ValueError(f"'{text}': a word such as nearly or just over needs a figure other than zero")
    return _beside(rule, quantity)


def _closed(low: Decimal, high: Decimal) -> Interval:
    return Interval(low=float(low), high=float(high), low_closed=True, high_closed=True)


_ONE_SIDED = {
    Rule.MORE: lambda x: Interval(low=x, high=None, low_closed=False),
    Rule.AT_LEAST: lambda x: Interval(low=x, high=None),
    Rule.LESS: lambda x: Interval(low=None, high=x),
    Rule.AT_MOST: lambda x: Interval(low=None, high=x, high_closed=True),
}


def _beside(rule: Rule, quantity: _Quantity) -> Interval:
    """The stretch on one side of a figure, in size; mirrored for a negative figure."""
    size = abs(quantity.value)
    floor, cap = (share * size for share in NEARLY_SHARES)
    width = min(max(quantity.significant / 2, floor), cap) if rule is Rule.NEARLY else JUST_SHARE * size
    over = rule is Rule.JUST_OVER
    near, far = (size, size + width) if over else (size - width, size)
    if quantity.value > 0:
        return Interval(low=float(near), high=float(far), low_closed=not over, high_closed=over)
    return Interval(low=float(-far), high=float(-near), low_closed=over, high_closed=not over)


def _range(rule: Rule | None, ends: tuple[_Quantity, _Quantity], text: str) -> Stated:
    low, high = (end.value for end in ends)
    if low == high:
        raise ValueError(f"'{text}' is a range with equal ends; write one figure")
    if rule is Rule.ABOUT:
        low, high = low - ABOUT_SHARE * abs(low), high + ABOUT_SHARE * abs(high)
    elif rule in (Rule.MORE, Rule.AT_LEAST):
        bound = _ONE_SIDED[rule](float(low))
        return Stated(interval=bound, unit=ends[0].unit, text=text.strip(), value=None)
    elif rule in (Rule.LESS, Rule.AT_MOST):
        bound = _ONE_SIDED[rule](float(high))
        return Stated(interval=bound, unit=ends[0].unit, text=text.strip(), value=None)
    elif rule not in (None, Rule.EXACTLY):
        raise ValueError(f"'{text}': write a range alone, or with about, at least or at most")
    return Stated(interval=_closed(low, high), unit=ends[0].unit, text=text.strip(), value=None)


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
