"""The direction in which a phrase says that something moves, and the sign of an effect from two of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words


def sign(cause: str, effect: str, push: int, language: str) -> int:
    """Give 1 where cause and effect move the same way, -1 where they do not, 0 where the words tell no direction.

    `push` is the direction of the verb: what lifts a price makes it rise, what lifts a loss makes it grow.
    """
    one = direction(cause, language)
    moved = push * (moving(effect, language) or 1) if push else direction(effect, language)
    return one * moved if one else moved


def moving(text: str, language: str) -> int:
    """Give the direction of a movement that a phrase names; a shortage or a deficit is a thing that itself can move."""
    words = lexicon().words[language]
    text = _plain(text, words).rstrip(" .,")
    last = text.split()[-1] if text.split() else ""
    if words.at("directions.particles").fullmatch(last):
        text = text[: -len(last)]
    up, down = (bool(words.at(f"moves.{way}").search(text)) for way in ("up", "down"))
    return up - down


def direction(text: str, language: str) -> int:
    """Give 1 for a rise, -1 for a fall, 0 where no word tells: the first verb or adjective decides, or in Chinese the last."""
    words = lexicon().words[language]
    found = _found(_plain(text, words), words)
    strong = [way for word, way in found if not words.at("directions.nouns").fullmatch(word)]
    weak = [way for _, way in found]
    if words.lists["directions"].get("head_last"):
        return _last(found, words)
    return (strong or weak or [0])[0]


def _found(text: str, words: Words) -> list[tuple[str, int]]:
    ways = {"directions.rising": 1, "signals.up": 1, "directions.falling": -1, "signals.down": -1}
    spans = [(m.start(), -m.end(), m[0], way) for name, way in ways.items() for m in words.at(name).finditer(text)]
    for name, way in (("directions.ending_up", 1), ("directions.ending_down", -1)):
        spans += [
            (m.start(), -m.end(), m[0], way)
            for m in words.at(name).finditer(text)
            if not text[m.end() :].strip("了的些 ")
        ]
    kept: list[tuple[int, int, str, int]] = []
    for one in sorted(spans):
        if not kept or one[0] >= -kept[-1][1]:
            kept.append(one)
    return [(word, way) for _, _, word, way in kept]


def _last(found: list[tuple[str, int]], words: Words) -> int:
    """Give the last direction; a fall that narrows is a rise, and growth that slows a fall."""
    if len(found) > 1 and words.at("directions.nouns").fullmatch(found[-2][0]):
        return found[-2][1] * found[-1][1]
    return found[-1][1] if found else 0


def _plain(text: str, words: Words) -> str:
    """Take out comparisons with figures, and what a hope or a fear is about: that they are there says no direction."""
    text = re.sub(
        r"\b(?:more|less|fewer) than\b(?!\s(?:in|on|at|the|a year|last|before|usual|it|its|they|elsewhere|ever)\b)|\bup to\b",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    text = words.at("directions.none").sub(" ", text)
    match = words.at("directions.attitudes").search(text)
    if match is None:
        return text
    return text[match.end() :] if words.lists["directions"].get("head_last") else text[: match.start()]
