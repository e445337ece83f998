"""One edge of the graph with its adjustment set, or its instrument and what that is conditional on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.rendering.figures.svg import GREY, INK, PALE, RULE, Drawing, colour, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import Estimand
    from causal.study import Edge, Graph

WIDTH, BOX, HEIGHT = 250.0, 88.0, 30.0
MOST = 9


def draw(graph: Graph, edge: Edge, estimand: Estimand, grounds: str, label: Callable[[str], str], title: str) -> str:
    """Give the SVG; `label` words a node such as `x@1`."""
    held = (*estimand.instruments, *estimand.adjustment)[:MOST]
    rows = -(-len(held) // 2) if held else 0
    bottom = 12.0 + rows * 23.0 + (18.0 if rows else 0.0)
    drawing = Drawing(WIDTH, bottom + HEIGHT + 10)
    left, right = (6.0, bottom), (WIDTH - BOX - 6.0, bottom)
    own = {(e.treatment, e.outcome, e.lag) for e in graph.edges}
    for i, name in enumerate(held):
        x, y = 6.0 + (i % 2) * 121.0, 6.0 + (i // 2) * 23.0
        variable, _, lag = name.rpartition("@")
        into_cause = (variable, edge.treatment, int(lag) - edge.lag) in own or (
            variable == edge.treatment and int(lag) > edge.lag
        )
        into_effect = (variable, edge.outcome, int(lag)) in own or variable == edge.outcome
        for into, (tx, ty) in ((into_cause, left), (into_effect, right)):
            if into:
                drawing.line(x + 58, y + 16, tx + BOX / 2, ty, RULE, 0.8)
    for i, name in enumerate(held):
        x, y = 6.0 + (i % 2) * 121.0, 6.0 + (i // 2) * 23.0
        drawing.rect(x, y, 116, 16, fill=PALE, stroke=GREY, radius=2, stroke_width=0.8)
        drawing.text(x + 58, y + 11, wrap(label(name), 7.5, 112, 1)[0], 7.5, GREY, "middle")
    for (x, y), name in ((left, edge.treatment), (right, edge.outcome)):
        drawing.rect(x, y, BOX, HEIGHT, fill="#ffffff", stroke=INK, radius=3)
        lines = wrap(graph.variable(name).label, 9, BOX - 6, 2)
        for k, line in enumerate(lines):
            drawing.text(x + BOX / 2, y + HEIGHT / 2 + 3 - (len(lines) - 1) * 5 + k * 10, line, 9, INK, "middle", 600)
    drawing.arrow(left[0] + BOX + 2, bottom + HEIGHT / 2, right[0] - 2, bottom + HEIGHT / 2, colour(grounds), 2.2)
    return drawing.finish(title)
