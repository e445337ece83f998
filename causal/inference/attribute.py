"""The event day taken apart: what each node's own shock did to the outcome.

Every node's equation is fitted on the graph (abduction gives the event day's own residuals); the do-operator then
sets a node's shock to zero and the change travels along the graph. The equations are linear, so the contributions
add up to the move (the change since the row before) less what the past implied. Each equation holds one further lag of each parent fixed, as the
edges' estimates do, and intervals come from the same errors (HC3): percentiles over draws of the coefficients by these errors. What an
arrow that may run the other way gives is split again with it reversed and cut.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from causal.errors import NotComputableError
from causal.findings import Attribution, Contribution, HeldOut, How, Turned
from causal.inference.algebra import critical_value
from causal.inference.design import ROWS_EACH, furthest, lag_of, lagged, node, variable_of
from causal.inference.event_day import moves
from causal.inference.pair import reversed_graph
from causal.inference.regressions import regress
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from causal.frame import Frame
    from causal.inference.algebra import Array
    from causal.study import Event, Graph
    from causal.verdict import Rubric

HELD_OUT_PARTS = 5
LARGEST_LOG = 100.0  # a change of logarithms beyond it is no share of anything


@dataclass(frozen=True, slots=True)
class Equation:
    """One node on its parents, and on what else is held fixed after them: coefficients (1 + draws, 1 + held), constant and estimate first."""

    parents: tuple[str, ...]
    held: tuple[str, ...]
    coefficients: Array
    rows: int


def attribute(frame: Frame, graph: Graph, event: Event, seed: int, rubric: Rubric) -> Attribution:
    """Split the outcome's event-day move over the nodes' shocks; raise NotComputableError where data are missing."""
    names = _order(graph)
    if chosen := [v.name for v in graph.variables if v.selected]:
        raise NotComputableError(
            f"the rows were chosen by {', '.join(chosen)}: what they hold of a shock is not all of it"
        )
    for link in graph.chain:
        if graph.edge(link).treatment not in names:
            raise NotComputableError(f"{graph.edge(link).treatment} has no data: its shock cannot be followed")
    span = sum(graph.edge(link).lag for link in graph.chain)
    at = frame.sampling.position(frame.index, event.day)
    if at is None or at - span < 0:
        raise NotComputableError("the event day is not a row of the sample")
    split = _split(frame, graph, at, span, seed, rubric)
    move = float(moves(frame, graph, graph.outcome)[at])
    if np.isnan(move):
        raise NotComputableError(f"{graph.outcome} has no value on the row before the event day")
    cause = graph.edge(graph.chain[0]).treatment
    through = _through(graph, split.equations, split.shocks[cause])
    contributions = split.contributions(rubric.level)
    left = move - split.moved[cause]
    (without_low, low), (without_high, high) = _interval(np.column_stack([left, through]), rubric.level).tolist()
    drawn = np.array([split.moved[c.node][1:] for c in contributions])
    return Attribution(
        graph=graph.id,
        outcome=graph.outcome,
        cause=cause,
        day=frame.sampling.names(frame.index[[at]])[0],
        move=move,
        expected=move - float(np.asarray(sum(split.moved.values()))[0]),
        contributions=contributions,
        without_cause=float(left[0]),
        without_cause_low=without_low,
        without_cause_high=without_high,
        through_chain=float(through[0]),
        through_chain_low=low,
        through_chain_high=high,
        level=rubric.level,
        rows=split.equations[graph.outcome].rows,
        simple=_simple(graph, move),
        covariances=tuple(tuple(float(v) for v in row) for row in np.atleast_2d(np.cov(drawn))) if len(drawn) else (),
        turned=_turned(frame, graph, split, at, span, seed, rubric),
    )


@dataclass(frozen=True, slots=True)
class _Split:
    """Each node's equation, shocks, and contribution, (draws,) with the estimate first."""

    equations: dict[str, Equation]
    shocks: dict[str, Array]
    moved: dict[str, Array]

    def contributions(self, level: float) -> tuple[Contribution, ...]:
        """Give what each node's shock did, nodes that do nothing left out."""
        moved = {name: one for name, one in self.moved.items() if np.any(one)}
        if not moved:
            return ()
        lows, highs = _interval(np.column_stack(list(moved.values())), level).tolist()
        return tuple(
            Contribution(node=name, shock=float(self.shocks[name][0, -1]), value=float(one[0]), low=low, high=high)
            for (name, one), low, high in zip(moved.items(), lows, highs, strict=True)
        )


