"""The graph against the data: every independence that it implies, tested with errors as robust as the rows ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Failure, Independence, Shuffled, Stage
from causal.inference.algebra import fit, project
from causal.inference.design import lag_of, lagged, node, variable_of
from causal.inference.identify import implied_independences
from causal.inference.multiplicity import holm_levels
from causal.work.finite import finite
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.frame import Frame
    from causal.inference.algebra import Array, Mask
    from causal.study import Graph
    from causal.verdict import Rubric

SHUFFLED = 99


def check_independences(
    frame: Frame, graph: Graph, rubric: Rubric
) -> tuple[tuple[Independence, ...], tuple[Failure, ...]]:
    """Regress each node on each non-effect, given the node's causes; reject by Holm over the graph's list."""
    found, failures = [], []
    tests = Tests(frame)
    for x, y, given in implied_independences(graph, frame.sampling.lags):
        try:
            found.append(tests.one(x, y, given))
        except NotComputableError as error:
            failures.append(Failure(stage=Stage.INDEPENDENCE, subject=f"{x}, {y}", reason=str(error)))
    rejected = _rejected([item.p_value for item in found], rubric.level)
    return tuple(replace(item, rejected=r) for item, r in zip(found, rejected, strict=True)), tuple(failures)


def _rejected(p_values: Sequence[float], level: float) -> list[bool]:
    return [adjusted <= 1.0 - level for _, adjusted in holm_levels(p_values, level)]


def shuffle(frame: Frame, graph: Graph, seed: int, rubric: Rubric) -> Shuffled | None:
    """Test the graph's independences with its variables at random places (Eulig and others 2023).

    A graph that describes the data no better than its own shuffled copies says nothing about them. Each test is
    taken at the plain level: what counts is the comparison. None where the graph implies nothing; raise NotComputableError where nothing
    that it implies can be tested.
    """
    implied = implied_independences(graph, frame.sampling.lags)
    names = sorted({variable_of(n) for x, y, given in implied for n in (x, y, *given)})
    if len(names) < 3:
        return None
    tests, rng = Tests(frame), stream(seed, graph.id, "shuffled graphs")
    own = _share(tests, implied, dict(zip(names, names, strict=True)), rubric)
    shares = np.array(
        [
            _share(tests, implied, dict(zip(names, rng.permutation(names).tolist(), strict=True)), rubric)
            for _ in range(SHUFFLED)
        ]
    )
    low, median, high = (float(q) for q in np.quantile(shares, [0.05, 0.5, 0.95]))
    as_good = (1 + int(np.sum(shares <= own))) / (1 + SHUFFLED)
    return Shuffled(graphs=SHUFFLED, share=own, median=median, low=low, high=high, p_value=as_good)


def _share(
    tests: Tests, implied: Sequence[tuple[str, str, tuple[str, ...]]], places: dict[str, str], rubric: Rubric
) -> float:
    def moved(name: str) -> str:
        return node(places[variable_of(name)], lag_of(name))

    p_values = []
    for x, y, given in implied:
        try:
            p_values.append(tests.one(moved(x), moved(y), tuple(sorted(moved(n) for n in given))).p_value)
        except NotComputableError:
            continue  # too few rows for this one: the share is of those that can be tested
    if not p_values:
        raise NotComputableError("no implied independence has enough rows to be tested")
    return float(np.mean(np.array(p_values) <= 1.0 - rubric.level))


class Tests:
    """Tests of independence on one frame; each is computed once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.columns: dict[str, Array] = {}
        self.known: dict[tuple[str, ...], Independence | str] = {}

    def one(self, x: str, y: str, given: tuple[str, ...]) -> Independence:
        """Test one independence; raise NotComputableError."""
        key = (x, y, *given)
        if key not in self.known:
            try:
                self.known[key] = self._test(x, y, given)
            except NotComputableError as error:
                self.known[key] = str(error)
        found = self.known[key]
        if isinstance(found, str):
            raise NotComputableError(found)
        return found

    def _column(self, name: str) -> Array:
        if name not in self.columns:
            self.columns[name] = lagged(self.frame, name)
        return self.columns[name]

    def _test(self, x: str, y: str, given: tuple[str, ...]) -> Independence:
        names = (x, y, *given)
        columns = np.column_stack([self._column(name) for name in names])
        known: Mask = np.asarray(~np.isnan(columns).any(axis=1))
        complete = columns[known]
        if len(complete) < len(names) + 20:
            raise NotComputableError(f"only {len(complete)} rows have all of {', '.join(names)}")
        controls = np.column_stack([np.ones(len(complete)), complete[:, 2:]])
        projection = project(complete[:, 1], controls, variance=self.frame.sampling.variance(self.frame.index[known]))
        fitted = fit(projection, complete[:, [0]])
        t = float(fitted.effect[0] / fitted.classical_error[0])
        found = Independence(
            x=x,
            y=y,
            given=given,
            correlation=t / np.sqrt(t**2 + projection.residual_degrees),
            p_value=float(fitted.p_value()[0]),
            rejected=False,
            rows=len(complete),
        )
        return finite(found)
