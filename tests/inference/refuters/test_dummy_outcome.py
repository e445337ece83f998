"""On noise the test must reject about as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from tests.inference.refuters.settings import run, setting


def test_share_of_rejections_is_near_the_nominal_five_percent():
    shares = [run("dummy_outcome", setting(0.3, seed=s, draws=200)).values["share"] for s in range(20)]
    assert np.mean(shares) == pytest.approx(0.05, abs=0.02)


def test_a_design_on_which_the_test_rejects_too_often_fails():
    from dataclasses import replace

    given = setting(0.3)
    strict = replace(given.rubric, dummy_rejections=0.0001)
    assert not run("dummy_outcome", replace(given, rubric=strict)).passed[0]
    assert run("dummy_outcome", given).passed[0]
