"""One number as written -> its value, the step of its last digit, its unit and the form it is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from causal.grammar import units
from causal.grammar.chinese import CHINESE
from causal.grammar.spelled import HAN
from causal.grammar.words import ENGLISH, Language, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

PER = r"^\s?(?:/|per |an? )\s?"
MAXIMUM_DIGITS = 18  # digits of a number
FRACTION_SHARE = Decimal("0.05")  # "a third"; twice that for "about a third"
ZEROS_SHARE = Decimal("0.01")  # "60,000": half a thousand, or 1% where that is wider
ZEROS_MOST = Decimal("0.1")  # "2,000"
MULTIPLE_HALF = Decimal("0.05")  # "2x", whole and below ten


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
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
            return max(min(self.thousands / 2, ZEROS_MOST * size), min(self.significant / 2, ZEROS_SHARE * size))
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


@cache
def _alternation(words: tuple[str, ...]) -> str:
    """A regular expression of the words, the longest first; a word of letters must end at a word's end."""
    if not words:
        return "(?!)"
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(
        f"(?:{'|'.join(map(re.escape, alike))})" + (r"(?![^\W\d_])" if bounded else "")
        for bounded, alike in groupby(ordered, _bounded)
    )


def _bounded(word: str) -> bool:
    """Whether a word must end where it ends: letters do, Chinese characters run on."""
    return word[-1].isalpha() and not HAN.match(word[-1])


def alternatives(words: Iterable[str]) -> str:
    """Give a regular expression that matches any of the words."""
    return _alternation(tuple(words))


def known(text: str, language: Language) -> Quantity | None:
    """Read a figure that a language words without a number: a third, doubled, halved."""
    lowered = text.strip().casefold()
    if lowered in language.fractions:
        return _part(*language.fractions[lowered])
    if lowered in language.multiples:
        return Quantity(value=Decimal(language.multiples[lowered]), step=Decimal(1), unit="x", rule=Rule.MULTIPLE)
    if lowered in language.moves:
        value = Decimal(language.moves[lowered])
        return Quantity(value=value, step=Decimal(1), unit="%", rule=Rule.FRACTION, signed=True, relative=True)
    return None


def _part(top: int, bottom: int, *, negative: bool = False) -> Quantity:
    value = Decimal(top) / Decimal(bottom)
    return Quantity(
        value=-value if negative else value, step=Decimal(0), unit="share", rule=Rule.FRACTION, signed=negative
    )


def part_of(text: str, language: Language, unit: str, whole: str) -> Quantity | None:
    """Read a part of a measure or of those counted: a quarter of a percentage point, two thirds of respondents."""
    match = re.fullmatch(
        rf"({alternatives(language.fractions)}|quarter)[ -](of )?(an? |one |the )?(.+)", text, re.IGNORECASE
    )
    if not match or language is CHINESE:
        return None
    part = _part(*language.fractions.get(match[1].casefold(), (1, 4)))
    measure = match[4].casefold()
    measured = measure.split(" ")[0] in language.multipliers or units.unit(measure).known
    if measured and match[3] != "the ":
        if part.value == Decimal("0.5"):
            return None  # a digit: half a million is 0.5 million
        one = quantity_of(f"1 {'points' if measure == 'point' else match[4]}", language, unit, whole)
        return replace(part, value=part.value * one.value, unit=one.unit, factor=one.factor)
    counted = match[2] and match[3] in (None, "the ") and re.fullmatch(r"[^\W\d_]+(?: [^\W\d_]+){0,2}", match[4])
    return part if counted and not refused(match[4], language) else None


_ONE_IN = re.compile(
    r"([0-9]+)(?: (?!in\b|out\b|of\b)[^\W\d_]+)? (?:in|out of|of)(?: every)? "
    r"([0-9]{1,3}(?:,[0-9]{3})*|[0-9]+)((?: [^\W\d_]+){0,2})",
    re.IGNORECASE,
)
_OVER = re.compile(r"([0-9]+)\s?/\s?([0-9]+)")
_LETTER = re.compile(r"(.*[0-9])\s?(k|mm|m|b|t)(?![^\W\d_])(.*)", re.IGNORECASE)


def quantity_of(text: str, language: Language, unit: str, whole: str) -> Quantity:
    """Read one number with its sign, currency, multiplier and unit."""
    text = text.strip()
    minus = re.match(rf"(?:{alternatives(language.minus)})\s*(.+)", text, re.IGNORECASE)
    bare = minus[1] if minus else text
    if part := known(bare, language):
        return replace(part, value=-abs(part.value), signed=True) if minus else part
    if (match := _ONE_IN.fullmatch(bare) or _OVER.fullmatch(bare)) and not refused(
        match[3] if match.re is _ONE_IN else "", language
    ):
        top, bottom = (int(match[i].replace(",", "")) for i in (1, 2))
        if max(len(match[1]), len(match[2])) <= MAXIMUM_DIGITS and 0 < top < bottom:
            return _part(top, bottom, negative=minus is not None)
    match = re.fullmatch(_pattern(language, lettered=_lettered(bare, language, unit)), text, re.IGNORECASE)
    if not match or (match["minus"] and match["inner"]) or refused(_named(match), language):
        raise ValueError(
            f"'{whole.strip()}' is not a figure that can be read; write a number with its unit, such as '13.2%', 'about 6 million', "
            "'more than $10bn', '2x', 'one in five' or 'between 64,000 and 71,000'"
        )
    return _from_match(match, language)


