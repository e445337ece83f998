"""The block bootstrap's spread is near the standard error, and its interval decides."""

from __future__ import annotations

import numpy as np

from tests.inference.refuters.settings import run, setting


def test_spread_is_near_the_robust_standard_error():
    given = setting(rows=800, draws=600)
    spread = np.std(run("bootstrap", given).effects)
    assert 0.6 < spread / given.fit.standard_error[0] < 1.7


def test_a_real_effect_survives_and_a_missing_one_seldom_does():
    assert run("bootstrap", setting(0.4)).passed[0]
    passed = [run("bootstrap", setting(0.0, rows=200, seed=s, draws=150)).passed[0] for s in range(60)]
    assert np.mean(passed) < 0.15
