"""Worlds of every design: their truth is the effect that was asked for, and what the design holds fixed stays as the data have it."""

from __future__ import annotations

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference.designs import designs
from causal.inference.designs._autoregressive import followed, freed
from causal.inference.designs._worlds import shifted
from causal.study import Family
from tests.inference.designs import rows, test_discontinuity, test_trial
from tests.inference.designs.known import KNOWN

DRAWS = 40


def drawn(given, name, effect, seed):
    return designs()[name].simulate(given).draw(np.random.default_rng(seed), effect)


def test_every_design_draws_worlds():
    assert set(KNOWN) == set(designs())
    assert all(one.simulate for one in designs().values())


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_the_effect_of_the_data_is_gone_and_the_one_asked_for_is_there(name):
    make, _, large = KNOWN[name]
    given = make(large, 2)
    made = designs()[name].simulate(given)
    rng = np.random.default_rng(7)
    for effect in (0.0, 1.5 * large):
        found = np.array([designs()[name].first(made.draw(rng, effect)).effect for _ in range(DRAWS)])
        bias = 0.1 * large if name in {"synthetic", "discontinuity"} else 0.0  # these estimates lean a little
        assert abs(found.mean() - effect) < 4.0 * found.std() / np.sqrt(DRAWS) + bias


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_an_additive_world_moves_the_judged_estimate_and_nothing_else(name):
    make, _, large = KNOWN[name]
    given = make(large, 2)
    design = designs()[name]
    if not design.simulate(given).additive:
        assert name == "mediation"
        return
    first, moved = (design.first(drawn(given, name, effect, 5)) for effect in (0.0, large))
    assert moved.effect == pytest.approx(first.effect + large, abs=1e-6)
    assert moved.standard_error == pytest.approx(first.standard_error, rel=1e-6)
    assert moved.degrees_of_freedom == pytest.approx(first.degrees_of_freedom, rel=1e-6)


@pytest.mark.parametrize("name", KNOWN)
def test_what_is_held_fixed_stays(name):
    make, _, large = KNOWN[name]
    given = make(large, 2)
    one = drawn(given, name, 0.0, 3)
    moved = {given.outcome, getattr(given.parameters, "mediator", "")}
    moved |= {given.treatment} if name in {"trial", "differences"} else set()
    held = [n for n in (given.treatment, given.unit, given.period, *given.covariates) if n and n not in moved]
    before, after = (d.frame.table([*held, given.outcome, given.treatment]) for d in (given, one))
    assert before[held].equals(after[held])
    assert sorted(before[given.treatment]) == sorted(after[given.treatment])
    assert not np.allclose(before[given.outcome], after[given.outcome]) or name in {"trial", "differences"}
    assert drawn(given, name, 0.0, 3).frame.table([given.outcome]).equals(one.frame.table([given.outcome]))


def test_units_keep_their_paths_where_dates_are_handed_out():
    make, _, large = KNOWN["differences"]
    given = make(large, 2)
    one = drawn(given, "differences", 0.0, 3)
    before, after = (d.frame.table(["d", "y"]) for d in (given, one))
    never = before["d"].groupby(level=0).max() == 0.0
    for unit in never.index[never]:
        assert np.allclose(before["y"].loc[unit], after["y"].loc[unit])
    first = [d["d"].groupby(level=0).sum() for d in (before, after)]
    assert sorted(first[0]) == sorted(first[1])
    assert (first[0] != first[1]).any()


def test_a_lot_is_drawn_within_strata_and_by_whole_clusters():
    rng = np.random.default_rng(1)
    table = test_trial.in_clusters(clusters=12, size=5, effect=1.0)
    table = table.assign(stratum=(table["cluster"] % 3) if "cluster" in table else rng.integers(0, 3, len(table)))
    names = [n for n in table if n not in {"y", "d", "stratum", "age"}]
    given = rows.declare(table, "y", "d", designs()["trial"].parameters(clusters=names[0]))
    one = drawn(given, "trial", 0.0, 3).frame.table(["d", names[0]])
    assert (one.groupby(names[0])["d"].nunique() == 1).all()


def test_missing_outcomes_stay_missing():
    table = test_trial.world(rows=200)
    table.loc[::7, "y"] = np.nan
    given = rows.declare(table, "y", "d", designs()["trial"].parameters())
    one = drawn(given, "trial", 1.0, 3)
    assert (one.frame.table(["y"])["y"].isna().to_numpy() == table["y"].isna().to_numpy()).all()


def test_an_outcome_of_yes_or_no_stays_one_and_moves_by_points():
    rng = np.random.default_rng(3)
    d = np.arange(4000) % 2.0
    table = {"d": d, "y": (rng.random(4000) < 0.3 + 0.2 * d).astype(float)}
    given = rows.declare(table, "y", "d", designs()["trial"].parameters(), family=Family.BINARY)
    for effect in (0.0, 0.1, -0.1):
        one = drawn(given, "trial", effect, 3)
        assert set(np.unique(one.frame.values("y"))) == {0.0, 1.0}
        assert designs()["trial"].first(one).effect == pytest.approx(effect, abs=0.05)


def test_a_share_cannot_move_beyond_its_ends():
    ones = np.ones(10)
    with pytest.raises(NotComputableError, match="beyond 0 or 1"):
        shifted(ones, ones == 1.0, 0.2, np.random.default_rng(1), shares=True)


def test_other_outcomes_move_by_as_much_in_the_rows_chosen():
    moved = shifted(
        np.array([1.0, 2.0, np.nan]), np.array([True, False, True]), 0.5, np.random.default_rng(1), shares=False
    )
    assert moved[:2] == pytest.approx([1.5, 2.0])
    assert np.isnan(moved[2])


@pytest.mark.slow
def test_the_sides_of_a_world_without_effect_meet_at_the_cut_off():
    pytest.importorskip("rdrobust")
    given = test_discontinuity.asked(test_discontinuity.world(rows=2000, jump=3.0))
    found = [designs()["discontinuity"].first(drawn(given, "discontinuity", 0.0, seed)).effect for seed in range(12)]
    assert abs(np.mean(found)) < 0.15


@pytest.mark.slow
def test_take_up_stays_where_the_cut_off_moves_the_cause_without_deciding_it():
    pytest.importorskip("rdrobust")
    given = test_discontinuity.by_instrument(test_discontinuity.partly(rows=3000))
    made = designs()["discontinuity"].simulate(given)
    assert not made.additive
    one = made.draw(np.random.default_rng(1), 1.0)
    assert one.frame.table(["d"]).equals(given.frame.table(["d"]))
    found = [designs()["discontinuity"].first(made.draw(np.random.default_rng(k), 1.0)).effect for k in range(12)]
    assert np.mean(found) == pytest.approx(1.0, abs=0.5)


@pytest.mark.parametrize("gaps", [False, True])
def test_errors_are_the_inverse_of_their_surprises(gaps):
    rng = np.random.default_rng(1)
    places = np.cumsum(rng.integers(1, 4 if gaps else 2, 60)).astype(float)
    surprises = rng.standard_normal(60)
    errors = followed(surprises, places, 0.7, 0.3)
    assert freed(errors[:, None], places, 0.7, 0.3)[:, 0] == pytest.approx(surprises)
