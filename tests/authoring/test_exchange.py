"""The command that takes graphs to other programs and back."""

from __future__ import annotations

import networkx as nx
import pytest
from click.testing import CliRunner

from causal.authoring.exchange import from_networkx, read_file, to_networkx
from causal.authoring.graph_formats import graph_formats
from causal.authoring.scaffold import scaffold
from causal.commands.cli import main
from causal.errors import CausalError
from causal.files import limits
from causal.folder.load import load


@pytest.fixture
def folder(tmp_path):
    scaffold(tmp_path / "mine")
    return tmp_path / "mine"


def run(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def out_and_back(folder, form):
    """Export a folder's graph, import it in place of its own with the rivals as they stood, and give it; nothing may be lost."""
    way = folder.parent / f"g{graph_formats()[form].suffixes[0]}"
    out = run("graph", "export", folder, "-o", way)
    assert (out.exit_code, out.stderr) == (0, "")
    rivals = (folder / "graph.yaml").read_text(encoding="utf-8").partition("rivals:")[2]
    (folder / "graph.yaml").unlink()
    out = run("graph", "import", way, "-o", folder / "graph.yaml")
    assert out.exit_code == 0, out.output
    with (folder / "graph.yaml").open("a", encoding="utf-8") as file:
        file.write(f"rivals:{rivals}")
    return load(folder).graph


@pytest.mark.parametrize("form", sorted(set(graph_formats()) - {"dagitty"}))
def test_export_and_import_give_the_same_study(folder, form):
    before = load(folder).graph
    assert out_and_back(folder, form) == before


@pytest.mark.parametrize("form", sorted(set(graph_formats()) - {"dagitty"}))
@pytest.mark.parametrize(
    "told",
    [
        "event_test: none",
        "event_test: step, event_start: 2024-09-02",
        "event_test: period, event_start: 2024-09-02, event_end: 2024-10-31",
    ],
)
def test_what_the_event_day_asks_of_an_edge_goes_out_and_comes_back(folder, form, told):
    text = (
        (folder / "graph.yaml")
        .read_text(encoding="utf-8")
        .replace("worried holders sell,", f"worried holders sell, {told},")
    )
    (folder / "graph.yaml").write_text(text, encoding="utf-8")
    before = load(folder).graph
    assert out_and_back(folder, form) == before


@pytest.mark.parametrize("form", sorted(set(graph_formats()) - {"dagitty"}))
@pytest.mark.parametrize("drawn", [False, True], ids=["at no edge", "drawn"])
def test_a_negative_control_goes_out_and_comes_back(folder, form, drawn):
    text = (folder / "graph.yaml").read_text(encoding="utf-8")
    line = "  calm: {label: Calm, formula: market.rates * 2, measure: calm, unit: points, role: negative_control}\n"
    text = text.replace("edges:", f"{line}edges:", 1)
    if drawn:
        text = text.replace("background:\n", "background:\n  - {from: rates, to: calm}\n", 1)
    (folder / "graph.yaml").write_text(text, encoding="utf-8")
    before = load(folder).graph
    assert [v.name for v in before.controls] == ["calm"]
    assert out_and_back(folder, form) == before


def test_what_is_lost_is_said_and_the_graph_printed(folder):
    out = run("graph", "export", folder, "-f", "dagitty", "--graph", "rates_alone")
    assert out.stdout == "dag {\n  rates [exposure]\n  price [outcome]\n  rates -> price\n}\n"
    assert "not kept: label of 2 variables" in out.stderr
    assert "not kept: sign of 1 edge" in out.stderr


def test_an_imported_graph_is_checked_like_one_written_by_hand(folder):
    (folder / "graph.yaml").unlink()
    (folder.parent / "g.dagitty").write_text(
        "dag { news [exposure] price [outcome] news -> mood -> price }", encoding="utf-8"
    )
    out = run("graph", "import", folder.parent / "g.dagitty", "-o", folder / "graph.yaml")
    assert "latent, for want of a formula: news, price, mood" in out.output
    assert "give a sign (1 or -1) or claims to what the article asserts: news->mood, mood->price" in out.output
    checked = run("check", folder)
    assert checked.exit_code == 2
    assert "an asserted edge needs a sign" in checked.stderr


def test_a_graph_that_stands_is_not_overwritten(folder):
    before = (folder / "graph.yaml").read_bytes()
    (folder.parent / "g.dot").write_text("digraph { a -> b }", encoding="utf-8")
    out = run("graph", "import", folder.parent / "g.dot", "-o", folder / "graph.yaml")
    assert (out.exit_code, "exists" in out.stderr) == (2, True)
    assert (folder / "graph.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "FOLDER", "-f", "gmll"], "did you mean 'gml'"),
        (["export", "FOLDER"], "tells no format"),
        (["export", "FOLDER", "-f", "dot", "--graph", "rates_alon"], "did you mean 'rates_alone'"),
        (["import", "FILE", "-o", "OUT", "--outcome", "z"], "no variable is called 'z'"),
        (["import", "FILE", "-o", "OUT", "--outcome", "a"], "no edge leads to 'a'"),
    ],
)
def test_mistakes_are_told(folder, arguments, said):
    (folder.parent / "g.dot").write_text("digraph { a -> b }", encoding="utf-8")
    places = {"FOLDER": folder, "FILE": folder.parent / "g.dot", "OUT": folder.parent / "new.yaml"}
    out = run("graph", *(places.get(a, a) for a in arguments))
    assert out.exit_code == 2
    assert said in out.stderr


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([], "no edges"),
        ([("a", "b", {}), ("b", "a", {})], "circle: a -> b"),
        ([("a", "b", {"lag": "soon"})], "lag is 'soon', which is no whole number"),
        ([("a", "b", {"lag": 99})], "less than or equal to 20"),
        ([("a", "b", {"smallest_effect": "nan"})], "smallest_effect"),
        ([("a", "a", {"lag": 1})], "no edge leads to"),
        ([(f"a{i}", "b", {}) for i in range(limits.GRAPH_NODES)], "at most"),
    ],
)
def test_a_graph_that_cannot_be_declared_is_refused(edges, said):
    with pytest.raises(CausalError, match=said):
        from_networkx(nx.MultiDiGraph(edges), "x")


