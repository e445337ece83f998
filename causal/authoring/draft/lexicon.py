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
    from collections.abc import Iterable, Iterator, Mapping

WORDS = "authoring/draft/words"  # a file a language
GAP = r"[^,;:.，；：。]{0,20}?"
RAW = (
    "constructions",
    "related",
    "paired",
    "linked",
    "follows",
    "ahead",
    "back",
    "eventive",
    "not_sequence",
    "not_since",
    "stances.reported",
    "kept",
    "passives",
)  # lists of regular expressions, not of words
BETWEEN = (
    r"(?!(?:on|in|at|to|by|of|from|with|that|and|over|about)\s|\w+day\s)[\w'’-]+\s"  # words before what must follow
)
CHOICE = {r"\(": "(?:", r"\)": ")", r"\|": "|", r"\*": r"\w{0,20}", "…": GAP}


class Script(StrEnum):
    """How a language is written: whether words are set apart, and how numbers and dates are."""

    LATIN = "latin"
    HAN = "han"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language: its raw lists, a pattern for each list of words (`stances.denied`), and what is made of several.

    `shortest` is how many characters a clause of its own has at least, `longest` how many words a phrase has at most, or
    characters where words are not set apart.
    """

    script: Script
    shortest: int
    longest: int
    lists: Mapping[str, Any]
    patterns: Mapping[str, re.Pattern[str]]
    signals: Mapping[str, re.Pattern[str]]
    stop: frozenset[str]
    small: re.Pattern[str]  # the same words, wherever they stand

    @property
    def han(self) -> bool:
        """Whether words are not set apart."""
        return self.script is Script.HAN

    def at(self, name: str) -> re.Pattern[str]:
        """Give the pattern of a list, by its path; one that finds nothing where the language has no such list."""
        return self.patterns.get(name, NOTHING)


NOTHING = re.compile("(?!)")


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
    patterns = {path: pattern(words) for path, words in _leaves(lists, "") if path not in RAW}
    return Words(
        script=Script(lists["script"]),
        shortest=lists["shortest_clause"],
        longest=lists["longest_phrase"],
        lists=lists,
        patterns=patterns,
        signals={name: patterns[f"signals.{name}"] for name in lists["signals"]},
        stop=frozenset(lists["stop"]),
        small=re.compile(alternatives(lists["stop"])),
    )


def _leaves(values: Mapping[str, Any], path: str) -> Iterator[tuple[str, list[str]]]:
    for key, value in values.items():
        if isinstance(value, list):
            yield f"{path}{key}", value
        elif not isinstance(value, str | bool | int):
            yield from _leaves(value, f"{path}{key}.")


def alternatives(words: Iterable[str]) -> str:
    """Give a regular expression of the words, the longest first; `lexicon.CHOICE` says what their marks stand for."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_expression(word) for word in ordered) or "(?!)"


def _expression(word: str) -> str:
    """Give the regular expression of one entry; what stands behind ` > ` must follow and is not taken.

    `不足!以` is 不足 where 以 does not follow, `或<压推` is 或 where one of 压 and 推 follows. An entry behind `=` is found in these very letters: `may` is a doubt, `May` a month.
    """
    word, _, near = word.partition("<")
    if near:
        return rf"{_expression(word)}(?=[{re.escape(near)}])"
    word, _, barred = word.partition("!")
    if barred:
        return rf"{_expression(word)}(?!{re.escape(barred)})"
    if word.startswith("="):
        return f"(?-i:{re.escape(word[1:])})"
    taken, follows = (re.escape(part) for part in (*word.split(" > "), "")[:2])
    taken = taken.replace(r"\ ", r"\s+")
    for mark, meant in CHOICE.items():
        taken, follows = taken.replace(mark, meant), follows.replace(mark, meant)
    return rf"{taken}(?=\s(?:{BETWEEN}){{0,3}}{follows}(?![a-zA-Z]))" if follows else taken


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Give a pattern that finds any of the words; letters of the Latin script must begin and end as words do."""
    found = alternatives(words)
    return re.compile(rf"(?<![a-zA-Z])(?:{found})(?![a-zA-Z]|(?<=[a-zA-Z])[0-9])", re.IGNORECASE)
