"""Which way an edge points: every way of drawing it, in every format that draws."""

from __future__ import annotations

import networkx as nx
import pytest

from causal.authoring.exchange import from_networkx
from causal.authoring.graph_formats import _ends, graph_formats
from causal.errors import CausalError


def dot(text):
    return graph_formats()["dot"].read(f"digraph {{ {text} }}")


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Price -> Demand [dir=back]; Demand -> Sales", {("Demand", "Price"), ("Demand", "Sales")}),
        ("a -> b -> c [dir=back]", {("b", "a"), ("c", "b")}),
        ("edge [dir=back]; a -> b; edge [dir=forward]; a -> c", {("b", "a"), ("a", "c")}),
        ("a -> c; subgraph cluster_1 { edge [dir=back]; a -> b } c -> d", {("a", "c"), ("b", "a"), ("c", "d")}),
        ("edge [dir=back]; subgraph cluster_1 { a -> b } a -> {c d}", {("b", "a"), ("c", "a"), ("d", "a")}),
        ("a -> b [dir=both, arrowhead=none]", {("b", "a")}),
        ("a -> b [dir=both, arrowtail=none]", {("a", "b")}),
        ("a -> b [arrowtail=none, arrowhead=vee]", {("a", "b")}),
        (
            "a -> b [arrowhead=open]; b -> c [arrowhead=empty]; c -> d [arrowhead=onormal]",
            {("a", "b"), ("b", "c"), ("c", "d")},
        ),
        ("a -> b [dir=back, arrowtail=lnormal]", {("b", "a")}),
        ('a -> b; a -> c [style=dashed]; b -> c [style="dashed, invis"]', {("a", "b"), ("a", "c")}),
    ],
)
def test_an_edge_runs_from_its_cause_to_its_effect_whichever_way_it_was_drawn(text, edges):
    found = dot(text)
    assert set(found.edges()) == edges
    assert not any("dir" in v or "arrowhead" in v for _, _, v in found.edges(data=True))


@pytest.mark.parametrize(
    "text",
    [
        "a -> b [dir=none]",
        "a -> b [arrowhead=none]",
        "edge [dir=none]; a -> b; edge [dir=forward]",
        "a -> b [dir=both, arrowtail=odot]",  # a circle of a partial ancestral graph
        "a -> b [arrowhead=inv]",
        "a -> b [dir=both, arrowhead=none, arrowtail=none]",
        "a -> b [dir=both, arrowhead=tee, arrowtail=tee]",
    ],
)
def test_an_edge_without_a_direction_is_refused_by_name(text):
    with pytest.raises(CausalError, match="no arrow head tells what causes what: a - b; draw one at the effect"):
        dot(f"{text}; b -> c")


def test_a_way_that_graphviz_does_not_know_is_refused():
    with pytest.raises(CausalError, match="a -> b has dir=backwards: expected forward, back, both or none"):
        dot("a -> b [dir=backwards]")


@pytest.mark.parametrize("mark", ["tee", "diamond", "box", "crow", "normaltee"])
def test_a_mark_of_another_meaning_is_named_with_what_it_was_taken_for(mark):
    found = dot(f"a -> b [arrowhead={mark}]; b -> c")
    assert set(found.edges()) == {("a", "b"), ("b", "c")}
    (said,) = found.graph[_ends.TOLD]
    assert said.startswith(f"'{mark}' of a - b is not read: the edge is a -> b")
    assert "sign -1" in said


def test_arrows_at_both_ends_are_a_hidden_common_cause():
    made = from_networkx(dot("a -> b [dir=both]; a -> c; b -> c"), "x.dot")
    assert "U_a_b: {label: Common cause of a and b, kind: latent}" in made.text
    assert any("read as a latent common cause, U_a_b" in note for note in made.notes)
    assert not any("not read" in note for note in made.notes)


def test_what_holds_the_layout_alone_is_named_and_left_out():
    made = from_networkx(dot("a -> b; a -> c [style=invis]; b -> c"), "x.dot")
    assert "not read, for they are invisible and hold the layout alone: a -> c" in made.notes


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("normal", "arrow"),
        ("open", "arrow"),
        ("ornormal", "arrow"),
        ("noneveenone", "arrow"),
        ("none", "none"),
        ("odot", "open"),
        ("invempty", "open"),
        ("dot", "odd"),
        ("invented", "odd"),
    ],
)
def test_the_meaning_of_a_mark(mark, said):
    assert _ends.meaning(mark) == said


def yed(*edges):
    """Give a GraphML text as yEd writes it: (source, target, source mark, target mark); no marks where they are None."""
    drawn = "".join(
        f'<edge id="e{i}" source="{a}" target="{b}"><data key="d1"><y:PolyLineEdge>'
        + (f'<y:Arrows source="{tail}" target="{head}"/>' if head else "")
        + "<y:EdgeLabel>says</y:EdgeLabel></y:PolyLineEdge></data></edge>"
        for i, (a, b, tail, head) in enumerate(edges)
    )
    nodes = "".join(
        f'<node id="{n}"><data key="d0"><y:ShapeNode><y:NodeLabel>Label {n}</y:NodeLabel></y:ShapeNode></data></node>'
        for n in sorted({n for a, b, _, _ in edges for n in (a, b)})
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
        'xmlns:y="http://www.yworks.com/xml/graphml"><key for="node" id="d0" yfiles.type="nodegraphics"/>'
        f'<key for="edge" id="d1" yfiles.type="edgegraphics"/><graph edgedefault="directed" id="G">{nodes}{drawn}</graph></graphml>'
    )


