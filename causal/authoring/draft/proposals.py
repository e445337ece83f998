"""Sentences -> proposed claims: one for each link, figure clause and record, one a sentence for each other kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.authoring.draft.clauses import clauses
from causal.authoring.draft.connectives import last_said, links
from causal.authoring.draft.kinds import Kind, kind
from causal.authoring.draft.stances import DRAWN, Stance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from causal.authoring.draft.clauses import Clause
    from causal.authoring.draft.connectives import Link
    from causal.authoring.draft.dates import When
    from causal.authoring.draft.figures import Figure
    from causal.authoring.draft.sentences import Sentence

BY_CLAUSE = {Kind.NUMERIC, Kind.RECORD, Kind.ARITHMETIC, Kind.FORECAST}
STATED = {Kind.RECORD, Kind.ARITHMETIC}  # what stands beside a causal link in its clause
CONTEXT = {
    Kind.POSITIONING,
    Kind.OPTION,
    Kind.COMPARISON,
    Kind.OPINION,
    Kind.EDGE,
}  # without a figure, a link's own context

OPEN = {Kind.RIVAL, Kind.COUNTERFACTUAL, Kind.FORECAST, Kind.EDGE, Kind.OPINION}  # can hold a link that is not asserted


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A claim to be read and reworded by a person. `signals` are the word lists that were met."""

    sentence: Sentence
    kind: Kind
    signals: frozenset[str] = frozenset()
    figures: tuple[Figure, ...] = ()
    dates: tuple[When, ...] = ()
    link: Link | None = None
    clause: str = ""

    @property
    def text(self) -> str:
        """The words of its clause, or of its sentence."""
        return self.clause or self.sentence.text


def proposals(sentences: Sequence[Sentence]) -> list[Proposal]:
    """Give the proposed claims of an article, in the order of its sentences."""
    found: list[Proposal] = []
    before = ""
    for sentence in sentences:
        parts = clauses(sentence)
        found.extend(_of_sentence(sentence, parts, links(sentence, before)))
        before = last_said(sentence)
    return found


def _of_sentence(sentence: Sentence, parts: Sequence[Clause], found: Sequence[Link]) -> list[Proposal]:
    stated = [link for link in found if link.stance in DRAWN]
    causal = [_causal(sentence, parts, link) for link in stated]
    linked = {clause.start for clause in parts for link in stated if clause.start <= link.at < clause.end}
    plain = [made for clause in parts if (made := _plain(sentence, clause, linked=clause.start in linked))]
    beside = [p for p in plain if not causal or p.figures or p.kind not in CONTEXT]
    kept = _leading(_merged(beside), alone=not causal)
    for link in found:
        if link.stance not in DRAWN:
            kept = _with_open(sentence, parts, kept, link)
    return [*causal, *kept]


def _with_open(sentence: Sentence, parts: Sequence[Clause], kept: list[Proposal], link: Link) -> list[Proposal]:
    """Put a link that is not asserted on the claim of its clause that can hold it, or on a claim of its own."""
    clause = _clause_of(parts, link)
    free = [i for i, p in enumerate(kept) if p.link is None]
    at = next((i for i in free if kept[i].clause == clause.text), next((i for i in free if kept[i].kind in OPEN), None))
    if at is not None:
        return [*kept[:at], replace(kept[at], link=link), *kept[at + 1 :]]
    kind = Kind.RIVAL if link.stance is Stance.DENIED else Kind.EDGE
    return [*kept, replace(_causal(sentence, parts, link), kind=kind)]


def _causal(sentence: Sentence, parts: Sequence[Clause], link: Link) -> Proposal:
    clause = _clause_of(parts, link)
    return Proposal(sentence=sentence, kind=Kind.EDGE, signals=clause.signals, dates=clause.dates, link=link)


def _clause_of(parts: Sequence[Clause], link: Link) -> Clause:
    return next((c for c in parts if c.start <= link.at < c.end), parts[-1])


def _plain(sentence: Sentence, clause: Clause, *, linked: bool) -> Proposal | None:
    found = kind(clause)
    if found is None or (linked and found not in STATED and not clause.figures):
        return None
    return Proposal(
        sentence=sentence,
        kind=found,
        signals=clause.signals,
        figures=clause.figures,
        dates=clause.dates,
        clause=clause.text,
    )


def _merged(plain: Iterable[Proposal]) -> list[Proposal]:
    """Join what one sentence says of one kind; clauses with figures, and records, stay apart."""
    kept: list[Proposal] = []
    for one in plain:
        at = next((i for i, other in enumerate(kept) if _joins(other, one)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = replace(
                kept[at],
                signals=kept[at].signals | one.signals,
                figures=kept[at].figures + one.figures,
                dates=kept[at].dates + one.dates,
            )
    return kept


def _leading(plain: Sequence[Proposal], *, alone: bool) -> list[Proposal]:
    """Leave out what only goes with a stronger claim of the sentence: an opinion, or a fact without figure or date."""
    strong = [p for p in plain if p.kind is not Kind.OPINION and (p.kind is not Kind.NUMERIC or p.figures or p.dates)]
    return strong or (list(plain) if alone else [])


def _joins(other: Proposal, one: Proposal) -> bool:
    apart = one.kind in BY_CLAUSE and bool((one.figures and other.figures) or one.kind is Kind.RECORD)
    return other.kind is one.kind and not apart
