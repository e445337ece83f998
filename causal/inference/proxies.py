"""Several measures of one latent variable, each asked whether they could be measures of one thing.

Measures that share nothing but what they measure go with the edge's other end as they go with each other: cov(a, b) cov(c, y) =
cov(a, c) cov(b, y), held fixed what the estimate holds fixed (vanishing tetrads: Spearman 1904; Bollen and Ting 2000). This asks nothing
of how well each measures, so that a good and a poor measure agree. The error is that of independent rows: what the measures share
cancels from the difference of the products, and with it what its variance does in time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Agreement, Strategy
from causal.inference.algebra import basis, residual
from causal.inference.design import lagged, variable_of
from causal.study import NodeKind

if TYPE_CHECKING:
    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.algebra import Array
    from causal.inference.design import Design
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

FEWEST_MEASURES = 3  # with the other end four series: fewer have no product to compare
SINGULAR = 1e-10  # reciprocal condition of the products' covariance below which there is nothing to compare


def agreements(
    frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, design: Design, rubric: Rubric
) -> tuple[Agreement, ...]:
    """Compare the measures of each end that is a proxy and has enough of them; raise NotComputableError."""
    ends = [graph.variable(name) for name in (edge.treatment, edge.outcome)]
    asked = [v for v in ends if v.kind is NodeKind.PROXY and len(v.alternatives) + 1 >= FEWEST_MEASURES]
    if estimand.strategy is not Strategy.ADJUSTMENT:
        return ()
    found = []
    for one in asked:
        columns = [one.name, *(f"{one.name}~{n}" for n in range(1, len(one.alternatives) + 1))]
        measures, other, degrees = _freed(frame, estimand, design, one.name, columns)
        statistic, p_value = tetrads(measures, other, degrees)
        rejected = p_value * len(asked) <= 1.0 - rubric.level
        found.append(
            Agreement(variable=one.name, measures=len(columns), statistic=statistic, p_value=p_value, rejected=rejected)
        )
    return tuple(found)


def _freed(frame: Frame, estimand: Estimand, design: Design, name: str, columns: list[str]) -> tuple[Array, Array, int]:
    """Give measures, (rows, measures), and the other end, (rows,), freed of the controls and of every measure's own past; and the rows left."""
    of_treatment = variable_of(estimand.treatment) == name
    stands = estimand.treatment if of_treatment else estimand.outcome
    past = [one for one in design.names if variable_of(one) == name]
    places = frame.index.get_indexer(design.index)
    read = np.column_stack([lagged(frame, stands, column)[places] for column in columns])
    earlier = [lagged(frame, one, column)[places] for one in past for column in columns[1:]]
    held = np.column_stack([design.controls, *earlier])
    other = design.outcome if of_treatment else design.treatment
    known = ~np.isnan(np.column_stack([read, held])).any(axis=1)
    degrees = int(known.sum()) - held.shape[1]
    if degrees <= 10 * len(columns):
        raise NotComputableError(f"{int(known.sum())} complete rows are too few to compare {len(columns)} measures")
    span = basis(held[known])
    return residual(span, read[known]), residual(span, other[known, None])[:, 0], degrees


def tetrads(measures: Array, other: Array, degrees: int) -> tuple[float, float]:
    """Test that measures, (rows, at least 3), go with `other`, (rows,), as they go with each other: an F statistic and its p-value.

    Each difference of two products of covariances is the covariance of two contrasts that are free of what the measures share. It does not
    depend, to first order, on the loadings that are put in, so that its error is that of a mean over rows.
    """
    from scipy import stats

    ours = measures / measures.std(axis=0)
    yours = other / other.std()
    loadings = saturations(ours.T @ ours / len(ours))
    weight = float(loadings @ (ours.T @ yours)) / len(ours) / float(loadings @ loadings)

    def contrasts(one: int, two: int, three: int) -> Array:
        left = loadings[one] * yours - weight * ours[:, one]
        found: Array = left * (loadings[two] * ours[:, three] - loadings[three] * ours[:, two])
        return found

    last = ours.shape[1]
    rows = np.column_stack([*(contrasts(0, 1, j) for j in range(2, last)), contrasts(1, 0, 2)])
    off, covariance = rows.mean(axis=0), np.cov(rows.T) / degrees
    if np.linalg.cond(covariance) > 1.0 / SINGULAR:
        raise NotComputableError("the measures are exact combinations of each other")
    wald = float(off @ np.linalg.solve(covariance, off)) / len(off)
    return wald, float(stats.f.sf(wald, len(off), degrees))


def saturations(correlations: Array) -> Array:
    """Give each measure's loading on what the measures share, from their correlations (Spearman 1927); raise NotComputableError where they share too little."""
    signs = np.sign(correlations[0])
    apart = correlations * np.outer(signs, signs)
    np.fill_diagonal(apart, 0.0)
    sums = apart.sum(axis=0)
    above, below = sums**2 - np.sum(apart**2, axis=0), sums.sum() - 2.0 * sums
    if np.any(above <= 0) or np.any(below <= 0):
        raise NotComputableError("the measures do not go together: they share nothing that could be compared")
    loadings: Array = signs * np.sqrt(above / below)
    return loadings
