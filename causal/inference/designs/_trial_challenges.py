"""What a trial's readers ask: whether the arms were alike, whether chance could have done it, and what the covariates change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.algebra import basis, critical_value, residual
from causal.inference.designs import Challenged
from causal.inference.designs._arms import arms_of, having

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.findings import Estimate
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared
    from causal.inference.designs._arms import Arms, Codes

TINY = 1e-9  # a statistic that differs by less, relatively, is the same but for rounding


def measured_before(declared: Declared) -> tuple[str, ...]:
    """Give the variables measured before the lot: those declared for balance, and the covariates."""
    return tuple(dict.fromkeys((*declared.parameters.balance, *declared.covariates)))


def balance(declared: Declared, _: Estimate) -> Challenged:
    """Pass where the baseline variables together do not tell the arms apart: Hansen and Bowers' omnibus test, by drawing lots anew.

    Hansen and Bowers (2008), Statistical Science 23; of clusters, by their means.
    """
    names = measured_before(declared)
    if not names:
        return Challenged(passed=False, why="none_measured")
    found = having(arms_of(declared, also=names, needed=False), *names)
    of, arm, stratum = found.units
    values = _of_units(found.table[list(names)].to_numpy(), of)
    strata = np.eye(int(stratum.max()) + 1)[stratum]
    shares = (strata.T @ arm) / strata.sum(axis=0)
    centred = residual(basis(strata), values)
    spread = (centred * (shares * (1.0 - shares))[stratum][:, None]).T @ centred
    rank = int(np.linalg.matrix_rank(spread))
    if rank == 0:
        raise NotComputableError("within strata no variable measured beforehand differs between rows")
    if rank >= len(arm) - strata.shape[1]:
        raise NotComputableError(f"{rank} variables measured beforehand are too many for {len(arm)} that were assigned")
    inverse = np.linalg.pinv(spread, hermitian=True)
    first = _first_rows(of)

    def statistic(lots: Array) -> Array:
        apart = centred.T @ lots[first]
        found: Array = np.sum(apart * (inverse @ apart), axis=0)
        return found

    own = float(statistic(found.treated[:, None])[0])
    drawn = np.concatenate([statistic(lots) for lots in _lots(declared, found, "trial_balance")])
    p = _share(drawn, own)
    return Challenged(
        passed=p > 1.0 - declared.rubric.level,
        p_value=p,
        values={"count": len(names), "rows": found.rows, "lots": len(drawn)},
    )


def randomisation(declared: Declared, _: Estimate) -> Challenged:
    """Pass where few of the lots that could have been drawn give as large a studentised effect, either way.

    Fisher (1935); studentised, so that it is right for a mean effect of zero, too: Wu and Ding (2021), Journal of the
    American Statistical Association 116.
    """
    found = arms_of(declared)
    span = basis(np.column_stack([found.dummies, found.covariates]))
    left = residual(span, found.outcome)
    effect, error = _studentised(found.treated[:, None], span, left, found)
    effects, errors = (
        np.concatenate(parts)
        for parts in zip(
            *(_studentised(lots, span, left, found) for lots in _lots(declared, found, "trial_randomisation")),
            strict=True,
        )
    )
    p = _share(np.abs(effects) / errors, float(np.abs(effect[0]) / error[0]))
    return Challenged(
        passed=p <= 1.0 - declared.rubric.level,
        p_value=p,
        effects=effects,
        values={
            "lots": len(effects),
            "units": len(found.units[1]),
            "clusters": found.whole,
            "strata": int(found.strata.max()) + 1,
        },
    )


def covariates(declared: Declared, estimate: Estimate) -> Challenged:
    """Pass where holding fixed all that was measured beforehand keeps the effect's sign, and moves it by less than chance would.

    Both on the rows that have them all. The half-width of the interval without them is how far chance moves an effect; the
    arms of a sound trial differ beforehand by chance alone, and the variables move it by less.
    """
    names = measured_before(declared)
    if not names:
        return Challenged(passed=False, why="none_measured")
    found = having(arms_of(declared, also=names), *names)
    without = found.effect()
    adjusted = found.effect(more=found.table[list(names)].to_numpy())
    reach = critical_value(declared.rubric.level, without.degrees_of_freedom) * without.standard_error
    half = critical_value(declared.rubric.level, adjusted.degrees_of_freedom) * adjusted.standard_error
    near = abs(adjusted.effect - without.effect) <= reach
    return Challenged(
        passed=bool(near and adjusted.effect * estimate.effect > 0),
        low=adjusted.effect - half,
        high=adjusted.effect + half,
        values={"effect": adjusted.effect, "without": without.effect, "count": len(names), "rows": found.rows},
    )


def _studentised(lots: Array, span: Array, left: Array, found: Arms) -> tuple[Array, Array]:
    """Give the effect of each lot, (lots,), and its error: HC2, or by clusters."""
    cause = residual(span, lots)
    size = np.maximum(np.sum(cause**2, axis=0), np.finfo(float).tiny)
    effects = left @ cause / size
    scores = cause * (left[:, None] - cause * effects)
    if found.clusters is None:
        leverage = np.sum(span**2, axis=1)[:, None] + cause**2 / size
        squares = np.sum(scores**2 / np.maximum(1.0 - leverage, TINY), axis=0)
    else:
        squares = np.sum(_sums(scores, found.clusters) ** 2, axis=0)
    errors: Array = np.sqrt(squares) / size
    return effects, np.maximum(errors, np.finfo(float).tiny)


def _sums(values: Array, groups: Codes) -> Array:
    """Add the rows (rows, k) of each group up, (groups, k)."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order], prepend=-1))
    summed: Array = np.add.reduceat(values[order], starts, axis=0)
    return summed


def _of_units(values: Array, of: Codes) -> Array:
    """Give the mean of each unit's rows."""
    means: Array = _sums(values, of) / np.bincount(of)[:, None]
    return means


def _first_rows(of: Codes) -> Codes:
    return np.unique(of, return_index=True)[1].astype(np.int64)


def _lots(declared: Declared, found: Arms, name: str) -> Iterator[Array]:
    return found.lots(declared.stream(name), declared.rubric.draws)


def _share(drawn: Array, own: float) -> float:
    """Give the share of lots, the one that was drawn among them, whose statistic is no smaller."""
    return float((1 + np.sum(drawn >= own * (1.0 - TINY))) / (len(drawn) + 1))
