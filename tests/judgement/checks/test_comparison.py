from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from causal.errors import NotComputableError
from causal.verdict import Grounds
from tests.judgement.checks.bench import at, bench, market, run, words

A, B = np.full(200, 100.0), np.full(200, 1000.0)
A[150], B[150] = 110.0, 1050.0  # +10% and +5%; +10 and +50
CONTEXT = bench(market=market(a=A, b=B))


def side(column: str, **given: object) -> dict[str, object]:
    return {"label": column.upper(), "of": f"market.{column}", "before": at(149), "after": at(150), **given}


def test_percent_and_difference_can_order_two_moves_differently() -> None:
    percent = run(CONTEXT, "comparison", left=side("a"), right=side("b"))
    assert percent.grounds is Grounds.FIGURES_AGREE
    assert percent.details["found"] == pytest.approx(5.0)
    difference = {"measure": "difference", "unit": "US$"}
    other = run(CONTEXT, "comparison", left=side("a", **difference), right=side("b", **difference))
    assert other.grounds is Grounds.CONTRADICTED
    assert "not greater" in words(other.reason)
    assert run(CONTEXT, "comparison", left=side("a"), right=side("b"), relation="less").grounds is Grounds.CONTRADICTED


def test_equal_moves_are_neither_greater_nor_less() -> None:
    for relation in ("greater", "less"):
        found = run(CONTEXT, "comparison", left=side("a"), right=side("a"), relation=relation)
        assert found.grounds is Grounds.CONTRADICTED


def test_another_period_is_worded() -> None:
    found = run(CONTEXT, "comparison", left=side("a"), right=side("b", before=at(100), after=at(101)))
    assert at(101) in words(found.reason)


def test_a_missing_end_is_not_measured() -> None:
    found = run(CONTEXT, "comparison", left=side("a"), right=side("b", after="2025-12-25"))
    assert found.grounds is Grounds.NOT_MEASURED
    assert "2025-12-25" in words(found.reason)


def test_a_percent_change_needs_a_start_other_than_zero() -> None:
    nothing = np.where(np.arange(200) < 150, 0.0, 1.0)
    with pytest.raises(NotComputableError, match="is zero"):
        run(bench(market=market(a=nothing, b=B)), "comparison", left=side("a"), right=side("b"))


def test_a_loss_that_shrinks_is_a_rise() -> None:
    loss = np.where(np.arange(200) < 150, -100.0, -50.0)
    found = run(bench(market=market(a=loss, b=B)), "comparison", left=side("a"), right=side("b"))
    assert found.grounds is Grounds.FIGURES_AGREE
    assert found.details["found"] == pytest.approx(45.0)  # +50% against +5%


def test_sides_measured_differently_are_refused() -> None:
    with pytest.raises(ValidationError, match="measured alike"):
        run(CONTEXT, "comparison", left=side("a"), right=side("b", measure="difference"))
