"""How many claims earned which grounds, as one bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import SYMBOLS, Drawing, colour, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 690.0, 22.0
LINE, GAP = 11.0, 7.0
SPARE = 1.2  # a reader's own typeface may be wider than the estimate
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
    x, ends = 0.0, [-GAP]
    for grounds, count in counts:
        width = WIDTH * count / whole
        drawing.rect(x, 0, max(width - 1.5, 0.5), HEIGHT, fill=SHADES.get(grounds, "#949494"))
        if width > 14:
            drawing.text(x + width / 2, HEIGHT / 2 + 3.5, str(count), 10, "#ffffff", "middle", 600)
        label = f"{SYMBOLS.get(grounds, '')} {word(grounds)}" + ("" if width > 14 else f" {count}")
        size = SPARE * width_of(label, 8)
        start = min(x, WIDTH - size)
        line = next((i for i, end in enumerate(ends) if end + GAP <= start), len(ends))
        ends[line:] = [start + size, *ends[line + 1 :]]
        drawing.text(start, HEIGHT + 12 + LINE * line, label, 8, colour(grounds))
        x += width
    drawing.height = HEIGHT + 4 + LINE * max(len(ends), 2)
    return drawing.finish(title)
