"""Least squares with unit and period effects by pyfixest, which stays behind this module."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.files.extras import library
from causal.inference.designs._libraries import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.algebra import Array
    from causal.inference.designs._two_way import Panel

PURPOSE = "a panel's two-way effects"
TOLERANCE = 1e-10  # of the passes over units and periods
DIGITS = 9  # that are kept of what they give


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """An effect, its error by clusters (CRV1), and its error were the rows' errors independent and of one variance."""

    effect: float
    error: float
    classical: float


def two_way(panel: Panel, *, periods: bool = True) -> Fitted:
    """Regress the outcome on treatment and covariates with unit effects, and period effects unless told otherwise.

    Raise NotComputableError where they leave nothing of the treatment.
    """
    import pandas as pd

    names = [f"w{k}" for k in range(panel.covariates.shape[1])]
    columns, sizes = _of_one_size(np.column_stack([panel.outcome, panel.treatment, panel.covariates]))
    table = pd.DataFrame(columns, columns=["y", "x", *names]).assign(
        unit=panel.unit, period=panel.period, cluster=panel.cluster
    )
    formula = f"y ~ {' + '.join(['x', *names])} | unit{' + period' if periods else ''}"
    with warnings.catch_warnings(), _root_logger_kept(), asked("pyfixest"):
        warnings.simplefilter("ignore")  # of pandas' deprecations inside the library
        model: Any = library("pyfixest", "panel", PURPOSE).feols(
            formula, table, vcov={"CRV1": "cluster"}, fixef_tol=TOLERANCE
        )
        if "x" not in model.coef().index:
            raise NotComputableError("unit and period effects and what is held fixed leave nothing of the treatment")
        effect, error = float(model.coef()["x"]), float(model.se()["x"])
        classical = float(model.vcov("iid").se()["x"])
    scale = float(sizes[0] / sizes[1])
    return Fitted(
        effect=_settled(effect) * scale, error=_settled(error) * scale, classical=_settled(abs(classical)) * scale
    )


def _settled(value: float) -> float:
    """Give the digits of a number that pyfixest's passes settle: from the tenth on they may change from run to run, as its threads share the work."""
    return float(f"{value:.{DIGITS}g}")


def _of_one_size(columns: Array) -> tuple[Array, Array]:
    """Give the columns (n, k) about zero and near one in size, and their sizes (k,), powers of two.

    pyfixest compares what its passes over units and periods still change with one tolerance for all, whatever the unit of a column.
    """
    centred = columns - columns.mean(axis=0)
    largest = np.abs(centred).max(axis=0)
    sizes: Array = np.exp2(np.round(np.log2(np.where(largest > 0, largest, 1.0))))
    return centred / sizes, sizes


@contextmanager
def _root_logger_kept() -> Iterator[None]:
    """Undo what pyfixest 0.60 does to the root logger when it is first used: every library's progress would be printed."""
    root = logging.getLogger()
    before, level = tuple(root.handlers), root.level
    try:
        yield
    finally:
        root.setLevel(level)
        for handler in [one for one in root.handlers if one not in before]:
            root.removeHandler(handler)
