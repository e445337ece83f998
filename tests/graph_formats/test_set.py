"""Every format but DAGitty's keeps everything; DAGitty's says what it loses. Files as other programs write them are read."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.errors import CausalError
from causal.exchange import export, from_networkx, to_networkx
from causal.graph_formats import format_for, graph_formats
from causal.load import load

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(p.parent for p in ROOT.glob("reports/*/report.yaml"))
WHOLE = [name for name in graph_formats() if name != "dagitty"]

# What YAML lets into a folder: printable signs, and line ends within a text.
words = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=30).filter(lambda t: t.strip())
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
variable = st.fixed_dictionaries({"label": words}, optional={"formula": words, "unit": words, "note": words, "persistence": st.integers(0, 10)})
edge = st.fixed_dictionaries({}, optional={
    "lag": st.integers(1, 20), "sign": st.sampled_from([-1, 1]), "mechanism": words, "claims": words,
    "smallest_effect": st.floats(1e-12, 1e12),
})  # fmt: skip


@st.composite
def graphs(draw):
    found = nx.MultiDiGraph(title=draw(words), note=draw(words))
    nodes = draw(st.lists(names, min_size=2, max_size=6, unique_by=str.lower))
    for node in nodes:
        found.add_node(node, **draw(variable))
    for _ in range(draw(st.integers(1, 8))):
        a, b = draw(st.sampled_from(nodes)), draw(st.sampled_from(nodes))
        found.add_edge(a, b, **draw(edge))
    return found


def told(graph, *, text=False):
    """Nodes, edges and the rest in an order of their own; `text`: numbers as text, as DOT has them."""
    plain = (lambda values: {k: str(v) for k, v in values.items()}) if text else dict
    edges = sorted((a, b, sorted(plain(v).items(), key=str)) for a, b, v in graph.edges(data=True))
    return plain(graph.graph), {n: plain(v) for n, v in graph.nodes(data=True)}, sorted(edges, key=str)


@pytest.mark.parametrize("name", WHOLE)
@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(name, graph):
    form = graph_formats()[name]
    assert told(form.read(form.write(graph)), text=name == "dot") == told(graph, text=name == "dot")


@pytest.mark.parametrize("name", graph_formats())
def test_the_same_graph_is_written_in_the_same_bytes(name):
    form, graph = graph_formats()[name], to_networkx(load(FOLDERS[-1]).rivals[0])
    assert form.write(graph) == form.write(to_networkx(load(FOLDERS[-1]).rivals[0]))


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_graphs_of_the_reports_come_back_whole(name, folder, tmp_path):
    """Written, read, made into graph.yaml and loaded in a copy of the folder, each account is the same record."""
    study = load(folder)
    for graph in (study.graph, *study.rivals):
        text, lost = export(graph, graph_formats()[name])
        assert lost == ()
        assert same(imported(graph_formats()[name].read(text), folder, tmp_path / graph.id), graph)


def imported(graph, folder, copy):
    """Load `graph` as the article's in a copy of `folder`, whose claims name edges and rivals that may be gone."""
    from causal.proof import Proof
    from causal.read_graph import read_graphs

    study = load(folder)
    copy.mkdir()
    (copy / "graph.yaml").write_text(from_networkx(graph, "x").text, encoding="utf-8")
    proof = Proof(copy)
    series = {s.name for d in study.datasets for s in d.series}
    found = read_graphs(proof, study.datasets, series, [c.id for c in study.claims], study.sample.kind)
    assert not proof.problems
    return found[0]


def same(new, old):
    by_name = lambda g: sorted(g.variables, key=lambda v: v.name)
    by_id = lambda g: sorted(g.edges, key=lambda e: e.id)
    whole = lambda g: (g.title, g.note, g.claims, g.chain, g.outcome, by_id(g), by_name(g))
    assert whole(new) == whole(old)
    return True


def test_dagitty_keeps_names_arrows_and_roles_and_says_what_it_loses():
    graph = load(ROOT / "reports" / "yen-carry-2024-08-05").graph
    text, lost = export(graph, graph_formats()["dagitty"])
    read = graph_formats()["dagitty"].read(text)
    assert set(read.edges()) == {(e.treatment, e.outcome) for e in graph.edges}
    assert [n for n, v in read.nodes(data=True) if v.get("kind") == "latent"] == ["news"]
    assert (read.graph["outcome"], read.graph["chain"]) == ("shares", ["yen", "unwinding", "shares"])
    assert {"label of 7 variables", "sign of 3 edges", "mechanism of 3 edges"} - set(lost) == {"label of 7 variables"}
    assert any(one.startswith("label of") for one in lost)
    assert not any(one.startswith(("outcome", "chain")) for one in lost)


