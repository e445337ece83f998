"""The event-day move, built up from what each node's own shock did, with intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import BLUE, GREY, INK, ORANGE, RULE, Drawing, scale, ticked, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import Attribution
    from causal.rendering.figures.svg import Words

WIDTH, ROW = 690.0, 21.0
NAME = 210.0


def draw(
    found: Attribution, label: Callable[[str], str], words: Words, write: Callable[[float], str], title: str
) -> str:
    """Give the SVG: one bar a node from the running total, the interval as a line, the whole move last."""
    rows: list[tuple[str, float, float | None, float | None]] = [
        (words.text("waterfall.expected"), found.expected, None, None)
    ]
    rows += [(label(c.node), c.value, c.low, c.high) for c in found.contributions]
    running, spans = 0.0, []
    for _, value, low, high in rows:
        spans.append(
            (running, running + value, None if low is None else running + low, None if high is None else running + high)
        )
        running += value
    points = [p for span in spans for p in span if p is not None] + [found.move, 0.0]
    to_x = scale(points, NAME, WIDTH - 130.0)
    height = ROW * (len(rows) + 1) + 24.0
    drawing = Drawing(WIDTH, height)
    for tick, said in ticked(to_x.low, to_x.high, 5, words.ticks):
        drawing.line(to_x(tick), 4, to_x(tick), height - 18, RULE, 0.6)
        drawing.text(to_x(tick), height - 7, said, 8.5, GREY, "middle")
    drawing.line(to_x(0), 4, to_x(0), height - 18, INK, 0.9)
    for i, ((name, value, low, high), (start, end, bar_low, bar_high)) in enumerate(zip(rows, spans, strict=True)):
        y = 5 + i * ROW
        fill = GREY if low is None else ORANGE if value < 0 else BLUE
        drawing.rect(min(to_x(start), to_x(end)), y + 2, abs(to_x(end) - to_x(start)), ROW - 6, fill=fill)
        if bar_low is not None and bar_high is not None:
            drawing.line(to_x(bar_low), y + ROW / 2 - 1, to_x(bar_high), y + ROW / 2 - 1, INK, 0.9)
        drawing.text(NAME - 8, y + ROW / 2 + 2, wrap(name, 10, NAME - 12, 1)[0], 10, INK, "end")
        shown = (
            write(value)
            if low is None or high is None
            else words.text("waterfall.bar", {"value": write(value), "low": write(low), "high": write(high)})
        )
        drawing.text(WIDTH, y + ROW / 2 + 2, shown, 9, GREY, "end")
    y = 5 + len(rows) * ROW
    drawing.rect(min(to_x(0), to_x(found.move)), y + 2, abs(to_x(found.move) - to_x(0)), ROW - 6, fill=INK)
    drawing.text(NAME - 8, y + ROW / 2 + 2, words.text("waterfall.move"), 10, INK, "end", 600)
    drawing.text(WIDTH, y + ROW / 2 + 2, write(found.move), 10, INK, "end", 600)
    return drawing.finish(title)
