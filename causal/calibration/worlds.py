"""Worlds with known truth: a treatment, an outcome, an observed and a hidden confounder, each with its own past.

    z(t) = p z(t-1) + e                                         observed confounder
    u(t) = q u(t-1) + e                                         hidden confounder
    x(t) = p x(t-1) + C z(t) + h u(t) + k(t) + r y(t - s) + e   treatment
    y(t) = p y(t-1) + C z(t - d) + g u(t - lag) + k(t) + b x(t - l) + e    outcome

where p is the persistence, b the effect and every shock e has variance 1. With observed confounding C is 0.3, l the
declared lag, q is p, and h, g, k, r and d are 0. Each scenario changes what it names:

    hidden confounding                  h = g = 0.5; mostly of the cause 0.8 and 0.3; mostly of the effect 0.3 and 0.8
    passing hidden confounding          the same with q = 0
    reversed edge                       b = 0, r the effect, s the declared lag
    feedback                            r = 0.3, s = 1, whether or not x -> y is there (stable up to p = 0.6)
    effect a row later than declared    l one more than the declared lag
    effect a row earlier than declared  l one less
    confounder delayed ...              C = 0.5, d = 1, declared as d = 0
    break of both levels                k(t) = 1 - p in the second half, so that both levels move by one shock
    break of the coefficients           C and b half as large in the first half and one and a half times in the second
    weekly pattern of both ends         k(t) = 0.32 on five days and -0.79 on two: standard deviation 0.5
    event-day outlier                   one shock to x of -10; without the effect to y as well, a coincidence
    ... of the cause alone, of both     one shock to x of -10, and to y of as much or none, with the effect or without it
    noisy proxy                         x is seen with noise of its own standard deviation
    noisy proxy of the confounder       C = 0.5; z is seen with noise of its own standard deviation

Arrays have shape (rows, worlds).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.calibration.cells import EFFECT, Cell, Scenario, Tails, Worlds
from causal.calibration.shocks import shocks, shocks_of

if TYPE_CHECKING:
    from causal.inference.algebra import Array

__all__ = [
    "BURN",
    "CONFOUNDING",
    "HIDDEN",
    "SHOCK",
    "Cell",
    "Scenario",
    "Tails",
    "Worlds",
    "shocks",
    "simulate",
]

CONFOUNDING, STRONGER = 0.3, 0.5
HIDDEN, MORE, LESS = 0.5, 0.8, 0.3
SHOCK = 10.0  # size of the event day's shock, in standard deviations of a shock
LEVEL = 1.0  # how far a break moves both levels
SHARES = (0.5, 1.5)  # of a coefficient before and after its break
WEEK = 0.5 * np.array([0.4**0.5] * 5 + [-(2.5**0.5)] * 2)
BURN = 154  # 22 weeks: the first row kept is the first day of one
FIRST = 4  # rows before it are 0: no lag reaches further back


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The coefficients of one kind of world; `share` and `shared` are of shape (rows,)."""

    confounding: float = CONFOUNDING
    delay: int = 0
    loads: tuple[float, float] = (0.0, 0.0)
    passing: bool = False
    effect: float
    lag: int
    back: float = 0.0
    back_lag: int = 0
    share: Array
    shared: Array


def law(cell: Cell, effect: float) -> Law:
    """Give what holds in the worlds of a cell with that effect."""
    rows = cell.rows + BURN
    plain = Law(effect=effect, lag=cell.lag, share=np.ones(rows), shared=np.zeros(rows))
    second = np.arange(rows) >= BURN + cell.rows // 2
    match cell.scenario:
        case Scenario.HIDDEN | Scenario.PASSING:
            return replace(plain, loads=(HIDDEN, HIDDEN), passing=cell.scenario is Scenario.PASSING)
        case Scenario.HIDDEN_CAUSE | Scenario.PASSING_CAUSE:
            return replace(plain, loads=(MORE, LESS), passing=cell.scenario is Scenario.PASSING_CAUSE)
        case Scenario.HIDDEN_EFFECT | Scenario.PASSING_EFFECT:
            return replace(plain, loads=(LESS, MORE), passing=cell.scenario is Scenario.PASSING_EFFECT)
        case Scenario.REVERSED:
            return replace(plain, effect=0.0, back=effect, back_lag=cell.lag)
        case Scenario.FEEDBACK:
            return replace(plain, back=EFFECT, back_lag=1)
        case Scenario.LATER:
            return replace(plain, lag=cell.lag + 1)
        case Scenario.EARLIER:
            return replace(plain, lag=cell.lag - 1)
        case Scenario.DELAYED:
            return replace(plain, confounding=STRONGER, delay=1)
        case Scenario.PROXY_CONFOUNDER:
            return replace(plain, confounding=STRONGER)
        case Scenario.LEVELS:
            return replace(plain, shared=np.where(second, (1.0 - cell.persistence) * LEVEL, 0.0))
        case Scenario.COEFFICIENTS:
            return replace(plain, share=np.where(second, SHARES[1], SHARES[0]))
        case Scenario.WEEKLY:
            return replace(plain, shared=WEEK[np.arange(rows) % len(WEEK)])
        case _:
            return plain


