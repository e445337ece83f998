"""The calibration study: the rubric and what one would do instead, on the same simulated worlds with known truth.

Each cell of a declared grid is a kind of world. In each the study counts how often the interval covers the true
effect, how often a missing edge is called supported, and how often an edge that exists is.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from causal.calibration.cells import Cell, Fresh, Group, Scenario, Tails
from causal.calibration.confirmation import simulate as simulate_fresh
from causal.calibration.judged import judged
from causal.calibration.procedures import PROCEDURES, Answer, oracle
from causal.calibration.worlds import simulate
from causal.findings import Rate  # noqa: TC001 - records are rebuilt from JSON by their annotations
from causal.inference import identify
from causal.inference.rates import rate
from causal.study import Edge, Graph, Measure, NodeKind, Variable
from causal.work.seeds import stream
from causal.work.spread import Task, spread
from causal.work.store import key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.calibration.cells import Worlds
    from causal.findings import Estimand
    from causal.verdict import Rubric
    from causal.work.spread import Workers
    from causal.work.store import Store

SEED, CONFIRMATION_SEED = 20260205, 20270419
ROWS = (120, 250, 500, 1000, 2500)
PERSISTENCE = (0.0, 0.3, 0.6, 0.9)
SIZES = (250, 500)
WORLDS = 100
RUBRIC_NAME, INTERVAL, ORACLE, AUGMENTED = "causal", "interval", "oracle", "augmented"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One procedure in one cell; None where it has no such thing."""

    coverage: Rate | None
    false_support: Rate | None
    power: Rate | None
    length: float | None = None
    """Mean length of the interval, over the worlds without the edge and with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One cell of the study: the score of each procedure by name."""

    cell: Cell
    scores: dict[str, Score]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One scenario at two sizes, with GARCH shocks and others, at two persistences: every second combination."""

    scenario: Scenario
    lag: int = 0
    persistence: tuple[float, float] = (0.3, 0.9)
    other: Tails = Tails.NORMAL

    def cells(self) -> list[Cell]:
        """Give the four cells."""
        return [
            Cell(scenario=self.scenario, rows=rows, persistence=persistence, tails=tails, lag=self.lag)
            for rows, persistence, tails in _every_second(SIZES, self.persistence, (Tails.GARCH, self.other))
        ]


BLOCKS = (
    Block(scenario=Scenario.OBSERVED, lag=1, other=Tails.SKEWED),
    Block(scenario=Scenario.HIDDEN),
    Block(scenario=Scenario.HIDDEN, lag=1, other=Tails.T4),
    Block(scenario=Scenario.HIDDEN_CAUSE, other=Tails.SKEWED),
    Block(scenario=Scenario.HIDDEN_CAUSE, lag=1),
    Block(scenario=Scenario.HIDDEN_EFFECT, other=Tails.REGIME),
    Block(scenario=Scenario.PASSING, persistence=(0.0, 0.6)),
    Block(scenario=Scenario.PASSING, lag=1, persistence=(0.0, 0.6), other=Tails.COMMON),
    Block(scenario=Scenario.PASSING_CAUSE, persistence=(0.0, 0.6), other=Tails.T4),
    Block(scenario=Scenario.PASSING_EFFECT, persistence=(0.0, 0.6), other=Tails.COMMON),
    Block(scenario=Scenario.REVERSED),
    Block(scenario=Scenario.REVERSED, persistence=(0.0, 0.6), other=Tails.COMMON),
    Block(scenario=Scenario.REVERSED, lag=1, other=Tails.T4),
    Block(scenario=Scenario.FEEDBACK, persistence=(0.3, 0.6), other=Tails.SKEWED),
    Block(scenario=Scenario.LATER, other=Tails.T4),
    Block(scenario=Scenario.EARLIER, lag=1),
    Block(scenario=Scenario.DELAYED, other=Tails.REGIME),
    Block(scenario=Scenario.DELAYED, lag=1),
    Block(scenario=Scenario.LEVELS, other=Tails.T4),
    Block(scenario=Scenario.COEFFICIENTS, other=Tails.COMMON),
    Block(scenario=Scenario.WEEKLY),
    Block(scenario=Scenario.EVENT, other=Tails.SKEWED),
    Block(scenario=Scenario.EVENT_CAUSE),
    Block(scenario=Scenario.EVENT_BOTH, other=Tails.T4),
    Block(scenario=Scenario.PROXY),
    Block(scenario=Scenario.PROXY_CONFOUNDER, other=Tails.REGIME),
)


def cells() -> tuple[Cell, ...]:
    """Give the declared grid: observed confounding in every second combination, the other scenarios in blocks.

    Every second: those whose places in the three lists add up to an even number, so that each pair of a size, a
    persistence and a kind of shock occurs as often as any other or once less.
    """
    observed = [
        Cell(scenario=Scenario.OBSERVED, rows=rows, persistence=persistence, tails=tails)
        for rows, persistence, tails in _every_second(ROWS, PERSISTENCE, tuple(Tails))
    ]
    return (*observed, *(cell for block in BLOCKS for cell in block.cells()))


def _every_second(
    rows: Sequence[int], persistence: Sequence[float], tails: Sequence[Tails]
) -> list[tuple[int, float, Tails]]:
    return [
        (rows[i], persistence[j], tails[k])
        for i, j, k in product(range(len(rows)), range(len(persistence)), range(len(tails)))
        if (i + j + k) % 2 == 0
    ]


def claimed_edge(lag: int) -> Edge:
    """Give the claimed edge x -> y."""
    return Edge(treatment="x", outcome="y", lag=lag, sign=1)


def declared(lag: int, second: bool = False) -> Graph:
    """Give the graph that the analyst declares: z causes both, x causes y, each has its own past; u is not known.

    With a `second` confounder w causes both a row later.
    """
    confounders = {"z": 0, "w": 1} if second else {"z": 0}
    variables = tuple(
        Variable(name=n, label=n, kind=NodeKind.OBSERVED, measure=Measure(formula=n, label=n, unit=""))
        for n in (*confounders, "x", "y")
    )
    claimed = claimed_edge(lag)
    known = [Edge(treatment=n, outcome=end, lag=later) for n, later in confounders.items() for end in ("x", "y")]
    edges = (*known, claimed)
    return Graph(id="grid", title="", variables=variables, edges=edges, chain=(claimed.id,), outcome="y")


def estimand_for(lag: int, second: bool = False) -> Estimand:
    """Give DoWhy's estimand for the claimed edge."""
    graph = declared(lag, second)
    return identify.identify(graph, graph.edge(graph.chain[0]))


