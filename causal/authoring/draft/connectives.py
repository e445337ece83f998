"""Causal sentences: which phrase is said to cause which, found at their connectives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from causal.authoring.draft.clauses import signals
from causal.authoring.draft.lexicon import Script, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from causal.authoring.draft.clauses import Clause
    from causal.authoring.draft.lexicon import Words
    from causal.authoring.draft.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One stated cause and effect; `at` is where its connective stands in the sentence. `sign` 0: the words tell none."""

    at: int
    connective: str
    cause: str
    effect: str
    sign: int


def links(sentence: Sentence, parts: Sequence[Clause], before: str = "") -> list[Link]:
    """Give the causal links that a sentence states, one a clause; `before` ends the sentence before it."""
    words = lexicon().words[sentence.language]
    texts = [before, *(words.blocked.sub(_blank, part.text) for part in parts), ""]
    found = [
        link
        for i, part in enumerate(parts, start=1)
        if "rival" not in part.signals
        for link in _in_clause(words, sentence.language, part.start, texts[i - 1 : i + 2], first=i == 1)
    ]
    return [link for link in found if link.cause and link.effect and link.cause != link.effect]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _in_clause(words: Words, language: str, start: int, texts: Sequence[str], *, first: bool) -> Iterator[Link]:
    """Give the link of the middle one of three clauses: passive voice, a reason, a result or an active verb."""
    before, text, after = texts
    if match := words.passive.search(text):
        effect = _first_said(language, text[: match.start()], before)
        yield _link(language, start + match.start(), match[0], match["cause"], effect)
    elif match := words.because.search(text):
        head, tail = text[: match.start()], text[match.end() :]
        if not _says(tail, language):  # "has to do with": the cause stands before
            cause, effect = head, before
        else:
            cause, effect = tail, _first_said(language, head, after if first else before)
        yield _link(language, start + match.start(), match[0], cause, effect)
    elif match := words.results.search(text):
        yield _link(
            language, start + match.start(), match[0], before, _first_said(language, text[match.end() :], after)
        )
    elif match := words.causes.search(text):
        head, tail = text[: match.start()], text[match.end() :]
        cause, effect = _first_said(language, head, before), _first_said(language, tail, after)
        yield _link(language, start + match.start(), match[0], cause, effect)


def _first_said(language: str, text: str, other: str) -> str:
    return text if _says(text, language) else other


def _says(text: str, language: str) -> bool:
    """Whether a piece holds a word that names something."""
    return bool(content(text, language))


def content(text: str, language: str) -> list[str]:
    """Give the words that name something: where words are not set apart, pairs of neighbouring characters."""
    words = lexicon().words[language]
    if words.script is Script.LATIN:
        found = re.findall(r"[^\W\d_][\w'-]*", text.lower())
        return [word.removesuffix("'s") for word in found if word not in words.stop and len(word) > 1]
    runs = re.findall(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9_-]*", words.small.sub(" ", text))
    return [piece for run in runs for piece in ([run] if run.isascii() else map("".join, pairwise(run)))]


def _link(language: str, at: int, connective: str, cause: str, effect: str) -> Link:
    cause, effect = phrase(cause, language, last=True), phrase(effect, language, last=False)
    return Link(
        at=at, connective=connective, cause=cause, effect=effect, sign=_sign(cause, f"{connective} {effect}", language)
    )


def _sign(cause: str, effect: str, language: str) -> int:
    """Give 1 where cause and effect move the same way, -1 where they do not, 0 where the words tell no direction."""
    one, other = _direction(cause, language), _direction(effect, language)
    return one * other if one else other


def _direction(text: str, language: str) -> int:
    found = signals(text, language) & {"up", "down"}
    return 0 if len(found) != 1 else 1 if "up" in found else -1


EDGES = ' .,;:。，；：、!?！？()（）"”“—–-'


def phrase(text: str, language: str, *, last: bool) -> str:
    """Give a short name for what a piece of text speaks of: its last words, or its first, without small words around."""
    known = lexicon().words[language]
    if known.script is Script.HAN:
        return _stripped(_cut(text.strip(EDGES), known.longest, last=last), known)
    stop = known.stop
    words = re.findall(r"[\w$€£%°'’.,/-]*[\w%]", text)
    while words and words[0].lower() in stop:
        words = words[1:]
    words = words[-known.longest :] if last else words[: known.longest]
    while words and words[0].lower() in stop:
        words = words[1:]
    while words and words[-1].lower() in stop:
        words = words[:-1]
    return " ".join(words)


def _cut(text: str, longest: int, *, last: bool) -> str:
    """Cut a text of Han characters at its quotes and lists, then to length, never within a Latin word."""
    short = re.split(r"[、“”‘’\"]", text)[-1 if last else 0]
    if len(short) <= longest:
        return short
    cut = short[-longest:] if last else short[:longest]
    return re.sub(r"^[A-Za-z0-9.%]+" if last else r"[A-Za-z0-9.%]+$", "", cut)


def _stripped(text: str, words: Words) -> str:
    """Take small words off both ends of a phrase of Han characters."""
    small = words.small.pattern
    return re.sub(rf"^(?:{small}|\s)++|(?:{small}|\s)++$", "", text).strip(EDGES)
