"""The unrolling over lags, and what lies before it."""

from __future__ import annotations

import networkx as nx

from causal.inference import unrolled
from tests.worlds import graph, selected_by


def test_unrolled_graph_repeats_every_edge_at_every_lag_that_fits():
    declared = graph(["+x->y@2"], ["x->y@2"])
    drawn = unrolled.unroll(declared)
    reach = unrolled.depth(declared)
    assert nx.is_directed_acyclic_graph(drawn)
    assert sum(a.startswith("x") and b.startswith("y") for a, b in drawn.edges) == reach - 1


def test_the_past_joins_what_shares_an_ancestor_and_nothing_else():
    declared = graph(["a->x@1", "a->y@1", "b->z@1"], ["a->x@1"])
    reach = unrolled.depth(declared)
    drawn = unrolled.with_past(declared, unrolled.unroll(declared))
    assert nx.is_directed_acyclic_graph(drawn)
    assert not nx.is_d_separator(drawn, {f"x@{reach}"}, {f"y@{reach}"}, set())
    assert nx.is_d_separator(drawn, {"x@0", "y@0"}, {"z@0"}, set())


def test_a_graph_without_lags_has_no_past():
    declared = graph(["a->x", "x->y"], ["a->x", "x->y"], persistence=0)
    drawn = unrolled.unroll(declared)
    assert set(unrolled.with_past(declared, drawn).edges) == set(drawn.edges)


def test_the_nodes_that_chose_the_rows_are_those_of_every_row():
    declared = graph(["a->x", "x->s"], ["a->x"], latent=["s"])
    marked = selected_by(declared, "s")
    drawn = unrolled.unroll(marked)
    assert unrolled.selecting(marked, drawn) == {f"s@{k}" for k in range(unrolled.depth(marked) + 1)}
    assert unrolled.selecting(declared, drawn) == set()
