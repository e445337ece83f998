"""Stated against found: the interval that the words cover, and a dot for each value found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import Outcome
from causal.rendering.figures.svg import BLUE, GREY, INK, ORANGE, RULE, Drawing, scale, short, ticked, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.figures.svg import Words
    from causal.verdict import Comparison

WIDTH, ROW = 320.0, 14.0
ACCENT = {Outcome.PASSED: BLUE, Outcome.FAILED: ORANGE}


def draw(comparisons: Sequence[Comparison], words: Words, title: str) -> str:
    """Give the SVG, or an empty string where there is nothing to place."""
    shown = [c for c in comparisons if c.found is not None and c.interval is not None][:6]
    if not shown:
        return ""
    bounds = [v for c in shown for v in (c.found, c.low, c.high)]
    bounds += [v for c in shown if c.interval for v in (c.interval.low, c.interval.high)]
    to_x = scale([v for v in bounds if v is not None], 8, WIDTH - 8, 0.12)
    height = 22 + ROW * len(shown) + 14
    drawing = Drawing(WIDTH, height)
    interval = shown[0].interval
    if interval is not None:
        low = to_x(interval.low) if interval.low is not None else 4.0
        high = to_x(interval.high) if interval.high is not None else WIDTH - 4.0
        drawing.rect(low, 12, max(high - low, 2.0), height - 28, fill="#d9e6ef")
        for bound, x in ((interval.low, low), (interval.high, high)):
            if bound is not None:
                drawing.line(x, 12, x, height - 16, BLUE, 0.9)
        drawing.text(
            (low + high) / 2 if high - low > 60 else min(max((low + high) / 2, 40), WIDTH - 40),
            9,
            words.text("line.band", {"stated": shown[0].stated}),
            8,
            BLUE,
            "middle",
        )
    drawing.line(4, height - 15, WIDTH - 4, height - 15, RULE)
    for tick, said in ticked(to_x.low, to_x.high, 4, words.ticks):
        drawing.line(to_x(tick), height - 15, to_x(tick), height - 12, RULE)
        drawing.text(to_x(tick), height - 4, said, 7, GREY, "middle")
    for i, one in enumerate(shown):
        _dot(
            drawing,
            one,
            to_x(one.found or 0.0),
            None if one.low is None or one.high is None else (to_x(one.low), to_x(one.high)),
            20 + i * ROW,
            words,
        )
    return drawing.finish(title)


def _dot(drawing: Drawing, one: Comparison, x: float, span: tuple[float, float] | None, y: float, words: Words) -> None:
    accent = ACCENT.get(one.agrees, GREY)
    if span is not None:
        drawing.line(span[0], y, span[1], y, accent, 1.2)
    drawing.circle(x, y, 3.2, accent if one.source.counted else "#ffffff", accent)
    label = wrap(f"{short(one.found or 0.0, 4, words.ticks)} {one.label}", 7, WIDTH * 0.8, 1)[0]
    left, right = (x, x) if span is None else (min(span[0], x), max(span[1], x))
    size = width_of(label, 7)
    if right + 7 + size <= WIDTH:
        drawing.text(right + 6, y + 2.6, label, 7, INK)
    elif left - 7 - size >= 0:
        drawing.text(left - 6, y + 2.6, label, 7, INK, "end")
    else:  # no room beside the interval: above it
        drawing.text(min(max(x, size / 2), WIDTH - size / 2), y - 4, label, 7, INK, "middle")
