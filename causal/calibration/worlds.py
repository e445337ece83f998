"""Worlds with known truth: a treatment, an outcome, an observed and a hidden confounder, each with its own past.

    z(t) = p z(t-1) + e                      observed confounder
    u(t) = p u(t-1) + e                      hidden confounder
    x(t) = p x(t-1) + C z(t) + h u(t) + e    treatment
    y(t) = p y(t-1) + C z(t) + h u(t) + b x(t - lag) + e    outcome

where p is the persistence, b the effect and every shock e has variance 1. Arrays have shape (rows, worlds).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from causal.inference.algebra import Array

CONFOUNDING = 0.3
HIDDEN = 0.5
SHOCK = 10.0  # size of the event day's shock, in standard deviations of a shock
BURN = 150
AFTER_EVENT = 20  # rows from the event day to the end
GARCH = (0.05, 0.10, 0.85)  # constant, last squared shock, last variance


class Scenario(StrEnum):
    """What else is true of a world."""

    OBSERVED = "observed confounding"
    HIDDEN = "hidden confounding"
    REVERSED = "reversed edge"
    EVENT = "event-day outlier"
    PROXY = "noisy proxy"


class Tails(StrEnum):
    """The shocks' distribution."""

    NORMAL = "normal"
    T4 = "t4"
    GARCH = "GARCH t4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One kind of world. In a reversed cell the effect runs from y to x instead, with the same lag."""

    scenario: Scenario
    rows: int
    persistence: float
    tails: Tails
    lag: int = 0

    @property
    def name(self) -> str:
        """A name for tables and random streams."""
        return f"{self.scenario.value}, {self.rows} rows, persistence {self.persistence:g}, {self.tails.value}, lag {self.lag}"

    @property
    def event_row(self) -> int:
        """The row of the event day."""
        return self.rows - AFTER_EVENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """What happened (`u`: hidden) and what is seen of the treatment (`seen`), each of shape (rows, worlds)."""

    x: Array
    y: Array
    z: Array
    u: Array
    seen: Array


def simulate(cell: Cell, effect: float, count: int, rng: np.random.Generator) -> Worlds:
    """Give `count` worlds with that effect of x on y (in a reversed cell: of y on x)."""
    rows = cell.rows + BURN
    e = {name: shocks(cell.tails, rows, count, rng) for name in "zuxy"}
    if cell.scenario is Scenario.EVENT:
        e["x"][BURN + cell.event_row] -= SHOCK
        if effect == 0:
            e["y"][BURN + cell.event_row] -= SHOCK  # a coincidence that looks like an effect
    hidden = HIDDEN if cell.scenario is Scenario.HIDDEN else 0.0
    back = cell.scenario is Scenario.REVERSED
    v = {name: np.zeros((rows, count)) for name in "zuxy"}
    for t in range(1, rows):
        for name in "zuxy":
            v[name][t] = cell.persistence * v[name][t - 1] + e[name][t]
        shared = CONFOUNDING * v["z"][t] + hidden * v["u"][t]
        v["x"][t] += shared
        v["y"][t] += shared
        cause, result = ("y", "x") if back else ("x", "y")
        v[result][t] += effect * v[cause][max(t - cell.lag, 0)]
    kept = {name: values[BURN:] for name, values in v.items()}
    noise = np.zeros_like(kept["x"])
    if cell.scenario is Scenario.PROXY:
        noise = rng.standard_normal(kept["x"].shape) * kept["x"].std(axis=0)
    return Worlds(**kept, seen=kept["x"] + noise)


def shocks(tails: Tails, rows: int, count: int, rng: np.random.Generator) -> Array:
    """Give shocks of variance 1, shape (rows, count)."""
    if tails is Tails.NORMAL:
        return rng.standard_normal((rows, count))
    innovations: Array = rng.standard_t(4, (rows, count)) / np.sqrt(2.0)
    if tails is Tails.T4:
        return innovations
    constant, last_shock, last_variance = GARCH
    variance = np.ones(count)
    drawn = np.empty((rows, count))
    for t in range(rows):
        drawn[t] = np.sqrt(variance) * innovations[t]
        variance = constant + last_shock * drawn[t] ** 2 + last_variance * variance
    return drawn
