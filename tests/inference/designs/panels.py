"""Panels with known truth: units in the first level of the index, times in the second, both numbered in columns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.inference.designs.given import given as declared

RHO = 0.6  # of a unit's errors from one period to the next


def drifting(rng, units, periods, rho=RHO):
    """Errors (units, periods) of variance 1, correlated within a unit."""
    made = rng.standard_normal((units, periods))
    for t in range(1, periods):
        made[:, t] = rho * made[:, t - 1] + np.sqrt(1 - rho**2) * made[:, t]
    return made


def table(**columns):
    """A panel of columns (units, periods), from 2001 on."""
    units, periods = next(iter(columns.values())).shape
    unit, period = np.repeat(np.arange(units), periods), np.tile(np.arange(periods), units)
    index = pd.MultiIndex.from_arrays(
        [[f"u{i:03}" for i in unit], pd.PeriodIndex([str(2001 + t) for t in period], freq="Y")], names=["unit", "time"]
    )
    made = {name: np.asarray(values, float).ravel() for name, values in columns.items()}
    return pd.DataFrame({**made, "unit": unit + 1.0, "year": period + 2001.0}, index=index)


def plain(units=20, periods=8, effect=1.0, seed=1, tie=1.0):
    """A treatment that follows its unit and its period, and an outcome that does, too: apart from both, the effect is `effect`."""
    rng = np.random.default_rng(seed)
    unit, period = rng.standard_normal((units, 1)), rng.standard_normal((1, periods))
    x = drifting(rng, units, periods) + tie * (unit + period)
    return table(x=x, y=effect * x + drifting(rng, units, periods) - 2 * tie * (unit + period))


def adopting(firsts, units=20, periods=8, effect=1.0, seed=1, growing=0.0, trend=0.0):
    """Unit i takes the treatment up in the period `firsts[i]`; the effect grows since then, and units that do so have a trend of their own."""
    rng = np.random.default_rng(seed)
    first = np.array([*firsts, *[periods] * (units - len(firsts))])
    since = np.arange(periods)[None, :] - first[:, None]
    d = (since >= 0).astype(float)
    y = drifting(rng, units, periods) + rng.standard_normal((units, 1)) + np.arange(periods)[None, :] * 0.2
    y = y + d * (effect + growing * since) + trend * (first < periods)[:, None] * np.arange(periods)[None, :]
    return table(d=d, y=y)


def declare(data, treatment, parameters, *covariates, outcome="y", **more):
    """Declare a design on a panel."""
    return declared(data, treatment, outcome, parameters, unit="unit", period="year", covariates=covariates, **more)
