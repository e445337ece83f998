"""A design declared on a table of columns, as the tests of designs see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from causal.inference.designs import Declared
from causal.study import Family
from causal.verdict import RUBRIC

if TYPE_CHECKING:
    import pandas as pd

    from causal.frame import Frame


class Rows:
    """A frame of which only the table is asked."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table.astype("float64")
        self.index = table.index

    def table(self, names: Any) -> pd.DataFrame:
        return self._table[list(names)].copy()

    def having(self, columns: Any) -> Rows:
        return Rows(self._table.assign(**columns))


def given(table: pd.DataFrame, treatment: str, outcome: str, parameters: Any, **more: Any) -> Declared:
    """Declare a design; every stream of random numbers starts from its own name."""

    def stream(name: str) -> np.random.Generator:
        return np.random.default_rng([ord(letter) for letter in name])

    known: dict[str, Any] = {"sign": 1, "rubric": RUBRIC, "stream": stream, "family": Family.CONTINUOUS, **more}
    return Declared(
        frame=cast("Frame", Rows(table)), treatment=treatment, outcome=outcome, parameters=parameters, **known
    )
