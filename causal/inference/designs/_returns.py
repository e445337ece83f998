"""Abnormal returns of firms about an event: a model of normal returns from the days before it, and the error of a portfolio of them.

The regression of a firm's return, less that of the firms that the event left alone, on the market's return is run on the days
before the event; what it leaves on the days of the event is abnormal (MacKinlay 1997). The error is that of the portfolio of
the affected firms over the days before, so that returns of firms that move together count once (Brown and Warner 1985's
adjustment for dependence), and it holds the error of the estimated coefficients, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.inference.designs import ROW

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from causal.inference.algebra import Array, Mask
    from causal.inference.designs import Declared

LEAST = 30  # days before the event that a model of normal returns takes
FIRM, DAY, PEERS = " firm", " day", " peers"  # no variable can be called so


class Against(StrEnum):
    """What is explained: the affected firms' returns less their peers', their returns alone, or the peers' returns."""

    PEERS = "peers"
    MARKET = "market"
    ALONE = "alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An affected firm: its days (n,) counted from the first of its event, abnormal returns (n,), and regressors (n, p).

    `estimation` and `window` (n,) say which days the model comes from, and which are the event's; `gap` days before it are neither; `inverse` (p, p) is that of
    the regressors' cross product over the former.
    """

    label: str
    days: Array
    abnormal: Array
    columns: Array
    estimation: Mask
    window: Mask
    inverse: Array
    slope: float | None
    gap: int

    @property
    def variance(self) -> float:
        """The abnormal return's variance over the days of the model."""
        left = self.abnormal[self.estimation]
        return float(left @ left / (len(left) - self.columns.shape[1]))

    def leverage(self, chosen: Mask) -> float:
        """Give the part of the variance of the mean over the chosen days that comes of the coefficients, in variances of one day."""
        mean = self.columns[chosen].mean(axis=0)
        return float(mean @ self.inverse @ mean)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean abnormal return a row, with its error and degrees of freedom; `length` is the mean number of days a firm."""

    effect: float
    error: float
    freedom: int
    length: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The affected firms, and how many firms the event left alone."""

    firms: tuple[Firm, ...]
    peers: int

    def over(self, chosen: Callable[[Firm], Mask]) -> Mean:
        """Give the mean abnormal return over days chosen of every firm; raise NotComputableError where a firm has none."""
        masks = [chosen(firm) for firm in self.firms]
        lengths = np.array([mask.sum() for mask in masks], dtype=float)
        if not lengths.all():
            lacking = self.firms[int(np.argmin(lengths))].label
            raise NotComputableError(
                f"firm {lacking} has no return at the times that are looked at: bring them, or leave the firm out"
            )
        weights = lengths / lengths.sum()
        means = np.array([firm.abnormal[mask].mean() for firm, mask in zip(self.firms, masks, strict=True)])
        leverage = np.array([firm.leverage(mask) for firm, mask in zip(self.firms, masks, strict=True)])
        portfolio, _ = self.portfolio(weights)
        freedom = len(portfolio) - self.firms[0].columns.shape[1]
        variance = portfolio @ portfolio / freedom
        return Mean(
            effect=float(weights @ means),
            error=float(np.sqrt(variance * (1.0 / lengths.mean() + weights @ leverage))),
            freedom=freedom,
            length=float(lengths.mean()),
            rows=int(lengths.sum() + sum(firm.estimation.sum() for firm in self.firms)),
        )

    def portfolio(self, weights: Array) -> tuple[Array, Array]:
        """Give the firms' weighted abnormal return (t,) on the days of the model that all of them have, and those days (t,)."""
        days = self.firms[0].days[self.firms[0].estimation]
        for firm in self.firms[1:]:
            days = np.intersect1d(days, firm.days[firm.estimation])
        if len(days) < LEAST:
            raise NotComputableError(
                f"the affected firms have {len(days)} times in common before the event; a model of normal returns takes {LEAST}: begin the data earlier"
            )
        return weights @ self.matrix(days), days

    def matrix(self, days: Array) -> Array:
        """Give the abnormal returns (firms, t) on those days, which every firm has."""
        return np.vstack([firm.abnormal[np.searchsorted(firm.days, days)] for firm in self.firms])

    def without(self, position: int) -> Event:
        """Give the event without one of its firms."""
        return Event(firms=self.firms[:position] + self.firms[position + 1 :], peers=self.peers)


def event(declared: Declared, against: Against = Against.PEERS) -> Event:
    """Read the panel and fit every affected firm's model of normal returns.

    Raise NotComputableError where the treatment is no 0 and 1, no firm is affected, or a firm has too few days before its event.
    """
    regressors = _regressors(declared)
    table = _numbered(declared, declared.rows(*regressors))
    affected = table.groupby(FIRM)[declared.treatment].transform("max") > 0
    peers = table.loc[~affected].groupby(DAY)[declared.outcome].mean()
    count = int(table.loc[~affected, FIRM].nunique())
    if count and against is not Against.MARKET:
        table[PEERS] = table[DAY].map(peers)
        table = table.dropna(subset=[PEERS])
    else:
        table[PEERS] = 0.0
    parts = table.loc[affected.reindex(table.index)].groupby(FIRM, sort=True)
    firms = tuple(_firm(str(label), part, declared, regressors, against) for label, part in parts)
    if not firms:
        raise NotComputableError(
            f"no firm has a row where '{declared.treatment}' is 1: make it 1 for an affected firm at the time of its event"
        )
    return Event(firms=firms, peers=count)


