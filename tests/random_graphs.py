"""Random causal graphs with their exact population covariances, so that what is called identified can be compared with the truth.

Every structural equation is linear, with random coefficients. Covariances over rows are exact: they are those of the moving-average
form, summed until what is left is beyond rounding. Nothing here uses the unrolled graph of `causal.inference`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.findings import Strategy
from causal.inference.design import lag_of, variable_of
from causal.study import Edge, Graph
from tests.worlds import variable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import Estimand
    from causal.inference.algebra import Array

PAST = 150  # rows after which nothing of a shock is left
GROWTH = 0.8  # largest modulus of an eigenvalue of a lagged system
KEPT = 0.35  # share of a selecting variable's variance that is left among the rows selected


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A graph, its coefficients (lags, effects, causes) and the scales of its shocks, in the order of its variables."""

    graph: Graph
    coefficients: Array
    scales: Array

    @property
    def names(self) -> list[str]:
        """The variables in the order of the matrices."""
        return [v.name for v in self.graph.variables]

    def responses(self, rows: int) -> Array:
        """Give what a unit shock does to each variable 0..rows-1 rows later, shape (rows, effects, causes)."""
        within = np.linalg.inv(np.eye(len(self.names)) - self.coefficients[0])
        found = [within]
        for row in range(1, rows):
            lags = range(1, min(row, len(self.coefficients) - 1) + 1)
            found.append(within @ sum((self.coefficients[k] @ found[row - k] for k in lags), np.zeros_like(within)))
        return np.array(found)

    def covariance(self, nodes: Sequence[str]) -> Array:
        """Give the exact covariance of `variable@lag` nodes among all rows."""
        moving = self.responses(PAST) * self.scales
        deepest = max(map(lag_of, nodes))
        shifted = np.zeros((len(nodes), PAST + deepest, len(self.names)))
        for i, name in enumerate(nodes):
            shifted[i, lag_of(name) : lag_of(name) + PAST] = moving[:, self.names.index(variable_of(name))]
        return np.einsum("itk,jtk->ij", shifted, shifted)

    def among_selected(self, nodes: Sequence[str]) -> Array:
        """Give the exact covariance among the rows that each selecting variable keeps (Pearson 1903, Lawley 1943)."""
        chosen_by = [f"{v.name}@0" for v in self.graph.variables if v.selected]
        every = [*nodes, *(name for name in chosen_by if name not in nodes)]
        found = self.covariance(every)
        for name in chosen_by:
            row = found[every.index(name)]
            found = found - (1.0 - KEPT) * np.outer(row, row) / row[every.index(name)]
        return found[: len(nodes), : len(nodes)]

    def direct(self, edge: Edge) -> float:
        """Give the coefficient of an edge."""
        return float(self.coefficients[edge.lag, self.names.index(edge.outcome), self.names.index(edge.treatment)])

    def total(self, treatment: str, outcome: str) -> float:
        """Give what moving `treatment@lag` by one does to `outcome@0`, over every directed path."""
        rows = self.responses(lag_of(treatment) + 1)
        return float(rows[-1, self.names.index(variable_of(outcome)), self.names.index(variable_of(treatment))])


def drawn(
    rng: np.random.Generator, *, most: int = 6, longest: int = 0, confounded: bool = False, selecting: bool = False
) -> World:
    """Draw a graph of 3 to `most` variables, some latent, with lags up to `longest` rows.

    The chain is a walk along its edges. `confounded` adds a latent common cause of the chain's ends, so that instruments and
    front doors are asked for; `selecting` lets one variable choose the rows.
    """
    count, density = int(rng.integers(3, most + 1)), rng.choice([0.3, 0.5, 0.7])
    density = min(density, 0.4) * 0.5 if longest else density
    edges = [
        Edge(treatment=f"v{cause}", outcome=f"v{effect}", lag=lag, sign=1)
        for cause in range(count)
        for effect in range(count)
        for lag in range(longest + 1)
        if (cause < effect if lag == 0 else cause != effect) and rng.random() < density
    ]
    edges = edges or [Edge(treatment="v0", outcome="v1", sign=1)]
    latent = set(np.flatnonzero(rng.random(count) < rng.choice([0.0, 0.2, 0.4])).tolist())
    chain = _walk(rng, edges)
    if confounded:
        first, last, span = chain[0].treatment, chain[-1].outcome, sum(e.lag for e in chain)
        edges += [
            Edge(treatment=f"v{count}", outcome=first, sign=1),
            Edge(treatment=f"v{count}", outcome=last, lag=span, sign=1),
        ]
        latent.add(count)
        count += 1
    return _world(rng, count, (edges, chain), latent, int(rng.integers(count)) if selecting else -1)


