"""The hidden cause that a design's estimate must withstand, against Cinelli and Hazlett's printed example."""

from __future__ import annotations

import pytest

from causal.inference.designs._hidden import robustness_value


def test_robustness_value_is_that_of_the_darfur_example():
    """Cinelli and Hazlett (2020), table 1: t = 4.18 with 783 degrees of freedom has a robustness value of 13.9%."""
    assert robustness_value(4.18, 783) == pytest.approx(0.139, abs=5e-4)


def test_robustness_value_at_significance_is_that_of_the_darfur_example():
    """The same table: 7.6% at the 5% level."""
    assert robustness_value(4.18 - 1.963, 783) == pytest.approx(0.076, abs=5e-4)


def test_no_effect_withstands_nothing():
    assert robustness_value(0.0, 100) == 0.0
