"""DAGitty's text: what its site writes is read, what it cannot hold is named."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from causal.authoring.exchange import export, from_networkx
from causal.authoring.graph_formats import graph_formats
from causal.errors import CausalError
from causal.folder.load import load
from tests.worlds import graph, selected_by

ROOT = Path(__file__).resolve().parents[3]
PLAIN = "dag { a -> {b c} -> d }"
BAD = [
    "",
    "digraph { a -> b }",
    "dag { a -> b",
    "dag { a -- b }",
    "dag { a -> }",
    "dag { a [latent }",
    "dag { a -> b } c",
    "dag " + "{" * 3000,
    "dag { a ; ] }",
]


def test_dagitty_keeps_names_arrows_and_roles_and_says_what_it_loses():
    graph = load(ROOT / "reports" / "yen-carry-2024-08-05").graph
    text, lost = export(graph, graph_formats()["dagitty"])
    read = graph_formats()["dagitty"].read(text)
    assert set(read.edges()) == {(e.treatment, e.outcome) for e in graph.edges}
    assert [n for n, v in read.nodes(data=True) if v.get("kind") == "latent"] == ["news"]
    assert (read.graph["outcome"], read.graph["chain"]) == ("shares", ["yen", "unwinding", "shares"])
    assert {"label of 6 variables", "sign of 3 edges", "mechanism of 3 edges"} <= set(lost)
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
        ("Income", "Salt"),
        ("Genes", "Salt"),
        ("Salt", "Blood pressure"),
        ("Genes", "Blood pressure"),
        (hidden, "Income"),
        (hidden, "Blood pressure"),
    }
    assert {n for n, v in read.nodes(data=True) if v.get("kind") == "latent"} == {"Genes", hidden}
    made = from_networkx(read, "x.dagitty")
    assert "chain: [Salt, Blood_pressure]" in made.text
    assert any("'Blood pressure' is now Blood_pressure" in note for note in made.notes)
    assert any("give a sign" in note and "Salt->Blood_pressure" in note for note in made.notes)


def read(text):
    return graph_formats()["dagitty"].read(text)


def notes(text, **more):
    return " | ".join(from_networkx(read(text), "x.dagitty", **more).notes)


@pytest.mark.parametrize("role", ["latent", "l", "unobserved", "u"])
def test_each_name_of_a_hidden_variable_is_read(role):
    assert read(f"dag {{ x -> y U [{role}] U -> {{x y}} }}").nodes["U"]["kind"] == "latent"


@pytest.mark.parametrize(("exposure", "outcome"), [("e", "o"), ("source", "target"), ("exposure", "outcome")])
def test_each_name_of_the_ends_is_read(exposure, outcome):
    found = read(f'dag {{ a [{exposure}] c [{outcome},pos="1,2"] a -> b -> c -> d }}')
    assert (found.graph["chain"], found.graph["outcome"]) == (["a", "b", "c"], "c")


@pytest.mark.parametrize("text", ["dag { x -> y x -> S <- y S [selected] }", "x -> S <- y\nx -> y\nS [s]"])
def test_a_variable_that_chose_the_rows_keeps_its_mark(text):
    made = from_networkx(read(text), "x.dagitty")
    assert "S: {label: S, kind: latent, selected: true}" in made.text
    assert any("only rows chosen by S" in note for note in made.notes)
    assert not any("not read" in note for note in made.notes)


def test_the_mark_goes_back_to_dagitty():
    declared = selected_by(graph(["+x->y", "x->s", "y->s"], ["x->y"], latent=["s"]), "s")
    text, lost = export(declared, graph_formats()["dagitty"])
    assert "  s [latent,selected]" in text
    assert not any(one.startswith("selects") for one in lost)


def test_coefficients_are_read_and_named_as_not_used():
    text = "dag { X -> Y [beta=-0.3]\nY -> Z [beta=1e-3]\nX [e] Z [o] U [u] U -> X U -> Z }"
    found = read(text)
    assert [v.get("beta") for _, _, v in found.edges(data=True)] == ["-0.3", "1e-3", None, None]
    assert "beta is not read: effects are estimated from the data" in notes(text)
    assert [v["beta"] for _, _, v in read("dag { a -> b -> {c d} [beta=.5] }").edges(data=True)] == [".5"] * 3


def test_what_was_adjusted_for_is_named_as_not_read():
    said = notes("dag { z [adjusted] z -> {x y} x -> y }")
    assert "adjusted is not read: what to hold fixed is found from the graph" in said
    assert "adjusted" in notes("dag { z [a] z -> {x y} x -> y }")


@pytest.mark.parametrize(
    "text",
    [
        "dag { “Blood pressure” [outcome] Salt -> “Blood pressure” }",
        "dag { „Blood pressure“ [o] Salt -> „Blood pressure“ }",
        "dag { ‘Blood pressure’ [o] Salt -> ‘Blood pressure’ }",
        "Salt -> ”Blood pressure”",
    ],
)
def test_a_word_processors_quotes_are_quotes(text):
    assert list(read(text).edges()) == [("Salt", "Blood pressure")]


@pytest.mark.parametrize(
    "text",
    [
        "x -> y <- z",
        "x -> y\nz -> y\n",
        "// a comment\nx [e]\n{x z} -> y",
        "DAG { x -> y z -> y }",
        'bb="0,0,1,1"\nx->y<-z',
    ],
)
def test_a_text_without_its_header_is_read(text):
    assert set(read(text).edges()) == {("x", "y"), ("z", "y")}


@pytest.mark.parametrize(
    "text", ['g <- dagitty("dag { a -> b }")', "x y z", "graph { x -- y }", "pdag { x -> y }", "x -- y", "mag{x <-> y}"]
)
def test_what_only_looks_like_one_is_refused(text):
    with pytest.raises(CausalError):
        read(text)


LISTS = """E E @0.5,0.1
D O @0.2,0.3
Blood%20type A @1,1
mother smokes U
C 1

