from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from causal.errors import NotComputableError
from causal.messages import Item, Outcome
from causal.verdict import Evidence, Grounds
from tests.judgement.checks.bench import at, bench, market, run, words

BASIS = np.full(200, 3.3)
BASIS[150:] = 9.0
GIVEN = {"of": "market.basis", "before": at(149), "after": at(150), "unit": "%"}


def test_a_stated_move_is_supported() -> None:
    context = bench(market=market(basis=BASIS))
    found = run(
        context,
        "change",
        **GIVEN,
        stated_before="3.3%",
        stated_after="9%",
        stated_change="5.7 percentage points",
        direction="up",
    )
    assert found.grounds is Grounds.FIGURES_AGREE
    assert {t.name for t in found.tests} == {"measured", "before", "after", "change", "direction"}
    assert "from 3.3% to 9%" in words(found.reason)


@pytest.mark.parametrize(
    "wrong",
    [{"stated_before": "4.3%"}, {"stated_after": "8%"}, {"stated_change": "more than 6"}, {"direction": "down"}],
)
def test_one_wrong_part_is_a_contradiction(wrong: dict[str, str]) -> None:
    right = {"stated_before": "3.3%", "stated_after": "9%"}
    found = run(bench(market=market(basis=BASIS)), "change", **GIVEN, **{**right, **wrong})
    assert found.grounds is Grounds.CONTRADICTED
    assert sum(t.outcome is Outcome.FAILED for t in found.tests) == 1


def test_no_move_is_neither_up_nor_down() -> None:
    context = bench(market=market(basis=np.full(200, 3.3)))
    for direction in ("up", "down"):
        assert run(context, "change", **GIVEN, direction=direction).grounds is Grounds.CONTRADICTED


def test_sources_that_disagree_leave_it_open() -> None:
    context = bench(market=market(basis=BASIS), other=market(basis=np.full(200, 3.3)))
    found = run(
        context, "change", **GIVEN, label="First", direction="up", also=[{"label": "Second", "of": "other.basis"}]
    )
    assert found.grounds is Grounds.INCONCLUSIVE
    assert found.reason.values["agreeing"] == (Item(label="First", numbers=(3.3, 9.0)),)
    assert found.reason.values["differing"] == (Item(label="Second", numbers=(3.3, 3.3)),)


def test_a_label_may_hold_any_sign() -> None:
    context = bench(market=market(basis=BASIS), other=market(basis=np.full(200, 3.3)))
    also = [{"label": "b=2>1 | c", "of": "other.basis"}]
    found = run(context, "change", **GIVEN, label="a|1=2>3", direction="up", also=also)
    assert "With the article: a|1=2>3, 3.3 % to 9 %. Against it: b=2>1 | c, 3.3 % to 3.3 %." in words(found.reason)


def test_the_period_of_a_change_has_two_ends() -> None:
    found = run(bench(market=market(basis=BASIS)), "change", **GIVEN, stated_before="3.3%", stated_change="5.7")
    assert [(c.at, c.end, c.period) for c in found.comparisons] == [
        (at(149), "", at(149)),
        (at(149), at(150), f"{at(149)}/{at(150)}"),
    ]
    assert [(t.message.values["at"], t.message.values["end"]) for t in found.tests[1:]] == [
        (at(149), ""),
        (at(149), at(150)),
    ]


@pytest.mark.parametrize("row", [149, 150])
def test_a_missing_end_is_not_measured_and_named(row: int) -> None:
    basis = BASIS.copy()
    basis[row] = np.nan
    found = run(bench(market=market(basis=basis)), "change", **GIVEN, stated_before="3.3%")
    assert found.grounds is Grounds.NOT_MEASURED
    assert at(row) in words(found.reason)


def test_a_source_with_one_end_alone_does_not_vote() -> None:
    half = np.full(200, 3.3)
    half[150] = np.nan
    context = bench(market=market(basis=BASIS), other=market(basis=half))
    found = run(
        context,
        "change",
        **GIVEN,
        stated_before="3.3%",
        stated_after="9%",
        also=[{"label": "Second", "of": "other.basis"}],
    )
    assert found.grounds is Grounds.FIGURES_AGREE


