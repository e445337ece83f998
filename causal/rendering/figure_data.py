"""The numbers that each figure draws, as a table a figure: the report's own records, at full precision, for reuse elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.messages import text_of
from causal.rendering.exhibits import exhibits
from causal.rendering.pieces import ORDER
from causal.rendering.shares import bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import Attribution, EdgeFindings, Estimand, Histogram, Plot, Response, Sensitivity
    from causal.report import Report
    from causal.study import Edge, Graph
    from causal.verdict import Chart, Comparison, Evidence

Cell = str | float | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and rows; a cell is None where there is no value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def figure_data(report: Report) -> dict[str, Table]:
    """Give the table of every figure that the report can have, by the figure's name."""
    tables = {"scoreboard": _scoreboard(report), "graph": _graph(report)}
    if report.graph.attribution is not None:
        tables["waterfall"] = _waterfall(report, report.graph.attribution)
    for one in exhibits(report):
        if one.whole:
            tables.update(_edge(one.place, one.graph, one.edge, one.found))
    for verdict in report.verdicts:
        for position, part in enumerate(verdict.evidence, start=1):
            tables.update(_part(f"claim-{verdict.claim}-{position}", part))
    return tables


def _scoreboard(report: Report) -> Table:
    """Count the claims that earned each grounds, in the order of the figure."""
    counts = Counter(v.grounds for v in report.verdicts)
    return Table(
        columns=("verdict", "grounds", "claims"),
        rows=tuple((g.word.value, g.value, counts[g]) for g in ORDER if counts[g]),
    )


def _graph(report: Report) -> Table:
    """List the asserted edges with their estimates; the interval is Holm's where there is one."""
    graph, rows = report.study.graph, []
    for edge in graph.claimed:
        found, verdict = report.graph.edge(edge.id), report.edge_verdict(graph.id, edge.id)
        effect, low, high, level = found.judged
        rows.append(
            (
                edge.id,
                graph.variable(edge.treatment).label,
                graph.variable(edge.outcome).label,
                edge.lag,
                edge.sign,
                edge.id in graph.chain,
                verdict.grounds.value,
                effect,
                low,
                high,
                level,
            )
        )
    columns = (
        "edge",
        "cause",
        "outcome",
        "lag",
        "stated sign",
        "on the chain",
        "grounds",
        "effect",
        "low",
        "high",
        "level",
    )
    return Table(columns=columns, rows=tuple(rows))


def _waterfall(report: Report, found: Attribution) -> Table:
    """List what was expected, what the shocks did, what each of several nodes may have given, and the whole move."""
    graph = report.study.graph

    def label(nodes: tuple[str, ...]) -> str:
        return " + ".join(graph.variable(node).label for node in nodes)

    rows: list[tuple[Cell, ...]] = [("expected", "", "", found.expected, None, None, None, None)]
    for bar in bars(report, found):
        kind = "if the arrow holds" if bar.hollow else "contribution" if len(bar.nodes) == 1 else "together"
        rows.append(
            (kind, " ".join(bar.nodes), label(bar.nodes), bar.value, bar.low, bar.high, found.level, bar.hollow)
        )
        rows += [("of which", p.node, label((p.node,)), None, p.low, p.high, None, None) for p in bar.parts]
    rows.append(("move", found.outcome, label((found.outcome,)), found.move, None, None, None, None))
    columns = ("what", "variable", "label", "value", "low", "high", "level", "hollow")
    return Table(columns=columns, rows=tuple(rows))


def _edge(name: str, graph: Graph, edge: Edge, found: EdgeFindings) -> dict[str, Table]:
    """Give the tables of one edge's figures, which are named after its place."""
    tables = {}
    if found.estimand is not None:
        tables[f"{name}-graph"] = _excerpt(graph, edge, found.estimand)
    if found.response is not None:
        tables[f"{name}-response"] = _response(found.response)
    if found.sensitivity is not None:
        tables[f"{name}-sensitivity"] = _sensitivity(found.sensitivity)
    for plot in found.plots:
        tables[f"{name}-{plot.name}"] = _plot(plot)
    for one in found.refutations:
        if one.distribution is not None:
            tables[f"{name}-{one.name}"] = _null(one.distribution, found.estimates[0].effect)
    return tables


