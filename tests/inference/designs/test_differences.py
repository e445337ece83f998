"""Differences in differences: known effects, honest errors for few treated units, and each challenge fails in a world that breaks it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from causal.errors import NotComputableError
from causal.inference.designs import designs
from causal.inference.designs._adoption import effect_of, functionals, imputed
from causal.inference.designs._around_adoption import early, run_early
from causal.inference.designs._group_time import group_time
from causal.inference.designs._two_way import panel_of
from causal.inference.designs.differences import read
from causal.messages import Outcome
from causal.verdict import Rubric
from tests.inference.designs.panels import adopting, declare
from tests.inference.designs.wording import worded

DIFFERENCES = designs()["differences"]
P = DIFFERENCES.parameters
STAGGERED = [3] * 4 + [4] * 4 + [6] * 4


def given(firsts, parameters=None, **world):
    return declare(adopting(firsts, **world), "d", P() if parameters is None else parameters)


def challenged(name, one):
    return DIFFERENCES.challenges[name].run(one, DIFFERENCES.estimate(one)[0])


def estimates(one):
    return {found.method: found for found in DIFFERENCES.estimate(one)}


# the estimate


def test_one_date_is_the_difference_of_differences_of_means():
    data = adopting([4] * 8)
    found = DIFFERENCES.estimate(declare(data, "d", P()))[0]
    treated, after = data.unit <= 8, data.year >= 2005
    means = data.y.groupby([treated, after]).mean()
    assert found.method == "did_common"
    assert found.effect == pytest.approx(
        means[True, True] - means[True, False] - means[False, True] + means[False, False]
    )


def test_two_periods_are_a_comparison_of_changes():
    """The error is that of two samples of unequal variance (Welch 1947), to what HC2 makes of it."""
    data = adopting([1] * 8, periods=2)
    found = DIFFERENCES.estimate(declare(data, "d", P()))[0]
    change = data.y.to_numpy().reshape(20, 2) @ np.array([-1.0, 1.0])
    treated, untreated = change[:8], change[8:]
    assert found.effect == pytest.approx(treated.mean() - untreated.mean())
    assert found.standard_error == pytest.approx(np.sqrt(treated.var(ddof=1) / 8 + untreated.var(ddof=1) / 12))


def test_growing_effects_at_several_dates_mislead_two_way_least_squares_alone():
    """The mean effect of the treated rows is known; imputation finds it on average, the two-way estimate misses it."""
    truth = np.mean([1 + 2.0 * since for since in [*range(6), *range(3)]])
    worlds = [given([2] * 15 + [5] * 15, units=40, growing=2.0, seed=seed) for seed in range(20)]
    assert np.mean([imputed(read(world))[0] for world in worlds]) == pytest.approx(truth, abs=0.2)
    found = estimates(worlds[0])
    assert found["did_staggered"].low < truth < found["did_staggered"].high
    assert found["did_group_time"].low < truth < found["did_group_time"].high
    assert found["did_two_way"].effect < truth - 0.5


def test_imputation_is_pyfixests_two_stages():
    import warnings

    import pandas as pd

    data = adopting(STAGGERED, growing=0.5).assign(w=lambda t: np.cos(t.y * 9))
    data = data.drop(index=data.index[[5, 40, 77]])
    one = read(declare(data, "d", P(), "w"))
    rows = pd.DataFrame(
        {"y": one.panel.outcome, "u": one.panel.unit, "t": one.panel.period, "w": one.panel.covariates[:, 0]}
    )
    rows["d"] = one.after
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest

        fitted = pyfixest.did2s(
            rows, yname="y", first_stage="~ w | u + t", second_stage="~ i(d, ref=False)", treatment="d", cluster="u"
        )
    assert imputed(one)[0] == pytest.approx(float(fitted.coef().iloc[0]), abs=1e-6)


def test_the_effect_is_its_weights_on_the_outcomes_and_so_is_each_cluster_left_out():
    one = read(given(STAGGERED, growing=0.5))
    effect, without = imputed(one)
    weights = functionals(one)
    assert weights[0] @ one.panel.outcome == pytest.approx(effect)
    assert weights[1:] @ one.panel.outcome == pytest.approx(without)
    again = adopting(STAGGERED, growing=0.5)
    assert imputed(read(declare(again[again.unit != 3], "d", P())))[0] == pytest.approx(without[2])


def test_that_cohorts_differ_is_no_error():
    """An effect that differs much between cohorts leaves the error of their mean as it was."""
    plain, differing = adopting(STAGGERED), adopting(STAGGERED)
    differing["y"] += 10.0 * differing.d * (differing.unit <= 4)
    errors = [effect_of(read(declare(one, "d", P()))).error for one in (plain, differing)]
    assert errors[1] == pytest.approx(errors[0])


def test_one_treated_unit_is_measured_by_the_spread_of_the_others():
    data = adopting([4], units=15)
    found = DIFFERENCES.estimate(declare(data, "d", P()))[0]
    outcome = data.y.to_numpy().reshape(15, 8)
    change = outcome[:, 4:].mean(axis=1) - outcome[:, :4].mean(axis=1)
    assert found.method == "did_common_pooled"
    assert found.standard_error == pytest.approx(change[1:].std(ddof=1) * np.sqrt(1 + 1 / 14))
    assert found.degrees_of_freedom == 13


@pytest.mark.slow
@pytest.mark.parametrize("firsts", [[4], [4] * 6, [4] * 2 + [5] * 2 + [6] * 2])
def test_few_treated_units_and_errors_that_last_keep_the_size(firsts):
    rejected = 0
    for seed in range(120):
        found = effect_of(read(given(firsts, effect=0.0, seed=seed)))
        rejected += abs(found.effect / found.error) > stats.t.isf(0.025, found.degrees)
    assert 0 < rejected / 120 <= 0.11  # three standard errors about 5%; the benchmark looks closer


def test_rows_of_anticipation_are_left_out():
    data = adopting([4] * 8, units=60, effect=3.0)
    data.loc[(data.unit <= 8) & (data.year == 2004), "y"] += 30.0  # the period before
    plain, apart = (DIFFERENCES.estimate(declare(data, "d", P(anticipation=ahead)))[0] for ahead in (0, 1))
    assert plain.effect < 0
    assert apart.effect == pytest.approx(3.0, abs=1.0)


@pytest.mark.parametrize("ahead", [1, 2])
def test_units_never_treated_are_compared_with_to_the_last_period(ahead):
    """The effect grows from period to period, so that one left out shows."""
    data = adopting([3] * 10 + [5] * 10, units=60, effect=2.0, growing=5.0)
    found = estimates(declare(data, "d", P(anticipation=ahead)))
    first = np.repeat([2004] * 10 + [2006] * 10 + [9999] * 40, 8)
    before, treated = (data.year < first - ahead).to_numpy(), (data.d == 1).to_numpy()
    columns = (data[["unit", "year"]].to_numpy()[:, :, None] == np.r_[1:61, 2001:2009]).any(axis=1).astype(float)
    fitted = columns @ np.linalg.lstsq(columns[before], data.y[before], rcond=None)[0]
    assert found["did_staggered"].effect == pytest.approx((data.y - fitted)[treated].mean(), rel=1e-9)
    assert found["did_staggered"].rows == len(data) - 20 * ahead
    assert np.isfinite(group_time(read(declare(data, "d", P(anticipation=ahead)))).effects[0, :, -1]).all()


def test_never_treated_units_can_be_the_only_comparison():
    """Units that take it up late move in a way of their own: compared with those never treated alone, it does not matter."""
    data = adopting([3] * 20 + [6] * 20, units=60, effect=2.0)
    data.loc[(data.unit > 20) & (data.unit <= 40) & data.year.between(2004, 2006), "y"] -= 20.0
    mixed, alone = (estimates(declare(data, "d", P(comparison=whom))) for whom in ("not_yet", "never"))
    early_alone = group_time(read(declare(data, "d", P(comparison="never")))).effects[0, 0, 3]
    assert early_alone == pytest.approx(2.0, abs=1.0)
    assert mixed["did_staggered"].effect > alone["did_staggered"].effect


# the challenges


@pytest.mark.parametrize("firsts", [[4] * 8, STAGGERED])
def test_an_effect_passes_them_all(firsts):
    one = given(firsts, units=24, effect=3.0)
    first = DIFFERENCES.estimate(one)[0]
    came = {name: challenge.run(one, first).outcome for name, challenge in DIFFERENCES.challenges.items()}
    assert Outcome.FAILED not in came.values()
    assert came["did_comparison"] is (Outcome.NOT_APPLICABLE if len(set(firsts)) == 1 else Outcome.PASSED)


@pytest.mark.parametrize("firsts", [[4] * 8, STAGGERED])
def test_trends_that_were_apart_before_are_seen(firsts):
    one = given(firsts, trend=1.5)
    assert not challenged("did_pretrend", one).passed
    assert not challenged("did_placebo_dates", one).passed


@pytest.mark.slow
@pytest.mark.parametrize("firsts", [[5], [5] * 8, STAGGERED])
def test_trends_that_were_alike_are_seldom_refused(firsts):
    failed = []
    for seed in range(100):
        one = read(given(firsts, seed=seed))
        failed.append(run_early(early(one, effect_of(one).degrees)) <= 0.05)
    assert np.mean(failed) <= 0.12


def test_the_power_against_a_trend_rises_with_it():
    powers = [challenged("did_pretrend", given([4] * 8, effect=size)).values["power"] for size in (0.5, 4.0)]
    assert 0.05 <= powers[0] < powers[1] <= 1.0


def test_dates_handed_out_at_random_do_not_pass_what_is_not_there():
    first = DIFFERENCES.estimate(given([4] * 8))[0]
    worlds = [replace(given([4] * 8, effect=0.0, seed=seed), rubric=Rubric(draws=99)) for seed in range(30)]
    came = [DIFFERENCES.challenges["did_placebo_groups"].run(world, first).passed for world in worlds]
    assert np.mean(came) <= 0.2
    assert DIFFERENCES.challenges["did_placebo_groups"].run(given([4] * 8, effect=3.0), first).passed


def test_one_treated_unit_among_few_cannot_be_told_by_lot():
    with pytest.raises(NotComputableError, match="20 ways"):
        challenged("did_placebo_groups", given([4], units=12))


def test_an_effect_of_one_unit_does_not_outlive_it():
    data = adopting([4] * 8, effect=0.0)
    data.loc[(data.unit == 5) & (data.d == 1), "y"] += 40.0
    came = challenged("did_leave_one_unit", declare(data, "d", P()))
    assert not came.passed
    assert came.values["unit"] == "u004"


def test_comparisons_that_disagree_are_seen():
    data = adopting([3] * 20 + [6] * 20, units=60, effect=6.0)
    data.loc[(data.unit > 20) & (data.unit <= 40) & data.year.between(2004, 2006), "y"] += 20.0
    assert not challenged("did_comparison", declare(data, "d", P(comparison="never"))).passed


# figures


def test_the_parts_of_the_two_way_estimate_add_up_to_it():
    one = given(STAGGERED, growing=0.5)
    found = estimates(one)
    drawn = DIFFERENCES.figures["did_comparisons"](one, DIFFERENCES.estimate(one)[0])
    weights, effects = np.array([row.numbers[:2] for row in drawn.rows]).T
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ effects == pytest.approx(found["did_two_way"].effect)
    assert drawn.values["two_way"] == pytest.approx(found["did_two_way"].effect)
    assert drawn.rows[0].label.startswith("20")


def test_the_effects_around_the_treatment_stand_where_they_are():
    one = given([4] * 30, units=90, effect=2.0, growing=1.0)
    drawn = DIFFERENCES.figures["did_events"](one, DIFFERENCES.estimate(one)[0])
    before, after, base = drawn.strands
    assert (before.x, after.x, base.x) == ((-4.0, -3.0, -2.0), (0.0, 1.0, 2.0, 3.0), (-1.0,))
    assert all(low < 2.0 + since < high for since, low, high in zip(after.x, after.low, after.high, strict=True))
    assert all(low < 0.0 < high for low, high in zip(before.low, before.high, strict=True))


# what it asks for


def test_what_it_cannot_do_is_said():
    data = adopting(STAGGERED)
    with pytest.raises(NotComputableError, match="design `panel`"):
        DIFFERENCES.estimate(declare(data.assign(d=data.d * 2), "d", P()))
    switched = data.assign(d=data.d.where(data.year != 2008, 0.0))
    with pytest.raises(NotComputableError, match=r"given up again in u000.*design `panel`"):
        DIFFERENCES.estimate(declare(switched, "d", P()))
    with pytest.raises(NotComputableError, match="one value"):
        DIFFERENCES.estimate(declare(data.assign(d=0.0), "d", P()))
    with pytest.raises(NotComputableError, match="nobody to compare"):
        DIFFERENCES.estimate(given([4] * 20))
    with pytest.raises(NotComputableError, match="1 treated clusters and 4 untreated"):
        DIFFERENCES.estimate(given([4], units=5))
    with pytest.raises(ValidationError, match="anticipation"):
        TypeAdapter(P).validate_python({"anticipation": -1})


def test_units_treated_from_their_first_row_are_left_out_and_counted():
    data = adopting([0] * 2 + [4] * 6)
    found = DIFFERENCES.estimate(declare(data, "d", P()))[0]
    assert found.details["always"] == 2
    assert found.effect == pytest.approx(DIFFERENCES.estimate(declare(data[data.unit > 2], "d", P()))[0].effect)


def test_where_all_are_treated_in_the_end_rows_with_nobody_to_compare_with_do_not_count():
    data = adopting([3] * 6 + [6] * 6, units=12, effect=2.0)
    spoilt = data.copy()
    spoilt.loc[spoilt.year >= 2007, "y"] += 50.0 * spoilt.loc[spoilt.year >= 2007, "unit"]
    effects = [imputed(read(declare(one, "d", P())))[0] for one in (data, spoilt)]
    assert effects[0] == pytest.approx(effects[1])


def test_clusters_are_what_the_parameter_numbers():
    data = adopting([4] * 12, units=36).assign(region=lambda t: np.floor((t.unit - 1) / 3))
    found = DIFFERENCES.estimate(declare(data, "d", P(clusters="region")))[0]
    assert found.details["clusters"] == 12
    assert panel_of(declare(data, "d", P()), "region").clusters == 12
    came = challenged("did_placebo_groups", declare(data, "d", P(clusters="region")))
    assert came.values["groups"] == 12


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_sentence_can_be_said(language):
    data = adopting(STAGGERED, units=24)
    assert all(worded("differences", DIFFERENCES, declare(data, "d", P()), language))
