"""Power at the ends and at the textbook's figure."""

from __future__ import annotations

import pytest
from scipy import stats

from causal.inference import power


def test_power_is_the_level_at_no_effect_and_one_at_a_huge_one():
    assert power.power(1.0, 26, 0.0, 0.95) == pytest.approx(0.05, abs=1e-6)
    assert power.power(1.0, 26, 20.0, 0.95) == pytest.approx(1.0, abs=1e-6)
    assert power.power(1.0, 10_000, 2.8, 0.95) == pytest.approx(0.80, abs=0.01)  # the textbook 2.8 standard errors


@pytest.mark.parametrize("degrees", [4, 26, 100, 1_000, 1_000_000])
@pytest.mark.parametrize("level", [0.95, 0.999, 1 - 1e-6, 1 - 1e-12])
def test_power_is_a_share_for_every_size_of_effect(degrees, level):
    """Scipy 1.15 gives NaN for some far tails of the noncentral t, and for every very large shift."""
    sizes = [0.0, 0.1, 1.0, 2.0, 4.0, 6.0, 7.9, 8.0, 8.1, 9.0, 20.0, 50.0, 1e3, 1e10, 1e200]
    found = [power.power(1.0, degrees, size, level) for size in sizes]
    assert all(0.0 <= one <= 1.0 for one in found)
    assert found == sorted(found)
    assert found[-1] == 1.0


def test_the_tail_is_that_of_scipy_where_scipy_has_one():
    for critical, degrees, shift in ((2.05, 26, 2.8), (1.96, 10_000, 2.8), (2.78, 4, 1.0), (3.5, 40, 6.0)):
        assert power._tail(critical, degrees, shift) == pytest.approx(stats.nct.sf(critical, degrees, shift), abs=2e-4)
        assert power._tail(critical, degrees, -1.0) == pytest.approx(stats.nct.cdf(-critical, degrees, 1.0), abs=2e-5)
