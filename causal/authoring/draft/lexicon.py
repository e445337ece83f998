"""The word lists of `causal draft`, one file of `words/` a language, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from causal.files.assets import asset
from causal.files.yaml_reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WORDS = "authoring/draft/words"  # a file a language
GAP = r"[^,;:.，；：。]{0,20}?"


class Script(StrEnum):
    """How a language is written: whether words are set apart, and how numbers and dates are."""

    LATIN = "latin"
    HAN = "han"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: its raw lists, and a pattern for each signal and for each kind of causal connective.

    `shortest` is how many characters a clause of its own has at least, `longest` how many words a phrase has at most, or
    characters where words are not set apart.
    """

    script: Script
    shortest: int
    longest: int
    lists: Mapping[str, Any]
    signals: Mapping[str, re.Pattern[str]]
    causes: re.Pattern[str]
    results: re.Pattern[str]
    because: re.Pattern[str]
    passive: re.Pattern[str]
    blocked: re.Pattern[str]
    stop: frozenset[str]
    small: re.Pattern[str]  # the same words, wherever they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What holds for every language, and the words of each, by its code."""

    names: tuple[str, ...]
    abbreviations: frozenset[str]
    ends: re.Pattern[str]
    words: Mapping[str, Words]


@cache
def lexicon() -> Lexicon:
    """Give the word lists that come with the package."""
    lists = {path.stem: read(path, path.name).values for path in sorted(asset(WORDS).glob("*.yaml"))}
    ends = [end for values in lists.values() for end in values["ends"]]
    return Lexicon(
        names=tuple(name for values in lists.values() for name in values["names"]),
        abbreviations=frozenset(word for values in lists.values() for word in values["abbreviations"]),
        ends=re.compile(rf"\W*(?:{alternatives(ends)})(?=\W|$)", re.IGNORECASE),
        words={name: _words(values) for name, values in lists.items()},
    )


def _words(lists: Mapping[str, Any]) -> Words:
    causes = [word for line in lists["causes"] for word in line]
    return Words(
        script=Script(lists["script"]),
        shortest=lists["shortest_clause"],
        longest=lists["longest_phrase"],
        lists=lists,
        signals={name: pattern(words) for name, words in lists["signals"].items()},
        causes=pattern(causes),
        results=pattern(lists["results"]),
        because=pattern(lists["because"]),
        passive=_passive(**lists["passive"]),
        blocked=pattern(lists["blocked"]),
        stop=frozenset(lists["stop"]),
        small=re.compile(alternatives(lists["stop"])),
    )


def _passive(by: str, particle: str, verbs: list[str]) -> re.Pattern[str]:
    """Give a pattern that finds `by` CAUSE, the particle where there is one, and a verb; without verbs it finds nothing."""
    if not verbs:
        return re.compile("(?!)")
    return re.compile(rf"{by}(?P<cause>[^{by}]{{2,60}}?)(?:{particle})?(?:{alternatives(verbs)})")


def alternatives(words: Iterable[str]) -> str:
    """Give a regular expression of the words, the longest first; `*` is the rest of a word, `…` a few in between."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\*", r"\w{0,20}").replace("…", GAP) for w in ordered) or "(?!)"


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern that finds any of the words; letters of the Latin script must begin and end as words do."""
    found = alternatives(words)
    return re.compile(rf"(?<![a-zA-Z])(?:{found})(?![a-zA-Z])", re.IGNORECASE)
