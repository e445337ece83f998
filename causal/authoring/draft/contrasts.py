"""Causes that are set against each other: `A rather than B`, `not B but A`, `A, not B`, 不是乙，而是甲."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words
    from causal.authoring.draft.reading import Reading

BOTH = re.compile(r"\bneither\s(.+)\snor\s(.+)$", re.IGNORECASE)
AGAIN = re.compile(r",?\sand\s(?:partly\s|also\s)?(?:by|because of|because|due to|owing to|from|on)\s", re.IGNORECASE)
AND = re.compile(r"\sand\s")
HYPHENED = re.compile(r"\S+-\S+")
VERBAL = re.compile(r"(?:\w+ly\s|then\s|also\s|not\s)")
SUBJECT = 40  # characters of a subject
ASIDE = 60  # characters of a contrasted cause between commas


def contrasted(reading: Reading, i: int, cause: str) -> list[tuple[str, bool]]:
    """Give the cause of a link in clause `i` and those it is set against, each with whether its stance is turned."""
    words = reading.words
    if both := BOTH.search(cause):
        return [(both[1], False), (both[2], False)]
    if first := words.at("stances.contrast_first").match(cause.strip()):
        rest = cause.strip()[first.end() :]
        kept = words.at("stances.contrast_kept").search(rest)
        return [(rest[: kept.start()], True), (rest[kept.end() :], False)] if kept else [(rest, True)]
    found = [(one, False) for one in _several(cause, words)]
    if match := words.at("stances.contrast").search(cause):
        found = [(cause[: match.start()], False), (cause[match.end() :], True)]
    return [*found, *_affirmed(reading, i + 1), *_denied(reading, i)]


def _several(cause: str, words: Words) -> list[str]:
    """Give the causes that `and by` joins, or `and` where each is a clause: `as imports rose and output fell`."""
    if words.han:
        return [cause]
    if again := AGAIN.search(cause):
        return [cause[: again.start()], cause[again.end() :]]
    finite = words.at("finite")
    for match in AND.finditer(cause):
        left, right = cause[: match.start()], cause[match.end() :]
        verb = finite.search(right)
        if verb and 0 < verb.start() < SUBJECT and finite.search(HYPHENED.sub(" ", left)) and not finite.match(right):
            return [left, right] if not VERBAL.match(right) else [cause]
    return [cause]


def _affirmed(reading: Reading, i: int) -> list[tuple[str, bool]]:
    """Give the cause that a clause sets against a denied one: `but by weak demand`, 而是需求不足."""
    text = reading.parts[i].text.strip() if i < len(reading.parts) else ""
    kept = reading.words.at("stances.kept_next").match(text)
    if not kept or reading.built[i] or any(mark.at >= kept.end() for mark in reading.marks[i]):
        return []
    return [(text[kept.end() :], True)]


def _denied(reading: Reading, i: int) -> list[tuple[str, bool]]:
    """Give the causes of the clauses beside that say what it is not."""
    found: list[tuple[str, bool]] = []
    text = reading.parts[i].text.strip()
    affirms = not reading.words.han or reading.words.at("stances.contrast_kept").match(text)
    for j in (i - 1, i + 1) if affirms else (i + 1,):
        if 0 <= j < len(reading.parts) and not reading.marks[j] and not reading.built[j]:
            beside = reading.parts[j].text.strip()
            opened = _opened(beside, reading.words)
            found += [(beside[opened.end() :], True)] if opened and len(beside) < ASIDE else []
    return found


def _opened(text: str, words: Words) -> re.Match[str] | None:
    return words.at("stances.contrast").match(text) or words.at("stances.contrast_first").match(text)
