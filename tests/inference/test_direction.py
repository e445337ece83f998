"""Which way an edge runs: simulated worlds whose order is known are found, and what cannot be known is left undecided."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from causal.calibration.cells import Tails
from causal.calibration.shocks import shocks
from causal.errors import NotComputableError
from causal.findings import Order, Strategy
from causal.frame import Frame
from causal.inference import direction as directions
from causal.inference import estimate, identify
from causal.inference.algebra import critical_value
from causal.inference.direction import direction, evidence, in_design, question
from causal.inference.pair import pair
from causal.inference.regressions import regress
from causal.sampling import HC3
from causal.study import Because
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, event_at, frame, graph

EDGE = CONFOUNDED.edge("x->y")
PLAIN = graph(["+x->y"], ["x->y"])
LAGGED = graph(["z->x", "z->y", "+x->y@1"], ["x->y@1"])
WORLDS = 200


def simulated(tails, rows=500, persistence=0.6, effect=0.4, seed=1, order="x->y", lag=0):
    """A confounder and two ends, the effect in that order; each with its own past."""
    rng = np.random.default_rng(seed)
    burn = 50
    e = {name: shocks(tails, rows + burn, 1, rng)[:, 0] for name in "xyz"}
    v = {name: np.zeros(rows + burn) for name in "xyz"}
    cause, outcome = order.split("->")
    for t in range(2, rows + burn):
        v["z"][t] = persistence * v["z"][t - 1] + e["z"][t]
        v[cause][t] = persistence * v[cause][t - 1] + 0.5 * v["z"][t] + e[cause][t]
        v[outcome][t] = persistence * v[outcome][t - 1] + 0.5 * v["z"][t] + effect * v[cause][t - lag] + e[outcome][t]
    return frame({name: column[burn:] for name, column in v.items()})


def ask(data, declared=CONFOUNDED, **changes):
    edge = replace(declared.edge(declared.chain[0]), **changes)
    declared = replace(declared, edges=tuple(edge if e.id == edge.id else e for e in declared.edges))
    return direction(data, declared, edge, identify.identify(declared, edge), RUBRIC)


# -- one world


@pytest.mark.parametrize("tails", [Tails.GARCH, Tails.T4, Tails.SKEWED])
@pytest.mark.parametrize("persistence", [0.0, 0.6, 0.9])
def test_the_declared_order_is_found_and_the_reversed_one_told_as_such(tails, persistence):
    rows = 1500
    right = ask(simulated(tails, rows, persistence, seed=4))
    assert (right.order, right.why) == (Order.DECLARED, "")
    assert all(one.p_value > 0.01 for one in right.implied)  # a twentieth of true graphs is rejected at 5%
    assert right.statistic > right.critical > 1.9
    assert right.reversed_implied == ()
    wrong = ask(simulated(tails, rows, persistence, seed=4, order="y->x"))
    assert wrong.order is Order.REVERSED
    assert wrong.statistic < -wrong.critical
    assert wrong.reversed_implied


def test_normal_shocks_with_a_past_of_their_own_tell_the_order():
    assert ask(simulated(Tails.NORMAL, 2500, 0.9)).order is Order.DECLARED
    assert ask(simulated(Tails.NORMAL, 2500, 0.9, order="y->x")).order is Order.REVERSED


def test_the_two_orders_are_two_sides_of_one_statistic():
    data = simulated(Tails.GARCH)
    other = graph(["z->x", "z->y", "+y->x"], ["y->x"])
    assert ask(data, other).statistic == pytest.approx(-ask(data).statistic, rel=1e-6)


def test_the_statistic_is_vuongs_by_its_definition():
    """Rows without order: two least-squares lines an order, Student's likelihood of the likeliest scale, row by row."""
    rng = np.random.default_rng(3)
    x = rng.standard_t(4, 400)
    y = 0.5 * x + rng.standard_t(4, 400)

    def likelihood(outcome, columns):
        left = regress(outcome[None], [one[None] for one in columns]).residuals[0]
        scale = stats.t.fit(left, fdf=5, floc=0)[2]
        return stats.t.logpdf(left, 5, 0, scale)

    gain = likelihood(x, []) + likelihood(y, [x]) - likelihood(y, []) - likelihood(x, [y])
    expected = gain.mean() / (gain.std() / np.sqrt(400))
    declared = graph(["+x->y"], ["x->y"], persistence=0)
    given = pair(declared, declared.edge("x->y"), ordered=False)
    found, degrees = evidence({"x@0": x[None], "y@0": y[None]}.__getitem__, given, HC3)
    assert found[0] == pytest.approx(expected, rel=1e-4)
    assert degrees == 399


