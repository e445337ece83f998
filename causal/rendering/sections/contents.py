"""The list of sections, and the claims that are supported and contradicted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.verdict import SUPPORTING, Grounds

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.sections.claims import ClaimRow
    from causal.rendering.sections.edges import EdgePage
    from causal.rendering.sections.rival_edges import RivalEdges

SECTIONS = (
    "claims",
    "cards",
    "rivals",
    "contradictions",
    "unchecked",
    "background",
    "glossary",
    "methods",
    "data",
    "log",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the contents: a place of the page; `sub` stands under a line before, `apart` in what the report in print leaves out."""

    anchor: str
    label: str
    sub: bool = False
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A claim in one line, and where its evidence stands."""

    anchor: str
    claim: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The list of sections, and which claims are supported and which contradicted; `none` where there is no such claim."""

    title: str
    entries: tuple[Entry, ...]
    supported_title: str
    supported: tuple[Brief, ...]
    contradicted_title: str
    contradicted: tuple[Brief, ...]
    none: str


def contents(words: Catalogue, edges: Sequence[EdgePage], rivals: RivalEdges, claims: Sequence[ClaimRow]) -> Contents:
    """Give the contents; the edges' pages follow the table of claims, the article's before the rivals'."""
    first, *rest = (Entry(anchor=name, label=words.text(f"page.{name}.title")) for name in SECTIONS)
    theirs = (Entry(anchor="rival-links", label=rivals.title, apart=True),) if rivals.rows else ()
    return Contents(
        title=words.text("page.contents.title"),
        entries=(
            first,
            *(Entry(anchor=e.anchor, label=f"{e.number} · {e.label}", sub=True) for e in edges),
            *theirs,
            *(Entry(anchor=e.anchor, label=f"{e.number} · {e.label}", sub=True, apart=True) for e in rivals.pages),
            *rest,
        ),
        supported_title=words.text("page.contents.supported"),
        supported=_with(claims, SUPPORTING),
        contradicted_title=words.text("page.contents.contradicted"),
        contradicted=_with(claims, {Grounds.CONTRADICTED}),
        none=words.text("page.none"),
    )


def _with(claims: Sequence[ClaimRow], grounds: Collection[Grounds]) -> tuple[Brief, ...]:
    return tuple(Brief(anchor=c.anchor, claim=c.claim, text=c.text) for c in claims if c.badge.grounds in grounds)
