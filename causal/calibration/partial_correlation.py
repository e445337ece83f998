"""Tigramite's test by partial correlation, from the correlations of a table's columns and their lags, which are formed once.

A search makes dozens of tests of the same few columns on the same rows. A partial correlation is an entry of the inverse of their
correlations: no test needs the rows again. A test holds it against tigramite's own.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from tigramite.independence_tests.parcorr import ParCorr

from causal.inference.algebra import two_sided

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.inference.algebra import Array

    Node = tuple[int, int]  # a column, and its lag as a number that is not positive


class PartialCorrelation(ParCorr):  # type: ignore[misc]  # tigramite has no types
    """The test on a complete table (rows, columns), of lags up to `longest`, the first so many rows being left to the past."""

    def __init__(self, table: Array, longest: int) -> None:
        super().__init__()
        self.table, self.longest = table, longest

    @cached_property
    def correlations(self) -> Array:
        """The correlations of the columns at lag 0, then at lag 1, and so on, each of the rows after the first `longest`."""
        rows, longest = len(self.table), self.longest
        lags = [self.table[longest - lag : rows - lag] for lag in range(longest + 1)]
        return np.corrcoef(np.column_stack(lags), rowvar=False)

    def run_test(
        self,
        X: Sequence[Node],
        Y: Sequence[Node],
        Z: Sequence[Node] | None = None,
        tau_max: int = 0,
        cut_off: str = "2xtau_max",
        alpha_or_thres: float | None = None,
    ) -> tuple[float, ...]:
        """Give partial correlation, p-value and, where a level is given, whether it is at most that level.

        Raise ValueError where the rows asked for are not those of the table.
        """
        if cut_off != "2xtau_max" or 2 * tau_max != self.longest:
            raise ValueError(f"the rows left to the past are {self.longest}, not those of {cut_off}, {tau_max}")
        ends = (*X, *Y)
        nodes = [*ends, *(node for node in dict.fromkeys(Z or ()) if node not in ends)]
        places = [column - lag * self.table.shape[1] for column, lag in nodes]
        inverse = np.linalg.inv(self.correlations[np.ix_(places, places)])
        value = float(-inverse[0, 1] / np.sqrt(inverse[0, 0] * inverse[1, 1]))
        degrees = len(self.table) - self.longest - len(nodes)
        p_value = float(two_sided(value * np.sqrt(degrees / (1.0 - value**2)), degrees))
        return (value, p_value) if alpha_or_thres is None else (value, p_value, p_value <= alpha_or_thres)