@pytest.mark.parametrize("units", [(1e-4, 1.0), (1.0, 1e5), (1e3, 1e-3)])
def test_units_and_levels_change_nothing(units):
    data = simulated(Tails.T4)
    x, y, z = (data.values(n) for n in "xyz")
    other = frame({"x": units[0] * x + 3.0, "y": units[1] * y - 7.0, "z": z})
    assert ask(other).statistic == pytest.approx(ask(data).statistic, rel=1e-5)
    assert [one.p_value for one in ask(other).implied] == pytest.approx([one.p_value for one in ask(data).implied])


# -- where no orders are compared


@pytest.mark.parametrize("reason", [Because.RANDOMISED, Because.WEATHER])
def test_a_declared_reason_replaces_the_comparison_and_asks_of_the_cause_alone(reason):
    for order in ("x->y", "y->x"):
        found = ask(simulated(Tails.GARCH, order=order), because=reason)
        assert (found.order, found.statistic, found.critical, found.why) == (None, None, None, "because")
        assert {one.node for one in found.implied} == {"x@0"}
    assert ask(simulated(Tails.GARCH, 1500), because=reason).rejected == ()
    assert ask(simulated(Tails.GARCH, 1500, order="y->x"), because=reason).rejected  # the effect's past moves the cause


@pytest.mark.parametrize("reason", [Because.RULE, Because.EARLIER, Because.OTHER])
def test_a_reason_that_only_orders_the_two_leaves_all_else_to_be_asked(reason):
    found = ask(simulated(Tails.GARCH), because=reason)
    assert (found.order, found.why) == (None, "because")
    assert {one.node for one in found.implied} == {"x@0", "y@0"}


def test_a_clock_has_no_shocks_that_could_be_asked():
    """The weekend follows Friday by the calendar, whatever the graph says of its past."""
    data = simulated(Tails.GARCH, 420)
    weekend = (np.arange(420) % 5 == 4).astype(float)
    y = data.values("y") - 2.0 * weekend
    given = frame({"x": weekend, "y": y, "z": data.values("z")})
    declared = graph(["z->y", "+x->y"], ["x->y"])
    found = ask(given, declared, because=Because.CLOCK)
    assert (found.why, found.implied, found.rejected) == ("because", (), ())
    assert ask(given, declared, because=Because.OTHER).rejected


def test_an_earlier_cause_is_not_compared_and_its_independences_are_asked():
    right = ask(simulated(Tails.NORMAL, 1000, lag=1), LAGGED)
    assert (right.order, right.why, right.rejected) == (None, "lagged", ())
    assert {one.node for one in right.implied} == {"x@1", "y@0"}
    assert ask(simulated(Tails.NORMAL, 1000, lag=0), LAGGED).rejected  # it acts at once
    assert ask(simulated(Tails.NORMAL, 1000, order="y->x", lag=1), LAGGED).rejected


def test_an_edge_that_closes_a_circle_when_turned_is_not_compared():
    data = simulated(Tails.GARCH)
    rng = np.random.default_rng(2)
    m = 0.4 * data.values("x") + rng.standard_normal(len(data))
    whole = frame({"x": data.values("x"), "y": data.values("y") + 0.3 * m, "z": data.values("z"), "m": m})
    around = graph(["z->x", "z->y", "x->m", "m->y", "+x->y"], ["x->y"])
    found = ask(whole, around)
    assert (found.order, found.why) == (None, "cycle")


