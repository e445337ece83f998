"""What the appendix says of itself, and the report of the appendix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """The appendix's title and first sentence; `edges` heads the edges in brief, and the others lead to the appendix."""

    title: str
    lead: str
    edges: str
    methods: str
    data: str


def appendix(words: Catalogue, title: str) -> Appendix:
    """Give what is said of the appendix of the report with this title."""
    return Appendix(
        title=words.text("page.appendix.title", {"title": title}),
        lead=words.text("page.appendix.lead"),
        edges=words.text("page.edges.title"),
        methods=words.text("page.appendix.methods"),
        data=words.text("page.appendix.data"),
    )
