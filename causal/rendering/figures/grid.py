"""The calibration study as a picture: one line a cell, one dot a procedure, the target as a band."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import GREY, INK, RULE, Drawing, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, ROW, LEFT, RIGHT, TOP = 720.0, 11.0, 300.0, 14.0, 44.0
# Okabe and Ito's colours, told apart by the colour-blind; each procedure has a shape of its own too.
STYLES = {
    "causal": ("#0072b2", "circle"),
    "interval": ("#56b4e9", "circle"),
    "oracle": ("#000000", "ring"),
    "augmented": ("#000000", "box"),
    "dowhy": ("#d55e00", "square"),
    "granger": ("#009e73", "triangle"),
    "correlation": ("#cc79a7", "cross"),
    "pcmci": ("#e69f00", "diamond"),
    "pcmci_strict": ("#e69f00", "kite"),
}


def draw(
    lines: Sequence[tuple[str, Mapping[str, float]]],
    names: Mapping[str, str],
    band: tuple[float, float],
    span: tuple[float, float],
    title: str,
) -> str:
    """Give the SVG of shares by cell and procedure; `names` gives the procedures' titles, in drawing order."""
    height = TOP + ROW * len(lines) + 22
    drawing = Drawing(WIDTH, height)
    low, high = span

    def to_x(share: float) -> float:
        return LEFT + (min(max(share, low), high) - low) / (high - low) * (WIDTH - RIGHT - LEFT)

    drawing.rect(to_x(band[0]), TOP - 6, to_x(band[1]) - to_x(band[0]), ROW * len(lines) + 4, fill="#d9e6ef")
    for i in range(5):
        share = low + (high - low) * i / 4
        drawing.line(to_x(share), TOP - 6, to_x(share), TOP - 2 + ROW * len(lines), RULE, 0.5)
        drawing.text(to_x(share), TOP + ROW * len(lines) + 10, f"{100 * share:.3g}%", 8, GREY, "middle")
    x, y = 8.0, 12.0
    for name, said in names.items():
        wide = 24 + 5.2 * len(said)
        if x + wide > WIDTH:
            x, y = 8.0, y + 13
        mark(drawing, name, x, y)
        drawing.text(x + 7, y + 3, said, 8.5, INK)
        x += wide
    for i, (label, shares) in enumerate(lines):
        y = TOP + ROW * i + 2
        drawing.text(LEFT - 8, y + 2.6, label, 7.5, INK, "end")
        drawing.line(LEFT, y, WIDTH - RIGHT, y, RULE, 0.25)
        for name in reversed(list(names)):
            if name in shares:
                mark(drawing, name, to_x(shares[name]), y)
    return drawing.finish(title)


def mark(drawing: Drawing, name: str, x: float, y: float) -> None:
    """Draw a procedure's sign."""
    ink, shape = STYLES[name]
    if shape in {"circle", "ring"}:
        drawing.circle(x, y, 3.0, ink if shape == "circle" else "none", ink)
        return
    r = 3.0
    square = f"M{number(x - r)} {number(y - r)}h6v6h-6z"
    diamond = f"M{number(x)} {number(y - 3.8)}l3.8 3.8l-3.8 3.8l-3.8 -3.8z"
    path = {
        "square": square,
        "box": square,
        "triangle": f"M{number(x)} {number(y - r)}l3.4 6h-6.8z",
        "diamond": diamond,
        "kite": diamond,
        "cross": f"M{number(x - r)} {number(y - r)}l6 6m0 -6l-6 6",
    }[shape]
    fill = "none" if shape in {"cross", "box", "kite"} else ink
    drawing.parts.append(f'<path d="{path}" fill="{fill}" stroke="{ink}" stroke-width="1.2"/>')
