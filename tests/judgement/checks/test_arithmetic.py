from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from causal.errors import NotComputableError
from causal.grammar import stated
from causal.judgement.checks import _expression
from causal.verdict import Grounds
from tests.judgement.checks.bench import bench, run, words

FIGURES = {
    "price": "43.6",
    "fall": "10%",
    "usd": "just over $230m",
    "shares": "about 6 million",
    "p3": "0.27%",
    "p35": "0.05%",
    "range": "38-39",
    "many": "more than 5",
    "zero": "0",
}
CONTEXT = bench(figures=FIGURES)


@pytest.mark.parametrize(
    ("expression", "figure", "expected"),
    [
        ("C1.price * (1 - C1.fall / 100)", "39.2", Grounds.DERIVATION_HOLDS),
        ("C1.price * (1 - C1.fall / 100)", "between 38 and 39", Grounds.INCONCLUSIVE),  # 39.24, but 38.98 as rounded
        ("C1.price * (1 - C1.fall / 100)", "36", Grounds.CONTRADICTED),
        ("C1.p3 / C1.p35", "10x", Grounds.CONTRADICTED),  # 5.4
        ("C1.p3 / C1.p35", "about 5.0", Grounds.INCONCLUSIVE),
        ("C1.usd / C1.shares", "$39", Grounds.INCONCLUSIVE),  # 38.3 at the figures, 36.5 to 42.4 as rounded
        ("C1.usd / C1.shares", "about $38", Grounds.DERIVATION_HOLDS),
        ("C1.many * 2", "more than 10", Grounds.DERIVATION_HOLDS),
        ("C1.many * 2", "3", Grounds.CONTRADICTED),
        ("C1.range + 1", "39-40", Grounds.DERIVATION_HOLDS),
        ("100 * normal_two_sided(3)", "0.27%", Grounds.DERIVATION_HOLDS),
        ("-2 ** 2 + abs(-4) + sqrt(9)", "3.0", Grounds.DERIVATION_HOLDS),
    ],
)
def test_interval_arithmetic_decides(expression: str, figure: str, expected: Grounds) -> None:
    found = run(CONTEXT, "arithmetic", expression=expression, stated=figure)
    assert found.grounds is expected, words(found.reason)
    assert found.contradicts == (("C1",) if expected is Grounds.CONTRADICTED else ())


def test_another_reading_that_holds_leaves_it_open_and_one_that_does_not_changes_nothing() -> None:
    other = [{"label": "of the lower bound", "expression": "C1.p3 / 0.027"}]
    found = run(CONTEXT, "arithmetic", expression="C1.p3 / C1.p35", stated="10x", alternatives=other)
    assert found.grounds is Grounds.INCONCLUSIVE
    assert "of the lower bound" in words(found.reason)
    wrong = [{"label": "another", "expression": "C1.p3 / 0.1"}]
    found = run(CONTEXT, "arithmetic", expression="C1.p3 / C1.p35", stated="10x", alternatives=wrong)
    assert found.grounds is Grounds.CONTRADICTED


def test_a_divisor_that_may_be_zero_gives_no_answer() -> None:
    with pytest.raises(NotComputableError, match="holds zero"):
        run(CONTEXT, "arithmetic", expression="1 / C1.zero", stated="1")


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("C1.prise", "C1.price"),
        ("C2.price", "C1.price"),
        ("open('x')", "no function"),
        ("C1.price.real", "not allowed"),
        ("'a' * 2", "not allowed"),
        ("[1][0]", "not allowed"),
        ("(lambda: 1)()", "not allowed"),
        ("2 ** 2 ** 2", "power"),
        ("2 ** 99", "power"),
        ("1 if True else 2", "not allowed"),
        ("True + 1", "true or false"),
        ("1 +", "not an expression"),
        ("1" + "+1" * 200, "characters"),
        ("+".join(["1"] * 60), "too long"),
    ],
)
def test_only_arithmetic_is_allowed(expression: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        run(CONTEXT, "arithmetic", expression=expression, stated="1")


NUMBERS = st.floats(-50, 50).map(lambda x: round(x, 1))
EXPRESSIONS = st.recursive(
    st.sampled_from(["A.x", "A.y", "2", "0.5"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda x: f"(-{x})"),
        inner.map(lambda x: f"(({x}) ** 2)"),
        inner.map(lambda x: f"(({x}) ** 3)"),
        inner.map(lambda x: f"abs({x})"),
        inner.map(lambda x: f"normal_tail({x})"),
    ),
    max_leaves=6,
)


@given(text=EXPRESSIONS, x=NUMBERS, y=NUMBERS, share=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_bounds_hold_every_value_that_the_figures_allow(
    text: str, x: float, y: float, share: tuple[float, float]
) -> None:
    parsed = _expression.parse(text)
    figures = {"A.x": stated.parse(f"{x:.1f}"), "A.y": stated.parse(f"about {y:.1f}")}

    def inside(name: str, part: float) -> stated.Stated:
        interval = figures[name].interval
        assert interval.low is not None
        assert interval.high is not None
        value = interval.low + part * (interval.high - interval.low)
        return stated.Stated(
            interval=type(interval)(low=value, high=value, high_closed=True), unit="", text="", value=value
        )

    try:
        bounds = _expression.evaluate(parsed, figures)
        exact = _expression.evaluate(parsed, {"A.x": inside("A.x", share[0]), "A.y": inside("A.y", share[1])})
    except NotComputableError:
        return
    slack = 1e-9 * max(1.0, abs(bounds.low), abs(bounds.high))
    assert bounds.low - slack <= exact.low <= exact.high <= bounds.high + slack
    assert math.isclose(exact.low, exact.high, rel_tol=1e-6, abs_tol=1e-6)


UNITS = bench(
    figures={
        "rate": "5%",
        "cut": "25 basis points",
        "half": "half a percentage point",
        "fifth": "one in five",
        "dollars": "$5 million",
        "more": "$500,000",
        "euros": "€3 million",
        "dead": "12 deaths",
        "hurt": "30 injuries",
    }
)


@pytest.mark.parametrize(
    ("expression", "figure"),
    [
        ("C1.rate - C1.cut", "4.75%"),
        ("C1.rate + C1.half", "5.5%"),
        ("C1.rate + C1.half + C1.cut", "575 basis points"),
        ("1 - C1.fifth", "80%"),
        ("1 - C1.fifth", "four in five"),
        ("C1.fifth + C1.rate", "a quarter"),
        ("C1.dollars + C1.more", "$5.5m"),
        ("C1.dollars - C1.more", "450万美元"),
        ("C1.dead + C1.hurt", "42"),
        ("C1.rate / 100", "0.05"),
        ("C1.rate - C1.cut", "四点七五个百分点"),
    ],
)
def test_sums_of_figures_in_other_units_are_reconciled(expression: str, figure: str) -> None:
    assert run(UNITS, "arithmetic", expression=expression, stated=figure).grounds is Grounds.DERIVATION_HOLDS


@pytest.mark.parametrize(
    ("expression", "figure"),
    [("C1.dollars + C1.euros", "$8 million"), ("C1.dollars - C1.more", "€4.5m"), ("C1.rate + C1.dollars", "5")],
)
def test_figures_of_different_things_are_not_summed(expression: str, figure: str) -> None:
    with pytest.raises(NotComputableError, match="turned into"):
        run(UNITS, "arithmetic", expression=expression, stated=figure)
