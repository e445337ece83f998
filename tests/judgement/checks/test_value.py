from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pydantic import TypeAdapter, ValidationError

from causal.errors import NotComputableError
from causal.frame import Frame
from causal.judgement.checks import Context
from causal.judgement.checks._linearisation import difference, wilson
from causal.judgement.checks.value import Parameters
from causal.messages import Item, Outcome
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import DAYS, at, bench, market, run, words

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
    assert "it was 173.6 US$ on 2025-07-30 (market price and other price; Vendor market and Vendor other)" in words(
        found.reason
    )
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


def declared(unit: str, number: float) -> Context:
    """A series in that unit, of one number throughout."""
    context = bench(market=market(x=np.full(200, number)))
    dataset = context.study.datasets[0]
    series = tuple(replace(one, unit=unit) for one in dataset.series)
    return replace(context, study=replace(context.study, datasets=(replace(dataset, series=series),)))


@pytest.mark.parametrize(
    ("unit", "number", "stated", "asked", "told"),
    [
        ("mm", 12.0, "about 12 mm", "", "12 mm"),
        ("mm", 12.0, "1.2 cm", "", "1.2 cm"),
        ("millions of US$", 8.9e6, "$8.9 trillion", "", "US$"),
        ("millions of US$", 8.9e6, "$8.9 trillion", "US$", "US$"),
        ("US$ million", 8.9e6, "8.9 trillion", "", "US$ million"),
        ("t", 3.2, "3.2 t", "", "3.2 t"),
        ("tonnes per hectare", 3.2, "3.2 t", "", "tonnes per hectare"),
        ("lb", 12.0, "12 pounds", "", "12 lb"),
        ("£", 12.0, "12 pounds", "", "12 £"),
        ("share", 0.2, "one in five", "", "0.2 share"),
        ("share", 0.2, "20%", "", "20 %"),
        ("%", 20.0, "one in five", "%", "20 %"),
        ("%", 33.0, "三分之一", "%", "33 %"),
        ("share", 0.2, "两成", "%", "20 %"),
        ("万人", 60.0, "60万", "", "万人"),
        ("thousand barrels per day", 6200.0, "6.2 million barrels a day", "", ""),
        ("CNY", 5.0, "¥5", "", "5 CNY"),
        ("yen", 147.0, "¥147", "yen", "147 yen"),
        ("INR crore", 5200.0, "Rs 52 billion", "", "INR"),
        ("people", 5_200_000.0, "52 lakh", "", "people"),
        ("万人", 520.0, "5.2 million", "", "万人"),
        ("basis points", 25.0, "a quarter of a percentage point", "", "percentage points"),
        ("Mt", 3.2, "3.2 million tonnes", "", "3.2"),
        ("US$/barrel", 92.0, "每桶92美元", "", "92"),
        ("kWh", 5e8, "5亿千瓦时", "", ""),
        ("°C", 21.0, "21 degrees", "", "21"),
        ("index, 2015 = 100", 105.0, "105 points", "", "105"),
        ("ratio", 2.0, "twice", "", "2"),
        ("hours", 36.0, "a day and a half", "", "1.5 day"),
    ],
)
def test_a_figure_and_a_series_in_other_units_are_reconciled(
    unit: str, number: float, stated: str, asked: str, told: str
) -> None:
    found = run(declared(unit, number), "value", of="market.x", at=at(150), stated=stated, unit=asked)
    assert found.grounds is Grounds.FIGURES_AGREE
    assert told in words(found.reason)


@pytest.mark.parametrize(
    ("unit", "stated", "asked"),
    [
        ("%", "12 mm", ""),
        ("US$", "12 pounds", ""),
        ("%", "6 million", ""),
        ("mm", "12%", ""),
        ("mm", "12", "US$"),
        ("%", "$5", "%"),
    ],
)
def test_units_that_cannot_be_reconciled_are_an_error_where_the_folder_is_read(
    unit: str, stated: str, asked: str
) -> None:
    given = {"of": "market.x", "at": at(150), "stated": stated, "unit": asked}
    with pytest.raises(ValidationError, match=r"reconciled|names no unit"):
        TypeAdapter(Parameters).validate_python(given, context={"units": {"market.x": unit}})


def test_a_difference_in_basis_points_and_one_of_a_ratio() -> None:
    rate = np.full(200, 5.0)
    rate[150:] = 5.25
    context = declared("%", 1.0)
    table = market(x=rate)
    context = replace(context, frame=Frame(pd.DataFrame(index=DAYS), (), {"market": table}))
    for stated, unit in (("25 basis points", "basis points"), ("0.25 percentage points", ""), ("25 basis points", "")):
        found = run(context, "value", of="diff(market.x)", at=at(150), stated=stated, unit=unit)
        assert found.grounds is Grounds.FIGURES_AGREE
    for stated in ("105%", "1.05x", "1.05"):
        found = run(context, "value", of="market.x / lag(market.x)", at=at(150), stated=stated)
        assert found.grounds is Grounds.FIGURES_AGREE


