"""Every node and asserted edge is drawn once, in the manner of its kind, with the effect and interval of the records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import graph
from causal.rendering.figures.svg import SYMBOLS, colour
from causal.study import NodeKind
from tests.fake_report import MAIN, RIVALS, SCORED
from tests.rendering.figures.reading import Figure, number

WORDS = Catalogue("en")

GROUNDS = {edge: grounds.value for (owner, edge), (grounds, _) in SCORED.items() if owner == "article"}

LABELS = {
    edge: graph.Label(effect=f"{i} ± 0.{i}", per=f"per {i}", grounds=grounds, strength="low")
    for i, (edge, grounds) in enumerate(GROUNDS.items(), start=1)
}


@pytest.fixture(scope="module")
def figure():
    return Figure(graph.draw(MAIN, LABELS, WORDS, "the graph in words"))


def boxes(figure):
    return [r for r in figure.all("rect") if r.get("stroke") != "none"]


def test_every_asserted_node_has_a_box_drawn_by_its_kind(figure):
    dashes = [r.get("stroke-dasharray") for r in boxes(figure)]
    assert dashes.count("1 2") == 1  # the latent one
    assert len(dashes) == 6
    assert [r.get("fill") for r in boxes(figure)].count("#ffffff") == 2  # the proxy and the latent one
    assert {"by proxy", "latent"} <= set(figure.texts)


def test_boxes_do_not_overlap_and_stay_inside(figure):
    places = [tuple(number(r, k) for k in ("x", "y", "width", "height")) for r in boxes(figure)]
    for i, (x, y, w, h) in enumerate(places):
        assert x >= 0
        assert x + w <= figure.width + 0.01
        assert y + h <= figure.height
        for a, b, c, d in places[:i]:
            assert x >= a + c or a >= x + w or y >= b + d or b >= y + h


def test_every_asserted_edge_has_one_head_in_the_colour_of_its_grounds_but_what_only_moves_together(figure):
    heads = sorted(p.get("fill") for p in figure.all("polygon"))
    assert "association only" in GROUNDS.values()
    assert heads == sorted(colour(GROUNDS[e.id]) for e in MAIN.claimed if GROUNDS[e.id] != "association only")


def test_every_arrow_has_its_effect_verdict_and_strength(figure):
    text = " ".join(figure.texts)
    for edge in MAIN.claimed:
        label = LABELS[edge.id]
        assert SYMBOLS[label.grounds] in text
        assert label.effect in text
        assert label.per in text
    assert sum("low" in line for line in figure.texts) >= len(MAIN.claimed)


def test_what_is_written_under_an_arrow_keeps_to_its_place():
    long = {edge: replace(one, effect="0.19 ± 0.13 standard deviations of it all") for edge, one in LABELS.items()}
    drawn = Figure(graph.draw(MAIN, long, WORDS, "t"))
    assert "0.19 ± 0.13 standard deviations of it all" not in drawn.texts
    assert "0.19 ± 0.13" in " ".join(drawn.texts)


@pytest.mark.parametrize("declared", RIVALS, ids=lambda g: g.id)
def test_short_chains_can_be_drawn(declared):
    labels = {
        edge: graph.Label(effect="0.1 ± 0.2", grounds=g.value)
        for (owner, edge), (g, _) in SCORED.items()
        if owner == declared.id
    }
    figure = Figure(graph.draw(declared, labels, WORDS, "t"))
    assert len(boxes(figure)) == len(declared.chain) + 1


def test_each_asserted_edge_is_one_group_that_names_it(figure):
    groups = [g.get("data-edge") for g in figure.all("g") if g.get("data-edge")]
    assert sorted(groups) == sorted(f"{MAIN.id}:{e.id}" for e in MAIN.edges if e.claimed)


@pytest.mark.parametrize(("language", "said"), [("en", "chose the rows"), ("zh", "据此选行")])
def test_what_chose_the_rows_is_said_in_its_box(language, said):
    chosen = replace(MAIN, variables=tuple(replace(v, selected=v.kind is NodeKind.LATENT) for v in MAIN.variables))
    drawn = Figure(graph.draw(chosen, LABELS, Catalogue(language), "the graph in words"))
    assert drawn.texts.count(said) == 1
    assert [r.get("stroke-dasharray") for r in boxes(drawn)].count("1 2") == 1
