"""The wording of a stated figure -> the numbers it covers. The words of a language are in `causal.grammar.words`.

The words decide, not a global tolerance: `table` lists the rules with their words and a worked example, and the
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
from functools import lru_cache

from causal.grammar import units
from causal.grammar.bounds import LOWER, bare, between, mirrored, qualified
from causal.grammar.chinese import CHINESE
from causal.grammar.quantity import MAXIMUM_DIGITS as DIGITS
from causal.grammar.quantity import (
    Quantity,
    alternatives,
    known,
    ordered,
    part_of,
    quantity_of,
    refused,
)
from causal.grammar.spelled import HAN, chinese, english
from causal.grammar.words import ENGLISH, Language, Rule
from causal.verdict import Interval

MAXIMUM_LENGTH = 100  # characters of a wording
MAXIMUM_DIGITS = DIGITS  # of a number in it


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


def parse(text: str, language: Language | None = None, unit: str = "") -> Stated:
    """Give the interval that a wording states; raise ValueError that says what to write instead.

    `unit` is that of the values it is compared with: it settles whether 't' is tonnes or trillion.
    """
    return _known(text, unit) if language is None else _parsed(text, language, unit)


@lru_cache(maxsize=4096)
def _known(text: str, unit: str) -> Stated:
    """Read a wording in the language that its letters show; a folder's check, its build and its page ask for the same ones."""
    return _parsed(text, CHINESE if HAN.search(_clean(text)) else ENGLISH, unit)


def _parsed(text: str, spoken: Language, unit: str) -> Stated:
    rest = _clean(text)
    turn, rest = _direction(rest, spoken)
    word, rule, rest = _qualifier(rest, spoken)
    if several := _several(rule, rest, spoken, text):
        return several
    quantity = known(rest, spoken) or part_of(rest, spoken, unit, text)
    if quantity is None:
        rest = chinese(_one_understood(rest, led=rule is not None)) if spoken is CHINESE else english(rest)
        if ends := _around(rest, spoken, unit, text) or _both(rest, spoken, unit, text):
            low, high = (_turned_round(end, turn, text) for end in ends)
            return _range(rule, (low, high) if turn >= 0 else (high, low), text, place=word in spoken.places)
        quantity = quantity_of(rest, spoken, unit, text)
    quantity = _turned_round(quantity, turn, text)
    value = float(quantity.value)
    interval = bare(quantity) if rule is None else qualified(rule, quantity, text, place=word in spoken.places)
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


def _direction(text: str, language: Language) -> tuple[int, str]:
    """Split off the word that says which way a figure goes: '5% lower', 'down more than 2%'."""
    words = alternatives(language.directions)
    before = re.match(rf"({words}) (?!(?:to|from|and|or)\b)(.+)", text, re.IGNORECASE)
    after = re.fullmatch(rf"(.*?)(?<!\bor)(?<!\band) ({words})", text, re.IGNORECASE)
    if before and not re.match(rf"(?:{alternatives(language.leading)})\s", text, re.IGNORECASE):
        return language.directions[before[1].casefold()], before[2]
    return (language.directions[after[2].casefold()], after[1]) if after else (0, text)


def _turned_round(quantity: Quantity, turn: int, text: str) -> Quantity:
    if not turn:
        return quantity
    if quantity.signed or quantity.unit == "x":
        raise ValueError(f"'{text.strip()}' can be read in two ways; write the change with one sign, such as '-5%'")
    return replace(quantity, value=turn * quantity.value, signed=True)


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
    return replace(figure, interval=mirrored(figure.interval), value=value, ends=ends, signed=True)


def into(figure: Stated, unit: str) -> Stated:
    """Turn a figure into another unit; raise ValueError where its own cannot be turned into that."""
    if not unit:
        return figure
    multiple = figure.relative and units.unit(unit).dimension == units.TIMES  # halved is 0.5x
    factor = Decimal("0.01") if multiple else _factor(figure, unit)
    if factor == 1:
        return figure

    def turned(value: float | None) -> float | None:
        return None if value is None else float(multiple + Decimal(repr(value)) * factor)

    interval = replace(figure.interval, low=turned(figure.interval.low), high=turned(figure.interval.high))
    ends = tuple(float(multiple + Decimal(repr(end)) * factor) for end in figure.ends)
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