def measure(cell: Cell, estimand: Estimand, rubric: Rubric, count: int) -> Row:
    """Score every procedure on `count` worlds without the edge and `count` with it.

    Where the only effect is not the claimed one, the worlds without it have that effect, and there are none with it.
    """
    absent, present = drawn(cell, count)
    answers = {
        name: [
            procedure.run(worlds, cell.lag, min(count, procedure.most), stream(SEED, cell.name, name, label))
            for label, worlds in (("without", absent), ("with", present))
            if worlds is not None
        ]
        for name, procedure in PROCEDURES.items()
    }
    graph = declared(*_declares(cell))
    whole = [judged(cell, w, graph, estimand, rubric, SEED) for w in (absent, present) if w is not None]
    answers[RUBRIC_NAME] = whole
    answers[INTERVAL] = [Answer(claimed=a.low > 0) for a in whole if a.low is not None]
    if cell.group is not Group.REVERSED:  # the cause of the outcome's cause is no parent of the outcome
        for name in (ORACLE, AUGMENTED):
            answers[name] = [oracle(w, cell.lag, name == AUGMENTED) for w in (absent, present) if w is not None]
    return Row(cell=cell, scores={name: _score(cell, *both) for name, both in answers.items()})


def drawn(cell: Cell, count: int) -> tuple[Worlds, Worlds | None]:
    """Give `count` worlds in which the claim is wrong, and as many in which it is right where there are any."""
    draw, seed = (simulate_fresh, CONFIRMATION_SEED) if cell.fresh else (simulate, SEED)
    absent = draw(cell, cell.effect if cell.misplaced else 0.0, count, stream(seed, cell.name, "without"))
    present = None if cell.misplaced else draw(cell, cell.effect, count, stream(seed, cell.name, "with"))
    return absent, present


def _score(cell: Cell, absent: Answer, present: Answer | None = None) -> Score:
    false_support = rate(absent.claimed)
    if present is None:
        return Score(coverage=None, false_support=false_support, power=None)
    bounds = [
        (answer.low, answer.high, effect)
        for answer, effect in ((absent, 0.0), (present, cell.effect))
        if answer.low is not None and answer.high is not None
    ]
    covered = [(low <= effect) & (high >= effect) for low, high, effect in bounds]
    return Score(
        coverage=rate(np.concatenate(covered)) if bounds else None,
        false_support=false_support,
        power=rate(present.claimed),
        length=float(np.mean([high - low for low, high, _ in bounds])) if bounds else None,
    )


def study(
    chosen: Sequence[Cell], rubric: Rubric, count: int, workers: Workers, store: Store, tick: Callable[[str], None]
) -> list[Row]:
    """Run the study on the chosen cells, spread over the workers."""
    estimands = {one: estimand_for(*one) for one in {_declares(cell) for cell in chosen}}
    tasks = [
        Task(
            function=measure,
            arguments=(cell, estimands[_declares(cell)], rubric, count),
            gives=Row,
            key=key("cell", cell.name, estimands[_declares(cell)], asdict(rubric), count),
            name=cell.name,
        )
        for cell in chosen
    ]
    return spread(tasks, workers, store, tick)


def _declares(cell: Cell) -> tuple[int, bool]:
    """Give what the analyst declares: the claimed lag, and whether there is a second confounder."""
    return cell.lag, cell.scenario is Fresh.TWO
