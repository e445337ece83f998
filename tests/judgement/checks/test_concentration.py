from __future__ import annotations

import pandas as pd
import pytest

from causal.errors import NotComputableError
from causal.verdict import Grounds
from tests.judgement.checks.bench import bench, market, run, words

TIME = pd.DatetimeIndex(["2026-02-04T20:00", "2026-02-04T20:00", "2026-02-04T20:00", "2026-02-05T20:00"], tz="UTC")
TABLE = pd.DataFrame(
    {"gamma": [-60.0, -30.0, 10.0, -99.0], "strike": [64.0, 72.0, 70.0, 90.0], "expiry": list("abcd")}, index=TIME
)
CONTEXT = bench(market=market(x=1.0), gamma=TABLE)
GIVEN = {"dataset": "gamma", "of": "gamma", "by": "strike", "at": "2026-02-04T20:00Z", "low": 64.0, "high": 71.0}


def test_the_share_in_the_range_decides() -> None:
    found = run(CONTEXT, "concentration", **GIVEN)
    assert found.comparisons[0].found == pytest.approx(70.0)  # (60 + 10) of 100
    assert found.grounds is Grounds.FIGURES_AGREE
    assert run(CONTEXT, "concentration", **{**GIVEN, "low": 65.0}).grounds is Grounds.CONTRADICTED
    assert "70" in words(found.reason)


def test_signs_can_count() -> None:
    found = run(CONTEXT, "concentration", **GIVEN, absolute=False, share="62.5%")
    assert found.comparisons[0].found == pytest.approx(62.5)  # (-60 + 10) of -80


def test_a_time_without_rows_is_not_measured() -> None:
    found = run(CONTEXT, "concentration", **{**GIVEN, "at": "2026-02-04T21:00Z"})
    assert found.grounds is Grounds.NOT_MEASURED
    assert "2026-02-04T21:00Z" in words(found.reason)


def test_a_total_of_zero_and_wrong_columns_give_no_answer() -> None:
    flat = bench(market=market(x=1.0), gamma=TABLE.assign(gamma=0.0))
    with pytest.raises(NotComputableError, match="adds up to zero"):
        run(flat, "concentration", **GIVEN)
    with pytest.raises(NotComputableError, match="did you mean 'gamma'"):
        run(CONTEXT, "concentration", **{**GIVEN, "of": "gama"})


def test_an_instant_is_found_on_its_day_in_a_daily_table() -> None:
    daily = bench(market=market(x=1.0), gamma=TABLE.set_axis(TABLE.index.tz_convert(None).normalize()))
    found = run(daily, "concentration", **GIVEN)
    assert found.comparisons[0].found == pytest.approx(70.0)
