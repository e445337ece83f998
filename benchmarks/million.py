"""One edge with a million rows: identified, estimated and refuted in bounded memory.

    python benchmarks/million.py [--rows 1000000] [--draws 1000]

z -> x, z -> y and x -> y, each with its own past, one row a minute. Linear algebra runs on one thread, as in a
report. Printed are seconds by stage, and the peak of resident memory when the stage was over.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from threadpoolctl import threadpool_limits

from causal.frame import Frame
from causal.inference.estimate import design_for, estimate
from causal.inference.identify import identify
from causal.inference.refute import settings
from causal.inference.refuters import refuters
from causal.inference.sensitivity import sensitivity_of
from causal.study import Edge, Graph, Measure, NodeKind, Variable
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from causal.inference.algebra import Array

ROWS, DRAWS, SEED = 1_000_000, 1_000, 20_260_205
EFFECT, CONFOUNDING, PERSISTENCE = 0.4, 0.5, 0.3
START = "2024-01-01"


def frame_of(rows: int) -> Frame:
    """Give simulated rows of z, x and y."""
    rng = np.random.default_rng(SEED)

    def onward(shocks: Array) -> Array:
        series: Array = lfilter([1.0], [1.0, -PERSISTENCE], shocks)
        return series

    z = onward(rng.standard_normal(rows))
    x = onward(CONFOUNDING * z + rng.standard_normal(rows))
    y = onward(CONFOUNDING * z + EFFECT * x + rng.standard_normal(rows))
    return Frame(pd.DataFrame({"z": z, "x": x, "y": y}, index=pd.date_range(START, periods=rows, freq="min")), (), {})


def graph_of() -> Graph:
    """Give the graph that the rows are simulated from."""
    variables = tuple(
        Variable(
            name=name, label=name, kind=NodeKind.OBSERVED, measure=Measure(formula=f"data.{name}", label=name, unit="")
        )
        for name in "zxy"
    )
    edges = (
        Edge(treatment="z", outcome="x"),
        Edge(treatment="z", outcome="y"),
        Edge(treatment="x", outcome="y", sign=1),
    )
    return Graph(id="million", title="", variables=variables, edges=edges, chain=("x->y",), outcome="y")


def window_of(frame: Frame) -> tuple[date, date]:
    """Give the window of an event at nine tenths of the rows: one day and the next."""
    day = frame.index[9 * len(frame) // 10].date()
    return day, (pd.Timestamp(day) + pd.Timedelta(days=1)).date()


@contextmanager
def stage(name: str, tell: Callable[[str], object]) -> Iterator[None]:
    """Tell how long a stage took and the peak memory so far."""
    start = time.perf_counter()
    yield
    tell(f"{name:34}{time.perf_counter() - start:>9.1f}{peak():>12.2f}\n")


def peak() -> float:
    """Give the peak of resident memory so far, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, kilobytes on Linux
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def run(rows: int, draws: int, tell: Callable[[str], object]) -> None:
    """Take the edge through every stage and tell of each."""
    graph, rubric = graph_of(), replace(RUBRIC, draws=draws)
    edge = graph.edge("x->y")
    tell(f"{f'{rows:,} rows, {draws:,} draws':34}{'seconds':>9}{'peak GB':>12}\n")
    with stage("simulate", tell):
        frame = frame_of(rows)
    with stage("identify", tell):
        estimand = identify(graph, edge)
    with stage("design", tell):
        design = design_for(frame, graph, estimand, window_of(frame))
    with stage("estimate", tell):
        found = estimate(design, estimand.strategy, rubric.level)[0][0]
    tell(
        f"  x->y given {', '.join(estimand.adjustment)}: {found.effect:.4f} +- {found.standard_error:.4f}, put in {EFFECT}\n"
    )
    with stage("fit for the refuters", tell):
        given = settings(design, edge, graph.id, SEED, rubric, draws)
    for name, setting in given.items():
        with stage(f"refute: {name}", tell):
            decision = refuters()[name].run(setting, design.outcome[:, None])
        tell(f"  {decision.inapplicable or ('passed' if decision.passed[0] else 'failed')}\n")
    with stage("sensitivity", tell):
        sensitivity_of(design, edge, rubric)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--draws", type=int, default=DRAWS)
    given = parser.parse_args()
    start = time.perf_counter()

    def tell(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    with threadpool_limits(limits=1):
        run(given.rows, given.draws, tell)
    tell(f"{'all':34}{time.perf_counter() - start:>9.1f}{peak():>12.2f}\n")


if __name__ == "__main__":
    main()
