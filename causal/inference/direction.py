"""Which way an edge runs, as far as data can say: two orders compared, and the independences that the graph implies.

Within a row, cause and effect leave two traces of their order. Each has its own past: the cause's is felt by the effect only
through the cause. And the shocks of most series are not normal: in the right order what is left of the effect is free of the
cause, in the wrong one it is not (Shimizu and others 2006; Hyvarinen and Smith 2013). Both are in the likelihoods of the two orders,

    declared: cause | its causes,  effect | cause and its other causes;    reversed: effect | its other causes,  cause | effect and its causes,

here Student's with 5 degrees of freedom, which are compared row by row (Vuong 1989), with an error that allows for rows that
lean on each other, and which curves in the lines' place must not turn round. Normal shocks without a past of their own tell
nothing: the order is then undecided.

Columns are arrays (worlds, rows), or (1, rows) where all worlds share them.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.findings import DirectionFindings, Implied, Order, Strategy
from causal.inference.algebra import critical_value
from causal.inference.design import ROWS_EACH, lagged
from causal.inference.linearity import bends
from causal.inference.pair import pair, reversed_graph
from causal.inference.regressions import independent, regress
from causal.study import Because
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.algebra import Array, Mask
    from causal.inference.design import Design
    from causal.inference.pair import Claimed, Pair
    from causal.sampling import Variance
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

    Columns = Callable[[str], Array]
    Numbers = NDArray[np.signedinteger[Any]]

SHAPE = 5.0  # degrees of freedom of the shocks' likelihood
ROUNDS = 30  # at most, of Newton's method that gives its scale
SETTLED = 1e-6  # relative change of the scale at which it is given
CACHED = 100_000  # rows times worlds that are worked out together: what fits in a processor's cache
AT_LEAST = 8  # worlds that are worked out together, so that what they share is formed for as many
NEAR = 1.6  # standard errors up to which no order is found at any level of 90% or more
FEWEST_VALUES = 10  # a series of fewer values has no likelihood of that shape


def together(rows: int) -> int:
    """Give the rows times worlds that are worked out together."""
    return max(CACHED, AT_LEAST * rows)


def evidence(columns: Columns, given: Pair, variance: Variance, *, reversed_too: bool = True) -> tuple[Array, float]:
    """Give the statistic of the declared order against the reversed one, (worlds,), and its degrees of freedom.

    Both orders are lines, and a bent effect is often better told by the line of the wrong one. So where curves in the ends'
    place find the other order better than lines do, the statistic is 0. What speaks for the reversed order is held against curves only if `reversed_too`.
    """
    ends = columns(given.cause), columns(given.effect)
    held = [columns(name) for name in given.cause_given], [columns(name) for name in given.effect_given]
    statistic, degrees = _compared(ends, held, variance)
    doubtful = (np.abs(statistic) if reversed_too else statistic) > NEAR
    if doubtful.any():
        few = [[one if len(one) == 1 else one[doubtful] for one in part] for part in (ends, *held)]
        with suppress(NotComputableError):
            curved, _ = _compared((few[0][0], few[0][1]), (few[1], few[2]), variance, curved=True)
            same = np.sign(curved) == np.sign(statistic[doubtful])
            statistic[doubtful] = np.where(same, statistic[doubtful], 0.0)
    return statistic, degrees


def _compared(
    ends: tuple[Array, Array], held: tuple[list[Array], list[Array]], variance: Variance, *, curved: bool = False
) -> tuple[Array, float]:
    """Compare the two orders, with lines or with curves of the one end in the other's equation (Vuong 1989)."""
    (cause, effect), (before, beside) = ends, held
    of_cause, of_effect = ([one, *(bends(one) if curved else ())] for one in ends)
    declared = _likelihood(cause, before) + _likelihood(effect, [*beside, *of_cause])
    turned = _likelihood(effect, beside) + _likelihood(cause, [*before, *of_effect])
    gain = (declared - turned).T  # (rows, worlds)
    rows = len(gain)
    mean = gain.mean(axis=0)
    error = np.sqrt(variance.of_sums(gain - mean)) / rows
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic: Array = np.where(error > 0, mean / error, 0.0)
    return statistic, float(variance.degrees(rows, rows - 1))


