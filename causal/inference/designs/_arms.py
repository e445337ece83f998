"""The rows of a trial by arm, stratum and cluster, and the lots that could have been drawn instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._small_sample import Effect, effect_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from causal.inference.algebra import Array
    from causal.inference.designs import Declared

    Codes = NDArray[np.int64]

BLOCK = 2_000_000  # cells of a table of drawn lots that are held at once
FEWEST = 2  # units of assignment an arm must have, so that they may differ


@dataclass(frozen=True, slots=True, kw_only=True)
class Arms:
    """`treated` (rows,) is 0 or 1, `strata` and `clusters` (rows,) number from 0; `covariates` are (rows, k).

    `table` are the rows as declared; the rows of strata with one arm alone are left out and counted in `idle`. `whole` says
    that clusters were assigned as wholes.
    """

    table: pd.DataFrame
    outcome: Array
    treated: Array
    strata: Codes
    clusters: Codes | None
    covariates: Array
    whole: bool
    idle: int

    @property
    def rows(self) -> int:
        """How many."""
        return len(self.treated)

    @property
    def dummies(self) -> Array:
        """One column a stratum, (rows, strata): the constant where there is one stratum."""
        return np.eye(int(self.strata.max()) + 1)[self.strata]

    @property
    def units(self) -> tuple[Codes, Array, Codes]:
        """The units that were assigned: each row's unit (rows,), and each unit's arm and stratum (units,)."""
        if not self.whole or self.clusters is None:
            return np.arange(self.rows), self.treated, self.strata
        _, first, of = np.unique(self.clusters, return_index=True, return_inverse=True)
        return of.astype(np.int64), self.treated[first], self.strata[first]

    def effect(self, outcome: Array | None = None, more: Array | None = None) -> Effect:
        """Give the difference between the arms within strata, `more` (rows, k) held fixed."""
        values = self.outcome if outcome is None else outcome
        controls = self.dummies if more is None or not more.shape[1] else np.column_stack([self.dummies, more])
        return effect_of(self.treated, values, controls, self.clusters)

    def lots(self, rng: np.random.Generator, draws: int) -> Iterator[Array]:
        """Give other draws of the lot, (rows, some) at a time: arms change places within strata, clusters as wholes."""
        of, arm, stratum = self.units
        by_stratum = arm[np.argsort(stratum, kind="stable")]
        size = max(1, min(draws, BLOCK // self.rows))
        for start in range(0, draws, size):
            count = min(size, draws - start)
            order = np.argsort(stratum[:, None] + rng.random((len(arm), count)), axis=0)
            drawn = np.empty((len(arm), count))
            np.put_along_axis(drawn, order, np.broadcast_to(by_stratum[:, None], order.shape), axis=0)
            yield drawn[of]


def arms_of(declared: Declared, *, also: tuple[str, ...] = (), needed: bool = True) -> Arms:
    """Give the arms of a declared trial, with the columns `also` in their table, which may be missing.

    Not `needed`: the outcome and the covariates may be missing, too, so that the rows are all that were assigned.
    Raise NotComputableError where treatment is not 0 or 1, or an arm has too few units.
    """
    parameters = declared.parameters
    held = (*parameters.strata, *((parameters.clusters,) if parameters.clusters else ()))
    required = (declared.treatment, *held, *((declared.outcome, *declared.covariates) if needed else ()))
    table = declared.rows(*held, *also, missing=True).dropna(subset=list(required))
    if table.empty:
        raise NotComputableError("no row has a value of every variable that the design needs")
    treated = table[declared.treatment].to_numpy()
    zero_or_one(treated, declared.treatment)
    strata = codes(table, parameters.strata)
    both = _both_arms(strata, treated)
    kept = table[both]
    if kept.empty:
        raise NotComputableError(
            "no stratum has rows of both arms: 'strata' names the groups within which lots were drawn"
        )
    clusters = codes(kept, (parameters.clusters,)) if parameters.clusters else None
    found = Arms(
        table=kept,
        outcome=kept[declared.outcome].to_numpy(),
        treated=treated[both],
        strata=_renumbered(strata[both]),
        clusters=clusters,
        covariates=kept[list(declared.covariates)].to_numpy(),
        whole=clusters is not None and _constant(clusters, treated[both]),
        idle=int(np.sum(~both)),
    )
    return _sound(found, parameters.clusters)


def _sound(found: Arms, clusters: str) -> Arms:
    """Give the arms; raise NotComputableError where their units cannot have been assigned within strata, or are too few."""
    if found.whole and found.clusters is not None and not _constant(found.clusters, found.strata):
        raise NotComputableError(
            f"a cluster of '{clusters}' lies in several strata: it cannot have been assigned within one; correct `strata` or `clusters`"
        )
    _, arm, _ = found.units
    if min(np.sum(arm == 0), np.sum(arm == 1)) < FEWEST:
        kind = "clusters" if found.whole else "rows"
        raise NotComputableError(
            f"an arm has fewer than {FEWEST} {kind}: nothing shows how far chance alone would go; bring more {kind}"
        )
    return found


def zero_or_one(values: Array, name: str) -> None:
    """Raise NotComputableError unless the values are 0 and 1, both of them."""
    found = np.unique(values)
    if set(found) != {0.0, 1.0}:
        some = ", ".join(f"{one:g}" for one in found[:4]) + (", …" if len(found) > 4 else "")
        raise NotComputableError(
            f"'{name}' must be 1 in the rows with the cause and 0 in those without, and there must be both; found {some}. "
            "A formula such as where(series > 0, 1, 0) makes one"
        )


def codes(table: pd.DataFrame, names: Sequence[str]) -> Codes:
    """Number the combinations of values that the named columns have, from 0, (rows,)."""
    if not names:
        return np.zeros(len(table), dtype=np.int64)
    rows = table[list(names)].to_numpy()
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _both_arms(strata: Codes, treated: Array) -> NDArray[np.bool_]:
    ones, all_ = np.bincount(strata, treated), np.bincount(strata)
    both: NDArray[np.bool_] = ((ones > 0) & (ones < all_))[strata]
    return both


def _constant(groups: Codes, values: Array | Codes) -> bool:
    """Say whether no group has two values."""
    return len(np.unique(np.column_stack([groups, values]), axis=0)) == len(np.unique(groups))


def having(found: Arms, *names: str) -> Arms:
    """Give the arms of the rows that have a value of all the named columns."""
    kept = found.table[list(names)].notna().all(axis=1).to_numpy()
    if kept.all():
        return found
    return replace(
        found,
        table=found.table[kept],
        outcome=found.outcome[kept],
        treated=found.treated[kept],
        strata=_renumbered(found.strata[kept]),
        clusters=None if found.clusters is None else _renumbered(found.clusters[kept]),
        covariates=found.covariates[kept],
    )


def _renumbered(numbers: Codes) -> Codes:
    """Number the values that are left from 0."""
    return np.unique(numbers, return_inverse=True)[1].astype(np.int64)
