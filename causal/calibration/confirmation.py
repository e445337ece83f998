"""Fresh worlds for the last confirmation: other shapes, sizes, effects and seeds than those a rule was found on.

    z(t) = 0.5 z(t-1) + e                     observed confounder
    w(t) = 0.5 w(t-1) + e                     second observed confounder, which acts a row later
    u(t) = 0.8 u(t-1) + e                     hidden confounder
    x(t) = p x(t-1) + 0.4 f(z(t)) + h u(t) + k w(t-1) + r y(t - s) + e                         treatment
    y(t) = q y(t-1) + c f(z(t)) + g u(t - d - lag) + k w(t-1) + b x(t - lag) + v e             outcome

with variance 1 for every shock e. With unequal confounding c = 0.25, q = p, v = 1, f(z) = z, and h, g, k and r are 0. Each
scenario changes what it names:

    confounding against the effect   c = -0.25, which is a negative effect with the outcome's sign turned
    second-order persistence         0.6 p x(t-1) + 0.3 p x(t-2), and 0.3 p y(t-1) + 0.5 p y(t-2)
    moving-average shocks            e(t) + 0.5 e(t-1) for both ends, scaled to variance 1
    unequal variance and persistence v = 2, q = 0.2
    two confounders                  k = 0.3, w declared with its lag
    bent confounding                 f(z) = z + 0.3 (z^2 - 1) of z scaled to variance 1
    hidden, of other persistence     h = 0.6, g = 0.4, q = 0.5
    hidden, delayed                  h = g = 0.5, d = 1
    reversed edge                    b = 0, r the effect, s the declared lag, q = 0.5
    effect of the other sign         b the effect times -1
    dampening feedback               r = -0.2, s = 1
    weekly pattern of one end        0.5 sin(2 pi t / 7) added to the outcome's equation at lag 0, to the cause's at lag 1
    trend of both ends               a line added to both equations that moves each level by 2 in the long run
    outliers now and then            one row in 60 has a further shock of +6 or -6, of the same sign in both ends

Nobody looks at what a rule does here until the rule is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.calibration.cells import Cell, Fresh, FreshTails, Worlds

if TYPE_CHECKING:
    from causal.inference.algebra import Array

BURN = 203  # 29 weeks
FIRST = 4  # rows before it are 0: no lag reaches further back
CONFOUNDER, HIDDEN = 0.5, 0.8  # persistence
WEIGHTS, SECOND, BEND = (0.4, 0.25), 0.3, 0.3
AVERAGED, OUTLIER, SELDOM, RISE, SEASON = 0.5, 6.0, 60, 2.0, 0.5
VOLATILITY = (0.9, 0.35)  # persistence and shock of the logarithm of each variable's own variance
MOVED = {"x": 0, "y": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The coefficients of one kind of world; pairs are of treatment and outcome."""

    past: tuple[tuple[float, ...], tuple[float, ...]]
    weights: tuple[float, float] = WEIGHTS
    hidden: tuple[float, float] = (0.0, 0.0)
    delay: int = 0
    second: float = 0.0
    bend: float = 0.0
    scale: float = 1.0
    back: float = 0.0
    back_lag: int = 0
    effect: float