def shape(columns: Columns, cause: str, effect: str, beside: Sequence[str]) -> Array:
    """Give the p-value, (worlds,), of what an order says of independent rows: that the size of the effect's shocks is free of the cause."""
    moved = columns(cause)
    left = regress(columns(effect), [*(columns(name) for name in beside), moved]).residuals ** 2
    centred = moved - moved.mean(axis=1, keepdims=True)
    return regress(left, [centred, centred**2]).p_value(2)


def _likelihood(outcome: Array, columns: Sequence[Array]) -> Array:
    """Give each row's log-likelihood but for a constant, (worlds, rows): least-squares line, Student's shocks of the likeliest scale."""
    return _logarithms(regress(outcome, columns).residuals ** 2)


def _logarithms(squares: Array) -> Array:
    """Give the log-likelihoods of squared shocks (worlds, rows); the scale by Newton's method on its logarithm."""
    scale = np.mean(squares, axis=1, keepdims=True) * (SHAPE - 2.0) / SHAPE
    shares = np.empty_like(squares)  # one place for each round: to ask for memory anew takes as long as the sums
    for _ in range(ROUNDS):
        np.divide(squares, np.add(squares, SHAPE * scale, out=shares), out=shares)
        mean = np.mean(shares, axis=1, keepdims=True)
        spread = mean - np.einsum("wn,wn->w", shares, shares)[:, None] / shares.shape[1]
        step = np.clip((mean - 1.0 / (SHAPE + 1.0)) / spread, -1.0, 1.0)
        scale = scale * np.exp(step)
        if np.max(np.abs(step)) < SETTLED:
            break
    found: Array = np.divide(squares, SHAPE * scale, out=shares)
    np.log1p(found, out=found)
    found *= -0.5 * (SHAPE + 1.0)
    found -= 0.5 * np.log(scale)
    return found


def p_values(columns: Columns, claimed: Claimed, tested: Sequence[tuple[str, ...]]) -> list[Array]:
    """Give the p-values of the worlds, (worlds,), of the node being independent of each group of names tested."""
    causes = [columns(name) for name in (*claimed.causes, *claimed.held)]
    return [
        regress(columns(claimed.name), [*causes, *(columns(name) for name in names)]).p_value(len(names))
        for names in tested
    ]


def usable(columns: Columns, claimed: Claimed) -> list[tuple[str, ...]]:
    """Give the groups of names that a node is tested to be independent of, together.

    Left out are names whose columns, in the first world, are combinations of the causes and of each other.
    """
    given = [columns(name)[0] for name in (*claimed.causes, *claimed.held)]
    found = []
    for names in (claimed.ends, claimed.others):
        whole = independent(given, [columns(name)[0] for name in names])
        found.append(tuple(name for name, kept in zip(names, whole, strict=True) if kept))
    return [names for names in found if names]


def implied(columns: Columns, claimed: Sequence[Claimed], level: float) -> tuple[Implied, ...]:
    """Test the independences that the graph implies for the nodes, in the first world, corrected by Bonferroni."""
    found = []
    for one in claimed:
        groups = usable(columns, one)
        p_of = p_values(columns, one, groups)
        found += [(one.name, names, float(p[0])) for names, p in zip(groups, p_of, strict=True)]
    return tuple(
        Implied(node=name, others=names, p_value=p, rejected=p * len(found) <= 1.0 - level) for name, names, p in found
    )


