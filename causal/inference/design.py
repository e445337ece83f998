"""The arrays of one regression: outcome, treatment, controls, as an estimand asks for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.sampling import HC3, sampling_of
from causal.study import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import pandas as pd

    from causal.findings import Estimand
    from causal.frame import Frame
    from causal.inference.algebra import Array, Mask, Projection
    from causal.sampling import Sampling, Variance


ROWS_EACH = 8  # rows a coefficient, with fewer no further past is held fixed


@dataclass(frozen=True, kw_only=True)
class Design:
    """Complete rows only. Shapes: outcome, treatment, index (rows,); controls (rows, k), first column 1.

    `names` label the controls after the constant as `variable@lag`; `index` names the rows; `event` marks those that
    touch the event window; `lead` is the treatment one row after the outcome, with NaN where unknown. `past` names the
    controls that are further past: with the ends' own past held fixed the errors of different rows do not lean on each other; `common` names the declared
    common causes of the ends; `lead_apart` says that by the graph the lead tells nothing of the outcome, given the rest.
    """

    outcome: Array
    treatment: Array
    controls: Array
    names: tuple[str, ...]
    index: pd.Index[Any]
    event: Mask
    lead: Array
    instruments: Array | None = None
    mediators: Array | None = None
    family: Family = Family.CONTINUOUS
    past: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    lead_apart: bool = True

    @property
    def sampling(self) -> Sampling:
        """The kind of the rows."""
        return sampling_of(self.index)

    @property
    def rows(self) -> int:
        """Number of complete rows."""
        return len(self.outcome)

    @property
    def groups(self) -> dict[str, list[int]]:
        """Control columns by variable: its lags count as one covariate."""
        found: dict[str, list[int]] = {}
        for position, name in enumerate(self.names, start=1):
            found.setdefault(variable_of(name), []).append(position)
        return found

    @property
    def variance(self) -> Variance:
        """How the error of the effect is measured."""
        return HC3 if self.past else self.sampling.variance(self.index)

    def project(self) -> Projection:
        """Fit the design once for all outcomes; raise NotComputableError."""
        return self._projection

    @cached_property
    def _projection(self) -> Projection:
        from causal.inference.algebra import project

        return project(self.treatment, self.controls, self.instruments, variance=self.variance)

    def reduced(self) -> Design:
        """Give the reduced form: in the treatment's place the part of it that the instruments move.

        The effect is that of two-stage least squares; its error is the reduced form's, and so is what a hidden cause of
        instrument and outcome would do to it (Anderson and Rubin 1949; Cinelli and Hazlett 2025). Without instruments it
        is the design itself.
        """
        from causal.inference.algebra import basis, residual

        if self.instruments is None:
            return self
        controls = basis(self.controls)
        moved = residual(controls, self.instruments)
        coefficients = np.linalg.lstsq(moved, residual(controls, self.treatment), rcond=None)[0]
        return replace(self, treatment=self.instruments @ coefficients, instruments=None)

    def without_past(self) -> Design:
        """Give the design on the same rows with the adjustment set alone."""
        kept = [0, *(place for place, name in enumerate(self.names, start=1) if name not in self.past)]
        names = tuple(name for name in self.names if name not in self.past)
        return replace(self, controls=np.ascontiguousarray(self.controls[:, kept]), names=names, past=())

    def take(self, kept: Mask) -> Design:
        """Give the design on the rows where `kept`, (rows,), is true."""
        return replace(
            self,
            outcome=self.outcome[kept],
            treatment=self.treatment[kept],
            controls=self.controls[kept],
            index=self.index[kept],
            event=self.event[kept],
            lead=self.lead[kept],
            instruments=None if self.instruments is None else self.instruments[kept],
            mediators=None if self.mediators is None else self.mediators[kept],
        )


def node(variable: str, lag: int) -> str:
    """Name a variable at a lag: `x@1` is x one row before the outcome's row."""
    return f"{variable}@{lag}"


def variable_of(name: str) -> str:
    """Give the variable of `variable@lag`."""
    return name.rpartition("@")[0]


def lag_of(name: str) -> int:
    """Give the lag of `variable@lag`."""
    return int(name.rpartition("@")[2])


def furthest(names: Iterable[str]) -> dict[str, int]:
    """Give the largest lag of each variable among nodes `variable@lag`, in the order in which the variables come."""
    found: dict[str, int] = {}
    for name in names:
        found[variable_of(name)] = max(found.get(variable_of(name), 0), lag_of(name))
    return found


def lagged(frame: Frame, name: str, column: str = "") -> Array:
    """Give the values of `variable@lag`, shape (rows of the frame,), NaN before the start or after the end."""
    return frame.shift(frame.values(column or variable_of(name)), lag_of(name))


def build(
    frame: Frame,
    estimand: Estimand,
    window: tuple[date, date] | None,
    *,
    columns: dict[str, str] | None = None,
    extra: Sequence[str] = (),
    family: Family = Family.CONTINUOUS,
    horizon: int = 0,
    read: dict[str, Array] | None = None,
) -> Design:
    """Give the complete rows for an estimand; raise NotComputableError where none are left.

    `window` is the event's first and last day, None where there is no event.

    `columns` replaces a variable by another column (an alternative measure); `extra` adds controls; `horizon`
    moves the outcome that many rows ahead (local projections). `read` keeps the columns for the next design of the same frame.
    """
    pick, known = columns or {}, {} if read is None else read
    controls = [*estimand.adjustment, *(name for name in extra if name not in estimand.adjustment)]
    wanted = {
        "outcome": node(variable_of(estimand.outcome), -horizon),
        "treatment": estimand.treatment,
        **{f"control {name}": name for name in controls},
        **{f"instrument {name}": name for name in estimand.instruments},
        **{f"mediator {name}": name for name in estimand.mediators},
    }
    lead = node(variable_of(estimand.treatment), -1)
    for name in {*wanted.values(), lead} - known.keys():
        known[name] = lagged(frame, name, pick.get(variable_of(name), ""))
    longest = max(lag_of(name) for name in wanted.values())
    touches = np.zeros(len(frame), dtype=bool) if window is None else _touches(frame, window, longest, horizon)
    kept = np.ones(len(frame), dtype=bool)
    for name in wanted.values():
        kept &= ~np.isnan(known[name])
    if not kept.any():
        empty = ", ".join(name for name in wanted.values() if np.isnan(known[name]).all())
        raise NotComputableError(f"no row has every variable{': nothing in ' + empty if empty else ''}")

    index = frame.index[kept]

    def part(names: Sequence[str]) -> Array:
        """Give the columns of a part, each in one piece of memory: sums are formed in that order."""
        return np.array([known[name][kept] for name in names]).reshape(len(names), len(index)).T

    return Design(
        outcome=known[wanted["outcome"]][kept],
        treatment=known[wanted["treatment"]][kept],
        controls=np.column_stack([np.ones(len(index)), part(controls)]),
        names=tuple(controls),
        index=index,
        event=touches[kept],
        lead=known[lead][kept],
        instruments=part(estimand.instruments) if estimand.instruments else None,
        mediators=part(estimand.mediators) if estimand.mediators else None,
        family=family,
    )


def _touches(frame: Frame, window: tuple[date, date], longest: int, horizon: int) -> Mask:
    """Mark the rows that, with what they look back or ahead to, are inside the window."""
    inside = frame.sampling.within(frame.index, *window)
    touched = inside.copy()
    for lag in (*range(1, longest + 1), *range(-horizon, 0)):
        touched |= frame.shift(inside.astype(np.float64), lag) > 0
    return touched
