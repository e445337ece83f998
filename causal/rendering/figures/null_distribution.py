"""What chance does to the estimate: a refuter's draws as a histogram, the estimate marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import GREY, INK, ORANGE, RULE, TICKS, Drawing, scale, short

if TYPE_CHECKING:
    from causal.findings import Histogram
    from causal.rendering.typography import Style

WIDTH, HEIGHT = 150.0, 22.0


def draw(found: Histogram, estimate: float, title: str, style: Style = TICKS) -> str:
    """Give the SVG."""
    drawing = Drawing(WIDTH, HEIGHT)
    to_x = scale([*found.edges, estimate, 0.0], 4, WIDTH - 4, 0.03)
    most = max(found.counts) or 1
    for left, right, count in zip(found.edges, found.edges[1:], found.counts, strict=False):
        tall = (HEIGHT - 14) * count / most
        drawing.rect(to_x(left), HEIGHT - 11 - tall, max(to_x(right) - to_x(left) - 0.4, 0.6), tall, fill="#b9c2cc")
    drawing.line(4, HEIGHT - 11, WIDTH - 4, HEIGHT - 11, RULE, 0.8)
    drawing.line(to_x(0), HEIGHT - 11, to_x(0), HEIGHT - 8, GREY, 0.8)
    drawing.line(to_x(estimate), 2, to_x(estimate), HEIGHT - 11, ORANGE, 1.6)
    drawing.text(to_x(0), HEIGHT - 1.5, "0", 6.5, GREY, "middle")
    if abs(to_x(estimate) - to_x(0)) > 16:
        drawing.text(
            min(max(to_x(estimate), 14), WIDTH - 14), HEIGHT - 1.5, short(estimate, style=style), 6.5, INK, "middle"
        )
    return drawing.finish(title)