@pytest.mark.parametrize(
    ("tail", "head", "edge"),
    [
        ("none", "standard", ("n0", "n1")),
        ("standard", "none", ("n1", "n0")),
        ("delta", "none", ("n1", "n0")),
        ("none", "white_delta", ("n0", "n1")),
        (None, None, ("n0", "n1")),
    ],
)
def test_yed_draws_an_arrow_at_the_effect(tail, head, edge):
    found = graph_formats()["graphml"].read(yed(("n0", "n1", tail, head), ("n1", "n2", "none", "plain")))
    assert set(found.edges()) == {edge, ("n1", "n2")}
    assert found.nodes["n0"]["label"] == "Label n0"


@pytest.mark.parametrize(("tail", "head"), [("none", "none"), ("transparent_circle", "standard")])
def test_yeds_edge_without_an_arrow_is_refused_by_name(tail, head):
    with pytest.raises(CausalError, match="no arrow head tells what causes what: n0 - n1"):
        graph_formats()["graphml"].read(yed(("n0", "n1", tail, head), ("n1", "n2", "none", "standard")))


def test_yeds_other_marks_are_named():
    found = graph_formats()["graphml"].read(yed(("n0", "n1", "none", "t_shape"), ("n1", "n2", "standard", "standard")))
    first, second = found.graph[_ends.TOLD]
    assert "'tee' of n0 - n1 is not read: the edge is n0 -> n1" in first
    assert "n1 <-> n2 are read as a latent common cause" in second


def test_graphml_tells_of_each_edge_whether_it_is_directed():
    text = (
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="a"/><node id="b"/>'
        '<node id="c"/><edge source="a" target="b" directed="true"/><edge source="b" target="c" directed="{}"/></graph></graphml>'
    )
    read = graph_formats()["graphml"].read
    assert set(read(text.format("true")).edges()) == {("a", "b"), ("b", "c")}
    with pytest.raises(CausalError, match="what causes what: b - c"):
        read(text.format("false"))


@pytest.mark.parametrize(
    ("graphics", "edge"),
    [
        ('targetArrow "standard"', ("a", "b")),
        ('sourceArrow "standard"', ("b", "a")),
        ('arrow "first"', ("b", "a")),
        ('arrow "last"', ("a", "b")),
    ],
)
def test_gml_draws_arrows_of_its_own_or_yeds(graphics, edge):
    head = (
        'Creator\t"yFiles"\ngraph [ directed 1 node [ id 0 label "a" ] node [ id 1 label "b" ] node [ id 2 label "c" ] '
    )
    last = 'edge [ source 1 target 2 graphics [ targetArrow "standard" ] ] ]'
    read = graph_formats()["gml"].read
    assert set(read(f"{head} edge [ source 0 target 1 graphics [ {graphics} ] ] {last}").edges()) == {edge, ("b", "c")}
    with pytest.raises(CausalError, match="what causes what: a - b"):
        read(f'{head} edge [ source 0 target 1 graphics [ fill "#000000" ] ] {last}')


def test_an_attribute_of_that_name_elsewhere_is_no_way_of_an_arrow():
    graph = nx.MultiDiGraph([("a", "b", {"dir": "north"}), ("a", "c", {})])
    made = from_networkx(graph_formats()["node_link"].read(graph_formats()["node_link"].write(graph)), "x.json")
    assert "not read, of edges: dir" in made.notes


def test_gml_that_draws_no_arrows_has_its_edges_as_they_stand():
    text = 'graph [ directed 1 node [ id 0 label "a" ] node [ id 1 label "b" ] edge [ source 0 target 1 graphics [ width 2 ] ] ]'
    assert list(graph_formats()["gml"].read(text).edges()) == [("a", "b")]


def test_a_graph_of_networkx_keeps_what_dot_said():
    graph = nx.MultiDiGraph([("a", "b", {"dir": "back"}), ("a", "c", {})])
    text = graph_formats()["node_link"].write(graph)
    assert set(graph_formats()["node_link"].read(text).edges()) == {("b", "a"), ("a", "c")}


@pytest.mark.parametrize(
    "text", ["digraph { “Blood pressure” -> b [label=“x y”] }", 'digraph { "Blood pressure" -> “b” }']
)
def test_a_word_processors_quotes_are_quotes_in_dot(text):
    assert list(graph_formats()["dot"].read(text).edges()) == [("Blood pressure", "b")]


def test_quotes_within_quotes_stay():
    found = graph_formats()["dot"].read('digraph { a [label="the “big” one"]; a -> b }')
    assert found.nodes["a"]["label"] == "the “big” one"
