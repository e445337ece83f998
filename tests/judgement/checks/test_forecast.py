from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from causal.messages import Outcome
from causal.verdict import Grounds
from tests.judgement.checks.bench import DAYS, at, bench, market, run, words

PRICE = np.arange(200.0)
DATA = {"market": market(price=PRICE)}


def forecast(as_of: date | None = date(2026, 1, 1), **given: object) -> Grounds:
    asked = {"of": "market.price", "start": at(100), "end": at(150), "stated": "more than 140", **given}
    return run(bench(**DATA, as_of=as_of), "forecast", **asked).grounds


def test_a_forecast_is_scored_at_its_horizon() -> None:
    assert forecast() is Grounds.FIGURES_AGREE
    assert forecast(stated="more than 150") is Grounds.CONTRADICTED
    assert forecast(stated="under 101", reduce="min") is Grounds.FIGURES_AGREE


def test_before_its_horizon_it_cannot_be_checked() -> None:
    due = DAYS[150].date()
    assert forecast(as_of=due) is Grounds.FIGURES_AGREE
    found = run(
        bench(**DATA, as_of=DAYS[149].date()), "forecast", of="market.price", start=at(100), end=at(150), stated="1"
    )
    assert found.grounds is Grounds.NOT_CHECKABLE
    assert found.tests[0].outcome is Outcome.NOT_APPLICABLE
    assert at(150) in words(found.reason)


def test_data_that_stop_short_of_the_horizon_do_not_measure_it() -> None:
    assert forecast(as_of=date(2027, 1, 1), end="2026-12-31", reduce="max") is Grounds.NOT_MEASURED


@pytest.mark.parametrize(
    ("weekday", "expected"), [(5, Grounds.FIGURES_AGREE), (6, Grounds.FIGURES_AGREE), (0, Grounds.NOT_MEASURED)]
)
def test_a_weekend_is_reached_on_the_friday_before(weekday: int, expected: Grounds) -> None:
    friday = next(i for i in range(190, 200) if DAYS[i].day_of_week == 4)
    table = market(price=PRICE).iloc[: friday + 1]
    end = DAYS[friday] + np.timedelta64((weekday - 4) % 7, "D")
    found = run(
        bench(market=table), "forecast", of="market.price", start=at(100), end=str(end.date()), stated="more than 10"
    )
    assert found.grounds is expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"stated": "more than 140"}, "no date"),
        ({"stated": "more than 140", "start": at(100)}, "no date"),  # from the article's day on
        ({"start": at(100), "end": at(150)}, "no quantity"),
        ({}, "neither date nor quantity"),
    ],
)
def test_without_a_date_or_a_quantity_nothing_is_decided(given: dict[str, object], said: str) -> None:
    found = run(bench(**DATA, as_of=date(2026, 1, 1)), "forecast", of="market.price", **given)
    assert found.grounds is Grounds.NOT_CHECKABLE
    assert said in words(found.reason)


@pytest.mark.parametrize(("stated", "came"), [("more than 140", "came true"), ("more than 150", "did not come true")])
@pytest.mark.parametrize("chosen", [["date"], ["quantity"], ["date", "quantity"]])
def test_what_the_analyst_chose_is_shown_as_such_and_decides_nothing(stated: str, came: str, chosen: list[str]) -> None:
    given = {"of": "market.price", "start": at(100), "end": at(150), "stated": stated, "chosen": chosen}
    found = run(bench(**DATA, as_of=date(2026, 1, 1)), "forecast", **given)
    assert found.grounds is Grounds.NOT_CHECKABLE
    told = words(found.reason)
    assert "By the analyst's reading" in told
    assert came in told
    assert "The article forecast" not in told
    assert [test.outcome for test in found.tests] == [Outcome.NOT_APPLICABLE]


def test_a_chosen_date_that_has_not_come_is_nobody_s_date() -> None:
    given = {"of": "market.price", "start": at(100), "end": at(150), "stated": "1", "chosen": ["date"]}
    found = run(bench(**DATA, as_of=DAYS[149].date()), "forecast", **given)
    assert found.grounds is Grounds.NOT_CHECKABLE
    assert "no date" in words(found.reason)


def test_a_chosen_date_that_the_data_do_not_reach_is_nobody_s_date() -> None:
    ended = {"end": "2026-12-31", "as_of": date(2027, 1, 1)}
    for chosen in (["date"], ["quantity"], ["date", "quantity"]):
        assert forecast(**ended, chosen=chosen) is Grounds.NOT_CHECKABLE
    assert forecast(**ended) is Grounds.NOT_MEASURED


@settings(max_examples=60, deadline=None)
@drawn(
    level=st.sampled_from([-5.0, 0.0, 140.0, 1e6]),
    stated=st.sampled_from(["", "more than 140", "about 140", "less than 0", "up to 10"]),
    end=st.sampled_from(["", at(120), at(150), "2026-12-31"]),
    chosen=st.sets(st.sampled_from(["date", "quantity"])),
    as_of=st.sampled_from([DAYS[110].date(), DAYS[150].date(), date(2027, 1, 1)]),
)
def test_whatever_follows_a_forecast_without_date_or_quantity_or_not_yet_due_is_not_checkable(
    level: float, stated: str, end: str, chosen: set[str], as_of: date
) -> None:
    context = bench(market=market(price=np.full(200, level)), as_of=as_of)
    given = {"of": "market.price", "start": at(100), "stated": stated, "end": end, "chosen": sorted(chosen)}
    found = run(context, "forecast", **given)
    open_ = not stated or not end or bool(chosen) or date.fromisoformat(end) > as_of
    assert (found.grounds is Grounds.NOT_CHECKABLE) is open_
    if open_:
        assert all(test.outcome is Outcome.NOT_APPLICABLE for test in found.tests)
