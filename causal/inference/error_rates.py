"""How often this rubric errs: the whole of it, run on worlds simulated with the edge cut and with it present.

A world keeps the real treatment, controls and event window; its outcome is the fitted part of the controls, plus
the effect under study times the treatment, plus residuals resampled as the kind of rows asks for, so that tails and clustering stay
(for rows in time a fixed-design block bootstrap: Goncalves and Kilian 2004). That the cause moved as stated on the event day is
taken as given, so that the rates speak of the estimate and its refutations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Calibration, Rate
from causal.inference.algebra import fit
from causal.inference.refute import settings
from causal.inference.refuters import refuters
from causal.inference.sensitivity import survives
from causal.work.pieces import pieces
from causal.work.seeds import stream

if TYPE_CHECKING:
    from causal.inference.algebra import Array, Mask
    from causal.inference.design import Design
    from causal.study import Edge
    from causal.verdict import Rubric


def calibration(
    design: Design, edge: Edge, graph: str, seed: int, rubric: Rubric, level: float, effect: float
) -> Calibration:
    """Give false-support rate, power and coverage for one edge, judged at confidence `level` (Holm's).

    `effect` is the size put into the worlds where the edge exists, in units of the outcome per unit of treatment.
    """
    projection = design.project()
    fitted = fit(projection, design.outcome[:, None])
    sign = edge.sign or int(np.sign(fitted.effect[0])) or 1
    present = abs(effect) * sign
    centred = fitted.residuals[:, 0] * np.sqrt(design.rows / projection.residual_degrees)
    without = design.outcome - fitted.residuals[:, 0] - fitted.effect[0] * design.treatment
    rng, drawn = stream(seed, graph, edge.id, "worlds"), design.sampling.resampling.rows
    false, found, covered = [], [], []
    for part in pieces(design.rows, rubric.worlds):
        worlds = part.stop - part.start
        absent = without[:, None] + centred[drawn(design.index, worlds, rng)].T
        exists = without[:, None] + present * design.treatment[:, None] + centred[drawn(design.index, worlds, rng)].T
        false.append(supported(design, absent, edge, graph, seed, rubric, level))
        found.append(supported(design, exists, edge, graph, seed, rubric, level))
        low, high = fit(projection, exists).interval(rubric.level)
        covered.append((low <= present) & (present <= high))
    return Calibration(
        edge=edge.id,
        rows=design.rows,
        effect=present,
        false_support=rate(np.concatenate(false)),
        power=rate(np.concatenate(found)),
        coverage=rate(np.concatenate(covered)),
    )


def supported(design: Design, outcomes: Array, edge: Edge, graph: str, seed: int, rubric: Rubric, level: float) -> Mask:
    """Whether each world, a column of `outcomes`, passes effect, refuters, timing and sensitivity."""
    fitted = fit(design.project(), outcomes)
    low, high = fitted.interval(level)
    sign = np.full(low.shape, float(edge.sign)) if edge.sign else np.sign(fitted.effect)
    passed = np.where(sign > 0, low > 0, high < 0)
    for name, setting in settings(design, edge, graph, seed, rubric, rubric.calibration_draws).items():
        if not passed.any():
            break
        alive = np.flatnonzero(passed)
        passed[alive] &= refuters()[name].run(setting, outcomes[:, alive]).passed
    if passed.any():
        alive = np.flatnonzero(passed)
        passed[alive] &= survives(design, outcomes[:, alive], edge.sign, rubric, rubric.level)[0]
    return np.asarray(passed, dtype=bool)


def rate(hits: Mask) -> Rate:
    """Give the share of true entries with its 95% Wilson interval."""
    count, share = len(hits), float(np.mean(hits))
    z = 1.959963984540054
    centre = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2))
    low = 0.0 if share == 0 else max(0.0, float(centre - half))
    high = 1.0 if share == 1 else min(1.0, float(centre + half))
    return Rate(rate=share, low=low, high=high, worlds=count)
