"""Daily bars of Yahoo Finance, from the service behind its charts: open, high, low, close, adj_close, volume."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from pydantic import Field

from causal.data.cells import Cells
from causal.data.connectors import json_text
from causal.data.sources import Fetched, Request, Source
from causal.errors import DataError
from causal.files.extras import library
from causal.files.strict import Day, Strict

ADDRESS = "https://query1.finance.yahoo.com/v8/finance/chart/"
BARS = ("open", "high", "low", "close", "volume")


class YahooModel(Strict):
    """Bars from day `start` to day `end`, both included; without `end`, to the last day that is over."""

    symbol: Annotated[str, Field(pattern=r"^[A-Za-z0-9.^=_-]+$", max_length=40)]
    """Yahoo's symbol, such as SPY or ^VIX."""
    start: Day
    """First day asked for."""
    end: Day | None = None
    """Last day asked for; the last that is over where none is given."""


def fetch(parameters: YahooModel, request: Request) -> Fetched:
    """Download the bars; today's, which is not over, is left out. Prices but adj_close are adjusted for splits alone."""
    library("httpx", "fetch", "fetching over HTTP")
    from causal.data.sources._download import download

    last = parameters.end or request.today
    asked = {
        "period1": _seconds(parameters.start, -1),
        "period2": _seconds(last, 2),
        "interval": "1d",
        "events": "div,splits",
    }
    name = f"Yahoo {parameters.symbol}"
    got = download(f"{ADDRESS}{quote(parameters.symbol)}?{urlencode(asked)}", "json", request.secrets)
    try:
        found = json_text.parsed(name, got.body)["chart"]
        if found.get("error"):
            raise DataError(
                f"{name}: the service answers '{str(found['error'].get('description'))[:200]}': check the symbol"
            )
        bars = _bars(name, found["result"][0])
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, OverflowError, OSError) as error:
        raise DataError(
            f"{name}: the answer has not the form known: the service may have changed ({error!r:.100})"
        ) from error
    wanted = [bar for bar in bars if parameters.start <= bar[0] <= last and bar[0] < request.today]
    header = [request.columns.get(request.dataset.time, request.dataset.time), *BARS, "adj_close"]
    return Fetched(
        cells=Cells(name=name, noun="bar", header=header, rows=iter(enumerate(wanted, start=1))), vintage=request.today
    )


def _bars(name: str, found: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Give (day at the exchange, open, high, low, close, volume, adjusted close)."""
    zone = ZoneInfo(found["meta"]["exchangeTimezoneName"])
    days = [datetime.fromtimestamp(stamp, zone).date() for stamp in found.get("timestamp", [])]
    quotes, adjusted = found["indicators"]["quote"][0], found["indicators"].get("adjclose", [{}])[0].get("adjclose")
    columns = [quotes[bar] if days else [] for bar in BARS]
    columns.append(adjusted if adjusted is not None else [None] * len(days))
    if len(lengths := {len(days), *map(len, columns)}) > 1:
        raise DataError(f"{name}: the answer is cut off: columns of {min(lengths)} to {max(lengths)} bars; try again")
    return list(zip(days, *columns, strict=True))


def _seconds(day: date, days: int) -> int:
    return int(datetime.combine(day + timedelta(days=days), time(), UTC).timestamp())


SOURCE = Source(title="Daily bars of Yahoo Finance", parameters=YahooModel, fetch=fetch)
