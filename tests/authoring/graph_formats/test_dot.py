"""Graphviz's DOT as people write it: ports, groups, clusters, labels and styles."""

from __future__ import annotations

import pytest
import yaml

from causal.authoring.exchange import from_networkx
from causal.authoring.graph_formats import graph_formats
from causal.errors import CausalError

PLAIN = 'digraph G { rankdir=LR; node [shape=box]; a [label="Rain\\nfall"]; subgraph cluster_0 { b; c } a -> {b c}; "b":e -> d; c -> d }'
BAD = ["", "not a graph", "graph { a -- b }", "digraph { a -> ", "{" * 3000]


def test_a_label_from_elsewhere_is_kept_and_styles_are_named_as_not_read():
    made = from_networkx(graph_formats()["dot"].read(PLAIN), "x.dot")
    assert yaml.safe_load(made.text)["variables"]["a"]["label"] == "Rain\nfall"
    assert any(note.startswith("not read, of the graph: rankdir") for note in made.notes)


@pytest.mark.parametrize("text", ["a\\b", 'say "a"', "two\nlines", "ends in \\", "a -> b [c]"])
def test_signs_that_dot_uses_itself_come_back(text):
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_node("a", label=text)
    read = graph_formats()["dot"].read(graph_formats()["dot"].write(graph))
    assert read.nodes["a"]["label"] == text


def test_what_is_not_understood_is_in_the_error_and_not_printed(capsys):
    with pytest.raises(CausalError, match=r"line:2, col:"):
        graph_formats()["dot"].read("digraph {\n  a -> -> b\n}")
    assert capsys.readouterr() == ("", "")
