"""The two figures of a discontinuity: the outcome on both sides of the cut-off, and how many rows there are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Plot, Strand
from causal.inference.algebra import critical_value
from causal.inference.designs._cutoff import cutoff_of, jump

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._cutoff import Cutoff
    from causal.messages import Value

REACH = 2.0  # bandwidths on each side that are shown
BINS = 12  # of each side at most
FEWEST = 5  # rows of a bin, where the side has them
ORDER = ("below", "above", "line_above", "line_below")  # of three shades in turn: points and line of a side are alike


def jump_plot(declared: Declared, estimate: Estimate) -> Plot:
    """Give the outcome's means in bins of as many rows each, with their intervals, and the local lines up to the cut-off."""
    found = cutoff_of(declared)
    whole = jump(replace(found, takeup=None))
    near = found.kept(np.abs(found.distance) <= REACH * whole.bandwidth)
    strands = []
    for right, line in ((False, whole.lines[0]), (True, whole.lines[1])):
        label = "above" if right == (found.turn == 1) else "below"
        side = (near.distance >= 0) == right
        strands.append(_bins(near, near.distance[side], near.outcome[side], label, declared.rubric.level))
        ends = (0.0, whole.bandwidth) if right else (-whole.bandwidth, 0.0)
        strands.append(_line(found, ends, line, label))
    return Plot(
        name="rd_jump",
        strands=tuple(sorted(strands, key=lambda one: ORDER.index(one.label))),
        cut=found.cutoff,
        values={
            **_named(declared),
            "cutoff": found.cutoff,
            "bandwidth": whole.bandwidth,
            "jump": whole.conventional,
            "effect": estimate.effect,
            "low": estimate.low,
            "high": estimate.high,
            "level": estimate.level,
        },
    )


def _named(declared: Declared) -> dict[str, Value]:
    """Give what the axes are called by."""
    return {"running": declared.parameters.running, "outcome": declared.outcome}


def _bins(found: Cutoff, distance: Array, outcome: Array, label: str, level: float) -> Strand:
    """Give the means of the bins; a bin whose rows do not differ has no width."""
    order = np.argsort(found.turn * distance, kind="stable")
    places, values = found.cutoff + found.turn * distance[order], outcome[order]
    count = int(np.clip(len(values) // FEWEST, 1, BINS))
    edges = np.unique(
        np.searchsorted(places, np.quantile(places, np.linspace(0.0, 1.0, count + 1)[1:-1]), side="right")
    )
    parts = [one for one in zip(np.split(places, edges), np.split(values, edges), strict=True) if len(one[0])]
    means = [float(inside.mean()) for _, inside in parts]
    halves = [
        critical_value(level, len(inside) - 1) * float(inside.std(ddof=1)) / len(inside) ** 0.5
        if len(inside) > 1
        else 0.0
        for _, inside in parts
    ]
    return Strand(
        label=label,
        x=tuple(float(place.mean()) for place, _ in parts),
        y=tuple(means),
        low=tuple(mean - half for mean, half in zip(means, halves, strict=True)),
        high=tuple(mean + half for mean, half in zip(means, halves, strict=True)),
    )


def _line(found: Cutoff, ends: tuple[float, float], line: tuple[float, float], label: str) -> Strand:
    points = sorted((found.place(end), line[0] + line[1] * end) for end in ends)
    return Strand(
        label=f"line_{label}", x=tuple(one for one, _ in points), y=tuple(one for _, one in points), joined=True
    )


def counts_plot(declared: Declared, _: Estimate) -> Plot:
    """Give how many rows lie in stretches of the same width on both sides of the cut-off, none of which crosses it."""
    found = cutoff_of(declared)
    whole = jump(replace(found, takeup=None))
    width = REACH * whole.bandwidth / BINS
    stretch = np.floor(found.distance / width).astype(np.int64)
    strands = []
    for label, right in (("below", found.turn == -1), ("above", found.turn == 1)):
        numbers = np.arange(BINS) if right else np.arange(-BINS, 0)
        inside = (numbers + 0.5) * width
        reached = inside <= found.distance.max() if right else inside >= found.distance.min()
        points = sorted(
            (found.place(float(place)), float(np.sum(stretch == number)))
            for place, number in zip(inside[reached], numbers[reached], strict=True)
        )
        strands.append(_counted(label, points, declared.rubric.level))
    return Plot(
        name="rd_counts",
        counts=True,
        strands=tuple(strands),
        cut=found.cutoff,
        values={**_named(declared), "cutoff": found.cutoff, "width": width, "level": declared.rubric.level},
    )


def _counted(label: str, points: list[tuple[float, float]], level: float) -> Strand:
    """Give counts at places, with Garwood's (1936) exact intervals of Poisson's distribution."""
    from scipy import stats

    tail = (1.0 - level) / 2.0
    return Strand(
        label=label,
        x=tuple(place for place, _ in points),
        y=tuple(count for _, count in points),
        low=tuple(float(stats.chi2.ppf(tail, 2 * count) / 2.0) if count else 0.0 for _, count in points),
        high=tuple(float(stats.chi2.isf(tail, 2 * count + 2) / 2.0) for _, count in points),
    )
