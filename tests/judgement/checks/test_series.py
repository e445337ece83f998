"""A formula is read on its own times: those of its dataset, or those that several have together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from causal.data import formula
from causal.errors import NotComputableError
from causal.judgement.checks._series import EVALUATED, in_sample, read
from causal.verdict import Grounds
from tests.judgement.checks.bench import DAYS, bench, market, noise, run, words

EVERY = pd.date_range("2025-01-01", "2025-06-30")
MONDAY, SUNDAY = "2025-05-05", "2025-05-04"


def coin(**values: float) -> pd.DataFrame:
    """A price of every day of the week, 100 but where said otherwise by `d0504=...`."""
    price = pd.Series(100.0, index=EVERY)
    for day, value in values.items():
        price[f"2025-{day[1:3]}-{day[3:]}"] = value
    return pd.DataFrame({"price": price})


COIN = coin(d0502=98.0, d0503=110.0, d0504=120.0, d0505=114.0)
STOCK = market(price=np.linspace(50.0, 60.0, 200))


def context(*, first: str = "market"):
    tables = {"market": STOCK, "coin": COIN}
    return bench(**({first: tables[first]} | tables))


# -- one dataset


def test_a_step_from_sunday_to_monday_is_a_day_whatever_the_calendar() -> None:
    found = run(context(), "value", of="pct(coin.price)", at=MONDAY, stated="-5%", unit="%")
    assert (found.grounds, found.details["found"]) == (Grounds.FIGURES_AGREE, pytest.approx(-5.0))


def test_a_value_of_a_day_without_trading_is_there() -> None:
    assert run(context(), "value", of="coin.price", at=SUNDAY, stated="120").grounds is Grounds.FIGURES_AGREE


def test_a_record_is_ranked_among_the_days_that_the_calendar_leaves_out() -> None:
    found = run(context(), "record", of="coin.price", at=MONDAY)
    assert (found.grounds, found.reason.values["best_at"]) == (Grounds.CONTRADICTED, SUNDAY)


def test_a_change_and_a_multiple_begin_on_a_day_without_trading() -> None:
    changed = run(context(), "change", of="coin.price", before=SUNDAY, after=MONDAY, direction="down")
    assert changed.grounds is Grounds.FIGURES_AGREE
    assert run(context(), "multiple", of="coin.price", at=MONDAY, stated="0.95x").grounds is Grounds.FIGURES_AGREE


def test_the_largest_of_a_period_may_be_a_sunday() -> None:
    found = run(context(), "value", of="coin.price", start="2025-05-01", end=MONDAY, reduce="max", stated="120")
    assert found.grounds is Grounds.FIGURES_AGREE


def test_the_author_may_say_otherwise() -> None:
    found = run(context(), "value", of="pct(coin.price)", on="market", at=MONDAY, stated="16.3%", unit="%")
    assert found.grounds is Grounds.FIGURES_AGREE  # from Friday, as the shares' days have it


def test_instants_and_months_need_no_word_beside_a_calendar_of_days() -> None:
    hours = pd.DataFrame({"price": [1.0, 2.0]}, index=pd.to_datetime(["2025-05-04T01:00Z", "2025-05-04T02:00Z"]))
    months = pd.DataFrame({"rent": [900.0, 990.0]}, index=pd.period_range("2025-04", periods=2, freq="M"))
    data = bench(market=STOCK, hourly=hours, homes=months)
    found = run(data, "value", of="pct(hourly.price)", at="2025-05-04T02:00Z", stated="100%", unit="%")
    assert found.grounds is Grounds.FIGURES_AGREE
    assert (
        run(data, "value", of="pct(homes.rent)", at="2025-05", stated="10%", unit="%").grounds is Grounds.FIGURES_AGREE
    )


def test_a_history_begins_with_the_file_and_a_sample_with_its_first_day() -> None:
    data = context()
    short = replace(data.study.sample, start=date(2025, 5, 5), end=date(2025, 5, 9))
    data = replace(data, study=replace(data.study, sample=short))
    track = read(data, "coin.price")
    assert (track.iso(track.known.index[0]), len(in_sample(data, track).known)) == ("2025-01-01", 5)
    assert run(data, "record", of="coin.price", at=MONDAY).grounds is Grounds.CONTRADICTED
    assert run(data, "summary", of="coin.price", over="max", stated="114").grounds is Grounds.FIGURES_AGREE


# -- several datasets


@pytest.mark.parametrize("first", ["market", "coin"])
def test_several_are_read_on_the_days_that_all_have_in_whatever_order_they_stand(first: str) -> None:
    track = read(context(first=first), "pct(coin.price) - pct(market.price)")
    friday, monday = STOCK["price"].loc[["2025-05-02", MONDAY]]
    assert track.at(MONDAY) == pytest.approx(100 * (114 / 98 - 1) - 100 * (monday / friday - 1))  # both from Friday
    assert track.at(SUNDAY) is None


@pytest.mark.parametrize("first", ["market", "coin"])
def test_formulas_that_are_held_against_each_other_share_their_days(first: str) -> None:
    z = noise(len(EVERY), 2)
    walk = pd.DataFrame({"price": 100 * np.exp(np.cumsum(0.01 * z[:, 0]))}, index=EVERY)
    tables = {"market": walk.loc[walk.index.isin(DAYS)] * 3, "coin": walk}
    data = bench(**({first: tables[first]} | tables))
    found = run(
        data,
        "correlation",
        pair=["logret(coin.price)", "logret(market.price)"],
        at_least=0.99,
        start="2025-01-02",
        end="2025-06-30",
    )
    assert found.details["found"] == pytest.approx(1.0)  # a week of one is five steps of the other too


def test_an_expectation_is_fitted_on_the_days_that_all_its_formulas_have() -> None:
    z = noise(len(EVERY), 2)
    walk = pd.DataFrame({"price": 100 * np.exp(np.cumsum(0.01 * z[:, 0]))}, index=EVERY)
    shares = walk.loc[walk.index.isin(DAYS)] * (1 + 0.0001 * z[walk.index.isin(DAYS), 1:])
    found = run(
        bench(market=shares, coin=walk),
        "expectation",
        of="pct(market.price)",
        given=["pct(coin.price)"],
        at=MONDAY,
        exclude=[SUNDAY, "2025-05-06"],
        stated="about 0%",
        unit="%",
    )
    assert found.reason.values["r2"] > 0.99


@pytest.mark.parametrize(
    ("of", "at", "stated"),
    [
        ("first(market.price, coin.price)", SUNDAY, "120"),  # what one lacks comes from the other
        ("isnan(market.price) * coin.price", SUNDAY, "120"),
        ("coin.price / fill(market.price, 5) * 0 + 1", SUNDAY, "1"),  # Friday's share carried to Sunday
    ],
)
def test_a_formula_that_fills_what_is_missing_is_read_on_every_day_that_one_has(of: str, at: str, stated: str) -> None:
    assert run(context(), "value", of=of, at=at, stated=stated).grounds is Grounds.FIGURES_AGREE


def test_days_and_months_have_no_times_together() -> None:
    months = pd.DataFrame({"rent": [900.0, 990.0]}, index=pd.period_range("2025-04", periods=2, freq="M"))
    with pytest.raises(NotComputableError, match="is dated by"):
        read(bench(market=STOCK, homes=months), "market.price / homes.rent")


def test_a_formula_without_data_is_read_on_the_calendar() -> None:
    assert read(context(), "weekday()").values.index.equals(STOCK.index)
    assert read(context(first="coin"), "weekday()").at(SUNDAY) == 6


def test_rows_that_share_a_time_are_no_series() -> None:
    twice = pd.DataFrame({"price": [1.0, 2.0]}, index=pd.to_datetime(["2025-05-04", "2025-05-04"]))
    with pytest.raises(NotComputableError, match="dataset 'long' has several rows a time"):
        read(bench(market=STOCK, long=twice), "long.price")


# -- holes


def summers() -> pd.DataFrame:
    """A river read from June to August: it changes by one a day, and by ten over a winter."""
    days = pd.date_range("2016-06-01", "2024-08-31")
    days = days[days.month.isin([6, 7, 8])]
    level = pd.Series(np.arange(len(days)) % 2, index=days, dtype=float) + 10.0 * (days.year - 2016)
    level["2024-07-10":] += 5.0
    return pd.DataFrame({"level": level})


@pytest.mark.parametrize(
    "change", ["diff(river.level)", "river.level - lag(river.level)", "total(diff(river.level), 1)"]
)
def test_a_winter_without_rows_is_no_day(change: str) -> None:
    data = bench(river=summers())
    assert run(data, "record", of=change, at="2024-07-10", since="2016").grounds is Grounds.FIGURES_AGREE
    assert run(data, "record", of=f"over_holes({change})", at="2024-07-10").grounds is Grounds.CONTRADICTED


@pytest.mark.parametrize(
    ("of", "at", "between"),
    [
        ("diff(river.level)", "2020-06-01", ("2019-08-31", "2020-06-01")),
        ("mean(river.level, 5)", "2017-06-03", ("2016-08-31", "2017-06-01")),
        ("lead(river.level)", "2018-08-31", ("2018-08-31", "2019-06-01")),
    ],
)
def test_what_a_hole_leaves_out_is_said(of: str, at: str, between: tuple[str, str]) -> None:
    found = run(bench(river=summers()), "value", of=of, at=at, stated="1")
    assert found.grounds is Grounds.NOT_MEASURED
    assert f"no rows between {between[0]} and {between[1]}" in words(found.reason)


def test_a_day_that_is_missing_for_another_reason_blames_no_hole() -> None:
    data = bench(river=summers())
    for at in ("2019-12-24", "2016-06-01"):
        assert "the data run from" in words(run(data, "value", of="diff(river.level)", at=at, stated="1").reason)


def test_a_formula_that_many_claims_read_is_evaluated_once_and_few_are_kept(monkeypatch):
    evaluated = []
    one = formula.evaluate
    monkeypatch.setattr(formula, "evaluate", lambda *given, **more: evaluated.append(given[0]) or one(*given, **more))
    given = context()
    first = read(given, "market.price")
    others = [read(replace(given, claim=given.claim), "market.price", label=str(i)) for i in range(20)]
    assert len(evaluated) == 1
    assert all(other.values.equals(first.values) for other in others)
    for i in range(2 * EVALUATED):
        read(given, f"market.price + {i}")
    assert len(given.evaluated) == EVALUATED
    assert bench().evaluated == {}