def test_a_loss_that_is_halved_is_a_rise_of_half() -> None:
    profit = np.full(200, -100.0)
    profit[150:] = -50.0
    found = run(bench(market=market(profit=profit)), "value", of="pct(market.profit)", at=at(150), stated="50%")
    assert found.grounds is Grounds.FIGURES_AGREE


def test_a_bound_that_the_value_is_far_past_understates() -> None:
    given = {"of": "market.x", "at": at(150), "unit": "US$"}
    far, near = (run(declared("US$", number), "value", stated="more than 10", **given) for number in (25.0, 19.0))
    assert far.grounds is near.grounds is Grounds.FIGURES_AGREE
    assert "understates it, past 20" in words(far.tests[1].message)
    assert "understates" not in words(near.tests[1].message)


def test_the_analyst_s_figure_is_not_said_to_be_the_article_s() -> None:
    found = run(declared("US$", 25.0), "value", of="market.x", at=at(150), stated="more than 20", chosen=True)
    assert "By the analyst's reading, more than 20" in words(found.reason)
    assert "article says" not in words(found.reason)
    assert "Read by the analyst as" in words(found.tests[1].message)


@pytest.mark.parametrize(
    ("share", "n", "stated", "expected"),
    [
        (52.0, 1000, "52%", Grounds.FIGURES_AGREE),
        (52.0, 1000, "50%", Grounds.FIGURES_AGREE),  # the survey does not tell the two apart
        (52.0, 1000, "more than half", Grounds.INCONCLUSIVE),
        (58.0, 1000, "more than half", Grounds.FIGURES_AGREE),
        (44.0, 1000, "more than half", Grounds.CONTRADICTED),
        (52.0, 1000, "60%", Grounds.CONTRADICTED),
        (20.0, 400, "one in five", Grounds.FIGURES_AGREE),
        (52.0, 1000, "超过一半", Grounds.INCONCLUSIVE),
        (58.0, 1000, "大多数", Grounds.FIGURES_AGREE),
        (58.0, 1000, "a majority of respondents", Grounds.FIGURES_AGREE),
        (66.0, 1000, "two-thirds of respondents", Grounds.FIGURES_AGREE),
        (33.0, 1000, "六七成", Grounds.CONTRADICTED),
        (2.0, 50, "more than 5%", Grounds.INCONCLUSIVE),
    ],
)
def test_a_share_of_a_survey_carries_its_sampling_error(share: float, n: int, stated: str, expected: Grounds) -> None:
    found = run(declared("%", share), "value", of="market.x", at=at(150), stated=stated, survey={"n": n})
    assert found.grounds is expected
    test = next(test for test in found.tests if test.name == "sampling")
    assert "give or take" in words(test.message)
    assert ", give or take" in words(found.reason)
    assert not test.required
    narrow = found.comparisons[0].interval
    assert narrow is not None
    reached = expected is Grounds.FIGURES_AGREE and found.comparisons[0].found not in narrow
    assert any(step.reason.key == "check.step.wide_interval" for step in found.steps) is reached


@pytest.mark.parametrize(
    ("share", "stated", "expected", "chance"),
    [
        (52.0, "more than half", Grounds.FIGURES_AGREE, True),
        (58.0, "more than half", Grounds.FIGURES_AGREE, False),
        (49.0, "more than half", Grounds.CONTRADICTED, True),
        (44.0, "more than half", Grounds.CONTRADICTED, False),
        (52.0, "50%", Grounds.CONTRADICTED, True),
    ],
)
def test_of_those_asked_alone_the_share_decides_and_sampling_goes_to_strength(
    share: float, stated: str, expected: Grounds, *, chance: bool
) -> None:
    asked = {"n": 1000, "scope": "window"}
    found = run(declared("%", share), "value", of="market.x", at=at(150), stated=stated, survey=asked)
    assert found.grounds is expected
    assert any(step.reason.key == "check.step.chance" for step in found.steps) is chance
    assert any(test.name == "sampling" for test in found.tests)


@pytest.mark.parametrize(
    ("share", "stated", "expected"),
    [
        (54.0, "over 0", Grounds.FIGURES_AGREE),
        (59.0, "over 0", Grounds.INCONCLUSIVE),
        (54.0, "8 percentage points", Grounds.FIGURES_AGREE),
        (70.0, "over 0", Grounds.CONTRADICTED),
    ],
)
def test_a_published_share_of_one_group_against_another_s(share: float, stated: str, expected: Grounds) -> None:
    context = bench(market=market(women=np.full(200, 62.0), men=np.full(200, share)))
    given = {"of": "market.women", "label": "Women", "at": at(150), "unit": "%", "stated": stated}
    other = {"of": "market.men", "label": "Men", "n": 480}
    found = run(context, "value", **given, survey={"n": 520}, against=other)
    assert found.grounds is expected
    low, high = difference((0.62, share / 100), (wilson(0.62, 520, 0.95), wilson(share / 100, 480, 0.95)), 0.0)
    assert (found.comparisons[0].low, found.comparisons[0].high) == pytest.approx((100 * low, 100 * high))
    assert f"Women: 62 %; Men: {share:g} %" in words(found.reason)
    assert "percentage points, give or take" in words(found.reason)
    with pytest.raises(ValidationError, match="how many of the first group"):
        run(context, "value", **given, against=other)
