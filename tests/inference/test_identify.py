"""Textbook graphs with known answers; DoWhy's own answer on small graphs; the unrolling over lags."""

from __future__ import annotations

import networkx as nx
import pytest

from causal.findings import Strategy
from causal.inference import identify
from causal.study import Edge
from tests.worlds import graph


def direct(declared, edge_id):
    return identify.identify(declared, declared.edge(edge_id))


def test_back_door_is_closed_by_the_confounder():
    found = direct(graph(["z->x", "z->y", "+x->y"], ["x->y"], persistence=0), "x->y")
    assert (found.strategy, found.adjustment) == (Strategy.ADJUSTMENT, ("z@0",))
    assert found.backdoor_paths == (("x@0", "z@0", "y@0"),)


def test_direct_effect_adjusts_for_the_mediator_and_the_total_effect_does_not():
    declared = graph(["+x->m", "+m->y", "x->y"], ["x->m", "m->y"], persistence=0)
    assert direct(declared, "x->y").adjustment == ("m@0",)
    total = identify.identify_total(declared)
    assert total.strategy is Strategy.ADJUSTMENT
    assert total.adjustment == ()
    assert {r.reason for r in total.ruled_out if r.node == "m@0"} == {"mediator"}


def test_collider_is_left_alone():
    declared = graph(["+x->y", "x->c", "y->c"], ["x->y"], persistence=0)
    found = direct(declared, "x->y")
    assert found.adjustment == ()
    assert any(r.node == "c@0" and r.reason == "descendant_of_outcome" for r in found.ruled_out)


def test_latent_confounder_leaves_nothing():
    declared = graph(["u->x", "u->y", "+x->y"], ["x->y"], latent=["u"], persistence=0)
    assert direct(declared, "x->y").strategy is Strategy.NONE


def test_latent_confounder_with_an_instrument():
    declared = graph(["u->x", "u->y", "+x->y", "w->x"], ["x->y"], latent=["u"], persistence=0)
    found = direct(declared, "x->y")
    assert (found.strategy, found.instruments) == (Strategy.INSTRUMENT, ("w@0",))


def test_front_door():
    declared = graph(["u->x", "u->y", "+x->m", "+m->y"], ["x->m", "m->y"], latent=["u"], persistence=0)
    found = identify.identify_total(declared)
    assert (found.strategy, found.mediators) == (Strategy.FRONT_DOOR, ("m@0",))


def test_m_bias_needs_no_adjustment_and_gets_none():
    declared = graph(["a->x", "a->m", "b->m", "b->y", "+x->y"], ["x->y"], latent=["a", "b"], persistence=0)
    assert direct(declared, "x->y").adjustment == ()


def test_own_past_is_a_cause():
    found = direct(graph(["z->x", "z->y", "+x->y@1"], ["x->y@1"]), "x->y@1")
    assert found.treatment == "x@1"
    assert "y@1" in found.adjustment


def test_latent_at_a_lag_still_confounds():
    declared = graph(["u->x@1", "u->y@1", "+x->y"], ["x->y"], latent=["u"])
    assert direct(declared, "x->y").strategy is not Strategy.ADJUSTMENT


def test_an_effect_on_a_latent_node_is_not_identified():
    declared = graph(["+x->u", "+u->y"], ["x->u", "u->y"], latent=["u"])
    assert direct(declared, "x->u").strategy is Strategy.NONE


def test_unrolled_graph_repeats_every_edge_at_every_lag_that_fits():
    declared = graph(["+x->y@2"], ["x->y@2"])
    unrolled = identify.unroll(declared)
    reach = identify.depth(declared)
    assert nx.is_directed_acyclic_graph(unrolled)
    assert sum(a.startswith("x") and b.startswith("y") for a, b in unrolled.edges) == reach - 1


@pytest.mark.parametrize(
    ("arrows", "treatment", "outcome"),
    [
        (["a->x", "a->b", "b->y", "+x->y"], "x", "y"),
        (["z->x", "z->y", "+x->m", "+m->y"], "m", "y"),
        (["a->x", "b->x", "b->y", "c->y", "+x->y"], "x", "y"),
    ],
)
def test_adjustment_set_is_one_that_dowhy_lists(arrows, treatment, outcome):
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto

    declared = graph(arrows, [f"{treatment}->{outcome}"], persistence=0)
    plain = nx.DiGraph((e.treatment, e.outcome) for e in declared.edges)
    theirs = identify_effect_auto(
        plain,
        [treatment],
        [outcome],
        list(plain.nodes),
        EstimandType.NONPARAMETRIC_CDE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_EXHAUSTIVE,
    )
    listed = {frozenset(s) for name, s in theirs.backdoor_variables.items() if name != "backdoor"}
    ours = identify.identify(declared, Edge(treatment=treatment, outcome=outcome))
    assert frozenset(name.removesuffix("@0") for name in ours.adjustment) in listed


def test_implied_independences_of_a_chain():
    found = identify.implied_independences(graph(["+a->b", "+b->c"], ["a->b", "b->c"], persistence=0))
    assert ("c@0", "a@0", ("b@0",)) in found
    assert not any({x, y} == {"a@0", "b@0"} for x, y, _ in found)
