"""A small valid report folder of simulated data, for tests that need one."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

REPORT = """\
title: A drop explained
language: en
as_of: 2025-12-31
article:
  title: Why it fell
  author: A. Writer
  outlet: The Paper
  published: 2025-03-05
  url: https://example.org/why
event: {day: 2025-02-03, start: 2025-01-31, end: 2025-02-04, label: the drop}
sample: {calendar: market, start: 2024-01-01, end: 2025-03-31}
seed: 7
"""
GRAPH = """\
title: The stated chain
variables:
  news: {label: News, kind: observed, formula: market.news, measure: news index, unit: points, event: down}
  fear: {label: Fear, kind: proxy, formula: market.fear, measure: fear index, unit: points, event: down, needs: a survey}
  price: {label: Price, kind: observed, formula: logret(market.price), measure: log return, unit: log return, event: down}
  world: {label: World, kind: observed, formula: market.world, measure: world index, unit: points}
edges:
  - {from: news, to: fear, sign: 1, mechanism: readers worry, claims: [c2]}
  - {from: fear, to: price, sign: 1, mechanism: holders sell, claims: [c2]}
background:
  - {from: world, to: [news, fear, price]}
chain: [news, fear, price]
outcome: price
claims: [c2]
rivals:
  - id: world_only
    title: The world alone
    chain: [world, price]
    outcome: price
    edges:
      - {from: world, to: price, sign: 1, claims: [c4]}
"""
CLAIMS = """\
claims:
  - id: c1
    paragraph: 1
    kind: numeric fact
    text: The price fell on the day.
    checks:
      - {check: value, of: "market.price - lag(market.price)", at: 2025-02-03, stated: less than 0}
  - id: c2
    paragraph: 2
    kind: causal chain
    text: News made fear and fear made the price fall.
    checks:
      - {check: chain}
      - {check: edge, edge: news->fear, says: News made fear.}
  - id: c3
    paragraph: 3
    kind: opinion
    text: It was a sad day.
    checks:
      - {check: opinion, reason: opinion}
  - id: c4
    paragraph: 4
    kind: rival explanation
    text: The world did not do it.
    checks:
      - {check: rival, graph: world_only}
"""
SOURCES = """\
datasets:
  market:
    file: market.csv
    time: date
    resolution: day
    digest: {digest}
    series:
      news: {{label: News, unit: points, source: simulated}}
      fear: {{label: Fear, unit: points, source: simulated}}
      world: {{label: World, unit: points, source: simulated}}
      price: {{label: Price, unit: "US$", source: simulated, traps: [rounded to a cent]}}
"""


def simulated(rows: int = 320, seed: int = 3) -> pd.DataFrame:
    """Give the data: world -> all; news -> fear -> price, with the news falling hard on 3 February 2025."""
    rng = np.random.default_rng(seed)
    days = pd.bdate_range("2024-01-01", periods=rows)
    world, news, fear, back = rng.standard_normal((4, rows))
    news[days == "2025-02-03"] = -5.0
    news = news + 0.2 * world
    fear = 0.8 * news + 0.2 * world + 0.7 * fear
    returns = 0.01 * (0.9 * fear + 0.2 * world + 0.7 * back)
    table = pd.DataFrame(
        {"news": news, "fear": fear, "world": world, "price": 100 * np.exp(np.cumsum(returns))}, index=days
    )
    return table.rename_axis("date").round(6)


def make_folder(
    directory: Path, *, data: pd.DataFrame | str | bytes | None = None, **changes: str | Mapping[str, str]
) -> Path:
    """Write a valid folder; `report`, `graph`, `claims`, `sources` replace a file, or give {old: new} edits to it."""
    (directory / "data").mkdir(parents=True)
    content = simulated() if data is None else data
    raw = (
        content
        if isinstance(content, bytes)
        else content.encode()
        if isinstance(content, str)
        else content.to_csv().encode()
    )
    (directory / "data" / "market.csv").write_bytes(raw)
    texts = {
        "report": REPORT,
        "graph": GRAPH,
        "claims": CLAIMS,
        "sources": SOURCES.format(digest=hashlib.sha256(raw).hexdigest()),
    }
    for name, text in texts.items():
        change = changes.get(name, {})
        for old, new in {} if isinstance(change, str) else change.items():
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path = directory / ("data/sources.yaml" if name == "sources" else f"{name}.yaml")
        path.write_text(change if isinstance(change, str) else text, encoding="utf-8")
    return directory
