"""Worlds that are not as the graph has them: their truths are what they claim, and they are judged as any data are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from causal.calibration.cells import Tails
from causal.calibration.shocks import shocks
from causal.errors import NotComputableError
from causal.findings import Order
from causal.frame import Frame
from causal.inference import error_rates, estimate, identify, sensitivity
from causal.inference.adverse import Worlds, established, false_support, hidden_worlds, reversed_worlds
from causal.inference.algebra import fit
from causal.inference.direction import direction
from causal.inference.regressions import regress
from causal.inference.sensitivity import Confounder
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, event_at, frame, graph

EDGE = CONFOUNDED.edge("x->y")
LAGGED = graph(["z->x", "z->y", "+x->y@1"], ["x->y@1"])
PERSISTENCE = 0.5


def data(rows=600, lag=0, effect=0.4, tails=Tails.GARCH, seed=1):
    rng = np.random.default_rng(seed)
    e = {name: shocks(tails, rows, 1, rng)[:, 0] for name in "xyz"}
    v = {name: np.zeros(rows) for name in "xyz"}
    for t in range(2, rows):
        v["z"][t] = PERSISTENCE * v["z"][t - 1] + e["z"][t]
        v["x"][t] = PERSISTENCE * v["x"][t - 1] + 0.5 * v["z"][t] + e["x"][t]
        v["y"][t] = PERSISTENCE * v["y"][t - 1] + 0.5 * v["z"][t] + effect * v["x"][t - lag] + e["y"][t]
    return frame(v)


def people(rows=600, seed=1):
    rng = np.random.default_rng(seed)
    z, x, y = rng.standard_t(4, (3, rows))
    x = x + 0.3 * z
    table = pd.DataFrame({"x": x, "y": y + 0.3 * z + 0.4 * x, "z": z}, index=pd.RangeIndex(rows, name="row"))
    declared = replace(CONFOUNDED, variables=tuple(replace(v, persistence=0) for v in CONFOUNDED.variables))
    return Frame(table, (), {}), declared


def asked(given, declared=CONFOUNDED):
    edge = declared.edge(declared.chain[0])
    estimand = identify.identify(declared, edge)
    event = event_at(given, len(given) - 40) if isinstance(given.index, pd.DatetimeIndex) else None
    design = estimate.design_for(given, declared, estimand, None if event is None else (event.start, event.end))
    return error_rates.asked_of(given, declared, edge, estimand, design), design, edge


def singly(question):
    """Draw shocks row by row: nothing of the data's clusters is kept."""
    rows = question.values[question.given.effect].shape[1]
    return lambda worlds, rng: rng.integers(0, rows, (worlds, rows))


def reverse(given, count=200, declared=CONFOUNDED, seed=3):
    found, design, edge = asked(given, declared)
    rng = np.random.default_rng(seed)
    return reversed_worlds(found.question, count, rng, singly(found.question)), design, edge


def hide(given, strength, count=200, declared=CONFOUNDED, sign=1, seed=3):
    found, design, edge = asked(given, declared)
    rng = np.random.default_rng(seed)
    both = Confounder(strength[0], np.array([strength[1]]))
    worlds = hidden_worlds(found.question, both, sign, count, rng, singly(found.question))
    return worlds, design, edge


def partial(worlds, outcome, of, given):
    """Give the coefficient of a column in each world, with its HC3 interval."""
    fitted = regress(worlds(outcome), [*(worlds(name) for name in given), worlds(of)])
    return fitted.coefficients[:, -1], fitted.interval(0.95)


def test_a_column_is_read_as_many_rows_back_as_its_lag():
    worlds, _, _ = reverse(data(), 3)
    for name in ("x", "y"):
        now, before, twice = (worlds(f"{name}@{lag}") for lag in (0, 1, 2))
        assert now.shape == (3, worlds.series[name].shape[1] - worlds.start)
        assert np.array_equal(now[:, :-1], before[:, 1:])
        assert np.array_equal(now[:, :-2], twice[:, 2:])
    assert worlds("z@0").shape == (1, now.shape[1])
    assert np.array_equal(worlds("z@0")[0, :-1], worlds("z@1")[0, 1:])


def test_in_a_reversed_world_the_cause_moves_by_the_effect_and_the_effect_by_itself():
    given = data()
    worlds, _, _ = reverse(given)
    found, _, _ = asked(given)
    columns = found.question.values
    held = [columns[name] for name in found.question.given.cause_given]
    true = regress(columns["x@0"], [*held, columns["y@0"]]).coefficients[0, -1]
    back, (low, high) = partial(worlds, "x@0", "y@0", list(found.question.given.cause_given))
    assert true > 0.1
    assert back.mean() == pytest.approx(true, abs=3 * back.std() / np.sqrt(len(back)) + 0.01)
    assert 0.89 <= np.mean((low <= true) & (true <= high)) <= 0.99
    for past in ("x@1",):
        none, (low, high) = partial(worlds, "y@0", past, ["y@1", "z@0"])
        assert none.mean() == pytest.approx(0.0, abs=0.02)
        assert np.mean((low <= 0) & (high >= 0)) >= 0.88
    kept, _ = partial(worlds, "y@0", "y@1", ["z@0"])
    persistence = regress(columns["y@0"], [columns["z@0"], columns["y@1"]]).coefficients[0, -1]
    assert kept.mean() == pytest.approx(persistence, abs=0.03)


