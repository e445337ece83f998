"""The graph against the data: every independence that it implies, tested with dependence-robust errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.algebra import fit, project
from causal.design import lagged
from causal.errors import NotComputableError
from causal.estimate import holm_levels
from causal.findings import Failure, Independence
from causal.identify import implied_independences

if TYPE_CHECKING:
    from causal.frame import Frame
    from causal.study import Graph
    from causal.verdict import Rubric


def check_independences(frame: Frame, graph: Graph, rubric: Rubric) -> tuple[tuple[Independence, ...], tuple[Failure, ...]]:
    """Regress each node on each non-effect, given the node's causes; reject by Holm over the graph's list."""
    found, failures = [], []
    for x, y, given in implied_independences(graph):
        try:
            found.append(_one(frame, x, y, given))
        except NotComputableError as error:
            failures.append(Failure(stage="independence", subject=f"{x}, {y}", reason=str(error)))
    levels = holm_levels([item.p_value for item in found], rubric.level)
    rejected = [adjusted <= 1.0 - rubric.level for _, adjusted in levels]
    from dataclasses import replace

    return tuple(replace(item, rejected=r) for item, r in zip(found, rejected, strict=True)), tuple(failures)


def _one(frame: Frame, x: str, y: str, given: tuple[str, ...]) -> Independence:
    names = (x, y, *given)
    columns = np.column_stack([lagged(frame, name) for name in names])
    complete = columns[~np.isnan(columns).any(axis=1)]
    if len(complete) < len(names) + 20:
        raise NotComputableError(f"only {len(complete)} rows have all of {', '.join(names)}")
    controls = np.column_stack([np.ones(len(complete)), complete[:, 2:]])
    projection = project(complete[:, 1], controls)
    fitted = fit(projection, complete[:, [0]])
    t = float(fitted.effect[0] / fitted.classical_error[0])
    return Independence(
        x=x,
        y=y,
        given=given,
        correlation=t / np.sqrt(t**2 + projection.residual_degrees),
        p_value=float(fitted.p_value()[0]),
        rejected=False,
        rows=len(complete),
    )
