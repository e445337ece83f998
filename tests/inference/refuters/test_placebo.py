"""The placebo keeps the treatment's spread, has no effect on average, and agrees with DoWhy's permutation."""

from __future__ import annotations

import numpy as np
import pytest

from tests.inference.refuters.settings import run, setting

pytestmark = pytest.mark.slow


def test_a_real_effect_survives_and_a_missing_one_does_not():
    assert run("placebo", setting(0.4)).passed[0]
    rejected = [run("placebo", setting(0.0, rows=200, seed=s, draws=99)).passed[0] for s in range(100)]
    assert np.mean(rejected) < 0.15


def test_null_distribution_is_centred_and_has_a_spread():
    decision = run("placebo", setting(0.4))
    assert np.std(decision.effects) > 0.02
    assert abs(np.mean(decision.effects)) < 4 * np.std(decision.effects) / np.sqrt(len(decision.effects))
    assert 0 < decision.p_value[0] <= 1


def test_worlds_are_judged_one_by_one():
    given = setting(0.4)
    noise = np.random.default_rng(3).standard_normal((given.design.rows, 1))
    both = run("placebo", given, np.column_stack([given.design.outcome[:, None], noise]))
    assert list(both.passed) == [True, False]


@pytest.mark.filterwarnings("ignore:The copy keyword is deprecated")  # DoWhy 0.14 under pandas 3
def test_spread_agrees_with_dowhys_permuted_placebo():
    """Same data, estimator and number of draws; independent rows, so that blocks and single rows agree."""
    import pandas as pd
    from dowhy.causal_estimator import estimate_effect
    from dowhy.causal_estimators.linear_regression_estimator import LinearRegressionEstimator
    from dowhy.causal_identifier.auto_identifier import EstimandType, identify_effect_auto
    from dowhy.causal_refuters.placebo_treatment_refuter import PlaceboType, refute_placebo_treatment
    from networkx import DiGraph

    rng = np.random.default_rng(0)
    z = rng.standard_normal(400)
    x = 0.5 * z + rng.standard_normal(400)
    y = 0.4 * x + 0.5 * z + rng.standard_normal(400)
    data = pd.DataFrame({"x": x, "y": y, "z": z})
    estimand = identify_effect_auto(
        DiGraph([("z", "x"), ("z", "y"), ("x", "y")]), ["x"], ["y"], ["x", "y", "z"], EstimandType.NONPARAMETRIC_ATE
    )
    estimand.set_identifier_method("backdoor")
    estimator = LinearRegressionEstimator(estimand).fit(data)
    theirs = estimate_effect(data, "x", "y", "backdoor", estimator, fit_estimator=False, method_params={})
    np.random.seed(0)  # noqa: NPY002 - DoWhy draws from the global generator
    refutation = refute_placebo_treatment(
        data, estimand, theirs, ["x"], num_simulations=100, placebo_type=PlaceboType.PERMUTE, n_jobs=1
    )
    from causal.inference.algebra import functionals_for_treatments, project

    projection = project(x, np.column_stack([np.ones(400), z]))
    ours = functionals_for_treatments(projection, rng.permuted(np.tile(x, (2000, 1)), axis=1).T) @ y
    assert abs(float(refutation.new_effect)) < 5 * np.std(ours) / 10
    assert theirs.value == pytest.approx(float(projection.functional @ y), abs=1e-10)
