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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.designs._two_way import Panel

PURPOSE = "a panel's two-way effects"


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
    table = pd.DataFrame(panel.covariates, columns=names).assign(
        y=panel.outcome, x=panel.treatment, unit=panel.unit, period=panel.period, cluster=panel.cluster
    )
    formula = f"y ~ {' + '.join(['x', *names])} | unit{' + period' if periods else ''}"
    with warnings.catch_warnings(), _root_logger_kept():
        warnings.simplefilter("ignore")  # of pandas' deprecations inside the library
        model: Any = library("pyfixest", "panel", PURPOSE).feols(
            formula, table, vcov={"CRV1": "cluster"}, fixef_tol=1e-10
        )
        if "x" not in model.coef().index:
            raise NotComputableError("unit and period effects and what is held fixed leave nothing of the treatment")
        effect, error = float(model.coef()["x"]), float(model.se()["x"])
        classical = float(model.vcov("iid").se()["x"])
    return Fitted(effect=effect, error=error, classical=float(np.abs(classical)))


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
