"""Subsets differ from each other, and each is the refit on its rows."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.inference.refuters.subsets import LEFT_OUT
from causal.sampling import GroupsKept
from tests.inference.refuters.settings import run, setting


def test_subsets_are_not_all_the_same():
    """An integer seed passed to every draw would make them so, and a good estimate would look refuted."""
    decision = run("subsets", setting())
    assert np.std(decision.effects) > 0
    assert len(np.unique(decision.effects)) == len(decision.effects)
    assert decision.passed[0]


def test_a_subset_is_a_regression_on_its_rows():
    given = setting(draws=5)
    groups = given.design.sampling.resampling.groups(given.design.index)
    weights = np.concatenate(list(GroupsKept(groups, 5, np.random.default_rng(1), LEFT_OUT)), axis=1)
    decision = run("subsets", given)
    for draw in range(5):
        kept = weights[:, draw] > 0
        assert 1 - kept.mean() == pytest.approx(LEFT_OUT, abs=0.03)
        x = np.column_stack([given.design.treatment, given.design.controls])[kept]
        assert decision.effects[draw, 0] == pytest.approx(sm.OLS(given.design.outcome[kept], x).fit().params[0])


def test_noise_does_not_keep_the_stated_sign():
    passed = [run("subsets", setting(0.0, rows=150, seed=s, draws=60)).passed[0] for s in range(40)]
    assert np.mean(passed) < 0.6