def _walk(rng: np.random.Generator, edges: list[Edge]) -> list[Edge]:
    """Give a chain along the edges that passes no variable twice."""
    chain = [edges[rng.integers(len(edges))]]
    while rng.random() < 0.7:
        passed = {end for e in chain for end in (e.treatment, e.outcome)}
        onward = [e for e in edges if e.treatment == chain[-1].outcome and e.outcome not in passed]
        if not onward:
            break
        chain.append(onward[rng.integers(len(onward))])
    return chain


def _world(
    rng: np.random.Generator, count: int, drawn: tuple[list[Edge], list[Edge]], latent: set[int], chosen_by: int
) -> World:
    """Give the edges coefficients, every second variable of a lagged graph a past, and the selecting one its mark."""
    edges, chain = drawn
    longest = max(e.lag for e in edges)
    coefficients = np.zeros((max(longest, 1) + 1, count, count))
    for e in edges:
        coefficients[e.lag, int(e.outcome[1:]), int(e.treatment[1:])] = rng.uniform(0.3, 1.0) * rng.choice([-1, 1])
    persistent = rng.integers(0, 2, count) if longest else np.zeros(count, dtype=int)
    coefficients[1, range(count), range(count)] = persistent * rng.uniform(0.2, 0.8, count)
    coefficients *= (GROWTH / max(_growth(coefficients), GROWTH)) ** np.arange(len(coefficients))[:, None, None]
    if chosen_by >= 0 and rng.random() < 0.7:
        latent.add(chosen_by)
    variables = tuple(
        variable(
            f"v{i}",
            "latent" if i in latent else "observed",
            persistence=int(persistent[i]),
            selected=i == chosen_by,
        )
        for i in range(count)
    )
    graph = Graph(
        id="article",
        title="",
        variables=variables,
        edges=tuple(edges),
        chain=tuple(e.id for e in chain),
        outcome=chain[-1].outcome,
    )
    return World(graph=graph, coefficients=coefficients, scales=rng.uniform(0.5, 1.5, count))


def _growth(coefficients: Array) -> float:
    """Give the largest modulus of an eigenvalue of the lagged system."""
    lags, count = len(coefficients) - 1, coefficients.shape[1]
    within = np.linalg.inv(np.eye(count) - coefficients[0])
    system = np.zeros((lags * count, lags * count))
    system[:count] = np.hstack([within @ coefficients[k] for k in range(1, lags + 1)])
    system[count:, :-count] = np.eye((lags - 1) * count)
    return float(np.max(np.abs(np.linalg.eigvals(system))))


def in_population(estimand: Estimand, world: World) -> float:
    """Give what the estimator of the strategy finds with all rows of the population, or with all that are selected."""
    controls, instruments, mediators = list(estimand.adjustment), list(estimand.instruments), list(estimand.mediators)
    nodes = [estimand.outcome, estimand.treatment, *controls, *instruments, *mediators]
    sigma = world.among_selected(nodes)

    def covariance(rows: list[str], columns: list[str]) -> Array:
        return sigma[np.ix_([nodes.index(r) for r in rows], [nodes.index(c) for c in columns])]

    def regression(outcome: str, on: list[str]) -> Array:
        return np.linalg.solve(covariance(on, on), covariance(on, [outcome])[:, 0])

    if estimand.strategy is Strategy.INSTRUMENT:
        outside, inside = [*instruments, *controls], [estimand.treatment, *controls]
        first = np.linalg.solve(covariance(outside, outside), covariance(outside, inside))
        moved = first.T @ covariance(outside, inside)
        return float(np.linalg.solve(moved, first.T @ covariance(outside, [estimand.outcome]))[0, 0])
    if estimand.strategy is Strategy.FRONT_DOOR:
        moved = np.array([regression(mediator, [estimand.treatment])[0] for mediator in mediators])
        return float(moved @ regression(estimand.outcome, [*mediators, estimand.treatment])[: len(mediators)])
    return float(regression(estimand.outcome, [estimand.treatment, *controls])[0])
