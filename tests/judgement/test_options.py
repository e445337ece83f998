"""Closed-form options against QuantLib, and the identities that any correct formula obeys."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import QuantLib as ql  # noqa: N813 - the name its own documentation uses
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.judgement.options import Contract, Market, Monitoring, Option, Quantity, compute

SPOTS = np.array([60.0, 80.0, 95.0, 100.0, 104.0, 120.0, 160.0])
MARKETS = [
    Market(volatility=sigma, years=years, rate=rate, dividend=dividend)
    for sigma, years, (rate, dividend) in product((0.2, 0.9), (0.05, 1.0, 2.5), ((0.0, 0.0), (0.04, 0.01)))
]
DOWN = [Option(contract=Contract.KNOCK_IN_PUT, strike=100.0, barrier=h) for h in (55.0, 90.0)]
UP = [Option(contract=Contract.KNOCK_IN_CALL, strike=100.0, barrier=h) for h in (110.0, 170.0)]
NEVER_BINDS = [
    Option(contract=Contract.KNOCK_IN_PUT, strike=50.0, barrier=55.0),
    Option(contract=Contract.KNOCK_IN_CALL, strike=200.0, barrier=170.0),
]


def value(option: Option, market: Market, spot: float) -> float:
    return float(compute(Quantity.VALUE, option, market, spot))


def process(market: Market, spot: float) -> tuple[ql.GeneralizedBlackScholesProcess, ql.Date]:
    today = ql.Date(5, 2, 2026)
    ql.Settings.instance().evaluationDate = today
    count = ql.Actual365Fixed()

    def curve(rate: float) -> ql.YieldTermStructureHandle:
        return ql.YieldTermStructureHandle(ql.FlatForward(today, rate, count))

    volatility = ql.BlackVolTermStructureHandle(ql.BlackConstantVol(today, ql.NullCalendar(), market.volatility, count))
    handle = ql.QuoteHandle(ql.SimpleQuote(spot))
    return ql.BlackScholesMertonProcess(handle, curve(market.dividend), curve(market.rate), volatility), today


def whole_days(market: Market) -> Market:
    """The same market with maturity at a whole number of days, as QuantLib counts."""
    days = round(market.years * 365)
    return Market(volatility=market.volatility, years=days / 365, rate=market.rate, dividend=market.dividend)


def maturity(market: Market, today: ql.Date) -> ql.EuropeanExercise:
    return ql.EuropeanExercise(today + round(market.years * 365))


def reference_vanilla(option: Option, market: Market, spot: float) -> ql.VanillaOption:
    stochastic, today = process(market, spot)
    kind = ql.Option.Call if option.contract.sign > 0 else ql.Option.Put
    instrument = ql.VanillaOption(ql.PlainVanillaPayoff(kind, option.strike), maturity(market, today))
    instrument.setPricingEngine(ql.AnalyticEuropeanEngine(stochastic))
    return instrument


def reference_barrier(option: Option, market: Market, spot: float) -> float:
    stochastic, today = process(market, spot)
    up = option.contract.sign > 0
    payoff = ql.PlainVanillaPayoff(ql.Option.Call if up else ql.Option.Put, option.strike)
    kind = ql.Barrier.UpIn if up else ql.Barrier.DownIn
    instrument = ql.BarrierOption(kind, option.barrier, 0.0, payoff, maturity(market, today))
    instrument.setPricingEngine(ql.AnalyticBarrierEngine(stochastic))
    return float(instrument.NPV())


@pytest.mark.parametrize("contract", [Contract.VANILLA_CALL, Contract.VANILLA_PUT])
def test_vanilla_values_and_greeks_are_quantlibs(contract: Contract) -> None:
    option = Option(contract=contract, strike=100.0)
    for market, spot in product(map(whole_days, MARKETS), SPOTS):
        reference = reference_vanilla(option, market, float(spot))
        expected = {
            Quantity.VALUE: reference.NPV(),
            Quantity.DELTA: reference.delta(),
            Quantity.GAMMA: reference.gamma(),
            Quantity.VEGA: reference.vega(),
        }
        for quantity, number in expected.items():
            assert compute(quantity, option, market, spot) == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize("option", [*DOWN, *UP, *NEVER_BINDS])
def test_knock_in_values_and_deltas_are_quantlibs(option: Option) -> None:
    for market, spot in product(map(whole_days, MARKETS), SPOTS):
        if option.barrier is None or (spot - option.barrier) * option.contract.sign >= 0:
            continue  # knocked in: QuantLib refuses a touched barrier
        assert value(option, market, spot) == pytest.approx(reference_barrier(option, market, float(spot)), abs=1e-6)
        bump = 1e-3
        slope = (reference_barrier(option, market, spot + bump) - reference_barrier(option, market, spot - bump)) / (
            2 * bump
        )
        assert compute(Quantity.DELTA, option, market, spot) == pytest.approx(slope, abs=2e-6)


@pytest.mark.parametrize("option", [*DOWN, *UP])
def test_a_touched_barrier_leaves_the_vanilla_option(option: Option) -> None:
    contract = Contract.VANILLA_CALL if option.contract.sign > 0 else Contract.VANILLA_PUT
    vanilla = Option(contract=contract, strike=option.strike)
    spot = (option.barrier or 0.0) + 5.0 * option.contract.sign
    for market, quantity in product(MARKETS, Quantity):
        assert compute(quantity, option, market, spot) == compute(quantity, vanilla, market, spot)


def test_knock_in_value_is_continuous_at_the_barrier() -> None:
    for option, market in product([*DOWN, *UP], MARKETS):
        barrier = option.barrier or 0.0
        assert value(option, market, barrier * (1 - 1e-9)) == pytest.approx(
            value(option, market, barrier * (1 + 1e-9)), abs=1e-5
        )


@pytest.mark.parametrize("option", [*DOWN, *UP])
def test_a_barrier_at_maturity_is_a_spread_of_vanilla_and_digital(option: Option) -> None:
    """(K - S) 1[S < H] = (H - S)+ + (K - H) 1[S < H], priced by QuantLib."""
    ending = Option(
        contract=option.contract, strike=option.strike, barrier=option.barrier, monitoring=Monitoring.MATURITY
    )
    barrier, sign = option.barrier or 0.0, option.contract.sign
    kind = ql.Option.Call if sign > 0 else ql.Option.Put
    for market, spot in product(map(whole_days, MARKETS), SPOTS):
        stochastic, today = process(market, float(spot))
        digital = ql.VanillaOption(
            ql.CashOrNothingPayoff(kind, barrier, abs(option.strike - barrier)), maturity(market, today)
        )
        digital.setPricingEngine(ql.AnalyticEuropeanEngine(stochastic))
        plain = ql.VanillaOption(ql.PlainVanillaPayoff(kind, barrier), maturity(market, today))
        plain.setPricingEngine(ql.AnalyticEuropeanEngine(stochastic))
        assert value(ending, market, float(spot)) == pytest.approx(digital.NPV() + plain.NPV(), abs=1e-6)
        assert compute(Quantity.DELTA, ending, market, spot) == pytest.approx(digital.delta() + plain.delta(), abs=1e-6)


def test_put_call_parity() -> None:
    call, put = (Option(contract=c, strike=100.0) for c in (Contract.VANILLA_CALL, Contract.VANILLA_PUT))
    for market in MARKETS:
        forward = SPOTS * np.exp(-market.dividend * market.years) - 100.0 * np.exp(-market.rate * market.years)
        difference = compute(Quantity.VALUE, call, market, SPOTS) - compute(Quantity.VALUE, put, market, SPOTS)
        np.testing.assert_allclose(difference, forward, atol=1e-9)


def test_in_plus_out_is_the_vanilla_option() -> None:
    """The knock-out side is QuantLib's, so that the identity is a test of ours."""
    for option, market, spot in product([*DOWN, *UP], map(whole_days, MARKETS[::4]), SPOTS):
        if (spot - (option.barrier or 0.0)) * option.contract.sign >= 0:
            continue
        stochastic, today = process(market, float(spot))
        up = option.contract.sign > 0
        payoff = ql.PlainVanillaPayoff(ql.Option.Call if up else ql.Option.Put, option.strike)
        kind = ql.Barrier.UpOut if up else ql.Barrier.DownOut
        out = ql.BarrierOption(kind, option.barrier, 0.0, payoff, maturity(market, today))
        out.setPricingEngine(ql.AnalyticBarrierEngine(stochastic))
        whole = reference_vanilla(option, market, float(spot)).NPV()
        assert value(option, market, float(spot)) + out.NPV() == pytest.approx(whole, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    spot=st.floats(30, 300),
    sigma=st.floats(0.1, 1.5),
    years=st.floats(0.02, 3),
    barrier=st.floats(40, 99),
    monitoring=st.sampled_from(Monitoring),
)
def test_greeks_are_derivatives_of_the_value(
    spot: float, sigma: float, years: float, barrier: float, monitoring: Monitoring
) -> None:
    option = Option(contract=Contract.KNOCK_IN_PUT, strike=100.0, barrier=barrier, monitoring=monitoring)
    market = Market(volatility=sigma, years=years, rate=0.03)
    bump = 1e-5
    if abs(spot - barrier) < 1e-3:
        return
    shifted = (
        Market(volatility=sigma + bump, years=years, rate=0.03),
        Market(volatility=sigma - bump, years=years, rate=0.03),
    )
    delta = (value(option, market, spot + bump) - value(option, market, spot - bump)) / (2 * bump)
    vega = (value(option, shifted[0], spot) - value(option, shifted[1], spot)) / (2 * bump)
    gamma, vanna = (
        (float(compute(Quantity.DELTA, option, a, x)) - float(compute(Quantity.DELTA, option, b, y))) / (2 * bump)
        for a, x, b, y in ((market, spot + bump, market, spot - bump), (shifted[0], spot, shifted[1], spot))
    )
    for quantity, expected in (
        (Quantity.DELTA, delta),
        (Quantity.VEGA, vega),
        (Quantity.GAMMA, gamma),
        (Quantity.VANNA, vanna),
    ):
        assert compute(quantity, option, market, spot) == pytest.approx(expected, abs=2e-4, rel=1e-4)


