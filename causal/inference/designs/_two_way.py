"""A panel as codes and columns, and regressions on it with an effect of each unit and each period.

Unit effects are taken out by subtracting means, period effects by dummies, so that any panel, balanced or not, is exact. Errors
allow for any dependence within a cluster and are honest where clusters are few: Bell and McCaffrey (2002), Imbens and Kolesár (2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._small_sample import satterthwaite, stretch
from causal.sampling import sampling_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from causal.inference.algebra import Array
    from causal.inference.designs import Declared

    Codes = NDArray[np.intp]
    Mask = NDArray[np.bool_]

SINGULAR = 1e-10  # of a column's sum of squares: less is nothing but rounding
FEWEST_CLUSTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Rows (n,) sorted by unit and period: codes from 0, and columns. `units` and `periods` are names; `times` numbers the periods."""

    unit: Codes
    period: Codes
    cluster: Codes
    outcome: Array
    treatment: Array
    covariates: Array  # (n, k)
    units: tuple[str, ...]
    periods: tuple[str, ...]
    times: Array

    def __len__(self) -> int:
        return len(self.outcome)

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return int(self.cluster.max()) + 1

    def kept(self, rows: Mask) -> Panel:
        """Give the rows of a mask (n,), numbered anew; raise NotComputableError where none is left."""
        if not rows.any():
            raise NotComputableError("no row is left")
        unit, units = _renumbered(self.unit[rows], self.units)
        period, periods = _renumbered(self.period[rows], self.periods)
        return Panel(
            unit=unit,
            period=period,
            cluster=np.unique(self.cluster[rows], return_inverse=True)[1],
            outcome=self.outcome[rows],
            treatment=self.treatment[rows],
            covariates=self.covariates[rows],
            units=units,
            periods=periods,
            times=self.times[np.unique(self.period[rows])],
        )


def panel_of(declared: Declared, clusters: str = "") -> Panel:
    """Give the complete rows of units that have two or more as a panel whose clusters are the units, or what the variable `clusters` numbers.

    Raise NotComputableError where no units or periods are drawn, a unit has two rows of a period or lies in two clusters, or clusters are too few.
    """
    if not declared.unit or not declared.period:
        raise NotComputableError(
            "the rows are no panel: the graph draws no variables that number its units and periods"
        )
    table = declared.rows(*([clusters] if clusters else ()))
    order = np.lexsort((table[declared.period].to_numpy(), table[declared.unit].to_numpy()))
    _, place, count = np.unique(table[declared.unit].to_numpy()[order], return_inverse=True, return_counts=True)
    table = table.iloc[order[count[place] > 1]]  # by position: a level of the index may have a column's name
    if table.empty:
        raise NotComputableError(
            "no unit has complete rows of two periods: bring more rows, or a panel whose columns have values"
        )
    numbers = {name: table[name].to_numpy(dtype=np.float64) for name in table.columns}
    unit = np.unique(numbers[declared.unit], return_inverse=True)[1]
    times, period = np.unique(numbers[declared.period], return_inverse=True)
    if len(np.unique(np.column_stack([unit, period]), axis=0)) < len(table):
        raise NotComputableError("a unit has two rows of one period")
    cluster = np.unique(numbers[clusters], return_inverse=True)[1] if clusters else unit
    found = Panel(
        unit=unit,
        period=period,
        cluster=cluster,
        outcome=numbers[declared.outcome],
        treatment=numbers[declared.treatment],
        covariates=np.column_stack([numbers[name] for name in declared.covariates] or [np.empty((len(table), 0))]),
        units=_names(table, unit, 0, declared.unit),
        periods=_names(table, period, 1, declared.period),
        times=times,
    )
    _sound(found)
    return found


def _sound(panel: Panel) -> None:
    if len(np.unique(np.column_stack([panel.unit, panel.cluster]), axis=0)) > len(panel.units):
        raise NotComputableError("a unit lies in two clusters: clusters must hold whole units")
    if panel.clusters < FEWEST_CLUSTERS:
        raise NotComputableError(
            f"there are {panel.clusters} clusters: with fewer than {FEWEST_CLUSTERS} nothing says how far chance alone would move the estimate; bring more, or name smaller ones under `clusters`"
        )
    if len(panel.periods) < 2:
        raise NotComputableError("there is one period: with no second nothing is compared within a unit; bring another")


