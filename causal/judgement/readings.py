"""The cells of the folder's files behind the figures that claims are held against, so that a reader can go down to them."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from causal.data.cells import PLACES, Places
from causal.data.functions import FUNCTIONS
from causal.errors import CausalError
from causal.frame import Reading
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    import pandas as pd

    from causal.frame import Frame
    from causal.study import Study
    from causal.verdict import Comparison, Verdict

MOST = 4  # cells of one series behind one figure; of more the first and the last are given


def readings(study: Study, frame: Frame, verdicts: Sequence[Verdict]) -> tuple[Reading, ...]:
    """Give the cells behind each figure, in the order of the claims; none where no row of a file is known."""
    return tuple(_readings(study, frame, verdicts))


def _readings(study: Study, frame: Frame, verdicts: Sequence[Verdict]) -> Iterator[Reading]:
    requests = {claim.id: claim.checks for claim in study.claims}
    figures = list(_figures(verdicts))
    tables = frame.datasets({name for *_, one in figures for name in one.source.series})
    for claim, part, figure, one in figures:
        asked = requests[claim][part] if part < len(requests[claim]) else None
        back = reach(asked.formula_of(one.source.series, one.label)) if asked else 0
        for name in one.source.series:
            for at, row, noun, value in _behind(tables, name, one, back=back):
                yield Reading(
                    claim=claim, part=part, figure=figure, series=name, at=at, row=row, noun=noun, value=value
                )


def _figures(verdicts: Iterable[Verdict]) -> Iterator[tuple[str, int, int, Comparison]]:
    """Give the figures that were found in series, with their claim and their place in its evidence."""
    for verdict in verdicts:
        for part, evidence in enumerate(verdict.evidence):
            for figure, one in enumerate(evidence.comparisons):
                if one.found is not None and one.at and one.source.series:
                    yield verdict.claim, part, figure, one


def _behind(
    tables: dict[str, pd.DataFrame], name: str, one: Comparison, *, back: int
) -> Iterator[tuple[str, int, str, float]]:
    """Give the name, the row, what rows are called, and the value of each cell of a series behind a figure."""
    dataset, _, column = name.partition(".")
    table = tables.get(dataset)
    places = None if table is None else table.attrs.get(PLACES)
    if table is None or column not in table or not isinstance(places, Places) or len(places.rows) != len(table):
        return
    values = table[column].to_numpy(dtype=np.float64)
    for at in _rows(table.index, values, one, back=back):
        yield (
            sampling_of(table.index).names(table.index[at : at + 1])[0],
            places.rows[at],
            places.noun,
            float(values[at]),
        )


def _rows(index: pd.Index[Any], values: np.ndarray, one: Comparison, *, back: int) -> list[int]:
    """Give the positions of the cells: the one that is the figure itself, or those at the ends of its time."""
    sampling = sampling_of(index)
    try:
        first, last = sampling.find(index, one.at)[0], sampling.find(index, one.end or one.at)[1]
    except (CausalError, LookupError, ValueError):
        return []
    if first is None or last is None:
        return []
    if index.dtype.kind == "M" and index.is_monotonic_increasing:
        start, stop = int(index.searchsorted(first, side="left")), int(index.searchsorted(last, side="right"))
        inside = start + np.flatnonzero(np.isfinite(values[start:stop]))
    else:
        inside = np.flatnonzero(np.asarray(index >= first) & np.asarray(index <= last) & np.isfinite(values))
    if (same := inside[values[inside] == one.found]).size:
        return [int(same[0])]
    if back and inside.size:
        before = np.flatnonzero(np.isfinite(values[: inside[0]]))
        inside = np.concatenate([before[-back:][:1], inside])
    found = [int(at) for at in inside]
    return found if len(found) <= MOST else [*found[:2], found[-1]] if back else [found[0], found[-1]]


@lru_cache(maxsize=1024)
def reach(formula: str) -> int:
    """Give how many rows a formula looks back from the row of its value; 0 where it reads that row alone."""
    try:
        return _reach(ast.parse(formula, mode="eval").body)
    except (SyntaxError, RecursionError, ValueError):
        return 0


def _reach(node: ast.expr) -> int:
    inner = max((_reach(part) for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)), default=0)
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
        return inner
    signature = FUNCTIONS[node.func.id].signature
    steps = node.args[-1].value if len(node.args) > 1 and isinstance(node.args[-1], ast.Constant) else 1
    own = int(steps) if isinstance(steps, int | float) and steps >= 1 else 1
    if node.func.id == "lead":
        return inner
    return inner + (own if "k=1" in signature else own - 1 if signature.endswith(", n)") else 0)
