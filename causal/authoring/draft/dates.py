"""Calendar dates, years and lengths of time in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import Script, alternatives, lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.sentences import Sentence

YEAR = r"(?:19|20)[0-9]{2}"
HAN_DATE = (
    rf"(?:(?P<y>{YEAR})\s?年\s?)?(?P<m>[0-9]{{1,2}})\s?月(?:\s?(?P<d>[0-9]{{1,2}})\s?[日号])?|(?P<y2>{YEAR})\s?年"
)
ISO = rf"(?P<iso>{YEAR}-[0-9]{{2}}-[0-9]{{2}})"
HAN_NUMERAL = "[0-9]{1,5}|[一二两三四五六七八九十几]{1,3}"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date as written, at `start` to `end` of its sentence. Zero is a part that is not written."""

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0

    def on(self, published: date) -> date | None:
        """Give the day it names, the last one up to `published` where no year is written; None where it names none."""
        years = [self.year] if self.year else [published.year, published.year - 1]
        found = [_day(year, self.month, self.day) for year in years]
        return next((day for day in found if day and (self.year or day <= published)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dates(sentence: Sentence) -> list[When]:
    """Give the dates of a sentence, in order."""
    months = _months(sentence.language)
    found = [_when(match, months) for match in _pattern(sentence.language).finditer(sentence.text)]
    return [when for when in found if when.month <= 12 and when.day <= 31]


def _months(language: str) -> list[str]:
    """Give the names of the months, where they have names."""
    return list(lexicon().words[language].lists.get("months", ()))


@cache
def _pattern(language: str) -> re.Pattern[str]:
    if lexicon().words[language].script is Script.HAN:
        return re.compile(rf"{ISO}|{HAN_DATE}")
    month = "|".join(f"{name}|{name[:3]}" for name in _months(language))
    day = r"(?P<{}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    first = rf"{day.format('d')}\s(?:of\s)?(?P<m>{month})\b\.?(?:,?\s(?P<y>{YEAR})\b)?"
    second = rf"\b(?P<m2>{month})\b\.?\s{day.format('d2')}\b(?:,?\s(?P<y3>{YEAR})\b)?"
    third = rf"\b(?P<m3>{month})\b(?:\s(?P<y4>{YEAR})\b)?"
    return re.compile(
        rf"{ISO}|\b(?:{first})|{second}|{third}|(?<![\w.,$€£¥-])(?P<y2>{YEAR})(?![\w%]|[.,][0-9])", re.IGNORECASE
    )


def _when(match: re.Match[str], months: list[str]) -> When:
    parts = {name: text for name, text in match.groupdict().items() if text}
    if iso := parts.get("iso"):
        year, month, day = iso.split("-")
    else:
        year, month, day = (_first(parts, letter) for letter in "ymd")
    return When(start=match.start(), end=match.end(), year=int(year), month=_month(month, months), day=int(day))


def _first(parts: dict[str, str], letter: str) -> str:
    return next((text for name, text in parts.items() if name[0] == letter), "0")


def _month(text: str, months: list[str]) -> int:
    if text.isdigit():
        return int(text)
    return 1 + next(i for i, name in enumerate(months) if name.startswith(text.lower()))


def lengths(sentence: Sentence) -> list[tuple[int, int]]:
    """Give where lengths of time stand, such as `three weeks`, `24-hour` or `10、20 天`: they are no figures to check."""
    return [match.span() for match in _length(sentence.language).finditer(sentence.text)]


@cache
def _length(language: str) -> re.Pattern[str]:
    words = lexicon().words[language]
    spans = alternatives(words.lists["spans"])
    if words.script is Script.HAN:
        return re.compile(rf"(?:[0-9]{{1,5}}\s?[、,/至到-]\s?){{0,6}}(?:{HAN_NUMERAL})\s?(?:{spans})")
    first = alternatives(words.lists["numerals"])
    numeral = f"[0-9]{{1,5}}|{first}"
    return re.compile(rf"(?<![\w.,])(?:(?:{first})[ -])?(?:{numeral})[ -]?(?:{spans})\b", re.IGNORECASE)
