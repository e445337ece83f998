"""Sensitivity: the effect that a hidden confounder of given strength would leave, with the benchmarks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from causal.rendering.figures.svg import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    RULE,
    TICKS,
    Drawing,
    Room,
    number,
    scale,
    short,
    ticked,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import Benchmark, Sensitivity
    from causal.rendering.typography import Style

WIDTH, HEIGHT = 250.0, 118.0
LEFT, BOTTOM = 38.0, 26.0


def draw(
    found: Sensitivity, label: Callable[[str], str], words: dict[str, str], title: str, style: Style = TICKS
) -> str:
    """Give the SVG. `words` holds the axes' `treatment` and `outcome`; `label` words a covariate."""
    drawing = Drawing(WIDTH, HEIGHT)
    to_x = scale(found.contour_x, LEFT, WIDTH - 8, 0.0)
    to_y = scale(found.contour_y, HEIGHT - BOTTOM, 8, 0.0)
    for tick, said in ticked(to_x.low, to_x.high, 4, style):
        drawing.text(to_x(tick), HEIGHT - BOTTOM + 10, said, 7, GREY, "middle")
    for tick, said in ticked(to_y.low, to_y.high, 4, style):
        drawing.text(LEFT - 4, to_y(tick) + 2.4, said, 7, GREY, "end")
    drawing.rect(LEFT, 8, WIDTH - 8 - LEFT, HEIGHT - BOTTOM - 8, stroke=RULE)
    room = Room(LEFT, 8, WIDTH, HEIGHT - BOTTOM)
    dots = [
        (to_x(b.treatment_r2), to_y(b.outcome_r2), b)
        for b in _strongest_first(found)
        if b.treatment_r2 <= to_x.high and b.outcome_r2 <= to_y.high
    ]
    for x, y, _ in [*dots, (to_x(0), to_y(0), None)]:
        room.take(x - 2.6, y - 2.6, x + 2.6, y + 2.6)
    start = found.contour[0][0]
    for level in (0.0, 0.5 * start, -0.5 * start, 0.75 * start, 0.25 * start):
        said = short(level, style=style) if level in {0.0, 0.5 * start} else ""
        _line(drawing, room, [(to_x(x), to_y(y)) for x, y in _crossings(found, level)], level, said)
    drawing.circle(to_x(0), to_y(0), 2.6, INK)
    for x, y, benchmark in dots:
        drawing.circle(x, y, 2.6, BLUE)
        if place := room.place(x, y, name := label(benchmark.covariate), 7):
            drawing.text(*place, name, 7, BLUE)
    drawing.text((LEFT + WIDTH - 8) / 2, HEIGHT - 5, words["treatment"], 7.5, GREY, "middle")
    drawing.parts.append(
        f'<text transform="translate(9 {number((HEIGHT - BOTTOM) / 2 + 2)}) rotate(-90)" font-size="7" fill="{GREY}" '
        f'text-anchor="middle">{escape(words["outcome"])}</text>'
    )
    return drawing.finish(title)


def _strongest_first(found: Sensitivity) -> list[Benchmark]:
    """Order the benchmarks so that the ones that matter most are named where there is no room for all."""
    return sorted(found.benchmarks, key=lambda b: -b.treatment_r2 * b.outcome_r2)


def _line(drawing: Drawing, room: Room, points: list[tuple[float, float]], level: float, said: str) -> None:
    """Draw where the effect left equals `level`; `said` stands beside the line where there is room."""
    if len(points) < 2:
        return
    zero = level == 0
    accent = ORANGE if zero else GREY
    drawing.path(
        "M " + " L ".join(f"{number(x)} {number(y)}" for x, y in points),
        accent,
        1.6 if zero else 0.7,
        dash="" if zero else "3 2",
    )
    for x, y in (points[len(points) // 2], points[len(points) // 4], points[0]) if said else ():
        if place := room.place(x - 2, y, said, 6.5):
            drawing.text(*place, said, 6.5, accent)
            return


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
