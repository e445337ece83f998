"""Shocks of mean 0 and variance 1, without memory but in their size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.calibration.cells import Tails

if TYPE_CHECKING:
    from causal.inference.algebra import Array

GARCH = (0.05, 0.10, 0.85)  # constant, last squared shock, last variance
REGIMES = (0.5, 2.5)  # variance in calm and in storm
TURNS = (0.02, 0.06)  # chance that a calm, or a storm, ends after a row: a quarter of all rows are stormy
LOGNORMAL = 0.6  # standard deviation of the logarithm
VOLATILITY = (0.95, 0.25)  # persistence and shock of the logarithm of the common variance


def shocks(tails: Tails, rows: int, count: int, rng: np.random.Generator) -> Array:
    """Give one variable's shocks, shape (rows, count)."""
    return shocks_of(("x",), tails, rows, count, rng)["x"]


def shocks_of(
    names: tuple[str, ...], tails: Tails, rows: int, count: int, rng: np.random.Generator
) -> dict[str, Array]:
    """Give the shocks of each variable: independent, or of one volatility that all share."""
    if tails is Tails.COMMON:
        scale = common_volatility(rows, count, rng)
        return {name: scale * rng.standard_normal((rows, count)) for name in names}
    draw = {
        Tails.NORMAL: _normal,
        Tails.T4: _t4,
        Tails.GARCH: _garch,
        Tails.SKEWED: _skewed,
        Tails.REGIME: _regimes,
    }[tails]
    return {name: draw(rows, count, rng) for name in names}


def common_volatility(rows: int, count: int, rng: np.random.Generator) -> Array:
    """Give a day's standard deviation: its logarithm is an AR(1), its mean square 1."""
    persistence, size = VOLATILITY
    spread = size**2 / (1.0 - persistence**2)
    level = np.sqrt(spread) * rng.standard_normal(count)
    logarithm = np.empty((rows, count))
    for t in range(rows):
        logarithm[t] = level
        level = persistence * level + size * rng.standard_normal(count)
    scale: Array = np.exp((logarithm - spread / 2.0) / 2.0)
    return scale


def _normal(rows: int, count: int, rng: np.random.Generator) -> Array:
    return rng.standard_normal((rows, count))


def _t4(rows: int, count: int, rng: np.random.Generator) -> Array:
    innovations: Array = rng.standard_t(4, (rows, count)) / np.sqrt(2.0)
    return innovations


def _garch(rows: int, count: int, rng: np.random.Generator) -> Array:
    innovations = _t4(rows, count, rng)
    constant, last_shock, last_variance = GARCH
    variance = np.ones(count)
    drawn = np.empty((rows, count))
    for t in range(rows):
        drawn[t] = np.sqrt(variance) * innovations[t]
        variance = constant + last_shock * drawn[t] ** 2 + last_variance * variance
    return drawn


def _skewed(rows: int, count: int, rng: np.random.Generator) -> Array:
    """One in two is an exponential, the other a lognormal, each centred and scaled."""
    square = LOGNORMAL**2
    exponential = rng.standard_exponential((rows, count)) - 1.0
    lognormal = rng.lognormal(0.0, LOGNORMAL, (rows, count)) - np.exp(square / 2.0)
    lognormal /= np.sqrt(np.expm1(square) * np.exp(square))
    drawn: Array = np.where(rng.random((rows, count)) < 0.5, exponential, lognormal)
    return drawn


def _regimes(rows: int, count: int, rng: np.random.Generator) -> Array:
    calm_ends, storm_ends = TURNS
    stormy = rng.random(count) < calm_ends / (calm_ends + storm_ends)
    variance = np.empty((rows, count))
    for t in range(rows):
        variance[t] = np.where(stormy, REGIMES[1], REGIMES[0])
        stormy ^= rng.random(count) < np.where(stormy, storm_ends, calm_ends)
    drawn: Array = np.sqrt(variance) * rng.standard_normal((rows, count))
    return drawn
