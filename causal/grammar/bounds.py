"""A number as written and the word that qualifies it -> the interval it covers, in decimal arithmetic."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from causal.grammar.quantity import FRACTION_SHARE
from causal.grammar.words import Rule
from causal.verdict import Interval

if TYPE_CHECKING:
    from causal.grammar.quantity import Quantity

ABOUT_SHARE = Decimal("0.05")  # "about x": x -+ 5%
NEARLY_SHARES = (Decimal("0.05"), Decimal("0.10"))  # "nearly x": at least 5% and at most 10% below
JUST_SHARE = Decimal("0.05")  # "just over x": up to 5% above
LOWER = frozenset({Rule.MORE, Rule.AT_LEAST, Rule.DOWN_TO})  # rules that leave the far side open
UPPER = frozenset({Rule.LESS, Rule.AT_MOST, Rule.UP_TO})


def bare(quantity: Quantity) -> Interval:
    """Give a half-open interval whose closed end lies towards zero, as rounding does."""
    low, high = float(quantity.value - quantity.half), float(quantity.value + quantity.half)
    positive = quantity.value >= 0
    return Interval(low=low, high=high, low_closed=positive, high_closed=not positive)


def qualified(rule: Rule, quantity: Quantity, text: str, *, place: bool) -> Interval:
    """Give what a figure covers with a word that qualifies it; `place`: the word names a place on the number line."""
    value, size = quantity.value, abs(quantity.value)
    if rule is Rule.ABOUT:
        share = 2 * FRACTION_SHARE if quantity.rule is Rule.FRACTION else ABOUT_SHARE
        half = max(share * size, quantity.half)
        return _closed(value - half, value + half)
    if rule is Rule.EXACTLY:
        return _closed(value, value)
    if rule in LOWER or rule in UPPER:
        return _bounded_by(rule, value, signed=quantity.signed, place=place, half=quantity.half)
    if not value:
        raise ValueError(f"'{text}': a word such as nearly or just over needs a figure other than zero")
    return _beside(rule, quantity, place=place)


def _closed(low: Decimal, high: Decimal) -> Interval:
    return Interval(low=float(low), high=float(high), low_closed=True, high_closed=True)


def _bounded_by(rule: Rule, value: Decimal, *, signed: bool, place: bool, half: Decimal = Decimal(0)) -> Interval:
    """Give everything on one side of a bound: by size in the direction of a sign, else along the number line.

    `half` is how far the bound's rounding reaches; words such as as much as take it in.
    """
    reach = {Rule.UP_TO: half, Rule.DOWN_TO: -half}.get(rule, Decimal(0))
    if value < 0 and not place:
        return mirrored(_one_sided(rule, float(abs(value) + reach), floor=True))
    return _one_sided(rule, float(value + reach), floor=not place and bool(value) and (signed or rule is Rule.UP_TO))


def _one_sided(rule: Rule, bound: float, *, floor: bool) -> Interval:
    """Give the side of a bound that a rule means; `floor`: what lies below it ends at zero."""
    if rule in LOWER:
        return Interval(low=bound, high=None, low_closed=rule is not Rule.MORE)
    return Interval(low=0.0 if floor else None, high=bound, high_closed=rule is not Rule.LESS)


def mirrored(interval: Interval) -> Interval:
    """Give what an interval is on the other side of zero."""
    low, high = interval.low, interval.high
    return Interval(
        low=None if high is None else -high,
        high=None if low is None else -low + 0.0,
        low_closed=True if high is None else interval.high_closed,
        high_closed=False if low is None else interval.low_closed,
    )


def _beside(rule: Rule, quantity: Quantity, *, place: bool) -> Interval:
    """The stretch on one side of a figure, in size; mirrored for a negative figure. Never narrower than the rounding."""
    if place and quantity.value < 0:  # just above -2 is nearer to zero
        turned = Rule.JUST_UNDER if rule is Rule.JUST_OVER else Rule.JUST_OVER
        return _beside(turned, quantity, place=False)
    size = abs(quantity.value)
    floor, cap = (share * size for share in NEARLY_SHARES)
    width = min(max(quantity.significant / 2, floor), cap) if rule is Rule.NEARLY else JUST_SHARE * size
    width = max(width, quantity.half)
    over = rule is Rule.JUST_OVER
    near, far = (size, size + width) if over else (size - width, size)
    if quantity.value > 0:
        return Interval(low=float(near), high=float(far), low_closed=not over, high_closed=over)
    return Interval(low=float(-far), high=float(-near), low_closed=over, high_closed=not over)


def between(rule: Rule | None, ends: tuple[Quantity, Quantity], text: str, *, place: bool) -> Interval:
    """Give what a range covers, with the word that qualifies it."""
    low, high = (end.value for end in ends)
    if low == high:
        raise ValueError(f"'{text}' is a range with equal ends; write one figure")
    if rule is Rule.ABOUT:
        return _closed(low - ABOUT_SHARE * abs(low), high + ABOUT_SHARE * abs(high))
    if rule in LOWER or rule in UPPER:
        falls = high < 0 and not place
        bound = ends[falls is (rule in LOWER)]
        return _bounded_by(rule, bound.value, signed=ends[0].signed, place=place, half=bound.half)
    if rule in (None, Rule.EXACTLY):
        return _closed(low, high)
    raise ValueError(f"'{text}': write a range alone, or with about, at least or at most")
