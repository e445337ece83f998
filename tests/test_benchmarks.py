"""The benchmarks run, at a size at which they measure nothing."""

from __future__ import annotations

import pytest

from benchmarks import million, refuters

pytestmark = pytest.mark.slow


def test_refuters_are_compared_and_agree():
    point, rows = refuters.measure(60, 5, 1)
    assert [row.name for row in rows] == list(refuters.DOWHY)
    assert max(point, *(row.difference for row in rows)) < refuters.TARGET_DIFFERENCE
    assert all(row.ratio > 0 and 0 <= row.p_value <= 1 for row in rows)
    text = refuters.table(60, 5, point, rows)
    assert "all five" in text and "target 1e-10: met" in text


def test_an_edge_goes_through_every_stage():
    told: list[str] = []
    million.run(3_000, 20, told.append)
    text = "".join(told)
    assert all(stage in text for stage in ("identify", "estimate", "refute: placebo", "refute: leads", "sensitivity"))
    assert "x->y given y@1, z@0" in text
