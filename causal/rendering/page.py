"""What the templates are given: the report's records, ordered for the page, with their figures drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from causal.judgement import stated
from causal.rendering.figures import (
    contour,
    excerpt,
    graph,
    history,
    null_distribution,
    number_line,
    response,
    scoreboard,
    waterfall,
)
from causal.rendering.figures.svg import SYMBOLS
from causal.rendering.interactive import edges_of, interactive
from causal.rendering.known_misses import known_misses
from causal.rendering.typography import number, signed
from causal.verdict import PRECEDENCE, SUPPORTING, Grounds

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, GraphFindings
    from causal.rendering.catalogue import Catalogue
    from causal.report import Report
    from causal.study import Claim, Edge, Graph
    from causal.verdict import EdgeVerdict, Evidence, Test, Verdict

SIGNS = {"passed": "✓", "failed": "✗", "not applicable": "–", "not computed": "?"}
ORDER = (*(g for g in Grounds if g in SUPPORTING), *(g for g in PRECEDENCE if g not in SUPPORTING))
UNCARDED = frozenset({Grounds.NOT_CHECKABLE, Grounds.NOT_MEASURED})


class Pages:
    """Builds the context; keeps every figure it draws, by name, for export."""

    def __init__(self, report: Report, catalogue: Catalogue) -> None:
        self.report, self.words = report, catalogue
        self.figures: dict[str, str] = {}

    def keep(self, name: str, svg: str) -> Markup:
        """Keep a drawn figure and give it as markup; an empty one is left out."""
        if svg:
            self.figures[name] = svg
        return Markup(svg)  # noqa: S704 - drawn by this program, its texts escaped

    def context(self) -> dict[str, Any]:
        """Give everything the report template names."""
        report, study = self.report, self.report.study
        edges = [self.edge(e) for e in study.graph.claimed]
        anchors = {(study.graph.id, item["edge"].id): item["anchor"] for item in edges}
        claims = [self.claim(c, v, anchors) for c, v in zip(study.claims, report.verdicts, strict=True)]
        measure = study.graph.variable(study.graph.outcome).measure
        return {
            "report": report,
            "study": study,
            "rubric": report.rubric,
            "provenance": report.provenance,
            "finding": self.finding(),
            "figures": self.front(),
            "without": self.without(),
            "outcome_unit": "" if measure is None else self.words.unit(measure.unit),
            "claims": claims,
            "edges": edges,
            "accounts": [self.account(g, f) for g, f in zip((study.graph, *study.rivals), report.graphs, strict=True)],
            "background": self.common_causes(seen=True),
            "unseen": self.common_causes(seen=False),
            "background_edges": {e.id: self.arrow(study.graph, e) for e in study.graph.edges if not e.claimed},
            "contents": self.contents(edges),
            "thresholds": [
                (
                    self.words.known(f"threshold.{f.name}", f.name.replace("_", " ")),
                    f"{getattr(report.rubric, f.name):g}",
                )
                for f in fields(report.rubric)
            ],
            "wording": [
                (self.words.listed(row.words), row.example, self.words.text(f"stated.rule.{row.rule.value}"))
                for row in stated.TABLE
            ],
            "methods_used": self.methods_used(),
            "attempts": self.words.parted(self.refuter(name).lower() for name in report.brought.refuters),
            "lock_line": self.lock_line(),
            "shuffled_line": self.shuffled_line(),
            "calibration_lines": known_misses(self.words),
            **interactive(report, edges, self.words),
            "all_grounds": [g.value for g in ORDER],
            "supporting": {g.value for g in SUPPORTING},
            "symbols": SYMBOLS,
            "signs": SIGNS,
            "refuter_title": self.refuter,
            "refuter_count": len(report.brought.refuters),
            "known": self.words.texts,
            "test_title": self.test_title,
            "s": self.words.sentence,
            "said": lambda messages: self.words.told(map(self.words.sentence, messages)),
            "versions": self.words.listed(f"{name} {version}" for name, version in report.provenance.libraries),
            "t": self.words.text,
            "h": self.words.markup,
            "all_figures": self.figures,
        }

    def common_causes(self, *, seen: bool) -> list[str]:
        """Label the common causes of the article's graph that are measured, or those that are not."""
        graph = self.report.study.graph
        names = dict.fromkeys(e.treatment for e in graph.edges if not e.claimed)
        return [self.words.variable(n) for n in names if (graph.variable(n).measure is not None) is seen]

    def test_title(self, test: Test) -> str:
        """Word the name of a test; a link is named by its edge."""
        if test.edge:
            return self.words.text(f"test_title.{test.name}", {"edge": test.edge})
        return self.words.known(f"test_title.{test.name}", test.name.replace("_", " "))

    def refuter(self, name: str) -> str:
        """Word an attempt to refute."""
        return self.words.known(f"refuter_title.{name}", self.report.brought.refuters.get(name, name))

    def arrow(self, declared: Graph, edge: Edge) -> str:
        """Word an edge by the labels of its ends and its lag."""
        return self.words.lagged(
            f"{declared.variable(edge.treatment).label} → {declared.variable(edge.outcome).label}", edge.lag
        )

    # -- the front page

    def finding(self) -> list[str]:
        """Word the finding of the front page, a sentence an item."""
        report, study, t = self.report, self.report.study, self.words.text
        supported = sum(v.grounds in SUPPORTING for v in report.verdicts)
        contradicted = sum(v.grounds is Grounds.CONTRADICTED for v in report.verdicts)
        whole = len(report.verdicts)
        lines = [
            t(
                "front.counts",
                {
                    "claims": whole,
                    "supported": supported,
                    "contradicted": contradicted,
                    "rest": whole - supported - contradicted,
                },
            )
        ]
        links = [report.edge_verdict(study.graph.id, link) for link in study.graph.chain]
        broken = [v for v in links if v.grounds not in SUPPORTING]
        if broken:
            kinds = [
                t("front.kind", {"count": n, "grounds": g}) for g, n in Counter(v.grounds.value for v in broken).items()
            ]
            lines.append(
                t(
                    "front.chain_some",
                    {"links": len(links), "established": len(links) - len(broken), "grounds": self.words.listed(kinds)},
                )
            )
        else:
            lines.append(t("front.chain_all", {"links": len(links)}))
        if (found := report.graph.attribution) is not None:
            measure = study.graph.variable(found.outcome).measure
            lines.append(
                t(
                    "front.carried",
                    {
                        "day": found.day.isoformat(),
                        "outcome": self.words.variable(found.outcome),
                        "move": found.move,
                        "unit": "" if measure is None else measure.unit,
                        "through": found.through_chain,
                        "low": found.through_chain_low,
                        "high": found.through_chain_high,
                        "level": found.level,
                    },
                )
            )
        return lines

    def without(self) -> dict[str, Any]:
        """Give the numbers of the day without the cause's own shock."""
        found = self.report.graph.attribution
        if found is None:
            return {}
        return {
            "cause": self.words.variable(found.cause),
            "without": found.without_cause,
            "low": found.without_cause_low,
            "high": found.without_cause_high,
        }

    def front(self) -> dict[str, Markup]:
        """Draw the figures of the front page."""
        report, study, words = self.report, self.report.study, self.words
        by_grounds = Counter(v.grounds for v in report.verdicts)
        counts = [(g.value, by_grounds[g]) for g in ORDER if by_grounds[g]]
        alt = words.text(
            "scoreboard.alt",
            {
                "counts": words.listed(words.text("scoreboard.part", {"grounds": g, "count": n}) for g, n in counts),
            },
        )
        grounds = {v.edge: v.grounds.value for v in report.edge_verdicts if v.graph == study.graph.id}
        edges = words.parted(
            words.text(
                "graph.edge",
                {"cause": words.variable(e.treatment), "effect": words.variable(e.outcome), "grounds": grounds[e.id]},
            )
            for e in study.graph.claimed
        )
        drawn = {
            "scoreboard": self.keep("scoreboard", scoreboard.draw(counts, words.word, alt)),
            "graph": self.keep(
                "graph",
                graph.draw(
                    study.graph, report.graph, grounds, number, words, words.text("graph.alt", {"edges": edges})
                ),
            ),
            "waterfall": Markup(),
        }
        if (found := report.graph.attribution) is not None:
            parts = words.listed(
                words.text(
                    "waterfall.part", {"label": words.variable(c.node), "value": c.value, "low": c.low, "high": c.high}
                )
                for c in found.contributions
            )
            alt = words.text(
                "waterfall.alt",
                {
                    "move": found.move,
                    "outcome": words.variable(found.outcome),
                    "day": found.day.isoformat(),
                    "parts": parts,
                },
            )
            drawn["waterfall"] = self.keep("waterfall", waterfall.draw(found, words.variable, words, signed, alt))
        return drawn

    # -- edges

    def edge(self, edge: Edge) -> dict[str, Any]:
        """Give one asserted edge with its figures."""
        study, words = self.report.study, self.words
        declared = study.graph
        found, verdict = self.report.graph.edge(edge.id), self.report.edge_verdict(declared.id, edge.id)
        name = "edge-" + "".join(c if c.isalnum() else "-" for c in edge.id)
        return {
            "edge": edge,
            "found": found,
            "verdict": verdict,
            "anchor": name,
            "cause": declared.variable(edge.treatment),
            "effect": declared.variable(edge.outcome),
            "on_chain": edge.id in declared.chain,
            "excerpt": self.excerpt(name, declared, edge, found, verdict),
            "response": self.response(name, found),
            "contour": self.contour(name, found),
            "refutations": [{"one": r, "figure": self.null(name, found, r.name)} for r in found.refutations],
            "label": self.arrow(declared, edge),
            "words": words,
        }

    def excerpt(self, name: str, declared: Graph, edge: Edge, found: EdgeFindings, verdict: EdgeVerdict) -> Markup:
        """Draw the edge with its adjustment set."""
        if found.estimand is None:
            return Markup()
        held = (*found.estimand.instruments, *found.estimand.adjustment)
        alt = self.words.text(
            "excerpt.alt",
            {
                "cause": self.words.variable(edge.treatment),
                "effect": self.words.variable(edge.outcome),
                "held": self.words.listed(self.words.node(n) for n in held),
            },
        )
        svg = excerpt.draw(declared, edge, found.estimand, verdict.grounds.value, self.words.node, alt)
        return self.keep(f"{name}-graph", svg)

    def response(self, name: str, found: EdgeFindings) -> Markup:
        """Draw the response over the rows after the treatment."""
        if found.response is None:
            return Markup()
        effect = found.response.effect
        alt = self.words.text(
            "response.alt", {"last": found.response.horizons[-1], "first": effect[0], "final": effect[-1]}
        )
        return self.keep(f"{name}-response", response.draw(found.response, alt, self.words.ticks))

    def contour(self, name: str, found: EdgeFindings) -> Markup:
        """Draw the sensitivity contour."""
        if found.sensitivity is None:
            return Markup()
        alt = self.words.text("contour.alt", {"value": found.sensitivity.robustness_value})
        axes = {side: self.words.text(f"contour.{side}") for side in ("treatment", "outcome")}
        return self.keep(f"{name}-sensitivity", contour.draw(found.sensitivity, self.words.variable, axes, alt))

    def null(self, name: str, found: EdgeFindings, refuter: str) -> Markup:
        """Draw the null distribution of one refuter."""
        one = found.refutation(refuter)
        if one is None or one.distribution is None:
            return Markup()
        alt = self.words.text(
            "draws.alt",
            {
                "name": self.refuter(refuter),
                "draws": one.draws,
                "mean": one.distribution.mean,
                "sd": one.distribution.standard_deviation,
                "estimate": found.estimates[0].effect,
            },
        )
        return self.keep(
            f"{name}-{refuter}",
            null_distribution.draw(one.distribution, found.estimates[0].effect, alt, self.words.ticks),
        )

    # -- claims

    def claim(self, claim: Claim, verdict: Verdict, anchors: dict[tuple[str, str], str]) -> dict[str, Any]:
        """Give one claim with the parts of its evidence."""
        return {
            "claim": claim,
            "verdict": verdict,
            "anchor": f"claim-{claim.id}",
            "edges": edges_of(self.report, claim, verdict),
            "card": verdict.grounds not in UNCARDED or verdict.parts_supported > 0,
            "parts": [self.part(claim, i, e, anchors) for i, e in enumerate(verdict.evidence)],
        }

    def part(self, claim: Claim, position: int, one: Evidence, anchors: dict[tuple[str, str], str]) -> dict[str, Any]:
        """Give one part of a claim's evidence with its figures."""
        name = f"claim-{claim.id}-{position + 1}"
        graph_id, _, edge_id = one.edge.partition(":")
        anchor = anchors.get((graph_id, edge_id), "")
        shown = [
            replace(c, label=self.words.label(c.label))
            for c in one.comparisons
            if c.found is not None and c.interval is not None
        ]
        line = Markup()
        if shown:
            found = self.words.listed(
                self.words.text("line.part", {"found": c.found, "unit": c.unit, "label": c.label}) for c in shown
            )
            alt = self.words.text("line.alt", {"stated": shown[0].stated, "found": found})
            line = self.keep(name, number_line.draw(shown, self.words, alt))
        charts = []
        for k, chart in enumerate(one.charts[:1]):
            known = [x for x, y in zip(chart.x, chart.y, strict=True) if y is not None]
            at = dict(zip(chart.x, chart.y, strict=True)).get(chart.marked)
            alt = self.words.text(
                "history.alt",
                {
                    "label": chart.label,
                    "unit": self.words.unit(chart.unit or "none"),
                    "first": known[0] if known else "",
                    "last": known[-1] if known else "",
                    "value": "" if at is None else self.words.figure(at, chart.unit),
                },
            )
            if svg := history.draw(chart, alt, self.words.ticks):
                charts.append(
                    {"figure": self.keep(f"{name}-history-{k + 1}", svg), "label": chart.label, "unit": chart.unit}
                )
        label = ""
        if anchor:
            label = self.arrow(self.report.study.graph, self.report.study.graph.edge(edge_id))
        return {"one": one, "line": line, "history": charts, "edge_anchor": anchor, "edge_label": label}

    # -- the rest

    def account(self, declared: Graph, found: GraphFindings) -> dict[str, Any]:
        """Give one graph as a row of the comparison of accounts."""
        links = []
        for link in declared.chain:
            verdict, edge = self.report.edge_verdict(declared.id, link), found.edge(link)
            effect = ""
            if edge.estimates and edge.holm_low is not None and edge.holm_high is not None:
                effect = self.words.text(
                    "page.rivals.effect",
                    {"effect": edge.estimates[0].effect, "low": edge.holm_low, "high": edge.holm_high},
                )
            links.append(
                {"text": self.arrow(declared, declared.edge(link)), "grounds": verdict.grounds.value, "effect": effect}
            )
        return {
            "graph": declared,
            "found": found,
            "links": links,
            "established": sum(link["grounds"] == Grounds.EFFECT_ESTABLISHED.value for link in links),
            "rejected": sum(i.rejected for i in found.independences),
        }

    def contents(self, edges: list[dict[str, Any]]) -> list[tuple[str, str, bool]]:
        """List the sections: anchor, label, and whether it is a sub-entry."""
        names = ("claims", "cards", "rivals", "contradictions", "unchecked", "background", "methods", "data", "log")
        listed = [(name, self.words.text(f"page.{name}.title"), False) for name in names]
        return [listed[0], *((e["anchor"], e["label"], True) for e in edges), *listed[1:]]

    def methods_used(self) -> str:
        """Word which estimators ran."""
        used = dict.fromkeys(e.method for g in self.report.graphs for f in g.edges for e in f.estimates)
        known = self.report.brought.estimators
        titles = [self.words.known(f"estimator.{name}", known[name]) for name in used if name in known]
        if not titles:
            return self.words.text("page.methods.nothing_ran")
        return self.words.text("page.methods.ran", {"titles": self.words.parted(titles)})

    def shuffled_line(self) -> str:
        """Word how the article's graph fares beside shuffled copies of itself."""
        found = self.report.graph.shuffled
        if found is None:
            return self.words.text("shuffled.none")
        better = found.p_value <= 1.0 - self.report.rubric.level
        return self.words.text(f"shuffled.{'better' if better else 'no_better'}", asdict(found))

    def lock_line(self) -> str:
        """Word the state of the lock."""
        study = self.report.study
        if study.lock is None:
            return self.words.text("front.lock_none")
        kept = study.lock.digest == study.lock_digest
        return self.words.text(f"front.lock_{'kept' if kept else 'broken'}", {"on": study.lock.on.isoformat()})


def context_of(report: Report, catalogue: Catalogue) -> dict[str, Any]:
    """Give the whole context of the report's template."""
    return Pages(report, catalogue).context()
