"""What one would do instead of the rubric, on worlds of `causal.calibration.worlds`: each says where it would claim x -> y.

Each procedure sees what its user would see, the treatment, the outcome and the observed confounder, and is used as
its manual has it: on the same day's values (or the declared lag), without their past unless it asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import CausalError, NotComputableError
from causal.inference.algebra import (
    critical_value,
    effects_with_covariates,
    effects_with_weights,
    project,
    residual,
)
from causal.inference.direction import CACHED
from causal.inference.regressions import regress
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from causal.calibration.cells import Worlds
    from causal.inference.algebra import Array, Mask, Projection
    from causal.inference.regressions import Regressions

LEVEL = 0.95
DRAWS = 100  # DoWhy's default number of simulations
SUBSET = 0.8  # and share of the data in a subset
LONGEST = 1  # lag that PCMCI+ looks back


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Per world: whether x -> y with a positive effect is claimed, and the interval where there is one; (worlds,)."""

    claimed: Mask
    low: Array | None = None
    high: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """`run(worlds, lag, count, rng)` answers for the first `count` worlds; `most` bounds them where it is slow."""

    title: str
    run: Callable[[Worlds, int, int, np.random.Generator], Answer]
    most: int


def dowhy_default(worlds: Worlds, lag: int, count: int, rng: np.random.Generator) -> Answer:
    """Linear regression on the same-day adjustment set, with the ordinary interval, and three refuters passing.

    The refuters are DoWhy 0.14's placebo (permuted), random common cause and data subset with their defaults: 100
    simulations each, refuted where the percentile p-value is at most 0.05. Computed in batches; a test holds it
    against DoWhy itself.
    """
    longest = max(lag, *(back for _, back in _confounders(worlds)))
    y, x = (_from(series[:, :count], back, longest) for series, back in ((worlds.y, 0), (worlds.seen, lag)))
    known = [_from(series[:, :count], back, longest) for series, back in _confounders(worlds)]
    low, high = ordinary_intervals(y, [*known, x])
    claimed = low > 0
    for world in np.flatnonzero(claimed):
        controls = np.column_stack([np.ones(len(y)), *(series[:, world] for series in known)])
        projection = project(x[:, world], controls)
        effect = float(projection.functional @ y[:, world])
        p_values = refuter_p_values(projection, x[:, world], controls, y[:, world], effect, rng)
        claimed[world] = all(p_value > 1.0 - LEVEL for p_value in p_values.values())
    return Answer(claimed=claimed, low=low, high=high)


def ordinary_intervals(outcome: Array, columns: Sequence[Array]) -> tuple[Array, Array]:
    """Give the interval of the last column's coefficient, each (worlds,), under independent errors of one variance."""
    lows, highs = [], []
    for fitted in _regressed(outcome, columns):
        squares = np.einsum("wn,wn->w", fitted.residuals, fitted.residuals) / fitted.degrees
        half = critical_value(LEVEL, fitted.degrees) * np.sqrt(squares * fitted.inverse[:, -1, -1])
        effect = fitted.coefficients[:, -1]
        lows.append(effect - half)
        highs.append(effect + half)
    return np.concatenate(lows), np.concatenate(highs)


def _effects(outcome: Array, known: Sequence[Array], cause: Array) -> Array:
    """Give the coefficient of the cause, (worlds,); what is known may be of no use in some world, such as an outlier that it has not."""
    try:
        return np.concatenate([fitted.coefficients[:, -1] for fitted in _regressed(outcome, [*known, cause])])
    except NotComputableError:
        rows, worlds = outcome.shape
        controls = [np.column_stack([np.ones(rows), *(one[:, world] for one in known)]) for world in range(worlds)]
        return np.array([project(cause[:, w], controls[w]).functional @ outcome[:, w] for w in range(worlds)])


def _regressed(outcome: Array, columns: Sequence[Array]) -> Iterator[Regressions]:
    """Give the regressions of each world's outcome on a constant and the columns, (rows, worlds) each, some worlds at a time.

    Raise NotComputableError where columns of some world are combinations of each other.
    """
    rows, worlds = outcome.shape
    for part in pieces(rows, worlds, CACHED):
        own, *others = (np.ascontiguousarray(one[:, part].T) for one in (outcome, *columns))
        yield regress(own, others)


def refuter_p_values(
    projection: Projection, x: Array, controls: Array, y: Array, effect: float, rng: np.random.Generator
) -> dict[str, float]:
    """Give DoWhy's percentile p-values of its placebo, random common cause and subset refuters."""
    rows, outcome = len(y), y[:, None]
    permuted = rng.permuted(np.tile(x - x.mean(), (DRAWS, 1)), axis=1)
    kept = np.argsort(rng.random((rows, DRAWS)), axis=0) < round(SUBSET * rows)
    noise = rng.standard_normal((rows, DRAWS))
    simulated = {
        "placebo": (effects_of_treatments(projection, permuted, outcome), 0.0),
        "random common cause": (effects_with_covariates(projection, [noise], outcome), effect),
        "subset": (effects_with_weights(x, controls, Subsets(kept), outcome, projection=projection), effect),
    }
    return {name: percentile_p_value(draws[:, 0], value) for name, (draws, value) in simulated.items()}


