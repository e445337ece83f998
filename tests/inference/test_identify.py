"""Textbook graphs with known answers; DoWhy's own answer on small graphs; random graphs whose population is known exactly."""

from __future__ import annotations

from collections import Counter

import networkx as nx
import numpy as np
import pytest

from causal.findings import Strategy
from causal.inference import identify
from causal.study import Edge
from tests.random_graphs import drawn, in_population
from tests.worlds import graph, selected_by


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


WORLDS = {
    "static": {},
    "static, confounded": {"confounded": True},
    "lagged": {"longest": 1},
    "lagged, confounded": {"longest": 1, "confounded": True},
    "two lags, confounded": {"longest": 2, "most": 4, "confounded": True},
    "selected": {"selecting": True},
    "selected, lagged, confounded": {"longest": 1, "most": 5, "confounded": True, "selecting": True},
}


@pytest.mark.parametrize("kind", WORLDS)
def test_what_is_called_identified_is_the_true_effect_in_the_population(kind):
    rng, found = np.random.default_rng(12), Counter()
    for _ in range(100):
        world = drawn(rng, **WORLDS[kind])
        others = rng.permutation(len(world.graph.edges))[:2]
        edges = {world.graph.edge(world.graph.chain[0]), *(world.graph.edges[i] for i in others)}
        for edge in sorted(edges, key=lambda e: e.id):
            estimand = identify.identify(world.graph, edge)
            found["direct", estimand.strategy] += 1
            if estimand.strategy is not Strategy.NONE:
                assert in_population(estimand, world) == pytest.approx(world.direct(edge), abs=1e-6), (world, estimand)
        estimand = identify.identify_total(world.graph)
        found["total", estimand.strategy] += 1
        if estimand.strategy is not Strategy.NONE:
            truth = world.total(estimand.treatment, estimand.outcome)
            assert in_population(estimand, world) == pytest.approx(truth, abs=1e-6), (world, estimand)
    assert all(found[effect, Strategy.NONE] > 5 for effect in ("direct", "total"))
    if "confounded" not in kind:
        assert all(found[effect, Strategy.ADJUSTMENT] > 5 for effect in ("direct", "total"))
    elif "selected" not in kind:
        assert all(found[effect, Strategy.INSTRUMENT] > 5 for effect in ("direct", "total"))
        assert found["total", Strategy.FRONT_DOOR]


@pytest.mark.parametrize(
    "arrows",
    [
        ["z->x", "x->m", "m->y", "+x->y", "u->x", "u->y"],
        ["z->x", "x->m", "m->n", "n->y", "+x->y", "u->x", "u->y"],
        ["z->x", "z->y", "+x->y", "u->x", "u->y"],
        ["z->x", "h->x", "h->y", "x->h2", "h2->y", "+x->y", "u->x", "u->y"],
    ],
)
def test_an_instrument_that_reaches_the_outcome_past_the_edge_is_none_for_it(arrows):
    declared = graph(arrows, ["x->y"], latent=["u", "h", "h2"], persistence=0)
    assert direct(declared, "x->y").strategy is Strategy.NONE


def test_an_instrument_past_a_mediator_still_serves_the_total_effect():
    arrows = ["z->x", "+x->m", "+m->y", "x->y", "u->x", "u->y"]
    declared = graph(arrows, ["x->m", "m->y"], latent=["u"], persistence=0)
    total = identify.identify_total(declared)
    assert (total.strategy, total.instruments, total.adjustment) == (Strategy.INSTRUMENT, ("z@0",), ())
    assert direct(declared, "x->y").strategy is Strategy.NONE


def test_an_instrument_past_a_mediator_is_no_way_beside_the_adjustment_set():
    declared = graph(["z->x", "x->m", "m->y", "+x->y"], ["x->y"], persistence=0)
    found = direct(declared, "x->y")
    assert (found.strategy, found.adjustment, found.alternatives) == (Strategy.ADJUSTMENT, ("m@0",), ())


