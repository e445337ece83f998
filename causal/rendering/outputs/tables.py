"""The report's tables as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.messages import text_of
from causal.rendering.comma_separated import table
from causal.rendering.outputs import Output

if TYPE_CHECKING:
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.outputs import Given
    from causal.report import Report


def files(given: Given) -> dict[str, bytes]:
    """Give each table as a CSV file."""
    found = tables(given.report, given.words)
    return {f"{OUTPUT.place}/{name}.csv": text.encode() for name, text in found.items()}


def tables(report: Report, catalogue: Catalogue) -> dict[str, str]:
    """Give each table's CSV text by name."""
    claims = [
        (
            c.id,
            c.paragraph,
            c.kind,
            c.text,
            v.word.value,
            v.grounds.value,
            v.score,
            v.strength.value if v.strength else "",
            v.parts_supported,
            v.parts,
            catalogue.sentence(v.reason),
        )
        for c, v in zip(report.study.claims, report.verdicts, strict=True)
    ]
    figures = [
        (
            v.claim,
            e.check,
            text_of(c.label),
            c.stated,
            c.found,
            c.low,
            c.high,
            c.unit,
            c.period,
            text_of(c.source.label),
            c.agrees.value,
        )
        for v in report.verdicts
        for e in v.evidence
        for c in e.comparisons
    ]
    estimates = [
        (
            f.graph,
            f.edge,
            e.method,
            e.effect,
            e.standard_error,
            e.low,
            e.high,
            e.level,
            e.p_value,
            e.rows,
            e.first,
            e.last,
        )
        for g in report.graphs
        for f in g.edges
        for e in f.estimates
    ]
    edges = [
        (v.graph, v.edge, v.grounds.value, v.score, t.name, t.outcome.value, catalogue.sentence(t.message))
        for v in report.edge_verdicts
        for t in v.tests
    ]
    refutations = [
        (f.graph, f.edge, r.name, r.outcome.value, r.effect, r.low, r.high, r.p_value, r.draws)
        for g in report.graphs
        for f in g.edges
        for r in f.refutations
    ]
    return {
        "claims": table(
            (
                "claim",
                "paragraph",
                "kind",
                "text",
                "verdict",
                "grounds",
                "score",
                "strength",
                "parts supported",
                "parts",
                "reason",
            ),
            claims,
        ),
        "figures": table(
            ("claim", "check", "label", "stated", "found", "low", "high", "unit", "at", "source", "outcome"), figures
        ),
        "estimates": table(
            (
                "graph",
                "edge",
                "method",
                "effect",
                "standard error",
                "low",
                "high",
                "level",
                "p",
                "rows",
                "first",
                "last",
            ),
            estimates,
        ),
        "tests": table(("graph", "edge", "grounds", "score", "test", "outcome", "what was seen"), edges),
        "refutations": table(
            ("graph", "edge", "attempt", "outcome", "effect", "low", "high", "p", "draws"), refutations
        ),
    }


OUTPUT = Output(title="Tables (CSV)", place="tables", files=files, usual=True)
