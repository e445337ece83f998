"""How many claims earned which grounds, as a bare bar; the counts stand beside it as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.scoreboard import SHADES
from causal.rendering.figures.svg import Drawing

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 690.0, 12.0


def draw(counts: Sequence[tuple[str, int]], title: str) -> str:
    """Give the SVG: one segment a ground, in order."""
    whole = sum(count for _, count in counts) or 1
    drawing, x = Drawing(WIDTH, HEIGHT), 0.0
    for grounds, count in counts:
        width = WIDTH * count / whole
        drawing.rect(x, 0, max(width - 1.5, 0.5), HEIGHT, fill=SHADES.get(grounds, "#949494"))
        x += width
    return drawing.finish(title)
