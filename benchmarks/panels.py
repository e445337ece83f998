"""How often the designs `panel` and `differences` err on panels with known truth: few clusters, errors that last, effects that differ.

    python -m benchmarks.panels [--worlds 400] [--seed 1] [--only TEXT]

Each kind of world is simulated without an effect, and with one. Printed are, for the judged estimate, the share of worlds without an effect in which
the 95% interval excludes zero (size) and the share with one in which it covers the truth (coverage); beside them the size of the
error that many articles print, CRV1 with G - 1 degrees of freedom, the coverage of its two-way interval where effects differ, and how often
the test of timing gives a false alarm. `*` marks a size outside 3% to 7% or a coverage outside 93% to 97% by more than
the two standard errors of its number of worlds. Errors of a unit are correlated by `rho` from one period to the next.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from causal.errors import NotComputableError
from causal.inference.designs._adoption import adoption, effect_of
from causal.inference.designs._around_adoption import early, run_early
from causal.inference.designs._two_way import Clustered, Panel, clustered, joint, regression

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.inference.algebra import Array

PERIODS = 10
SIZE, COVERAGE = (0.03, 0.07), (0.93, 0.97)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A kind of world. `firsts` are the periods in which units take a treatment up; empty for a treatment that takes many values.

    `uneven`: units differ in their spread, that of the treatment (as a power of e) and the error alike.
    """

    name: str
    units: int
    firsts: tuple[int, ...] = ()
    rho: float = 0.6
    uneven: float = 0.0
    differing: bool = False


@dataclass(slots=True)
class Tally:
    """Rejections of the truth in worlds without an effect and with one, by the judged and by the usual error; false alarms of timing; worlds not computed."""

    size: list[bool] = field(default_factory=list)
    missed: list[bool] = field(default_factory=list)
    usual: list[bool] = field(default_factory=list)
    two_way: list[bool] = field(default_factory=list)
    alarms: list[bool] = field(default_factory=list)
    failed: int = 0


STEPS = ((2,) * 3 + (4,) * 3 + (6,) * 3, (2,) * 2 + (4,) * 2 + (6,) * 2)
WORLDS = (
    World(name="panel, 8 units", units=8),
    World(name="panel, 20 units", units=20),
    World(name="panel, 20 units, rho 0.9", units=20, rho=0.9),
    World(name="panel, 20 units, uneven", units=20, uneven=0.5),
    World(name="panel, 50 units", units=50),
    World(name="two groups, 6 of 12", units=12, firsts=(5,) * 6),
    World(name="two groups, 10 of 20, rho 0.9", units=20, firsts=(5,) * 10, rho=0.9),
    World(name="two groups, 5 of 20", units=20, firsts=(5,) * 5),
    World(name="two groups, 2 of 20", units=20, firsts=(5,) * 2),
    World(name="two groups, 1 of 30", units=30, firsts=(5,)),
    World(name="staggered, 9 of 20", units=20, firsts=STEPS[0], differing=True),
    World(name="staggered, 6 of 12", units=12, firsts=STEPS[1], differing=True),
    World(name="staggered, 20 of 50", units=50, firsts=(3,) * 6 + (5,) * 8 + (7,) * 6, differing=True),
    World(
        name="staggered, 20 of 50, rho 0.9", units=50, firsts=(3,) * 6 + (5,) * 8 + (7,) * 6, rho=0.9, differing=True
    ),
    World(name="staggered, 16 of 16", units=16, firsts=(3,) * 4 + (5,) * 4 + (7,) * 4 + (9,) * 4, differing=True),
    World(name="staggered, 4 of 20, one at a time", units=20, firsts=(3, 4, 6, 7), differing=True),
)


def errors(generator: np.random.Generator, units: int, rho: float) -> Array:
    """Give errors (units, periods) of variance 1, each unit's correlated by `rho` from one period to the next."""
    made = generator.standard_normal((units, PERIODS))
    for t in range(1, PERIODS):
        made[:, t] = rho * made[:, t - 1] + np.sqrt(1.0 - rho**2) * made[:, t]
    return made


def panel(outcome: Array, treatment: Array) -> Panel:
    """Give a panel of outcomes and treatments (units, periods), each unit its own cluster."""
    units, periods = outcome.shape
    unit = np.repeat(np.arange(units), periods)
    return Panel(
        unit=unit,
        period=np.tile(np.arange(periods), units),
        cluster=unit,
        outcome=outcome.ravel(),
        treatment=treatment.ravel(),
        covariates=np.empty((outcome.size, 0)),
        units=tuple(str(one) for one in range(units)),
        periods=tuple(str(one) for one in range(periods)),
        times=np.arange(periods, dtype=np.float64),
    )


def rejects(effect: float, error: float, degrees: float, truth: float) -> bool:
    """Whether the 95% interval excludes the truth."""
    return bool(abs(effect - truth) > error * float(stats.t.isf(0.025, degrees)))