E D
Blood%20type E D @0.1,0.2
mother smokes E C
C D
D C
"""


def test_lists_of_causes_and_effects_are_read():
    found = read(LISTS)
    hidden = "U_C_D"
    assert set(found.edges()) == {
        ("E", "D"),
        ("Blood type", "E"),
        ("Blood type", "D"),
        ("mother smokes", "E"),
        ("mother smokes", "C"),
        (hidden, "C"),
        (hidden, "D"),
    }
    assert (found.graph["chain"], found.graph["outcome"]) == (["E", "D"], "D")
    assert {n for n, v in found.nodes(data=True) if v.get("kind") == "latent"} == {"mother smokes", hidden}
    assert "common cause, U_C_D" in notes(LISTS)
    with pytest.raises(CausalError, match="'E F' names no variable of the list above it: 'F'"):
        read("E E\nD O\n\nE F")


def test_two_exposures_begin_one_chain_and_the_other_is_named():
    text = "dag { a [e] b [e] c [exposure] y [o] a -> m -> y b -> y c -> d }"
    made = from_networkx(read(text), "x")
    assert "chain: [a, m, y]" in made.text
    said = " | ".join(made.notes)
    assert "2 exposures, a, b: the chain begins with a; an effect of another is an edge of its own" in said
    assert "exposures from which no path leads to y: c" in said


def test_two_outcomes_are_named():
    said = notes("dag { x [e] y [o] z [o] x -> y -> z }")
    assert "2 outcomes, y, z: y is taken; --outcome names another" in said
    assert "names no outcome" not in said
    assert "chain: [x, y, z]" in from_networkx(read("dag { x [e] y [o] z [o] x -> y -> z }"), "x", outcome="z").text


def test_a_label_is_read():
    assert read('dag { p [label="Closing price"] q -> p }').nodes["p"]["label"] == "Closing price"


def test_a_common_cause_takes_no_variables_place():
    found = read("dag { U_a_b -> c  a <-> b  a -> c }")
    assert set(found.predecessors("a")) == {"U_a_b_2"}


@pytest.mark.parametrize(
    "text", ["dag { a -> b /* ends nowhere", "dag { " + "/* " * 200_000, "dag { a /* x */ -> b /* y"]
)
def test_a_comment_without_an_end_is_told_at_once(text):
    with pytest.raises(CausalError, match="a comment begins and never ends"):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "dag { x o-> y }",
        "dag { x o-o y }",
        "dag { x <-o y }",
        "dag { x --o y }",
        "dag { x o-- y }",
        'dag { "the x" o-> "y z" }',
        "x o-> y\ny -> z",
        "dag { a -> b\n b o->c }",
        "dag { {a b} o-> c }",
    ],
)
def test_the_circle_of_an_ancestral_graph_is_no_variable(text):
    with pytest.raises(CausalError, match="does not say what causes what"):
        read(text)


@pytest.mark.parametrize(
    "text", ["dag { o -> y }", "dag { x -> o }", "dag { o->y }", "dag {\n x -> o\n o->y }", 'dag { "x o-> z" -> y }']
)
def test_a_variable_may_be_called_o(text):
    assert read(text).number_of_edges() == text.count("->") - text.count("o-> z")


def test_lines_that_begin_with_a_hash_are_comments():
    assert sorted(read("# a graph\ndag {\n  # x o-> y\n x -> y\n}")) == ["x", "y"]