def test_dagitty_refuses_a_circle_that_only_lags_undo():
    graph = nx.MultiDiGraph([("a", "b", {}), ("b", "a", {"lag": 1})])
    with pytest.raises(CausalError, match="knows no lags.*a -> b -> a"):
        graph_formats()["dagitty"].write(graph)


DAGITTY = """
dag {
bb="-2.1,-3.4,2.5,3.3"   // the picture's frame
"Blood pressure" [outcome,pos="0.7,0.1"]
Income [pos="-0.4,-0.5"]
Salt [exposure, pos="1,1"]
Genes [latent]
{Income Genes} -> Salt -> "Blood pressure" <- Genes
Income <-> "Blood pressure"
}
"""


def test_dagitty_as_its_site_writes_it():
    read = graph_formats()["dagitty"].read(DAGITTY)
    hidden = "U_Income_Blood pressure"
    assert set(read.edges()) == {
        ("Income", "Salt"), ("Genes", "Salt"), ("Salt", "Blood pressure"), ("Genes", "Blood pressure"),
        (hidden, "Income"), (hidden, "Blood pressure"),
    }  # fmt: skip
    assert {n for n, v in read.nodes(data=True) if v.get("kind") == "latent"} == {"Genes", hidden}
    made = from_networkx(read, "x.dagitty")
    assert "chain: [Salt, Blood_pressure]" in made.text
    assert any("'Blood pressure' is now Blood_pressure" in note for note in made.notes)
    assert any("give a sign" in note and "Salt->Blood_pressure" in note for note in made.notes)


FOREIGN = {
    "dot": 'digraph G { rankdir=LR; node [shape=box]; a [label="Rain\\nfall"]; subgraph cluster_0 { b; c } a -> {b c}; "b":e -> d; c -> d }',
    "gml": 'graph [ directed 1 node [ id 1 label "a" ] node [ id 2 label "b" ] node [ id 3 label "c" ] node [ id 4 label "d" ] '
           "edge [ source 1 target 2 ] edge [ source 1 target 3 ] edge [ source 2 target 4 ] edge [ source 3 target 4 ] ]",
    "graphml": '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/>'
               '<node id="d"/><edge source="a" target="b"/><edge source="a" target="c"/><edge source="b" target="d"/><edge source="c" target="d"/></graph></graphml>',
    "node_link": '{"directed": true, "nodes": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}], "links": [{"source": "a", "target": "b"}, '
                 '{"source": "a", "target": "c"}, {"source": "b", "target": "d"}, {"source": "c", "target": "d"}]}',
    "dagitty": "dag { a -> {b c} -> d }",
}  # fmt: skip


@pytest.mark.parametrize("name", graph_formats())
def test_a_plain_graph_from_elsewhere(name):
    read = graph_formats()[name].read(FOREIGN[name])
    assert sorted(read.edges()) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    made = from_networkx(read, "x", outcome="d")
    assert "outcome: d" in made.text


def test_a_label_from_elsewhere_is_kept_and_styles_are_named_as_not_read():
    made = from_networkx(graph_formats()["dot"].read(FOREIGN["dot"]), "x.dot")
    assert yaml.safe_load(made.text)["variables"]["a"]["label"] == "Rain\nfall"
    assert any(note.startswith("not read, of the graph: rankdir") for note in made.notes)


BAD = {
    "dot": ["", "not a graph", "graph { a -- b }", "digraph { a -> ", "{" * 3000],
    "gml": ["", "graph [ node [ id 1", 'graph [ node [ id 1 label "a" ] node [ id 2 label "b" ] edge [ source 1 target 2 ] ]', "graph " + "[ a " * 3000],
    "graphml": ["", "<graphml>", "<a/>", '<!DOCTYPE x [<!ENTITY y "z">]><graphml/>',
                '<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="undirected"><node id="a"/></graph></graphml>'],
    "node_link": ["", "[]", "{}", '{"directed": false, "nodes": [], "links": []}', '{"nodes": [1], "links": []}', '{"nodes": [{"id": "a"}], "links": [{}]}',
                  "[" * 100_000],
    "dagitty": ["", "digraph { a -> b }", "dag { a -> b", "dag { a -- b }", "dag { a -> }", "dag { a [latent }", "dag { a -> b } c", "dag " + "{" * 3000, "dag { a ; ] }"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in BAD.items() for text in texts])
def test_what_is_no_directed_graph_of_that_format_is_refused_with_words(name, text):
    with pytest.raises(CausalError) as refused:
        from_networkx(graph_formats()[name].read(text), "x")
    assert len(str(refused.value)) > 10


def test_every_format_is_found_by_its_suffix():
    suffixes = [suffix for form in graph_formats().values() for suffix in form.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert all(format_for(f"X{suffix.upper()}") is not None for suffix in suffixes)
    assert format_for("x.txt") is None
