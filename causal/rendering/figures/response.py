"""The outcome's response over the rows after the treatment, with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import BLUE, GREY, INK, RULE, TICKS, Drawing, number, scale, ticked

if TYPE_CHECKING:
    from causal.findings import Response
    from causal.rendering.typography import Style

WIDTH, HEIGHT = 220.0, 98.0
LEFT, BOTTOM = 40.0, 18.0


def draw(found: Response, title: str, style: Style = TICKS) -> str:
    """Give the SVG."""
    drawing = Drawing(WIDTH, HEIGHT)
    to_x = scale([0.0, float(found.horizons[-1])], LEFT, WIDTH - 8, 0.02)
    to_y = scale([*found.low, *found.high], HEIGHT - BOTTOM, 6, zero=True)
    for tick, said in ticked(to_y.low, to_y.high, 4, style):
        drawing.line(LEFT, to_y(tick), WIDTH - 8, to_y(tick), RULE, 0.5)
        drawing.text(LEFT - 4, to_y(tick) + 2.4, said, 7, GREY, "end")
    upper = [(to_x(h), to_y(v)) for h, v in zip(found.horizons, found.high, strict=True)]
    lower = [(to_x(h), to_y(v)) for h, v in zip(found.horizons, found.low, strict=True)]
    outline = " L ".join(f"{number(x)} {number(y)}" for x, y in [*upper, *reversed(lower)])
    drawing.path(f"M {outline} Z", "none", 0, "#d9e6ef")
    drawing.line(LEFT, to_y(0), WIDTH - 8, to_y(0), INK, 0.8)
    points = [(to_x(h), to_y(v)) for h, v in zip(found.horizons, found.effect, strict=True)]
    drawing.polyline(points, BLUE, 1.5)
    for x, y in points:
        drawing.circle(x, y, 2.0, BLUE)
    for horizon in found.horizons:
        drawing.text(to_x(horizon), HEIGHT - 5, str(horizon), 7, GREY, "middle")
    return drawing.finish(title)
