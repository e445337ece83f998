"""A sentence -> its clauses, each with its figures, its dates and the signals of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.authoring.draft.dates import When, dates
from causal.authoring.draft.figures import Figure, figures
from causal.authoring.draft.lexicon import lexicon
from causal.authoring.draft.movements import moved

if TYPE_CHECKING:
    from causal.authoring.draft.sentences import Sentence

MAXIMUM = 30  # clauses of a sentence; the last one holds the rest
BREAK = re.compile(
    r"[,:](?=[\s@A-Za-z\u3400-\u9fff])|[;，；：?!？！]|——|—|\s[–-]\s|[(（](?=[^()（）]{0,40}[0-9])|(?<=[0-9%])[)）]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What stands between two marks of punctuation, at `start` of its sentence; `signals` are names of word lists."""

    start: int
    text: str
    signals: frozenset[str]
    figures: tuple[Figure, ...]
    dates: tuple[When, ...]

    @property
    def end(self) -> int:
        """Where it ends in its sentence."""
        return self.start + len(self.text)


def clauses(sentence: Sentence) -> list[Clause]:
    """Give the clauses of a sentence. A figure is never cut."""
    numbers, days = moved(sentence, figures(sentence)), dates(sentence)
    cuts = _cuts(sentence, [(f.start, f.end) for f in numbers])
    return [
        Clause(
            start=start,
            text=(text := sentence.text[start:end]),
            signals=signals(text, sentence.language),
            figures=tuple(f for f in numbers if start <= f.start < end),
            dates=tuple(d for d in days if start <= d.start < end),
        )
        for start, end in zip(cuts, [*cuts[1:], len(sentence.text)], strict=True)
    ]


def signals(text: str, language: str) -> frozenset[str]:
    """Give the names of the word lists that have a word in the text."""
    return frozenset(name for name, found in lexicon().words[language].signals.items() if found.search(text))


def _cuts(sentence: Sentence, kept: list[tuple[int, int]]) -> list[int]:
    """Give where clauses begin; a very short one belongs to the next."""
    cuts, shortest = [0], lexicon().words[sentence.language].shortest
    for match in BREAK.finditer(sentence.text):
        whole = all(not a < match.end() < b for a, b in kept)
        if whole and match.start() - cuts[-1] >= shortest and len(cuts) < MAXIMUM:
            cuts.append(match.end())
    return [cut for cut in cuts if cut == 0 or sentence.text[cut:].strip(" .。”’\"'")]
