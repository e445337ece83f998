"""How much is held in memory at once: what is larger is worked through in pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CELLS = 20_000_000  # rows x draws, or rows x worlds, held at once


def pieces(cells: int, count: int) -> Iterator[slice]:
    """Split `count` things of `cells` cells each into slices of at most CELLS cells, or of one thing."""
    size = max(1, CELLS // cells)
    return (slice(start, min(start + size, count)) for start in range(0, count, size))
