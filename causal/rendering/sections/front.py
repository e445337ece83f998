"""The front page: what is reviewed, the finding, how the claims stand, the graph and the event day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.figures import graph, scoreboard, waterfall
from causal.rendering.inline import link_to
from causal.rendering.pieces import ORDER, Captioned, Figure, badge, heads
from causal.rendering.shares import bars
from causal.verdict import SUPPORTING, Grounds

if TYPE_CHECKING:
    from causal.findings import Attribution
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.rendering.shares import Bar
    from causal.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many claims earned one grounds."""

    badge: Badge
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page. `waterfall` is None where the event day was not attributed; `unattributed` then says why."""

    review: Inline
    finding: tuple[str, ...]
    lead: str
    count_heads: tuple[str, ...]
    counts: tuple[Count, ...]
    scoreboard: Captioned
    graph: Captioned
    waterfall: Captioned | None
    unattributed: str
    how_title: str
    how: Inline
    article_title: str
    summary: str
    note: str


def front(report: Report, words: Catalogue) -> Front:
    """Give the front page."""
    article, said = report.study.article, finding(report, words)
    found = report.graph.attribution
    by_grounds = Counter(v.grounds for v in report.verdicts)
    counts = tuple(Count(badge=badge(words, g), claims=by_grounds[g]) for g in ORDER if by_grounds[g])
    review = {
        "article": link_to(article.url, article.title),
        "author": article.author,
        "outlet": article.outlet,
        "published": article.published.isoformat(),
    }
    reasons = words.parted(f.reason for f in report.graph.failures)
    return Front(
        review=words.inline("page.front.review", review),
        finding=said,
        lead=words.told(said),
        count_heads=heads(words, "grounds", "claims"),
        counts=counts,
        scoreboard=Captioned(figure=_scoreboard(counts, words), caption=words.inline("page.front.scoreboard")),
        graph=_graph(report, words),
        waterfall=None if found is None else _waterfall(report, found, words),
        unattributed=words.text("page.front.unattributed", {"reasons": reasons}) if found is None else "",
        how_title=words.text("page.front.how"),
        how=words.inline("page.front.verdict"),
        article_title=words.text("page.front.article"),
        summary=article.summary,
        note=article.note,
    )


def finding(report: Report, words: Catalogue) -> tuple[str, ...]:
    """Word the finding, a sentence an item."""
    supported = sum(v.grounds in SUPPORTING for v in report.verdicts)
    contradicted = sum(v.grounds is Grounds.CONTRADICTED for v in report.verdicts)
    whole = len(report.verdicts)
    counts = {
        "claims": whole,
        "supported": supported,
        "contradicted": contradicted,
        "rest": whole - supported - contradicted,
    }
    found = report.graph.attribution
    lines = [words.text("front.counts", counts), _chain(report, words)]
    return (*lines, *(() if found is None else (_carried(report, found, words),)))


def _chain(report: Report, words: Catalogue) -> str:
    """Word how many links of the stated chain are established, and what became of the others."""
    declared = report.study.graph
    links = [report.edge_verdict(declared.id, link) for link in declared.chain]
    broken = Counter(v.grounds.value for v in links if v.grounds not in SUPPORTING)
    if not broken:
        return words.text("front.chain_all", {"links": len(links)})
    kinds = words.listed(words.text("front.kind", {"count": n, "grounds": g}) for g, n in broken.items())
    established = len(links) - broken.total()
    return words.text("front.chain_some", {"links": len(links), "established": established, "grounds": kinds})


def _carried(report: Report, found: Attribution, words: Catalogue) -> str:
    """Word how much of the event day's move the chain carries."""
    measure = report.study.graph.variable(found.outcome).measure
    values = {
        "day": found.day,
        "outcome": words.variable(found.outcome),
        "move": found.move,
        "simple": found.simple,
        "unit": "" if measure is None else measure.unit,
        "through": found.through_chain,
        "low": found.through_chain_low,
        "high": found.through_chain_high,
        "level": found.level,
    }
    return words.text("front.carried", values)


