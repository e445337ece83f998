from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from causal.findings import Outcome
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import bench, market, run, words

SHARES = np.repeat([0.0, 1.0], [60, 140])


def test_a_share_over_the_sample_is_supported_within_its_rounding() -> None:
    found = run(
        bench(market=market(near=SHARES)), "summary", of="100 * market.near", stated="70%", unit="%", label="near"
    )
    assert found.grounds is Grounds.FIGURES_AGREE
    assert found.comparisons[0].found == pytest.approx(70)
    assert "200 rows" in words(found.reason)
    assert found.start is Strength.HIGH
    assert found.charts == ()


@pytest.mark.parametrize(
    ("over", "value"),
    [("mean", "4.5"), ("median", "4.5"), ("sum", "900"), ("min", "exactly 0"), ("max", "9"), ("count", "200")],
)
def test_each_way_to_make_one_number(over: str, value: str) -> None:
    found = run(bench(market=market(x=np.tile(np.arange(10.0), 20))), "summary", of="market.x", over=over, stated=value)
    assert found.grounds is Grounds.FIGURES_AGREE


def test_a_count_is_of_the_rows_with_a_value_and_in_no_unit() -> None:
    table = market(x=np.arange(200.0))
    table.iloc[:50] = np.nan
    found = run(bench(market=table), "summary", of="market.x", over="count", stated="150")
    assert found.grounds is Grounds.FIGURES_AGREE
    assert found.comparisons[0].unit == ""


def test_another_figure_is_contradicted() -> None:
    found = run(bench(market=market(near=SHARES)), "summary", of="100 * market.near", stated="68%", unit="%")
    assert found.grounds is Grounds.CONTRADICTED
    assert found.tests[1].outcome is Outcome.FAILED


def test_a_formula_without_a_value_is_not_measured() -> None:
    found = run(bench(market=market(x=np.full(200, -1.0))), "summary", of="log(market.x)", stated="1", label="X")
    assert found.grounds is Grounds.NOT_MEASURED
    assert found.tests[0].outcome is Outcome.FAILED


def test_a_wording_in_another_unit_is_refused() -> None:
    with pytest.raises(ValidationError, match="scale the formula"):
        run(bench(market=market(near=SHARES)), "summary", of="market.near", stated="70 mm", unit="share")
