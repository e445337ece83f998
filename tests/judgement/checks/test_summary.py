from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from causal.errors import NotComputableError
from causal.judgement.checks._linearisation import difference, kish, wilson
from causal.messages import Outcome
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import DAYS, bench, market, run, words

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


def respondents(yes: int, no: int, **columns: np.ndarray) -> pd.DataFrame:
    """One row a respondent, who answered 1 or 0."""
    answers = np.r_[np.ones(yes), np.zeros(no)]
    return pd.DataFrame({"near": answers, **columns}, index=pd.Index(range(yes + no), name="id"))


@pytest.mark.parametrize(
    ("yes", "stated", "expected"),
    [
        (104, "52%", Grounds.FIGURES_AGREE),
        (104, "48%", Grounds.FIGURES_AGREE),
        (104, "more than half", Grounds.INCONCLUSIVE),
        (130, "more than half", Grounds.FIGURES_AGREE),
        (104, "two in three", Grounds.CONTRADICTED),
        (80, "四成", Grounds.FIGURES_AGREE),
    ],
)
def test_a_share_of_respondents_carries_its_sampling_error(yes: int, stated: str, expected: Grounds) -> None:
    given = {"of": "100 * market.near", "unit": "%", "stated": stated, "survey": {}}
    found = run(bench(market=respondents(yes, 200 - yes).set_index(DAYS)), "summary", **given)
    assert found.grounds is expected
    low, high = found.comparisons[0].low, found.comparisons[0].high
    assert low is not None
    assert high is not None
    assert low < yes / 2 < high


def test_weights_move_the_share_and_widen_its_interval() -> None:
    weights = np.where(np.arange(200) < 100, 4.0, 1.0)
    table = respondents(100, 100, weight=weights).set_index(DAYS)
    given = {"of": "100 * market.near", "unit": "%", "stated": "80%"}
    context = bench(market=table)
    assert run(context, "summary", **given, survey={}).grounds is Grounds.CONTRADICTED
    found = run(context, "summary", **given, survey={"weights": "market.weight"})
    assert found.grounds is Grounds.FIGURES_AGREE
    test = next(test for test in found.tests if test.name == "sampling")
    assert test.message.values["effective"] == round(500**2 / (100 * 16 + 100))
    assert "of a simple random sample" in words(test.message)


def test_equal_weights_leave_everything_as_it_was() -> None:
    table = respondents(90, 110, weight=np.full(200, 3.0)).set_index(DAYS)
    given = {"of": "market.near", "unit": "share", "stated": "45%"}
    plain, weighted = (
        run(bench(market=table), "summary", **given, survey=s) for s in ({}, {"weights": "market.weight"})
    )
    assert weighted.comparisons[0].low == pytest.approx(plain.comparisons[0].low)
    assert weighted.comparisons[0].found == pytest.approx(0.45)