def rejected(
    columns: Columns, claimed: Sequence[tuple[Claimed, Sequence[tuple[str, ...]]]], level: float, tests: int
) -> Mask:
    """Say of each world whether an independence of the nodes, each with what is `usable`, is rejected, `tests` being the tests to correct for."""
    found = [p for one, groups in claimed for p in p_values(columns, one, groups)]
    if not found:
        return np.zeros(1, dtype=bool)
    lowest: Mask = np.minimum.reduce(found) * max(tests, len(found)) <= 1.0 - level
    return lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of the data about an edge's direction: `values` are the pair's columns, (1, rows), and `why` no orders are compared."""

    given: Pair
    values: dict[str, Array]
    known: Mask
    variance: Variance
    why: str
    asked: tuple[Claimed, ...]
    ordered: bool

    @property
    def tests(self) -> tuple[Implied, ...]:
        """The independences that are tested, on the data as they are."""
        return implied(self.values.__getitem__, self.asked, 1.0)

    @property
    def answerable(self) -> bool:
        """Whether the direction can be shown: by the data, or by what is declared."""
        return self.why not in UNANSWERABLE

    def passes(self, columns: Columns, asked: Sequence[Claimed], tests: int, level: float) -> Mask:
        """Say of each world whether the declared order is found, where it is sought, and no independence of the nodes asked is rejected."""
        worlds, rows = max(len(columns(name)) for name in self.given.names), columns(self.given.effect).shape[1]
        tested = [(one, usable(columns, one)) for one in asked]
        found = [
            self._passed(lambda name, part=part: _of(columns(name), part), tested, tests, level)  # type: ignore[misc]
            for part in pieces(rows, worlds, together(rows))
        ]
        return np.concatenate(found)

    def _passed(
        self, columns: Columns, tested: Sequence[tuple[Claimed, Sequence[tuple[str, ...]]]], tests: int, level: float
    ) -> Mask:
        worlds = max(len(columns(name)) for name in self.given.names)
        kept: Mask = np.resize(~rejected(columns, tested, level, tests), worlds)
        if not self.answerable:
            return np.zeros_like(kept)
        if self.why:
            return kept
        alive = np.flatnonzero(kept)
        if len(alive):
            kept[alive] = self._found(lambda name: _of(columns(name), alive), level)
        return kept

    def _found(self, columns: Columns, level: float) -> Mask:
        """Say of each world whether the declared order is found."""
        given = self.given
        statistic, degrees = evidence(columns, given, self.variance, reversed_too=False)
        found: Mask = statistic > critical_value(level, degrees)
        alive = np.flatnonzero(found)
        if not self.ordered and len(alive):
            fits = shape(lambda name: _of(columns(name), alive), given.cause, given.effect, given.effect_given)
            found[alive] = fits > 1.0 - level
        return found


def _of(column: Array, chosen: NDArray[np.intp] | slice) -> Array:
    """Give the chosen worlds of a column; one that all worlds share stays as it is."""
    return column if len(column) == 1 else column[chosen]


DECLARED = 0.99  # confidence with which data must speak against a declared reason
UNANSWERABLE = frozenset({"cycle", "few_values"})


def question(frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, extra: Sequence[str] = ()) -> Question:
    """Give what is asked about an edge, with `extra` columns; raise NotComputableError where no row is complete.

    Where a reason from outside the data is declared, or the rows already order the ends, no orders are compared. Of a cause that nothing
    hidden moves its own independences alone are asked for, and of a clock none, which no shock moves.
    """
    given, values, known = _asked(frame, graph, edge, extra)
    return Question(
        given=given,
        values=values,
        known=known,
        variance=frame.sampling.variance(frame.index[known]),
        why=_uncompared(edge, given, estimand, values),
        asked=_claims(edge, given),
        ordered=frame.sampling.ordered,
    )


def _asked(frame: Frame, graph: Graph, edge: Edge, extra: Sequence[str]) -> tuple[Pair, dict[str, Array], Mask]:
    """Give the pair with its columns and rows: with further past held fixed, where rows are left for it."""
    for further in (True, False):
        given = pair(graph, edge, ordered=frame.sampling.ordered, further=further)
        values = {name: lagged(frame, name) for name in dict.fromkeys((*given.names, *extra))}
        known: Mask = np.asarray(~np.isnan(np.column_stack(list(values.values()))).any(axis=1))
        largest = max(len(one.causes) + len(one.held) + len(one.ends) + len(one.others) for one in given.claimed)
        if known.sum() >= ROWS_EACH * (largest + 1):
            break
    if not known.any():
        raise NotComputableError("no row has both ends, their causes and their past")
    return given, {name: column[known][None] for name, column in values.items()}, known


def _claims(edge: Edge, given: Pair) -> tuple[Claimed, ...]:
    if edge.because is Because.CLOCK:
        return ()
    return given.claimed[:1] if edge.exogenous else given.claimed


def direction(frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, rubric: Rubric) -> DirectionFindings:
    """Ask the data for the edge's direction; raise NotComputableError where too few rows are complete."""
    asked = question(frame, graph, edge, estimand)
    columns, given = asked.values.__getitem__, asked.given
    tested = implied(columns, asked.asked, DECLARED if edge.exogenous else rubric.level)
    if asked.why:
        return DirectionFindings(order=None, statistic=None, critical=None, implied=tested, why=asked.why)
    statistic, degrees = evidence(columns, given, asked.variance)
    bound, value = critical_value(rubric.level, degrees), float(statistic[0])
    order = Order.DECLARED if value > bound else Order.REVERSED if value < -bound else Order.UNDECIDED
    turned = _turned(frame, graph, edge, rubric) if order is Order.REVERSED else ()
    fits = None
    if not asked.ordered and order is not Order.UNDECIDED:
        ends = (given.cause, given.effect, given.effect_given)
        if order is Order.REVERSED:
            ends = (given.effect, given.cause, given.cause_given)
        fits = float(shape(columns, *ends)[0])
        if fits <= 1.0 - rubric.level:
            order = Order.UNDECIDED
    return DirectionFindings(
        order=order, statistic=value, critical=bound, implied=tested, reversed_implied=turned, shape_p=fits
    )