def _split(
    frame: Frame, graph: Graph, at: int, span: int, seed: int, rubric: Rubric, before: _Split | None = None
) -> _Split:
    """Split the move by the graph's equations; of a split `before` by another graph, equations that both have are taken over.

    A node with the same parents has the same equation and shocks.
    """
    names, causes, other = _order(graph), parents(graph), before or _Split({}, {}, {})
    kept = {name for name in names if name in other.equations and other.equations[name].parents == causes[name]}

    def fitted(name: str) -> Equation:
        return _equation(frame, name, causes[name], rubric.draws, stream(seed, graph.id, "attribution", name))

    equations = {name: other.equations[name] if name in kept else fitted(name) for name in names}
    shocks = {
        name: other.shocks[name] if name in kept else _shocks(frame, name, equations[name], at, span) for name in names
    }
    return _Split(equations, shocks, _moved(names, equations, shocks, graph.outcome))


def _turned(
    frame: Frame, graph: Graph, split: _Split, at: int, span: int, seed: int, rubric: Rubric
) -> tuple[Turned, ...]:
    """Split the move again with each asserted edge within a row turned round, where that makes no circle, and cut."""
    found = []
    for edge in graph.claimed:
        if edge.lag:
            continue
        cut = replace(graph, edges=tuple(e for e in graph.edges if e.id != edge.id), chain=())
        for how, other in ((How.REVERSED, reversed_graph(graph, edge)), (How.CUT, cut)):
            if other is not None:
                again = _split(frame, other, at, span, seed, rubric, split)
                found.append(Turned(edge=edge.id, how=how, contributions=again.contributions(rubric.level)))
    return tuple(found)


def _interval(values: Array, level: float) -> Array:
    """Give the ends of the middle of each column's draws, (2, columns), from (draws, columns), the estimate first, which is left out."""
    tail = (1.0 - level) / 2.0
    ends: Array = np.quantile(values[1:], [tail, 1.0 - tail], axis=0)
    return ends


def _simple(graph: Graph, move: float) -> float | None:
    """Give a change of logarithms as one in percent; None where it is none, or too large for a number."""
    measure = graph.variable(graph.outcome).measure
    if measure is None or measure.log_scale is None or abs(move / measure.log_scale) > LARGEST_LOG:
        return None
    return 100.0 * float(np.expm1(move / measure.log_scale))


def _order(graph: Graph) -> list[str]:
    """Give the nodes that data stand for, causes first within the day."""
    static: nx.DiGraph = nx.DiGraph()
    static.add_nodes_from(v.name for v in graph.variables)
    static.add_edges_from((e.treatment, e.outcome) for e in graph.edges if e.lag == 0)
    known = {v.name for v in graph.variables if v.measure is not None}
    return [name for name in nx.lexicographical_topological_sort(static) if name in known]


def parents(graph: Graph) -> dict[str, tuple[str, ...]]:
    """Give each variable's measured parents as `variable@lag`, own lags included."""
    known = {v.name for v in graph.variables if v.measure is not None}
    others: dict[str, list[str]] = {v.name: [] for v in graph.variables}
    for edge in graph.edges:
        if edge.treatment in known:
            others[edge.outcome].append(node(edge.treatment, edge.lag))
    own = {v.name: [node(v.name, lag) for lag in range(1, v.persistence + 1)] for v in graph.variables}
    return {name: (*sorted(found), *own[name]) for name, found in others.items()}


