"""The event day taken apart: shocks are recovered, contributions add up, intervals cover."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference import attribute
from causal.verdict import RUBRIC
from causal.work.seeds import stream
from tests.worlds import event_at, frame, graph, selected_by

CHAIN = graph(["m->a", "m->c", "+a->b", "+b->c"], ["a->b", "b->c"])
ROWS, EVENT = 600, 500


def world(seed: int = 1, shock: float = -6.0):
    rng = np.random.default_rng(seed)
    m, a, b, c = rng.standard_normal((4, ROWS))
    a[EVENT] = shock
    for t in range(1, ROWS):
        a[t] += 0.3 * m[t] + 0.2 * a[t - 1]
        b[t] += 0.5 * a[t] + 0.2 * b[t - 1]
        c[t] += 0.8 * b[t] + 0.4 * m[t] + 0.2 * c[t - 1]
    return frame({"m": m, "a": a, "b": b, "c": c}), shock * 0.5 * 0.8


def run(data, declared=CHAIN):
    return attribute.attribute(data, declared, event_at(data, EVENT), 7, RUBRIC)


def test_contributions_add_up_to_the_move():
    found = run(world()[0])
    assert sum(c.value for c in found.contributions) + found.expected == pytest.approx(found.move, abs=1e-9)


def test_the_known_shock_is_recovered_with_its_interval():
    data, true = world()
    found = run(data)
    part = next(c for c in found.contributions if c.node == "a")
    assert part.low <= true <= part.high
    assert part.value == pytest.approx(true, abs=0.5)
    assert found.without_cause == pytest.approx(found.move - part.value)
    assert found.through_chain == pytest.approx(part.value, rel=1e-9)  # the chain is the only way from a to c


def test_a_second_way_round_the_chain_is_not_counted_as_the_chains():
    declared = graph(["m->a", "m->c", "+a->b", "+b->c", "a->c"], ["a->b", "b->c"])
    found = run(world()[0], declared)
    part = next(c for c in found.contributions if c.node == "a")
    assert found.through_chain != pytest.approx(part.value, rel=1e-6)


def test_a_lagged_chain_starts_where_its_shock_is():
    rng = np.random.default_rng(4)
    a, b = rng.standard_normal((2, ROWS))
    a[EVENT - 1] = 8.0
    b[1:] += 0.5 * a[:-1]
    data = frame({"a": a, "b": b})
    found = run(data, graph(["+a->b@1"], ["a->b@1"]))
    assert found.through_chain == pytest.approx(4.0, abs=0.6)
    assert found.through_chain_low <= 4.0 <= found.through_chain_high


def test_do_operator_by_simulation():
    """Setting the shock to zero is the same as simulating the day again from the fitted equations without it."""
    data, _ = world()
    found = run(data)
    columns = {n: data.values(n) for n in "mabc"}
    weights = np.ones((ROWS, 1))
    equations = {n: attribute._equation(data, CHAIN, n, weights) for n in "mabc"}  # noqa: SLF001 - the fitted graph
    day = {}
    for n in ("m", "a", "b", "c"):
        terms = [1.0]
        for parent in equations[n].parents:
            name, _, lag = parent.rpartition("@")
            terms.append(day[name] if lag == "0" else columns[name][EVENT - int(lag)])
        fitted = float(equations[n].coefficients[0] @ terms)
        actual = [1.0] + [
            columns[p.rpartition("@")[0]][EVENT - int(p.rpartition("@")[2])] for p in equations[n].parents
        ]
        residual = columns[n][EVENT] - float(equations[n].coefficients[0] @ actual)
        day[n] = fitted + (0.0 if n == "a" else residual)
    assert found.without_cause == pytest.approx(day["c"], abs=1e-9)


@pytest.mark.slow
def test_intervals_cover_the_truth_about_as_often_as_they_say():
    covered = []
    for seed in range(60):
        data, true = world(seed)
        part = next(c for c in run(data).contributions if c.node == "a")
        covered.append(part.low <= true <= part.high)
    assert np.mean(covered) > 0.8  # the event day's own noise adds to the bootstrap's, hence not 95%


def test_a_missing_event_day_is_said():
    data, _ = world()
    holed = frame({n: np.where((np.arange(ROWS) == EVENT) & (n == "b"), np.nan, data.values(n)) for n in "mabc"})
    with pytest.raises(NotComputableError, match="event day"):
        run(holed)


def test_held_out_r2_is_high_for_the_right_graph_and_low_for_noise():
    data, _ = world(shock=0.0)
    assert attribute.held_out_r2(data, CHAIN) > 0.4
    noise = frame({n: stream(1, n).standard_normal(ROWS) for n in "mabc"})
    assert attribute.held_out_r2(noise, CHAIN) < 0.05


def test_streams_do_not_depend_on_each_other():
    assert stream(1, "a", "b").random() == stream(1, "a", "b").random()
    assert len({stream(1, *key).random() for key in [("a", "b"), ("ab",), ("a", "c"), ("b", "a")]}) == 4


def test_the_graph_with_the_cause_predicts_held_out_days_better():
    rng = np.random.default_rng(4)
    a, m = rng.standard_normal(300), rng.standard_normal(300)
    data = frame({"a": a, "m": m, "c": 0.7 * a + rng.standard_normal(300)})
    right, wrong = graph(["+a->c"], ["a->c"]), graph(["+m->c"], ["m->c"], identity="rival")
    found = attribute.beside(data, right, wrong, 0.95)
    assert (found.first, found.second, found.rows) == ("article", "rival", 299)
    assert found.low > 0
    assert found.gain == pytest.approx(found.first_r2 - found.second_r2)
    back = attribute.beside(data, wrong, right, 0.95)
    assert back.gain == pytest.approx(-found.gain)
    assert back.p_value == pytest.approx(found.p_value)


@pytest.mark.slow
def test_two_useless_graphs_are_not_told_apart_more_often_than_the_level_says():
    told = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        data = frame({n: rng.standard_normal(200) for n in "amc"})
        told.append(attribute.beside(data, graph(["+a->c"], ["a->c"]), graph(["+m->c"], ["m->c"]), 0.95).p_value < 0.05)
    assert np.mean(told) < 0.09


def test_graphs_of_different_outcomes_are_not_compared():
    data = frame({n: np.random.default_rng(1).standard_normal(100) for n in "abc"})
    with pytest.raises(NotComputableError, match="different outcomes"):
        attribute.beside(data, graph(["+a->b"], ["a->b"]), graph(["+a->c"], ["a->c"]), 0.95)


def test_an_outcome_without_data_is_not_predicted():
    declared = graph(["+a->c"], ["a->c"])
    latent = tuple(replace(v, measure=None) if v.name == "c" else v for v in declared.variables)
    data = frame({"a": np.random.default_rng(1).standard_normal(100)})
    with pytest.raises(NotComputableError, match="c has no data"):
        attribute.held_out_r2(data, replace(declared, variables=latent))


def test_an_outcome_that_never_moves_has_nothing_to_predict():
    data = world()[0].table(["m", "a", "b", "c"])
    data["c"] = 1.0
    still = frame({name: data[name].to_numpy() for name in data})
    with pytest.raises(NotComputableError, match="c is the same in every complete row"):
        attribute.held_out_r2(still, CHAIN)
    with pytest.raises(NotComputableError, match="c is the same in every complete row"):
        attribute.beside(still, CHAIN, CHAIN, 0.95)


def test_rows_that_were_chosen_hold_no_whole_shock():
    declared = graph(["+a->b", "b->s"], ["a->b"], latent=["s"])
    data, _ = world()
    with pytest.raises(NotComputableError, match="the rows were chosen by s"):
        run(data, selected_by(declared, "s"))
