"""GraphML: types are kept, and nothing that could define an entity is read."""

from __future__ import annotations

import pytest

from causal.authoring.graph_formats import graph_formats
from causal.errors import CausalError

PLAIN = (
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/><node id="d"/>'
    '<edge source="a" target="b"/><edge source="a" target="c"/><edge source="b" target="d"/><edge source="c" target="d"/></graph></graphml>'
)
BAD = [
    "",
    "<graphml>",
    "<a/>",
    '<!DOCTYPE x [<!ENTITY y "z">]><graphml/>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="a"/></graph></graphml>',
]


def test_numbers_are_declared_as_numbers():
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b", lag=2, smallest_effect=0.25)
    read = graph_formats()["graphml"].read(graph_formats()["graphml"].write(graph))
    assert read.get_edge_data("a", "b")["0" if "0" in read["a"]["b"] else 0] == {"lag": 2, "smallest_effect": 0.25}


def test_entities_that_would_grow_are_refused_before_anything_is_parsed():
    bomb = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><graphml>&b;</graphml>'
    with pytest.raises(CausalError, match="document type"):
        graph_formats()["graphml"].read(bomb)
