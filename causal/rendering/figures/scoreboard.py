"""How many claims earned which grounds, as one bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import SYMBOLS, Drawing, colour, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 690.0, 22.0
SHADES = {
    "figures agree": "#005a8c",
    "effect established": "#1f77a8",
    "derivation holds": "#4a97c2",
    "contradicted": "#b34700",
    "association only": "#8a5a00",
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
    x, last_end = 0.0, -10.0
    for grounds, count in counts:
        width = WIDTH * count / whole
        drawing.rect(x, 0, max(width - 1.5, 0.5), HEIGHT, fill=SHADES.get(grounds, "#949494"))
        if width > 14:
            drawing.text(x + width / 2, HEIGHT / 2 + 3.5, str(count), 10, "#ffffff", "middle", 600)
        label = f"{SYMBOLS.get(grounds, '')} {word(grounds)}" + ("" if width > 14 else f" {count}")
        size = width_of(label, 8)
        start = max(x, last_end + 7)
        if start + size <= WIDTH + 12:
            drawing.text(start, HEIGHT + 12, label, 8, colour(grounds))
            last_end = start + size
        else:
            drawing.text(WIDTH, HEIGHT + 23, label, 8, colour(grounds), "end")
        x += width
    return drawing.finish(title)
