"""The few shapes that the figures are made of, as SVG text. Lengths are CSS pixels; output is the same every time."""

from __future__ import annotations

import math
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Protocol

from causal.rendering.typography import HAN, Style, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SANS = "'Source Sans Pro', 'DejaVu Sans', 'Noto Sans SC', sans-serif"
INK, GREY, PALE, RULE = "#1a1a1a", "#595959", "#eef1f4", "#c9ced6"
BLUE, ORANGE, OCHRE = "#005a8c", "#b34700", "#7a5200"
COLOURS = {
    "figures agree": BLUE,
    "effect established": BLUE,
    "derivation holds": BLUE,
    "contradicted": ORANGE,
    "association only": OCHRE,
}
SYMBOLS = {
    "figures agree": "✓",
    "effect established": "✓",
    "derivation holds": "✓",
    "contradicted": "✗",
    "association only": "~",
    "no effect found": "∅",
    "inconclusive": "?",
    "not identified": "⊘",
    "not measured": "○",
    "not checkable": "–",
}
LEGIBLE = 10.0  # pixels of the smallest letters on a screen; `--legible` tells a page how wide the drawing then is
SPARE = 1.2  # by how much a reader's own typeface may be wider than `width_of` estimates
SIZED = re.compile(r' font-size="([0-9.]+)"')
TICKS = Style(sizes=((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k")))
PIECE = re.compile(
    r" ?[（“‘《「『【]*(?:[\u2e80-\uffef][，。、；：！？）》」』”’％…]*|[^ \u2e80-\uffef“‘]+)"
)  # what a line is broken between
DASHES = {
    "contradicted": "",
    "association only": "8 3",
    "no effect found": "5 3",
    "inconclusive": "5 3",
    "not identified": "2 3",
    "not measured": "1 3",
}


class Words(Protocol):
    """What a figure needs of a language."""

    @property
    def ticks(self) -> Style:
        """How numbers are written where there is little room."""

    def text(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Word a key with values."""

    def word(self, name: str) -> str:
        """Word a term such as a verdict's grounds."""


def colour(grounds: str) -> str:
    """Give the accent of a verdict's grounds; colour is never the only sign."""
    return COLOURS.get(grounds, GREY)


def width_of(text: str, size: float) -> float:
    """Estimate the width of a text in the sans face; wide characters count double."""
    return sum(1.0 if c >= HAN else 0.3 if c in "il.,:;|'! " else 0.52 for c in text) * size


def number(value: float) -> str:
    """Write a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@dataclass
class Drawing:
    """An SVG of `width` by `height`, filled shape by shape and closed by `finish`."""

    width: float
    height: float
    parts: list[str] = field(default_factory=list)

    @contextmanager
    def group(self, **attributes: str) -> Iterator[None]:
        """Hold the shapes drawn inside together; `data_edge` is written as the attribute data-edge."""
        written = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
        self.parts.append(f"<g{written}>")
        yield
        self.parts.append("</g>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, width: float = 1.0, dash: str = ""
    ) -> None:
        """Draw a straight line."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
            f'stroke="{stroke}" stroke-width="{number(width)}"{extra}/>'
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        stroke: str = "none",
        radius: float = 0.0,
        dash: str = "",
        stroke_width: float = 1.0,
    ) -> None:
        """Draw a rectangle."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(max(height, 0))}" '
            f'rx="{number(radius)}" fill="{fill}" stroke="{stroke}" stroke-width="{number(stroke_width)}"{extra}/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str = INK, stroke: str = "none") -> None:
        """Draw a dot."""
        self.parts.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}" stroke="{stroke}"/>'
        )

    def path(self, points: str, stroke: str = INK, width: float = 1.0, fill: str = "none", dash: str = "") -> None:
        """Draw a path from its `d` text."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="{points}" fill="{fill}" stroke="{stroke}" stroke-width="{number(width)}"{extra}/>')

    def polyline(self, points: Iterable[tuple[float, float]], stroke: str = INK, width: float = 1.0) -> None:
        """Draw straight segments through points."""
        text = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.parts.append(
            f'<polyline points="{text}" fill="none" stroke="{stroke}" stroke-width="{number(width)}" stroke-linejoin="round"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        content: str,
        size: float = 9.0,
        fill: str = INK,
        anchor: str = "start",
        weight: int = 400,
    ) -> None:
        """Write one line; `anchor` is start, middle or end."""
        heavy = f' font-weight="{weight}"' if weight != 400 else ""
        self.parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{fill}" text-anchor="{anchor}"{heavy}>'
            f"{escape(visible(content))}</text>"
        )

    def arrow(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1.6, dash: str = ""
    ) -> None:
        """Draw a line with a head at its end."""
        angle = math.atan2(y2 - y1, x2 - x1)
        size = 4.0 + width
        self.line(x1, y1, x2 - size * 0.8 * math.cos(angle), y2 - size * 0.8 * math.sin(angle), stroke, width, dash)
        self.head(x2, y2, angle, stroke, size)

    def head(self, x: float, y: float, angle: float, fill: str, size: float = 5.6) -> None:
        """Draw an arrow's head that points along `angle` (radians)."""
        corners = [(x, y)] + [(x - size * math.cos(angle + s), y - size * math.sin(angle + s)) for s in (0.45, -0.45)]
        self.parts.append(
            '<polygon points="{}" fill="{}"/>'.format(" ".join(f"{number(a)},{number(b)}" for a, b in corners), fill)
        )

    def finish(self, title: str) -> str:
        """Close the drawing; `title` is its alternative text, made from the numbers."""
        shown, smallest = visible(title), min(map(float, SIZED.findall("".join(self.parts))), default=LEGIBLE)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f'width="{number(self.width)}" height="{number(self.height)}" '
            f'style="--legible: {number(self.width * LEGIBLE / smallest)}px" role="img" font-family="{SANS}" '
            f'aria-label="{escape(shown, quote=True)}"><title>{escape(shown)}</title>{"".join(self.parts)}</svg>'
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear map from data to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Give the pixel of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def scale(values: Iterable[float], start: float, end: float, margin: float = 0.06, zero: bool = False) -> Scale:
    """Give a scale that covers the values with a margin; `zero` keeps zero inside."""
    known = [v for v in values if v is not None and math.isfinite(v)] + ([0.0] if zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low == high:
        pad = abs(low) * 0.1 or 1.0
        low, high = low - pad, high + pad
    pad = (high - low) * margin
    return Scale(low - pad, high + pad, start, end)


def ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Give round numbers between two bounds, about `count` of them."""
    if not high > low:
        return [low]
    raw = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [round(k * step, 12) for k in range(first, math.floor(high / step + 1e-9) + 1)]


def short(value: float, digits: int = 3, style: Style = TICKS) -> str:
    """Write a number that stands alone: so many significant digits, large ones with the word of the style's sizes."""
    size = abs(value)
    for limit, divisor, suffix in style.sizes:
        if size >= limit:
            return style.written(f"{value / divisor:.4g}") + suffix
    if size >= 1e3:
        return style.written(f"{value:,.0f}")
    if size >= 1e-3 or size == 0:
        return style.written(f"{value or 0.0:.{digits}g}")
    return style.written(f"{value:.1e}".replace("e-0", "e-"))


def ticked(low: float, high: float, count: int = 4, style: Style = TICKS) -> list[tuple[float, str]]:
    """Give round numbers between two bounds and how to write each, with the digits that tell neighbours apart."""
    values = ticks(low, high, count)
    largest = max(abs(v) for v in values) if values else 0.0
    _, divisor, suffix = next((s for s in style.sizes if largest >= s[0]), (0.0, 1.0, ""))
    step = (values[1] - values[0]) / divisor if len(values) > 1 else 0.0
    if not step > 1e-6:
        said = [short(v, 4, style) for v in values]
        if len(set(said)) < len(said):
            digits = next((d for d in range(1, 17) if len({f"{v:.{d}e}" for v in values}) == len(values)), 17)
            said = [style.written(f"{v:.{digits}e}".replace("e-0", "e-").replace("e+0", "e")) for v in values]
        return list(zip(values, said, strict=True))
    decimals = next(d for d in range(9) if abs(round(step, d) - step) < step * 1e-6)
    return [(v, style.written(f"{v / divisor:,.{decimals}f}") + suffix if v else "0") for v in values]


@dataclass
class Room:
    """Which places of a drawing are taken, so that no label is written over another or over a dot."""

    left: float
    top: float
    right: float
    bottom: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def take(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Mark a rectangle as taken."""
        self.taken.append((x1, y1, x2, y2))

    def place(self, x: float, y: float, text: str, size: float) -> tuple[float, float] | None:
        """Give where a label of a dot at (x, y) begins, on its baseline, and take the place; None where there is none."""
        wide = width_of(text, size)
        for across, down in (
            (5.0, -2.0),
            (5.0, 7.5),
            (-5.0 - wide, -2.0),
            (-5.0 - wide, 7.5),
            (-wide / 2, -6.0),
            (-wide / 2, 11.0),
        ):
            box = (x + across, y + down - size * 0.75, x + across + wide, y + down + size * 0.2)
            inside = self.left <= box[0] and box[2] <= self.right and self.top <= box[1] and box[3] <= self.bottom
            if inside and not any(
                box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in self.taken
            ):
                self.taken.append(box)
                return x + across, y + down
        return None


def wrap(text: str, size: float, width: float, lines: int = 3) -> list[str]:
    """Break a text into at most `lines` lines of about `width`, at spaces and between Han characters.

    The last line may end in an ellipsis. Lines of Han characters are made about as long as each other.
    """
    found = _broken(text, size, width)
    if any(c >= HAN for c in text) and 1 < len(found) <= lines:
        narrower = (_broken(text, size, width - size * step / 2) for step in range(1, int(width / size)))
        found = [found, *takewhile(lambda trial: len(trial) == len(found), narrower)][-1]
    if len(found) > lines:
        found = [*found[: lines - 1], found[lines - 1].rstrip(",;") + " …"]
    return found


def _broken(text: str, size: float, width: float) -> list[str]:
    found, current = [], ""
    for piece in PIECE.findall(" ".join(text.split())):
        trial = current + piece
        if current.strip() and width_of(trial.strip(), size) > width:
            found.append(current.strip())
            current = piece
        else:
            current = trial
    return [*found, current.strip()]