@pytest.mark.parametrize(
    ("given", "said"), [({}, "at least one"), ({"direction": "up", "after": at(1)}, "does not lie before")]
)
def test_bad_parameters_are_refused(given: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        run(bench(market=market(basis=BASIS)), "change", **{**GIVEN, **given})


def moved(before: float, after: float, declared: str = "", **given: object) -> Evidence:
    """Run a change from one value to another of a series declared in that unit."""
    values = np.full(200, before)
    values[150:] = after
    context = bench(market=market(level=values))
    dataset = context.study.datasets[0]
    series = tuple(replace(one, unit=declared) for one in dataset.series)
    study = replace(context.study, datasets=(replace(dataset, series=series),))
    asked = {"of": "market.level", "before": at(149), "after": at(150), **given}
    return run(replace(context, study=study), "change", **asked)


@pytest.mark.parametrize(
    ("before", "after", "declared", "given"),
    [
        (31, 57, "", {"stated_change": "84%"}),
        (31, 57, "US$", {"stated_change": "84%"}),
        (64_000, 60_800, "", {"stated_change": "-5%"}),
        (64_000, 60_800, "US$", {"stated_change": "-5%", "unit": "US$"}),
        (64_000, 60_800, "US$", {"stated_change": "5%", "direction": "down"}),
        (4.0, 4.2, "%", {"stated_change": "5%"}),
        (4.0, 4.2, "%", {"stated_change": "0.2 points"}),
        (4.0, 4.2, "%", {"stated_change": "0.2 percentage points"}),
        (4.0, 4.2, "%", {"stated_change": "20 basis points"}),
        (4.0, 4.2, "%", {"stated_change": "0.2%", "measure": "difference"}),
        (0.04, 0.042, "share", {"stated_change": "0.2 percentage points"}),
        (0.04, 0.042, "share", {"stated_change": "5%"}),
        (5.0, 5.25, "%", {"stated_change": "25 basis points", "unit": "%"}),
        (-100, -50, "US$ million", {"stated_change": "50%", "direction": "up"}),
        (-100, -50, "US$ million", {"stated_change": "$50m"}),
        (-100, -150, "US$ million", {"stated_change": "-50%"}),
        (100, 50, "", {"stated_change": "halved"}),
        (100, 47, "people", {"stated_change": "more than halved"}),
        (100, 190, "people", {"stated_change": "nearly doubled"}),
        (10, 101, "", {"stated_change": "tenfold"}),
        (10, 20, "", {"stated_change": "翻番"}),
        (90, 60, "", {"stated_change": "a third", "direction": "down"}),
        (15.2, 18.2, "points", {"stated_change": "3 points"}),
        (1.2, 1.5, "US$ billion", {"stated_change": "$300 million"}),
        (31, 57, "people", {"stated_change": "as much as 84%"}),
        (100, 95, "people", {"stated_change": "5% lower"}),
        (100, 95, "people", {"stated_change": "down more than 4%"}),
        (31, 57, "people", {"stated_change": "nearly doubled"}),
        (100, 200, "US$", {"stated_change": "一倍"}),
        (100, 190, "US$", {"stated_change": "近一倍"}),
        (100, 210, "US$", {"stated_change": "一倍多"}),
        (100, 300, "US$", {"stated_change": "三倍"}),
        (100, 50, "US$", {"stated_change": "by half", "direction": "down"}),
        (100, 70, "US$", {"stated_change": "三成", "direction": "down"}),
        (64_000, 60_800, "US$", {"stated_change": "no more than 5%", "direction": "down"}),
        (64_000, 60_800, "US$", {"stated_change": "at least 5%", "direction": "down"}),
        (64_000, 60_800, "US$", {"stated_change": "exactly 5%", "direction": "down"}),
        (100, 110, "US$", {"stated_change": "至多10%"}),
        (5.0, 5.25, "%", {"stated_change": "a quarter of a percentage point"}),
        (5.0, 5.25, "%", {"stated_change": "a quarter point"}),
        (5.0, 5.5, "%", {"stated_change": "半个百分点"}),
        (0.05, 0.055, "share", {"stated_change": "half a percentage point"}),
        (40, 44, "%", {"stated_change": "4%", "unit": "percentage points"}),
        (40, 44, "% of respondents", {"stated_change": "four points"}),
        (1000, 1200, "index", {"stated_change": "200 points"}),
        (10, 15, "°C", {"stated_change": "5度"}),
        (120, 150, "亿元", {"stated_change": "两成半"}),
    ],
)
def test_the_words_and_the_unit_tell_a_relative_change_from_a_difference(
    before: float, after: float, declared: str, given: dict[str, object]
) -> None:
    assert moved(before, after, declared, **given).grounds is Grounds.FIGURES_AGREE


@pytest.mark.parametrize(
    ("before", "after", "declared", "given"),
    [
        (31, 57, "", {"stated_change": "26%"}),
        (4.0, 4.2, "%", {"stated_change": "5 percentage points"}),
        (4.0, 4.2, "%", {"stated_change": "7%"}),
        (-100, -50, "US$ million", {"stated_change": "-50%"}),
        (100, 60, "", {"stated_change": "more than halved"}),
        (100, 102, "", {"stated_change": "2%", "direction": "down"}),
        (64_000, 60_800, "US$", {"stated_change": "more than 5%", "direction": "down"}),
        (64_000, 60_800, "US$", {"stated_change": "less than 5%", "direction": "down"}),
        (100, 300, "US$", {"stated_change": "两倍"}),
        (100, 140, "US$", {"stated_change": "一倍"}),
    ],
)
def test_another_change_is_contradicted(before: float, after: float, declared: str, given: dict[str, object]) -> None:
    assert moved(before, after, declared, **given).grounds is Grounds.CONTRADICTED


def test_a_relative_change_of_a_rate_tells_its_points_too() -> None:
    told = words(moved(4.0, 4.2, "%", stated_change="5%").reason)
    assert "a change of 5 % (0.2 percentage points of the value itself)" in told
    assert "percentage points" not in words(moved(64_000, 60_800, stated_change="-5%").reason)


def test_a_percentage_that_holds_in_points_alone_is_left_open() -> None:
    found = moved(4.0, 4.2, "%", stated_change="0.2%")
    assert found.grounds is Grounds.INCONCLUSIVE
    assert "right in percentage points alone" in words(found.reason)


@pytest.mark.parametrize("wording", ["halved", "more than halved", "腰斩", "doubled"])
def test_the_size_of_a_loss_is_asked_for_as_such(wording: str) -> None:
    with pytest.raises(NotComputableError, match=r"with a minus|no multiple"):
        moved(-100, -50, "US$ million", stated_change=wording)


def test_a_size_that_the_analyst_chose_is_not_said_to_be_the_article_s() -> None:
    found = moved(100, 104, "US$", stated_change="more than 2%", chosen=True)
    assert found.grounds is Grounds.FIGURES_AGREE
    assert "by the analyst's reading, more than 2%" in words(found.reason)
    assert all("article" not in words(test.message) for test in found.tests)


def test_no_percentage_is_taken_of_zero() -> None:
    with pytest.raises(NotComputableError, match="the value before"):
        moved(0, 5, stated_change="5%")