@settings(max_examples=60, deadline=None)
@given(spot=st.floats(1, 1000), sigma=st.floats(0.05, 3), years=st.floats(0.01, 5), put=st.booleans())
def test_a_vanilla_delta_stays_within_one(spot: float, sigma: float, years: float, *, put: bool) -> None:
    option = Option(contract=Contract.VANILLA_PUT if put else Contract.VANILLA_CALL, strike=100.0)
    assert abs(float(compute(Quantity.DELTA, option, Market(volatility=sigma, years=years), spot))) <= 1.0


def test_a_knock_in_put_near_its_barrier_has_a_delta_beyond_one() -> None:
    option = Option(contract=Contract.KNOCK_IN_PUT, strike=100.0, barrier=70.0)
    deltas = compute(Quantity.DELTA, option, Market(volatility=0.5, years=0.05), np.linspace(70.5, 80.0, 50))
    assert deltas.min() < -1.5


@pytest.mark.parametrize(
    ("contract", "barrier", "strike"),
    [(Contract.KNOCK_IN_PUT, None, 100.0), (Contract.VANILLA_PUT, 90.0, 100.0), (Contract.VANILLA_PUT, None, 0.0)],
)
def test_an_impossible_option_is_refused(contract: Contract, barrier: float | None, strike: float) -> None:
    with pytest.raises(ValueError, match="barrier|above zero"):
        Option(contract=contract, strike=strike, barrier=barrier)


def test_a_spot_of_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        compute(
            Quantity.VALUE, Option(contract=Contract.VANILLA_CALL, strike=1.0), Market(volatility=0.2, years=1.0), 0.0
        )
