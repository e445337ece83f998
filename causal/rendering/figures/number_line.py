"""Stated against found: the interval that the words cover, and a dot for each value found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.messages import Outcome
from causal.rendering.figures.svg import BLUE, GREY, INK, ORANGE, RULE, Drawing, scale, short, ticked, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.rendering.figures.svg import Words
    from causal.verdict import Comparison

WIDTH = 220.0
TOP, ROW, LINE, LIFT, FOOT = (
    20.0,
    14.0,
    9.0,
    6.0,
    10.0,
)  # to the first dot, a dot's, a further line's, a lifted label's, below the last dot
SAID, LABEL = 8.0, 7.0  # sizes of letters
ACCENT = {Outcome.PASSED: BLUE, Outcome.FAILED: ORANGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A value found with its label: where the text begins or ends, and whether it had to go above the dot."""

    found: Comparison
    x: float
    span: tuple[float, float] | None
    lines: tuple[str, ...]
    at: float
    anchor: str
    above: bool

    @property
    def height(self) -> float:
        """What the label needs over the row of the dot."""
        return LINE * (len(self.lines) - 1) + (LIFT if self.above else 0.0)


def draw(comparisons: Sequence[Comparison], words: Words, title: str) -> str:
    """Give the SVG, or an empty string where there is nothing to place."""
    shown = [c for c in comparisons if c.found is not None and c.interval is not None][:6]
    if not shown:
        return ""
    bounds = [v for c in shown for v in (c.found, c.low, c.high)]
    bounds += [v for c in shown if c.interval for v in (c.interval.low, c.interval.high)]
    to_x = scale([v for v in bounds if v is not None], 8, WIDTH - 8, 0.12)
    interval = shown[0].interval
    edges = tuple(to_x(v) for v in (interval.low, interval.high) if v is not None) if interval else ()
    placed = [_placed(one, to_x, edges, words) for one in shown]
    axis = TOP + sum(one.height for one in placed) + ROW * (len(placed) - 1) + FOOT
    drawing = Drawing(WIDTH, axis + 15)
    if interval is not None:
        low = to_x(interval.low) if interval.low is not None else 4.0
        high = to_x(interval.high) if interval.high is not None else WIDTH - 4.0
        drawing.rect(low, 12, max(high - low, 2.0), axis - 13, fill="#d9e6ef")
        for x in edges:
            drawing.line(x, 12, x, axis - 1, BLUE, 0.9)
        _band(drawing, words.text("line.band", {"stated": shown[0].stated}), (low + high) / 2)
    drawing.line(4, axis, WIDTH - 4, axis, RULE)
    for tick, said in ticked(to_x.low, to_x.high, 4, words.ticks):
        drawing.line(to_x(tick), axis, to_x(tick), axis + 3, RULE)
        drawing.text(to_x(tick), axis + 11, said, 7, GREY, "middle")
    y = TOP
    for one in placed:
        y += one.height
        _dot(drawing, one, y)
        y += ROW
    return drawing.finish(title)


def _band(drawing: Drawing, said: str, middle: float) -> None:
    """Name the band over its middle, or as near to that as keeps the name in the drawing."""
    half = min(width_of(said, SAID) / 2 + 2, WIDTH / 2)
    drawing.text(min(max(middle, half), WIDTH - half), 9, said, SAID, BLUE, "middle")


def _placed(one: Comparison, to_x: Callable[[float], float], edges: Sequence[float], words: Words) -> Placed:
    """Place the label of a value: beside it, where it crosses no edge of the band if there is the choice, else above it."""
    lines = tuple(wrap(f"{short(one.found or 0.0, 4, words.ticks)} {one.label}", LABEL, WIDTH - 24, 2))
    size = max(width_of(line, LABEL) for line in lines)
    x = to_x(one.found or 0.0)
    span = None if one.low is None or one.high is None else (to_x(one.low), to_x(one.high))
    left, right = (x, x) if span is None else (min(span[0], x), max(span[1], x))
    sides = [(right + 6, "start", right + 6, right + 6 + size), (left - 6, "end", left - 6 - size, left - 6)]
    room = [side for side in sides if side[2] >= 1 and side[3] <= WIDTH - 1]
    at, anchor, *_ = min(
        room or [(min(max(x, size / 2), WIDTH - size / 2), "middle", 0.0, 0.0)],
        key=lambda side: sum(side[2] < edge < side[3] for edge in edges),
    )
    return Placed(found=one, x=x, span=span, lines=lines, at=at, anchor=anchor, above=not room)


def _dot(drawing: Drawing, one: Placed, y: float) -> None:
    """Draw a dot with its interval and its label; of several lines the last one is level with it."""
    accent = ACCENT.get(one.found.agrees, GREY)
    if one.span is not None:
        drawing.line(one.span[0], y, one.span[1], y, accent, 1.2)
    drawing.circle(one.x, y, 3.2, accent if one.found.source.counted else "#ffffff", accent)
    for up, line in enumerate(reversed(one.lines)):
        drawing.text(one.at, y + (-5.5 if one.above else 2.6) - up * LINE, line, LABEL, INK, one.anchor)
