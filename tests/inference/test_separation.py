"""Separation, instruments and front doors, beside DoWhy's own answers on random graphs."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from itertools import combinations

import networkx as nx
import pytest

from causal.inference import identify, separation
from causal.study import Edge
from tests.worlds import graph


def drawn(seed, nodes=7, share=0.35):
    rng = random.Random(seed)
    names = [f"n{i}" for i in range(nodes)]
    made = nx.DiGraph(pair for pair in combinations(names, 2) if rng.random() < share)
    made.add_nodes_from(names)
    return made, names, rng


@pytest.mark.slow
def test_dowhys_graphs_are_read_without_its_estimators_and_plots_and_later_whole():
    code = (
        "import json, sys\n"
        "from causal.inference.separation import dowhy_graph\n"
        "asked = dowhy_graph()\n"
        "before = sorted({'sklearn', 'matplotlib', 'sympy', 'dowhy'} & set(sys.modules))\n"
        "from dowhy import CausalModel\n"
        "print(json.dumps([asked.__name__, before, CausalModel.__module__, dowhy_graph() is asked]))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == ["dowhy.graph", [], "dowhy.causal_model", True]


@pytest.mark.parametrize("seed", range(40))
def test_separation_is_dowhys(seed):
    from dowhy.graph import check_dseparation

    made, names, rng = drawn(seed)
    first, second, *rest = rng.sample(names, len(names))
    given = rest[: seed % 5]
    cut = set(rng.sample(sorted(made.edges), min(2, made.number_of_edges())))
    less = made.copy()
    less.remove_edges_from(cut)
    assert separation.separated(made, [first], [second], given, cut) == check_dseparation(
        less, [first], [second], given
    )
    assert separation.separated(made, [first, rest[-1]], [second], given) == check_dseparation(
        made, [first, rest[-1]], [second], given
    )


@pytest.mark.parametrize("seed", range(200))
def test_separation_is_networkxs_for_sets_of_nodes(seed):
    made, names, rng = drawn(seed, nodes=4 + seed % 12, share=rng_share(seed))
    order = rng.sample(names, len(names))
    sides = [order[:1], order[1:2], order[2 : 2 + seed % 4]]
    if seed % 3 == 0 and len(order) > 8:
        sides = [order[:2], order[2:4], order[4:7]]
    first, second, given = map(set, sides)
    cut = rng.sample(sorted(made.edges), min(seed % 3, made.number_of_edges()))
    less = made.copy()
    less.remove_edges_from(cut)
    expected = nx.is_d_separator(less, first, second, given)
    assert separation.separated(made, first, second, given, cut) is expected
    assert separation.separated(nx.freeze(made), second, first, given, cut) is expected
    assert separation.confirmed(made, first, second, given, cut) is expected


def rng_share(seed):
    return (0.15, 0.3, 0.5)[seed % 3]


@pytest.mark.parametrize("seed", range(40))
def test_instruments_and_front_doors_are_dowhys(seed):
    from dowhy.causal_identifier.auto_identifier import identify_frontdoor
    from dowhy.graph import get_instruments

    made, names, _ = drawn(seed)
    latent = "n0"  # behind treatment and outcome
    made.add_edges_from([(latent, "n1"), (latent, "n6")])
    made.remove_edges_from([("n1", "n6")])
    between = (nx.descendants(made, "n1") & nx.ancestors(made, "n6")) - {latent}
    theirs = identify_frontdoor(made, ["n1"], ["n6"], sorted(between | {"n1", "n6"})) or ()
    assert separation.front_door(made, "n1", "n6", between) == set(theirs)
    for treatment, outcome in (("n1", "n6"), ("n3", "n6"), ("n2", "n4")):
        assert separation.instruments(made, treatment, outcome) == set(get_instruments(made, [treatment], [outcome]))


@pytest.mark.parametrize("seed", range(20))
def test_the_chosen_set_is_the_one_that_dowhy_would_take(seed):
    from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto

    made, names, rng = drawn(seed, nodes=6, share=0.5)
    made.add_edge("n4", "n5")
    latent = rng.sample(names[:3], 1)
    arrows = [f"+{a}->{b}" for a, b in sorted(made.edges)]
    found = identify.identify(
        graph(arrows, ["n4->n5"], latent=latent, persistence=0), Edge(treatment="n4", outcome="n5")
    )
    theirs = identify_effect_auto(
        made,
        ["n4"],
        ["n5"],
        sorted(set(made) - set(latent)),
        EstimandType.NONPARAMETRIC_CDE,
        backdoor_adjustment=BackdoorAdjustment.BACKDOOR_EXHAUSTIVE,
    )
    listed = {frozenset(s) for s in (theirs.backdoor_variables or {}).values() if s is not None}
    if found.strategy.name == "ADJUSTMENT":
        assert frozenset(name.removesuffix("@0") for name in found.adjustment) in listed
    else:
        assert not listed


def test_each_effect_is_a_handful_of_questions_to_dowhy_however_many_nodes(monkeypatch):
    asked = []
    ask = separation.dowhy_graph().check_dseparation
    monkeypatch.setattr(separation.dowhy_graph(), "check_dseparation", lambda *given: asked.append(1) or ask(*given))
    for nodes in (6, 12, 24):
        names = [f"n{i}" for i in range(nodes)]
        chain = [f"{a}->{b}" for a, b in zip(names, names[1:], strict=False)]
        more = [f"{a}->{b}" for a, b in zip(names, names[2:], strict=False)]
        declared = graph([*(f"+{link}" for link in chain), *more], chain)
        for edge in declared.edges:
            asked.clear()
            assert identify.identify(declared, edge).adjustment
            assert 1 <= len(asked) <= 3
    asked.clear()
    hidden = graph(["+a->b", "h->a", "h->b"], ["a->b"], latent=["h"])
    assert not identify.identify(hidden, hidden.edge("a->b")).adjustment
    assert asked


@pytest.mark.parametrize("nodes", [10, 20, 40])
def test_separation_looks_at_each_arrow_a_bounded_number_of_times(nodes, monkeypatch):
    """Counted by the nodes whose arrows are asked for: at most a few times each, however many ways there are."""
    looked = []
    for name in ("causes", "effects"):
        one = getattr(separation._Arrows, name)  # noqa: SLF001
        monkeypatch.setattr(separation._Arrows, name, lambda self, at, one=one: looked.append(at) or one(self, at))  # noqa: SLF001
    names = [f"n{i}" for i in range(nodes)]
    dense = nx.freeze(nx.DiGraph(combinations(names, 2)))
    separation.separated(dense, names[:1], names[-1:], names[1:-1:2])
    assert len(looked) <= 6 * nodes


@pytest.mark.slow
def test_a_dense_graph_and_thirty_mediators_are_answered_in_a_moment():
    names = [f"n{i}" for i in range(40)]
    pairs = [(a, b) for a, b in combinations(names, 2) if (a, b) != ("n0", "n39")]
    chain = [f"{a}->{b}" for a, b in zip(names, names[1:], strict=False)]
    dense = graph([f"+{a}->{b}" for a, b in pairs], chain)
    started = time.process_time()
    assert identify.identify(dense, dense.edge("n20->n30")).adjustment
    same_day = graph([f"+{a}->{b}" for a, b in pairs], chain, persistence=0)
    assert identify.identify_total(same_day).alternatives == ("front door",)
    assert len(identify.implied_independences(dense)) > 1_000
    assert time.process_time() - started < 20
