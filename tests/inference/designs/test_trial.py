"""A trial: a known effect is recovered, an honest error kept with few clusters, and each challenge fails in a world that breaks it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.designs import designs, named
from causal.inference.designs._small_sample import effect_of
from causal.inference.designs._trial_attrition import imbens_manski
from causal.messages import Outcome
from causal.study import Family
from tests.inference.designs.rows import challenged, declare, failures
from tests.inference.designs.wording import worded

TRIAL = designs()["trial"]
P = TRIAL.parameters


def world(rows=400, effect=1.0, seed=3, **more):
    """Half the rows treated by lot; age moves the outcome."""
    rng = np.random.default_rng(seed)
    age = rng.standard_normal(rows)
    d = rng.permutation(np.arange(rows) % 2).astype(float)
    y = effect * d + age + rng.standard_normal(rows) * (1 + d)
    return pd.DataFrame({"y": y, "d": d, "age": age, **more})


def in_clusters(clusters=10, size=20, effect=0.0, seed=0, spread=1.0):
    """Whole clusters treated by lot, each with a shock of its own."""
    rng = np.random.default_rng(seed)
    of = np.repeat(np.arange(clusters), size)
    lot = rng.permutation(np.arange(clusters) % 2).astype(float)
    y = effect * lot[of] + spread * rng.standard_normal(clusters)[of] + rng.standard_normal(clusters * size)
    return pd.DataFrame({"y": y, "d": lot[of], "village": of, "age": rng.standard_normal(len(of))})


def in_strata(seed=0, effect=1.0, rows=600):
    """Three strata with other chances of treatment and other levels: the plain difference is far off."""
    rng = np.random.default_rng(seed)
    stratum = np.arange(rows) % 3
    d = (rng.random(rows) < np.array([0.2, 0.5, 0.8])[stratum]).astype(float)
    return pd.DataFrame({"y": effect * d + 3.0 * stratum + rng.standard_normal(rows), "d": d, "site": stratum})


# the estimate


def test_without_strata_it_is_the_difference_of_means_with_neymans_error():
    table = world()
    (found,) = TRIAL.estimate(declare(table, "y", "d", P()))
    ones, zeros = table.y[table.d == 1], table.y[table.d == 0]
    assert found.effect == pytest.approx(ones.mean() - zeros.mean())
    assert found.standard_error == pytest.approx(np.sqrt(ones.var() / len(ones) + zeros.var() / len(zeros)))
    assert found.low <= 1.0 <= found.high


@pytest.mark.parametrize(("ones", "zeros"), [(5, 40), (20, 20), (300, 3)])
def test_its_degrees_of_freedom_are_bell_and_mccaffreys_for_two_groups(ones, zeros):
    d = np.r_[np.ones(ones), np.zeros(zeros)]
    y = np.random.default_rng(1).standard_normal(ones + zeros)
    (found,) = TRIAL.estimate(declare({"y": y, "d": d}, "y", "d", P()))
    expected = (1 / ones + 1 / zeros) ** 2 / (1 / (ones**2 * (ones - 1)) + 1 / (zeros**2 * (zeros - 1)))
    assert found.degrees_of_freedom == pytest.approx(expected)


def test_a_binary_outcome_is_a_difference_of_shares():
    d = np.r_[np.ones(200), np.zeros(100)]
    y = np.r_[np.arange(200) < 158, np.arange(100) < 34].astype(float)
    (found,) = TRIAL.estimate(declare({"y": y, "d": d}, "y", "d", P(), family=Family.BINARY))
    assert found.effect == pytest.approx(0.79 - 0.34)
    assert found.details["mean_treated"] == pytest.approx(0.79)


def test_strata_of_other_chances_do_not_move_it():
    judged, plain, lin = TRIAL.estimate(declare(in_strata(), "y", "d", P(strata=("site",))))
    assert judged.low <= 1.0 <= judged.high
    assert lin.low <= 1.0 <= lin.high
    assert plain.low > 1.5
    assert [judged.method, plain.method, lin.method] == ["trial", "trial_unadjusted", "trial_interacted"]


def test_rows_of_strata_with_one_arm_say_nothing_and_are_counted():
    table = in_strata()
    more = pd.concat([table, pd.DataFrame({"y": [50.0] * 7, "d": [1.0] * 7, "site": [9.0] * 7})])
    first, second = (TRIAL.estimate(declare(t, "y", "d", P(strata=("site",))))[0] for t in (table, more))
    assert second.effect == pytest.approx(first.effect)
    assert second.rows == 600
    assert second.details["rows_of_one_arm"] == 7


def dense(d, controls, y, groups):
    """CR2 and its degrees of freedom with whole matrices, as Imbens and Kolesár write them."""
    X = np.column_stack([d, controls])
    inverse = np.linalg.pinv(X.T @ X)
    M = np.eye(len(y)) - X @ inverse @ X.T
    columns, variance = [], 0.0
    for g in np.unique(groups):
        own = groups == g
        values, vectors = np.linalg.eigh(M[np.ix_(own, own)])
        root = vectors @ np.diag([1 / np.sqrt(v) if v > 1e-9 else 0.0 for v in values]) @ vectors.T
        weight = root @ X[own] @ inverse[:, 0]
        columns.append(M[:, own] @ weight)
        variance += float(weight @ (M @ y)[own]) ** 2
    gram = np.array(columns) @ np.array(columns).T
    return np.sqrt(variance), np.trace(gram) ** 2 / np.sum(gram**2)


@pytest.mark.parametrize("alone", [True, False])
def test_errors_are_those_of_the_whole_matrices(alone):
    rng = np.random.default_rng(4)
    of = np.repeat(np.arange(9), [3, 4, 5, 6, 7, 8, 9, 10, 11])
    d, z, y = (of % 2).astype(float), rng.standard_normal(63), rng.standard_normal(63)
    controls = np.column_stack([np.ones(63), z])
    groups = np.arange(63) if alone else of
    found = effect_of(d, y, controls, None if alone else of)
    assert (found.standard_error, found.degrees_of_freedom) == pytest.approx(dense(d, controls, y, groups))
    if alone:
        assert found.standard_error == pytest.approx(
            sm.OLS(y, np.column_stack([d, controls])).fit(cov_type="HC2").bse[0]
        )


@pytest.mark.slow
def test_with_ten_clusters_intervals_cover():
    covered = []
    for seed in range(200):
        (found,) = TRIAL.estimate(declare(in_clusters(seed=seed), "y", "d", P(clusters="village")))
        covered.append(found.low <= 0.0 <= found.high)
        assert found.degrees_of_freedom == pytest.approx(8.0)
    assert np.mean(covered) == pytest.approx(0.95, abs=0.035)


# refused


@pytest.mark.parametrize("wrong", [[1.0, 2.0], [0.0, 0.5, 1.0], [1.0]])
def test_a_cause_that_is_no_lot_of_two_is_refused(wrong):
    table = world().assign(d=np.resize(wrong, 400))
    with pytest.raises(NotComputableError, match="'d' must be 1 in the rows with the cause"):
        TRIAL.estimate(declare(table, "y", "d", P()))


def test_one_cluster_an_arm_is_refused():
    with pytest.raises(NotComputableError, match="fewer than 2 clusters"):
        TRIAL.estimate(declare(in_clusters(2), "y", "d", P(clusters="village")))


def test_clusters_across_strata_are_refused():
    table = in_clusters().assign(site=np.arange(200) % 2)
    with pytest.raises(NotComputableError, match="several strata"):
        TRIAL.estimate(declare(table, "y", "d", P(clusters="village", strata=("site",))))


def test_strata_of_one_row_are_refused():
    table = world().assign(site=np.arange(400))
    with pytest.raises(NotComputableError, match="no stratum has rows of both arms"):
        TRIAL.estimate(declare(table, "y", "d", P(strata=("site",))))


def test_an_instrument_is_refused():
    asked = replace(declare(world(), "y", "d", P()), strategy=Strategy.INSTRUMENT, instruments=("age",))
    with pytest.raises(NotComputableError, match="what the lot decided"):
        TRIAL.estimate(asked)


def test_a_binary_outcome_must_be_one():
    with pytest.raises(NotComputableError, match="0 or 1"):
        TRIAL.estimate(declare(world(), "y", "d", P(), family=Family.BINARY))


def test_parameters_forbid_others():
    given = TypeAdapter(P).validate_python({"strata": ["site"], "clusters": "village"})
    assert named(given, TRIAL.variables) == ("site", "village")
    with pytest.raises(ValidationError):
        TypeAdapter(P).validate_python({"stratum": "site"})


# challenges


def test_a_sound_trial_passes_all():
    asked = declare(world(), "y", "d", P(balance=("age",)))
    found = {name: challenged(TRIAL, name, asked) for name in TRIAL.challenges}
    assert {name: one.outcome for name, one in found.items()} == {
        "trial_balance": Outcome.PASSED,
        "trial_randomisation": Outcome.PASSED,
        "trial_attrition": Outcome.NOT_APPLICABLE,
        "trial_covariates": Outcome.PASSED,
    }


def test_arms_chosen_by_age_fail_balance_and_covariates():
    table = world(effect=0.2)
    table["d"] = (table.age + np.random.default_rng(0).standard_normal(400) > 0).astype(float)
    asked = declare(table, "y", "d", P(balance=("age",)))
    assert challenged(TRIAL, "trial_balance", asked).outcome is Outcome.FAILED
    assert challenged(TRIAL, "trial_covariates", asked).outcome is Outcome.FAILED


@pytest.mark.slow
def test_balance_and_lot_have_their_size():
    def balance(seed):
        return challenged(
            TRIAL, "trial_balance", declare(world(60, seed=seed), "y", "d", P(balance=("age",)), draws=99), 0
        )

    def lot(seed):
        return challenged(TRIAL, "trial_randomisation", declare(world(60, 0.0, seed), "y", "d", P(), draws=99), 0)

    assert failures(200, balance) == pytest.approx(0.05, abs=0.04)
    assert 1.0 - failures(200, lot) == pytest.approx(0.05, abs=0.04)


@pytest.mark.slow
def test_lots_of_whole_clusters_keep_their_size_where_lots_of_rows_would_not():
    def lot(parameters):
        return lambda seed: challenged(
            TRIAL, "trial_randomisation", declare(in_clusters(seed=seed), "y", "d", parameters, draws=99), 0
        )

    assert 1.0 - failures(100, lot(P(clusters="village"))) < 0.11
    assert 1.0 - failures(100, lot(P())) > 0.5


def test_four_clusters_can_show_nothing():
    table = in_clusters(4, effect=50.0)
    found = challenged(TRIAL, "trial_randomisation", declare(table, "y", "d", P(clusters="village")))
    assert found.outcome is Outcome.FAILED
    assert found.p_value > 0.2


def test_lots_within_strata_keep_each_stratums_count():
    from causal.inference.designs._arms import arms_of

    found = arms_of(declare(in_strata(), "y", "d", P(strata=("site",))))
    (lots,) = found.lots(np.random.default_rng(0), 50)
    for stratum in range(3):
        own = found.strata == stratum
        assert set(lots[own].sum(axis=0)) == {found.treated[own].sum()}


def test_more_baseline_variables_than_clusters_are_refused():
    table = in_clusters(4).assign(**{f"z{i}": np.random.default_rng(i).standard_normal(80) for i in range(4)})
    with pytest.raises(NotComputableError, match="too many for 4"):
        challenged(
            TRIAL,
            "trial_balance",
            declare(table, "y", "d", P(clusters="village", balance=tuple(f"z{i}" for i in range(4)))),
        )


def losing(table, share, seed=0):
    """The share of the treated with the lowest outcomes goes missing."""
    table = table.copy()
    treated = table.index[table.d == 1]
    table.loc[table.y[treated].nsmallest(round(share * len(treated))).index, "y"] = np.nan
    return table


def test_an_effect_that_the_missing_could_undo_fails():
    table = losing(world(effect=0.0, rows=800).assign(y=lambda t: np.random.default_rng(0).standard_normal(800)), 0.3)
    asked = declare(table, "y", "d", P())
    assert TRIAL.estimate(asked)[0].low > 0.2
    found = challenged(TRIAL, "trial_attrition", asked)
    assert found.outcome is Outcome.FAILED
    assert found.values["missing_treated"] == pytest.approx(0.3)
    assert found.values["missing_control"] == 0.0


def test_a_large_effect_survives_a_few_missing():
    assert challenged(TRIAL, "trial_attrition", declare(losing(world(effect=3.0), 0.05), "y", "d", P())).passed


def test_bounds_are_lees_by_hand():
    d = np.r_[np.ones(10), np.zeros(10)]
    y = np.r_[np.arange(10.0), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, np.nan, np.nan]]
    found = challenged(TRIAL, "trial_attrition", declare({"y": y, "d": d}, "y", "d", P()))
    assert found.values["lower"] == pytest.approx(np.arange(8).mean() - 3.5)
    assert found.values["upper"] == pytest.approx(np.arange(2, 10).mean() - 3.5)


def test_equal_loss_leaves_a_point():
    d = np.r_[np.ones(50), np.zeros(50)]
    y = np.random.default_rng(0).standard_normal(100) + 3 * d
    y[[0, 60]] = np.nan
    found = challenged(TRIAL, "trial_attrition", declare({"y": y, "d": d}, "y", "d", P()))
    assert found.values["lower"] == pytest.approx(found.values["upper"])


@pytest.mark.parametrize(("width", "expected"), [(0.0, stats.norm.isf(0.025)), (100.0, stats.norm.isf(0.05))])
def test_imbens_and_manski_go_from_two_tails_to_one(width, expected):
    assert imbens_manski(width, 1.0, 0.95) == pytest.approx(expected)


# the table


def test_the_table_shows_the_arms():
    table = world().assign(grade=lambda t: t.d * 0.5 + np.arange(400) % 7)
    table.loc[:9, "age"] = np.nan
    asked = declare(table, "y", "d", P(balance=("age", "grade")))
    found = TRIAL.figures["trial_balance"](asked, TRIAL.estimate(asked)[0])
    age, grade = found.rows
    assert (age.label, grade.label) == ("age", "grade")
    assert grade.numbers[0] == pytest.approx(table.grade[table.d == 1].mean())
    kept = table.dropna()
    assert age.numbers[3] == pytest.approx(
        2
        * stats.t.sf(
            abs(
                (one := effect_of(kept.d.to_numpy(), kept.age.to_numpy(), np.ones((len(kept), 1)))).effect
                / one.standard_error
            ),
            one.degrees_of_freedom,
        )
    )


def test_nothing_measured_beforehand_is_said():
    asked = declare(world(), "y", "d", P())
    assert challenged(TRIAL, "trial_balance", asked).why == "none_measured"
    assert challenged(TRIAL, "trial_covariates", asked).why == "none_measured"
    assert TRIAL.figures["trial_balance"](asked, TRIAL.estimate(asked)[0]) is None, (
        "no failure: balance may be left out"
    )


# sentences


@pytest.mark.parametrize(
    "more", [{}, {"strata": ("site",), "balance": ("age",)}, {"clusters": "village", "balance": ("age",)}]
)
def test_it_is_worded(more):
    table = in_clusters(20, effect=3.0).assign(site=1.0)
    table.loc[:2, "y"] = np.nan
    one = declare(table, "y", "d", P(**{"balance": ("age",)} | more), draws=50)
    for language in ("en", "zh"):
        said = list(worded("trial", TRIAL, one, language))
        assert all(said)
        assert not [text for text in said if "None" in text or "nan" in text]


def test_one_cluster_leaves_no_error_to_measure_by():
    declared = declare(world(village=np.ones(400)), "y", "d", P(clusters="village"))
    with pytest.raises(NotComputableError, match="all rows lie in one cluster: leave `clusters` out"):
        TRIAL.estimate(declared)
