"""Figures of a movement: which one is the change and which the level, and the sign of a change (`fell 3%` is -3%)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from causal.authoring.draft.figures import Role, readable
from causal.authoring.draft.lexicon import alternatives, lexicon
from causal.grammar.words import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.authoring.draft.figures import Figure
    from causal.authoring.draft.sentences import Sentence

REACH = 60  # characters before a figure in which its verb may stand
ROLES = {"before": Role.BEFORE, "after": Role.AFTER, "level": Role.PLAIN}
GIVEN_UP = re.compile(r"\bg[ai]v(?:e|es|en|ing) (?:up|back)\b", re.IGNORECASE)  # a fall, though it holds `up`
LEVEL = re.compile(r"(?:below|above|under)\s", re.IGNORECASE)  # `fell below 3%` tells a level
SAME = re.compile(r"^(?:\s\w+)?,?\s(?:or|equal to|equivalent to|that is)\s$|^[,，]?(?:即|合)$")


def moved(sentence: Sentence, found: Sequence[Figure]) -> list[Figure]:
    """Give the figures of a sentence with their role in a movement; a change downwards is worded with its minus."""
    made: list[Figure] = []
    for figure in found:
        before = made[-1] if made else None
        same = before is not None and SAME.match(sentence.text[before.end : figure.start])
        role, way = (before.role, before.way) if before and same else _role(sentence, figure)
        made.append(_signed(replace(figure, role=role, way=way)))
    return made


def _role(sentence: Sentence, figure: Figure) -> tuple[Role, int]:
    behind = GIVEN_UP.sub("lost", sentence.text[max(0, figure.start - REACH) : figure.start])
    if LEVEL.match(figure.wording):
        return Role.PLAIN, 0
    ahead = sentence.text[figure.end : figure.end + REACH]
    for name, pattern in _patterns(sentence.language).items():
        match = pattern.match(ahead) if name.startswith("ahead") else pattern.search(behind)
        if match and (figure.stated.unit or not name.startswith("ahead")):
            return ROLES.get(name, Role.CHANGE), name.endswith("up") - name.endswith("down")
    return Role.PLAIN, 0


@cache
def _patterns(language: str) -> dict[str, re.Pattern[str]]:
    """Give what stands before a figure, or ahead of it, by what that makes of it; the first to match decides."""
    words = lexicon().words[language]
    moves = words.lists["moves"]
    space, edge = ("", "") if words.han else (r"\s", r"(?<![a-zA-Z-])")
    between = rf"(?:{space}(?:{alternatives(moves['between'])}))*\s?$"
    apart = rf"(?:\s[\w'’-]+){{1,5}}\s(?:{alternatives(moves['by'])})\s$"
    made = {way: re.compile(rf"(?:{alternatives(moves[way])})\s?$") for way in ("sized_up", "sized_down")}
    made |= {
        name: re.compile(rf"{edge}(?:{alternatives(moves[name])})\s?$", re.IGNORECASE)
        for name in ("before", "after", "level")
    }
    made |= {
        way: re.compile(rf"{edge}(?:{alternatives(moves[way])})(?:{between}|{apart})", re.IGNORECASE)
        for way in ("up", "down")
    }
    if not words.han:
        made |= {
            f"ahead {way}": re.compile(
                rf"\s(?:\w+\s)?(?:{alternatives(moves[way])})(?![a-zA-Z])(?!\sthan)", re.IGNORECASE
            )
            for way in ("up", "down")
        }
    return made


def _signed(figure: Figure) -> Figure:
    if figure.role is not Role.CHANGE or figure.way >= 0 or not re.search("[0-9]", figure.wording):
        return figure
    words = "|".join(re.escape(word) for word in sorted(ENGLISH.before, key=len, reverse=True))
    wording = re.sub(rf"^((?:(?:{words})\s)?)(?=[^-−])", r"\1-", figure.wording, count=1, flags=re.IGNORECASE)
    read = readable(wording)
    return replace(figure, wording=wording, stated=read) if read and (read.value or 0) < 0 else figure
