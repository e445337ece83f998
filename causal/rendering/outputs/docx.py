"""For a word processor: the front page, the table of claims and a card a claim, to be edited by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.inline import Link, Mark, Marked, plain
from causal.rendering.outputs import Output

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from causal.rendering.inline import Inline
    from causal.rendering.outputs import Given
    from causal.rendering.page import Page
    from causal.rendering.sections.cards import Card, Part
    from causal.rendering.sections.claims import ClaimRow
    from causal.rendering.sections.unchecked import UncheckedRow
    from causal.rendering.word import Cell, Manuscript

COUNTS, CLAIMS = (4, 1), (2, 2, 16, 6, 2, 3)  # widths of the columns, in parts of the line
COLUMNS = len(CLAIMS)  # of the table of claims: the last one of the page, a page number, is left out


def files(given: Given) -> dict[str, bytes]:
    """Give the document; raise DataError where the library is not installed."""
    from causal.rendering.word import Manuscript

    page = given.page
    text = Manuscript(
        language=page.language,
        title=page.title,
        author=page.publisher or "causal",
        source_date=given.report.provenance.source_date,
        places=[row.anchor for row in page.claims.rows],
    )
    _front(text, page)
    _claims(text, page)
    _cards(text, page, {claim.id: claim.override.by for claim in given.report.study.claims if claim.override})
    text.footer(page.stamp)
    return {OUTPUT.place: text.content()}


def _front(text: Manuscript, page: Page) -> None:
    """Write the title, the article, the finding, how the claims stand, and the graph."""
    from causal.rendering.figure_files import png
    from causal.rendering.pdf import font_files

    front = page.front
    text.heading((page.title,), 0)
    text.paragraph(front.review, "Subtitle")
    text.paragraph((front.lead,), "Body Text")
    text.table(front.count_heads, ([((one.badge,),), ((str(one.claims),),)] for one in front.counts), COUNTS)
    text.picture(png(front.graph.figure.svg, tuple(font_files().values())), front.graph.figure.alt)
    text.paragraph(front.graph.caption, "Caption")
    for said in (front.summary, front.note):
        if said:
            text.paragraph((said,))


def _claims(text: Manuscript, page: Page) -> None:
    """Write the table of every claim; its name leads to its card."""
    text.heading((page.claims.title,), 1)
    text.paragraph(page.claims.caption, "Caption")
    text.table(page.claims.heads[:COLUMNS], (_row(one) for one in page.claims.rows), CLAIMS)


def _row(one: ClaimRow) -> tuple[Cell, ...]:
    link = Link(to=f"#{one.anchor}", parts=(one.claim,))
    remarks = tuple((said,) for said in (one.parts, one.editor) if said)
    return (
        ((link,),),
        ((one.paragraph,),),
        ((one.text,), (Marked(mark=Mark.EMPHASIS, parts=(one.found,)),)),
        ((one.badge,), *remarks),
        ((one.score,),),
        ((one.strength,),),
    )


def _cards(text: Manuscript, page: Page, signed: Mapping[str, str]) -> None:
    """Write a card for each claim, in the order of the article: its evidence, or why it could not be tested.

    An editor's decision is a comment on the verdict that it overrides, by the name in `signed`, and stands in the card, too.
    """
    tested = {card.claim: card for card in page.cards.cards}
    untested = {row.claim: row for row in page.unchecked.rows}
    text.heading((page.cards.title,), 1)
    for row in page.claims.rows:
        text.heading((f"{row.claim} ", row.badge), 2, row.anchor)
        if override := _override(tested, untested, row.claim):
            text.comment(override, signed.get(row.claim, ""))
        text.paragraph((row.text,), "Quote")
        said = _tested(tested[row.claim]) if row.claim in tested else _untested(untested[row.claim])
        for one in said:
            text.paragraph(one)
        _drawn(text, tested.get(row.claim))


def _drawn(text: Manuscript, card: Card | None) -> None:
    """Write the figures of a card, with what stands under them."""
    from causal.rendering.figure_files import png
    from causal.rendering.pdf import font_files

    fonts = tuple(font_files().values())
    for part in card.parts if card else ():
        if part.line:
            text.picture(png(part.line.svg, fonts), part.line.alt)
        for one in part.histories:
            text.picture(png(one.figure.svg, fonts), one.figure.alt)
            if one.caption:
                text.paragraph(one.caption, "Caption")


def _override(tested: Mapping[str, Card], untested: Mapping[str, UncheckedRow], claim: str) -> Inline:
    return tested[claim].override if claim in tested else untested[claim].editor


def _tested(card: Card) -> Iterator[Inline]:
    """Give the paragraphs of a claim that was tested."""
    yield (" · ".join(card.notes),)
    if card.override:
        yield card.override
    for part in card.parts:
        yield from _part(part, several=len(card.parts) > 1)
    yield from (one for one in (*card.remarks, card.remark) if one)


def _part(part: Part, *, several: bool) -> Iterator[Inline]:
    named: Inline = (f"{part.symbol} ", Marked(mark=Mark.STRONG, parts=(part.says,)), " ") if several else ()
    yield (*named, part.reason)
    tests: Inline = tuple(piece for test in part.tests for piece in (f"{test.sign} ", *test.text, " "))
    if plain((*tests, *part.sources)).strip():
        yield (*tests, *part.sources)


def _untested(row: UncheckedRow) -> Iterator[Inline]:
    """Give the paragraphs of a claim that could not be tested."""
    if row.editor:
        yield row.editor
    for one in row.reasons:
        named: Inline = (Marked(mark=Mark.STRONG, parts=(one.says,)), " ") if one.says else ()
        yield (*named, one.reason)
    yield from ((one,) for one in (*row.would_change, row.note) if one)


OUTPUT = Output(title="Document for a word processor", place="report.docx", files=files)
