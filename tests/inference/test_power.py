"""Power at the ends and at the textbook's figure."""

from __future__ import annotations

import pytest

from causal.inference import power


def test_power_is_the_level_at_no_effect_and_one_at_a_huge_one():
    assert power.power(1.0, 26, 0.0, 0.95) == pytest.approx(0.05, abs=1e-6)
    assert power.power(1.0, 26, 20.0, 0.95) == pytest.approx(1.0, abs=1e-6)
    assert power.power(1.0, 10_000, 2.8, 0.95) == pytest.approx(0.80, abs=0.01)  # the textbook 2.8 standard errors
