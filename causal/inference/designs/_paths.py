"""Linear regressions of a mediation: the paths through and past the mediator, with errors that allow for changing variance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError

if TYPE_CHECKING:
    from causal.inference.algebra import Array
    from causal.inference.designs import Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A regression: coefficients (p,), what each row adds to their error (n, p), residuals (n,), and classical covariance (p, p).

    The squares of the rows' parts add up to the variance HC3 (MacKinnon and White 1985).
    """

    coefficients: Array
    influence: Array
    residuals: Array
    classical: Array

    @property
    def freedom(self) -> int:
        """Rows less coefficients."""
        return len(self.residuals) - len(self.coefficients)

    def error(self, position: int) -> float:
        """Give the standard error HC3 of one coefficient."""
        return float(np.sqrt(self.influence[:, position] @ self.influence[:, position]))

    def partial_r2(self, position: int) -> float:
        """Give the share of the outcome's variation left by the other columns that one column explains."""
        square = self.coefficients[position] ** 2 / self.classical[position, position]
        return float(square / (square + self.freedom))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The three regressions: mediator on treatment, outcome on treatment and mediator, outcome on treatment.

    The treatment is column 1 of each, the mediator column 2 of the second; covariates follow. `data` (n, k) holds outcome,
    mediator, treatment and covariates.
    """

    first: Fit
    second: Fit
    total: Fit
    data: Array

    @property
    def indirect(self) -> float:
        """The product of the two paths through the mediator."""
        return float(self.first.coefficients[1] * self.second.coefficients[2])

    @property
    def indirect_influence(self) -> Array:
        """What each row (n,) adds to the indirect effect's error, by the delta method."""
        a, b = self.first.coefficients[1], self.second.coefficients[2]
        parts: Array = b * self.first.influence[:, 1] + a * self.second.influence[:, 2]
        return parts

    @property
    def sobel(self) -> float:
        """The indirect effect's error for errors of one variance (Sobel 1982)."""
        a, b = self.first.coefficients[1], self.second.coefficients[2]
        return float(np.sqrt(a**2 * self.second.classical[2, 2] + b**2 * self.first.classical[1, 1]))

    @property
    def correlation(self) -> float:
        """The correlation of mediator and outcome, treatment and covariates held fixed."""
        return float(np.corrcoef(self.first.residuals, self.total.residuals)[0, 1])


def fit(outcome: Array, columns: Array) -> Fit:
    """Fit by least squares; raise NotComputableError where a column says what the others say, or a row fits itself."""
    import statsmodels.api as sm

    if np.linalg.matrix_rank(columns) < columns.shape[1]:
        raise NotComputableError(
            "treatment, mediator and covariates say the same: no regression tells them apart; take one out of the graph"
        )
    found = sm.OLS(outcome, columns).fit()
    leverage = np.einsum("ij,jk,ik->i", columns, found.normalized_cov_params, columns)
    if found.df_resid < 1 or leverage.max() > 1.0 - 1e-9:
        raise NotComputableError(
            "a row is the only one of its kind, so that its error cannot be known; take out of the graph what singles it out, or bring more rows"
        )
    freed = found.resid / (1.0 - leverage)
    return Fit(
        coefficients=np.asarray(found.params),
        influence=(columns * freed[:, None]) @ found.normalized_cov_params,
        residuals=np.asarray(found.resid),
        classical=np.asarray(found.cov_params()),
    )


def paths(declared: Declared) -> Paths:
    """Read the rows and fit the three regressions; raise NotComputableError where one cannot be fitted."""
    mediator = declared.parameters.mediator
    covariates = [name for name in declared.covariates if name not in (mediator, declared.unit, declared.period)]
    names = [declared.outcome, mediator, declared.treatment, *covariates]
    return fitted(declared.rows(mediator, *covariates)[names].to_numpy())


def fitted(data: Array) -> Paths:
    """Fit the three regressions to outcome, mediator, treatment and covariates, the columns of `data` (n, k)."""
    ones = np.ones(len(data))
    outcome, mediator, treatment, covariates = data[:, 0], data[:, 1], data[:, 2], data[:, 3:]
    own = np.column_stack([ones, treatment, covariates])
    return Paths(
        first=fit(mediator, own),
        second=fit(outcome, np.column_stack([ones, treatment, mediator, covariates])),
        total=fit(outcome, own),
        data=data,
    )