def _names(table: Any, codes: Codes, level: int, column: str) -> tuple[str, ...]:
    """Give the name of each code: from the index where that has units and times, else the number itself."""
    first = np.unique(codes, return_index=True)[1]
    if table.index.nlevels != 2:
        return tuple(f"{number:g}" for number in table[column].to_numpy()[first])
    labels = table.index.get_level_values(level)[first]
    return tuple(str(one) for one in (sampling_of(labels).names(labels) if level else labels))


def _renumbered(codes: Codes, names: tuple[str, ...]) -> tuple[Codes, tuple[str, ...]]:
    present, anew = np.unique(codes, return_inverse=True)
    return anew, tuple(names[code] for code in present)


def within(codes: Codes, columns: Array, rows: Mask | None = None) -> Array:
    """Give the columns (n, k) less their means by code, which must ascend, over the rows of a mask (n,) or all; a code without such a row gives NaN."""
    chosen = np.ones(len(codes), dtype=bool) if rows is None else rows
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (
            np.add.reduceat(np.where(chosen[:, None], columns, 0.0), starts)
            / np.add.reduceat(chosen.astype(np.float64), starts)[:, None]
        )
    centred: Array = columns - np.repeat(means, np.diff(starts, append=len(codes)), axis=0)
    return centred


def dummies(period: Codes, periods: int) -> Array:
    """Give a column for each period but the first, (n, periods - 1)."""
    made: Array = (period[:, None] == np.arange(1, periods)).astype(np.float64)
    return made


def without_trends(panel: Panel, columns: Array) -> Array:
    """Give the columns (n, k) less each unit's own straight line over time."""
    time = within(panel.unit, panel.times[panel.period][:, None])[:, 0]
    centred = within(panel.unit, columns)
    squares = np.bincount(panel.unit, weights=time**2)
    slopes = (
        np.stack([np.bincount(panel.unit, weights=time * one) for one in centred.T], axis=1)
        / np.where(squares > 0, squares, 1.0)[:, None]
    )
    straight: Array = centred - time[:, None] * slopes[panel.unit]
    return straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """Columns of interest X (n, q) and others Z (n, p) from which unit effects are taken out, and the outcome y (n,).

    Z holds the covariates and the dummies of periods. `cluster` says what is left out together.
    """

    interest: Array
    others: Array
    outcome: Array
    cluster: Codes

    def free(self) -> Array:
        """Give what Z leaves of X, (n, q); raise NotComputableError where it leaves nothing of a column."""
        coefficients = np.linalg.lstsq(self.others, self.interest, rcond=None)[0] if self.others.size else 0.0
        left: Array = self.interest - self.others @ coefficients if self.others.size else self.interest
        if np.any(np.sum(left**2, axis=0) <= SINGULAR * np.maximum(np.sum(self.interest**2, axis=0), 1e-300)):
            raise NotComputableError("unit and period effects and what is held fixed leave nothing of the treatment")
        return left


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """Effects (q,), their covariance (q, q), and degrees of freedom of each one's variance (q,)."""

    effects: Array
    covariance: Array
    degrees: Array

    @property
    def errors(self) -> Array:
        """The standard errors, (q,)."""
        found: Array = np.sqrt(np.diag(self.covariance))
        return found


def regression(panel: Panel, interest: Array, *, trends: bool = False) -> Regression:
    """Set up the regression of the outcome on columns of interest (n, q) with unit and period effects and the panel's covariates."""
    others = np.column_stack([panel.covariates, dummies(panel.period, len(panel.periods))])
    columns = np.column_stack([interest, others, panel.outcome])
    taken = without_trends(panel, columns) if trends else within(panel.unit, columns)
    q = interest.shape[1]
    moving = np.sum(taken[:, q:-1] ** 2, axis=0) > SINGULAR * np.maximum(np.sum(others**2, axis=0), 1e-300)
    scaled = taken[:, q:-1][:, moving]
    scaled = scaled / np.sqrt(np.sum(scaled**2, axis=0))
    return Regression(interest=taken[:, :q], others=scaled, outcome=taken[:, -1], cluster=panel.cluster)


