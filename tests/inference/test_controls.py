"""Negative controls: quiet where nothing is hidden, loud where something is, and asked only where the graph has them apart from the edge."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.findings import Side, Strategy
from causal.frame import Frame
from causal.inference import examine
from causal.inference.controls import controls
from causal.inference.estimate import design_for
from causal.inference.identify import identify
from causal.judgement.judge import judge_edge
from causal.study import Because, EventTest, Role
from causal.verdict import RUBRIC, EdgeTest, Grounds
from tests.worlds import frame, garch_t4, graph, variable

ARROWS = ["z->x", "z->y", "+x->y"]
CHAIN = ["x->y"]


def controlled(arrows=(), chain=CHAIN, latent=(), names=("n",), persistence=1):
    """Give the confounded graph with more arrows and with negative controls."""
    declared = graph([*ARROWS, *arrows], chain, latent, persistence)
    marked = tuple(variable(name, role=Role.NEGATIVE_CONTROL, persistence=persistence) for name in names)
    return replace(declared, controls=marked)


def world(seed, rows=250, persistence=0.5, hidden=0.0, shocks=garch_t4, effect=0.3, lag=0, control_of_z=0.0):
    """Give z -> x, y; x -> y `lag` rows later with `effect`; a hidden series of size `hidden` in x, y and the control n."""
    rng = np.random.default_rng([seed, rows])
    drawn = {name: shocks(rows + lag, rng) for name in "zuxyn"}
    made = {name: np.zeros(rows + lag) for name in "zuxyn"}
    for t in range(rows + lag):
        for name in "zuxyn":
            made[name][t] = persistence * made[name][t - 1] * (t > 0) + drawn[name][t]
        z, u = made["z"][t], hidden * made["u"][t]
        made["x"][t] += 0.5 * z + u
        made["y"][t] += 0.5 * z + u + effect * made["x"][t - lag]
        made["n"][t] += control_of_z * z + u
    return frame({name: made[name][lag:] for name in "zxyn"})


def normal(rows, rng):
    return rng.standard_normal(rows)


def asked(declared, data, edge="x->y"):
    """Give the controls that serve the edge, tested."""
    wanted = declared.edge(edge)
    estimand = identify(declared, wanted)
    return controls(data, declared, wanted, estimand, design_for(data, declared, estimand, None), None, RUBRIC)


def share(count, arrows=(), edge="x->y", **changes):
    """Give the share of worlds in which a control is rejected."""
    declared = controlled(arrows)
    found = [any(one.rejected for one in asked(declared, world(seed, **changes), edge)) for seed in range(count)]
    return float(np.mean(found))


@pytest.mark.parametrize(
    "changes",
    [
        {"persistence": 0.0, "shocks": normal},
        {"persistence": 0.5},
        {"persistence": 0.9, "shocks": normal},
        {"effect": 0.0},
    ],
    ids=lambda one: ", ".join(f"{k} {getattr(v, '__name__', v)}" for k, v in one.items()),
)
def test_a_control_is_rejected_in_about_one_of_twenty_worlds_without_a_hidden_cause(changes):
    assert 0.015 <= share(300, **changes) <= 0.075  # 5%, with the error of 300 worlds


@pytest.mark.parametrize("persistence", [0.0, 0.5, 0.9])
def test_a_hidden_cause_of_all_three_is_seen(persistence):
    assert share(60, persistence=persistence, hidden=0.7) >= 0.8


def test_a_control_that_shares_the_observed_cause_is_quiet_once_that_is_held_fixed():
    assert share(200, arrows=["z->n"], control_of_z=0.8) <= 0.08
    assert share(200, control_of_z=0.8) <= 0.08  # the edge holds z fixed whether or not it is drawn to n


def lagged_world(seed, hidden):
    rng = np.random.default_rng([seed, 9])
    made = {name: np.zeros(300) for name in "uxyn"}
    for t in range(300):
        for name in "uxyn":
            made[name][t] = 0.6 * made[name][t - 1] * (t > 0) + rng.standard_normal()
        for name in "xyn":
            made[name][t] += hidden * made["u"][t]
        made["y"][t] += 0.3 * made["x"][t - 1] * (t > 0)
    return frame({name: made[name] for name in "xyn"})


@pytest.mark.parametrize(("hidden", "low", "high"), [(0.0, 0.01, 0.09), (0.8, 0.8, 1.0)])
def test_a_lagged_edge_has_its_controls_too(hidden, low, high):
    declared = replace(graph(["+x->y@1"], ["x->y@1"]), controls=(variable("n", role=Role.NEGATIVE_CONTROL),))
    found = [any(c.rejected for c in asked(declared, lagged_world(seed, hidden), "x->y@1")) for seed in range(200)]
    assert low <= np.mean(found) <= high


def people(seed, hidden):
    """Give a cross-section."""
    u, z, x, y, n = np.random.default_rng([seed, 4]).standard_normal((5, 200))
    x = x + 0.5 * z + hidden * u
    table = {"z": z, "x": x, "y": y + 0.5 * z + 0.3 * x + hidden * u, "n": n + hidden * u}
    return Frame(pd.DataFrame(table, index=[f"person {i}" for i in range(200)]), (), {})


@pytest.mark.parametrize(("hidden", "low", "high"), [(0.0, 0.01, 0.09), (0.8, 0.9, 1.0)])
def test_rows_in_no_order_have_no_past(hidden, low, high):
    declared = controlled(persistence=0)
    found = [any(c.rejected for c in asked(declared, people(seed, hidden))) for seed in range(200)]
    assert low <= np.mean(found) <= high


SIDES = {
    "at no edge": ((), (), {Side.OUTCOME, Side.EXPOSURE}),
    "moved by the common cause": (["z->n"], (), {Side.OUTCOME, Side.EXPOSURE}),
    "moved by the treatment": (["x->n"], (), {Side.EXPOSURE}),
    "moved by the treatment a row later": (["x->n@1"], (), {Side.EXPOSURE}),
    "moves the treatment": (["n->x"], (), {Side.EXPOSURE}),
    "moves the outcome, and is held fixed": (["n->y"], (), set()),
    "moves the outcome a row later": (["n->y@1"], (), {Side.OUTCOME}),
    "moves what moves both": (["n->z"], (), {Side.OUTCOME}),
    "moved by what the treatment moves": (["x->m", "m->n"], ("m",), {Side.EXPOSURE}),
    "moved by the outcome": (["y->n"], (), set()),
    "shares a declared latent cause with the treatment": (["l->x", "l->n"], ("l",), {Side.EXPOSURE}),
    "shares a declared latent cause with the outcome": (["l->y", "l->n"], ("l",), {Side.OUTCOME}),
}


@pytest.mark.parametrize("case", SIDES)
def test_what_a_control_is_for_an_edge_follows_from_the_graph(case):
    arrows, latent, sides = SIDES[case]
    assert {one.side for one in asked(controlled(arrows, latent=latent), world(1))} == sides


def test_several_controls_share_the_five_percent():
    declared = controlled(names=("n", "m", "k"))
    data = world(1, hidden=0.8)
    rng = np.random.default_rng(5)
    table = data.table(["z", "x", "y", "n"]).assign(m=rng.standard_normal(250), k=rng.standard_normal(250))
    found = asked(declared, Frame(table, (), {}))
    assert [(one.variable, one.side) for one in found] == [(n, side) for n in "nmk" for side in Side]
    assert all(one.rejected is (one.estimate.p_value * 6 <= 0.05) for one in found)
    assert {one.variable for one in found if one.rejected} == {"n"}


def test_a_control_is_never_held_fixed_where_no_arrow_leaves_it():
    for arrows in ((), ["z->n"], ["x->n"]):
        plain, marked = graph([*ARROWS, *arrows], CHAIN), controlled(arrows)
        ours, theirs = (identify(one, one.edge("x->y")) for one in (marked, plain))
        assert ours == theirs
        assert not any(name.startswith("n@") for name in (*ours.adjustment, *ours.past, *ours.instruments))


def test_an_instrument_needs_no_control():
    declared = replace(
        graph(["i->x", "l->x", "l->y", "+x->y"], CHAIN, ["l"]), controls=(variable("n", role=Role.NEGATIVE_CONTROL),)
    )
    wanted = declared.edge("x->y")
    estimand = identify(declared, wanted)
    assert estimand.strategy is Strategy.INSTRUMENT
    data = world(1)
    table = data.table(["x", "y", "n"]).assign(i=data.values("z"))
    design = design_for(Frame(table, (), {}), declared, estimand, None)
    assert controls(Frame(table, (), {}), declared, wanted, estimand, design, None, RUBRIC) == ()


def test_a_control_without_rows_beside_the_edge_is_no_answer():
    table = world(1).table(["z", "x", "y", "n"])
    table["n"] = np.nan
    with pytest.raises(NotComputableError, match="nothing in n"):
        asked(controlled(), Frame(table, (), {}))


def test_a_case_has_the_columns_of_its_controls_and_none_of_their_words():
    def cut(declared, data):
        return examine.case(SimpleNamespace(event=None, seed=1), declared, data, RUBRIC)

    declared, data = controlled(), world(1)
    worded = tuple(replace(v, label="N, in words", note="why") for v in declared.controls)
    case = cut(declared, data)
    assert list(case.frame.table(["n"])) == ["n"]
    assert cut(replace(declared, controls=worded), data).digest == case.digest
    assert cut(replace(declared, controls=()), data).digest != case.digest


def verdicts(hidden, count, marked):
    """Give the grounds of an edge that does not exist, declared to be known from outside the data."""
    rubric = replace(RUBRIC, draws=40)
    declared = controlled() if marked else replace(controlled(), controls=())
    edges = tuple(
        replace(e, because=Because.OTHER, because_note="so", event_test=EventTest.NONE) if e.claimed else e
        for e in declared.edges
    )
    declared, found = replace(declared, edges=edges), []
    for seed in range(count):
        data = world(seed, persistence=0.3, hidden=hidden, effect=0.0)
        case = examine.Case(graph=declared, frame=data, event=None, seed=1, rubric=rubric)
        edge = examine.corrected(declared, [examine.examine(case, "x->y")], rubric)[0]
        found.append(judge_edge(declared, declared.edge("x->y"), edge, rubric, data.sampling))
    return found


def test_false_support_under_a_hidden_cause_falls_where_a_control_is_declared():
    bare, marked = verdicts(0.7, 25, marked=False), verdicts(0.7, 25, marked=True)
    without, with_control = (sum(v.grounds is Grounds.EFFECT_ESTABLISHED for v in some) for some in (bare, marked))
    assert without >= 15
    assert with_control <= 3
    at = list(EdgeTest).index(EdgeTest.CONTROLS)
    turned = [v for v, old in zip(marked, bare, strict=True) if v.grounds is not old.grounds]
    assert {v.grounds for v in turned} == {Grounds.ASSOCIATION_ONLY}
    assert {v.tests[at].message.key for v in turned} <= {"test.controls.outcome", "test.controls.exposure"}
