from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from causal.findings import Outcome
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
