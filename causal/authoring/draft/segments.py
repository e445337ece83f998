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
LONGEST_SUBJECT = 60
BY = re.compile(r"\W*\w+\s(?:\w+ly\s)?by\b", re.IGNORECASE)
MARKS = r"[,;:][\"”]?(?=\s)|(?:(?<![的因后源键])，|，(?!\s?(?:正|恰恰|并)?(?:不是|是|非)))|[；：;?？!！()（）]|(?<=[\u3400-\u9fff])(?::|(?<![的因后源键]),|,(?!\s?(?:正|恰恰|并)?(?:不是|是|非)))|——|—|\s[–-]\s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A clause at `start` of its sentence, as long as it was."""

    start: int
    text: str


def segments(sentence: Sentence) -> list[Segment]:
    """Give the clauses of a sentence in order."""
    text = EXPLAINED.sub(r"\g<1>=", _without_asides(sentence.text, sentence.language))
    text = _kept(sentence.language).sub(_without_mark, text)
    found: list[Segment] = []
    at = 0
    for match in _splits(sentence.language).finditer(text):
        if text[at : match.start()].strip() and len(found) < MAXIMUM - 1:
            found.append(Segment(start=at, text=text[at : match.start()][:LONGEST]))
            at = match.end()
    found.append(Segment(start=at, text=text[at:][:LONGEST]))
    return found if lexicon().words[sentence.language].han else _with_subjects(found, sentence.language)


def _with_subjects(found: list[Segment], language: str) -> list[Segment]:
    """Put the subject in front of a verb that an aside sets apart from it: `a strong dollar, which hurts, was no factor`."""
    made = list(found)
    for i in range(2, len(found)):
        subject = found[i - 2].text
        if _is_parted(subject, found[i - 1].text, found[i].text, language):
            text = f"{subject.rstrip()} {found[i].text.lstrip()}"
            end = found[i].start + len(found[i].text)
            made[i] = Segment(start=max(0, end - len(text)), text=text[:LONGEST])
    return made


def _is_parted(subject: str, aside: str, text: str, language: str) -> bool:
    words = lexicon().words[language]
    finite = words.at("finite")
    verb = finite.match(text.strip()) and not BY.match(text)
    plain = (
        len(subject) < LONGEST_SUBJECT
        and not finite.search(subject)
        and not words.at("adjuncts").match(subject.strip())
    )
    return bool(verb) and plain and bool(words.at("relative").match(aside.strip()))


@cache
def _kept(language: str) -> re.Pattern[str]:
    """Find what a mark of punctuation does not part: `对一孩家庭，补贴没有影响`."""
    return re.compile("|".join(lexicon().words[language].lists["kept"]) or "(?!)", re.IGNORECASE)


def _without_mark(match: re.Match[str]) -> str:
    return re.sub(r"[,，]", " ", match[0])


@cache
def _splits(language: str) -> re.Pattern[str]:
    inner = lexicon().words[language].at("splits").pattern
    return re.compile(rf"{MARKS}|\s(?={inner})", re.IGNORECASE)


def _without_asides(text: str, language: str) -> str:
    opened = bool(lexicon().words[language].at("subordinate").match(text))
    blank = [" "] if not opened else [","]

    def space(match: re.Match[str]) -> str:
        mark = blank.pop() if blank and not re.search("[,;]", text[: match.start()]) else " "
        return mark + " " * (len(match[0]) - 1)

    return _asides(language).sub(space, text)


@cache
def _asides(language: str) -> re.Pattern[str]:
    """Find `, however,` and `, analysts said,`: what stands between two commas and says nothing of the matter."""
    words = lexicon().words[language]
    aside, said = words.at("asides").pattern, words.at("attributions").pattern
    if lexicon().words[language].han:
        return re.compile(
            rf"[，,][^，,。]{{1,8}}(?:{said})(?=[，,])|(?:像|如)[^，,。]{{2,10}}(?:的那样|那样|所说|一样)(?!的)"
        )
    named = r"(?:\s[\w.'’-]+){0,4}"
    return re.compile(rf",\s(?:{aside}|(?:[\w.'’-]+\s){{0,4}}{said}{named})\s?(?:,|(?=\.?$))", re.IGNORECASE)