def test_wilson_s_interval_is_the_published_one() -> None:
    assert wilson(0.0, 10, 0.95) == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert wilson(0.5, 100, 0.95) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert kish([1, 1, 1, 1]) == pytest.approx(4)
    assert kish([1, 0, 0, 0]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"over": "max", "survey": {}}, "goes with"),
        ({"survey": {"n": 5, "weights": "market.near"}}, "not both"),
        ({"survey": {"design_effect": 0.5}}, "at least 1"),
        ({"survey": {"clusters": "market.near", "design_effect": 2}}, "leave out"),
        ({"against": {"rows": "market.near", "label": "X"}}, "goes with"),
        ({"among": {"rows": "market.near", "label": "X"}, "survey": {"n": 5}}, "takes some of the rows"),
        ({"survey": {"people": 5}}, "Unexpected keyword"),
    ],
)
def test_a_survey_that_makes_no_sense_is_refused(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        run(bench(market=market(near=SHARES)), "summary", of="market.near", stated="1", **given)


def test_what_is_no_yes_or_no_has_no_such_error() -> None:
    context, given = bench(market=market(near=np.arange(200.0))), {"of": "market.near", "stated": "99.5", "survey": {}}
    with pytest.raises(NotComputableError, match="yes or no"):
        run(context, "summary", **given, unit="%")


def test_a_mean_of_answers_has_student_s_interval() -> None:
    values = np.arange(200.0)
    context = bench(market=market(years=values))
    found = run(context, "summary", of="market.years", stated="about 99.5 years", unit="years", survey={})
    half = 1.9719565 * values.std(ddof=1) / np.sqrt(200)
    assert found.comparisons[0].low == pytest.approx(values.mean() - half)
    assert found.comparisons[0].high == pytest.approx(values.mean() + half)
    assert "give or take" in words(found.reason)


def test_clusters_widen_the_interval_and_lower_what_the_answers_are_worth() -> None:
    answers = np.repeat([1.0, 0.0] * 10, 10)
    context = bench(market=market(near=answers, school=np.repeat(np.arange(20.0), 10), part=np.repeat([1.0, 2.0], 100)))
    given = {"of": "100 * market.near", "unit": "%", "stated": "50%"}
    plain, clustered, both = (
        next(t.message.values for t in run(context, "summary", **given, survey=one).tests if t.name == "sampling")
        for one in (
            {},
            {"clusters": "market.school"},
            {"clusters": "market.school", "strata": "market.part"},
        )
    )
    assert (plain["effective"], clustered["effective"]) == (200, 19)
    assert both["effective"] == 18
    assert clustered["margin"] > 3 * plain["margin"]


@pytest.mark.parametrize("scope", ["process", "window"])
@pytest.mark.parametrize("stated", ["70%", "more than 65%", "10%"])
def test_every_share_of_a_survey_prints_its_margin(stated: str, scope: str) -> None:
    context = bench(market=respondents(140, 60).set_index(DAYS))
    found = run(context, "summary", of="100 * market.near", unit="%", stated=stated, survey={"scope": scope})
    assert ", give or take 6.3" in words(found.reason)
    assert "percentage points" in words(found.reason)


WOMEN = {"rows": "market.woman", "label": "Women"}
MEN = {"rows": "1 - market.woman", "label": "Men"}


@pytest.mark.parametrize(
    ("men", "stated", "expected"),
    [
        (54, "over 0", Grounds.INCONCLUSIVE),
        (44, "over 0", Grounds.FIGURES_AGREE),
        (54, "8 percentage points", Grounds.FIGURES_AGREE),
        (90, "over 0", Grounds.CONTRADICTED),
    ],
)
def test_more_of_one_group_than_of_another(men: int, stated: str, expected: Grounds) -> None:
    """62 of 100 women against so many of 100 men, by Newcombe's interval."""
    answers = np.r_[np.arange(100) < 62, np.arange(100) < men] * 1.0
    context = bench(market=market(near=answers, woman=np.repeat([1.0, 0.0], 100)))
    given = {"of": "100 * market.near", "unit": "%", "stated": stated, "among": WOMEN, "against": MEN}
    found = run(context, "summary", **given, survey={})
    assert found.grounds is expected
    low, high = difference((0.62, men / 100), (wilson(0.62, 100, 0.95), wilson(men / 100, 100, 0.95)), 0.0)
    assert found.comparisons[0].low == pytest.approx(100 * low)
    assert found.comparisons[0].high == pytest.approx(100 * high)
    assert words(found.reason).startswith(f"Women: 62 %; Men: {men} %. The first less the second is {62 - men} ")
    assert "percentage points, give or take" in words(found.reason)
    told = run(context, "summary", **given)
    assert told.grounds is (Grounds.FIGURES_AGREE if men < 62 else Grounds.CONTRADICTED)
    assert "give or take" not in words(told.reason)


def test_a_group_s_share_is_of_its_own_rows() -> None:
    answers = np.r_[np.arange(100) < 62, np.arange(100) < 54] * 1.0
    context = bench(market=market(near=answers, woman=np.repeat([1.0, 0.0], 100)))
    given = {"of": "100 * market.near", "unit": "%", "stated": "exactly 54%"}
    found = run(context, "summary", **given, among=MEN)
    assert found.grounds is Grounds.FIGURES_AGREE
    assert "of Men, mean of 100 rows" in words(found.reason)
    nobody = run(context, "summary", **given, among={"rows": "0 * market.woman", "label": "Nobody"}, survey={})
    assert nobody.grounds is Grounds.NOT_MEASURED
    assert words(nobody.reason).startswith("No row of Nobody has a value of")
    other = {"rows": "0 * market.woman", "label": "Others"}
    against = run(context, "summary", **{**given, "stated": "over 0"}, among=MEN, against=other)
    assert words(against.reason).startswith("No row of Others has a value of")


def test_bounds_that_the_analyst_chose_are_not_said_to_be_the_article_s() -> None:
    found = run(
        bench(market=market(x=np.zeros(200))), "summary", of="market.x", stated="between -0.2 and 0.2", chosen=True
    )
    assert found.grounds is Grounds.FIGURES_AGREE
    assert words(found.reason).startswith("By the analyst's reading, between -0.2 and 0.2")


def test_rows_that_are_all_of_whom_is_spoken_have_no_sampling_error() -> None:
    context = bench(market=respondents(104, 96).set_index(DAYS))
    given = {"of": "100 * market.near", "unit": "%", "stated": "more than half"}
    window, process = (run(context, "summary", **given, survey={"scope": one}) for one in ("window", "process"))
    assert (window.grounds, process.grounds) == (Grounds.FIGURES_AGREE, Grounds.INCONCLUSIVE)
    assert "check.step.chance" in [step.reason.key for step in window.steps]
    assert run(context, "summary", **given, survey={}) == process


@pytest.mark.parametrize(("of", "unit", "whole"), [("100 * market.near", "%", 100.0), ("market.near", "share", 1.0)])
def test_nobody_s_share_is_as_uncertain_as_everybody_s(of: str, unit: str, whole: float) -> None:
    none, every = (
        run(bench(market=respondents(yes, 200 - yes).set_index(DAYS)), "summary", of=of, unit=unit, **more)
        for yes, more in (
            (0, {"stated": "0%", "survey": {}}),
            (200, {"stated": "100%", "survey": {}}),
        )
    )
    assert none.comparisons[0].high == pytest.approx(whole * wilson(0.0, 200, 0.95)[1])
    assert none.comparisons[0].high == pytest.approx(whole - every.comparisons[0].low)


def test_rows_without_a_weight_are_not_said_to_be_in_the_share() -> None:
    weights = np.where(np.arange(200) < 150, 1.0, np.nan)
    context = bench(market=respondents(100, 100, weight=weights).set_index(DAYS))
    given = {"of": "100 * market.near", "unit": "%", "stated": "67%", "survey": {"weights": "market.weight"}}
    assert "mean of 150 rows" in words(run(context, "summary", **given).reason)


def test_who_is_in_both_groups_answered_once() -> None:
    answers = np.r_[np.arange(100) < 62, np.arange(100) < 54] * 1.0
    context = bench(market=market(near=answers, woman=np.repeat([1.0, 0.0], 100)))
    everyone = {"rows": "market.woman + 1", "label": "Everyone"}
    found = run(
        context,
        "summary",
        of="100 * market.near",
        unit="%",
        stated="over 0",
        survey={},
        among=WOMEN,
        against=everyone,
    )
    test = next(test for test in found.tests if test.name == "sampling")
    assert test.message.values["n"] == 200
    assert "100 rows against 200" in words(found.reason)


def test_a_yes_that_is_one_is_not_read_as_one_percent() -> None:
    context = bench(market=respondents(122, 78).set_index(DAYS))
    with pytest.raises(NotComputableError, match=r"is 1 where the answer is yes.*write `100 \* \(\.\.\.\)`"):
        run(context, "summary", of="market.near", unit="%", stated="less than 1%", survey={})
