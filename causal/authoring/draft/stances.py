"""Whether a sentence asserts a link, denies it, asks about it or supposes it: from the words in whose scope it stands."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.lexicon import Words

NEXT_TO = 4  # characters between a negative word and what it denies, where it denies only its neighbour
QUESTIONS = ("?", "？")


class Stance(StrEnum):
    """What a sentence does with a link. Only the first two become edges, the second without a sign."""

    ASSERTED = "asserted"
    ASSOCIATED = "associated"
    DENIED = "denied"
    ASKED = "asked"
    SUPPOSED = "supposed"


DRAWN = {Stance.ASSERTED, Stance.ASSOCIATED}  # as edges of the graph


def stance(scope: str, frame: str, behind: str, sentence: str, language: str, *, supposed: bool) -> Stance:
    """Give the stance towards a link: `scope` stands before it, `frame` is its own words, `behind` comes after."""
    words = lexicon().words[language]
    scope, frame, behind = (words.at("stances.affirmed").sub(_blank, text) for text in (scope, frame, behind))
    if sentence.rstrip("”’\"') ").endswith(QUESTIONS) or words.at("stances.asked").search(scope):
        return Stance.ASKED
    if supposed:
        return Stance.SUPPOSED
    told = _reported(language).sub(_blank, scope)
    open_, doubtful = (
        words.at("stances.possible").sub(_blank, scope),
        words.at("stances.possible").search(f"{told} {frame}"),
    )
    negations = _negations(open_, words) + _within(frame, words)
    if (negations + bool(words.at("stances.refuted").search(behind))) % 2:
        return Stance.DENIED
    hearsay = words.at("stances.hearsay").search(f"{scope} {frame}")
    if hearsay and words.at("stances.turned").search(
        sentence[sentence.find(behind.strip()) :] if behind.strip() else ""
    ):
        return Stance.DENIED
    return Stance.SUPPOSED if doubtful or hearsay else Stance.ASSERTED


@cache
def _reported(language: str) -> re.Pattern[str]:
    """Find the `would` of what somebody said would happen, which is no supposition."""
    return re.compile("|".join(lexicon().words[language].lists["stances"]["reported"]) or "(?!)", re.IGNORECASE)


def _negations(scope: str, words: Words) -> int:
    """Count the negative words that reach the end of the scope; those of `near` deny only what stands next to them."""
    far = words.at("stances.denied")
    rest = far.sub(_blank, scope)
    return len(far.findall(scope)) + sum(_reaches(m, rest) for m in words.at("stances.near").finditer(rest))


def _within(frame: str, words: Words) -> int:
    far = words.at("stances.denied")
    return len(far.findall(frame)) + len(words.at("stances.near").findall(far.sub(_blank, frame)))


def _reaches(match: re.Match[str], scope: str) -> bool:
    between = scope[match.end() :].strip()
    return len(between) <= (NEXT_TO if len(match[0]) > 1 else 1)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
