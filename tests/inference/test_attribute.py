"""The event day taken apart: shocks are recovered, contributions add up, intervals cover."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from causal.errors import NotComputableError
from causal.findings import How
from causal.inference import attribute, estimate, identify
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
    equations = {n: equation_of(data, CHAIN, n) for n in "mabc"}
    day = {}
    for n in ("m", "a", "b", "c"):
        again, actual = [1.0], [1.0]
        for parent in equations[n].held:
            name, _, lag = parent.rpartition("@")
            actual.append(columns[name][EVENT - int(lag)])
            again.append(day[name] if lag == "0" else actual[-1])
        residual = columns[n][EVENT] - float(equations[n].coefficients[0] @ actual)
        day[n] = float(equations[n].coefficients[0] @ again) + (0.0 if n == "a" else residual)
    assert found.without_cause == pytest.approx(day["c"], abs=1e-9)


def equation_of(data, declared, name, draws=1, seed=1):
    causes = attribute.parents(declared)[name]
    return attribute._equation(data, name, causes, draws, np.random.default_rng(seed))  # noqa: SLF001 - the fitted graph


def regression_of(data, name, held):
    from causal.inference.design import lagged

    columns = np.column_stack([np.ones(len(data)), *(lagged(data, one) for one in held)])
    kept = ~np.isnan(columns).any(axis=1)
    return sm.OLS(data.values(name)[kept], columns[kept]).fit(cov_type="HC3", use_t=True)


@pytest.mark.parametrize(
    ("name", "further"),
    [("m", ()), ("a", ("m@1",)), ("b", ("a@1",)), ("c", ("b@1", "m@1"))],
)
def test_an_equation_is_statsmodels_regression_with_one_further_lag_of_each_parent(name, further):
    data, _ = world()
    found = equation_of(data, CHAIN, name, draws=4000)
    assert found.held == (*attribute.parents(CHAIN)[name], *further)
    reference = regression_of(data, name, found.held)
    assert found.coefficients[0] == pytest.approx(reference.params, rel=1e-9)
    drawn = found.coefficients[1:]
    assert drawn.std(axis=0) == pytest.approx(reference.bse, rel=0.06)
    assert np.corrcoef(drawn.T) == pytest.approx(correlations(reference), abs=0.07)


def correlations(reference):
    covariance = reference.cov_params()
    return covariance / np.sqrt(np.outer(np.diag(covariance), np.diag(covariance)))


def test_a_node_without_a_declared_past_has_its_last_value_held():
    data, _ = world()
    bare = graph(["m->a", "m->c", "+a->b", "+b->c"], ["a->b", "b->c"], persistence=0)
    assert equation_of(data, bare, "b").held == ("a@0", "a@1", "b@1")


@pytest.mark.parametrize(("rows", "held"), [(27, ("a@0", "b@1")), (60, ("a@0", "b@1", "a@1"))])
def test_further_lags_are_left_out_where_rows_are_few(rows, held):
    data, _ = world()
    short = frame({n: data.values(n)[:rows] for n in "mabc"})
    assert equation_of(short, CHAIN, "b").held == held


def test_the_interval_of_one_edges_part_is_the_edges_own():
    """A shock along one arrow: its part is effect times shock, its interval the edge's HC3 interval times the shock."""
    declared = graph(["+a->c"], ["a->c"])
    rng = np.random.default_rng(8)
    a, c = rng.standard_normal((2, ROWS))
    a[EVENT] = -5.0
    c += 0.6 * a
    data = frame({"a": a, "c": c})
    event = event_at(data, EVENT)
    estimand = identify.identify(declared, declared.edge("a->c"))
    design = estimate.design_for(data, declared, estimand, (event.start, event.end))
    edge = estimate.estimate(design, estimand.strategy, 0.95)[0][0]
    found = attribute.attribute(data, declared, event, 7, replace(RUBRIC, draws=20_000))
    part = next(one for one in found.contributions if one.node == "a")
    assert part.value == pytest.approx(edge.effect * part.shock, rel=1e-9)
    assert found.through_chain == pytest.approx(part.value, rel=1e-9)
    low, high = sorted((edge.low * part.shock, edge.high * part.shock))
    shocks_own = 0.05 * (high - low)  # the shock is estimated too, and draws are draws
    assert (found.through_chain_low, found.through_chain_high) == pytest.approx((low, high), abs=shocks_own)
    assert (part.low, part.high) == (found.through_chain_low, found.through_chain_high)


def test_covariances_are_of_the_parts_as_they_stand():
    found = run(world()[0])
    covariances = np.array(found.covariances)
    assert covariances.shape == (len(found.contributions),) * 2
    assert covariances == pytest.approx(covariances.T)
    assert np.all(np.linalg.eigvalsh(covariances) > -1e-12)
    for one, spread in zip(found.contributions, np.sqrt(np.diag(covariances)), strict=True):
        assert (one.high - one.low) / (2 * 1.96) == pytest.approx(spread, rel=0.2)