def _scoreboard(counts: tuple[Count, ...], words: Catalogue) -> Figure:
    """Draw how many claims earned which grounds."""
    shown = [(c.badge.grounds.value, c.claims) for c in counts]
    said = words.listed(words.text("scoreboard.part", {"grounds": g, "count": n}) for g, n in shown)
    alt = words.text("scoreboard.alt", {"counts": said})
    return Figure(name="scoreboard", svg=scoreboard.draw(shown, words.word, alt), alt=alt)


def _graph(report: Report, words: Catalogue) -> Captioned:
    """Draw the article's graph, with what is held fixed and what nobody measured."""
    declared = report.study.graph
    grounds = {v.edge: v.grounds.value for v in report.edge_verdicts if v.graph == declared.id}
    said = words.parted(
        words.text(
            "graph.edge",
            {"cause": words.variable(e.treatment), "effect": words.variable(e.outcome), "grounds": grounds[e.id]},
        )
        for e in declared.claimed
    )
    alt = words.text("graph.alt", {"edges": said})
    svg = graph.draw(declared, report.graph, grounds, words.number, words, alt)
    caption = {
        "title": declared.title,
        "background": words.listed(_common_causes(report, words, seen=True)),
        "unseen": words.listed(_common_causes(report, words, seen=False)),
    }
    return Captioned(figure=Figure(name="graph", svg=svg, alt=alt), caption=(words.text("page.front.graph", caption),))


def _common_causes(report: Report, words: Catalogue, *, seen: bool) -> list[str]:
    """Label the common causes of the article's graph that are measured, or those that are not."""
    declared = report.study.graph
    names = dict.fromkeys(e.treatment for e in declared.edges if not e.claimed)
    return [words.variable(n) for n in names if (declared.variable(n).measure is not None) is seen]


def _waterfall(report: Report, found: Attribution, words: Catalogue) -> Captioned:
    """Draw the event day's move, with what it would have been without the cause's own shock."""
    study = report.study
    rows = tuple(_row(bar, words) for bar in bars(report, found))
    parts = words.parted(
        words.text(
            "waterfall.part",
            {
                "label": row.label,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "parts": words.listed(row.remarks),
            },
        )
        for row in rows
    )
    shown = {"move": found.move, "outcome": words.variable(found.outcome), "day": found.day}
    alt = words.text("waterfall.alt", {**shown, "parts": parts})
    svg = waterfall.draw(found.expected, found.move, rows, words, words.signed, alt)
    measure = study.graph.variable(study.graph.outcome).measure
    built = {
        "day": found.day,
        "outcome": study.graph.outcome,
        "unit": "" if measure is None else words.unit(measure.unit),
        "level": found.level,
        "hollow": any(row.hollow for row in rows),
        "joint": any(row.remarks for row in rows),
    }
    without = {
        "cause": words.variable(found.cause),
        "without": found.without_cause,
        "low": found.without_cause_low,
        "high": found.without_cause_high,
    }
    caption = words.told((words.text("page.front.waterfall", built), words.text("front.without", without)))
    return Captioned(figure=Figure(name="waterfall", svg=svg, alt=alt), caption=(caption,))


def _row(bar: Bar, words: Catalogue) -> waterfall.Row:
    """Word one bar of the event day's move."""
    *first, last = (words.variable(node) for node in bar.nodes)
    label = last
    if first:
        label = words.text("list.last", {"first": words.listed(first), "last": last})
        label = words.text("waterfall.together", {"labels": label})
    if bar.hollow:
        label = words.text("waterfall.if_holds", {"label": label})
    remarks = tuple(
        words.text("waterfall.of_which", {"label": words.variable(part.node), "low": part.low, "high": part.high})
        for part in bar.parts
    )
    return waterfall.Row(label=label, value=bar.value, low=bar.low, high=bar.high, hollow=bar.hollow, remarks=remarks)
