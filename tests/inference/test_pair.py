"""What the graph says of an edge's ends: their causes, what each is independent of, and whether the edge can be turned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.inference.design import lag_of, variable_of
from causal.inference.pair import pair, reversed_graph
from tests.random_graphs import drawn
from tests.worlds import CONFOUNDED, graph, selected_by


def of(declared, *, ordered=True):
    return pair(declared, declared.edge(declared.chain[0]), ordered=ordered)


def claims(given):
    return {one.name: (one.causes, one.held, one.ends, one.others) for one in given.claimed}


def test_a_confounded_edge_of_one_row():
    found = of(CONFOUNDED)
    assert (found.cause, found.effect, found.comparable) == ("x@0", "y@0", True)
    assert found.cause_given == ("x@1", "z@0", "x@2", "z@1")
    assert found.effect_given == ("y@1", "z@0", "y@2", "z@1")
    assert claims(found) == {
        "x@0": (("x@1", "z@0"), ("x@2", "z@1"), ("y@1", "y@2"), ()),
        "y@0": (("x@0", "y@1", "z@0"), ("y@2", "z@1"), ("x@1", "x@2"), ()),
    }
    bare = pair(CONFOUNDED, CONFOUNDED.edge("x->y"), further=False)
    assert bare.cause_given == ("x@1", "z@0")
    assert claims(bare)["x@0"] == (("x@1", "z@0"), (), ("y@1", "y@2"), ())
    assert set(found.names) == {f"{v}@{lag}" for v in "xyz" for lag in (0, 1)} | {"x@2", "y@2"}


def test_a_lagged_edge_is_also_asked_whether_the_effect_comes_first_and_whether_the_cause_acts_at_once():
    found = of(graph(["z->x", "z->y", "+x->y@1"], ["x->y@1"]))
    assert (found.cause, found.effect, found.comparable) == ("x@1", "y@0", False)
    asked = claims(found)
    assert asked["x@1"][2] == ("y@1", "y@2", "y@3")
    assert asked["y@0"][2] == ("x@0",)  # the cause's own past is held fixed in the estimate


def test_what_lies_between_the_ends_is_no_cause_that_the_orders_are_compared_by():
    found = of(graph(["x->m", "m->y", "z->x", "z->y", "+x->y"], ["x->y"]))
    assert found.effect_given == ("y@1", "z@0", "y@2", "m@1", "z@1")
    assert "m@0" in next(one.causes for one in found.claimed if one.name == "y@0")


def test_rows_without_order_have_no_earlier_values():
    bare = graph(["z->x", "z->y", "w->y", "+x->y"], ["x->y"], persistence=0)
    found = of(bare, ordered=False)
    assert {lag_of(name) for name in found.names} == {0}
    assert claims(found)["x@0"] == (("z@0",), (), (), ())
    other = of(graph(["z->x", "w->x", "z->y", "+x->y"], ["x->y"], persistence=0), ordered=False)
    assert claims(other)["y@0"] == (
        ("x@0", "z@0"),
        (),
        (),
        ("w@0",),
    )  # what causes the cause alone is apart from the effect


@pytest.mark.parametrize(
    ("latent", "x_asked"),
    [(["u->x", "u->y"], ()), (["u->x"], ("y@1", "y@2")), (["u->y"], ("y@1", "y@2"))],
)
def test_a_hidden_cause_leaves_only_what_it_does_not_touch(latent, x_asked):
    """A hidden past reaches what it causes in every row; of the cause alone it says nothing to the effect's past."""
    found = of(graph([*latent, "+x->y"], ["x->y"], latent=["u"]))
    assert "u" not in {variable_of(name) for name in found.names}
    assert set(claims(found)["x@0"][2]) <= set(x_asked)
    assert (claims(found)["y@0"][2] == ()) is ("u->y" in latent)


def test_rows_chosen_by_the_effect_imply_less():
    free = graph(["+x->y", "y->s"], ["x->y"], latent=["s"])
    assert claims(of(free))["x@0"][2]
    chosen = of(selected_by(free, "s"))
    assert set(claims(chosen)["x@0"][2]) < set(claims(of(free))["x@0"][2])


@pytest.mark.parametrize("seed", range(60))
def test_in_the_population_of_random_graphs_every_claimed_independence_holds(seed):
    """By exact covariances of the moving-average form, which know nothing of the unrolled graph."""
    rng = np.random.default_rng(seed)
    world = drawn(rng, most=5, longest=int(seed % 3), confounded=bool(seed % 2))
    hidden = {v.name for v in world.graph.variables if v.measure is None}
    asked = 0
    for edge in world.graph.edges:
        if {edge.treatment, edge.outcome} & hidden:
            continue
        found = pair(world.graph, edge)
        assert not {variable_of(name) for name in found.names} & hidden
        for one in found.claimed:
            for tested in (*one.ends, *one.others):  # one by one, and each must hold
                nodes = [one.name, tested, *one.causes, *one.held]
                precision = np.linalg.inv(world.covariance(nodes))
                partial = -precision[0, 1] / np.sqrt(precision[0, 0] * precision[1, 1])
                assert abs(partial) < 1e-7, (edge.id, one.name, tested, one.causes)
                asked += 1
    assert asked or hidden


def test_a_missing_arrow_breaks_what_is_claimed():
    """The same check on the graph with one arrow too few: it can fail."""
    worst = 0.0
    for seed in range(20):
        world = drawn(np.random.default_rng(seed), most=5, longest=1)
        for gone in world.graph.edges:
            short = replace(world.graph, edges=tuple(e for e in world.graph.edges if e.id != gone.id), chain=())
            known = {v.name for v in short.variables if v.measure is not None}
            for edge in (e for e in short.edges if {e.treatment, e.outcome} <= known):
                for one in pair(short, edge).claimed:
                    for tested in (*one.ends, *one.others):
                        precision = np.linalg.inv(world.covariance([one.name, tested, *one.causes, *one.held]))
                        worst = max(worst, abs(precision[0, 1]) / np.sqrt(precision[0, 0] * precision[1, 1]))
    assert worst > 0.2


# -- turned round


def test_a_reversed_edge_claims_nothing_of_its_sign():
    turned = reversed_graph(CONFOUNDED, CONFOUNDED.edge("x->y"))
    assert {e.id for e in turned.edges} == {"z->x", "z->y", "y->x"}
    assert (turned.edge("y->x").sign, turned.edge("y->x").claims, turned.chain) == (0, (), ())
    assert turned.variables == CONFOUNDED.variables


@pytest.mark.parametrize(
    ("arrows", "turns"),
    [
        (["+x->y", "x->m", "m->y"], False),
        (["+x->y", "x->m", "m->n", "n->y"], False),
        (["+x->y", "x->m", "m->y@1"], True),
        (["+x->y", "m->x", "m->y"], True),
        (["+x->y", "y->x@1"], True),
    ],
)
def test_an_edge_that_turned_would_close_a_circle_within_the_row_cannot_be_compared(arrows, turns):
    declared = graph(arrows, ["x->y"])
    assert (reversed_graph(declared, declared.edge("x->y")) is not None) is turns
    assert of(declared).comparable is turns
