"""How much is held in memory at once: what is larger is worked through in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = 20_000_000  # rows x draws, or rows x worlds, held at once


def pieces(cells: int, count: int, held: int | None = None) -> Iterator[slice]:
    """Split `count` things of `cells` cells each into slices of at most `held` cells, CELLS where none are given, or of one thing."""
    size = max(1, min(held or CELLS, CELLS) // cells)
    return (slice(start, min(start + size, count)) for start in range(0, count, size))
