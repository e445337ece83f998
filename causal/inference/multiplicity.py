"""Many tests at once: Holm's correction, and an interval at the confidence that it asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.inference.algebra import critical_value
from causal.messages import Failure  # noqa: TC001 - a record is rebuilt from JSON by its annotations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.findings import Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLevel:
    """An edge's judged estimate at the confidence `level` that the correction asks for.

    `p_value` is the adjusted one, `low` and `high` are the interval's ends, and `power` is the chance of seeing the smallest
    effect that matters: None where it cannot be computed, as `failures` say, or there is no such size.
    """

    level: float
    p_value: float
    low: float | None
    high: float | None
    power: float | None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """What the correction came to for each edge of a graph, in order; None for one without an estimate."""

    edges: tuple[AtLevel | None, ...]


def holm_levels(p_values: Sequence[float], level: float) -> list[tuple[float, float]]:
    """Give (confidence, adjusted p) for each test by Holm (1979); a test is rejected when its adjusted p is small.

    The confidence of the k-th smallest of m is 1 - alpha / (m - k + 1).
    """
    count = len(p_values)
    order = sorted(range(count), key=lambda i: p_values[i])
    answer = [(level, 1.0)] * count
    running = 0.0
    for rank, position in enumerate(order):
        running = max(running, min(1.0, (count - rank) * p_values[position]))
        answer[position] = (1.0 - (1.0 - level) / (count - rank), running)
    return answer


def widen(first: Estimate, level: float) -> Estimate:
    """Give the same estimate with its interval at another confidence."""
    half = critical_value(level, first.degrees_of_freedom) * first.standard_error
    return replace(first, low=first.effect - half, high=first.effect + half, level=level)
