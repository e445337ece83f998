"""A figure of a study design: points with intervals, lines and what lies behind them, with a line where the cause sets in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import BLUE, GREY, INK, RULE, TICKS, Drawing, number, scale, ticked, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from causal.findings import Plot, Strand
    from causal.rendering.figures.svg import Scale
    from causal.rendering.typography import Style

WIDTH, HEIGHT = 220.0, 124.0
LEFT, BOTTOM, TOP, RIGHT = 34.0, 26.0, 28.0, 6.0
MARGIN, LINE = 4.0, 10.0  # of the names' lines
SHADES = (BLUE, INK, GREY)
BAND = "#d9e6ef"
DOTS = 160  # points of one strand; with more no interval is drawn for each
YEARS = (1000.0, 2300.0)  # whole numbers in this range are written as years


def draw(found: Plot, labels: tuple[str, ...], axes: tuple[str, str], title: str, style: Style = TICKS) -> str:
    """Give the SVG; `labels` name the strands, "" those that need no name, and `axes` what runs across and up."""
    order = sorted(zip(found.strands, labels, strict=True), key=lambda pair: not pair[0].faint)
    places = _legend(label for _, label in order)
    more = max((y for _, y in places.values()), default=0.0)
    height, top = HEIGHT + more, TOP + more
    drawing = Drawing(WIDTH, height)
    across = [x for one in found.strands for x in one.x]
    to_x = scale([*across, *(() if found.cut is None else (found.cut,))], LEFT, WIDTH - RIGHT, 0.03)
    to_y = scale([y for one in found.strands for y in (*one.y, *one.low, *one.high)], height - BOTTOM, top)
    whole = all(x == int(x) for x in across)
    years = whole and all(YEARS[0] < x < YEARS[1] for x in across)
    _axes(drawing, to_x, to_y, style, height, whole=whole, years=years)
    if found.cut is not None:
        at = number(to_x(found.cut))
        drawing.path(f"M {at} {number(top)} V {number(height - BOTTOM)}", GREY, 0.8, "none", "3 2")
    shades = iter(SHADES * len(order))
    for one, label in order:
        shade = RULE if one.faint else next(shades)
        _strand(drawing, one, to_x, to_y, shade)
        if label in places:
            left, down = places.pop(label)
            drawing.rect(left, 4.0 + down, 7.0, 5.0, shade)
            drawing.text(left + 10, 9.4 + down, label, 7, INK)
    drawing.text(4, top - 6, axes[1], 7, GREY)
    drawing.text(WIDTH - RIGHT, height - 5, axes[0], 7, GREY, "end")
    return drawing.finish(title)


def _legend(labels: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Give where each name stands: how far from the left, and how far below the first line; a name that does not fit begins a line."""
    left, down = MARGIN, 0.0
    places: dict[str, tuple[float, float]] = {}
    for label in dict.fromkeys(label for label in labels if label):
        wide = 10 + width_of(label, 7)
        if left > MARGIN and left + wide > WIDTH:
            left, down = MARGIN, down + LINE
        places[label] = (left, down)
        left += wide + 10
    return places


def _axes(drawing: Drawing, to_x: Scale, to_y: Scale, style: Style, height: float, *, whole: bool, years: bool) -> None:
    for tick, said in ticked(to_y.low, to_y.high, 4, style):
        drawing.line(LEFT, to_y(tick), WIDTH - RIGHT, to_y(tick), RULE, 0.5)
        drawing.text(LEFT - 4, to_y(tick) + 2.4, said, 7, GREY, "end")
    for tick, said in ticked(to_x.low, to_x.high, 5, style):
        if whole and tick != int(tick):
            continue
        drawing.text(
            to_x(tick),
            height - BOTTOM + 10,
            f"{tick:g}" if years else style.written(f"{tick:,.0f}") if whole else said,
            7,
            GREY,
            "middle",
        )
    if to_y.low < 0 < to_y.high:
        drawing.line(LEFT, to_y(0.0), WIDTH - RIGHT, to_y(0.0), INK, 0.6)


def _strand(drawing: Drawing, one: Strand, to_x: Scale, to_y: Scale, shade: str) -> None:
    points = [(to_x(x), to_y(y)) for x, y in zip(one.x, one.y, strict=True)]
    bounds = [(to_x(x), to_y(low), to_y(high)) for x, low, high in zip(one.x, one.low, one.high, strict=False)]
    if one.joined and bounds:
        outline = [*((x, high) for x, _, high in bounds), *((x, low) for x, low, _ in reversed(bounds))]
        drawing.path(f"M {' L '.join(f'{number(x)} {number(y)}' for x, y in outline)} Z", "none", 0, BAND)
    elif len(bounds) <= DOTS:
        for x, low, high in bounds:
            drawing.line(x, low, x, high, shade, 0.8)
    if one.joined:
        drawing.polyline(points, shade, 0.6 if one.faint else 1.4)
    else:
        for x, y in points:
            drawing.circle(x, y, 1.7, shade)