def turned(found, edge, how):
    return next((one for one in found.turned if (one.edge, one.how) == (edge, how)), None)


def values(contributions):
    return {one.node: one.value for one in contributions}


def test_each_asserted_arrow_within_a_row_is_turned_and_cut():
    found = run(world()[0])
    assert [(one.edge, one.how) for one in found.turned] == [
        (edge, how) for edge in ("a->b", "b->c") for how in (How.REVERSED, How.CUT)
    ]
    background = graph(["m->a", "m->c", "a->b", "b->c"], ["a->b", "b->c"])
    assert run(world()[0], background).turned == ()


def test_parts_of_a_turned_or_cut_graph_add_up_to_the_move():
    """With its own past expected: what the parts leave of the move is what the last row implies, by that graph's equations."""
    data, _ = world()
    found = run(data)
    for one in found.turned:
        edges = [e for e in CHAIN.edges if e.id != one.edge]
        if one.how is How.REVERSED:
            cause, effect = one.edge.split("->")
            edges.append(replace(CHAIN.edge(one.edge), treatment=effect, outcome=cause, sign=0))
        other = replace(CHAIN, edges=tuple(edges), chain=())
        day = {}
        for name in attribute._order(other):  # noqa: SLF001
            fitted = equation_of(data, other, name)
            at = [data.values(h.rpartition("@")[0])[EVENT - int(h.rpartition("@")[2])] for h in fitted.held]
            without = [day[h[:-2]] if h.endswith("@0") else value for h, value in zip(fitted.held, at, strict=True)]
            day[name] = float(fitted.coefficients[0] @ [1.0, *without])  # every shock of the day set to zero
        expected = day["c"]
        assert sum(values(one.contributions).values()) == pytest.approx(data.values("c")[EVENT] - expected, abs=1e-8)


WIDE = graph(["m->a", "m->c", "+a->b", "b->d", "+b->c", "+c->e", "d->e", "a->e@1"], ["a->b", "b->c", "c->e"])


def wide_world():
    data, names = world()[0], "mabcde"
    columns = {n: data.values(n) for n in "mabc"}
    rng = np.random.default_rng(5)
    columns["d"] = 0.5 * columns["b"] + rng.standard_normal(len(data))
    columns["e"] = 0.4 * columns["c"] - 0.6 * columns["d"] + rng.standard_normal(len(data))
    return frame({n: columns[n] for n in names})


def test_what_a_turned_graph_shares_with_the_declared_one_is_the_same_as_computed_anew(monkeypatch):
    data = wide_world()
    taken_over = run(data, WIDE).turned
    alone = attribute._split  # noqa: SLF001
    monkeypatch.setattr(attribute, "_split", lambda *given: alone(*given[:6]))
    assert run(data, WIDE).turned == taken_over
    assert len(taken_over) > 4


def test_a_turned_graph_has_only_the_equations_of_the_arrows_ends_fitted_anew(monkeypatch):
    fitted = []
    one = attribute._equation  # noqa: SLF001
    monkeypatch.setattr(attribute, "_equation", lambda *given: fitted.append(given[1]) or one(*given))
    data = wide_world()
    found = run(data, WIDE)
    declared = len(WIDE.variables)
    ends = [
        name
        for each in found.turned
        for name in (each.edge.split("->") if each.how is How.REVERSED else each.edge.split("->")[1:])
    ]
    assert sorted(fitted[declared:]) == sorted(ends)
    assert fitted[:declared] == attribute._order(WIDE)  # noqa: SLF001


def test_a_cause_whose_arrow_is_cut_or_reversed_gives_nothing_along_it():
    found = run(world()[0])
    for how in How:
        assert "a" not in values(turned(found, "a->b", how).contributions)  # its only way to c leads over b
        assert "b" not in values(turned(found, "b->c", How.CUT).contributions)
    assert abs(values(found.contributions)["a"]) > 1.5
    kept = values(turned(found, "b->c", How.REVERSED).contributions)
    assert "b" not in kept
    assert "c" in kept


def test_a_lagged_arrow_is_not_turned_and_one_that_would_close_a_circle_only_cut():
    data, _ = world()
    lagged = graph(["+a->b@1", "+b->c"], ["a->b@1", "b->c"])
    assert {one.edge for one in run(data, lagged).turned} == {"b->c"}
    around = graph(["+a->b", "+b->c", "+a->c"], ["a->b", "b->c"])
    assert [(one.edge, one.how) for one in run(data, around).turned if one.edge == "a->c"] == [("a->c", How.CUT)]


def test_what_is_turned_has_intervals_of_its_own():
    found = run(world()[0])
    for one in found.turned:
        for part in one.contributions:
            assert part.low < part.value < part.high


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
