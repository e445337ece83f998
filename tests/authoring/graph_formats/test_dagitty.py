"""DAGitty's text: what its site writes is read, what it cannot hold is named."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from causal.authoring.exchange import export, from_networkx
from causal.authoring.graph_formats import graph_formats
from causal.errors import CausalError
from causal.folder.load import load

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
