"""Units as sources declare them, and the number between two of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.grammar.units import KNOWN, alike, factor, unit


@pytest.mark.parametrize(
    ("text", "dimension", "scale"),
    [
        ("US$ million", "US$", 10**6),
        ("millions of US$", "US$", 10**6),
        ("US$m", "US$", 10**6),
        ("EUR bn", "€", 10**9),
        ("百万美元", "US$", 10**6),
        ("亿元", "CNY", 10**8),
        ("US$ million for a move of 1%", "US$", 10**6),
        ("US$ billion per year", "US$", 10**9),
        ("thousand tonnes", "mass", 10**6),
        ("'000 persons", "people", 1000),
        ("t per hectare", "mass", 1000),
        ("t", "mass", 1000),
        ("%", "part of one", Decimal("0.01")),
        ("% of GDP", "part of one", Decimal("0.01")),
        ("basis points", "part of one", Decimal("0.0001")),
        ("share", "part of one", 1),
        ("shares", "share", 1),
        ("contracts of 5 bitcoin", "contract", 1),
        ("Mt", "mass", 10**9),
        ("MT", "mass", 1000),
        ("mW", "power", Decimal("0.001")),
        ("MW", "power", 10**6),
        ("兆瓦", "power", 10**6),
        ("千瓦时", "energy", 1000),
        ("A$ million", "A$", 10**6),
        ("A$m", "A$", 10**6),
        ("million", "number", 10**6),
        ("万", "number", 10**4),
    ],
)
def test_a_unit_has_a_dimension_and_a_scale(text: str, dimension: str, scale: int | Decimal) -> None:
    read = unit(text)
    assert (read.dimension, read.scale, read.text) == (dimension, scale, text)


@pytest.mark.parametrize(
    ("of", "into", "expected"),
    [
        ("share", "%", "100"),
        ("basis points", "percentage points", "0.01"),
        ("points", "%", "1"),
        ("US$", "US$ million", "0.000001"),
        ("pounds", "lb", "1"),
        ("pounds", "GBP", "1"),
        ("pounds", "kg", "0.45359237"),
        ("¥", "yen", "1"),
        ("¥", "CNY", "1"),
        ("¥", "亿元", "0.00000001"),
        ("t", "t per hectare", "1"),
        ("US$ a barrel", "US$/barrel", "1"),
        ("contracts", "contracts of 5 bitcoin", "1"),
        ("people", "million people", "0.000001"),
        ("", "US$", "1"),
    ],
)
def test_one_unit_is_turned_into_another(of: str, into: str, expected: str) -> None:
    assert factor(of, into) == Decimal(expected)


@pytest.mark.parametrize(
    ("of", "into"),
    [
        ("mm", "%"),
        ("x", "%"),
        ("US$", "€"),
        ("°C", "°F"),
        ("pounds", "US$"),
        ("¥", "US$"),
        ("points", "US$"),
        ("US$/barrel", "US$ per tonne"),
        ("shares", "%"),
        ("deaths", "people"),
    ],
)
def test_what_measures_something_else_is_refused(of: str, into: str) -> None:
    with pytest.raises(ValueError, match=r"turned into|counted against"):
        factor(of, into)
    assert not alike(of, into)


@given(st.sampled_from(sorted(KNOWN)), st.sampled_from(sorted(KNOWN)))
def test_there_and_back_is_where_one_was(first: str, second: str) -> None:
    if alike(first, second):
        assert float(factor(first, second) * factor(second, first)) == pytest.approx(1)
