"""A small valid folder of a simulated panel: a law that some states adopt, and what it does to deaths."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

EFFECT = -1.2
REPORT = """\
title: Did the law lower deaths?
as_of: 2025-12-31
article: {title: The law, author: A. Writer, outlet: The Paper, published: 2025-03-05, url: https://example.org/law}
sample: {calendar: states, kind: panel}
seed: 7
"""
GRAPH = """\
title: The law lowers deaths
variables:
  law: {label: The law, formula: states.law, measure: 1 where it is in force, unit: 1 if so}
  deaths: {label: Deaths, formula: states.deaths, measure: deaths in the year, unit: per 100 000}
  state: {label: The state, formula: unit()}
  year: {label: The year, formula: period()}
edges:
  - from: law
    to: deaths
    sign: -1
    claims: [c1]
    design: {kind: differences}
background:
  - {from: state, to: [law, deaths]}
  - {from: year, to: [law, deaths]}
chain: [law, deaths]
outcome: deaths
"""
CLAIMS = """\
claims:
  - id: c1
    paragraph: 1
    text: The law lowered deaths.
    checks:
      - {check: edge, edge: law->deaths}
"""
SOURCES = """\
datasets:
  states:
    file: states.csv
    time: year
    key: [state]
    resolution: year
    digest: DIGEST
    series:
      law: {label: Law in force, source: Example}
      deaths: {label: Deaths, unit: per 100 000, source: Example}
"""


def table(seed: int = 3, states: int = 40, first: int = 1990, years: int = 20) -> pd.DataFrame:
    """Give rows by state and year; two waves of eight states adopt the law in 1998 and in 2002, and deaths have a memory."""
    rng = np.random.default_rng(seed)
    level, moves = rng.normal(0, 2, states), 0.3 * rng.normal(0, 1, years).cumsum()
    rows = []
    for state in range(states):
        since = 1998 if state < 8 else 2002 if state < 16 else 9999
        shock = 0.0
        for place, year in enumerate(range(first, first + years)):
            shock = 0.5 * shock + rng.normal()
            law = int(year >= since)
            deaths = 10 + level[state] + moves[place] + EFFECT * law + shock
            rows.append((f"State {state:02}", year, law, round(deaths, 3)))
    return pd.DataFrame(rows, columns=["state", "year", "law", "deaths"])


def write(folder: Path, data: pd.DataFrame | None = None, **texts: str) -> Path:
    """Write the folder; `texts` take the place of report, graph, claims or sources."""
    (folder / "data").mkdir(parents=True)
    file = folder / "data" / "states.csv"
    (table() if data is None else data).to_csv(file, index=False)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    given = {"report": REPORT, "graph": GRAPH, "claims": CLAIMS, **texts}
    for name in ("report", "graph", "claims"):
        (folder / f"{name}.yaml").write_text(given[name], encoding="utf-8")
    sources = given.get("sources", SOURCES).replace("DIGEST", digest)
    (folder / "data" / "sources.yaml").write_text(sources, encoding="utf-8")
    return folder
