"""The connectives of one clause, each with its voice and the direction in which its verb pushes; those that only look like one are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from causal.authoring.draft.directions import direction
from causal.authoring.draft.lexicon import alternatives, lexicon
from causal.authoring.draft.phrases import says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.authoring.draft.lexicon import Words


class Voice(StrEnum):
    """On which side of its connective the cause stands."""

    ACTIVE = "active"  # cause, connective, effect
    REASON = "reason"  # effect, connective, cause; the passive too
    SEQUENCE = "sequence"  # the same, of two events in time
    SINCE = "since"
    TOGETHER = "together"
    RESULT = "result"  # the cause is the clause before
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A connective from `at` to `end` of its clause."""

    at: int
    end: int
    text: str
    voice: Voice
    push: int = 0
    moving: bool = False


COUNTED = re.compile(
    r"了?\s?(?:约|近|逾|超过|至少)?\s?(?:[0-9]|[一二两三四五六七八九十]+(?:成|倍|分|个|百|千|万|亿|点|半)|到|至)"
)  # 减少两成: it moves by itself
NOUN = ("的", "之")  # after a word that is a noun here
AMOUNT = re.compile(r"[$€£¥]?[0-9]")
LISTS = (
    ("links.reason.plain", Voice.REASON, 0),
    ("links.reason.up", Voice.REASON, 1),
    ("links.reason.down", Voice.REASON, -1),
    ("links.together", Voice.TOGETHER, 0),
    ("links.results", Voice.RESULT, 0),
    ("links.condition", Voice.CONDITION, 0),
    ("links.sequence", Voice.SEQUENCE, 0),
    ("links.since", Voice.SINCE, 0),
    ("links.active.plain", Voice.ACTIVE, 0),
    ("links.active.up", Voice.ACTIVE, 1),
    ("links.active.down", Voice.ACTIVE, -1),
    ("links.active.moving", Voice.ACTIVE, 0),
)