def simulate(cell: Cell, effect: float, count: int, rng: np.random.Generator) -> Worlds:
    """Give `count` worlds with that effect of x on y (in a reversed cell: of y on x)."""
    e = shocks_of(("z", "u", "x", "y"), Tails(cell.tails), cell.rows + BURN, count, rng)
    _strike(e, cell, effect)
    holds = law(cell, effect)
    v = _run(cell, holds, e)
    x, z = v["x"][BURN:], v["z"][BURN:]
    return Worlds(
        x=x,
        y=v["y"][BURN:],
        z=_measured(z, cell.scenario is Scenario.PROXY_CONFOUNDER, rng),
        u=v["u"][BURN:],
        seen=_measured(x, cell.scenario is Scenario.PROXY, rng),
        parents=_parents(cell, holds, v),
    )


def _strike(e: dict[str, Array], cell: Cell, effect: float) -> None:
    """Add the event day's shocks."""
    row, scenario = BURN + cell.event_row, cell.scenario
    if scenario in {Scenario.EVENT, Scenario.EVENT_CAUSE, Scenario.EVENT_BOTH}:
        e["x"][row] -= SHOCK
    if scenario is Scenario.EVENT_BOTH or (scenario is Scenario.EVENT and effect == 0):
        e["y"][row] -= SHOCK  # a coincidence that looks like an effect


def _run(cell: Cell, holds: Law, e: dict[str, Array]) -> dict[str, Array]:
    """Let the equations run from nothing."""
    v = {name: np.zeros_like(values) for name, values in e.items()}
    own = dict.fromkeys("zuxy", cell.persistence) | ({"u": 0.0} if holds.passing else {})

    def treatment(t: int) -> Array:
        pull: Array = known(t, 0) + holds.loads[0] * v["u"][t] + holds.back * v["y"][t - holds.back_lag]
        return pull

    def outcome(t: int) -> Array:
        pull: Array = known(t, holds.delay) + holds.loads[1] * v["u"][t - cell.lag]
        pull += holds.share[t] * holds.effect * v["x"][t - holds.lag]
        return pull

    def known(t: int, delay: int) -> Array:
        part: Array = holds.share[t] * holds.confounding * v["z"][t - delay] + holds.shared[t]
        return part

    reversed_first = holds.back != 0 and holds.back_lag == 0
    moves = {"y": outcome, "x": treatment} if reversed_first else {"x": treatment, "y": outcome}
    for t in range(FIRST, len(e["x"])):
        for name in ("z", "u"):
            v[name][t] = own[name] * v[name][t - 1] + e[name][t]
        for name, move in moves.items():
            v[name][t] = own[name] * v[name][t - 1] + e[name][t] + move(t)
    return v


def _measured(values: Array, noisy: bool, rng: np.random.Generator) -> Array:
    """Give the values as they are seen: as they are, or with noise of their own standard deviation."""
    return values + rng.standard_normal(values.shape) * values.std(axis=0) if noisy else values


def _parents(cell: Cell, holds: Law, v: dict[str, Array]) -> tuple[Array, ...]:
    """Give the outcome's true parents but for the claimed one."""
    count = v["y"].shape[1]

    def at(name: str, back: int) -> Array:
        taken: Array = v[name][BURN - back : len(v[name]) - back]
        return taken

    found = [at("y", 1)]
    for share in np.unique(holds.share[BURN:]):
        found.append(at("z", holds.delay) * (holds.share[BURN:] == share)[:, None])
    if holds.loads[1]:
        found.append(at("u", cell.lag))
    if holds.lag != cell.lag and holds.effect:
        found.append(at("x", holds.lag))
    if holds.shared.any():
        found.append(np.repeat(holds.shared[BURN:, None], count, axis=1))
    if cell.scenario in {Scenario.EVENT, Scenario.EVENT_BOTH}:
        found.append(np.repeat((np.arange(cell.rows) == cell.event_row)[:, None].astype(np.float64), count, axis=1))
    return tuple(found)