def test_a_circle_that_lags_undo_is_a_graph():
    made = from_networkx(
        nx.MultiDiGraph([("a", "b", {"sign": 1}), ("b", "a", {"lag": 1}), ("b", "c", {"sign": 1})]), "x"
    )
    assert "chain: [a, b, c]" in made.text
    assert "background:\n- {from: b, to: a, lag: 1}" in made.text


def test_names_that_formulas_cannot_hold_are_made_so_and_stay_apart():
    made = from_networkx(
        nx.MultiDiGraph([("price of oil", "price-of-oil"), ("price-of-oil", "lambda"), ("lambda", "利率")]), "x"
    )
    assert "chain: [price_of_oil, price_of_oil_2, n_lambda, n]" in made.text
    assert "label: 利率" in made.text


def test_a_large_file_and_one_that_is_not_text_are_refused(tmp_path):
    large, binary = tmp_path / "g.dot", tmp_path / "b.dot"
    large.write_bytes(b" " * (limits.GRAPH_BYTES + 1))
    binary.write_bytes(b"\xff\xfe\x00")
    for path, said in ((large, "more than the"), (binary, "not UTF-8")):
        with pytest.raises(CausalError, match=said):
            read_file(path, graph_formats()["dot"])


def test_the_graph_of_networkx_holds_what_the_file_holds(folder):
    graph = to_networkx(load(folder).graph)
    assert dict(graph.nodes["mood"])["formula"] == "market.mood"
    assert graph.get_edge_data("news", "mood")[0] == {
        "sign": 1,
        "mechanism": "bad news worries holders",
        "claims": "c2",
        "because": "earlier",
        "reason": "The news of a day is out before holders are asked.",
    }
    assert graph.graph["chain"] == "news mood price"
