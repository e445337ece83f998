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
from causal.authoring.draft.verbs import LASTING, Place, is_meant, is_noun_before, is_verb

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
    r"了?\s?(?:约|近|逾|超过|至少)?\s?(?:[0-9]|[一二两三四五六七八九十]+个?[多余]?(?:小时|分钟|公里|百分点)|[一二两三四五六七八九十]+(?:成|倍|分|个|百|千|万|亿|点|半|天|年|周|月|日|小时|分钟|秒|公里|米|吨|人|元|家|只|名|次|度)(?![期级内])|到|至)"
)  # 减少两成: it moves by itself
OF_THINGS = re.compile(
    r"了?\s?(?:约|近|逾|超过|至少)?\s?[0-9][0-9.,]*(?:\S{0,4}?的|[万亿]?(?:亩|公顷|户|人|名|家|栋|间|座|辆|艘|公里|平方公里|平方米|吨|枚|头|只|株)[\u3400-\u9fff]{2})"
)  # 降低4%的消耗: an object
GERUND = re.compile(
    r"\s\w+ing\s(?:a|an|the|its|their|at|in|on|for|to|below|above|up|down|off|more|less|from|as|with|by|near|[$€£]?[0-9])"
)  # `after closing at`
JOINED = re.compile("[并且和及]|而且|也|又|还")
ARTICLE = re.compile(r"\san?\s", re.IGNORECASE)
ELSEWHERE = re.compile(r"\s(?:after|as|because|when|before|while|since|until|though|although|which|that)\s")
NEAR = 80  # characters behind a verb such as `keep` in which a movement is told
COMPOUND = re.compile(
    "站|区(?!域|块)|费(?!用)|率|法(?!院|律)|者|员(?!工)|剂|器(?!官)|性(?!能|格|价)|局(?!面|势|部)|队(?!伍|员)|院(?!校|线)|所(?!有|得|需)|厂(?!商|家|房)|组(?!织|合)"
)  # 保护站: part of a name
NOUN = ("的", "之", "不", "、")  # after a word that is a noun here
PARTICIPLE = re.compile(r"\w+(?:ed|en|wn)")
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


def marks(text: str, language: str, *, headline: bool = False) -> list[Mark]:
    """Give the connectives of a clause in order; where two overlap, the first and longest. A headline says no mere order."""
    words = lexicon().words[language]
    whole, text = text, words.at("blocked").sub(lambda match: "\N{MIDDLE DOT}" * len(match[0]), text)
    found = sorted(_candidates(text, language, words), key=lambda mark: (mark.at, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if kept and mark.at < kept[-1].end:
            continue
        nouns = kept[:-1] if kept and _is_noun_before(kept[-1], mark, text, words) else kept
        read = whole if mark.voice in (Voice.SEQUENCE, Voice.SINCE) else text
        told = headline and _is_of_headline(mark, read, words, language)
        if (told or _stands(mark, read, nouns, words, language)) and not _is_of_effect(
            mark, text, nouns, words, language
        ):
            kept = [*nouns, mark]
    ends = [*(mark.at for mark in kept[1:]), len(text)]
    return [m for m, end in zip(kept, ends, strict=False) if not _moves_itself(m, text[m.end : end], language)]


def _is_of_effect(mark: Mark, text: str, before: list[Mark], words: Words, language: str) -> bool:
    """Whether a Chinese verb tells what the effect of the one before does: 加速 in 导致外资加速撤离."""
    if not words.han or not before or mark.voice is not Voice.ACTIVE or before[-1].voice is not Voice.ACTIVE:
        return False
    between = text[before[-1].end : mark.at]
    return before[-1].push == 0 and says(between, language) and not JOINED.search(between)


def _is_noun_before(one: Mark, mark: Mark, text: str, words: Words) -> bool:
    verbs = one.voice is mark.voice is Voice.ACTIVE and not words.han
    return verbs and is_noun_before(one.text, text[one.end : mark.at], words)


def _moves_itself(mark: Mark, right: str, language: str) -> bool:
    """Whether a Chinese verb has no object before the next connective, as in 质量改善主要归功于."""
    return lexicon().words[language].han and mark.voice is Voice.ACTIVE and mark.push != 0 and not says(right, language)


def _candidates(text: str, language: str, words: Words) -> Iterator[Mark]:
    for push, found in _passives(language).items():
        for match in (m for m in found.finditer(text) if _is_passive(m, text, words)):
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
            rf"(?<![a-zA-Z])(?:{alternatives(listed)})(?:\s(?:not|\w+ly|{adverbs})){{0,2}}(?:\s(?:to|into|out of|off)(?:\s\w+){{1,2}})?\s{by}(?![a-zA-Z])",
            re.IGNORECASE,
        )
        for push, listed in verbs.items()
    }


def _is_passive(match: re.Match[str], text: str, words: Words) -> bool:
    """Whether `driven by` is said of an agent, and not of a time; `cuts by` is a noun."""
    first = match[0].split()[0].lower()
    participle = PARTICIPLE.fullmatch(first) or words.at("irregular").fullmatch(first)
    return bool(participle) and not _is_time(text[match.end() :], words)


