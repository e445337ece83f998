"""A number that is not finite is met with its place, and so is a value that no report could hold."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.findings import Rate
from causal.messages import Message
from causal.verdict import Citation, Comparison, Contradiction, Step
from causal.work.finite import finite, sound


def step(value):
    return Step(by=-1, reason=Message(key="step.large", values={"standardised": value}))


def test_what_is_finite_comes_back_itself():
    for found in (step(1.5), 2.0, None, (1, 2.0), {"a": [1.0]}, np.array([math.nan])):  # an array is no record
        assert finite(found) is found


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (step(math.nan), "reason.values.standardised came to nan, which is no finite number"),
        ((step(0.0), step(-math.inf)), "[1].reason.values.standardised came to -inf"),
        (math.inf, "the result came to inf"),
        (step(np.float64("nan")), "reason.values.standardised came to nan"),
    ],
)
def test_what_is_not_is_told_with_its_place(found, said):
    with pytest.raises(NotComputableError) as refused:
        finite(found)
    assert str(refused.value).startswith(said)


def test_what_an_extension_gives_is_a_record_of_plain_values():
    one = Contradiction(claims=("c1",), message=step(1.0).reason)
    assert sound(one, Contradiction) is one
    with pytest.raises(NotComputableError, match="a Contradiction was given in place of Comparison"):
        sound(one, Comparison)
    with pytest.raises(NotComputableError, match=r"reason\.values\.standardised is a numpy\.int64: give a plain value"):
        sound(step(np.int64(3)), Step)
    with pytest.raises(
        NotComputableError, match=r"reason\.key: expected a key such as check.value.agrees, found 'my key'"
    ):
        sound(Step(by=1, reason=Message(key="my key")), Step)
    with pytest.raises(NotComputableError, match="by: expected a whole number"):
        sound(Step(by=1.5, reason=Message(key="k")), Step)
    with pytest.raises(NotComputableError, match="came to nan"):
        sound(step(math.nan), Step)
    assert sound(Citation(label="a", series=("x",)), Citation).series == ("x",)


def test_a_value_that_is_not_plain_is_told_apart_from_one_that_is_endless():
    endless = Rate(rate=float("inf"), low=0.0, high=1.0, worlds=1)
    with pytest.raises(NotComputableError, match="rate came to inf, which is no finite number"):
        sound(endless, Rate)
    with pytest.raises(NotComputableError, match=r"rate is a .*Fraction: give a plain value"):
        sound(Rate(rate=Fraction(1, 2), low=0.0, high=1.0, worlds=1), Rate)