def _equation(frame: Frame, name: str, causes: tuple[str, ...], draws: int, rng: np.random.Generator) -> Equation:
    """Fit a node on its parents, with one further lag of each held fixed where rows are left; its coefficients are drawn by their errors."""
    for held in ((*causes, *_further(name, causes)), causes):
        columns = [lagged(frame, cause) for cause in held]
        values = np.column_stack([frame.values(name), *columns])
        complete = values[~np.isnan(values).any(axis=1)]
        if held == causes or len(complete) >= ROWS_EACH * (len(held) + 1):
            break
    if len(complete) < 2 * (len(causes) + 1) + 10:
        raise NotComputableError(f"{len(complete)} complete rows are too few for the equation of {name}")
    try:
        fitted = regress(complete[:, 0][None], list(complete[:, 1:].T[:, None]))
    except NotComputableError as error:
        raise NotComputableError(f"the equation of {name}: {error}") from error
    whole = fitted.coefficients[0]
    root = _root(fitted.covariance(len(whole))[0])
    wide = np.sqrt(fitted.degrees / rng.chisquare(fitted.degrees, (draws, 1)))
    drawn = whole + wide * (rng.standard_normal((draws, len(whole))) @ root.T)
    return Equation(causes, held, np.vstack([whole, drawn]), len(complete))


def _root(covariance: Array) -> Array:
    """Give a matrix whose product with its transpose is the covariance; a combination of coefficients that has no error has none in it."""
    try:
        return np.asarray(np.linalg.cholesky(covariance))
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(covariance)
        return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _further(name: str, causes: tuple[str, ...]) -> tuple[str, ...]:
    """Give one further lag of each cause, and the node's own last value, of those not among the causes."""
    last = furthest((node(name, 0), *causes))
    own = last.pop(name)
    return (*(node(one, lag + 1) for one, lag in last.items()), *(() if own else (node(name, 1),)))


def _shocks(frame: Frame, name: str, equation: Equation, at: int, span: int) -> Array:
    """Give the node's residuals from `span` rows before the event day to it, shape (draws, span + 1)."""
    rows = np.arange(at - span, at + 1)
    columns = np.column_stack([np.ones(len(frame)), *(lagged(frame, cause) for cause in equation.held)])[rows]
    shocks = frame.values(name)[rows] - equation.coefficients @ columns.T
    if np.isnan(shocks).any():
        raise NotComputableError(f"{name} or one of its causes has no value on the event day")
    return np.asarray(shocks)


def _moved(
    names: Sequence[str], equations: dict[str, Equation], shocks: dict[str, Array], outcome: str
) -> dict[str, Array]:
    """Give what each node's shocks, (draws, days), did to the outcome on the last day, (draws,). The nodes come causes first.

    What a unit of a node adds to the outcome is found once for all of them, from the last day back and effects first: what it adds by
    each of its effects.
    """
    draws, days = shocks[outcome].shape
    adds = {(outcome, 0): np.ones(draws)}  # by node, and days before the last
    for back in range(days):
        for name in reversed(names):
            if (name, back) not in adds:
                continue
            for position, cause in enumerate(equations[name].parents, start=1):
                at = variable_of(cause), back + lag_of(cause)
                if at[1] < days:
                    adds[at] = adds.get(at, 0.0) + equations[name].coefficients[:, position] * adds[name, back]
    moved = {name: np.zeros(draws) for name in names}
    for (name, back), added in adds.items():
        moved[name] += shocks[name][:, days - 1 - back] * added
    return moved


