"""The front page: what is reviewed, the finding, how the claims stand, the graph and the event day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.effects import beside_an_arrow
from causal.rendering.figures import graph, scoreboard
from causal.rendering.inline import link_to
from causal.rendering.pieces import ORDER, Captioned, Figure, badge, heads
from causal.rendering.sections.event import carried, drawn
from causal.rendering.sections.finding import denied, finding
from causal.study import NodeKind
from causal.verdict import Grounds

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Badge, Inline
    from causal.rendering.sections.finding import Denied
    from causal.report import Report
    from causal.study import Edge


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many claims earned one grounds."""

    badge: Badge
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page. `waterfall` is None where the event day was not attributed; `unattributed` then says why, and `event` is empty."""

    review: Inline
    finding: tuple[str, ...]
    lead: str
    denied_title: str
    denied: tuple[Denied, ...]
    event: str
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
        denied_title=words.text("page.front.denied"),
        denied=denied(report, words),
        event="" if found is None else carried(report, found, words),
        count_heads=heads(words, "grounds", "claims"),
        counts=counts,
        scoreboard=Captioned(figure=_scoreboard(counts, words), caption=words.inline("page.front.scoreboard")),
        graph=_graph(report, words),
        waterfall=None if found is None else drawn(report, found, words),
        unattributed=words.text("page.front.unattributed", {"reasons": reasons}) if found is None else "",
        how_title=words.text("page.front.how"),
        how=words.inline("page.front.verdict"),
        article_title=words.text("page.front.article"),
        summary=article.summary,
        note=article.note,
    )


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
    labels = {e.id: _label(report, e, words) for e in declared.claimed}
    svg = graph.draw(declared, labels, words, alt)
    shown = {report.edge_verdict(declared.id, e.id).grounds for e in declared.claimed}
    caption = {
        "title": declared.title,
        "links": len(declared.claimed),
        "level": report.rubric.level,
        "established": Grounds.EFFECT_ESTABLISHED in shown,
        "together": Grounds.ASSOCIATION_ONLY in shown,
        "latent": any(v.kind is NodeKind.LATENT for v in declared.claimed_ends),
        "failing": words.parted(_clear_and_failing(report, words)),
        "stand_ins": words.parted(_stand_ins(report, words)),
        "past": any(e.estimand is not None and e.estimand.past for e in report.graph.edges),
        "background": words.listed(_common_causes(report, words, seen=True)),
        "unseen": words.listed(_common_causes(report, words, seen=False)),
    }
    return Captioned(figure=Figure(name="graph", svg=svg, alt=alt), caption=(words.text("page.front.graph", caption),))


def _label(report: Report, edge: Edge, words: Catalogue) -> graph.Label:
    """Word an edge's estimate and its interval, its verdict and its strength."""
    declared, found = report.study.graph, report.graph.edge(edge.id)
    verdict = report.edge_verdict(declared.id, edge.id)
    judged = {
        "grounds": verdict.grounds.value,
        "strength": verdict.strength.value if verdict.strength else "",
    }
    effect, low, high, _ = found.judged
    if effect is None or low is None or high is None:
        return graph.Label(effect=words.text("graph.no_estimate"), **judged)
    measures = [declared.variable(name).measure for name in (edge.treatment, edge.outcome)]
    cause, outcome = ("" if one is None else one.difference_unit for one in measures)
    size, per = beside_an_arrow(words, effect, low, high, (cause, outcome))
    return graph.Label(effect=size, per=per, **judged)


def _common_causes(report: Report, words: Catalogue, *, seen: bool) -> list[str]:
    """Label the common causes of the article's graph that are measured, or those that are not."""
    declared = report.study.graph
    boxes = {v.name for v in declared.claimed_ends}
    names = dict.fromkeys(e.treatment for e in declared.edges if not e.claimed and e.treatment not in boxes)
    return [words.variable(n) for n in names if (declared.variable(n).measure is not None) is seen]


def _stand_ins(report: Report, words: Catalogue) -> list[str]:
    """Word what each box that nobody can measure is seen through."""
    return [
        words.text("graph.stand_in", {"label": words.variable(v.name), "measure": v.measure.label})
        for v in report.study.graph.claimed_ends
        if v.kind is NodeKind.PROXY and v.measure is not None
    ]


def _clear_and_failing(report: Report, words: Catalogue) -> list[str]:
    """Word the links whose interval leaves zero out and which are undecided all the same, each with the tests that it fails."""
    declared, said = report.study.graph, []
    for edge in declared.claimed:
        found, verdict = report.graph.edge(edge.id), report.edge_verdict(declared.id, edge.id)
        failed = [test.name for test in verdict.tests if test.outcome is Outcome.FAILED]
        low, high = found.holm_low, found.holm_high
        if verdict.grounds is not Grounds.INCONCLUSIVE or not failed or low is None or high is None:
            continue
        if low > 0 or high < 0:
            values = {
                "cause": words.variable(edge.treatment),
                "effect": words.variable(edge.outcome),
                "failed": failed,
            }
            said.append(words.text("graph.failing", values))
    return said
