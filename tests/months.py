"""A small valid report folder by month, for tests that need rows longer than a day."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REPORT = """\
title: Rents explained
language: en
as_of: 2025-12-31
article:
  title: Why rents rose
  author: A. Writer
  outlet: The Paper
  published: 2025-01-05
  url: https://example.org/rents
event: {day: 2024-03-15, start: 2024-02-20, end: 2024-04-02, label: the permit stop}
sample: {calendar: rent, start: 2005-02-11, end: 2024-12-31}
seed: 7
"""
GRAPH = """\
title: Permits and rents
variables:
  permits: {label: Permits, formula: rent.permits, measure: permits, unit: houses, event: down}
  price: {label: Rent, formula: diff(rent.price), measure: change of rent, unit: US$, event: up}
  rates: {label: Interest rates, formula: rent.rates, measure: rates, unit: "%"}
edges:
  - {from: permits, to: price, lag: 1, sign: -1, mechanism: fewer houses, claims: [c2]}
background:
  - {from: rates, to: [permits, price]}
chain: [permits, price]
outcome: price
claims: [c2]
"""
CLAIMS = """\
claims:
  - id: c1
    paragraph: 1
    kind: numeric fact
    text: Permits were at their lowest in March.
    checks:
      - {check: record, of: rent.permits, at: 2024-03, direction: lowest, since: 2006}
      - {check: value, of: rent.permits, at: 2024-03-15, stated: less than 95}
  - id: c2
    paragraph: 2
    kind: causal link
    text: Fewer permits raised rents.
    checks:
      - {check: edge, edge: permits->price@1}
"""
SOURCES = """\
datasets:
  rent:
    file: rent.csv
    time: month
    resolution: month
    digest: {digest}
    series:
      permits: {{label: Permits, unit: houses, source: simulated}}
      price: {{label: Rent, unit: "US$", source: simulated}}
      rates: {{label: Rates, unit: "%", source: simulated}}
"""


def simulated(count: int = 240, seed: int = 3) -> pd.DataFrame:
    """Give the data: rates -> all; permits fall hard in March 2024 and raise the rent a month later, by 0.8 for each."""
    rng = np.random.default_rng(seed)
    months = [f"{month:%Y-%m}" for month in pd.period_range("2005-01", periods=count, freq="M")]
    rates, permits, rest = rng.standard_normal((3, count))
    permits = 100 + permits - 0.3 * rates
    permits[np.array(months) == "2024-03"] = 92.0
    change = 2 - 0.8 * (np.roll(permits, 1) - 100) - 0.2 * rates + 0.7 * rest
    table = pd.DataFrame({"permits": permits, "price": 900 + np.cumsum(change), "rates": rates}, index=months)
    return table.rename_axis("month").round(6)


def make_months(directory: Path, *, data: pd.DataFrame | str | None = None, **changes: Mapping[str, str]) -> Path:
    """Write the folder; `report`, `graph`, `claims`, `sources` give {old: new} edits to a file."""
    (directory / "data").mkdir(parents=True)
    content = simulated() if data is None else data
    raw = (content if isinstance(content, str) else content.to_csv()).encode()
    (directory / "data" / "rent.csv").write_bytes(raw)
    digest = hashlib.sha256(raw).hexdigest()
    texts = {"report": REPORT, "graph": GRAPH, "claims": CLAIMS, "sources": SOURCES.format(digest=digest)}
    for name, text in texts.items():
        for old, new in changes.get(name, {}).items():
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        path = directory / ("data/sources.yaml" if name == "sources" else f"{name}.yaml")
        path.write_text(text, encoding="utf-8")
    return directory
