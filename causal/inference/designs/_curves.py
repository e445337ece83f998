"""Curves of an outcome over a dose: a natural cubic spline or a quadratic, its slopes, and their errors."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs._libraries import asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.inference.algebra import Array
    from causal.inference.designs import Declared

FEWEST_KNOTS = 3
QUADRATIC = 3  # different doses that a quadratic takes
STEP = 1e-5  # of the doses' range: half the distance over which a slope is a difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A fitted curve. `terms(at)` gives its terms (places, p) at doses (places,); the last columns of the fit are the covariates.

    `influence` (n, q) is what each row adds to the coefficients' error: their squares add up to the variance HC3.
    """

    doses: Array
    terms: Callable[[Array], Array]
    coefficients: Array
    influence: Array
    covariates: Array

    @property
    def freedom(self) -> int:
        """Rows less coefficients."""
        return len(self.doses) - len(self.coefficients)

    @property
    def covariance(self) -> Array:
        """The coefficients' covariance HC3 (q, q)."""
        return self.influence.T @ self.influence

    def slopes(self, at: Array) -> Array:
        """Give the rows (places, q) that make the curve's slope at each dose from the coefficients."""
        step = STEP * float(np.ptp(self.doses))
        low, high = np.maximum(at - step, self.doses.min()), np.minimum(at + step, self.doses.max())
        difference = (self.terms(high) - self.terms(low)) / (high - low)[:, None]
        return self._padded(difference)

    def heights(self, at: Array) -> Array:
        """Give the rows (places, q) that make the outcome at each dose, the covariates at their means."""
        rows = self._padded(self.terms(at))
        rows[:, rows.shape[1] - self.covariates.shape[1] :] = self.covariates.mean(axis=0)
        return rows

    def average(self) -> tuple[float, float]:
        """Give the mean slope over the rows' doses, and its error, which holds that the rows are a sample of doses, too."""
        effect, influence = self.averaged()
        return effect, float(np.sqrt(influence @ influence))

    def averaged(self) -> tuple[float, Array]:
        """Give the mean slope over the rows' doses, and what each row (n,) adds to its error: the squares add up to the variance."""
        each = self.slopes(self.doses)
        slopes = each @ self.coefficients
        return float(slopes.mean()), self.influence @ each.mean(axis=0) + (slopes - slopes.mean()) / len(slopes)

    def against_line(self) -> float:
        """Give the p-value of a straight line: Wald's test, with F's distribution, that the slope is the same everywhere."""
        from scipy import stats

        places = np.linspace(self.doses.min(), self.doses.max(), 4 * self.terms(self.doses[:1]).shape[1])
        rows = self.slopes(places)
        left, sizes, _ = np.linalg.svd((rows[1:] - rows[0]).T, full_matrices=False)
        kept = left[:, sizes > 1e-6 * sizes[0]].T
        found = kept @ self.coefficients
        statistic = float(found @ np.linalg.solve(kept @ self.covariance @ kept.T, found)) / len(kept)
        return float(stats.f.sf(statistic, len(kept), self.freedom))

    def _padded(self, terms: Array) -> Array:
        return np.column_stack([terms, np.zeros((len(terms), len(self.coefficients) - terms.shape[1]))])


def curve(declared: Declared, *, knots: int | None = None, within: tuple[float, float] | None = None) -> Curve:
    """Fit the declared curve, or a spline of other `knots`, to the rows whose dose is `within` two percentiles.

    Raise NotComputableError where the doses have too few values, or covariates say what the dose says.
    """
    import statsmodels.api as sm

    covariates = [name for name in declared.covariates if name not in (declared.unit, declared.period)]
    table = declared.rows()
    doses = table[declared.treatment].to_numpy()
    if within:
        low, high = np.percentile(doses, within)
        table = table.loc[(doses >= low) & (doses <= high)]
        doses = table[declared.treatment].to_numpy()
    shape: Literal["spline", "quadratic"] = "spline" if knots else declared.parameters.curve
    terms = _terms(doses, shape, knots or declared.parameters.knots)
    held = table[covariates].to_numpy()
    columns = np.column_stack([terms(doses), held])
    if np.linalg.matrix_rank(columns / np.linalg.norm(columns, axis=0).clip(min=1e-300)) < columns.shape[1]:
        raise NotComputableError(
            "the curve of the dose and the covariates say the same: no regression tells them apart; take one out of the graph"
        )
    fitted = sm.OLS(table[declared.outcome].to_numpy(), columns).fit()
    leverage = np.einsum("ij,jk,ik->i", columns, fitted.normalized_cov_params, columns)
    if fitted.df_resid < 1 or leverage.max() > 1.0 - 1e-9:
        raise NotComputableError(
            "a row is the only one of its kind, so that its error cannot be known; take out of the graph what singles it out, or bring more rows"
        )
    freed = fitted.resid / (1.0 - leverage)
    return Curve(
        doses=doses,
        terms=terms,
        coefficients=np.asarray(fitted.params),
        influence=(columns * freed[:, None]) @ fitted.normalized_cov_params,
        covariates=held,
    )


def _terms(doses: Array, shape: Literal["spline", "quadratic"], knots: int) -> Callable[[Array], Array]:
    """Give the curve's terms as a function of doses; they span a constant, too."""
    needed = QUADRATIC if shape == "quadratic" else knots + 1
    if len(np.unique(doses)) < needed:
        found = len(np.unique(doses))
        ways = {QUADRATIC: "`curve: quadratic`", FEWEST_KNOTS + 1: "fewer `knots`"}
        advice = [ways[least] for least in ways if least <= found] or ["no `design`, so that a line is fitted"]
        message = f"the dose has {found} different values; the curve takes {needed}: write {' or '.join(advice)}"
        raise NotComputableError(message)
    if shape == "quadratic":
        return lambda at: np.column_stack([np.ones(len(at)), at, at**2])
    patsy = import_module("patsy")  # which has no types
    low, high = doses.min(), doses.max()
    with asked("patsy"):
        built = patsy.dmatrix("cr(dose, df=knots) - 1", {"dose": (doses - low) / (high - low), "knots": knots})

    def terms(at: Array) -> Array:
        scaled = {"dose": (at - low) / (high - low), "knots": knots}
        return np.asarray(patsy.build_design_matrices([built.design_info], scaled)[0])

    return terms
