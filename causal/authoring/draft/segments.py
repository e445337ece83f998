"""A sentence -> the clauses in which links are looked for. Unlike `clauses`, they may be short, and asides are blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from causal.authoring.draft.lexicon import lexicon

if TYPE_CHECKING:
    from causal.authoring.draft.sentences import Sentence

MAXIMUM = 30  # clauses of a sentence; the last one holds the rest
LONGEST = 300  # characters of a clause; what stands behind is not read
EXPLAINED = re.compile(
    r"(\b(?:culprit|cause|reason|explanation|trigger|villain)(?: (?:is|was) (?:\w+ ){0,2}\w+)?):(?=\s)", re.IGNORECASE
)  # `the culprit: a worn seal` is one clause; the colon is written as `=`
MARKS = r"[,;:](?=\s)|(?:(?<![的因后源键])，|，(?!\s?(?:正|恰恰|并)?(?:不是|是|非)))|[；：;?？!！()（）]|(?<=[\u3400-\u9fff])(?::|(?<![的因后源键]),|,(?!\s?(?:正|恰恰|并)?(?:不是|是|非)))|——|—|\s[–-]\s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A clause at `start` of its sentence, as long as it was."""

    start: int
    text: str


def segments(sentence: Sentence) -> list[Segment]:
    """Give the clauses of a sentence in order."""
    text = EXPLAINED.sub(r"\g<1>=", _without_asides(sentence.text, sentence.language))
    found: list[Segment] = []
    at = 0
    for match in _splits(sentence.language).finditer(text):
        if text[at : match.start()].strip() and len(found) < MAXIMUM - 1:
            found.append(Segment(start=at, text=text[at : match.start()][:LONGEST]))
            at = match.end()
    return [*found, Segment(start=at, text=text[at:][:LONGEST])]


@cache
def _splits(language: str) -> re.Pattern[str]:
    inner = lexicon().words[language].at("splits").pattern
    return re.compile(rf"{MARKS}|\s(?={inner})", re.IGNORECASE)


def _without_asides(text: str, language: str) -> str:
    return _asides(language).sub(lambda match: " " * len(match[0]), text)


@cache
def _asides(language: str) -> re.Pattern[str]:
    """Find `, however,` and `, analysts said,`: what stands between two commas and says nothing of the matter."""
    words = lexicon().words[language]
    aside, said = words.at("asides").pattern, words.at("attributions").pattern
    if lexicon().words[language].han:
        return re.compile(rf"[，,][^，,。]{{1,8}}(?:{said})(?=[，,])")
    named = r"(?:\s[\w.'’-]+){0,4}"
    return re.compile(rf",\s(?:{aside}|(?:[\w.'’-]+\s){{0,4}}{said}{named})\s?(?:,|(?=\.?$))", re.IGNORECASE)