def leave_out(given: Regression, blocks: Codes | None = None) -> Array:
    """Give the effects (B, q) with each block of rows left out, the clusters unless others are named; NaN where nothing is left of X."""
    blocks = given.cluster if blocks is None else blocks
    count, q = int(blocks.max()) + 1, given.interest.shape[1]
    columns = np.column_stack([given.interest, given.others])
    products = np.stack(
        [columns[rows].T @ np.column_stack([columns, given.outcome])[rows] for rows in _split(blocks, count)]
    )
    rest = products.sum(axis=0) - products
    gram, target = rest[:, :, :-1], rest[:, :, -1:]
    inverse = np.linalg.pinv(gram[:, q:, q:], rcond=SINGULAR, hermitian=True)
    cross = gram[:, q:, :q]
    schur = gram[:, :q, :q] - np.swapaxes(cross, 1, 2) @ inverse @ cross
    right = target[:, :q] - np.swapaxes(cross, 1, 2) @ inverse @ target[:, q:]
    sizes = np.einsum("ii->i", products.sum(axis=0)[:q, :q])
    lost = np.linalg.eigvalsh(schur / np.sqrt(np.outer(sizes, sizes)))[:, 0] <= 1e-9
    schur[lost] = np.eye(q)
    found: Array = np.linalg.solve(schur, right)[:, :, 0]
    found[lost] = np.nan
    return found


def _split(blocks: Codes, count: int) -> list[Codes]:
    order = np.argsort(blocks, kind="stable")
    return np.split(order, np.cumsum(np.bincount(blocks, minlength=count))[:-1])


def clustered(given: Regression) -> Clustered:
    """Estimate with errors that allow for any dependence within a cluster: Bell and McCaffrey's CR2 with Satterthwaite's degrees of freedom.

    The variance is a sum of squares of G linear forms of the residuals (I - H)e. Were the errors independent and of one variance, its matrix
    would be D - C'C, with D the forms' own squares and C their products with the regressors; the degrees of freedom follow from it, at most G - 1.
    """
    span, directions = _span(given)
    effects = directions.T @ (span.T @ given.outcome)
    errors = given.outcome - span @ (span.T @ given.outcome)
    forms = [_form(span[rows], directions) for rows in _split(given.cluster, _count(given.cluster))]
    sums = np.stack([one.T @ errors[rows] for one, rows in zip(forms, _split(given.cluster, len(forms)), strict=True)])
    own = np.stack([np.sum(one**2, axis=0) for one in forms])
    crossed = np.stack([span[rows].T @ one for one, rows in zip(forms, _split(given.cluster, len(forms)), strict=True)])
    degrees = [satterthwaite(own[:, q], crossed[:, :, q]) for q in range(len(effects))]
    return Clustered(effects=effects, covariance=sums.T @ sums, degrees=np.clip(degrees, 1.0, len(own) - 1.0))


def _span(given: Regression) -> tuple[Array, Array]:
    """Give an orthonormal span (n, r) of all columns, and the directions in it (r, q) that give the effects."""
    left, sizes, _ = np.linalg.svd(np.column_stack([given.interest, given.others]), full_matrices=False)
    span = left[:, sizes > 1e-9 * sizes[0]]
    free = given.free()
    directions: Array = np.asarray(np.linalg.solve(free.T @ free, (span.T @ free).T), dtype=np.float64).T
    return span, directions


def _form(part: Array, directions: Array) -> Array:
    """Give H_g's rows times (I - H_gg)^(-1/2), (n_g, q); a direction that one cluster alone decides gives nothing."""
    left, sizes, right = np.linalg.svd(part, full_matrices=False)
    scale = sizes * stretch(1.0 - sizes**2)
    form: Array = left @ (scale[:, None] * (right @ directions))
    return form


def _count(codes: Codes) -> int:
    return int(codes.max()) + 1


def jackknife_error(effect: float, without: Array) -> float:
    """Give the standard error (CRV3) by the effects with each of G clusters left out, (G,)."""
    return float(np.sqrt((len(without) - 1) / len(without) * np.sum((without - effect) ** 2)))


def joint(found: Clustered, level: float, shift: Array | None = None) -> tuple[float, float]:
    """Give the p-value that all effects are zero, by Hotelling's T-squared (Pustejovsky and Tipton 2018), and the test's power were they `shift`.

    Without a shift the power is that against what was found.
    """
    from scipy import stats

    q = len(found.effects)
    eta = float(max(found.degrees.min(), q))
    scale = (eta - q + 1.0) / (eta * q)
    inverse = np.linalg.pinv(found.covariance, rcond=1e-10, hermitian=True)
    p_value = float(stats.f.sf(scale * (found.effects @ inverse @ found.effects), q, eta - q + 1.0))
    against = found.effects if shift is None else shift
    critical = float(stats.f.isf(1.0 - level, q, eta - q + 1.0))
    power = float(stats.ncf.sf(critical, q, eta - q + 1.0, float(against @ inverse @ against)))
    return p_value, power
