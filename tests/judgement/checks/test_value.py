from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from causal.errors import NotComputableError
from causal.findings import Item, Outcome
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import at, bench, market, run, words

PRICE = np.full(200, 100.0)
PRICE[150] = 86.8  # a fall of 13.2%
FALL = "-pct(market.price)"


def test_a_figure_within_its_rounding_is_supported() -> None:
    found = run(bench(market=market(price=PRICE)), "value", of=FALL, at=at(150), stated="13.2%", unit="%")
    assert found.grounds is Grounds.FIGURES_AGREE
    assert found.comparisons[0].found == pytest.approx(13.2)
    assert all(test.outcome is Outcome.PASSED for test in found.tests)
    assert "13.2" in words(found.reason)
    assert found.charts[0].marked == at(150)


def test_another_figure_is_contradicted() -> None:
    found = run(bench(market=market(price=PRICE)), "value", of=FALL, at=at(150), stated="12.9%", unit="%")
    assert found.grounds is Grounds.CONTRADICTED
    assert found.tests[1].outcome is Outcome.FAILED


def test_a_missing_day_is_not_measured_and_says_what_is_needed() -> None:
    table = market(price=PRICE)
    table.iloc[150] = np.nan
    found = run(bench(market=table), "value", of="market.price", at=at(150), stated="86.8", label="Price")
    assert found.grounds is Grounds.NOT_MEASURED
    assert found.would_change is not None
    assert "Price" in words(found.would_change)
    assert at(150) in words(found.reason)


def test_a_day_outside_the_calendar_is_not_measured() -> None:
    found = run(bench(market=market(price=PRICE)), "value", of="market.price", at="2025-01-04", stated="100")
    assert found.grounds is Grounds.NOT_MEASURED


def test_sources_that_disagree_leave_it_open_and_are_named() -> None:
    context = bench(market=market(price=PRICE), other=market(price=PRICE + 5))
    found = run(
        context,
        "value",
        of="market.price",
        at=at(150),
        stated="86.8",
        label="First",
        also=[{"label": "Second", "of": "other.price"}],
    )
    assert found.grounds is Grounds.INCONCLUSIVE
    assert found.reason.values["agreeing"] == (Item(label="First", numbers=(86.8,)),)
    assert found.reason.values["differing"] == (Item(label="Second", numbers=(91.8,)),)
    assert any(step.reason.key == "check.step.sources_disagree" for step in found.steps)


def test_two_vendors_that_agree_stay_high_and_one_alone_steps_down() -> None:
    data = {"market": market(price=PRICE), "other": market(price=PRICE)}
    also = [{"label": "Second", "of": "other.price"}]
    of_two = run(bench(**data), "value", of="market.price", at=at(150), stated="86.8", also=also)
    of_one = run(
        bench(**data, vendors={"other": "market"}), "value", of="market.price", at=at(150), stated="86.8", also=also
    )
    assert of_two.grounds is of_one.grounds is Grounds.FIGURES_AGREE
    assert of_two.start is Strength.HIGH
    assert of_two.steps == ()
    assert [step.reason.key for step in of_one.steps] == ["check.step.single_vendor"]


def test_a_source_without_the_day_does_not_vote() -> None:
    other = market(price=PRICE)
    other.iloc[150] = np.nan
    found = run(
        bench(market=market(price=PRICE), other=other),
        "value",
        of="market.price",
        at=at(150),
        stated="86.8",
        also=[{"label": "Second", "of": "other.price"}],
    )
    assert found.grounds is Grounds.FIGURES_AGREE
    assert [c.agrees for c in found.comparisons] == [Outcome.PASSED, Outcome.NOT_COMPUTED]


@pytest.mark.parametrize(
    ("reduce", "expected"), [("min", 86.8), ("max", 100), ("sum", 286.8), ("mean", 95.6), ("last", 100)]
)
def test_a_period_is_reduced(reduce: str, expected: float) -> None:
    found = run(
        bench(market=market(price=PRICE)),
        "value",
        of="market.price",
        start=at(149),
        end=at(151),
        reduce=reduce,
        stated=f"about {expected}",
    )
    assert found.comparisons[0].found == pytest.approx(expected)
    assert (found.comparisons[0].at, found.comparisons[0].end) == (at(149), at(151))
    assert found.comparisons[0].period == f"{at(149)}/{at(151)}"


