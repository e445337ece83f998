"""The hard words of a report in plain ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue

PREFIX, TERM, MEANING = "glossary.", ".term", ".meaning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A hard word, and what it means in plain ones."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The words that are explained, in the order of the language's list."""

    title: str
    lead: str
    entries: tuple[Explained, ...]


def glossary(words: Catalogue) -> Glossary:
    """Give the glossary of a language."""
    names = [key.removesuffix(TERM) for key in words.texts if key.startswith(PREFIX) and key.endswith(TERM)]
    return Glossary(
        title=words.text("page.glossary.title"),
        lead=words.text("page.glossary.lead"),
        entries=tuple(Explained(term=words.text(name + TERM), meaning=words.text(name + MEANING)) for name in names),
    )