def _qualifier(text: str, language: Language) -> tuple[str, Rule | None, str]:
    """Split off the word that qualifies the figure, before or after it, or on both sides where the two say the same."""
    word, rule = "", None
    pattern = rf"({alternatives(language.leading)})\s*(.+)"
    if not re.match(pattern, text, re.IGNORECASE):
        text = re.sub(rf"^(?:{alternatives(language.emphasis)})\s*(?=\S)", "", text, flags=re.IGNORECASE)
    if match := re.match(pattern, text, re.IGNORECASE):
        word, text = match[1].lower(), match[2]
        rule = language.leading[word]
    if match := re.match(rf"(.+?)\s*({alternatives(language.after)})$", text, re.IGNORECASE):
        after = language.after[match[2].lower()]
        if rule in (None, after):
            word, rule, text = word or match[2].lower(), after, match[1]
    if language is CHINESE and (match := _ODD.fullmatch(text)) and rule in (None, Rule.MORE):
        rule, text = Rule.MORE, match[1] + match[2]
    return _turned(word, rule, text, language)


_ODD = re.compile(r"(.*[0-9一二两三四五六七八九十百千万亿成倍%])(?:多|余|来)((?![0-9一二两三四五六七八九]).*)")


def _turned(word: str, rule: Rule | None, text: str, language: Language) -> tuple[str, Rule | None, str]:
    if rule is None and (match := re.match(rf"(?:{alternatives(language.majorities)})", text, re.IGNORECASE)):
        return word, Rule.MORE, next(iter(language.fractions)) + text[match.end() :]
    if language is CHINESE and rule is None and re.match(r"上[百千万亿]", text):
        return word, Rule.AT_LEAST, text[1:]
    return word, rule, text


def _several(rule: Rule | None, rest: str, language: Language, text: str) -> Stated | None:
    """Read 'dozens' and 'thousands of people': two of them at least."""
    noun = r"([一-鿿]{1,6})" if language is CHINESE else r"(?: of)? ([^\W\d_]+(?: [^\W\d_]+)?)"
    match = re.fullmatch(rf"({alternatives(language.several)})(?:{noun})?", rest, re.IGNORECASE)
    if not match or refused(match[2] or "", language):
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


def _one_understood(text: str, *, led: bool) -> str:
    """Write the one that Chinese leaves out after a qualifier: 近百人, 逾千亿元."""
    return re.sub(r"^(?=[百千万亿](?!分之))", "一", text) if led else text


def _ends(text: str, language: Language) -> tuple[str, str] | None:
    """The two ends of a range, or None. A joiner stands after a digit, a unit or a multiplier, and is a word of its own."""
    opened = re.match(rf"(?:{alternatives(language.range_openers)})\s*(.+)", text, re.IGNORECASE)
    body = opened[1] if opened else text
    closed = re.fullmatch(rf"(.+?)\s*(?:{alternatives(language.range_closers)})", body)
    body = closed[1] if closed else body
    joiners = (*language.range_joiners, *(language.closed_joiners if opened or closed else ()))
    joined = rf"\s*(?<![a-z](?=[a-z]))(?:{alternatives(joiners)})\s*"
    match = re.match(rf"(.*?[0-9].*?){joined}([^0-9]{{0,12}}[0-9].*)", body, re.IGNORECASE)
    if match:
        return match[1], match[2]
    parts = [re.sub(r"^-", "", part) for part in re.split(joined, body, flags=re.IGNORECASE)]
    return (parts[0], parts[1]) if len(parts) == 2 and all(known(part, language) for part in parts) else None


def _both(rest: str, language: Language, unit: str, text: str) -> tuple[Quantity, Quantity] | None:
    ends = _ends(rest, language)
    return ordered(*(quantity_of(part, language, unit, text) for part in ends)) if ends else None


_EITHER_SIDE = re.compile(
    r"(.*?[0-9].*?)\s*(?:±|\+/-|plus or minus|give or take)\s*([^\W\d_]*\s*[0-9].*)", re.IGNORECASE
)


def _around(rest: str, language: Language, unit: str, text: str) -> tuple[Quantity, Quantity] | None:
    """Read a figure with a margin to either side, '5% ± 1'."""
    match = _EITHER_SIDE.fullmatch(rest)
    if not match:
        return None
    middle, margin = (quantity_of(part, language, unit, text) for part in match.groups())
    if margin.unit not in ("", middle.unit) and not units.alike(margin.unit, middle.unit):
        raise ValueError(
            f"'{text}' names a margin in {margin.unit} of a figure in {middle.unit or 'no unit'}; write one"
        )
    factor = middle.factor if margin.factor == 1 else Decimal(1)
    by = abs(margin.value) * factor * (units.factor(margin.unit, middle.unit) if margin.unit and middle.unit else 1)
    return tuple(replace(middle, value=middle.value + sign * by) for sign in (-1, 1))  # type: ignore[return-value]


def _range(rule: Rule | None, ends: tuple[Quantity, Quantity], text: str, *, place: bool) -> Stated:
    low, high = (end.value for end in ends)
    interval = between(rule, ends, text, place=place)
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
    Rule.DOWN_TO: "as little as 10%",
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
