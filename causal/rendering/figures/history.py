"""A series over time, small: the event marked, the stated figure as a band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import BLUE, GREY, INK, ORANGE, RULE, TICKS, Drawing, scale, ticked

if TYPE_CHECKING:
    from causal.rendering.typography import Style
    from causal.verdict import Chart

WIDTH, HEIGHT = 220.0, 58.0
LEFT, RIGHT, TOP, BOTTOM = 32.0, 6.0, 6.0, 16.0


def draw(chart: Chart, title: str, style: Style = TICKS) -> str:
    """Give the SVG, or an empty string where the series has fewer than two values."""
    known = [(x, y) for x, y in zip(chart.x, chart.y, strict=True) if y is not None]
    if len(known) < 2:
        return ""
    ordinal = {text: i for i, text in enumerate(chart.x)}
    to_x = scale([0.0, float(len(chart.x) - 1)], LEFT, WIDTH - RIGHT, 0.0)
    band = [v for v in ((chart.stated.low, chart.stated.high) if chart.stated else ()) if v is not None]
    others = [y for y in chart.other if y is not None]
    to_y = scale([y for _, y in known] + band + others, HEIGHT - BOTTOM, TOP)
    drawing = Drawing(WIDTH, HEIGHT)
    for tick, said in ticked(to_y.low, to_y.high, 3, style):
        drawing.line(LEFT, to_y(tick), WIDTH - RIGHT, to_y(tick), RULE, 0.5)
        drawing.text(LEFT - 4, to_y(tick) + 2.4, said, 7, GREY, "end")
    if chart.stated is not None and band:
        high = to_y(chart.stated.high) if chart.stated.high is not None else TOP
        low = to_y(chart.stated.low) if chart.stated.low is not None else HEIGHT - BOTTOM
        drawing.rect(LEFT, high, WIDTH - RIGHT - LEFT, max(low - high, 1.2), fill="#d9e6ef")
    if chart.other:
        _trace(
            drawing,
            [
                (to_x(float(ordinal[x])), to_y(y)) if y is not None else None
                for x, y in zip(chart.x, chart.other, strict=True)
            ],
            GREY,
        )
    _trace(
        drawing,
        [(to_x(float(ordinal[x])), to_y(y)) if y is not None else None for x, y in zip(chart.x, chart.y, strict=True)],
        BLUE,
    )
    for at in dict.fromkeys((0, len(chart.x) // 2, len(chart.x) - 1)):
        anchor = "start" if at == 0 else "end" if at == len(chart.x) - 1 else "middle"
        drawing.text(to_x(float(at)), HEIGHT - 4, _label(chart.x[at], chart.x), 7, GREY, anchor)
    if chart.marked in ordinal:
        x = to_x(float(ordinal[chart.marked]))
        drawing.line(x, TOP, x, HEIGHT - BOTTOM, INK, 0.7, "2 2")
        marked = chart.y[ordinal[chart.marked]]
        if marked is not None:
            drawing.circle(x, to_y(marked), 2.8, ORANGE)
    return drawing.finish(title)


def _trace(drawing: Drawing, points: list[tuple[float, float] | None], stroke: str) -> None:
    """Draw the points as lines, broken where a value is missing."""
    run: list[tuple[float, float]] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif len(run) > 1:
            drawing.polyline(thinned(run), stroke, 0.9)
            run = []
        elif run:
            drawing.circle(*run[0], 0.9, stroke)
            run = []


def thinned(run: list[tuple[float, float]], width: float = 4.0) -> list[tuple[float, float]]:
    """Keep of each strip of `width` its first, lowest, highest and last point: the line covers the same ground."""
    strips: dict[int, list[tuple[float, float]]] = {}
    for point in run:
        strips.setdefault(int(point[0] // width), []).append(point)
    kept: list[tuple[float, float]] = []
    for strip in strips.values():
        wanted = {strip[0], strip[-1], min(strip, key=lambda p: p[1]), max(strip, key=lambda p: p[1])}
        kept.extend(dict.fromkeys(point for point in strip if point in wanted))
    return kept


def _label(text: str, every: tuple[str, ...]) -> str:
    if "T" in text and every[0][:7] == every[-1][:7]:
        return text[5:16].replace("T", " ")
    if len(text) < len("2024-01-01"):
        return text  # a period's name
    return text[:10] if every[0][:4] == every[-1][:4] else text[:7]
