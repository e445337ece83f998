"""The article's chain beside its rivals, and statements of the article that cannot both hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.pieces import Noted, arrow, badge, heads, strength
from causal.verdict import Grounds

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, GraphFindings
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.report import Report
    from causal.study import Graph

COLUMNS = ("account", "chain", "links", "carried", "independences", "held_out", "better")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow:
    """One link of a chain, with its effect where there is one."""

    text: str
    badge: Badge
    strength: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """One graph as a row of the comparison of accounts."""

    title: str
    note: str
    links: tuple[LinkRow, ...]
    established: str
    carried: Noted
    rejected: str
    held_out: str
    better: Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Rivals:
    """The article's chain beside its rivals, the article's first."""

    title: str
    lead: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[AccountRow, ...]
    held_out: str
    totals: tuple[Inline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictions:
    """Statements of the article that cannot both hold; `none` where none was found."""

    title: str
    found: tuple[Inline, ...]
    none: str


def rivals(report: Report, words: Catalogue) -> Rivals:
    """Give the comparison of accounts."""
    accounts = list(zip((report.study.graph, *report.study.rivals), report.graphs, strict=True))
    return Rivals(
        title=words.text("page.rivals.title"),
        lead=words.text("page.rivals.lead"),
        caption=words.text("page.rivals.caption"),
        heads=heads(words, *COLUMNS),
        rows=tuple(_account(report, words, declared, found) for declared, found in accounts),
        held_out=words.text("page.rivals.held_out"),
        totals=tuple(_total(words, declared, found) for declared, found in accounts if found.total),
    )


def _account(report: Report, words: Catalogue, declared: Graph, found: GraphFindings) -> AccountRow:
    links = tuple(_link(report, words, declared, found.edge(link)) for link in declared.chain)
    held_out = found.held_out_r2
    return AccountRow(
        title=declared.title,
        note=declared.note,
        links=links,
        established=_share(words, sum(x.badge.grounds is Grounds.EFFECT_ESTABLISHED for x in links), len(links)),
        carried=_carried(report, words, found),
        rejected=_share(words, sum(i.rejected for i in found.independences), len(found.independences)),
        held_out=words.word("not computed") if held_out is None else words.number(held_out),
        better=_better(report, words, found),
    )


def _share(words: Catalogue, part: int, whole: int) -> str:
    return words.text("page.rivals.share", {"part": part, "whole": whole})


def _link(report: Report, words: Catalogue, declared: Graph, found: EdgeFindings) -> LinkRow:
    effect = ""
    if found.estimates and found.holm_low is not None and found.holm_high is not None:
        values = {"effect": found.estimates[0].effect, "low": found.holm_low, "high": found.holm_high}
        effect = words.text("page.rivals.effect", values)
    verdict = report.edge_verdict(declared.id, found.edge)
    text = arrow(words, declared, declared.edge(found.edge))
    return LinkRow(
        text=text, badge=badge(words, verdict.grounds), strength=strength(words, verdict.strength), effect=effect
    )


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
