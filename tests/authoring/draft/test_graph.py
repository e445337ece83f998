"""The proposed graph."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.authoring.draft.graph import sketch
from causal.authoring.draft.proposals import proposals
from causal.authoring.draft.sentences import sentences


def graph(text):
    return sketch({f"c{i}": p for i, p in enumerate(proposals(sentences(text)), start=1)})


def test_links_that_share_a_phrase_form_a_chain():
    found = graph("Rain caused floods. Floods caused hunger. 洪水导致饥荒,饥荒引发恐慌。")
    assert found.chain[:3] == ("rain", "floods", "hunger")
    assert [a.id for a in found.arrows[:2]] == ["rain->floods", "floods->hunger"]
    assert [found.labels[a.cause] + found.labels[a.effect] for a in found.arrows[2:]] == ["洪水饥荒", "饥荒恐慌"]
    assert found.arrow("c1") == "rain->floods"
    assert found.arrow("c9") == ""


def test_an_edge_that_closes_a_circle_is_left_out():
    assert [a.id for a in graph("Rain caused floods. Floods caused rain.").arrows] == ["rain->floods"]


def test_an_edge_said_twice_keeps_both_claims_and_a_sign_only_where_they_agree():
    (arrow,) = graph("Rising rates caused falling prices. Rising rates caused falling prices.").arrows
    assert (arrow.claims, arrow.sign) == (("c1", "c2"), -1)
    (arrow,) = graph("Oil prices caused rising grain prices. Oil prices caused falling grain prices.").arrows
    assert (len(arrow.claims), arrow.sign) == (2, 0)


def test_names_are_names():
    labels = graph("Class caused lambda. Éclair 9 led to 9 lives. Class caused Class struggles.").labels
    assert all(name.isidentifier() and name.isascii() for name in labels)
    assert "class" not in labels


@given(st.lists(st.tuples(*[st.sampled_from(["rain", "floods", "hunger", "fear", "war"])] * 2), max_size=12))
@settings(max_examples=40)
def test_the_graph_never_has_a_circle(pairs):
    found = graph(" ".join(f"{a.title()} caused {b}." for a, b in pairs))
    assert nx.is_directed_acyclic_graph(nx.DiGraph([(a.cause, a.effect) for a in found.arrows]))