def _stands(mark: Mark, text: str, before: list[Mark], words: Words, language: str) -> bool:
    """Whether a word that may be a connective is one here."""
    left, right = text[before[-1].end if before else 0 : mark.at], text[mark.end :]
    if mark.voice is Voice.ACTIVE and words.han:
        counted = COUNTED.match(right) and not OF_THINGS.match(right)
        own = (mark.push and (counted or right[:1] in NOUN)) or COMPOUND.match(right)
        return says(right, language) and not own and not is_meant(mark.text, left, words)
    if mark.voice is Voice.ACTIVE:
        noted, bare = bool(before) and before[-1].voice is Voice.REASON, not mark.text.endswith(("ed", "ing"))
        place = Place(left=left, right=right, following=bool(before), in_time=_in_time(before), noted=noted, bare=bare)
        return is_verb(mark.text, place, words) and (not mark.moving or _is_moved(right, words, language))
    if mark.voice in (Voice.SEQUENCE, Voice.SINCE) and not words.han:
        return _is_clause(mark, left, right, words, language)
    if mark.voice is Voice.REASON and not words.han:
        return _gives_reason(mark, left, right, words, language)
    if mark.voice is Voice.RESULT:
        if words.han:
            return not words.at("links.clausal").fullmatch(mark.text) or not says(left, language)
        return not words.at("links.clausal").fullmatch(mark.text) or _begins(left, right, words)
    if mark.voice is Voice.CONDITION and words.at("links.lacking").fullmatch(mark.text):
        return not left.strip(" ,，") or (not words.han and bool(words.at("stances.possible").search(left)))
    return True


def _is_of_headline(mark: Mark, text: str, words: Words, language: str) -> bool:
    """Whether `after` joins two things that a headline tells: `chain warns on profit after fire`."""
    left, right = text[: mark.at], text[mark.end :]
    events = says(left, language) and says(right, language) and not _is_time(right, words)
    return mark.text.lower() in ("after", "following") and not words.han and events and len(left.split()) > 1


def _is_moved(right: str, words: Words, language: str) -> bool:
    """Whether what a verb such as `send` or `keep` does to a thing is a movement or a state."""
    near = ELSEWHERE.split(right)[0][:NEAR]
    return direction(near, language) != 0 or bool(words.at("held").search(near))


def _gives_reason(mark: Mark, left: str, right: str, words: Words, language: str) -> bool:
    """Whether a word gives a reason here: `with` and `given` do so in front of a clause, or with what somebody expects."""
    if words.at("links.fronted").fullmatch(mark.text):
        told = bool(words.at("participles").search(right)) and not words.at("settled").search(right)
        front = not left.strip(" ,") and told
        return front or bool(words.at("expecting").match(right.lstrip()))
    if mark.text.lower() == "over":
        return direction(left, language) != 0 or bool(words.at("finite").search(left))
    if mark.text.lower() == "on" and not left.strip(" ,"):
        return True
    if mark.text.lower() == "on" and not words.at("directions.attitudes").search(right[:40]):
        return direction(left, language) != 0
    if words.at("links.granted").fullmatch(mark.text):
        return not words.at("auxiliaries").search(left[-12:]) and not words.at("links.given").search(left[-14:])
    return True


def _begins(left: str, right: str, words: Words) -> bool:
    """Whether `so` begins a clause here, rather than telling a degree."""
    return (
        not left.strip(" ,;")
        and not words.at("degrees").match(right.lstrip())
        and bool(words.at("finite").search(right))
    )


def _is_time(right: str, words: Words) -> bool:
    """Whether a text begins with a point in time or an amount."""
    return bool(
        words.at("times").match(right.lstrip()) or LASTING.match(right) or re.match(r"\s*(?:about |the )?[0-9]", right)
    )


def _in_time(before: list[Mark]) -> bool:
    timed = (Voice.SEQUENCE, Voice.SINCE, Voice.CONDITION)
    return bool(before) and before[-1].voice in timed and before[-1].text.lower() not in ("when", "as")


def _is_clause(mark: Mark, left: str, right: str, words: Words, language: str) -> bool:
    """Whether what follows `after`, `as` or `since` is an event that can have caused something, and no point in time."""
    times = _is_time(right, words)
    event = bool(words.at("finite").search(right)) or direction(right, language) != 0
    if mark.voice is Voice.SINCE:
        ranked = any(re.search(found, left, re.IGNORECASE) for found in words.lists["not_since"])
        return not times and not ranked and not left.strip(" ,") and event and not words.at("perfect").search(left)
    behind, ahead = words.lists["not_sequence"]
    told = ARTICLE.match(right) and direction(left, language) != 0 and words.at("finite").search(right)
    if (
        times
        or re.search(behind, left, re.IGNORECASE)
        or (mark.text.lower() == "as" and re.search(ahead, right, re.IGNORECASE) and not told)
    ):
        return False
    if GERUND.match(right):
        return False
    if mark.text.lower() == "when":
        return bool(left.strip(" ,")) and direction(left, language) != 0 and bool(words.at("finite").search(right))
    moves = (
        not left.strip()
        or direction(left, language) != 0
        or (direction(right, language) != 0 and bool(words.at("finite").search(left)))
    )
    return moves and (event or mark.text.lower() != "as")
