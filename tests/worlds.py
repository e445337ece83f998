"""Simulated worlds with known effects, as frames and graphs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from causal.frame import Column, Frame
from causal.study import Direction, Edge, Event, Graph, Measure, NodeKind, Variable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.inference.algebra import Array

START = "2024-01-01"


def variable(name: str, kind: str = "observed", **changes: object) -> Variable:
    """Give a variable that is measured unless it is latent."""
    measure = None if kind == "latent" else Measure(formula=f"data.{name}", label=name, unit="points", change=True)
    return replace(Variable(name=name, label=name, kind=NodeKind(kind), measure=measure), **changes)  # type: ignore[arg-type]


def graph(
    arrows: Sequence[str],
    chain: Sequence[str],
    latent: Sequence[str] = (),
    persistence: int = 1,
    identity: str = "article",
) -> Graph:
    """Give a graph from arrows such as `+a->b`, `-a->b@1` (claimed) and `a->b` (background)."""
    edges = []
    for arrow in arrows:
        sign = {"+": 1, "-": -1}.get(arrow[0], 0)
        ends, _, lag = arrow.lstrip("+-").partition("@")
        cause, effect = ends.split("->")
        edges.append(Edge(treatment=cause, outcome=effect, lag=int(lag or 0), sign=sign))
    names = dict.fromkeys(n for e in edges for n in (e.treatment, e.outcome))
    variables = tuple(
        variable(n, "latent" if n in latent else "observed", persistence=persistence, direction=Direction.DOWN)
        for n in names
    )
    return Graph(
        id=identity,
        title="A graph",
        variables=variables,
        edges=tuple(edges),
        chain=tuple(chain),
        outcome=chain[-1].partition("@")[0].split("->")[1],
    )


def selected_by(declared: Graph, name: str) -> Graph:
    """Give the graph with the mark that rows were chosen by the value of `name`."""
    variables = tuple(replace(v, selected=v.selected or v.name == name) for v in declared.variables)
    return replace(declared, variables=variables)


def frame(columns: Mapping[str, Array]) -> Frame:
    """Give a frame of business days from arrays of one length."""
    length = len(next(iter(columns.values())))
    table = pd.DataFrame(dict(columns), index=pd.bdate_range(START, periods=length))
    described = tuple(
        Column(
            name=name,
            formula=f"data.{name}",
            label=name,
            unit="points",
            series=(f"data.{name}",),
            observations=int(np.isfinite(v).sum()),
            missing=int(np.isnan(v).sum()),
            first=START,
            last=START,
            mean=float(np.nan_to_num(v).mean()),
            standard_deviation=float(np.nan_to_num(v).std()),
        )
        for name, v in columns.items()
    )
    return Frame(table, described, {})


def event_at(data: Frame, row: int, reach: int = 1) -> Event:
    """Give an event on that row, its window `reach` rows either side."""
    days = data.index
    return Event(day=days[row].date(), start=days[row - reach].date(), end=days[row + reach].date(), label="event")


def garch_t4(rows: int, rng: np.random.Generator, burn: int = 200) -> Array:
    """Give GARCH(1,1) shocks with t(4) innovations, unit variance in the long run; shape (rows,)."""
    innovations = rng.standard_t(4, rows + burn) / np.sqrt(2.0)
    variance, shocks = 1.0, np.empty(rows + burn)
    for i, innovation in enumerate(innovations):
        shocks[i] = np.sqrt(variance) * innovation
        variance = 0.05 + 0.10 * shocks[i] ** 2 + 0.85 * variance
    return shocks[burn:]


def confounded_world(
    rows: int, effect: float, rng: np.random.Generator, persistence: float = 0.3, confounding: float = 0.5
) -> Frame:
    """Give z -> x, z -> y, x -> y with `effect`; each has its own past (`persistence`) and GARCH-t(4) shocks."""
    shocks = {name: garch_t4(rows, rng) for name in "zxy"}
    z, x, y = np.zeros(rows), np.zeros(rows), np.zeros(rows)
    for t in range(rows):
        past = t - 1 if t else 0
        z[t] = persistence * z[past] + shocks["z"][t]
        x[t] = persistence * x[past] + confounding * z[t] + shocks["x"][t]
        y[t] = persistence * y[past] + confounding * z[t] + effect * x[t] + shocks["y"][t]
    return frame({"z": z, "x": x, "y": y})


CONFOUNDED = graph(["z->x", "z->y", "+x->y"], ["x->y"])
