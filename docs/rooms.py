"""Draw the rooms of `causal/` from the import contract in pyproject.toml: `python -m docs.rooms` writes docs/rooms.svg.

A floor may import from the floors below it, never from above or beside.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from causal.rendering.figures.svg import BLUE, GREY, INK, PALE, RULE, Drawing, width_of, wrap

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "rooms.svg"
WIDTH, GAP, PAD, LINE = 760.0, 10.0, 8.0, 11.0
NAME, SMALL = 11.0, 8.5


def floors() -> list[list[str]]:
    """Give the rooms, a list a floor, from the top down, as the contract names them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(c for c in contracts if c.get("containers") == ["causal"])["layers"]
    return [[name.strip() for name in layer.replace(":", "|").split("|")] for layer in layers]


def inside(room: str) -> list[str]:
    """Give what a room holds: its modules by name, and its folders with a slash."""
    place = ROOT / "causal" / room
    if not place.is_dir():
        return []
    modules = sorted(p.stem for p in place.glob("*.py") if not p.stem.startswith("_"))
    folders = sorted(p.parent.name + "/" for p in place.glob("*/__init__.py"))
    return [*modules, *folders]


def draw() -> str:
    """Give the picture as SVG text."""
    rows = [[(room, inside(room)) for room in floor] for floor in floors()]
    heights = [max(_height(held, _width(row)) for _, held in row) for row in rows]
    drawing = Drawing(WIDTH, sum(heights) + GAP * (len(rows) - 1))
    top = 0.0
    for row, height in zip(rows, heights, strict=True):
        for position, (room, held) in enumerate(row):
            _box(drawing, position * (_width(row) + GAP), top, _width(row), height, room, held)
        top += height + GAP
    said = "; ".join(" and ".join(room for room, _ in row) for row in rows)
    return (
        drawing.finish(f"The floors of causal/, from the top down; each imports only from those below it: {said}.")
        + "\n"
    )


def _width(row: list[tuple[str, list[str]]]) -> float:
    return (WIDTH - GAP * (len(row) - 1)) / len(row)


def _lines(held: list[str], width: float) -> list[str]:
    return wrap(" · ".join(held), SMALL, 0.86 * (width - 2 * PAD), lines=9) if held else []


def _height(held: list[str], width: float) -> float:
    return 2 * PAD + NAME + LINE * len(_lines(held, width)) + (3 if held else 0)


def _box(drawing: Drawing, x: float, y: float, width: float, height: float, room: str, held: list[str]) -> None:
    drawing.rect(x, y, width, height, fill=PALE if held else "#ffffff", stroke=RULE, radius=3)
    drawing.text(x + PAD, y + PAD + NAME * 0.8, room + ("/" if held else ""), NAME, BLUE if held else INK, weight=600)
    if not held:
        drawing.text(x + PAD + width_of(room, NAME) + 14, y + PAD + NAME * 0.8, "one module", SMALL, GREY)
    for number, line in enumerate(_lines(held, width), start=1):
        drawing.text(x + PAD, y + PAD + NAME + LINE * number, line, SMALL, INK)


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