def test_a_label_may_hold_any_sign() -> None:
    data = {"market": market(price=PRICE), "other": market(price=PRICE + 5)}
    also = [{"label": "c|d=7", "of": "other.price"}]
    found = run(bench(**data), "value", of="market.price", at=at(150), stated="86.8", label="a|b=5", also=also)
    assert "Agreeing: a|b=5, 86.8 US$. Not agreeing: c|d=7, 91.8 US$." in words(found.reason)


def test_a_formula_of_several_series_has_several_labels_and_publishers() -> None:
    data = {"market": market(price=PRICE), "other": market(price=PRICE)}
    found = run(bench(**data), "value", of="market.price + other.price", at=at(150), stated="173.6")
    assert found.comparisons[0].label == ("market price", "other price")
    assert found.comparisons[0].source.label == ("Vendor market", "Vendor other")
    assert "Vendor market and Vendor other gives 173.6 US$ for market price and other price on" in words(found.reason)
    same = run(
        bench(**data, vendors={"other": "market"}), "value", of="market.price + other.price", at=at(150), stated="1"
    )
    assert same.comparisons[0].source.label == "Vendor market"


def test_instants_are_read_in_utc_and_a_day_is_a_whole_day() -> None:
    hours = pd.date_range("2025-03-03", periods=72, freq="h", tz="UTC")
    hourly = pd.DataFrame({"low": np.arange(72.0)}, index=hours)
    context = bench(market=market(price=PRICE), hourly=hourly)
    one = run(context, "value", of="hourly.low", on="hourly", at="2025-03-04T05:00Z", stated="29")
    day = run(
        context, "value", of="hourly.low", on="hourly", start="2025-03-04", end="2025-03-04", reduce="max", stated="47"
    )
    assert one.grounds is day.grounds is Grounds.FIGURES_AGREE
    assert one.charts[0].x[0] == "2025-03-03T00:00Z"


def test_long_histories_are_thinned_and_keep_the_day_and_the_extremes() -> None:
    days = pd.date_range("2018-01-01", periods=2500)
    values = np.random.default_rng(np.random.SeedSequence(3)).normal(size=2500)
    table = pd.DataFrame({"x": values}, index=days)
    found = run(bench(market=table), "value", of="market.x", at="2021-07-07", stated="0")
    chart = found.charts[0]
    assert len(chart.x) <= 600
    assert "2021-07-07" in chart.x
    assert max(v for v in chart.y if v is not None) == pytest.approx(values.max(), rel=1e-5)
    assert min(v for v in chart.y if v is not None) == pytest.approx(values.min(), rel=1e-5)


def test_a_long_table_is_not_read_as_one_series() -> None:
    table = pd.DataFrame({"x": [1.0, 2.0]}, index=pd.DatetimeIndex(["2025-01-02", "2025-01-02"]))
    with pytest.raises(NotComputableError, match="several rows a time"):
        run(bench(market=market(price=PRICE), long=table), "value", of="long.x", on="long", at="2025-01-02", stated="1")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"at": at(1), "start": at(1), "end": at(2)}, "either 'at'"),
        ({}, "either 'at'"),
        ({"start": at(2), "end": at(1)}, "lies after"),
        ({"at": "5 February"}, "neither a day"),
        ({"at": "2025-02-30"}, "day"),
        ({"at": at(1), "of": "market.pric"}, "market.price"),
        ({"at": at(1), "of": "market.price +"}, "not a formula"),
        ({"at": at(1), "stated": "lots"}, "cannot be read|can be read"),
        ({"at": at(1), "stated": 13.2}, "in quotes"),
        ({"at": at(1), "stated": "13.2%", "unit": "US$"}, "scale the formula"),
        ({"at": at(1), "on": "markt"}, "market"),
        ({"at": at(1), "unknown": 1}, "Unexpected keyword"),
        ({"at": at(1), "also": [{"label": "x", "of": "market.price", "what": 1}]}, "Unexpected keyword"),
    ],
)
def test_bad_parameters_are_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        run(bench(), "value", **{"of": "market.price", "stated": "1", **given})
