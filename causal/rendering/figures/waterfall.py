"""The event-day move, built up from what each node's own shock did, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.figures.svg import BLUE, GREY, INK, PALE, RULE, SPARE, Drawing, scale, ticked, width_of, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from causal.rendering.figures.svg import Scale, Words

WIDTH, ROW = 690.0, 17.0
NAME = 340.0
LINE, REMARK = 11.5, 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One bar: its label, value and interval, whether it is hollow or of several together, and remarks under its label, such as what it is made of."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    hollow: bool = False
    joint: bool = False
    remarks: tuple[str, ...] = ()


def draw(
    expected: float, move: float, bars: Sequence[Row], words: Words, write: Callable[[float], str], title: str
) -> str:
    """Give the SVG: one bar after another from the running total, the interval as a line, the whole move last."""
    rows = [Row(label=words.text("waterfall.expected"), value=expected), *bars]
    starts = [0.0]
    for row in rows:
        starts.append(starts[-1] + row.value)
    reached = [
        start + bound
        for row, start in zip(rows, starts, strict=False)
        for bound in (row.low, row.high)
        if bound is not None
    ]
    said = [numbers(row, words, write) for row in rows]
    beside = max(SPARE * width_of(text, 9) + 12.0 for text in (*said, write(move)))
    to_x = scale([*starts, *reached, move, 0.0], NAME, WIDTH - max(130.0, beside))
    height = sum(_height(row) for row in rows) + ROW + 24.0
    drawing = Drawing(WIDTH, height)
    for tick, at in ticked(to_x.low, to_x.high, 5, words.ticks):
        drawing.line(to_x(tick), 4, to_x(tick), height - 18, RULE, 0.6)
        drawing.text(to_x(tick), height - 7, at, 8.5, GREY, "middle")
    drawing.line(to_x(0), 4, to_x(0), height - 18, INK, 0.9)
    y = 5.0
    for row, start, told in zip(rows, starts, said, strict=False):
        _bar(drawing, row, start, y, to_x, told)
        y += _height(row)
    drawing.rect(min(to_x(0), to_x(move)), y + 2, abs(to_x(move) - to_x(0)), ROW - 6, fill=INK)
    drawing.text(NAME - 8, y + ROW / 2 + 2, words.text("waterfall.move"), 10, INK, "end", 600)
    drawing.text(WIDTH, y + ROW / 2 + 2, write(move), 10, INK, "end", 600)
    return drawing.finish(title)


def _height(row: Row) -> float:
    return ROW + LINE * (len(_label(row)) - 1) + REMARK * len(_remarks(row))


def _label(row: Row) -> list[str]:
    return wrap(row.label, 10, (NAME - 12) / SPARE, 6)


def _remarks(row: Row) -> list[str]:
    return [line for remark in row.remarks for line in wrap(remark, 8.5, (NAME - 12) / SPARE, 4)]


def numbers(row: Row, words: Words, write: Callable[[float], str]) -> str:
    """Write a bar's value with its interval."""
    if row.low is None or row.high is None:
        return write(row.value)
    return words.text("waterfall.bar", {"value": write(row.value), "low": write(row.low), "high": write(row.high)})


def _bar(drawing: Drawing, row: Row, start: float, y: float, to_x: Scale, told: str) -> None:
    """Draw one bar with its label, remarks, interval and numbers."""
    end = start + row.value
    shade = BLUE if row.low is not None and not row.hollow and not row.joint else GREY  # blue: established
    left, width = min(to_x(start), to_x(end)), abs(to_x(end) - to_x(start))
    if row.hollow or row.joint:
        drawing.rect(left, y + 2, width, ROW - 6, fill=PALE if row.joint else "none", stroke=shade, dash="3 2")
    else:
        drawing.rect(left, y + 2, width, ROW - 6, fill=shade)
    if row.low is not None and row.high is not None:
        middle = y + ROW / 2 - 1
        drawing.line(to_x(start + row.low), middle, to_x(start + row.high), middle, INK, 0.9)
    drawing.text(WIDTH, y + ROW / 2 + 2, told, 9, GREY, "end")
    down = y + ROW / 2 + 2
    for line in _label(row):
        drawing.text(NAME - 8, down, line, 10, INK, "end")
        down += LINE
    for line in _remarks(row):
        drawing.text(NAME - 8, down, line, 8.5, GREY, "end")
        down += REMARK