@pytest.mark.parametrize("values", [2, 5, 9])
@pytest.mark.parametrize("end", ["x", "y"])
def test_an_end_of_few_values_is_not_compared(values, end):
    data = simulated(Tails.T4)
    coarse = pd.qcut(data.values(end), values, labels=False).astype(float)
    columns = {name: coarse if name == end else data.values(name) for name in "xyz"}
    assert ask(frame(columns)).why == "few_values"
    finer = pd.qcut(data.values(end), directions.FEWEST_VALUES, labels=False).astype(float)
    assert ask(frame({**columns, end: finer})).why == ""


def test_what_an_instrument_identifies_is_not_compared():
    rng = np.random.default_rng(1)
    w, hidden, e = rng.standard_normal((3, 400))
    x = w + hidden + e
    data = frame({"w": w, "x": x, "y": 0.5 * x - hidden})
    declared = graph(["u->x", "u->y", "w->x", "+x->y"], ["x->y"], latent=["u"], persistence=0)
    assert identify.identify(declared, declared.edge("x->y")).strategy is Strategy.INSTRUMENT
    assert ask(data, declared).why == "identified"


def test_too_few_rows_cannot_be_asked():
    with pytest.raises(NotComputableError, match="too few"):
        ask(simulated(Tails.T4, rows=15))
    empty = simulated(Tails.T4).table(["x", "y", "z"])
    empty["z"] = np.nan
    with pytest.raises(NotComputableError, match="no row has both ends"):
        ask(Frame(empty, (), {}))


def test_missing_rows_leave_the_others():
    data = simulated(Tails.GARCH, 1500).table(["x", "y", "z"])
    data.iloc[100:140, 0] = np.nan
    data.iloc[::97, 1] = np.nan
    assert ask(Frame(data, (), {})).order is Order.DECLARED


# -- bent relations


def bent(kind, tails, rows=500, seed=1):
    rng = np.random.default_rng(seed)
    cause, noise = (shocks(tails, rows, 1, rng)[:, 0] for _ in range(2))
    shapes = {
        "exponential": np.exp(np.clip(cause, -4, 4) / 1.5),
        "hinge": np.maximum(cause, 0.0) * 1.5,
        "parabola": 0.5 * cause - cause**2,
    }
    return cause, shapes[kind] + noise


@pytest.mark.slow
@pytest.mark.parametrize("tails", [Tails.NORMAL, Tails.T4])
@pytest.mark.parametrize("kind", ["exponential", "hinge", "parabola"])
def test_a_bent_effect_is_seldom_found_in_the_wrong_order(kind, tails):
    """By lines alone the wrong order fits these better, in up to four of five worlds."""
    bare = graph(["+x->y"], ["x->y"], persistence=0)
    given = pair(bare, bare.edge("x->y"), ordered=False)
    worlds = [bent(kind, tails, seed=seed) for seed in range(WORLDS)]
    columns = {"x@0": np.array([w[0] for w in worlds]), "y@0": np.array([w[1] for w in worlds])}
    found, degrees = evidence(columns.__getitem__, given, HC3)
    assert np.mean(found < -critical_value(0.95, degrees)) <= 0.12


# -- rates


def share(tails, *, worlds=WORLDS, **changes):
    """Give how often the declared order, the reversed one and a rejected independence are found."""
    answers = [ask(simulated(tails, seed=100 + seed, **changes)) for seed in range(worlds)]
    orders = [one.order for one in answers]
    return (
        np.mean([one is Order.DECLARED for one in orders]),
        np.mean([one is Order.REVERSED for one in orders]),
        np.mean([bool(one.rejected) for one in answers]),
    )


def most(probability, worlds=WORLDS):
    """The share that a test of that level exceeds once in a thousand times."""
    return stats.binom.ppf(0.999, worlds, probability) / worlds


