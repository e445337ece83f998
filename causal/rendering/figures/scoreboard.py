"""How many claims earned which grounds, as one bar."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from causal.rendering.figures.svg import SPARE, SYMBOLS, Drawing, colour, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 690.0, 18.0
LINE, GAP = 13.0, 10.0
SWATCH, NARROW = 10.0, 14.0
OTHER = "#949494"
SHADES = {
    "figures agree": "#005a8c",
    "effect established": "#1f77a8",
    "derivation holds": "#4a97c2",
    "contradicted": "#b34700",
    "association only": "#7a5200",
    "no effect found": "#4d4d4d",
    "inconclusive": "#6b6b6b",
    "not identified": "#7f7f7f",
    "not measured": "#949494",
    "not checkable": "#adadad",
}


def draw(counts: Sequence[tuple[str, int]], word: Callable[[str], str], title: str) -> str:
    """Give the SVG: one segment a ground, in order, with its count; `word` words a ground."""
    whole = sum(count for _, count in counts) or 1
    drawing = Drawing(WIDTH, HEIGHT + 26)
    x = 0.0
    for grounds, count in counts:
        width = WIDTH * count / whole
        drawing.rect(x, 0, max(width - 1.5, 0.5), HEIGHT, fill=SHADES.get(grounds, OTHER))
        if width > NARROW:
            drawing.text(x + width / 2, HEIGHT / 2 + 3.5, str(count), 10, "#ffffff", "middle", 600)
        x += width
    drawing.height = HEIGHT + 6 + LINE * _key(drawing, counts, word)
    return drawing.finish(title)


def _key(drawing: Drawing, counts: Sequence[tuple[str, int]], word: Callable[[str], str]) -> int:
    """Write under the bar what each segment is, from left to right, and give how many lines that takes."""
    labels = [f"{SYMBOLS.get(grounds, '')} {word(grounds)} {count}" for grounds, count in counts]
    sizes = [SWATCH + SPARE * width_of(label, 8.5) for label in labels]
    lines = max(1, ceil((sum(sizes) + GAP * len(sizes)) / WIDTH))
    x, line, most = 0.0, 0, ceil(len(counts) / lines)
    for place, ((grounds, _), label, size) in enumerate(zip(counts, labels, sizes, strict=True)):
        if x and (x + size > WIDTH or place % most == 0):
            x, line = 0.0, line + 1
        y = HEIGHT + 14 + LINE * line
        drawing.rect(x, y - 7, 7, 7, fill=SHADES.get(grounds, OTHER))
        drawing.text(x + SWATCH, y, label, 8.5, colour(grounds))
        x += size + GAP
    return line + 1