def _excerpt(graph: Graph, edge: Edge, estimand: Estimand) -> Table:
    """List the two ends of an edge and the nodes between which it is seen; a lag counts rows back from the outcome's."""
    role, held = ("held fixed", estimand.adjustment) if estimand.adjustment else ("instrument", estimand.instruments)
    split = [node.rpartition("@") for node in held]
    rows = [
        ("cause", edge.treatment, edge.lag),
        ("outcome", edge.outcome, 0),
        *((role, variable, int(lag)) for variable, _, lag in split),
    ]
    return Table(
        columns=("role", "variable", "label", "lag"),
        rows=tuple((part, node, graph.variable(node).label, lag) for part, node, lag in rows),
    )


def _response(found: Response) -> Table:
    rows = zip(found.horizons, found.effect, found.low, found.high, strict=True)
    return Table(
        columns=("rows after", "effect", "low", "high", "level"), rows=tuple((*row, found.level) for row in rows)
    )


def _sensitivity(found: Sensitivity) -> Table:
    """List the effect left at each point of the grid, then the benchmarks."""
    rows: list[tuple[Cell, ...]] = [
        ("grid", "", x, y, left, None, None)
        for y, line in zip(found.contour_y, found.contour, strict=True)
        for x, left in zip(found.contour_x, line, strict=True)
    ]
    rows += [
        (
            "benchmark",
            b.covariate or "the least that the rubric asks",
            b.treatment_r2,
            b.outcome_r2,
            b.effect,
            b.low,
            b.high,
        )
        for b in found.benchmarks
    ]
    columns = (
        "what",
        "covariate",
        "partial R2 with the treatment",
        "partial R2 with the outcome",
        "effect left",
        "low",
        "high",
    )
    return Table(columns=columns, rows=tuple(rows))


def _plot(found: Plot) -> Table:
    """List the points of each strand of a study design's figure, with their intervals where they have them."""
    rows: list[tuple[Cell, ...]] = []
    for one in found.strands:
        known = zip(one.low, one.high, strict=True) if one.low else ((None, None),) * len(one.x)
        rows += [(one.label, x, y, low, high) for x, y, (low, high) in zip(one.x, one.y, known, strict=True)]
    return Table(columns=("strand", "x", "y", "low", "high"), rows=tuple(rows))


def _null(found: Histogram, estimate: float) -> Table:
    """List the bins, then the estimate that they are set against."""
    bins: Sequence[tuple[Cell, ...]] = [
        ("draws", low, high, count)
        for low, high, count in zip(found.edges, found.edges[1:], found.counts, strict=False)
    ]
    return Table(columns=("what", "from", "to", "count"), rows=(*bins, ("estimate", estimate, estimate, None)))


def _part(name: str, part: Evidence) -> dict[str, Table]:
    """Give the tables of one part of a claim's evidence."""
    shown = [c for c in part.comparisons if c.found is not None and c.interval is not None]
    tables = {name: _number_line(shown)} if shown else {}
    return {**tables, **{f"{name}-history-{k}": _history(chart) for k, chart in enumerate(part.charts, start=1)}}


def _number_line(shown: Sequence[Comparison]) -> Table:
    rows = [
        (
            text_of(c.label),
            c.stated,
            c.interval.low if c.interval else None,
            c.interval.high if c.interval else None,
            c.found,
            c.low,
            c.high,
            c.unit,
            c.period,
            text_of(c.source.label),
            c.source.counted,
            c.agrees.value,
        )
        for c in shown
    ]
    columns = (
        "label",
        "stated",
        "stated from",
        "stated to",
        "found",
        "found from",
        "found to",
        "unit",
        "at",
        "source",
        "counted",
        "outcome",
    )
    return Table(columns=columns, rows=tuple(rows))


def _history(chart: Chart) -> Table:
    """List the series by time, then a second series where there is one; the stated figure's bounds stand in every row."""
    stated = (None, None) if chart.stated is None else (chart.stated.low, chart.stated.high)
    series = [(chart.label, chart.y), *([(chart.other_label, chart.other)] if chart.other else [])]
    rows = tuple(
        (text_of(label), at, value, chart.unit, at == chart.marked, *stated)
        for label, values in series
        for at, value in zip(chart.x, values, strict=True)
    )
    return Table(columns=("series", "at", "value", "unit", "marked", "stated from", "stated to"), rows=rows)
