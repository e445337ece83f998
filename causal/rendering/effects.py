"""An effect as a reader says it: how much the outcome changes with the cause, give or take, in everyday units."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, floor, log10
from typing import TYPE_CHECKING, Any, Protocol

from causal.study import two_valued

if TYPE_CHECKING:
    from collections.abc import Mapping

LOGARITHMIC = "log points"
LARGEST = 100.0  # log points: beyond these a percentage says no more to a reader than the points do
EVEN = 0.1  # how far an interval may be from symmetric, in half-widths, and still be given or taken
UNSEEN = 0.05  # an effect below so many half-widths is no change that a reader could see


class Words(Protocol):
    """What wording an effect needs of a language."""

    def text(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Word a key with values."""

    def known(self, key: str, otherwise: str) -> str:
        """Give the text of a key, or `otherwise`."""

    def unit(self, name: str) -> str:
        """Word a unit."""

    def reckoned(self, value: float, unit: str, *, change: bool = False) -> tuple[float, str]:
        """Give a value in the unit that readers reckon in."""

    def figure(self, value: float | None, unit: str = "") -> str:
        """Write a value with its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """An effect with the ends of its interval, in the unit in which it is printed, and the decimals that carry information."""

    value: float
    low: float
    high: float
    unit: str

    @property
    def half(self) -> float:
        """Half the interval's width."""
        return abs(self.high - self.low) / 2.0

    @property
    def even(self) -> bool:
        """Whether the interval lies evenly about the effect."""
        return abs((self.low + self.high) / 2.0 - self.value) <= EVEN * self.half

    @property
    def unseen(self) -> bool:
        """Whether the effect is so small beside its error, or so exactly nothing, that no change is to be seen."""
        return abs(self.value) <= UNSEEN * self.half

    @property
    def decimals(self) -> int:
        """How many decimals to print: as many as the error leaves, and enough to show on which side of it the effect is."""
        least = self.half or abs(self.value)
        if not least:
            return 0
        places = -floor(log10(least)) + (f"{least:.15e}"[0] == "1")
        outside = abs(self.value) > self.half
        while outside and places < 12 and round(abs(self.value), places) <= round(self.half, places):
            places += 1
        return places


def amount(effect: float, low: float, high: float, unit: str) -> Amount:
    """Give an effect in the unit that a reader knows: percent for logarithms, percentage points for a chance."""
    if two_valued(unit):
        return Amount(value=100 * effect, low=100 * low, high=100 * high, unit="percentage points")
    if unit == LOGARITHMIC and max(abs(effect), abs(low), abs(high)) <= LARGEST:
        value, least, most = (100 * expm1(one / 100) for one in (effect, low, high))
        return Amount(value=value, low=least, high=most, unit="%")
    return Amount(value=effect, low=low, high=high, unit=unit)


def _reckoned(words: Words, found: Amount) -> Amount:
    """Give an effect in the unit that readers of the language reckon in."""
    value, low, high = (words.reckoned(one, found.unit, change=True) for one in (found.value, found.low, found.high))
    return Amount(value=value[0], low=low[0], high=high[0], unit=value[1])


def moves(
    words: Words,
    effect: float | None,
    low: float | None,
    high: float | None,
    ends: tuple[str, str, str, str],
) -> str:
    """Word an effect as a clause; `ends` are cause, its unit, outcome and its unit."""
    cause, cause_unit, outcome, outcome_unit = ends
    chance = two_valued(outcome_unit)
    outcome = words.text("effect.chance", {"outcome": outcome}) if chance else outcome
    if effect is None or low is None or high is None:
        return words.text("effect.none", {"treatment": cause, "outcome": outcome})
    found = _reckoned(words, amount(effect, low, high, outcome_unit))
    values = {
        "treatment": cause,
        "outcome": outcome,
        "one": one_more(words, cause_unit),
        "size": 0 if found.unseen else found.value,
        "amount": written(words, abs(found.value), found),
    }
    return words.text("effect.said", {**values, "spread": spread(words, found)})


def size(words: Words, effect: float | None, unit: str) -> str:
    """Write how large an effect is, without an error, in the unit that a reader knows."""
    if effect is None:
        return words.figure(None)
    found = _reckoned(words, amount(effect, effect, effect, unit))
    return words.figure(float(f"{found.value:.2g}"), found.unit)


def one_more(words: Words, unit: str) -> str:
    """Word one unit of a cause; "" where the cause is so or not."""
    if two_valued(unit):
        return ""
    return words.known(f"one.{unit}", words.text("effect.one", {"unit": words.unit(unit)}))


def spread(words: Words, found: Amount) -> str:
    """Word the error: one number where it is even, the two ends where it is not."""
    if found.even:
        half = written(words, found.half, found) if found.unseen else _bare(words, found.half, found)
        return words.text("effect.even", {"half": half}) if found.half else ""
    return words.text(
        "effect.uneven", {"low": written(words, found.low, found), "high": written(words, found.high, found)}
    )


def written(words: Words, value: float, found: Amount) -> str:
    """Write a part of an effect with its unit, in the decimals that carry information."""
    return words.figure(round(value, found.decimals) + 0.0, found.unit)


def _bare(words: Words, value: float, found: Amount) -> str:
    return words.figure(round(value, found.decimals) + 0.0)


def beside_an_arrow(words: Words, effect: float, low: float, high: float, units: tuple[str, str]) -> tuple[str, str]:
    """Word an effect in the room under an arrow: its size with its error, and for how much of the cause.

    `units` are the cause's and the outcome's.
    """
    found = _reckoned(words, amount(effect, low, high, units[1]))
    value = 0.0 if found.unseen else found.value
    size, whole = _bare(words, value, found), written(words, value, found)
    before, one_number, after = whole.partition(size)
    if one_number:  # the unit stands around the number: it is written once, around both
        half = {"size": before + size, "half": _bare(words, found.half, found) + after}
    else:
        half = {"size": whole, "half": written(words, found.half, found)}
    ends = {"low": _bare(words, found.low, found), "high": written(words, found.high, found)}
    said = words.text("graph.even", half) if found.even else words.text("graph.uneven", {"size": size, **ends})
    return said, words.text("graph.per", {"one": one_more(words, units[0])}) if units[0] else ""