def cells() -> tuple[Cell, ...]:
    """Give the declared cells."""
    t5, laplace, uniform, volatile = FreshTails
    listed: tuple[tuple[Fresh, int, float, FreshTails, int, float], ...] = (
        (Fresh.PLAIN, 180, 0.2, t5, 0, 0.5),
        (Fresh.PLAIN, 180, 0.75, laplace, 0, 0.25),
        (Fresh.PLAIN, 400, 0.2, uniform, 0, 0.25),
        (Fresh.PLAIN, 400, 0.75, volatile, 0, 0.25),
        (Fresh.PLAIN, 800, 0.45, laplace, 0, 0.15),
        (Fresh.PLAIN, 800, 0.75, uniform, 0, 0.15),
        (Fresh.PLAIN, 400, 0.45, t5, 1, 0.25),
        (Fresh.PLAIN, 180, 0.75, volatile, 1, 0.5),
        (Fresh.OPPOSED, 400, 0.45, t5, 0, 0.25),
        (Fresh.OPPOSED, 180, 0.75, volatile, 0, 0.5),
        (Fresh.SECOND_ORDER, 180, 0.75, laplace, 0, 0.5),
        (Fresh.SECOND_ORDER, 400, 0.45, volatile, 0, 0.25),
        (Fresh.SECOND_ORDER, 800, 0.75, t5, 1, 0.15),
        (Fresh.MOVING, 180, 0.2, uniform, 0, 0.5),
        (Fresh.MOVING, 400, 0.75, t5, 0, 0.25),
        (Fresh.MOVING, 800, 0.45, volatile, 1, 0.15),
        (Fresh.UNEQUAL, 180, 0.75, volatile, 0, 0.5),
        (Fresh.UNEQUAL, 400, 0.9, laplace, 0, 0.25),
        (Fresh.UNEQUAL, 800, 0.45, t5, 1, 0.25),
        (Fresh.TWO, 180, 0.45, t5, 0, 0.5),
        (Fresh.TWO, 400, 0.75, volatile, 0, 0.25),
        (Fresh.TWO, 800, 0.2, laplace, 1, 0.15),
        (Fresh.BENT, 400, 0.45, volatile, 0, 0.25),
        (Fresh.BENT, 800, 0.75, uniform, 0, 0.15),
        (Fresh.HIDDEN, 180, 0.75, laplace, 0, 0.5),
        (Fresh.HIDDEN, 400, 0.2, volatile, 0, 0.25),
        (Fresh.HIDDEN, 800, 0.45, t5, 1, 0.25),
        (Fresh.HIDDEN_DELAYED, 400, 0.45, uniform, 0, 0.25),
        (Fresh.HIDDEN_DELAYED, 800, 0.75, volatile, 0, 0.15),
        (Fresh.REVERSED, 180, 0.75, t5, 0, 0.5),
        (Fresh.REVERSED, 400, 0.2, laplace, 0, 0.25),
        (Fresh.REVERSED, 800, 0.45, volatile, 0, 0.5),
        (Fresh.REVERSED, 400, 0.75, uniform, 1, 0.25),
        (Fresh.OPPOSITE, 180, 0.75, laplace, 0, 0.25),
        (Fresh.OPPOSITE, 800, 0.2, volatile, 1, 0.15),
        (Fresh.DAMPENED, 180, 0.45, volatile, 0, 0.5),
        (Fresh.DAMPENED, 400, 0.75, t5, 0, 0.25),
        (Fresh.WEEKLY, 400, 0.45, laplace, 0, 0.25),
        (Fresh.WEEKLY, 180, 0.75, t5, 1, 0.5),
        (Fresh.TREND, 180, 0.45, volatile, 0, 0.5),
        (Fresh.TREND, 400, 0.75, laplace, 0, 0.25),
        (Fresh.OUTLIERS, 180, 0.2, uniform, 0, 0.5),
        (Fresh.OUTLIERS, 400, 0.75, volatile, 0, 0.25),
    )
    return tuple(
        Cell(scenario=scenario, rows=rows, persistence=persistence, tails=tails, lag=lag, effect=effect)
        for scenario, rows, persistence, tails, lag, effect in listed
    )


def law(cell: Cell, effect: float) -> Law:
    """Give what holds in the worlds of a cell with that effect."""
    p = cell.persistence
    plain = Law(past=((p,), (p,)), effect=effect)
    changes: dict[object, Law] = {
        Fresh.OPPOSED: replace(plain, weights=(WEIGHTS[0], -WEIGHTS[1])),
        Fresh.SECOND_ORDER: replace(plain, past=((0.6 * p, 0.3 * p), (0.3 * p, 0.5 * p))),
        Fresh.UNEQUAL: replace(plain, past=((p,), (0.2,)), scale=2.0),
        Fresh.TWO: replace(plain, second=SECOND),
        Fresh.BENT: replace(plain, bend=BEND),
        Fresh.HIDDEN: replace(plain, past=((p,), (0.5,)), hidden=(0.6, 0.4)),
        Fresh.HIDDEN_DELAYED: replace(plain, hidden=(0.5, 0.5), delay=1),
        Fresh.REVERSED: replace(plain, past=((p,), (0.5,)), effect=0.0, back=effect, back_lag=cell.lag),
        Fresh.OPPOSITE: replace(plain, effect=-effect),
        Fresh.DAMPENED: replace(plain, back=-0.2, back_lag=1),
    }
    return changes.get(cell.scenario, plain)


def simulate(cell: Cell, effect: float, count: int, rng: np.random.Generator) -> Worlds:
    """Give `count` worlds with that effect of x on y (in a reversed cell: of y on x); arrays of shape (rows, worlds)."""
    rows, holds = cell.rows + BURN, law(cell, effect)
    e = {name: shocks(FreshTails(cell.tails), rows, count, rng) for name in "zuwxy"}
    e["y"] *= holds.scale
    remembered, added = _remembered(cell, e), _added(cell, rows, count, rng)
    confounder = _bent(_autoregression(CONFOUNDER, e["z"]), holds.bend)
    v = {
        "z": _autoregression(CONFOUNDER, e["z"]),
        "f": confounder,
        "u": _autoregression(HIDDEN, e["u"]),
        "w": _autoregression(CONFOUNDER, e["w"]),
    }
    given = {name: _given(name, cell, holds, v) + e[name] + remembered[name] + added[name] for name in MOVED}
    v |= _run(cell, holds, given)
    x, y, z, u, w = (v[name][BURN:] for name in "xyzuw")
    parents = [*_parents(cell, holds, v), *(s["y"][BURN:] for s in (remembered, added) if s["y"].any())]
    return Worlds(x=x, y=y, z=z, u=u, seen=x, parents=tuple(parents), w=w if cell.scenario is Fresh.TWO else None)


