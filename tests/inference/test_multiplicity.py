"""Holm's correction."""

from __future__ import annotations

import pytest

from causal.inference import multiplicity


def test_holm_by_hand():
    """P = .01, .02, .03, .04 of four tests; published corrections are in tests/reference."""
    adjusted = [p for _, p in multiplicity.holm_levels([0.04, 0.01, 0.03, 0.02], 0.95)]
    assert adjusted == pytest.approx([0.06, 0.04, 0.06, 0.06])
    levels = [level for level, _ in multiplicity.holm_levels([0.04, 0.01, 0.03, 0.02], 0.95)]
    assert levels == pytest.approx([0.95, 1 - 0.05 / 4, 1 - 0.05 / 2, 1 - 0.05 / 3])
