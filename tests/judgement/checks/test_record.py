from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.verdict import Grounds
from tests.judgement.checks.bench import at, bench, market, run, words

VOLUME = np.linspace(1.0, 50.0, 200)
VOLUME[[40, 150]] = 90.0, 100.0
VOLUME[190] = 500.0  # later than the day: does not count


def record(**given: object) -> Grounds:
    return run(bench(market=market(volume=VOLUME)), "record", of="market.volume", **{"at": at(150), **given}).grounds


def test_the_highest_so_far_is_a_record_whatever_comes_later() -> None:
    found = run(bench(market=market(volume=VOLUME)), "record", of="market.volume", at=at(150), stated="100")
    assert found.grounds is Grounds.FIGURES_AGREE
    assert (found.details["rank"], found.details["count"]) == (1, 151)
    assert f"90 US$ on {at(40)}" in words(found.reason)


def test_the_second_highest_is_no_record_but_is_among_the_top_two() -> None:
    volume = VOLUME.copy()
    volume[40] = 120.0
    context = bench(market=market(volume=volume))
    assert run(context, "record", of="market.volume", at=at(150)).grounds is Grounds.CONTRADICTED
    assert run(context, "record", of="market.volume", at=at(150), within=2).grounds is Grounds.FIGURES_AGREE
    assert run(context, "record", of="market.volume", at=at(150), since=at(41)).grounds is Grounds.FIGURES_AGREE


def test_the_lowest_counts_from_the_other_end() -> None:
    context = bench(market=market(flow=-VOLUME))
    assert run(context, "record", of="market.flow", at=at(150), direction="lowest").grounds is Grounds.FIGURES_AGREE
    assert run(context, "record", of="market.flow", at=at(150), direction="highest").grounds is Grounds.CONTRADICTED


def test_a_tie_shares_the_rank() -> None:
    volume = VOLUME.copy()
    volume[40] = 100.0
    found = run(bench(market=market(volume=volume)), "record", of="market.volume", at=at(150))
    assert found.details["rank"] == 1


def test_a_record_with_another_figure_is_contradicted() -> None:
    assert record(stated="110") is Grounds.CONTRADICTED


def test_data_that_begin_too_late_leave_a_record_open_but_can_refute_it() -> None:
    assert record(since="2020-01-01") is Grounds.INCONCLUSIVE
    assert record(since="2020-01-01", at=at(149)) is Grounds.CONTRADICTED


def test_a_day_without_a_value_is_not_measured() -> None:
    volume = VOLUME.copy()
    volume[150] = np.nan
    assert (
        run(bench(market=market(volume=volume)), "record", of="market.volume", at=at(150)).grounds
        is Grounds.NOT_MEASURED
    )


def test_the_first_day_has_no_history() -> None:
    with pytest.raises(NotComputableError, match="no value before"):
        record(at=at(0))


def test_data_with_seasons_may_begin_with_the_first_one_after_the_day_claimed() -> None:
    days = pd.date_range("2016-06-01", "2019-08-31")
    days = days[days.month.isin([6, 7, 8])]
    data = bench(river=pd.DataFrame({"level": np.arange(len(days), dtype=float)}, index=days))
    given = {"of": "river.level", "at": "2019-08-31"}
    assert run(data, "record", since="2016", **given).grounds is Grounds.FIGURES_AGREE
    assert run(data, "record", since="2015-06-01", **given).grounds is Grounds.INCONCLUSIVE  # a season is not there


def test_one_hole_is_no_season() -> None:
    days = pd.date_range("2016-06-01", "2019-08-31")
    days = days[(days < "2017-01-01") | (days > "2018-01-01")]
    data = bench(river=pd.DataFrame({"level": np.arange(len(days), dtype=float)}, index=days))
    found = run(data, "record", of="river.level", at="2019-08-31", since="2016-01-01")
    assert found.grounds is Grounds.INCONCLUSIVE