def effects_of_treatments(projection: Projection, treatments: Array, outcomes: Array) -> Array:
    """Give the effects (draws, worlds) of other treatments (draws, rows), of mean 0, given the same controls."""
    controls = projection.orthonormal
    products = treatments @ np.column_stack([controls, residual(controls, outcomes)])
    part = controls.shape[1]
    left = np.einsum("dn,dn->d", treatments, treatments) - np.sum(products[:, :part] ** 2, axis=1)
    effects: Array = products[:, part:] / left[:, None]
    return effects


@dataclass(frozen=True, slots=True)
class Subsets:
    """Weights of one or none: whether each row is kept in each draw, (rows, draws)."""

    kept: Mask

    def __iter__(self) -> Iterator[Array]:
        """Give the weights in one piece."""
        yield self.kept.astype(np.float64)

    def sums(self, values: Array) -> Array:
        """Give the sum of each column of `values`, (rows, k), over the rows of each draw, (draws, k)."""
        found: Array = next(iter(self)).T @ values
        return found


def percentile_p_value(draws: Array, value: float) -> float:
    """Give the two-sided percentile p-value of `value` among `draws`, as DoWhy defines it from 100 draws on."""
    half = float(np.mean((draws > value) + 0.5 * (draws == value)))
    return 2.0 * min(half, 1.0 - half)


def granger(worlds: Worlds, lag: int, count: int, rng: np.random.Generator) -> Answer:  # noqa: ARG001 - one shape for all
    """Granger's test of one lag: the treatment's last value in a regression of the outcome on its own last value."""
    y, x = worlds.y[:, :count], worlds.seen[:, :count]
    return Answer(claimed=ordinary_intervals(y[1:], [y[:-1], x[:-1]])[0] > 0)


def correlation(worlds: Worlds, lag: int, count: int, rng: np.random.Generator) -> Answer:  # noqa: ARG001 - one shape for all
    """Plain correlation of treatment and outcome, tested as for independent rows."""
    y, x = _from(worlds.y[:, :count], 0, lag), _from(worlds.seen[:, :count], lag, lag)
    return Answer(claimed=ordinary_intervals(y, [x])[0] > 0)


def pcmci(
    worlds: Worlds,
    lag: int,
    count: int,
    rng: np.random.Generator,  # noqa: ARG001 - one shape for all
    alpha: float = 1.0 - LEVEL,
) -> Answer:
    """PCMCI+ of tigramite with partial correlation at `alpha`, lags 0 and 1: the arrow x --> y with a positive value."""
    try:
        from tigramite import data_processing
        from tigramite.pcmci import PCMCI

        from causal.calibration.partial_correlation import PartialCorrelation
    except ImportError as error:
        raise CausalError("the comparison with PCMCI needs tigramite: pip install 'causal[study]'") from error
    claimed = np.zeros(count, dtype=bool)
    for world in range(count):
        known = [series[:, world] for series, _ in _confounders(worlds)]
        table = np.column_stack([worlds.seen[:, world], worlds.y[:, world], *known])
        test = PartialCorrelation(
            table, 2 * LONGEST
        )  # a tested value may lie as far back as its own conditions beyond it
        search = PCMCI(dataframe=data_processing.DataFrame(table), cond_ind_test=test, verbosity=0)
        found = search.run_pcmciplus(tau_min=0, tau_max=LONGEST, pc_alpha=alpha)
        claimed[world] = found["graph"][0, 1, lag] == "-->" and found["val_matrix"][0, 1, lag] > 0
    return Answer(claimed=claimed)


def oracle(worlds: Worlds, lag: int, augmented: bool = False) -> Answer:
    """Least squares on all true parents, hidden ones too, with the spread that the estimates really have over the worlds.

    It claims the edge at plain 5%. Nobody has this procedure: it knows what is hidden, when a pattern breaks, and its error.
    `augmented`, it holds the cause's last value too, as an estimate does whose errors keep in persistent rows: nothing
    that does so can have shorter intervals.
    """
    longest = lag + augmented
    known = [_from(parent, 0, longest) for parent in worlds.parents]
    known += [_from(worlds.x, lag + 1, longest)] if augmented else []
    effects = _effects(worlds.y[longest:], known, _from(worlds.x, lag, longest))
    half = critical_value(LEVEL, 1e6) * effects.std(ddof=1)
    return Answer(claimed=effects > half, low=effects - half, high=effects + half)


def _confounders(worlds: Worlds) -> list[tuple[Array, int]]:
    """Give the observed confounders, each with the rows after which it acts."""
    return [(worlds.z, 0), *([] if worlds.w is None else [(worlds.w, 1)])]


def _from(series: Array, back: int, longest: int) -> Array:
    taken: Array = series[longest - back : len(series) - back]
    return taken


PROCEDURES = {
    "dowhy": Procedure(title="DoWhy's defaults", run=dowhy_default, most=300),
    "granger": Procedure(title="Granger test", run=granger, most=300),
    "correlation": Procedure(title="Correlation", run=correlation, most=300),
    "pcmci": Procedure(title="PCMCI+ at 5%", run=pcmci, most=30),
    "pcmci_strict": Procedure(title="PCMCI+ at 1%", run=partial(pcmci, alpha=0.01), most=30),
}
