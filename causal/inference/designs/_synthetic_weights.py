"""Weights of a synthetic control: not negative, adding up to one, so that the weighted donors are nearest to a target.

They come from an active set that needs no step size (Lawson and Hanson 1974, chapter 23; scipy 1.15's `nnls` now and then stops
short of the least): `u >= 0` with least |C u|^2 + (sum(u) - 1)^2, scaled to sum one, is the minimum of |C w| on the simplex, for at
u = s w the best s leaves q / (1 + q) of q = |C w|^2, which grows with q. The ridge
augmentation (Ben-Michael, Feller and Rothstein 2021) comes from pysyncon, behind this module alone; its own search for the simplex
weights stops at an absolute change of the loss and does not say where it failed, so that it is given outcomes of standard deviation
one and held against the exact loss.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.files.extras import library
from causal.inference.designs._libraries import asked

if TYPE_CHECKING:
    from causal.inference.algebra import Array

FLAT = 1e-12  # of the target's pull: less is rounding
ROUNDS = 30  # changes of the active set for each donor
NEAR = 1.01  # times the least loss that the library's simplex weights may leave


def simplex_weights(target: Array, donors: Array, importance: Array) -> Array:
    """Give the weights (donors,) for targets (k,), donors (k, donors) and a weight of each of the k squares."""
    short = np.sqrt(importance)[:, None] * (donors - target[:, None])
    size = float(np.linalg.norm(short, axis=0).mean()) or 1.0
    found = _not_negative(np.vstack([short / size, np.ones(donors.shape[1])]), np.append(np.zeros(len(target)), 1.0))
    total = float(found.sum())
    if total <= 0:
        raise NotComputableError("no weighting of the donors comes near the unit")
    weights: Array = found / total
    return weights


def _not_negative(columns: Array, target: Array) -> Array:
    """Give the x >= 0 of least |columns x - target|."""
    count = columns.shape[1]
    found, free = np.zeros(count), np.zeros(count, dtype=bool)
    least = FLAT * float(np.linalg.norm(columns.T @ target))
    for _ in range(ROUNDS * count):
        pull = np.where(free, -np.inf, columns.T @ (target - columns @ found))
        if float(pull.max()) <= least:
            return found
        free[int(pull.argmax())] = True
        while True:
            wanted = np.zeros(count)
            wanted[free] = np.linalg.lstsq(columns[:, free], target, rcond=None)[0]
            low = free & (wanted <= 0)
            if not low.any():
                break
            found = found + float(np.min(found[low] / (found[low] - wanted[low]))) * (wanted - found)
            free &= found > FLAT
            found[~free] = 0.0
        found = wanted
    raise NotComputableError("the search for the donors' weights does not end: two donors are all but the same")


def augmented_gaps(outcomes: Array, before: int) -> tuple[Array, Array, float]:
    """Give ridge-augmented gaps (periods,) of the first column, those (periods, donors) of each other one, and the penalty.

    `outcomes` (periods, 1 + donors). The penalty is pysyncon's cross-validated one for the first column, and the same for the others.
    """
    scale = float(outcomes[:before].std())
    model, penalty = _library_fit(outcomes / scale, before)
    pre = outcomes[:before] / scale

    def gap(unit: int) -> Array:
        others = [k for k in range(1, outcomes.shape[1]) if k != unit]
        centre = pre[:, others].mean(axis=1)
        target, donors = pre[:, unit] - centre, pre[:, others] - centre[:, None]
        weights = simplex_weights(target, donors, np.ones(before))
        weights = weights + model.solve_ridge(target, donors, weights, penalty)
        found: Array = outcomes[:, unit] - outcomes[:, others] @ weights
        return found

    own = outcomes[:, 0] - outcomes[:, 1:] @ np.asarray(model.W, dtype=np.float64)
    return own, np.column_stack([gap(unit) for unit in range(1, outcomes.shape[1])]), penalty * scale**2


def _library_fit(outcomes: Array, before: int) -> tuple[Any, float]:
    """Fit pysyncon's AugSynth to the first column; raise NotComputableError where its simplex weights are not the nearest."""
    import pandas as pd

    pysyncon = library("pysyncon", "synthetic", "an augmented synthetic control")
    periods, units = outcomes.shape
    table = pd.DataFrame(outcomes).rename_axis("time").reset_index().melt("time", var_name="unit", value_name="outcome")
    model = pysyncon.AugSynth()
    with asked("pysyncon"):
        prepared = pysyncon.Dataprep(
            foo=table,
            predictors=[],
            predictors_op="mean",
            dependent="outcome",
            unit_variable="unit",
            time_variable="time",
            treatment_identifier=0,
            controls_identifier=list(range(1, units)),
            time_predictors_prior=range(before),
            time_optimize_ssr=range(before),
            special_predictors=[("outcome", [before - 1], "mean")],
        )
        model.fit(prepared, use_covariates=False)
    target, donors = outcomes[:before, 0], outcomes[:before, 1:]
    exact = simplex_weights(target, donors, np.ones(before))
    least, reached = (float(np.sum((target - donors @ w) ** 2)) for w in (exact, np.asarray(model.synw)))
    if reached > NEAR * least + periods * 1e-6:
        raise NotComputableError("pysyncon's weights are not the nearest: its search stopped too early")
    return model, float(model.lambda_)
