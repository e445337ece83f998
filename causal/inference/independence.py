"""The graph against the data: every independence that it implies, tested with errors as robust as the rows ask for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Independence, Shuffled
from causal.inference.algebra import basis, fit, project_on
from causal.inference.design import lag_of, lagged, node, variable_of
from causal.inference.each import Test, by_bounds, p_values
from causal.inference.identify import implied_independences
from causal.inference.multiplicity import holm_levels
from causal.messages import Failure, Stage
from causal.work.finite import finite
from causal.work.pieces import pieces
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from causal.frame import Frame
    from causal.inference.algebra import Array, Mask
    from causal.sampling import Variance
    from causal.study import Graph
    from causal.verdict import Rubric

    Asked = tuple[str, str, tuple[str, ...]]  # x, y, given

SHUFFLED = 99
HELD = 4_000_000  # cells of columns of the tests whose p-values are worked out together
BOUNDED = 1_000_000  # the same of those that are bounded together


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
    rng = stream(seed, graph.id, "shuffled graphs")
    orders = (rng.permutation(names).tolist() for _ in range(SHUFFLED))
    own, *others = _shares(frame, implied, [dict(zip(names, order, strict=True)) for order in (names, *orders)], rubric)
    low, median, high = (float(q) for q in np.quantile(others, [0.05, 0.5, 0.95]))
    as_good = (1 + int(np.sum(np.array(others) <= own))) / (1 + SHUFFLED)
    return Shuffled(graphs=SHUFFLED, share=own, median=median, low=low, high=high, p_value=as_good)


def _shares(
    frame: Frame, implied: Sequence[tuple[str, str, tuple[str, ...]]], places: Sequence[dict[str, str]], rubric: Rubric
) -> list[float]:
    """Give the share of the independences that are rejected, with the variables at each of the places."""
    batches: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for x, y, given in implied:
        batches.setdefault((x, given), []).append(y)
    names = {name for x, y, given in implied for name in (x, y, *given)}
    asked = []
    for place in places:
        moved = {name: node(place[variable_of(name)], lag_of(name)) for name in names}
        asked.append(
            [
                (moved[x], tuple(moved[y] for y in ys), tuple(sorted(moved[n] for n in given)))
                for (x, given), ys in batches.items()
            ]
        )
    found = Tests(frame).rejected([one for some in asked for one in some], rubric.level)
    shares = []
    for some in asked:
        known = np.array([found[x, y, given] for x, ys, given in some for y in ys])
        known = known[~np.isnan(known)]  # with too few rows for a test: the share is of those that can be tested
        if not len(known):
            raise NotComputableError("no implied independence has enough rows to be tested")
        shares.append(float(np.mean(known)))
    return shares


def _fewest(given: int) -> int:
    """Give the rows that a test needs: 20 more than it has variables."""
    return given + 22


def _held(tests: Iterable[tuple[list[Asked], Test]], most: int) -> Iterator[list[tuple[list[Asked], Test]]]:
    """Give tests in lists, each of about so many cells at most."""
    waiting: list[tuple[list[Asked], Test]] = []
    held = 0
    for one in tests:
        waiting.append(one)
        held += one[1].treatments.size + one[1].controls.size
        if held > most:
            yield waiting
            waiting, held = [], 0
    yield waiting


def _tell(waiting: Sequence[tuple[list[Asked], Test]], level: float, found: dict[Asked, float]) -> None:
    """Find by p-values what is rejected."""
    told = p_values([test for _, test in waiting])
    for (names, _), values in zip(waiting, told, strict=True):
        rejected = np.where(np.isnan(values), np.nan, values <= 1.0 - level)
        found.update(zip(names, rejected.tolist(), strict=True))


class Tests:
    """Tests of independence on one frame; each column is read once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.columns: dict[str, Array] = {}
        self.variances: dict[bytes, Variance] = {}
        self.bases: dict[tuple[tuple[str, ...], bytes], Array] = {}  # of the controls that were asked for last

    def rejected(self, asked: Iterable[tuple[str, Sequence[str], tuple[str, ...]]], level: float) -> dict[Asked, float]:
        """Say of each y of each (x, ys, given), by (x, y, given), whether it is rejected at `level`: 1 or 0, NaN where it cannot be tested.

        What is asked again, as a graph in another order may, is tested once.
        """
        wanted: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
        for x, ys, given in asked:
            wanted.setdefault((x, given), {}).update(dict.fromkeys(ys))
        found = {(x, y, given): np.nan for (x, given), ys in wanted.items() for y in ys}
        for some in _held(self._close(wanted, level, found), HELD):
            _tell(some, level, found)
        return found

    def _close(
        self, wanted: Mapping[tuple[str, tuple[str, ...]], Iterable[str]], level: float, found: dict[Asked, float]
    ) -> Iterator[tuple[list[Asked], Test]]:
        """Find by bounds what is rejected, and give the tests that are too close for them."""
        for some in _held(self._tests(wanted), BOUNDED):
            told = by_bounds([test for _, test in some], level)
            for (names, test), values in zip(some, told, strict=True):
                found.update(zip(names, values.tolist(), strict=True))
                untold = np.flatnonzero(np.isnan(values))
                if len(untold):
                    left = test if len(untold) == len(names) else replace(test, treatments=test.treatments[:, untold])
                    yield [names[at] for at in untold], left

    def _tests(self, wanted: Mapping[tuple[str, tuple[str, ...]], Iterable[str]]) -> Iterator[tuple[list[Asked], Test]]:
        """Give a test of those that have their complete rows in common; of those without rows enough, none."""
        names = sorted({name for (x, given), ys in wanted.items() for name in (x, *given, *ys)})
        at = {name: position for position, name in enumerate(names)}
        table = np.column_stack([self._column(name) for name in names]) if names else np.empty((0, 0))
        known = ~np.isnan(table)
        pattern = {name: known[:, position].tobytes() for name, position in at.items()}  # which rows have a value
        for (x, given), ys in wanted.items():
            held = table.take([at[name] for name in (x, *given)], axis=1)
            whole = ~np.isnan(held).any(axis=1)
            kinds: dict[bytes, list[str]] = {}
            for y in ys:
                kinds.setdefault(pattern[y], []).append(y)
            alike: dict[bytes, tuple[Mask, list[str]]] = {}
            for some in kinds.values():
                rows = whole & known[:, at[some[0]]]
                alike.setdefault(rows.tobytes(), (rows, []))[1].extend(some)
            for rows, some in alike.values():
                complete = held[rows]
                if len(complete) < _fewest(len(given)):
                    continue
                controls = np.column_stack([np.ones(len(complete)), complete[:, 1:]])
                for part in pieces(len(complete), len(some)):
                    treatments = table.take([at[y] for y in some[part]], axis=1)[rows]
                    test = Test(complete[:, 0], treatments, controls, self._variance(rows))
                    yield [(x, y, given) for y in some[part]], test

    def _column(self, name: str) -> Array:
        if name not in self.columns:
            self.columns[name] = lagged(self.frame, name)
        return self.columns[name]

    def _variance(self, rows: Mask) -> Variance:
        named = rows.tobytes()
        if named not in self.variances:
            self.variances[named] = self.frame.sampling.variance(self.frame.index[rows])
        return self.variances[named]

    def _basis(self, given: tuple[str, ...], rows: Mask) -> Array:
        """Give a basis of the controls in some rows; tests of the same variable follow each other, and share it."""
        asked = given, rows.tobytes()
        if asked not in self.bases:
            if any(others != given for others, _ in self.bases):
                self.bases.clear()
            controls = [self._column(name)[rows] for name in given]
            self.bases[asked] = basis(np.column_stack([np.ones(int(rows.sum())), *controls]))
        return self.bases[asked]

    def one(self, x: str, y: str, given: tuple[str, ...]) -> Independence:
        """Test one independence; raise NotComputableError."""
        names = (x, y, *given)
        columns = np.column_stack([self._column(name) for name in names])
        known: Mask = np.asarray(~np.isnan(columns).any(axis=1))
        complete = columns[known]
        if len(complete) < _fewest(len(given)):
            raise NotComputableError(f"only {len(complete)} rows have all of {', '.join(names)}")
        projection = project_on(complete[:, 1], self._basis(given, known), variance=self._variance(known))
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
