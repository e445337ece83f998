"""The article's chain beside its rivals, and statements of the article that cannot both hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import Noted, heads
from causal.rendering.sections.rival_edges import link_row
from causal.verdict import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from causal.findings import GraphFindings
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.exhibits import Exhibit
    from causal.rendering.inline import Inline
    from causal.rendering.sections.rival_edges import LinkRow
    from causal.report import Report
    from causal.study import Graph

COLUMNS = ("account", "links")
COMPARED = ("carried", "independences", "held_out", "better")  # columns that only some kinds of rows have


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One graph as a row of the comparison of accounts; `compared` are its cells in the columns that the table has."""

    title: str
    note: str
    links: tuple[LinkRow, ...]
    established: str
    compared: tuple[Noted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """The article's chain beside its rivals, the article's first; `more` says where the tests of the links stand in full."""

    title: str
    lead: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[AccountRow, ...]
    held_out: str
    more: str
    totals: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictions:
    """Statements of the article that cannot both hold; `none` where none was found."""

    title: str
    found: tuple[Inline, ...]
    none: str


def rivals(report: Report, words: Catalogue, shown: Sequence[Exhibit]) -> Rivals:
    """Give the comparison of accounts, in the columns in which any of them has a value."""
    accounts = list(zip((report.study.graph, *report.study.rivals), report.graphs, strict=True))
    columns = tuple(name for name in COMPARED if any(_has(found, name) for found in report.graphs))
    return Rivals(
        title=words.text("page.rivals.title"),
        lead=words.text("page.rivals.lead"),
        caption=words.text("page.rivals.caption"),
        heads=heads(words, *COLUMNS, *columns),
        rows=tuple(_account(report, words, (declared, found), columns, shown) for declared, found in accounts),
        held_out=words.text("page.rivals.held_out") if "held_out" in columns else "",
        more=words.text("page.appendix.rival_edges") if report.study.rivals else "",
        totals=tuple(_total(words, declared, found) for declared, found in accounts if found.total),
    )


def _has(found: GraphFindings, column: str) -> bool:
    """Whether a graph has a value in that column."""
    values = {
        "carried": found.attribution,
        "independences": found.independences or None,
        "held_out": found.held_out_r2,
        "better": found.beside,
    }
    return values[column] is not None


def _account(
    report: Report,
    words: Catalogue,
    account: tuple[Graph, GraphFindings],
    columns: Iterable[str],
    shown: Iterable[Exhibit],
) -> AccountRow:
    declared, found = account
    own = {one.edge.id: one for one in shown if one.graph.id == declared.id}
    links = tuple(link_row(words, own[link]) for link in declared.chain)
    established = sum(x.badge.grounds is Grounds.EFFECT_ESTABLISHED for x in links)
    cell = {"carried": _carried, "independences": _rejected, "held_out": _held_out, "better": _better}
    return AccountRow(
        title=declared.title,
        note=declared.note,
        links=links,
        established=_share(words, established, len(links)),
        compared=tuple(cell[name](report, words, found) for name in columns),
    )


def _share(words: Catalogue, part: int, whole: int) -> str:
    return words.text("page.rivals.share", {"part": part, "whole": whole})


def _rejected(_: Report, words: Catalogue, found: GraphFindings) -> Noted:
    """Say how many of the independences that the graph implies the data reject."""
    return Noted(text=_share(words, sum(i.rejected for i in found.independences), len(found.independences)))


def _held_out(_: Report, words: Catalogue, found: GraphFindings) -> Noted:
    """Give the share of the variance of rows held out that the graph predicts."""
    known = found.held_out_r2
    return Noted(text=words.word("not computed") if known is None else words.number(known))


def _carried(report: Report, words: Catalogue, found: GraphFindings) -> Noted:
    """Say which share of the event day's move the chain carries."""
    day = found.attribution
    if day is None:
        return Noted(text=words.word("not computed" if report.study.event else "not applicable"))
    part, *ends = (
        words.text("page.rivals.carried", {"carried": carried, "move": day.move})
        for carried in (
            day.through_chain,
            *sorted((day.through_chain_low, day.through_chain_high), reverse=day.move < 0),
        )
    )
    span = words.text("range", {"low": ends[0], "high": ends[1]})
    return Noted(text=part, notes=(span,) if len(set(ends)) > 1 else ())


def _better(report: Report, words: Catalogue, found: GraphFindings) -> Noted:
    """Say by how much the article's graph predicts better than this one."""
    beside = found.beside
    if beside is None:
        return Noted(text="–" if found is report.graph else words.word("not computed"))
    span = {"low": words.signed(beside.low), "high": words.signed(beside.high)}
    notes = (words.text("range", span), words.text("page.rivals.rows", {"rows": beside.rows}))
    return Noted(text=words.signed(beside.gain), notes=notes)


def _total(words: Catalogue, declared: Graph, found: GraphFindings) -> Inline:
    """Word the total effect of a graph's first node on the outcome."""
    assert found.total is not None
    assert found.total_estimand is not None
    values = {
        "title": declared.title,
        "effect": found.total.effect,
        "low": found.total.low,
        "high": found.total.high,
        "rows": found.total.rows,
        "held": words.listed(words.node(n) for n in found.total_estimand.adjustment),
    }
    return words.inline("page.rivals.total", values)


def contradictions(report: Report, words: Catalogue) -> Contradictions:
    """Give the contradictions inside the article."""
    return Contradictions(
        title=words.text("page.contradictions.title"),
        found=tuple(
            words.inline(
                "page.contradictions.one", {"claims": words.listed(c.claims), "message": words.sentence(c.message)}
            )
            for c in report.contradictions
        ),
        none=words.text("page.contradictions.none"),
    )
