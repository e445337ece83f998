"""A panel: a known effect is recovered, errors agree with independent code, and each challenge fails in a world that breaks it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from causal.errors import NotComputableError
from causal.inference.designs import designs
from causal.inference.designs._small_sample import effect_of as small_sample
from causal.inference.designs._two_way import clustered, leave_out, panel_of, regression
from tests.inference.designs.panels import declare, drifting, plain, table
from tests.inference.designs.wording import worded

PANEL = designs()["panel"]
P = PANEL.parameters


def challenged(name, given):
    return PANEL.challenges[name].run(given, PANEL.estimate(given)[0])


def dummies(codes):
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)


# the estimate


def test_units_and_periods_that_move_both_ends_do_not_bias_it():
    found, *_ = PANEL.estimate(declare(plain(units=200, tie=5.0), "x", P()))
    assert found.low < 1.0 < found.high
    assert found.high - found.low < 0.3
    one_way = PANEL.estimate(declare(plain(units=200, tie=5.0), "x", P()))[-1]
    assert one_way.method == "panel_units_only"
    assert one_way.effect < 0  # periods move both


@pytest.mark.parametrize("gaps", [0, 37])
def test_it_is_least_squares_with_dummies(gaps):
    data = plain().assign(w=lambda t: np.sin(t.x * 3))
    data = data.drop(index=data.index[np.random.default_rng(1).permutation(len(data))[:gaps]])
    controls = np.column_stack([dummies(data.unit.to_numpy()), dummies(data.year.to_numpy()), data.w])
    unit = np.unique(data.unit, return_inverse=True)[1]
    by_hand = small_sample(data.x.to_numpy(), data.y.to_numpy(), controls, unit)
    found = PANEL.estimate(declare(data, "x", P(), "w"))[0]
    assert found.effect == pytest.approx(by_hand.effect, rel=1e-8)
    assert found.standard_error == pytest.approx(by_hand.standard_error, rel=1e-6)
    assert found.degrees_of_freedom == pytest.approx(by_hand.degrees_of_freedom, rel=1e-6)
    assert found.rows == len(data)


def test_leaving_out_a_cluster_is_estimating_without_it():
    data = plain(units=8)
    given = panel_of(declare(data, "x", P()))
    without = leave_out(regression(given, given.treatment[:, None]))[:, 0]
    for unit, effect in zip(sorted(set(data.unit)), without, strict=True):
        again = panel_of(declare(data[data.unit != unit], "x", P()))
        assert effect == pytest.approx(clustered(regression(again, again.treatment[:, None])).effects[0], rel=1e-9)


def test_clusters_hold_whole_units():
    data = plain(units=24).assign(region=lambda t: np.floor(t.unit / 3))
    found = PANEL.estimate(declare(data, "x", P(clusters="region")))[0]
    assert found.details["clusters"] == 9
    assert found.degrees_of_freedom <= 8
    with pytest.raises(NotComputableError, match="two clusters"):
        PANEL.estimate(declare(data.assign(region=lambda t: t.year % 5), "x", P(clusters="region")))


@pytest.mark.slow
def test_few_clusters_and_errors_that_last_keep_the_size():
    rejected = 0
    for seed in range(200):
        data = plain(units=10, effect=0.0, seed=seed)
        given = panel_of(declare(data, "x", P()))
        found = clustered(regression(given, given.treatment[:, None]))
        rejected += abs(found.effects[0] / found.errors[0]) > stats.t.isf(0.025, found.degrees[0])
    assert 0.005 <= rejected / 200 <= 0.1  # three standard errors about 5%


# the challenges


def test_an_effect_passes_them_all():
    given = declare(plain(units=30, periods=10), "x", P())
    first = PANEL.estimate(given)[0]
    assert {name: one.run(given, first).passed for name, one in PANEL.challenges.items()} == dict.fromkeys(
        PANEL.challenges, True
    )


def test_the_bootstrap_does_not_pass_what_is_not_there():
    first = PANEL.estimate(declare(plain(units=10), "x", P()))[0]
    worlds = [declare(plain(units=10, effect=0.0, seed=seed), "x", P()) for seed in range(60)]
    passed = [PANEL.challenges["panel_wild"].run(world, first).passed for world in worlds]
    assert np.mean(passed) <= 0.15
    assert not challenged("panel_wild", declare(plain(effect=0.0), "x", P())).passed


def test_an_effect_of_one_unit_does_not_outlive_it():
    rng = np.random.default_rng(2)
    x, y = drifting(rng, 20, 8), drifting(rng, 20, 8)
    x[4] *= 12
    y[4] += x[4]
    came = challenged("panel_leave_one_unit", declare(table(x=x, y=y), "x", P()))
    assert not came.passed
    assert came.values["unit"] == "u004"


def test_an_outcome_that_moves_the_treatment_is_given_away_by_leads():
    rng = np.random.default_rng(3)
    y = drifting(rng, 40, 10)
    x = rng.standard_normal((40, 10))
    x[:, 1:] += y[:, :-1]
    assert not challenged("panel_leads", declare(table(x=x, y=y), "x", P())).passed


def test_leads_that_say_nothing_are_seldom_seen():
    first = PANEL.estimate(declare(plain(units=12), "x", P()))[0]
    worlds = [declare(plain(units=12, seed=seed), "x", P()) for seed in range(60)]
    failed = [not PANEL.challenges["panel_leads"].run(world, first).passed for world in worlds]
    assert np.mean(failed) <= 0.15


def test_units_on_paths_of_their_own_turn_the_effect():
    rng = np.random.default_rng(4)
    slope, time = rng.standard_normal((20, 1)), np.arange(10)[None, :]
    x = slope * time + drifting(rng, 20, 10)
    y = 2 * slope * time - x + drifting(rng, 20, 10) * 0.5
    given = declare(table(x=x, y=y), "x", P())
    came = PANEL.challenges["panel_trends"].run(given, PANEL.estimate(given)[0])
    assert PANEL.estimate(given)[0].effect > 0
    assert not came.passed
    assert came.values["effect"] == pytest.approx(-1.0, abs=0.3)


# what it asks for


def test_what_it_cannot_do_is_said():
    data = plain()
    with pytest.raises(NotComputableError, match="no panel"):
        PANEL.estimate(replace(declare(data, "x", P()), unit=""))
    with pytest.raises(NotComputableError, match="fewer than 4"):
        PANEL.estimate(declare(data[data.unit < 4], "x", P()))
    with pytest.raises(NotComputableError, match="two periods"):
        PANEL.estimate(declare(data[data.year == 2001], "x", P()))
    with pytest.raises(NotComputableError, match="nothing of the treatment"):
        PANEL.estimate(declare(data.assign(x=data.year), "x", P()))
    with pytest.raises(NotComputableError, match="5 periods"):
        challenged("panel_trends", declare(plain(periods=4), "x", P()))
    with pytest.raises(ValidationError, match="cluster"):
        TypeAdapter(P).validate_python({"cluster": "region"})


def test_its_line_goes_through_the_bins_with_the_effect_as_slope():
    given = declare(plain(units=60), "x", P())
    first = PANEL.estimate(given)[0]
    drawn = PANEL.figures["panel_partial"](given, first)
    bins = drawn.strands[0]
    assert np.polyfit(bins.x, bins.y, 1)[0] == pytest.approx(first.effect, abs=0.1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_can_be_said(language):
    data = plain(units=24).assign(region=lambda t: np.floor(t.unit / 3))
    assert all(worded("panel", PANEL, declare(data, "x", P(clusters="region")), language))
