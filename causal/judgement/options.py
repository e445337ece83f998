"""Closed-form values and Greeks of vanilla and knock-in options under Black and Scholes (1973).

Units: value and strike in the currency of the spot; delta in units of the underlying, gamma per 1 of spot, vega and
vanna per 1.00 of volatility (100 points). Vanna is the derivative of delta with respect to volatility. Formulas: Hull,
Options, Futures, and Other Derivatives (barrier options); Reiner and Rubinstein (1991), Breaking down the barriers,
Risk 4(8), whose terms A, B, C, D are named here as there. No rebate. A continuously watched barrier that the
spot has reached has knocked in: the contract is the vanilla one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Complex = NDArray[Any]

STEP = 1e-20  # of the complex-step derivative: no subtraction, so no rounding error at any size


class Contract(StrEnum):
    """What is held. Knock-in puts have their barrier below the spot, knock-in calls above."""

    VANILLA_CALL = "vanilla_call"
    VANILLA_PUT = "vanilla_put"
    KNOCK_IN_PUT = "knock_in_put"
    KNOCK_IN_CALL = "knock_in_call"

    @property
    def knock_in(self) -> bool:
        """Whether the contract has a barrier."""
        return self in {Contract.KNOCK_IN_PUT, Contract.KNOCK_IN_CALL}

    @property
    def sign(self) -> int:
        """+1 for a call, -1 for a put: phi of Reiner and Rubinstein."""
        return 1 if self in {Contract.VANILLA_CALL, Contract.KNOCK_IN_CALL} else -1


class Monitoring(StrEnum):
    """When the barrier is watched."""

    CONTINUOUS = "continuous"
    MATURITY = "maturity"


class Quantity(StrEnum):
    """A value or a Greek."""

    VALUE = "value"
    DELTA = "delta"
    GAMMA = "gamma"
    VEGA = "vega"
    VANNA = "vanna"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A contract. `barrier` is None for a vanilla one."""

    contract: Contract
    strike: float
    barrier: float | None = None
    monitoring: Monitoring = Monitoring.CONTINUOUS

    def __post_init__(self) -> None:
        if self.contract.knock_in != (self.barrier is not None):
            raise ValueError("a knock-in contract has a barrier, a vanilla one has none")
        if self.strike <= 0 or (self.barrier is not None and self.barrier <= 0):
            raise ValueError("strike and barrier are above zero")


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Annual volatility, rate and dividend yield (continuously compounded, 0.05 is 5%), and years to maturity."""

    volatility: float
    years: float
    rate: float = 0.0
    dividend: float = 0.0

    def __post_init__(self) -> None:
        if self.volatility <= 0 or self.years <= 0:
            raise ValueError("volatility and years are above zero")


def compute(quantity: Quantity, option: Option, market: Market, spot: ArrayLike) -> NDArray[np.float64]:
    """Give a value or Greek at each spot, in the shape of `spot`; raise ValueError where a spot is not above zero."""
    prices = np.asarray(spot, dtype=np.float64)
    if not np.all(prices > 0):
        raise ValueError("a spot is above zero")
    bumped_spot = prices + 1j * STEP
    volatility = complex(market.volatility)
    bumped = complex(market.volatility, STEP)
    results: dict[Quantity, Callable[[], Complex]] = {
        Quantity.VALUE: lambda: _value_and_delta(option, market, prices + 0j, volatility)[0].real,
        Quantity.DELTA: lambda: _value_and_delta(option, market, prices + 0j, volatility)[1].real,
        Quantity.GAMMA: lambda: _value_and_delta(option, market, bumped_spot, volatility)[1].imag / STEP,
        Quantity.VEGA: lambda: _value_and_delta(option, market, prices + 0j, bumped)[0].imag / STEP,
        Quantity.VANNA: lambda: _value_and_delta(option, market, prices + 0j, bumped)[1].imag / STEP,
    }
    return np.asarray(results[quantity](), dtype=np.float64)


def _value_and_delta(option: Option, market: Market, spot: Complex, volatility: complex) -> tuple[Complex, Complex]:
    """Value and delta, analytic in spot and volatility, so that both can be differentiated by a complex step."""
    phi, barrier = option.contract.sign, option.barrier
    vanilla = _block(option.strike, market, spot, volatility, phi=phi, eta=phi, bound=option.strike)
    if barrier is None or (option.strike - barrier) * phi >= 0:
        inside = vanilla  # no barrier, or one that every payoff has to cross
    elif option.monitoring is Monitoring.MATURITY:
        return _block(option.strike, market, spot, volatility, phi=phi, eta=phi, bound=barrier)
    else:
        inside = _knock_in(option.strike, barrier, market, spot, volatility, phi)
    if barrier is None or option.monitoring is Monitoring.MATURITY:
        return inside
    reached = (spot.real - barrier) * phi >= 0
    return np.where(reached, vanilla[0], inside[0]), np.where(reached, vanilla[1], inside[1])


def _knock_in(
    strike: float, barrier: float, market: Market, spot: Complex, volatility: complex, phi: int
) -> tuple[Complex, Complex]:
    """B - C + D: down-and-in put with strike above the barrier, up-and-in call with strike below it."""
    b = _block(strike, market, spot, volatility, phi=phi, eta=phi, bound=barrier)
    c = _block(strike, market, spot, volatility, phi=phi, eta=-phi, bound=strike, mirror=barrier)
    d = _block(strike, market, spot, volatility, phi=phi, eta=-phi, bound=barrier, mirror=barrier)
    return b[0] - c[0] + d[0], b[1] - c[1] + d[1]


def _block(
    strike: float,
    market: Market,
    spot: Complex,
    volatility: complex,
    *,
    phi: int,
    eta: int,
    bound: float,
    mirror: float | None = None,
) -> tuple[Complex, Complex]:
    """A term of Reiner and Rubinstein and its derivative with respect to the spot.

    `bound` is the price that the (mirrored) spot must end beyond; without `mirror` the terms are A (bound is the strike)
    and B (the barrier), with it C and D.
    """
    carry, total = market.rate - market.dividend, volatility * np.sqrt(market.years)
    mu = (carry - volatility**2 / 2) / volatility**2
    log_ratio = np.log(spot / bound) if mirror is None else np.log(mirror**2 / (spot * bound))
    u = log_ratio / total + (1 + mu) * total
    slope = (1 if mirror is None else -1) / (spot * total)
    power = 0 if mirror is None else 1
    weight = 1.0 if mirror is None else np.exp(2 * mu * np.log(mirror / spot))
    reflected = 1.0 if mirror is None else weight * (mirror / spot) ** 2
    asset, cash = np.exp(-market.dividend * market.years), strike * np.exp(-market.rate * market.years)
    first, second = _normal(eta * u), _normal(eta * (u - total))
    value = phi * (spot * asset * reflected * first - cash * weight * second)
    delta = phi * (
        asset * reflected * ((1 - 2 * (mu + 1) * power) * first + spot * eta * slope * _density(u))
        - cash * weight * (-2 * mu * power / spot * second + eta * slope * _density(u - total))
    )
    return value, delta


def _normal(x: Complex) -> Complex:
    from scipy import special

    return np.asarray(special.erfc(-x / np.sqrt(2)) / 2)


def _density(x: Complex) -> Complex:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))
