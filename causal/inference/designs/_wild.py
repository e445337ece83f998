"""The wild cluster bootstrap of a null effect (Cameron, Gelbach and Miller 2008), all draws at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs._two_way import Codes, Regression

FEW = 12  # clusters up to which two signs give too few draws that differ, and Webb's six weights are taken
WEBB = np.sqrt([0.5, 1.0, 1.5])


def wild(given: Regression, generator: np.random.Generator, draws: int) -> tuple[Array, float]:
    """Give the t-statistics (draws,) of one effect under the null of none, and that of the data; residuals of each cluster keep or change sign together.

    The effect is the first column of interest; the null is imposed, and statistics are by CRV1. Score sums of a cluster depend on the
    draw v (G,) by a matrix: a diagonal of its own part, less what the fit takes back.
    """
    count = int(given.cluster.max()) + 1
    free = given.free()[:, 0]
    left = given.outcome - given.others @ np.linalg.lstsq(given.others, given.outcome, rcond=None)[0]
    columns = np.column_stack([free, given.others])
    span = _orthonormal(columns)
    own = np.bincount(given.cluster, weights=free * left)
    fitted = _sums(span * left[:, None], given.cluster, count)  # (G, r)
    taken = _sums(span * free[:, None], given.cluster, count)
    scores = np.diag(own) - taken @ fitted.T  # of cluster g by draw of h
    weights = _weights(generator, count, draws)
    drawn = weights @ own / np.sqrt(np.sum((weights @ scores.T) ** 2, axis=1))
    seen = float(own.sum() / np.sqrt(np.sum(scores.sum(axis=1) ** 2)))
    return drawn, seen


def wild_weights(generator: np.random.Generator, count: int) -> Array:
    """Give a weight of mean 0 and variance 1 for each cluster, (count,): a sign, or one of Webb's six where clusters are few."""
    drawn: Array = _weights(generator, count, 1)[0]
    return drawn


def _weights(generator: np.random.Generator, count: int, draws: int) -> Array:
    signs = generator.choice([-1.0, 1.0], size=(draws, count))
    return signs * generator.choice(WEBB, size=(draws, count)) if count <= FEW else signs


def _orthonormal(columns: Array) -> Array:
    left, sizes, _ = np.linalg.svd(columns / np.linalg.norm(columns, axis=0), full_matrices=False)
    span: Array = left[:, sizes > 1e-9 * sizes[0]]
    return span


def _sums(columns: Array, codes: Codes, count: int) -> Array:
    return np.stack([np.bincount(codes, weights=one, minlength=count) for one in columns.T], axis=1)
