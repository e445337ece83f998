"""Real data of which the truth is known by other means, and what the rubric says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.known_truth.case import Case


def cases() -> tuple[Case, ...]:
    """Give every case."""
    from benchmarks.known_truth.people import pairs, trials
    from benchmarks.known_truth.series import series

    return (*trials(), *series(), *pairs())
