"""Yahoo's chart answer, in the shape that it has, from loopback."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from causal.data.sources import yahoo
from causal.errors import DataError
from tests.data.sources.servers import dataset, serving, take, whole

OPENS = [datetime(2026, 2, d, 14, 30, tzinfo=UTC) for d in (4, 5, 6)]
FIELDS = ("open", "high", "low", "close", "adj_close", "volume")


def chart(stamps=OPENS, zone="America/New_York", **changes):
    quote = {
        "open": [42.1, 40.02, 36.9],
        "high": [42.5, 40.1, 39.2],
        "low": [41.0, 35.9, 36.1],
        "close": [41.380001068115234, 36.09000015258789, None],
        "volume": [73_000_000, 284_000_000, None],
    }
    result = {
        "meta": {"currency": "USD", "symbol": "IBIT", "exchangeTimezoneName": zone, "gmtoffset": -18000},
        "timestamp": [int(stamp.timestamp()) for stamp in stamps],
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": [41.38, 36.09, None]}]},
    }
    return {"chart": {"result": [{**result, **changes}], "error": None}}


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    def run(values, of=None, columns=None, today=date(2026, 2, 8), **parameters):
        body = values if isinstance(values, bytes) else json.dumps(values).encode()
        with serving(lambda *_: whole(body, "application/json;charset=utf-8")) as (port, requests):
            monkeypatch.setattr(yahoo, "ADDRESS", f"http://127.0.0.1:{port}/v8/finance/chart/")
            got = take(
                "yahoo",
                tmp_path,
                of or dataset(("close",)),
                columns,
                today,
                **{"symbol": "IBIT", "start": date(2026, 2, 4), **parameters},
            )
        return got, requests[0]

    return run


def test_bars_become_days_at_the_exchange(fetched):
    (content, vintage), request = fetched(chart(), dataset(FIELDS))
    assert content == (
        b"date,open,high,low,close,adj_close,volume\n"
        b"2026-02-04,42.1,42.5,41.0,41.380001068115234,41.38,73000000.0\n"
        b"2026-02-05,40.02,40.1,35.9,36.09000015258789,36.09,284000000.0\n"
        b"2026-02-06,36.9,39.2,36.1,,,\n"
    )
    assert vintage == date(2026, 2, 8)
    assert request.startswith(b"GET /v8/finance/chart/IBIT?period1=1770076800&period2=1770681600&interval=1d&")


def test_a_day_that_is_not_over_and_days_not_asked_for_are_left_out(fetched):
    (content, _), _ = fetched(chart(), today=date(2026, 2, 6))
    assert content.count(b"\n") == 3
    (content, _), _ = fetched(chart(), start=date(2026, 2, 5), end=date(2026, 2, 5))
    assert content == b"date,close\n2026-02-05,36.09000015258789\n"


def test_a_market_ahead_of_utc_keeps_its_own_days(fetched):
    opens = [datetime(2026, 2, d, 23, 0, tzinfo=UTC) for d in (3, 4, 5)]  # 10:00 in Sydney, the day after
    (content, _), _ = fetched(chart(opens, "Australia/Sydney"))
    assert content.startswith(b"date,close\n2026-02-04,")


def test_names_of_the_dataset_are_its_own(fetched):
    (content, _), request = fetched(
        chart(), dataset(("vix", "vix_high")), {"vix": "close", "vix_high": "high"}, symbol="^VIX"
    )
    assert content.startswith(b"date,vix,vix_high\n2026-02-04,41.380001068115234,42.5\n")
    assert request.startswith(b"GET /v8/finance/chart/%5EVIX?")


def test_without_adjusted_prices_that_column_is_empty(fetched):
    quotes = {"quote": chart()["chart"]["result"][0]["indicators"]["quote"]}
    (content, _), _ = fetched(chart(indicators=quotes), dataset(("close", "adj_close")))
    assert content.startswith(b"date,close,adj_close\n2026-02-04,41.380001068115234,\n")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {
                "chart": {
                    "result": None,
                    "error": {"code": "Not Found", "description": "No data found, symbol may be delisted"},
                }
            },
            "may be delisted': check the symbol",
        ),
        (chart(OPENS[:2]), "cut off: columns of 2 to 3 bars"),
        (chart([OPENS[0], OPENS[1], OPENS[1]]), "this time stands twice"),
        (chart(zone="../../etc/passwd"), "not the form known"),
        (chart(timestamp=["x"]), "not the form known"),
        (chart(timestamp=[1e30, 1, 2]), "not the form known"),
        (chart(meta={}), "not the form known"),
        (chart(indicators={"quote": [{}]}), "not the form known"),
        (chart(timestamp=[], indicators={"quote": [{}]}), "no rows"),
        ({"finance": {"error": "Unauthorized"}}, "not the form known"),
        ([], "not the form known"),
        (b'{"chart": {"result": [', "is it cut off"),
        (b"Edge: Too Many Requests", "not JSON"),
    ],
)
def test_an_answer_of_another_form_is_told(fetched, values, message):
    with pytest.raises(DataError, match=message) as caught:
        fetched(values)
    assert str(caught.value).startswith("Yahoo IBIT")


@pytest.mark.parametrize("symbol", ["", "A B", "../x", "A?b=c", "A/B"])
def test_a_symbol_is_a_plain_name(symbol):
    with pytest.raises(ValidationError):
        yahoo.YahooModel.model_validate({"symbol": symbol, "start": date(2026, 2, 4)})
