"""The graph against the data: the edges that it assumes, and the independences that it implies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from causal.findings import Strategy
from causal.rendering.pieces import Row, arrow, heads

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, Independence
    from causal.rendering.catalogue import Catalogue
    from causal.report import Report

SMALLEST = 8  # independences that are listed


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedRow:
    """An edge that the graph assumes: effect, interval and rows, or `why` there is no estimate."""

    label: str
    cells: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The graph against the data; `none` where no edge is assumed."""

    title: str
    assumed_title: str
    assumed_heads: tuple[str, ...]
    assumed: tuple[AssumedRow, ...]
    none: str
    independences_title: str
    said: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def background(report: Report, words: Catalogue) -> Background:
    """Give the edges assumed and the independences with the smallest p-values."""
    declared, found = report.study.graph, report.graph
    labels = {e.id: arrow(words, declared, e) for e in declared.edges if not e.claimed}
    tested = found.independences
    rejected = {"count": len(tested), "rejected": sum(i.rejected for i in tested)}
    said = (
        words.text("page.background.rejected", rejected),
        _shuffled(report, words),
        words.text("page.background.smallest"),
    )[: 3 if tested else 1]
    return Background(
        title=words.text("page.background.title"),
        assumed_title=words.text("page.background.assumed"),
        assumed_heads=heads(words, "edge", "effect", "interval", "rows"),
        assumed=tuple(_assumed(words, labels[e.edge], e) for e in found.edges if e.edge in labels),
        none=words.text("page.none"),
        independences_title=words.text("page.background.independences"),
        said=words.told(said) if tested else words.text("page.none"),
        heads=heads(words, "independent", "given", "correlation", "p", "rejected"),
        rows=tuple(_independence(words, i) for i in sorted(tested, key=lambda i: i.p_value)[:SMALLEST]),
    )


def _assumed(words: Catalogue, label: str, found: EdgeFindings) -> AssumedRow:
    if not found.estimates:
        seen = found.estimand is not None and found.estimand.strategy is not Strategy.NONE
        why = found.failures[0].reason if found.failures else words.word("not computed" if seen else "not identified")
        return AssumedRow(label=label, cells=(), why=why)
    first = found.estimates[0]
    span = words.text("range", {"low": words.number(first.low), "high": words.number(first.high)})
    return AssumedRow(label=label, cells=(words.number(first.effect), span, str(found.rows)))


def _independence(words: Catalogue, tested: Independence) -> Row:
    given = words.listed(words.node(n) for n in tested.given) or words.text("page.background.nothing")
    answer = words.text(f"page.background.{'yes' if tested.rejected else 'no'}")
    pair = words.parted(words.node(n) for n in (tested.x, tested.y))
    return Row(cells=(pair, given, words.number(tested.correlation, 2), words.p_cell(tested.p_value), answer))


def _shuffled(report: Report, words: Catalogue) -> str:
    """Word how the article's graph fares beside shuffled copies of itself."""
    found = report.graph.shuffled
    if found is None:
        return words.text("shuffled.none")
    better = found.p_value <= 1.0 - report.rubric.level
    return words.text(f"shuffled.{'better' if better else 'no_better'}", asdict(found))