@pytest.mark.slow
def test_normal_shocks_without_a_past_leave_the_order_undecided():
    declared, reversed_, rejected = share(Tails.NORMAL, rows=250, persistence=0.0)
    assert declared <= most(0.05)
    assert reversed_ <= most(0.05)
    assert rejected <= most(0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("tails", "persistence"), [(Tails.GARCH, 0.3), (Tails.SKEWED, 0.0), (Tails.NORMAL, 0.9)])
def test_the_wrong_order_is_seldom_found_and_the_right_one_mostly(tails, persistence):
    declared, reversed_, rejected = share(tails, rows=500, persistence=persistence)
    assert declared > 0.5
    assert reversed_ <= most(0.025)
    assert rejected <= most(0.05)
    turned, found, _ = share(tails, rows=500, persistence=persistence, order="y->x")
    assert turned <= most(0.025)
    assert found > 0.5


@pytest.mark.slow
@pytest.mark.parametrize("tails", [Tails.NORMAL, Tails.GARCH])
def test_a_hidden_cause_that_acts_later_on_the_effect_is_told_by_what_the_graph_implies(tails):
    """It moves the cause today and the effect tomorrow: yesterday's cause then tells of today's effect, given its causes."""
    rejected, clean = [], []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        rows = 500
        u, x, y = (shocks(tails, rows, 1, rng)[:, 0] for _ in range(3))
        x, y = x + u, y + 0.3 * x
        clean.append(bool(ask(frame({"x": x, "y": y}), PLAIN).rejected))
        rejected.append(bool(ask(frame({"x": x, "y": y + np.concatenate([[0.0], u[:-1]])}), PLAIN).rejected))
    assert np.mean(rejected) > 0.9
    assert np.mean(clean) <= most(0.05, 60)


# -- many worlds at once, and the rows of a design


def test_worlds_together_are_answered_as_one_by_one():
    frames = [simulated(tails, seed=seed) for tails in (Tails.GARCH, Tails.NORMAL) for seed in range(4)]
    estimand = identify.identify(CONFOUNDED, EDGE)
    questions = [question(one, CONFOUNDED, EDGE, estimand) for one in frames]
    first = questions[0]

    def columns(name):
        return np.concatenate([one.values[name] for one in questions])

    together = first.passes(columns, first.asked, len(first.tests), RUBRIC.level)
    alone = [q.passes(q.values.__getitem__, q.asked, len(q.tests), RUBRIC.level)[0] for q in questions]
    assert list(together) == alone
    assert 0 < sum(alone) < len(alone)
    expected = [one.order is Order.DECLARED and not one.rejected for one in map(ask, frames)]
    assert list(together) == expected


def test_a_question_that_cannot_be_answered_is_passed_by_no_world():
    data = simulated(Tails.GARCH)
    few = frame({**{n: data.values(n) for n in "yz"}, "x": np.sign(data.values("x"))})
    asked = question(few, CONFOUNDED, EDGE, identify.identify(CONFOUNDED, EDGE))
    assert (asked.why, asked.answerable) == ("few_values", False)
    assert not asked.passes(asked.values.__getitem__, (), 0, RUBRIC.level).any()


def test_a_question_on_the_rows_of_a_design_keeps_those_that_both_have():
    table = simulated(Tails.GARCH).table(["x", "y", "z"])
    table.iloc[200, 2] = np.nan
    data = Frame(table, (), {})
    estimand = identify.identify(CONFOUNDED, EDGE)
    event = event_at(data, 450)
    design = estimate.design_for(data, CONFOUNDED, estimand, (event.start, event.end))
    asked, places = in_design(question(data, CONFOUNDED, EDGE, estimand, design.names), data, design)
    assert 0 < len(places) < design.rows
    assert np.array_equal(asked.values["y@0"][0], design.outcome[places])
    assert np.array_equal(asked.values["x@0"][0], design.treatment[places])
    for position, name in enumerate(design.names, start=1):
        assert np.array_equal(asked.values[name][0], design.controls[places, position])
