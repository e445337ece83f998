"""Every format but DAGitty's keeps everything; DAGitty's says what it loses. Files as other programs write them are read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.authoring.exchange import export, from_networkx, to_networkx
from causal.authoring.graph_formats import format_for, graph_formats
from causal.errors import CausalError
from causal.folder.load import load

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = sorted(p.parent for p in ROOT.glob("reports/*/report.yaml"))
WHOLE = [name for name in graph_formats() if name != "dagitty"]

# What YAML lets into a folder: printable signs, and line ends within a text.
words = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n"), min_size=1, max_size=30).filter(
    lambda t: t.strip()
)
names = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,8}", fullmatch=True)
variable = st.fixed_dictionaries(
    {"label": words}, optional={"formula": words, "unit": words, "note": words, "persistence": st.integers(0, 10)}
)
edge = st.fixed_dictionaries(
    {},
    optional={
        "lag": st.integers(1, 20),
        "sign": st.sampled_from([-1, 1]),
        "mechanism": words,
        "claims": words,
        "smallest_effect": st.floats(1e-12, 1e12),
    },
)


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


@pytest.mark.slow
@pytest.mark.parametrize("name", WHOLE)
@given(graph=graphs())
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(name, graph):
    form = graph_formats()[name]
    assert told(form.read(form.write(graph)), text=name == "dot") == told(graph, text=name == "dot")


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize(
    "text", ["()", "[]", "{}", "[1]", "(1, 2)", "None", "null", "nan", "true", "1", "0.50", "-", '"']
)
def test_text_that_looks_like_a_value_stays_text(name, text):
    graph = nx.MultiDiGraph(title=text, note=text)
    graph.add_node("A", label=text, unit=text)
    graph.add_node("B", label=text)
    graph.add_edge("A", "B", mechanism=text)
    form = graph_formats()[name]
    assert told(form.read(form.write(graph))) == told(graph)


@pytest.mark.parametrize("name", graph_formats())
def test_the_same_graph_is_written_in_the_same_bytes(name):
    form, graph = graph_formats()[name], to_networkx(load(FOLDERS[-1]).rivals[0])
    assert form.write(graph) == form.write(to_networkx(load(FOLDERS[-1]).rivals[0]))


@pytest.mark.slow
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
    from causal.folder.graph import Rows, read_graphs
    from causal.folder.proof import Proof
    from causal.sampling import sampling_of_study

    study = load(folder)
    copy.mkdir()
    (copy / "graph.yaml").write_text(from_networkx(graph, "x").text, encoding="utf-8")
    proof = Proof(copy)
    series = {s.name for d in study.datasets for s in d.series}
    found = read_graphs(
        proof, study.datasets, series, [c.id for c in study.claims], Rows(sampling=sampling_of_study(study))
    )
    assert not proof.problems
    return found[0]


def same(new, old):
    by_name = lambda g: sorted(g.variables, key=lambda v: v.name)
    by_id = lambda g: sorted(g.edges, key=lambda e: e.id)
    whole = lambda g: (g.title, g.note, g.claims, g.chain, g.outcome, by_id(g), by_name(g))
    assert whole(new) == whole(old)
    return True


FOREIGN = {name: import_module(f"tests.authoring.graph_formats.test_{name}").PLAIN for name in graph_formats()}
BAD = {name: import_module(f"tests.authoring.graph_formats.test_{name}").BAD for name in graph_formats()}


@pytest.mark.parametrize("name", graph_formats())
def test_a_plain_graph_from_elsewhere(name):
    read = graph_formats()[name].read(FOREIGN[name])
    assert sorted(read.edges()) == [("a", "b"), ("a", "c"), ("b", "d"), ("c", "d")]
    made = from_networkx(read, "x", outcome="d")
    assert "outcome: d" in made.text


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


GROUPS = {
    "dagitty": "dag {{ {many} }} -> {{ {others} }} }}".replace("dag {{", "dag {{ {{"),
    "dot": "digraph {{ {{ {many} }} -> {{ {others} }} }}",
}


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_edges_between_groups_are_counted_before_they_are_drawn(name, monkeypatch):
    """A group of ten before a group of ten is a hundred edges: one more than there is room for."""
    monkeypatch.setattr("causal.authoring.graph_formats.GRAPH_EDGES", 99)
    first, second = " ".join(f"a{i}" for i in range(10)), " ".join(f"b{i}" for i in range(10))
    text = GROUPS[name].format(many=first, others=second)
    with pytest.raises(CausalError, match="at most 500 variables and 99 edges"):
        graph_formats()[name].read(text)
    monkeypatch.setattr("causal.authoring.graph_formats.GRAPH_EDGES", 100)
    assert graph_formats()[name].read(text).number_of_edges() == 100
