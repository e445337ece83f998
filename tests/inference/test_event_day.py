"""What the event says of a cause: by its kind, against the cause's own history, in worlds where the answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.signal import lfilter

from causal.errors import NotComputableError
from causal.inference.event_day import event_day
from causal.judgement.judge import EventResult, _event_result
from causal.study import Direction, EventTest
from causal.verdict import RUBRIC
from tests.judgement.test_judge import estimate
from tests.worlds import event_at, frame, graph

ROWS, AT = 300, 180


def declared(kind=EventTest.SHOCK, direction=Direction.UP, *, change=True, lag=0, **edge):
    whole = graph([f"+x->y@{lag}" if lag else "+x->y"], [f"x->y@{lag}" if lag else "x->y"])
    variables = tuple(
        replace(v, direction=direction, measure=replace(v.measure, change=change)) for v in whole.variables
    )
    return replace(whole, variables=variables, edges=(replace(whole.edges[0], event_test=kind, **edge),))


def found(x, y, given, at=AT, reach=1):
    data = frame({"x": x, "y": y})
    return event_day(data, given, given.edges[0], estimate(0.5), event_at(data, at, reach))


def result(x, given, at=AT, reach=1):
    happened = found(x, 0.5 * x, given, at, reach)
    return _event_result(given, given.edges[0], happened, RUBRIC)


def noise(rng, persistence=0.0, rows=ROWS):
    return lfilter([1.0], [1.0, -persistence], rng.standard_normal(rows + 50))[50:]


def test_the_move_of_a_level_is_its_change_and_of_a_change_its_value():
    walk = 1000.0 + np.cumsum(np.ones(ROWS))
    walk[AT:] += 40.0
    level = found(walk, walk, declared(change=False))
    assert (level.treatment_move, level.outcome_move, level.treatment_rank) == (41.0, 41.0, 1)
    assert level.contribution == pytest.approx(20.5)
    change = found(np.diff(walk, prepend=walk[0]), np.diff(walk, prepend=walk[0]), declared())
    assert (change.treatment_move, change.outcome_move, change.treatment_rank) == (41.0, 41.0, 1)


@pytest.mark.parametrize("missing", [AT, AT - 1])
def test_a_level_without_a_value_on_the_day_or_the_row_before_has_no_move(missing):
    x = np.arange(ROWS, dtype=float)
    x[missing] = np.nan
    with pytest.raises(NotComputableError, match="no value on the event day or the row before it"):
        found(x, np.arange(ROWS, dtype=float), declared(change=False))


@pytest.mark.parametrize(("size", "expected"), [(5.0, EventResult.PASSED), (-5.0, EventResult.OTHER_WAY)])
def test_a_shock_is_unusual_either_way(size, expected):
    x = noise(np.random.default_rng(1))
    x[AT] = size
    assert result(x, declared()) is expected


def test_an_ordinary_move_the_other_way_speaks_neither_for_nor_against():
    x = noise(np.random.default_rng(1))
    x[AT] = -0.3
    assert result(x, declared()) is EventResult.USUALLY_OTHER_WAY


def test_a_weekend_among_weekends_contradicts_nothing():
    """Every seventh and sixth row is one; that the event day is another is no evidence against what weekends do."""
    weekend = (np.arange(ROWS) % 7 >= 5).astype(float)
    for at in range(AT, AT + 7):
        for direction in Direction:
            answer = result(weekend, declared(direction=direction, change=False), at)
            assert answer is not EventResult.OTHER_WAY


def test_the_direction_that_the_claim_needs_is_ranked():
    """Where only the outcome's move is stated, the cause is ranked in the direction that follows from it."""
    x = noise(np.random.default_rng(2))
    x[AT] = -6.0
    down = declared(direction=Direction.DOWN)
    bare = replace(down, variables=(replace(down.variable("x"), direction=None), down.variable("y")))
    assert found(x, x, bare).treatment_rank == 1
    assert found(x, x, bare).opposite_rank == ROWS


