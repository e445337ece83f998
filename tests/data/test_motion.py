"""Whether a formula gives a change is read from its form."""

from __future__ import annotations

import pytest

from causal.data.formula import parse
from causal.data.motion import is_change, log_scale

CHANGES = [
    "diff(d.x)",
    "100 * logret(d.x)",
    "-pct(d.x, 5)",
    "logret(d.x) - logret(d.y)",
    "factor(logret(d.x), diff(d.y))",
    "where(d.z < 1, missing(), 100 * (logret(d.x) - logret(d.y)))",
    "where(d.z < 1, 0, diff(d.x))",
    "winsor(diff(d.x), 0.01)",
    "d.x - lag(d.x)",
    "100 * (log(d.x / 0.5) - log(lag(d.y)))",
    "100 * (d.x / lag(d.x) - 1)",
    "d.x / lag(d.x) - 1",
    "diff(d.x) / d.y",
    "residual(logret(d.x), d.y)",
    "mean(logret(d.x), 5)",
]
LEVELS = [
    "d.x",
    "log(d.x)",
    "100 * d.x",
    "d.x / d.y",
    "d.x - d.y",
    "lag(d.x)",
    "where(logret(d.x) < -0.01, 1, 0)",
    "weekday() >= 5",
    "cumsum(logret(d.x))",
    "d.y + diff(d.x)",
    "d.y * diff(d.x)",
    "mean(d.x, 5)",
    "factor(d.x, diff(d.y))",
]


@pytest.mark.parametrize("text", CHANGES)
def test_a_difference_or_a_return_is_a_change(text):
    assert is_change(parse(text).tree)


@pytest.mark.parametrize("text", LEVELS)
def test_what_stands_at_a_level_is_none(text):
    assert not is_change(parse(text).tree)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("logret(d.x)", 1.0),
        ("100 * logret(d.x)", 100.0),
        ("logret(d.x, 5) * 100", 100.0),
        ("10 * (10 * logret(d.x))", 100.0),
        ("pct(d.x)", None),
        ("100 * (logret(d.x) - logret(d.y))", None),
        ("-1 * logret(d.x)", None),
        ("log(d.x)", None),
    ],
)
def test_the_scale_of_one_change_of_logarithms(text, scale):
    assert log_scale(parse(text).tree) == scale
