"""A derivation from option theory: a Greek computed over a range of spots and maturities."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from causal.checks import Check
from causal.checks._parameters import FORBID
from causal.errors import NotComputableError
from causal.options import Contract, Monitoring, Quantity  # noqa: TC001 - parameters are validated by their annotations

if TYPE_CHECKING:
    from causal.checks import Context
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

    `bound` limits the absolute value, in the Greek's own unit (see causal.options).
    """

    __pydantic_config__ = FORBID

    contract: Contract
    quantity: Quantity
    spot: tuple[float, float]
    strike: float
    volatility: float
    years: tuple[float, ...]
    assertion: Assertion
    barrier: float | None = None
    monitoring: Monitoring = Monitoring.CONTINUOUS
    rate: float = 0.0
    bound: float = 1.0

    def __post_init__(self) -> None:
        if not 0 < self.spot[0] < self.spot[1]:
            raise ValueError("'spot' is [low, high], both above zero, the lower first")
        if min((*self.years, self.strike, self.volatility), default=0.0) <= 0 or not self.years:
            raise ValueError("'strike', 'volatility' and every one of 'years' must be above zero")
        if self.contract.knock_in != (self.barrier is not None):
            raise ValueError("a knock-in contract has a 'barrier', a vanilla one has none")


def run(parameters: Parameters, context: Context) -> Evidence:
    """RUN"""
    raise NotComputableError("this check is being written")


CHECK = Check(title="Derivation from option theory", parameters=Parameters, run=run)
