"""The findings of an edge."""

from __future__ import annotations

from dataclasses import replace

from tests.fake_report import fake_report


def test_the_judged_estimate_has_the_interval_that_it_is_judged_by():
    found = next(e for e in fake_report().graph.edges if e.estimates)
    first = found.estimates[0]
    plain = replace(found, holm_level=None, holm_low=None, holm_high=None)
    assert plain.judged == (first.effect, first.low, first.high, first.level)
    held = replace(found, holm_level=0.99, holm_low=-3.0, holm_high=4.0)
    assert held.judged == (first.effect, -3.0, 4.0, 0.99)
    assert replace(found, estimates=()).judged == (None, None, None, None)
