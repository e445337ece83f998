"""The rows on both sides of a cut-off, and the jump there by rdrobust, the one module that knows that library.

Calonico, Cattaneo and Titiunik (2014), Econometrica 82: local lines, a bandwidth of least mean squared error, and an interval that
allows for the bias that is left.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.files.extras import library
from causal.findings import Strategy
from causal.inference.algebra import critical_value
from causal.inference.designs import NORMAL
from causal.inference.designs._arms import zero_or_one
from causal.inference.designs._small_sample import ONE_CLUSTER

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from causal.inference.algebra import Array
    from causal.inference.designs import Declared

TOO_FEW = "too few rows lie near the cut-off to tell a jump from chance: bring more rows on both sides of it"
DISTINCT = 10  # values of the running variable that each side must have


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutoff:
    """The rows of a discontinuity. `distance` (rows,) is that from the cut-off, turned so that a row on it counts to the right.

    `turn` is -1 where that reversed the running variable, and `sign` is -1 where the cause is on the left. `takeup` (rows,) is
    the cause itself where the cut-off moves it without deciding it.
    """

    table: pd.DataFrame
    outcome: Array
    distance: Array
    turn: int
    sign: int
    cutoff: float
    takeup: Array | None = None
    clusters: Array | None = None

    def kept(self, rows: NDArray[np.bool_]) -> Cutoff:
        """Give those of the rows."""
        return replace(
            self,
            table=self.table[rows],
            outcome=self.outcome[rows],
            distance=self.distance[rows],
            takeup=None if self.takeup is None else self.takeup[rows],
            clusters=None if self.clusters is None else self.clusters[rows],
        )

    def having(self, *names: str) -> Cutoff:
        """Give the rows that have a value of all the named columns."""
        return self.kept(self.table[list(names)].notna().all(axis=1).to_numpy())

    def place(self, distance: float) -> float:
        """Give the running variable's value at that distance."""
        return self.cutoff + self.turn * distance


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """What rdrobust found: the bias-corrected jump with its robust error, and the conventional one with its own.

    `bandwidth` and `bias_bandwidth` reach to both sides; `below` and `above` count the rows within the former. `lines` are intercept
    and slope of the local lines, left and right. `first_stage` is the F of the cut-off on the cause, None where it decides it.
    """

    effect: float
    standard_error: float
    conventional: float
    conventional_error: float
    degrees_of_freedom: float
    bandwidth: float
    bias_bandwidth: float
    below: int
    above: int
    lines: tuple[tuple[float, float], tuple[float, float]]
    first_stage: float | None = None

    def interval(self, level: float) -> tuple[float, float]:
        """Give the robust interval."""
        half = critical_value(level, self.degrees_of_freedom) * self.standard_error
        return self.effect - half, self.effect + half

    @property
    def p_value(self) -> float:
        """Of no jump, two-sided."""
        from scipy import stats

        return float(2.0 * stats.t.sf(abs(self.effect / self.standard_error), self.degrees_of_freedom))


def cutoff_of(declared: Declared, *also: str) -> Cutoff:
    """Give the rows of a declared discontinuity, with the columns `also`, which may be missing.

    Raise NotComputableError where the rows are not on the sides that the declared cut-off puts them.
    """
    parameters = declared.parameters
    fuzzy = declared.strategy is Strategy.INSTRUMENT
    if fuzzy and len(declared.instruments) != 1:
        raise NotComputableError("one instrument must say whether a row is past the cut-off; the graph draws several")
    crossing = declared.instruments[0] if fuzzy else declared.treatment
    held = [parameters.running, *([parameters.clusters] if parameters.clusters else [])]
    table = declared.rows(*held, *also, missing=True)
    table = table.dropna(subset=list(dict.fromkeys([declared.treatment, declared.outcome, crossing, *held])))
    if table.empty:
        raise NotComputableError("no row has a value of every variable that the design needs")
    past = table[crossing].to_numpy()
    zero_or_one(past, crossing)
    offset = table[parameters.running].to_numpy() - parameters.cutoff
    on_it = _consistent(past, offset, crossing, declared)
    upwards = (parameters.side == "above") == on_it
    turn = 1 if upwards else -1
    return Cutoff(
        table=table,
        outcome=table[declared.outcome].to_numpy(),
        distance=turn * offset,
        turn=turn,
        sign=1 if on_it else -1,
        cutoff=parameters.cutoff,
        takeup=table[declared.treatment].to_numpy() if fuzzy else None,
        clusters=table[parameters.clusters].to_numpy() if parameters.clusters else None,
    )