def _named(match: re.Match[str]) -> str:
    """Give the words that stand where a unit would, and those after per."""
    return f"{match['unit'] or ''} {re.sub(PER, '', match['per'] or '', flags=re.IGNORECASE)}".strip()


def refused(words: str, language: Language) -> bool:
    """Whether what stands where a unit would is no unit, but the rest of a wording that was not understood."""
    name = words.strip().casefold()
    if name in language.dates:
        return True
    if language is CHINESE:
        phrases = (word for word in (*language.before, *language.after) if len(word) > 1)
        return name not in units.KNOWN and (
            any(character in language.no_units for character in name) or any(word in name for word in phrases)
        )
    each = name.split()
    followed = len(each) > 1 and each[0] in language.units and name not in units.KNOWN
    return followed or any(
        word in language.no_units or word in language.before or word in ENGLISH.numbers for word in each
    )


def _lettered(text: str, language: Language, unit: str) -> bool:
    """Whether k, m, mm, b or t is the unit here and no scale: where the values have it, and 'mm' without a currency."""
    match = _LETTER.fullmatch(text)
    if not match or re.match(rf"(?:{alternatives(language.currencies)})", text, re.IGNORECASE):
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
    minus = rf"(?P<{{}}>(?:{alternatives(language.minus)})\s*)?"
    currency = rf"(?P<currency>{alternatives(language.currencies)})?\s*"
    number = rf"(?P<number>[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]{{1,2}}(?:,[0-9]{{2}})+,[0-9]{{3}}|[0-9]+(?:\.[0-9]+)?|\.[0-9]+|{alternatives(language.numbers)})"
    scales = alternatives(word for word in language.multipliers if not (lettered and word in units.LETTERS))
    scales = scales.replace("兆", "兆(?![瓦赫帕焦])")  # mega- before a unit, not a million million
    further = alternatives(word for word in language.multipliers if word not in units.LETTERS)  # 2 million t are tonnes
    multiplier = rf"(?:\s?(?P<multiplier>(?:{scales})(?:\s?(?:{further}))?))?"
    letters = tuple(sorted(units.LETTERS)) if lettered else ()
    known = rf"{alternatives((*language.currencies, *language.units, *letters))}"
    word = (
        r"[一-鿿]{1,6}|\s[^\W\d_][\w/$€.-]*"
        if language is CHINESE
        else r"\s(?!(?:per|an?)\s)[^\W\d_][\w/$€.°-]*(?: (?!(?:per|an?)\s)[^\W\d_][\w/$€.-]*)?|\s?°[CF]"
    )
    per = r"(?P<per>\s?/\s?[^\W\d_]+|\s(?:per|an?) [^\W\d_]+(?: [^\W\d_]+)?)?"
    unit = rf"(?:\s*(?P<known>{known})|(?P<unit>{word}))?{per}"
    return r"(?:\+|plus )?" + minus.format("minus") + currency + minus.format("inner") + number + multiplier + unit


def _from_match(match: re.Match[str], language: Language) -> Quantity:
    digits = match["number"].replace(",", "").lower()
    if sum(map(str.isdigit, digits)) > MAXIMUM_DIGITS:
        raise ValueError(f"'{match['number']}' has more than {MAXIMUM_DIGITS} digits; write it shorter")
    number = Decimal(language.numbers[digits]) if digits in language.numbers else Decimal(digits)
    factor = _multiplied(match["multiplier"] or "", language)
    step = Decimal(1).scaleb(int(number.as_tuple().exponent)) * factor
    unit = _unit(match, language)
    negative = bool(match["minus"] or match["inner"])
    value = -number * factor if negative else number * factor
    signed = negative or match[0].casefold().startswith(("+", "plus"))
    return Quantity(value=value, step=step, unit=unit, rule=_form(number, factor, unit), factor=factor, signed=signed)


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
    if language is CHINESE and after.startswith("share"):
        after = "share"  # of those named: 三成受访者
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


def ordered(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
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


def _same_scale(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """Give the first end the multiplier and unit that are written only once, after the second ('0.5-1.0bn')."""
    if low.unit and high.unit and low.unit != high.unit:
        raise ValueError(f"a range in two units, {low.unit} and {high.unit}; write one")
    factor = high.factor if low.factor == 1 else Decimal(1)
    if low.value * factor > high.value:
        raise ValueError("a range runs from the smaller figure to the larger; write a multiplier at both ends")
    unit = low.unit or high.unit
    return replace(low, value=low.value * factor, factor=high.factor, unit=unit), replace(high, unit=unit)
