"""A small valid folder of a simulated cross-section: whether a club near home made people run, and running made them fit."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

REPORT = """\
title: Does running make fit?
as_of: 2025-12-31
article: {title: Run, author: A. Writer, outlet: The Paper, published: 2025-03-05, url: https://example.org/run}
sample: {calendar: people, kind: cross-section}
seed: 7
"""
GRAPH = """\
title: The stated chain
variables:
  club: {label: Club near home, formula: people.club, measure: 1 if near, unit: 1 if so}
  running: {label: Running, formula: people.running, measure: hours, unit: hours}
  fitness: {label: Fitness, formula: people.fitness, measure: score, unit: points}
  age: {label: Age, formula: people.age, measure: years, unit: years}
  will: {label: Will, kind: latent, needs: a test of will}
edges:
  - {from: club, to: running, sign: 1, mechanism: it is near, claims: [c2]}
  - {from: running, to: fitness, sign: 1, mechanism: it trains, claims: [c2]}
background:
  - {from: age, to: [club, running, fitness]}
  - {from: will, to: [running, fitness]}
chain: [club, running, fitness]
outcome: fitness
rivals:
  - id: seen
    title: Nothing unseen
    chain: [running, fitness]
    outcome: fitness
    edges:
      - {from: running, to: fitness, sign: 1}
    background:
      - {from: age, to: [running, fitness]}
"""
CLAIMS = """\
claims:
  - id: c1
    paragraph: 1
    text: There were 600 people.
    checks:
      - {check: summary, of: people.running, over: count, stated: "600"}
  - id: c2
    paragraph: 2
    text: A club made people run, and running made them fit.
    checks:
      - {check: chain}
      - {check: edge, edge: running->fitness}
  - id: c3
    paragraph: 3
    text: The return is about 0.5.
    checks:
      - {check: estimate, edge: running->fitness, stated: 0.3 to 0.7}
"""
SOURCES = """\
datasets:
  people:
    file: people.csv
    rows: id
    resolution: row
    digest: {digest}
    series:
      club: {{label: Club, source: simulated}}
      running: {{label: Running, unit: hours, source: simulated}}
      fitness: {{label: Fitness, unit: points, source: simulated}}
      age: {{label: Age, unit: years, source: simulated}}
"""


def simulated(rows: int = 600, seed: int = 5) -> pd.DataFrame:
    """Give the data: club -> running -> fitness (0.5), an unseen will behind both, and age behind all; errors grow with age."""
    rng = np.random.default_rng(seed)
    age, will, first, second = rng.standard_normal((4, rows))
    club = (rng.random(rows) < 1 / (1 + np.exp(-0.3 * age))).astype(float)
    running = 2.0 * club + 0.3 * age + will + first
    fitness = 0.5 * running + 0.3 * age - 0.5 * will + second * (1 + 0.3 * np.abs(age))
    table = pd.DataFrame({"club": club, "running": running, "fitness": fitness, "age": age})
    return table.set_index(pd.Index([f"p{i:03}" for i in rng.permutation(rows)], name="id")).round(6)


def make_people(directory: Path, *, data: pd.DataFrame | str | None = None, **changes: Mapping[str, str]) -> Path:
    """Write a valid folder; `report`, `graph`, `claims`, `sources` give {old: new} edits to a file."""
    (directory / "data").mkdir(parents=True)
    content = simulated() if data is None else data
    raw = (content if isinstance(content, str) else content.to_csv()).encode()
    (directory / "data" / "people.csv").write_bytes(raw)
    texts = {
        "report": REPORT,
        "graph": GRAPH,
        "claims": CLAIMS,
        "sources": SOURCES.format(digest=hashlib.sha256(raw).hexdigest()),
    }
    for name, text in texts.items():
        for old, new in changes.get(name, {}).items():
            assert old in text, f"{old!r} is not in {name}"
            text = text.replace(old, new)
        (directory / ("data/sources.yaml" if name == "sources" else f"{name}.yaml")).write_text(text, encoding="utf-8")
    return directory