def _consistent(past: Array, offset: Array, crossing: str, declared: Declared) -> bool:
    """Say whether rows on the cut-off itself have the cause; raise NotComputableError where a row is on the wrong side."""
    parameters = declared.parameters
    expected = offset > 0 if parameters.side == "above" else offset < 0
    apart = offset != 0
    if np.all(offset[apart] > 0) or np.all(offset[apart] < 0):
        least, most = (float(one) + parameters.cutoff for one in (offset.min(), offset.max()))
        raise NotComputableError(
            f"all rows lie on one side of the cut-off: '{parameters.running}' goes from {least:g} to {most:g}, and "
            f"`cutoff` is {parameters.cutoff:g}. Give the value at which the rule begins, in the variable's own unit"
        )
    wrong = int(np.sum((past == 1.0) != expected, where=apart))
    if wrong:
        other = "below" if parameters.side == "above" else "above"
        advice = (
            f"the rule gives it {other} the cut-off, so write `side: {other}`"
            if wrong == np.sum(apart)
            else "correct the cut-off or the side"
            if declared.strategy is Strategy.INSTRUMENT
            else "where the cut-off moves the cause without deciding it, draw whether a row is past it as an instrument"
        )
        raise NotComputableError(
            f"in {wrong} of {len(past)} rows '{crossing}' is not what '{parameters.running}' {parameters.side} "
            f"{parameters.cutoff:g} makes it: {advice}"
        )
    ties = np.unique(past[offset == 0])
    if len(ties) > 1:
        raise NotComputableError(
            f"of the rows on the cut-off itself some have '{crossing}' and some have not: put `cutoff` between two values of "
            f"'{parameters.running}', or draw whether a row is past it as an instrument"
        )
    return not len(ties) or bool(ties[0] == 1.0)


def enough(found: Cutoff, at: float = 0.0) -> None:
    """Raise NotComputableError where a side of a place has too few values of the running variable, or one cluster holds every row."""
    if found.clusters is not None and len(np.unique(found.clusters)) < 2:
        raise NotComputableError(ONE_CLUSTER)
    names = ("below", "above")[:: found.turn]
    for name, side in zip(names, (found.distance < at, found.distance >= at), strict=True):
        values = len(np.unique(found.distance[side]))
        if values < DISTINCT:
            raise NotComputableError(
                f"{name} {found.place(at):g} too few values of the running variable differ for a line there: {values} in "
                f"{int(side.sum())} rows, of the {DISTINCT} that it takes; bring more rows, or the variable measured more finely"
            )


def jump(
    found: Cutoff,
    *,
    at: float = 0.0,
    outcome: Array | None = None,
    bandwidths: tuple[float, float] | None = None,
    covariates: Array | None = None,
) -> Jump:
    """Give the jump `at` a distance from the cut-off, of the outcome, or of another (rows,) that the cause cannot move.

    `bandwidths` are those of the line and of the bias; None: rdrobust's choice. Raise NotComputableError where a side has too few rows.
    """
    takeup = found.takeup if outcome is None and at == 0.0 else None
    enough(found, at)
    fitted = quietly(
        imported("rdrobust").rdrobust,
        found.outcome if outcome is None else outcome,
        found.distance,
        c=at,
        fuzzy=takeup,
        covs=covariates,
        cluster=found.clusters,
        vce="nn" if found.clusters is None else "cr2",
        **({"h": bandwidths[0], "b": bandwidths[1]} if bandwidths else {}),
    )
    return _read(fitted, found, at, 1 if takeup is not None else found.sign)


def _read(fitted: Any, found: Cutoff, at: float, sign: int) -> Jump:
    """Turn rdrobust's tables into a record; `sign` makes a jump from left to right one from without the cause to with it."""
    coefficients, errors = fitted.coef.to_numpy().ravel(), fitted.se.to_numpy().ravel()
    numbers = [sign * coefficients[2], errors[2], sign * coefficients[0], errors[0]]
    if not np.isfinite(numbers).all() or min(errors) <= 0:
        raise NotComputableError(TOO_FEW)
    bandwidth, bias = (float(one) for one in fitted.bws.to_numpy()[:, 0])
    counts = (int(fitted.N_h[0]), int(fitted.N_h[1]))
    lines = [tuple(float(one) for one in np.ravel(side)[:2]) for side in (fitted.beta_p_l, fitted.beta_p_r)]
    return Jump(
        effect=float(numbers[0]),
        standard_error=float(numbers[1]),
        conventional=float(numbers[2]),
        conventional_error=float(numbers[3]),
        degrees_of_freedom=_freedom(found, at, bandwidth),
        bandwidth=bandwidth,
        bias_bandwidth=bias,
        below=counts[0 if found.turn == 1 else 1],
        above=counts[1 if found.turn == 1 else 0],
        lines=(lines[0], lines[1]),  # type: ignore[arg-type]  # each is of two
        first_stage=None
        if fitted.tau_T is None
        else float((fitted.tau_T.to_numpy().ravel()[2] / fitted.se_T.to_numpy().ravel()[2]) ** 2),
    )


def _freedom(found: Cutoff, at: float, bandwidth: float) -> float:
    """Give one less than the clusters near the cut-off; without clusters rdrobust's interval is normal."""
    if found.clusters is None:
        return NORMAL
    return float(max(1, len(np.unique(found.clusters[np.abs(found.distance - at) < bandwidth])) - 1))


def imported(module: str) -> Any:
    """Give rdrobust or rddensity, which change the filters of warnings for all where they are first imported."""
    with warnings.catch_warnings():
        return library(module, "discontinuity", "a regression discontinuity")


def quietly(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call a function of these libraries, which print and warn; raise NotComputableError where it fails, as they do on few rows, in words that only their authors know."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            return call(*given, **named)
        except Exception as error:
            raise NotComputableError(TOO_FEW) from error
