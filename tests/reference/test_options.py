"""Published option values and Greeks: Hull, Haug, and Reiner and Rubinstein's barrier table."""

from __future__ import annotations

import math

import pytest
import QuantLib as ql  # noqa: N813 - the name its own documentation uses
from scipy.stats import norm

from causal.judgement.options import Contract, Market, Option, Quantity, compute
from tests.reference.printed import like

CALL, PUT = Contract.VANILLA_CALL, Contract.VANILLA_PUT
HULL_PRICE = Market(volatility=0.2, years=0.5, rate=0.1)  # Options, Futures, and Other Derivatives, Example 15.6
HULL_GREEKS = Market(volatility=0.2, years=20 / 52, rate=0.05)  # chapter "The Greek Letters", Examples 19.1 to 19.6
HAUG_STOCK = Market(volatility=0.3, years=0.25, rate=0.08)  # Haug, The Complete Guide to Option Pricing Formulas
HAUG_INDEX = Market(volatility=0.2, years=0.5, rate=0.1, dividend=0.05)
HAUG_FUTURES = Market(volatility=0.36, years=0.5, rate=0.1, dividend=0.1)
HAUG_GAMMA = Market(volatility=0.3, years=0.75, rate=0.1)
HAUG_VANNA = Market(volatility=0.2, years=0.25, rate=0.05)


@pytest.mark.parametrize(
    ("quantity", "contract", "strike", "market", "spot", "printed"),
    [
        (Quantity.VALUE, CALL, 40.0, HULL_PRICE, 42.0, "4.76"),
        (Quantity.VALUE, PUT, 40.0, HULL_PRICE, 42.0, "0.81"),
        (Quantity.VALUE, CALL, 50.0, HULL_GREEKS, 49.0, "2.40"),
        (Quantity.DELTA, CALL, 50.0, HULL_GREEKS, 49.0, "0.522"),
        (Quantity.GAMMA, CALL, 50.0, HULL_GREEKS, 49.0, "0.066"),
        (Quantity.VEGA, CALL, 50.0, HULL_GREEKS, 49.0, "12.1"),
        (Quantity.VALUE, CALL, 65.0, HAUG_STOCK, 60.0, "2.1334"),
        (Quantity.VALUE, PUT, 95.0, HAUG_INDEX, 100.0, "2.4648"),
        (Quantity.DELTA, CALL, 100.0, HAUG_FUTURES, 105.0, "0.5946"),
        (Quantity.DELTA, PUT, 100.0, HAUG_FUTURES, 105.0, "-0.3566"),
        (Quantity.GAMMA, CALL, 60.0, HAUG_GAMMA, 55.0, "0.0278"),
        (Quantity.VEGA, PUT, 60.0, HAUG_GAMMA, 55.0, "18.9358"),
        (Quantity.VANNA, CALL, 80.0, HAUG_VANNA, 90.0, "-1.0008"),
    ],
)
def test_vanilla_examples(
    quantity: Quantity, contract: Contract, strike: float, market: Market, spot: float, printed: str
) -> None:
    """Hull's and Haug's worked examples. Haug's vanna is his DdeltaDvol."""
    assert like(printed, float(compute(quantity, Option(contract=contract, strike=strike), market, spot))) == printed


# Haug, The Complete Guide to Option Pricing Formulas (2nd edition), Table 4-13, after Reiner and Rubinstein (1991): spot 100,
# half a year, rate 0.08, cost of carry 0.04, rebate 3 at maturity if never knocked in. (barrier, strike): by volatility.
UP_AND_IN_CALLS = {
    (105.0, 90.0): {0.25: 14.1112, 0.30: 15.2098},
    (105.0, 100.0): {0.25: 8.4482, 0.30: 9.7278},
    (105.0, 110.0): {0.25: 4.5910, 0.30: 5.8350},
}
DOWN_AND_IN_PUTS = {
    (95.0, 90.0): {0.25: 2.9586, 0.30: 3.8769},
    (95.0, 100.0): {0.25: 6.5677, 0.30: 7.7989},
    (95.0, 110.0): {0.25: 11.9752, 0.30: 13.3078},
}
TOUCHED_CALLS = {  # the spot is at the barrier: no rebate is left
    (100.0, 90.0): {0.25: 13.8333, 0.30: 14.8816},
    (100.0, 100.0): {0.25: 7.8494, 0.30: 9.2045},
    (100.0, 110.0): {0.25: 3.9795, 0.30: 5.3043},
}
SPOT, REBATE = 100.0, 3.0
ROWS = [
    (contract, barrier, strike, volatility, printed)
    for contract, table in (
        (Contract.KNOCK_IN_CALL, UP_AND_IN_CALLS),
        (Contract.KNOCK_IN_PUT, DOWN_AND_IN_PUTS),
        (Contract.KNOCK_IN_CALL, TOUCHED_CALLS),
    )
    for (barrier, strike), row in table.items()
    for volatility, printed in row.items()
]


def rebate(barrier: float, market: Market) -> float:
    """Reiner and Rubinstein's term E: the rebate is paid at maturity unless the barrier was touched."""
    if barrier == SPOT:
        return 0.0
    side, total = math.copysign(1.0, SPOT - barrier), market.volatility * math.sqrt(market.years)
    drift = (market.rate - market.dividend - market.volatility**2 / 2) / market.volatility**2
    first, second = (math.log(ratio) / total + drift * total for ratio in (SPOT / barrier, barrier / SPOT))
    stays = norm.cdf(side * first) - (barrier / SPOT) ** (2 * drift) * norm.cdf(side * second)
    return REBATE * math.exp(-market.rate * market.years) * float(stays)


@pytest.mark.parametrize(("contract", "barrier", "strike", "volatility", "printed"), ROWS)
def test_barrier_table(contract: Contract, barrier: float, strike: float, volatility: float, printed: float) -> None:
    """To one in the fourth decimal: Haug's normal distribution function was a polynomial, which costs him that digit."""
    market = Market(volatility=volatility, years=0.5, rate=0.08, dividend=0.04)
    option = Option(contract=contract, strike=strike, barrier=barrier)
    found = float(compute(Quantity.VALUE, option, market, SPOT)) + rebate(barrier, market)
    assert found == pytest.approx(printed, abs=1e-4)
    if barrier != SPOT:
        assert found == pytest.approx(quantlib(option, market), abs=1e-9)


def quantlib(option: Option, market: Market) -> float:
    """The same contract with its rebate; a maturity in days, 180 of 360."""
    today, count = ql.Date(2, 1, 2026), ql.Actual360()
    ql.Settings.instance().evaluationDate = today
    rate, dividend = (
        ql.YieldTermStructureHandle(ql.FlatForward(today, value, count)) for value in (market.rate, market.dividend)
    )
    volatility = ql.BlackConstantVol(today, ql.NullCalendar(), market.volatility, count)
    process = ql.BlackScholesMertonProcess(
        ql.QuoteHandle(ql.SimpleQuote(SPOT)), dividend, rate, ql.BlackVolTermStructureHandle(volatility)
    )
    call = option.contract.sign > 0
    instrument = ql.BarrierOption(
        ql.Barrier.UpIn if call else ql.Barrier.DownIn,
        option.barrier,
        REBATE,
        ql.PlainVanillaPayoff(ql.Option.Call if call else ql.Option.Put, option.strike),
        ql.EuropeanExercise(today + 180),
    )
    instrument.setPricingEngine(ql.AnalyticBarrierEngine(process))
    return float(instrument.NPV())
