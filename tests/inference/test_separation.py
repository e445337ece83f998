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