def usual(given: Panel) -> tuple[float, float]:
    """Give the two-way estimate and its CRV1 error."""
    made = regression(given, given.treatment[:, None])
    free = made.free()[:, 0]
    squares = float(free @ free)
    effect = float(free @ made.outcome) / squares
    left = made.outcome - effect * made.interest[:, 0]
    left = left - made.others @ np.linalg.lstsq(made.others, left, rcond=None)[0]
    sums = np.bincount(given.cluster, weights=free * left)
    count, rows = len(sums), len(given)
    scale = count / (count - 1.0) * (rows - 1.0) / (rows - PERIODS)
    return effect, float(np.sqrt(scale * np.sum(sums**2))) / squares


def many_values(world: World, generator: np.random.Generator, tally: Tally) -> None:
    """Simulate a treatment of many values, without an effect and with one of 0.5, and tally."""
    shape = (world.units, 1), (1, PERIODS)
    spread = np.exp(world.uneven * generator.standard_normal(shape[0]))
    shared = generator.standard_normal(shape[0]) + generator.standard_normal(shape[1])
    treatment = spread * errors(generator, world.units, world.rho) + shared
    noise = spread * errors(generator, world.units, world.rho) + shared
    for truth, into in ((0.0, tally.size), (0.5, tally.missed)):
        given = panel(noise + truth * treatment, treatment)
        found = clustered(regression(given, given.treatment[:, None]))
        into.append(rejects(float(found.effects[0]), float(found.errors[0]), float(found.degrees[0]), truth))
    given = panel(noise[:, :-2], treatment[:, :-2])
    leads = np.stack([treatment[:, 1:-1].ravel(), treatment[:, 2:].ravel(), given.treatment], axis=1)
    free = clustered(regression(given, leads))
    ahead = Clustered(effects=free.effects[:2], covariance=free.covariance[:2, :2], degrees=free.degrees[:2])
    tally.alarms.append(joint(ahead, 0.95)[0] <= 0.05)
    effect, error = usual(panel(noise, treatment))
    tally.usual.append(rejects(effect, error, world.units - 1.0, 0.0))


def taken_up(world: World, generator: np.random.Generator, tally: Tally) -> None:
    """Simulate a treatment that is taken up for good, without an effect and with one, and tally."""
    first = np.array([*world.firsts, *[PERIODS] * (world.units - len(world.firsts))])
    since = np.arange(PERIODS)[None, :] - first[:, None]
    treatment = (since >= 0).astype(np.float64)
    noise = errors(generator, world.units, world.rho) + generator.standard_normal((world.units, 1))
    size = (1.0 + 0.3 * since) * (1.0 + first[:, None] / 4.0) * 0.5 if world.differing else np.ones_like(treatment)
    effects = size * treatment
    covered = np.ones(PERIODS, dtype=bool) if (first == PERIODS).any() else np.arange(PERIODS) < first.max()
    truth = float(effects[:, covered][treatment[:, covered] > 0].mean())
    for effect, into, beside in ((0.0, tally.size, tally.usual), (1.0, tally.missed, tally.two_way)):
        given = panel(noise + effect * effects, treatment)
        found = effect_of(adoption(given, anticipation=0, never=False))
        into.append(rejects(found.effect, found.error, found.degrees, effect * truth))
        beside.append(rejects(*usual(given), world.units - 1.0, effect * truth))
    made = adoption(panel(noise, treatment), anticipation=0, never=False)
    tally.alarms.append(run_early(early(made, effect_of(made).degrees)) <= 0.05)


def run(world: World, worlds: int, seed: int) -> Tally:
    """Simulate one kind of world."""
    tally = Tally()
    for one in range(worlds):
        generator = np.random.default_rng([seed, one, *world.name.encode()])
        try:
            (taken_up if world.firsts else many_values)(world, generator, tally)
        except NotComputableError:
            tally.failed += 1
    return tally


def line(world: World, tally: Tally) -> str:
    """Write one row of the table."""
    size, covered = float(np.mean(tally.size)), 1.0 - float(np.mean(tally.missed))
    two_way = f"{1.0 - float(np.mean(tally.two_way)):9.3f}" if tally.two_way else f"{'':9s}"
    marks = [
        "*" if _outside(share, bounds, len(tally.size)) else " "
        for share, bounds in ((size, SIZE), (covered, COVERAGE))
    ]
    return (
        f"{world.name:36s}{len(tally.size):7d}{size:8.3f}{marks[0]}{covered:9.3f}{marks[1]}"
        f"{float(np.mean(tally.usual)):9.3f}{two_way}{float(np.mean(tally.alarms)):9.3f}{tally.failed:8d}"
    )


def _outside(share: float, bounds: tuple[float, float], worlds: int) -> bool:
    slack = 2.0 * float(np.sqrt(0.05 * 0.95 / worlds))
    return not bounds[0] - slack <= share <= bounds[1] + slack


HEAD = (
    f"{'world':36s}{'worlds':>7s}{'size':>8s} {'coverage':>9s} {'CRV1':>9s}{'two-way':>9s}{'timing':>9s}{'failed':>8s}"
)


def main(arguments: Sequence[str] | None = None, write: Callable[[str], object] = sys.stdout.write) -> None:
    """Simulate, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds of world whose name holds this text")
    given = parser.parse_args(arguments)
    write(f"seed {given.seed}\n{HEAD}\n")
    for world in WORLDS:
        if given.only in world.name:
            write(line(world, run(world, given.worlds, given.seed)) + "\n")


if __name__ == "__main__":
    main()