def marks(text: str, language: str) -> list[Mark]:
    """Give the connectives of a clause in order; where two overlap, the first and longest."""
    words = lexicon().words[language]
    text = words.at("blocked").sub(lambda match: "\N{MIDDLE DOT}" * len(match[0]), text)
    found = sorted(_candidates(text, language, words), key=lambda mark: (mark.at, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if (not kept or mark.at >= kept[-1].end) and _stands(mark, text, kept, words, language):
            kept.append(mark)
    ends = [*(mark.at for mark in kept[1:]), len(text)]
    return [m for m, end in zip(kept, ends, strict=False) if not _moves_itself(m, text[m.end : end], language)]


def _moves_itself(mark: Mark, right: str, language: str) -> bool:
    """Whether a Chinese verb has no object before the next connective, as in 质量改善主要归功于."""
    return lexicon().words[language].han and mark.voice is Voice.ACTIVE and mark.push != 0 and not says(right, language)


def _candidates(text: str, language: str, words: Words) -> Iterator[Mark]:
    for push, found in _passives(language).items():
        for match in (m for m in found.finditer(text) if not _is_time(text[m.end() :], words)):
            way = push or direction(match[0], language)
            yield Mark(at=match.start(), end=match.end(), text=match[0], voice=Voice.REASON, push=way)
    for name, voice, push in LISTS:
        for match in words.at(name).finditer(text):
            moving = name.endswith("moving")
            yield Mark(at=match.start(), end=match.end(), text=match[0], voice=voice, push=push, moving=moving)


@cache
def _passives(language: str) -> dict[int, re.Pattern[str]]:
    """Give the passives of the active verbs: `driven largely by`. A language without adverbs has constructions instead."""
    lists = lexicon().words[language].lists
    if not lists["links"]["adverbs"]:
        return {}
    adverbs, by = alternatives(lists["links"]["adverbs"]), re.escape(lists["links"]["by"])
    active = lists["links"]["active"]
    verbs = {0: [*active["plain"], *active["moving"]], 1: active["up"], -1: active["down"]}
    return {
        push: re.compile(
            rf"(?<![a-zA-Z])(?:{alternatives(listed)})(?:\s(?:not|\w+ly|{adverbs})){{0,2}}\s{by}(?![a-zA-Z])",
            re.IGNORECASE,
        )
        for push, listed in verbs.items()
    }


def _stands(mark: Mark, text: str, before: list[Mark], words: Words, language: str) -> bool:
    """Whether a word that may be a connective is one here."""
    left, right = text[before[-1].end if before else 0 : mark.at], text[mark.end :]
    if mark.voice is Voice.ACTIVE and words.han:
        own = mark.push and (COUNTED.match(right) or right[:1] in NOUN)
        return says(right, language) and not own
    if mark.voice is Voice.ACTIVE:
        return _is_verb(mark, left, right, words, following=bool(before), in_time=_in_time(before)) and (
            not mark.moving or direction(right, language) != 0
        )
    if mark.voice in (Voice.SEQUENCE, Voice.SINCE):
        return _is_clause(mark, left, right, words, language)
    return True


def _is_verb(mark: Mark, left: str, right: str, words: Words, *, following: bool, in_time: bool) -> bool:
    """Whether a word that may be a noun or an adjective is a verb with an object: it has a subject, and no article."""
    if words.at("determiners").search(left.rsplit(maxsplit=1)[-1]) if left.split() else following:
        return False
    if words.at("agentive").fullmatch(mark.text) and _by_agent(left, right, words, in_time=in_time):
        return False
    if words.at("auxiliaries").fullmatch(
        left.rsplit(maxsplit=1)[-1] if left.split() else ""
    ) and not mark.text.endswith("ing"):
        return False
    if " " in mark.text:
        return True
    first = [word for word in right.split()[:1] if re.search(r"\w", word)]
    return (
        bool(first)
        and not words.at("no_object").fullmatch(first[0].strip(".,"))
        and (not AMOUNT.match(first[0]) or mark.text.lower().startswith("cost"))
    )


def _is_time(right: str, words: Words) -> bool:
    """Whether a text begins with a point in time or an amount."""
    return bool(words.at("times").match(right.lstrip()) or re.match(r"\s*(?:about |the )?[0-9]", right))


def _in_time(before: list[Mark]) -> bool:
    return bool(before) and before[-1].voice in (Voice.SEQUENCE, Voice.SINCE, Voice.CONDITION)


def _by_agent(left: str, right: str, words: Words, *, in_time: bool) -> bool:
    """Whether somebody does something with a thing of their own, which is an event and no cause."""
    last, first = left.split()[-1:], right.split()[:1]
    gerund = last[-1:] in (["by"], ["By"])
    own = bool(first) and not gerund and first[0].lower() in ("its", "their", "his", "her", "our")
    return in_time or own or bool(last and words.at("agents").fullmatch(last[0].strip("\"”’'")))


def _is_clause(mark: Mark, left: str, right: str, words: Words, language: str) -> bool:
    """Whether what follows `after`, `as` or `since` is an event that can have caused something, and no point in time."""
    times = _is_time(right, words)
    event = bool(words.at("finite").search(right)) or direction(right, language) != 0
    if mark.voice is Voice.SINCE:
        ranked = any(re.search(found, left, re.IGNORECASE) for found in words.lists["not_since"])
        return not times and not ranked and event and not words.at("perfect").search(left)
    behind, ahead = words.lists["not_sequence"]
    if (
        times
        or re.search(behind, left, re.IGNORECASE)
        or (mark.text.lower() == "as" and re.search(ahead, right, re.IGNORECASE))
    ):
        return False
    moves = (
        not left.strip()
        or direction(left, language) != 0
        or (direction(right, language) != 0 and bool(words.at("finite").search(left)))
    )
    return moves and (event or mark.text.lower() != "as")