STEPS = {
    "shift": lambda rng, size: noise(rng) + size * (np.arange(ROWS) >= AT),
    "persistent": lambda rng, size: noise(rng, 0.7) + 2 * size * (np.arange(ROWS) >= AT),
    "policy": lambda rng, size: np.sign(size) * (np.arange(ROWS) >= AT).astype(float),
}


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(("size", "expected"), [(1.0, EventResult.PASSED), (-1.0, EventResult.OTHER_WAY)])
def test_a_step_is_found_where_the_day_itself_shows_nothing(name, size, expected):
    rng = np.random.default_rng(4)
    given = declared(EventTest.STEP, change=False)
    answers = [result(STEPS[name](rng, size), given) for _ in range(40)]
    assert np.mean([answer is expected for answer in answers]) >= 0.9
    x = STEPS[name](rng, size)
    happened = found(x, 0.5 * x, given)
    assert happened.treatment_move == pytest.approx(np.mean(x[AT:]) - np.mean(x[:AT]))
    assert happened.outcome_move == pytest.approx(0.5 * happened.treatment_move)


@pytest.mark.parametrize("persistence", [0.0, 0.6, 0.9])
@pytest.mark.parametrize("kind", [EventTest.STEP, EventTest.PERIOD, EventTest.SHOCK])
def test_nothing_that_happened_is_seldom_unusual(persistence, kind):
    """In a series without step or period either way is called unusual in about a tenth of the worlds."""
    rng = np.random.default_rng(5)
    answers = [result(noise(rng, persistence), declared(kind), reach=10) for _ in range(300)]
    for one in (EventResult.PASSED, EventResult.OTHER_WAY):
        assert np.mean([answer is one for answer in answers]) <= 0.15


@pytest.mark.parametrize(("size", "expected"), [(1.5, EventResult.PASSED), (-1.5, EventResult.OTHER_WAY)])
def test_a_period_is_set_beside_others_as_long(size, expected):
    rng, inside = np.random.default_rng(6), (np.arange(ROWS) >= AT - 10) & (np.arange(ROWS) <= AT + 10)
    answers = [result(noise(rng) + size * inside, declared(EventTest.PERIOD), reach=10) for _ in range(40)]
    assert np.mean([answer is expected for answer in answers]) >= 0.9
    x = noise(rng) + size * inside
    happened = found(x, x, declared(EventTest.PERIOD), reach=10)
    assert happened.treatment_move == pytest.approx(x[inside].mean() - x[~inside].mean())
    assert (happened.kind, happened.treatment_day < happened.until) == (EventTest.PERIOD, True)
    assert happened.treatment_count == ROWS - 20


@pytest.mark.parametrize("kind", [EventTest.STEP, EventTest.PERIOD])
def test_days_of_its_own_stand_before_the_events(kind):
    x = noise(np.random.default_rng(7))
    x[50:71] += 3.0
    data = frame({"x": x, "y": x})
    days = {"event_start": data.index[50].date()}
    if kind is EventTest.PERIOD:
        days["event_end"] = data.index[70].date()
    given = declared(kind, **days)
    happened = event_day(data, given, given.edges[0], estimate(0.5), event_at(data, AT))
    assert happened.treatment_day == data.index[50].date().isoformat()


def test_the_outcome_of_a_lagged_step_begins_later():
    x = noise(np.random.default_rng(8))
    x[AT - 2 :] += 3.0
    y = np.concatenate([np.zeros(2), 0.5 * x[:-2]])
    happened = found(x, y, declared(EventTest.STEP, lag=2))
    assert happened.treatment_move == pytest.approx(x[AT - 2 :].mean() - x[: AT - 2].mean())
    assert happened.outcome_move == pytest.approx(y[AT:].mean() - y[:AT].mean())


@pytest.mark.parametrize("at", [2, ROWS - 3])
def test_a_step_at_the_edge_of_the_sample_is_not_computed(at):
    with pytest.raises(NotComputableError, match="fewer than 5"):
        found(noise(np.random.default_rng(9)), np.arange(ROWS, dtype=float), declared(EventTest.STEP), at, 0)


def test_a_period_outside_the_sample_is_not_computed():
    from datetime import date

    given = declared(EventTest.PERIOD, event_start=date(1990, 1, 1), event_end=date(1990, 6, 1))
    with pytest.raises(NotComputableError, match="no row"):
        found(noise(np.random.default_rng(9)), np.arange(ROWS, dtype=float), given)