def shocks(tails: FreshTails, rows: int, count: int, rng: np.random.Generator) -> Array:
    """Give shocks of variance 1, shape (rows, count)."""
    shape, drawn = (rows, count), np.empty((rows, count))
    match tails:
        case FreshTails.T5:
            drawn[:] = rng.standard_t(5, shape) * np.sqrt(3.0 / 5.0)
        case FreshTails.LAPLACE:
            drawn[:] = rng.laplace(0.0, np.sqrt(0.5), shape)
        case FreshTails.UNIFORM:
            drawn[:] = rng.uniform(-np.sqrt(3.0), np.sqrt(3.0), shape)
        case FreshTails.STOCHASTIC:
            persistence, size = VOLATILITY
            logarithm = _autoregression(persistence, size * rng.standard_normal(shape))
            spread = size**2 / (1.0 - persistence**2)
            drawn[:] = np.exp((logarithm - spread / 2.0) / 2.0) * rng.standard_normal(shape)
    return drawn


def _autoregression(persistence: float, shock: Array) -> Array:
    value = np.zeros_like(shock)
    for t in range(FIRST, len(shock)):
        value[t] = persistence * value[t - 1] + shock[t]
    return value


def _bent(z: Array, bend: float) -> Array:
    if not bend:
        return z
    scaled = z * np.sqrt(1.0 - CONFOUNDER**2)
    curved: Array = scaled + bend * (scaled**2 - 1.0)
    return curved


def _earlier(values: Array, back: int) -> Array:
    """Give the values of `back` rows before, 0 where there are none."""
    moved = np.zeros_like(values)
    moved[back:] = values[: len(values) - back]
    return moved


def _remembered(cell: Cell, e: dict[str, Array]) -> dict[str, Array]:
    """Give what is left of the shocks of the row before; scale the shocks so that both together keep their variance."""
    if cell.scenario is not Fresh.MOVING:
        return {name: np.zeros_like(e[name]) for name in MOVED}
    for name in MOVED:
        e[name] /= np.sqrt(1.0 + AVERAGED**2)
    return {name: AVERAGED * _earlier(e[name], 1) for name in MOVED}


def _added(cell: Cell, rows: int, count: int, rng: np.random.Generator) -> dict[str, Array]:
    """Give what nobody declared in either equation: a season, a trend, outliers."""
    nothing = np.zeros((rows, count))
    time = np.arange(rows)[:, None] + nothing
    match cell.scenario:
        case Fresh.WEEKLY:
            season = SEASON * np.sin(2.0 * np.pi * time / 7.0)
            return {"x": season, "y": nothing} if cell.lag else {"x": nothing, "y": season}
        case Fresh.TREND:
            line = (1.0 - cell.persistence) * RISE * np.maximum(time - BURN, 0.0) / cell.rows
            return {"x": line, "y": line}
        case Fresh.OUTLIERS:
            sizes = np.where(rng.random((rows, count)) < 0.5, OUTLIER, -OUTLIER)
            struck = np.where(rng.random((rows, count)) < 1.0 / SELDOM, sizes, 0.0)
            return {"x": struck, "y": struck}
        case _:
            return {"x": nothing, "y": nothing}


def _given(name: str, cell: Cell, holds: Law, v: dict[str, Array]) -> Array:
    """Give what the confounders add to an equation."""
    place = MOVED[name]
    ahead = cell.lag + holds.delay if name == "y" else 0
    pull: Array = holds.weights[place] * v["f"] + holds.hidden[place] * _earlier(v["u"], ahead)
    return pull + holds.second * _earlier(v["w"], 1)


def _run(cell: Cell, holds: Law, given: dict[str, Array]) -> dict[str, Array]:
    """Let both equations run from nothing."""
    v = {name: np.zeros_like(values) for name, values in given.items()}
    source = {"x": ("y", holds.back, holds.back_lag), "y": ("x", holds.effect, cell.lag)}
    order = ("y", "x") if holds.back and holds.back_lag == 0 else ("x", "y")
    for t in range(FIRST, len(given["x"])):
        for name in order:
            other, size, lag = source[name]
            own = sum(share * v[name][t - 1 - back] for back, share in enumerate(holds.past[MOVED[name]]))
            v[name][t] = given[name][t] + own + size * v[other][t - lag]
    return v


def _parents(cell: Cell, holds: Law, v: dict[str, Array]) -> list[Array]:
    """Give the outcome's true parents among the variables but for the claimed one."""
    lags = [("y", 1 + back) for back in range(len(holds.past[1]))] + [("f", 0)]
    if holds.hidden[1]:
        lags.append(("u", cell.lag + holds.delay))
    if holds.second:
        lags.append(("w", 1))
    return [v[name][BURN - back : len(v[name]) - back] for name, back in lags]
