"""Phrases: the words of a piece of text that name something, and a short name for what it speaks of."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words

EDGES = ' .,;:。，；：、!?！？()（）"”“—–-'
TAIL = re.compile(
    r"\s(?:on|by|since|in|from|at|to)?\s?(?:[$€£]?[0-9][\w.,%$€£]*+(?!-)(?<![0-9](?=\s(?:more\s|new\s)?[a-z]{4}))(?!\s(?:in|of|among)\s(?!the\b|a\b|an\b|its\b|one\b|two\b|three\b|first\b|last\b|early\b|late\b|all\b|what\b|which\b)[a-z])|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b).*$",
    re.IGNORECASE,
)


def says(text: str, language: str) -> bool:
    """Whether a piece holds a word that names something."""
    words = lexicon().words[language]
    named = words.at("pronouns").sub(" ", text)
    if words.han:
        return re.fullmatch(rf"(?:{words.small.pattern}|[^\w])*", named) is None
    return bool(content(named, language))


def content(text: str, language: str) -> list[str]:
    """Give the words that name something: where words are not set apart, pairs of neighbouring characters."""
    words = lexicon().words[language]
    if not words.han:
        found = re.findall(r"\d*[^\W\d_][\w'-]*", text.lower())
        plain = [word.removesuffix("'s") for word in found]
        return [word for word in plain if word not in words.stop and len(word) > 1]
    runs = re.findall(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9_-]*", words.small.sub(" ", text))
    return [piece for run in runs for piece in ([run] if run.isascii() else map("".join, pairwise(run)))]


def phrase(text: str, language: str, *, last: bool) -> str:
    """Give a short name for what a piece of text speaks of: its last words, or its first, without small words around."""
    known = lexicon().words[language]
    if known.han:
        return _stripped(_cut(text.strip(EDGES), known.longest, last=last), known)
    stop = known.stop
    short = TAIL.sub("", text)
    words = re.findall(r"[\w$€£%°'’.,/-]*[\w%]", short if says(short, language) else text)
    while words and words[0].lower() in stop:
        words = words[1:]
    words = words[-known.longest :] if last else words[: known.longest]
    while words and words[0].lower() in stop:
        words = words[1:]
    while words and words[-1].lower() in stop:
        words = words[:-1]
    return " ".join(words)


def _cut(text: str, longest: int, *, last: bool) -> str:
    """Take quotes out of a text of Han characters, then cut it to length, at its lists, never within a Latin word."""
    short = re.sub(r"[“”‘’\"]", "", text).strip(EDGES)
    if len(short) <= longest:
        return short
    short = short.split("、")[-1 if last else 0] or short
    if len(short) <= longest:
        return short
    cut = short[-longest:] if last else short[:longest]
    return re.sub(r"^[A-Za-z0-9.%]+" if last else r"[A-Za-z0-9.%]+$", "", cut)


def _stripped(text: str, words: Words) -> str:
    """Take small words off both ends of a phrase of Han characters."""
    small = words.small.pattern
    short = re.sub(rf"^(?:{small}|\s)++|(?:{small}|\s)++$", "", text).strip(EDGES)
    return short if len(short) > 1 else text.strip(EDGES)
