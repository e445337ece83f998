"""A derivation from option theory: a Greek computed over a range of spots and maturities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from causal.judgement.checks import Check
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID
from causal.judgement.options import Contract, Market, Monitoring, Option, Quantity, compute
from causal.messages import Message, Outcome
from causal.verdict import Citation, Comparison, Grounds, Interval, Strength, Test

if TYPE_CHECKING:
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.verdict import Evidence


class Assertion(StrEnum):
    """What the claim says of the Greek, over the whole range (or, for `exceeds`, somewhere in it)."""

    EXCEEDS = "exceeds"
    STAYS_WITHIN = "stays_within"
    POSITIVE = "positive"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """`quantity` of `contract` over `spot` [low, high] and every maturity of `years`. `volatility` 0.5 is 50%.

    `bound` limits the absolute value, in the Greek's own unit (see causal.judgement.options).
    """

    __pydantic_config__ = FORBID

    contract: Contract
    """The kind of option."""
    quantity: Quantity
    """The Greek, or the value."""
    spot: tuple[float, float]
    """Lowest and highest spot price."""
    strike: float
    """Strike, in the spot's currency."""
    volatility: float
    """Volatility a year: 0.5 is 50%."""
    years: tuple[float, ...]
    """Times to maturity, in years."""
    assertion: Assertion
    """What the claim says of it over the whole range; `exceeds`: somewhere in it."""
    barrier: float | None = None
    """Barrier of a knock-in contract, in the spot's currency; a vanilla contract has none."""
    monitoring: Monitoring = Monitoring.CONTINUOUS
    """When the barrier is watched."""
    rate: float = 0.0
    """Interest rate a year, continuously compounded: 0.05 is 5%."""
    bound: float = 1.0
    """Bound of the absolute value, in the Greek's own unit, for `exceeds` and `stays_within`."""

    def __post_init__(self) -> None:
        if not 0 < self.spot[0] < self.spot[1]:
            raise ValueError("'spot' is [low, high], both above zero, the lower first")
        if min((*self.years, self.strike, self.volatility), default=0.0) <= 0 or not self.years:
            raise ValueError("'strike', 'volatility' and every one of 'years' must be above zero")
        if self.contract.knock_in != (self.barrier is not None):
            raise ValueError("a knock-in contract has a 'barrier', a vanilla one has none")


SPOTS = 401  # points of the grid over the range of spots
NOISE = 1e-9  # of the largest size: smaller values have no sign

THEORY = (
    Citation(
        label="Black and Scholes (1973), The pricing of options and corporate liabilities",
        url="https://doi.org/10.1086/260062",
    ),
    Citation(label="Reiner and Rubinstein (1991), Breaking down the barriers, Risk 4(8)"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """The lowest and highest value over spots and maturities, and where the size is largest."""

    low: float
    high: float
    largest: float
    spot: float
    years: float


def surface(parameters: Parameters) -> Surface:
    """Compute the Greek over the grid."""
    option = Option(
        contract=parameters.contract,
        strike=parameters.strike,
        barrier=parameters.barrier,
        monitoring=parameters.monitoring,
    )
    spots = np.linspace(*parameters.spot, SPOTS)
    markets = [Market(volatility=parameters.volatility, years=t, rate=parameters.rate) for t in parameters.years]
    values = np.array([compute(parameters.quantity, option, market, spots) for market in markets])
    row, column = np.unravel_index(int(np.abs(values).argmax()), values.shape)
    return Surface(
        low=float(values.min()),
        high=float(values.max()),
        largest=float(values[row, column]),
        spot=float(spots[column]),
        years=parameters.years[int(row)],
    )


def holds(parameters: Parameters, found: Surface) -> bool:
    """Whether the assertion is true on the grid."""
    size = abs(found.largest)
    if parameters.assertion is Assertion.EXCEEDS:
        return size > parameters.bound
    if parameters.assertion is Assertion.STAYS_WITHIN:
        return size <= parameters.bound
    above, below = found.high > NOISE * size, found.low < -NOISE * size
    return above and not below if parameters.assertion is Assertion.POSITIVE else below and not above


def run(parameters: Parameters, _context: Context) -> Evidence:
    """Compute the Greek over the range and see whether it does what the claim says."""
    found = surface(parameters)
    true = holds(parameters, found)
    values: dict[str, Value] = {
        "contract": parameters.contract.value,
        "quantity": parameters.quantity.value,
        "strike": parameters.strike,
        "barrier": parameters.barrier,
        "monitoring": parameters.monitoring.value,
        "volatility": parameters.volatility,
        "rate": parameters.rate,
        "bound": parameters.bound,
        "assertion": parameters.assertion.value,
        "spot_low": parameters.spot[0],
        "spot_high": parameters.spot[1],
        "maturities": len(parameters.years),
        "years_low": min(parameters.years),
        "years_high": max(parameters.years),
        "low": found.low,
        "high": found.high,
        "largest": found.largest,
        "spot": found.spot,
        "years": found.years,
    }
    key = "check.option.holds" if true else "check.option.fails"
    outcome = Outcome.PASSED if true else Outcome.FAILED
    return evidence(
        "option",
        Grounds.DERIVATION_HOLDS if true else Grounds.CONTRADICTED,
        Message(key=key, values=values),
        [Test(name="derived", outcome=outcome, message=Message(key=key, values=values))],
        comparisons=[
            Comparison(
                label=parameters.quantity.value,
                stated="",
                interval=_interval(parameters),
                found=found.largest,
                unit="",
                agrees=outcome,
                source=THEORY[parameters.contract.knock_in],
                low=found.low,
                high=found.high,
            )
        ],
        sources=THEORY[: 1 + parameters.contract.knock_in],
        would_change=Message(key="check.option.would_change", values=values),
        details={"found": found.largest, "low": found.low, "high": found.high},
    )


def _interval(parameters: Parameters) -> Interval | None:
    """Give the assertion as an interval; a size beyond a bound is two of them, so none is given."""
    if parameters.assertion is Assertion.STAYS_WITHIN:
        return Interval(low=-parameters.bound, high=parameters.bound, high_closed=True)
    if parameters.assertion is Assertion.POSITIVE:
        return Interval(low=0.0, high=None, low_closed=False)
    return Interval(low=None, high=0.0) if parameters.assertion is Assertion.NEGATIVE else None


CHECK = Check(title="Derivation from option theory", parameters=Parameters, run=run, start=Strength.HIGH)