def _regressors(declared: Declared) -> tuple[str, ...]:
    market = declared.parameters.market
    names = dict.fromkeys((*((market,) if market else ()), *declared.covariates))
    return tuple(name for name in names if name not in (declared.unit, declared.period))


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Rows (n,) of all firms: `where` they are in the frame, their `firm` and `day`, their `normal` return and their treatment.

    `left` (days, firms) is what the models leave; `days` are those of which it is drawn. A firm without a return on one of them has that of its nearest earlier one.
    """

    where: NDArray[np.intp]
    firm: NDArray[np.intp]
    day: NDArray[np.intp]
    normal: Array
    treatment: Array
    left: Array
    days: NDArray[np.intp]


def usual(declared: Declared) -> Usual:
    """Fit every firm's model of normal returns to the days on which no firm is at its event or in the gap before it.

    Raise NotComputableError where such days are too few.
    """
    regressors = _regressors(declared)
    table = _numbered(declared, declared.numbered().rows(*regressors, ROW))
    treatment = table[declared.treatment].to_numpy()
    firm, day = np.unique(table[FIRM], return_inverse=True)[1], table[DAY].to_numpy()
    near = np.zeros(int(day.max()) + 1, dtype=bool)
    for one in np.unique(firm[treatment == 1.0]):
        own = day[(firm == one) & (treatment == 1.0)]
        near[max(int(own.min()) - declared.parameters.gap, 0) : int(own.max()) + 1] = True
    columns = np.column_stack([np.ones(len(table)), *(table[name].to_numpy() for name in regressors)])
    earned = table[declared.outcome].to_numpy()
    normal = np.empty(len(table))
    left = np.full((len(near), int(firm.max()) + 1), np.nan)
    for one in range(left.shape[1]):
        rows = np.flatnonzero(firm == one)
        fits = rows[~near[day[rows]]]
        if len(fits) < LEAST + len(regressors):
            raise NotComputableError(
                f"a firm has {len(fits)} days away from the event; a model of normal returns takes {LEAST + len(regressors)}"
            )
        coefficients = np.linalg.lstsq(columns[fits], earned[fits], rcond=None)[0]
        normal[rows] = columns[rows] @ coefficients
        freed = np.sqrt(len(fits) / (len(fits) - columns.shape[1]))
        known = day[fits]
        left[~near, one] = (earned[fits] - normal[fits])[
            np.searchsorted(known, np.flatnonzero(~near), side="right") - 1
        ] * freed
    return Usual(
        where=table[ROW].to_numpy(dtype=np.intp),
        firm=firm,
        day=day,
        normal=normal,
        treatment=treatment,
        left=left,
        days=np.flatnonzero(~near),
    )


def _numbered(declared: Declared, table: pd.DataFrame) -> pd.DataFrame:
    """Give the rows with the columns FIRM and DAY, the latter counted over the days of the table."""
    if not table[declared.treatment].isin((0.0, 1.0)).all():
        raise NotComputableError(
            f"{declared.treatment} must be 1 for an affected firm in the event's window, and 0 in every other row"
        )
    moments = table[declared.period] if declared.period else table.index.get_level_values(1)
    firms = np.asarray(table.index.get_level_values(0))
    numbered = table.reset_index(drop=True)
    numbered[FIRM] = firms
    _, numbered[DAY] = np.unique(np.asarray(moments), return_inverse=True)
    return numbered.sort_values([FIRM, DAY]).reset_index(drop=True)


def _firm(label: str, part: pd.DataFrame, declared: Declared, regressors: tuple[str, ...], against: Against) -> Firm:
    import statsmodels.api as sm

    treated = part[declared.treatment].to_numpy() == 1.0
    if not treated.any():
        raise NotComputableError(
            f"firm {label} has no row of its event at whose time the firms left alone have a return: bring those rows, or leave the firm out"
        )
    day = part[DAY].to_numpy()
    days = day - day[treated][0]
    last = int(days[treated][-1])
    if not treated[(days >= 0) & (days <= last)].all():
        raise NotComputableError(
            f"firm {label} has more than one event; an event study takes one a firm: leave the other out of the formula"
        )
    gap, most = declared.parameters.gap, declared.parameters.days
    estimation = (days < -gap) & (days >= -gap - most)
    if estimation.sum() < LEAST + len(regressors):
        raise NotComputableError(
            f"for {label} the model of normal returns has {estimation.sum()} of the {LEAST + len(regressors)} earlier rows that it takes: begin the "
            "data earlier, or take the design 'differences' where a row is longer than a day"
        )
    own, peers = part[declared.outcome].to_numpy(), part[PEERS].to_numpy()
    explained = {Against.PEERS: own - peers, Against.MARKET: own, Against.ALONE: peers}[against]
    columns = np.column_stack([np.ones(len(part)), *(part[name].to_numpy() for name in regressors)])
    fitted = sm.OLS(explained[estimation], columns[estimation]).fit()
    return Firm(
        label=label,
        days=days,
        abnormal=explained - columns @ fitted.params,
        columns=columns,
        estimation=estimation,
        window=treated,
        inverse=np.asarray(fitted.normalized_cov_params),
        slope=float(fitted.params[1]) if declared.parameters.market else None,
        gap=gap,
    )
