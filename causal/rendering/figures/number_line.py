"""Stated against found: the interval that the words cover, and a dot for each value found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import Outcome
from causal.rendering.figures.svg import BLUE, GREY, INK, ORANGE, RULE, Drawing, scale, short, ticked, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.rendering.figures.svg import Words
    from causal.verdict import Comparison

WIDTH, ROW, LINE = 220.0, 14.0, 9.0  # of the drawing, a dot, and each further line of its label
SAID, LABEL = 8.0, 7.0  # sizes of letters
ACCENT = {Outcome.PASSED: BLUE, Outcome.FAILED: ORANGE}


def draw(comparisons: Sequence[Comparison], words: Words, title: str) -> str:
    """Give the SVG, or an empty string where there is nothing to place."""
    shown = [c for c in comparisons if c.found is not None and c.interval is not None][:6]
    if not shown:
        return ""
    bounds = [v for c in shown for v in (c.found, c.low, c.high)]
    bounds += [v for c in shown if c.interval for v in (c.interval.low, c.interval.high)]
    to_x = scale([v for v in bounds if v is not None], 8, WIDTH - 8, 0.12)
    labels = [_label(one, words) for one in shown]
    height = 22 + sum(ROW + LINE * (len(lines) - 1) for lines in labels) + 14
    drawing = Drawing(WIDTH, height)
    interval = shown[0].interval
    if interval is not None:
        low = to_x(interval.low) if interval.low is not None else 4.0
        high = to_x(interval.high) if interval.high is not None else WIDTH - 4.0
        drawing.rect(low, 12, max(high - low, 2.0), height - 28, fill="#d9e6ef")
        for bound, x in ((interval.low, low), (interval.high, high)):
            if bound is not None:
                drawing.line(x, 12, x, height - 16, BLUE, 0.9)
        _band(drawing, words.text("line.band", {"stated": shown[0].stated}), (low + high) / 2)
    drawing.line(4, height - 15, WIDTH - 4, height - 15, RULE)
    for tick, said in ticked(to_x.low, to_x.high, 4, words.ticks):
        drawing.line(to_x(tick), height - 15, to_x(tick), height - 12, RULE)
        drawing.text(to_x(tick), height - 4, said, 7, GREY, "middle")
    y = 20.0
    for one, lines in zip(shown, labels, strict=True):
        span = None if one.low is None or one.high is None else (to_x(one.low), to_x(one.high))
        y += LINE * (len(lines) - 1)
        _dot(drawing, one, to_x(one.found or 0.0), span, y, lines)
        y += ROW
    return drawing.finish(title)


def _band(drawing: Drawing, said: str, middle: float) -> None:
    """Name the band over its middle, or as near to that as keeps the name in the drawing."""
    half = min(width_of(said, SAID) / 2 + 2, WIDTH / 2)
    drawing.text(min(max(middle, half), WIDTH - half), 9, said, SAID, BLUE, "middle")


def _label(one: Comparison, words: Words) -> list[str]:
    """Give the lines of a dot's label."""
    return wrap(f"{short(one.found or 0.0, 4, words.ticks)} {one.label}", LABEL, WIDTH - 24, 2)


def _dot(
    drawing: Drawing, one: Comparison, x: float, span: tuple[float, float] | None, y: float, lines: Sequence[str]
) -> None:
    """Draw a dot with its label: beside it where there is room, else above it; of a label of several lines the last one beside."""
    accent = ACCENT.get(one.agrees, GREY)
    if span is not None:
        drawing.line(span[0], y, span[1], y, accent, 1.2)
    drawing.circle(x, y, 3.2, accent if one.source.counted else "#ffffff", accent)
    left, right = (x, x) if span is None else (min(span[0], x), max(span[1], x))
    size = max(width_of(line, LABEL) for line in lines)
    if right + 7 + size <= WIDTH:
        at, anchor, last = right + 6, "start", y + 2.6
    elif left - 7 - size >= 0:
        at, anchor, last = left - 6, "end", y + 2.6
    else:  # no room beside the interval: above it
        at, anchor, last = min(max(x, size / 2), WIDTH - size / 2), "middle", y - 4
    for up, line in enumerate(reversed(lines)):
        drawing.text(at, last - up * LINE, line, LABEL, INK, anchor)