def in_design(asked: Question, frame: Frame, design: Design) -> tuple[Question, Numbers]:
    """Give the question on the rows that it shares with a design, and their places in the design; raise NotComputableError."""
    places = design.index.get_indexer(frame.index[asked.known])
    shared = places >= 0
    if not shared.any():
        raise NotComputableError("no row has both ends, their causes and their past")
    index = frame.index[asked.known][shared]
    values = {name: column[:, shared] for name, column in asked.values.items()}
    return replace(asked, values=values, variance=frame.sampling.variance(index)), places[shared]


def _uncompared(edge: Edge, given: Pair, estimand: Estimand, values: dict[str, Array]) -> str:
    """Give why the two orders are not compared, as a catalogue key; "" where they are."""
    if edge.because:
        return "because"
    if edge.lag:
        return "lagged"
    if estimand.strategy is not Strategy.ADJUSTMENT:
        return "identified"
    if not given.comparable:
        return "cycle"
    if few_values(given, values):
        return "few_values"
    return ""


def few_values(given: Pair, values: dict[str, Array]) -> bool:
    """Whether an end takes too few values for shocks of that shape."""
    return any(len(np.unique(values[name])) < FEWEST_VALUES for name in (given.cause, given.effect))


def _turned(frame: Frame, graph: Graph, edge: Edge, rubric: Rubric) -> tuple[Implied, ...]:
    """Test what the graph implies once the edge is turned round."""
    turned = reversed_graph(graph, edge)
    assert turned is not None
    given, values, _ = _asked(frame, turned, turned.edge(f"{edge.outcome}->{edge.treatment}"), ())
    return implied(values.__getitem__, given.claimed, rubric.level)