def _through(graph: Graph, equations: dict[str, Equation], shock: Array) -> Array:
    """Give the part of the first node's shock that arrives along the chain's links alone, shape (draws,)."""
    carried = shock[:, 0]
    for link in graph.chain:
        edge = graph.edge(link)
        equation = equations[edge.outcome]
        carried = carried * equation.coefficients[:, 1 + equation.parents.index(node(edge.treatment, edge.lag))]
    return np.asarray(carried)


def held_out_r2(frame: Frame, graph: Graph) -> float:
    """Give the outcome equation's R2 on fifths of the rows, each left out of its own fit."""
    columns, outcome = _equation_columns(frame, graph)
    complete = ~(np.isnan(columns).any(axis=1) | np.isnan(outcome))
    errors, base = _held_out_errors(
        columns[complete], outcome[complete], frame.sampling.held_out(int(complete.sum()), HELD_OUT_PARTS)
    )
    if not np.any(base):
        raise NotComputableError(f"{graph.outcome} is the same in every complete row: there is nothing to predict")
    return 1.0 - float(np.sum(errors)) / float(np.sum(base))


def beside(frame: Frame, first: Graph, second: Graph, level: float) -> HeldOut:
    """Compare two graphs on rows held out that both can predict; raise NotComputableError.

    The difference of squared errors is tested against zero with the robust error of a mean.
    """
    from scipy import stats

    if first.outcome != second.outcome:
        raise NotComputableError(f"the graphs explain different outcomes: {first.outcome} and {second.outcome}")
    own, outcome = _equation_columns(frame, first)
    other, _ = _equation_columns(frame, second)
    complete = ~(np.isnan(own).any(axis=1) | np.isnan(other).any(axis=1) | np.isnan(outcome))
    y = outcome[complete]
    folds = frame.sampling.held_out(len(y), HELD_OUT_PARTS)
    errors, base = _held_out_errors(own[complete], y, folds)
    others, _ = _held_out_errors(other[complete], y, folds)
    if not np.any(base):
        raise NotComputableError(f"{first.outcome} is the same in every complete row: there is nothing to predict")
    spread = float(np.mean(base))
    difference = (others - errors) / spread
    mean = float(difference.mean())
    variance = frame.sampling.variance(frame.index[complete])
    error = float(np.sqrt(variance.of_sum(difference - mean))) / len(y)
    degrees = variance.degrees(len(y), len(y) - 1)
    half = critical_value(level, degrees) * error
    return HeldOut(
        first=first.id,
        second=second.id,
        rows=len(y),
        first_r2=1.0 - float(np.mean(errors)) / spread,
        second_r2=1.0 - float(np.mean(others)) / spread,
        gain=mean,
        low=mean - half,
        high=mean + half,
        p_value=float(2.0 * stats.t.sf(abs(mean) / error, degrees)) if error > 0 else 1.0,
    )


def _equation_columns(frame: Frame, graph: Graph) -> tuple[Array, Array]:
    if graph.variable(graph.outcome).measure is None:
        raise NotComputableError(f"{graph.outcome} has no data: nothing can be predicted")
    columns = [lagged(frame, cause) for cause in parents(graph)[graph.outcome]]
    return np.column_stack([np.ones(len(frame)), *columns]), frame.values(graph.outcome)


def _held_out_errors(x: Array, y: Array, folds: list[NDArray[np.int64]]) -> tuple[Array, Array]:
    """Give squared errors of prediction and of the mean, (rows,), each fold predicted from the others."""
    if min(len(y) - len(fold) for fold in folds) < x.shape[1] + 10:
        raise NotComputableError(f"{len(y)} complete rows are too few to hold any out")
    errors, base = np.empty(len(y)), np.empty(len(y))
    for fold in folds:
        rest = np.setdiff1d(np.arange(len(y)), fold)
        coefficients, *_ = np.linalg.lstsq(x[rest], y[rest], rcond=None)
        errors[fold] = (y[fold] - x[fold] @ coefficients) ** 2
        base[fold] = (y[fold] - y[rest].mean()) ** 2
    return errors, base
