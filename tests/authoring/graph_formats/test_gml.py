"""GML: labels are names there, and an id serves where there are none."""

from __future__ import annotations

from causal.authoring.graph_formats import graph_formats

PLAIN = (
    'graph [ directed 1 node [ id 1 label "a" ] node [ id 2 label "b" ] node [ id 3 label "c" ] node [ id 4 label "d" ] '
    "edge [ source 1 target 2 ] edge [ source 1 target 3 ] edge [ source 2 target 4 ] edge [ source 3 target 4 ] ]"
)
BAD = [
    "",
    "graph [ node [ id 1",
    'graph [ node [ id 1 label "a" ] node [ id 2 label "b" ] edge [ source 1 target 2 ] ]',
    "graph " + "[ a " * 3000,
]


def test_nodes_without_a_label_go_by_their_id():
    read = graph_formats()["gml"].read("graph [ directed 1 node [ id 1 ] node [ id 2 ] edge [ source 1 target 2 ] ]")
    assert list(read.edges()) == [("1", "2")]


def test_other_programs_see_the_name_of_a_variable_as_its_label():
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_node("price", label="Closing price", smallest_effect=0.5)
    text = graph_formats()["gml"].write(graph)
    assert 'label "price"' in text
    assert 'title "Closing price"' in text