def test_the_rubrics_own_test_finds_reversed_worlds_reversed():
    """Each world as a frame of its own, through the test of direction."""
    given = data(1200)
    worlds, _, edge = reverse(given, 12)
    estimand = identify.identify(CONFOUNDED, EDGE)
    z = given.values("z")[-worlds.series["x"].shape[1] :]
    orders = []
    for number in range(12):
        one = frame({"x": worlds.series["x"][number], "y": worlds.series["y"][number], "z": z})
        found = direction(one, CONFOUNDED, edge, estimand, RUBRIC)
        orders.append(found.order)
        assert found.order is not Order.DECLARED
    assert orders.count(Order.REVERSED) >= 8


@pytest.mark.parametrize("strength", [(0.05, 0.05), (0.2, 0.1), (0.02, 0.4)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_hidden_cause_takes_its_partial_r2_of_both_ends_and_leaves_no_effect(strength, sign):
    """Without the hidden cause the ends seem to move each other by what it explains of both."""
    worlds, _, _ = hide(data(1500), strength, sign=sign)
    given = {"x": ["x@1", "z@0"], "y": ["y@1", "z@0"]}
    left = {end: regress(worlds(f"{end}@0"), [worlds(name) for name in given[end]]).residuals for end in "xy"}
    together = np.mean(left["x"] * left["y"], axis=1) / (left["x"].std(axis=1) * left["y"].std(axis=1))
    expected = sign * np.sqrt(strength[0] * strength[1])
    assert together.mean() == pytest.approx(expected, abs=0.01)
    for end in "xy":
        kept, _ = partial(worlds, f"{end}@0", f"{end}@1", ["z@0"])
        assert kept.mean() == pytest.approx(PERSISTENCE, abs=0.06)


def test_a_hidden_cause_of_no_strength_leaves_the_ends_apart():
    worlds, design, edge = hide(data(), (0.0, 0.0), count=300)
    effect, (low, high) = partial(worlds, "y@0", "x@0", ["y@1", "z@0", "x@1"])
    assert effect.mean() == pytest.approx(0.0, abs=0.01)
    assert 0.91 <= np.mean((low <= 0) & (high >= 0)) <= 0.98
    assert established(worlds, design, edge, RUBRIC, 0.95, len(worlds.asked.tests)).mean() <= 0.05


@pytest.mark.parametrize("lag", [1, 2])
def test_a_hidden_cause_of_a_lagged_edge_moves_each_end_in_its_own_row(lag):
    declared = graph(["z->x", "z->y", f"+x->y@{lag}"], [f"x->y@{lag}"])
    worlds, _, _ = hide(data(1500, lag), (0.3, 0.3), declared=declared)
    cause = f"x@{lag}"
    left = [
        regress(worlds(end), [worlds(name) for name in past]).residuals
        for end, past in ((cause, [f"x@{lag + 1}", f"z@{lag}"]), ("y@0", ["y@1", "z@0"]))
    ]
    together = np.mean(left[0] * left[1], axis=1) / (left[0].std(axis=1) * left[1].std(axis=1))
    assert together.mean() == pytest.approx(0.3, abs=0.02)


def test_people_have_adverse_worlds_without_a_past():
    given, declared = people()
    worlds, design, edge = reverse(given, declared=declared)
    assert worlds.start == 0
    back, _ = partial(worlds, "x@0", "y@0", ["z@0"])
    values = asked(given, declared)[0].question.values
    assert back.mean() == pytest.approx(
        regress(values["x@0"], [values["z@0"], values["y@0"]]).coefficients[0, -1], abs=0.02
    )
    assert established(worlds, design, edge, RUBRIC, 0.95, len(worlds.asked.tests)).mean() <= 0.05
    strong, _, _ = hide(given, (0.05, 0.05), declared=declared)
    effect, _ = partial(strong, "y@0", "x@0", ["z@0"])
    assert effect.mean() > 0.03


def test_missing_rows_are_stepped_over():
    table = data().table(["x", "y", "z"])
    table.iloc[150:160, 0] = np.nan
    table.iloc[::83, 1] = np.nan
    worlds, design, edge = reverse(Frame(table, (), {}), 50)
    assert np.all(np.isfinite(worlds.series["x"]))
    assert np.all(np.isfinite(worlds.series["y"]))
    assert worlds("x@0").shape[1] < len(table) - 20
    assert established(worlds, design, edge, RUBRIC, 0.95, len(worlds.asked.tests)).mean() <= 0.1


def test_too_few_rows_have_no_worlds():
    found, _, _ = asked(data(60))
    few = replace(found.question, values={name: column[:, :8] for name, column in found.question.values.items()})
    with pytest.raises(NotComputableError, match="too few"):
        reversed_worlds(few, 5, np.random.default_rng(1), singly(few))


def truly(question, lag, effect, count):
    """Worlds in which the edge is as declared, and moves the effect by that much; the confounder's columns stay."""
    z = np.concatenate([np.zeros(200), question.values["z@0"][0]])
    rng = np.random.default_rng(7)
    x, y = (shocks(Tails.GARCH, len(z), count, rng).T for _ in range(2))
    for t in range(2, len(z)):
        x[:, t] += PERSISTENCE * x[:, t - 1] + 0.5 * z[t]
        y[:, t] += PERSISTENCE * y[:, t - 1] + 0.5 * z[t] + effect * x[:, t - lag]
    return Worlds(asked=question, series={"x": x[:, 200:], "y": y[:, 200:]}, start=4)


@pytest.mark.parametrize(
    ("declared", "lag", "effect"),
    [(CONFOUNDED, 0, 0.2), (CONFOUNDED, 0, 0.3), (LAGGED, 1, 0.4), (LAGGED, 1, 0.25)],
    ids=["same day, weak", "same day", "a day later", "a day later, weak"],
)
@pytest.mark.parametrize("sign", [1, 0])
def test_established_says_what_the_functions_for_one_design_say(declared, lag, effect, sign):
    """World by world: interval by the batch algebra, direction by the question, sensitivity by `survives`."""
    given = data(400)
    found, design, edge = asked(given, declared)
    worlds, edge = truly(found.question, lag, effect, 60), replace(edge, sign=sign)
    level = 0.97
    together = established(worlds, design, edge, RUBRIC, level, len(worlds.asked.tests))
    question = worlds.asked
    cause, outcome = worlds(question.given.cause), worlds(question.given.effect)
    expected = []
    for number in range(60):
        controls = [np.broadcast_to(worlds(name), cause.shape)[number] for name in design.names]
        one = replace(
            design.take(np.arange(design.rows) < cause.shape[1]),
            outcome=outcome[number],
            treatment=cause[number],
            controls=np.column_stack([np.ones(cause.shape[1]), *controls]),
        )
        low, high = fit(one.project(), one.outcome[:, None]).interval(level)
        side = sign or int(np.sign(low[0] + high[0]))
        passed = low[0] > 0 if side > 0 else high[0] < 0

        def columns(name, number=number):
            column = worlds(name)
            return column if len(column) == 1 else column[[number]]

        passed &= question.passes(columns, question.asked, len(question.tests), RUBRIC.level)[0]
        if edge.must_withstand(ordered=design.sampling.ordered):
            passed &= sensitivity.survives(one, one.outcome[:, None], side, RUBRIC, RUBRIC.level)[0][0]
        expected.append(bool(passed))
    assert list(together) == expected
    assert 0 < sum(expected) < 60


@pytest.mark.parametrize(("whole", "worlds"), [(None, [170]), (0, [100, 70])])
def test_false_support_is_asked_of_as_many_worlds_as_the_rubric_says(monkeypatch, whole, worlds):
    """All at once of few rows; of very many rows some at a time, until the rate is told."""
    found, design, edge = asked(data(200))
    if whole is not None:
        monkeypatch.setattr("causal.inference.rates.WHOLE", whole)
        monkeypatch.setattr("causal.inference.rates.NARROW", (0.0, 0.0))
    made = []

    def make(count):
        made.append(count)
        return reversed_worlds(found.question, count, np.random.default_rng(len(made)), singly(found.question))

    answers = false_support(make, design, edge, replace(RUBRIC, adverse_worlds=170), 0.95, found.tests)
    assert len(answers) == 170
    assert made == worlds


# -- the rates


QUICK = replace(RUBRIC, adverse_worlds=200, worlds=20, calibration_draws=19)


def rates(given, declared, rubric=QUICK):
    found, design, edge = asked(given, declared)
    return error_rates.adverse_rates(design, edge, 3, rubric, 0.95, found), design


@pytest.mark.slow
def test_both_adverse_rates_of_an_edge_within_a_row():
    found, design = rates(data(), CONFOUNDED)
    assert found.reversed.worlds == found.hidden.worlds == 200
    assert found.reversed.rate <= 0.05
    strongest = sensitivity.strongest(design, RUBRIC)
    assert (found.hidden_treatment_r2, found.hidden_outcome_r2) == (
        strongest.treatment_r2,
        pytest.approx(strongest.outcome_r2[0]),
    )
    assert found.hidden_treatment_r2 > RUBRIC.default_confounder_r2  # the declared confounder is stronger


@pytest.mark.slow
def test_a_lagged_edge_has_no_reverse_and_seldom_falls_for_a_hidden_cause_of_the_default_strength():
    found, _ = rates(data(600, 1), graph(["+x->y@1"], ["x->y@1"]))
    assert found.reversed is None
    assert found.hidden_treatment_r2 == RUBRIC.default_confounder_r2
    assert found.hidden.rate <= 0.1


@pytest.mark.slow
def test_ends_of_few_values_have_no_adverse_worlds():
    given = data()
    two = frame({**{n: given.values(n) for n in "yz"}, "x": np.sign(given.values("x"))})
    found, _ = rates(two, CONFOUNDED)
    assert (found.reversed, found.hidden, found.hidden_treatment_r2) == (None, None, None)
