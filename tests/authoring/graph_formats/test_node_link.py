"""Node-link JSON: networkx's own function reads what is written, and both of its names for edges are read."""

from __future__ import annotations

import json

import networkx as nx
import pytest

from causal.authoring.graph_formats import graph_formats

PLAIN = (
    '{"directed": true, "nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}], "links": [{"source": "a", "target": "b"}, '
    '{"source": "a", "target": "c"}, {"source": "b", "target": "d"}, {"source": "c", "target": "d"}]}'
)
BAD = [
    "",
    "[]",
    "{}",
    '{"directed": false, "nodes": [], "links": []}',
    '{"nodes": [1], "links": []}',
    '{"nodes": [{"id": "a"}], "links": [{}]}',
    "[" * 100_000,
]


def test_networkx_reads_what_is_written():
    graph = nx.MultiDiGraph(title="T")
    graph.add_edge("a", "b", sign=1)
    read = nx.node_link_graph(json.loads(graph_formats()["node_link"].write(graph)), edges="edges")
    assert nx.utils.graphs_equal(read, graph)


@pytest.mark.parametrize("key", ["edges", "links"])
def test_both_names_of_edges_are_read(key):
    text = json.dumps(nx.node_link_data(nx.DiGraph([("a", "b")]), edges=key))
    assert list(graph_formats()["node_link"].read(text).edges()) == [("a", "b")]
