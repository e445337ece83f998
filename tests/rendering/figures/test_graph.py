"""Every node and asserted edge is drawn once, in the manner of its kind, with the effect and interval of the records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.rendering.catalogue import Catalogue
from causal.rendering.figures import graph
from causal.rendering.figures.svg import SYMBOLS, colour
from causal.rendering.typography import number as write
from causal.study import NodeKind
from tests.fake_report import MAIN, RIVALS, SCORED, fake_report
from tests.rendering.figures.reading import Figure, number

WORDS = Catalogue("en")
GROUNDS = {edge: grounds.value for (owner, edge), (grounds, _) in SCORED.items() if owner == "article"}


@pytest.fixture(scope="module")
def figure():
    return Figure(graph.draw(MAIN, fake_report().graph, GROUNDS, write, WORDS, "the graph in words"))


def boxes(figure):
    return [r for r in figure.all("rect") if r.get("stroke") != "none"]


def test_every_asserted_node_has_a_box_drawn_by_its_kind(figure):
    dashes = [r.get("stroke-dasharray") for r in boxes(figure)]
    assert dashes.count("4 2") == 1  # the proxy
    assert dashes.count("1 2") == 1  # the latent one
    assert len(dashes) == 6
    assert {"by proxy", "latent"} <= set(figure.texts)


def test_boxes_do_not_overlap_and_stay_inside(figure):
    places = [tuple(number(r, k) for k in ("x", "y", "width", "height")) for r in boxes(figure)]
    for i, (x, y, w, h) in enumerate(places):
        assert x >= 0
        assert x + w <= figure.width + 0.01
        assert y + h <= figure.height
        for a, b, c, d in places[:i]:
            assert x >= a + c or a >= x + w or y >= b + d or b >= y + h


def test_every_asserted_edge_has_one_head_in_the_colour_of_its_grounds(figure):
    heads = sorted(p.get("fill") for p in figure.all("polygon"))
    assert heads == sorted(colour(GROUNDS[e.id]) for e in MAIN.claimed)


def test_effects_intervals_and_signs_are_the_records(figure):
    found = fake_report().graph
    text = " ".join(figure.texts)
    for edge in MAIN.claimed:
        assert SYMBOLS[GROUNDS[edge.id]] in text
        one = found.edge(edge.id)
        if one.estimates:
            assert write(one.estimates[0].effect) in figure.texts
            assert f"{write(one.holm_low)} to {write(one.holm_high)}" in text
    assert "no estimate" in text


@pytest.mark.parametrize("declared", RIVALS, ids=lambda g: g.id)
def test_short_chains_can_be_drawn(declared):
    found = next(g for g in fake_report().rivals if g.graph == declared.id)
    grounds = {edge: g.value for (owner, edge), (g, _) in SCORED.items() if owner == declared.id}
    figure = Figure(graph.draw(declared, found, grounds, write, WORDS, "t"))
    assert len(boxes(figure)) == len(declared.chain) + 1


def test_each_asserted_edge_is_one_group_that_names_it(figure):
    groups = [g.get("data-edge") for g in figure.all("g") if g.get("data-edge")]
    assert sorted(groups) == sorted(f"{MAIN.id}:{e.id}" for e in MAIN.edges if e.claimed)


@pytest.mark.parametrize(("language", "said"), [("en", "chose the rows"), ("zh", "据此选行")])
def test_what_chose_the_rows_is_said_in_its_box(language, said):
    chosen = replace(MAIN, variables=tuple(replace(v, selected=v.kind is NodeKind.LATENT) for v in MAIN.variables))
    drawn = Figure(graph.draw(chosen, fake_report().graph, GROUNDS, write, Catalogue(language), "the graph in words"))
    assert drawn.texts.count(said) == 1
    assert [r.get("stroke-dasharray") for r in boxes(drawn)].count("1 2") == 1
