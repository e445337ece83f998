"""Sensitivity: the effect that a hidden confounder of given strength would leave, with the benchmarks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from causal.figures.svg import BLUE, GREY, INK, ORANGE, RULE, Drawing, number, scale, short, ticks

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import Sensitivity

WIDTH, HEIGHT = 250.0, 118.0
LEFT, BOTTOM = 38.0, 26.0


def draw(found: Sensitivity, label: Callable[[str], str], words: dict[str, str], title: str) -> str:
    """Give the SVG. `words` holds the axes' `treatment` and `outcome`; `label` words a covariate."""
    drawing = Drawing(WIDTH, HEIGHT)
    to_x = scale(found.contour_x, LEFT, WIDTH - 8, 0.0)
    to_y = scale(found.contour_y, HEIGHT - BOTTOM, 8, 0.0)
    for tick in ticks(to_x.low, to_x.high, 4):
        drawing.text(to_x(tick), HEIGHT - BOTTOM + 10, short(tick), 7, GREY, "middle")
    for tick in ticks(to_y.low, to_y.high, 4):
        drawing.text(LEFT - 4, to_y(tick) + 2.4, short(tick), 7, GREY, "end")
    drawing.rect(LEFT, 8, WIDTH - 8 - LEFT, HEIGHT - BOTTOM - 8, stroke=RULE)
    start = found.contour[0][0]
    levels = [level for level in (start * share for share in (0.75, 0.5, 0.25, 0.0, -0.5)) if True]
    for level in levels:
        points = _crossings(found, level)
        if len(points) > 1:
            zero = level == 0
            drawing.path("M " + " L ".join(f"{number(to_x(x))} {number(to_y(y))}" for x, y in points), ORANGE if zero else GREY, 1.6 if zero else 0.7, dash="" if zero else "3 2")
            x, y = points[len(points) // 2]
            drawing.text(to_x(x) + 3, to_y(y) - 2, short(level), 6.5, ORANGE if zero else GREY)
    drawing.circle(to_x(0), to_y(0), 2.6, INK)
    for benchmark in found.benchmarks:
        x, y = benchmark.treatment_r2, benchmark.outcome_r2
        if x <= to_x.high and y <= to_y.high:
            drawing.circle(to_x(x), to_y(y), 2.6, BLUE)
            near_right = to_x(x) > WIDTH - 90
            drawing.text(to_x(x) + (-5 if near_right else 5), to_y(y) - 3, label(benchmark.covariate), 7, BLUE, "end" if near_right else "start")
    drawing.text((LEFT + WIDTH - 8) / 2, HEIGHT - 5, words["treatment"], 7.5, GREY, "middle")
    drawing.parts.append(
        f'<text transform="translate(9 {number((HEIGHT - BOTTOM) / 2 + 4)}) rotate(-90)" font-size="7.5" fill="{GREY}" '
        f'text-anchor="middle">{escape(words["outcome"])}</text>'
    )
    return drawing.finish(title)


def _crossings(found: Sensitivity, level: float) -> list[tuple[float, float]]:
    """Give where the effect left equals `level`, along the columns of the grid."""
    points = []
    for column, x in enumerate(found.contour_x):
        values = [row[column] for row in found.contour]
        for i in range(len(values) - 1):
            low, high = values[i], values[i + 1]
            if (low - level) * (high - level) <= 0 and low != high:
                share = (level - low) / (high - low)
                points.append((x, found.contour_y[i] + share * (found.contour_y[i + 1] - found.contour_y[i])))
                break
    return points
