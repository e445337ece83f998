"""The page as one record: what it says, section by section, worded and drawn, and nothing of how it is set.

Every output draws this. Numbers are texts by now, figures are SVG, running text is plain, or `Inline` where it holds links
or emphasis; a field that is empty has nothing to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.exhibits import exhibits
from causal.rendering.sections.appendix import appendix
from causal.rendering.sections.background import background
from causal.rendering.sections.cards import cards, drawings
from causal.rendering.sections.claims import claims, controls
from causal.rendering.sections.contents import contents
from causal.rendering.sections.data import data
from causal.rendering.sections.edges import edges
from causal.rendering.sections.front import front
from causal.rendering.sections.glossary import glossary
from causal.rendering.sections.log import log
from causal.rendering.sections.methods import methods
from causal.rendering.sections.rival_edges import rival_edges
from causal.rendering.sections.rivals import contradictions, rivals
from causal.rendering.sections.unchecked import unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from causal.rendering.catalogue import Catalogue
    from causal.rendering.pieces import Figure
    from causal.rendering.sections.appendix import Appendix
    from causal.rendering.sections.background import Background
    from causal.rendering.sections.cards import Cards, Drawn
    from causal.rendering.sections.claims import Claims, Controls
    from causal.rendering.sections.contents import Contents
    from causal.rendering.sections.data import Data
    from causal.rendering.sections.edges import EdgePage
    from causal.rendering.sections.front import Front
    from causal.rendering.sections.glossary import Glossary
    from causal.rendering.sections.log import Log
    from causal.rendering.sections.methods import Methods
    from causal.rendering.sections.rival_edges import RivalEdges
    from causal.rendering.sections.rivals import Contradictions, Rivals
    from causal.rendering.sections.unchecked import Unchecked
    from causal.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page. `language` is its tag; `drawn` are all its figures, those that no section shows included."""

    language: str
    title: str
    publisher: str
    stamp: str
    front: Front
    contents: Contents
    claims: Claims
    edges: tuple[EdgePage, ...]
    rival_edges: RivalEdges
    cards: Cards
    rivals: Rivals
    contradictions: Contradictions
    unchecked: Unchecked
    background: Background
    glossary: Glossary
    methods: Methods
    data: Data
    log: Log
    appendix: Appendix
    controls: Controls
    drawn: tuple[Figure, ...]


def page_of(report: Report, words: Catalogue) -> Page:
    """Give the page of a report, in the catalogue's words."""
    ours, made = report.brought, report.provenance
    first, table, shown = front(report, words), claims(report, words), exhibits(report)
    pages, theirs = edges(report, words, [one for one in shown if not one.rival]), rival_edges(report, words, shown)
    drawn = drawings(report, words)
    stamp = {"version": made.causal, "rubric": made.rubric_digest, "data": made.frame_digest}
    return Page(
        language=words.text("page.lang"),
        title=report.study.title,
        publisher=report.study.publisher,
        stamp=words.text("page.stamp", stamp),
        front=first,
        contents=contents(words, pages, theirs, table.rows),
        claims=table,
        edges=pages,
        rival_edges=theirs,
        cards=cards(report, words, drawn, shown),
        rivals=rivals(report, words, shown),
        contradictions=contradictions(report, words),
        unchecked=unchecked(report, words),
        background=background(report, words),
        glossary=glossary(words),
        methods=methods(report, words, ours),
        data=data(report, words),
        log=log(report, words),
        appendix=appendix(words, report.study.title),
        controls=controls(words, table.rows),
        drawn=tuple(_figures((*pages, *theirs.pages), drawn, first)),
    )


def _figures(pages: Sequence[EdgePage], drawn: Mapping[str, Sequence[Drawn]], first: Front) -> Iterator[Figure]:
    """Give every figure: the edges', the claims', those of the front page."""
    for page in pages:
        yield from page.drawn
    for parts in drawn.values():
        for one in parts:
            yield from () if one.line is None else (one.line,)
            yield from (history.figure for history in one.histories)
    yield from (first.scoreboard.figure, first.graph.figure)
    yield from () if first.waterfall is None else (first.waterfall.figure,)
