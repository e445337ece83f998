"""The word lists of `causal draft`: `words/en.yaml` and `words/zh.yaml`, as patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from causal.files.assets import asset
from causal.files.yaml_reader import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LANGUAGES = ("en", "zh")
GAP = r"[^,;:.，；：。]{0,20}?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: its raw lists, and a pattern for each signal and for each kind of causal connective."""

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
    """What holds for every language, and the words of each."""

    abbreviations: frozenset[str]
    ends: re.Pattern[str]
    words: Mapping[str, Words]


@cache
def lexicon() -> Lexicon:
    """Give the word lists that come with the package."""
    lists = {name: read(asset(f"authoring/draft/words/{name}.yaml"), f"{name}.yaml").values for name in LANGUAGES}
    ends = [end for values in lists.values() for end in values["ends"]]
    return Lexicon(
        abbreviations=frozenset(word for values in lists.values() for word in values["abbreviations"]),
        ends=re.compile(rf"\W*(?:{alternatives(ends)})(?=\W|$)", re.IGNORECASE),
        words={name: _words(values) for name, values in lists.items()},
    )


def _words(lists: Mapping[str, Any]) -> Words:
    causes = [word for line in lists["causes"] for word in line]
    return Words(
        lists=lists,
        signals={name: pattern(words) for name, words in lists["signals"].items()},
        causes=pattern(causes),
        results=pattern(lists["results"]),
        because=pattern(lists["because"]),
        passive=re.compile(rf"由(?P<cause>[^由]{{2,60}}?)所?(?:{alternatives(lists['passive'])})"),
        blocked=pattern(lists["blocked"]),
        stop=frozenset(lists["stop"]),
        small=re.compile(alternatives(lists["stop"])),
    )


def alternatives(words: Iterable[str]) -> str:
    """Give a regular expression of the words, the longest first; `*` is the rest of a word, `…` a few in between."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\*", r"\w{0,20}").replace("…", GAP) for w in ordered) or "(?!)"


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern that finds any of the words; letters of the Latin script must begin and end as words do."""
    found = alternatives(words)
    return re.compile(rf"(?<![a-zA-Z])(?:{found})(?![a-zA-Z])", re.IGNORECASE)
