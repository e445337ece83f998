"""Every figure has its table, and the table holds the report's own numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from causal.rendering.catalogue import catalogue_of
from causal.rendering.figure_data import figure_data
from causal.rendering.page import page_of
from causal.rendering.shares import bars
from tests.fake_report import EVENT, fake_report, without_attribution

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def report():
    return fake_report()


@pytest.fixture(scope="module")
def data(report):
    return figure_data(report)


def column(table, name, **where):
    wanted = table.columns.index(name)
    at = {table.columns.index(k): v for k, v in where.items()}
    return [row[wanted] for row in table.rows if all(row[k] == v for k, v in at.items())]


@pytest.mark.parametrize("change", [lambda r: r, without_attribution])
def test_every_figure_that_is_drawn_has_a_table_and_the_other_way_round(report, change):
    made = change(report)
    drawn = page_of(made, catalogue_of(made)).drawn
    assert set(figure_data(made)) == {figure.name for figure in drawn}
    assert len(drawn) > 20


def test_every_row_has_every_column(data):
    for name, table in data.items():
        assert table.rows, name
        assert {len(row) for row in table.rows} == {len(table.columns)}, name
        assert len(set(table.columns)) == len(table.columns), name


def test_the_scoreboard_counts_every_claim_once(report, data):
    counts = Counter(v.grounds.value for v in report.verdicts)
    assert dict(zip(column(data["scoreboard"], "grounds"), column(data["scoreboard"], "claims"), strict=True)) == counts
    assert column(data["scoreboard"], "verdict", grounds="figures agree") == ["supported"]
    assert column(data["scoreboard"], "verdict", grounds="contradicted") == ["not supported"]


def test_the_graph_lists_the_edges_with_the_interval_that_is_judged(report, data):
    graph = data["graph"]
    assert column(graph, "edge") == [e.id for e in report.study.graph.claimed]
    for found in report.graph.edges[: len(graph.rows)]:
        first = found.estimates[0] if found.estimates else None
        assert column(graph, "effect", edge=found.edge) == [first and first.effect]
        assert column(graph, "low", edge=found.edge) == [first and found.holm_low]
        assert column(graph, "level", edge=found.edge) == [first and found.holm_level]
    assert column(graph, "lag", edge="fuel->rates@1") == [1]
    assert column(graph, "on the chain", edge="fuel->rates@1") == [False]


def test_an_edge_without_holms_interval_has_its_own(report):
    plain = tuple(replace(e, holm_low=None, holm_high=None, holm_level=None) for e in report.graph.edges)
    table = figure_data(replace(report, graph=replace(report.graph, edges=plain)))["graph"]
    first = report.graph.edge("fuel->mood").estimates[0]
    assert column(table, "low", edge="fuel->mood") == [first.low]
    assert column(table, "level", edge="fuel->mood") == [first.level]


def test_the_waterfall_ends_in_the_move(report, data):
    found, table = report.graph.attribution, data["waterfall"]
    made = bars(report, found)
    drawn = [row for row in table.rows if row[table.columns.index("hollow")] is not None]
    assert [row[table.columns.index("variable")] for row in drawn] == [" ".join(bar.nodes) for bar in made]
    assert [row[table.columns.index("low")] for row in drawn] == [bar.low for bar in made]
    assert column(table, "variable", what="together") == ["quotes rates"]
    assert column(table, "variable", what="of which") == ["quotes"]
    assert column(table, "variable", what="if the arrow holds") == ["fuel", "mood", "bookings", "trade", "weather"]
    assert column(table, "hollow", what="contribution") == [False] * len(column(table, "hollow", what="contribution"))
    values = [value for value in column(table, "value")[:-1] if value is not None]
    assert sum(values) == pytest.approx(found.move)
    assert column(table, "value", what="expected") == [found.expected]
    assert column(table, "value", what="move") == [found.move]


def test_the_grid_of_the_contour_keeps_its_axes(report, data):
    found = report.graph.edge("fuel->mood").sensitivity
    table = data["edge-fuel--mood-sensitivity"]
    assert len(column(table, "effect left", what="grid")) == len(found.contour_x) * len(found.contour_y)
    for i, y in enumerate(found.contour_y):
        for j, x in enumerate(found.contour_x):
            at = {"what": "grid", "partial R2 with the treatment": x, "partial R2 with the outcome": y}
            assert column(table, "effect left", **at) == [found.contour[i][j]]
    assert column(table, "effect left", what="benchmark") == [b.effect for b in found.benchmarks]


def test_draws_and_response_are_the_records(report, data):
    found = report.graph.edge("fuel->mood")
    null = found.refutation("placebo").distribution
    table = data["edge-fuel--mood-placebo"]
    assert column(table, "count", what="draws") == list(null.counts)
    assert column(table, "from", what="draws") + column(table, "to", what="draws")[-1:] == list(null.edges)
    assert column(table, "from", what="estimate") == [found.estimates[0].effect]
    table = data["edge-fuel--mood-response"]
    assert [row[:4] for row in table.rows] == list(
        zip(found.response.horizons, found.response.effect, found.response.low, found.response.high, strict=True)
    )


def test_the_excerpt_lists_what_is_held(report, data):
    held = report.graph.edge("fuel->mood").estimand.adjustment
    table = data["edge-fuel--mood-graph"]
    assert [f"{v}@{lag}" for role, v, _, lag in table.rows if role == "held fixed"] == list(held)
    assert column(table, "variable", role="cause") == ["fuel"]
    assert column(data["edge-fuel--mood-graph"], "label", role="outcome") == [report.study.graph.variable("mood").label]


def test_comparisons_and_series_are_the_records(report, data):
    compared = report.verdicts[2].evidence[0].comparisons
    table = data["claim-C03-1"]
    assert column(table, "found") == [c.found for c in compared] == [1561.0, 1640.0]
    assert column(table, "stated from") == [1545.0, 1545.0]
    assert column(table, "source") == [c.source.label for c in compared]
    chart = report.verdicts[0].evidence[0].charts[0]
    table = data["claim-C01-1-history-1"]
    assert tuple(column(table, "value")) == chart.y
    assert None in chart.y
    assert column(table, "at", marked=True) == [EVENT.isoformat()]


def test_a_second_series_follows_the_first(report):
    first = report.verdicts[0]
    part = first.evidence[0]
    chart = replace(part.charts[0], other=tuple(range(len(part.charts[0].x))), other_label="Fuel")
    changed = replace(first, evidence=(replace(part, charts=(chart,)),))
    table = figure_data(replace(report, verdicts=(changed, *report.verdicts[1:])))["claim-C01-1-history-1"]
    assert tuple(column(table, "value", series="Fuel")) == chart.other
    assert tuple(column(table, "value", series=chart.label)) == chart.y