@pytest.mark.parametrize(
    ("arrows", "instrument", "given"),
    [
        (["h->x", "h->z", "+x->y", "u->x", "u->y"], "z@0", ()),  # a proxy of a hidden instrument
        (["z->h", "h->x", "+x->y", "u->x", "u->y"], "z@0", ()),  # a cause of a hidden one
        (["h->x", "h->z", "c->z", "c->y", "+x->y", "u->x", "u->y"], "z@0", ("c@0",)),  # a proxy that shares a cause
        (["h->x@1", "h->z", "+x->y", "u->x", "u->y"], "z@1", ()),
    ],
)
def test_a_relative_of_the_treatment_serves_as_its_instrument(arrows, instrument, given):
    declared = graph(arrows, ["x->y"], latent=["u", "h"], persistence=0)
    found = direct(declared, "x->y")
    assert (found.strategy, found.instruments, found.adjustment) == (Strategy.INSTRUMENT, (instrument,), given)


def test_a_proxy_that_the_outcome_is_joined_to_is_no_instrument():
    declared = graph(["h->x", "h->z", "h->y", "+x->y", "u->x", "u->y"], ["x->y"], latent=["u", "h"], persistence=0)
    assert direct(declared, "x->y").strategy is Strategy.NONE


def test_a_back_door_that_lies_further_back_than_the_lags_is_closed():
    arrows = [
        "+a->c@1",
        "b->a@1",
        "c->a@1",
        "c->b@1",
    ]  # c@1 and a@0 meet in c@4, further back than the graph is unrolled
    found = direct(graph([*arrows[:2], "+c->a@1", arrows[3]], ["c->a@1"], persistence=0), "c->a@1")
    assert found.adjustment == ("b@1",)


@pytest.mark.parametrize(
    ("arrows", "found"),
    [
        (["+x->y", "x->s", "y->s"], Strategy.NONE),  # a common effect of both ends
        (["+x->y", "y->s"], Strategy.NONE),
        (["+x->y", "x->m", "m->s", "y->n", "n->s"], Strategy.NONE),  # further down
        (["+x->y", "a->x", "a->s", "b->s", "b->y"], Strategy.NONE),  # a path through the choice alone
        (["+x->y", "x->s"], Strategy.ADJUSTMENT),  # rows chosen by the cause: the slope is the same
        (["+x->y", "c->x", "c->y", "c->s"], Strategy.ADJUSTMENT),
        (["+x->y", "s->x"], Strategy.ADJUSTMENT),
        (["+x->y", "z->x", "u->x", "u->y", "z->s"], Strategy.INSTRUMENT),
        (["+x->y", "z->x", "u->x", "u->y", "x->s"], Strategy.NONE),
        (["+x->y", "z->x", "u->x", "u->y", "u->s"], Strategy.NONE),
    ],
)
def test_rows_that_were_chosen_identify_only_what_the_choice_does_not_touch(arrows, found):
    declared = graph(arrows, ["x->y"], latent=["s", "a", "b", "u"], persistence=0)
    assert direct(declared, "x->y").strategy is not Strategy.NONE or "b->y" in arrows
    chosen = direct(selected_by(declared, "s"), "x->y")
    assert chosen.strategy is found
    assert chosen.selected_by == (("s",) if found is Strategy.NONE else ())


def test_rows_chosen_by_a_measured_end_of_the_edge():
    declared = graph(["+x->y", "c->x", "c->y"], ["x->y"], persistence=0)
    assert direct(selected_by(declared, "y"), "x->y").strategy is Strategy.NONE
    assert direct(selected_by(declared, "x"), "x->y").adjustment == ("c@0",)


def test_what_selection_separates_needs_a_cause_of_the_choice_in_the_set():
    declared = graph(["+x->y", "c->y", "c->s"], ["x->y"], latent=["s"], persistence=0)
    assert direct(selected_by(declared, "s"), "x->y").adjustment == ("c@0",)


def test_a_front_door_through_chosen_rows_is_shut():
    declared = graph(["u->x", "u->y", "+x->m", "+m->y", "m->s"], ["x->m", "m->y"], latent=["u", "s"], persistence=0)
    assert identify.identify_total(declared).strategy is Strategy.FRONT_DOOR
    found = identify.identify_total(selected_by(declared, "s"))
    assert (found.strategy, found.selected_by) == (Strategy.NONE, ("s",))


def test_an_independence_that_the_choice_of_rows_undoes_is_not_implied():
    declared = graph(["+a->b", "a->s", "c->s", "c->b"], ["a->b"], latent=["s"], persistence=0)
    pair = lambda triples: [t for t in triples if {t[0], t[1]} == {"a@0", "c@0"}]  # noqa: E731
    assert pair(identify.implied_independences(declared))
    assert not pair(identify.implied_independences(selected_by(declared, "s")))
