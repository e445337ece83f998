"""The causal graph: the chain from left to right, every asserted edge with its verdict, effect and interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.figures.svg import DASHES, GREY, INK, PALE, SPARE, SYMBOLS, Drawing, colour, width_of, wrap
from causal.study import NodeKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.rendering.figures.svg import Words
    from causal.study import Edge, Graph, Variable

WIDTH, BOX_HEIGHT = 690.0, 44.0
TOGETHER = "association only"  # drawn without a head: the data do not show which moves which
UNDER = 47.0  # for what is written below an arrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands beside an arrow: the effect with its error, for how much of the cause, and how the edge was judged."""

    effect: str
    grounds: str
    per: str = ""
    strength: str = ""


def draw(graph: Graph, labels: Mapping[str, Label], words: Words, title: str) -> str:
    """Give the SVG. `labels` by edge id."""
    chain = [graph.edge(graph.chain[0]).treatment, *(graph.edge(link).outcome for link in graph.chain)]
    others = [v.name for v in graph.claimed_ends if v.name not in chain]
    side = [e for e in graph.claimed if e.id not in graph.chain]
    arcs = sum(e.treatment in chain and e.outcome in chain for e in side)
    top = 14.0 + 22.0 * min(arcs, 4)
    height = top + BOX_HEIGHT + UNDER + (BOX_HEIGHT + 16.0 if others else 0.0)
    drawing = Drawing(WIDTH, height)
    gap = 78.0 if len(chain) <= 5 else max(40.0, 370.0 / len(chain))
    box = min(150.0, (WIDTH - 2.0 - gap * (len(chain) - 1)) / len(chain))
    if len(chain) < 5:
        gap = min(160.0, (WIDTH - 2.0 - box * len(chain)) / (len(chain) - 1))
    left = (WIDTH - box * len(chain) - gap * (len(chain) - 1)) / 2
    places = {name: (left + i * (box + gap), top) for i, name in enumerate(chain)}
    for name, x in zip(others, _below(others, graph.claimed, places, box), strict=True):
        places[name] = (x, top + BOX_HEIGHT + UNDER + 14.0)
    for link in graph.chain:
        edge = graph.edge(link)
        with drawing.group(data_edge=f"{graph.id}:{link}"):
            _straight(drawing, edge, places, box, labels[link], words)
    for level, edge in enumerate(side):
        with drawing.group(data_edge=f"{graph.id}:{edge.id}"):
            _curve(drawing, edge, places, box, labels[edge.id], words, 22.0 * (level % 4) + 16.0)
    for name, (x, y) in places.items():
        _node(drawing, graph.variable(name), x, y, box, words)
    return drawing.finish(title)


def _below(
    others: list[str], asserted: Sequence[Edge], places: Mapping[str, tuple[float, float]], box: float
) -> list[float]:
    """Give the left ends of the boxes below the chain: under a node that each is joined to, where that is still free.

    A straight line down keeps clear of what is written under the arrows of the chain.
    """
    if len(others) > len(places):
        return [(i + 0.5) * WIDTH / len(others) - box / 2 for i in range(len(others))]
    free = dict.fromkeys(x for x, _ in places.values())
    found = []
    for name in others:
        ends = [e.treatment if e.outcome == name else e.outcome for e in asserted if name in (e.treatment, e.outcome)]
        x = next((places[end][0] for end in ends if end in places and places[end][0] in free), next(iter(free)))
        del free[x]
        found.append(x)
    return found


def _node(drawing: Drawing, variable: Variable, x: float, y: float, box: float, words: Words) -> None:
    dash = "1 2" if variable.kind is NodeKind.LATENT else ""
    fill = PALE if variable.kind is NodeKind.OBSERVED else "#ffffff"
    drawing.rect(
        x,
        y,
        box,
        BOX_HEIGHT,
        fill=fill,
        stroke=INK if variable.kind is NodeKind.OBSERVED else GREY,
        radius=4,
        dash=dash,
    )
    lines = wrap(variable.label, 9.2, box - 6, 3)
    key = {NodeKind.PROXY: "graph.by_proxy", NodeKind.LATENT: "graph.latent"}.get(variable.kind)
    key = "graph.chosen" if variable.selected else key  # what it is seen through, its outline tells
    note = words.text(key) if key else ""
    rows = len(lines) + bool(note)
    start = y + BOX_HEIGHT / 2 - (rows - 1) * 5.5 + 3.2
    for i, line in enumerate(lines):
        drawing.text(x + box / 2, start + i * 11, line, 9.2, anchor="middle", weight=600)
    if note:
        drawing.text(x + box / 2, start + len(lines) * 11, note, 8.2, GREY, "middle")


def _straight(
    drawing: Drawing,
    edge: Edge,
    places: Mapping[str, tuple[float, float]],
    box: float,
    label: Label,
    words: Words,
) -> None:
    said = label.grounds
    x1, y1 = places[edge.treatment]
    x2, _ = places[edge.outcome]
    middle, y = (x1 + box + x2) / 2, y1 + BOX_HEIGHT / 2
    drawing.rect(x1 + box, y1, x2 - x1 - box, BOX_HEIGHT + UNDER)  # unpainted: where a pointer finds the edge
    draw_link = drawing.line if said == TOGETHER else drawing.arrow
    draw_link(x1 + box + 2, y, x2 - 2, y, colour(said), 2.0, DASHES.get(said, ""))
    drawing.text(middle, y - 8, SYMBOLS.get(said, ""), 12, colour(said), "middle", 600)
    down, room = y1 + BOX_HEIGHT + 10, x2 - x1 - 8
    for text, size, shade, weight in (
        (label.effect, 10, colour(said), 600),
        (label.per, 8.2, GREY, 400),
        (_verdict(label, words), 8.4, colour(said), 400),
    ):
        for line in wrap(text, size, room, 2) if text else ():
            drawing.text(middle, down, line, size, shade, "middle", weight)
            down += 11


def _verdict(label: Label, words: Words) -> str:
    return words.text("graph.verdict", {"grounds": label.grounds, "strength": label.strength})


def _curve(
    drawing: Drawing,
    edge: Edge,
    places: Mapping[str, tuple[float, float]],
    box: float,
    told: Label,
    words: Words,
    rise: float,
) -> None:
    said = told.grounds
    x1, y1 = places[edge.treatment][0] + box / 2, places[edge.treatment][1]
    x2, y2 = places[edge.outcome][0] + box / 2, places[edge.outcome][1]
    below = y1 != y2
    if below:
        down = y2 > y1
        start, end = (y1 + BOX_HEIGHT, y2) if down else (y1, y2 + BOX_HEIGHT)
        draw_link = drawing.line if said == TOGETHER else drawing.arrow
        draw_link(x1, start, x2, end + (-2 if down else 2), colour(said), 1.6, DASHES.get(said, ""))
        x, y = (x1 + x2) / 2 + 8, (start + end) / 2 + 15
        anchor = "start"
    else:
        peak = y1 - rise
        shift = 8.0 if x2 > x1 else -8.0
        drawing.path(
            f"M {x1 + shift:.2f} {y1:.2f} C {x1 + shift:.2f} {peak:.2f} {x2 - shift:.2f} {peak:.2f} {x2 - shift:.2f} {y2 - 5:.2f}",
            colour(said),
            1.6,
            dash=DASHES.get(said, ""),
        )
        if said != TOGETHER:
            drawing.head(x2 - shift, y2 - 1, math.pi / 2, colour(said))
        x, y, anchor = (x1 + x2) / 2, y1 - rise * 0.75 - 3, "middle"
    label = f"{SYMBOLS.get(said, '')} " + words.text(
        "graph.label", {"effect": told.effect, "per": told.per, "lag": edge.lag}
    )
    if told.strength:
        label += f" · {words.word(told.strength)}"
    if below:
        wide = width_of(label, 8.4)
        if x + SPARE * wide > WIDTH:
            x, anchor = x - 16, "end"
        drawing.rect(x - 3 - (wide if anchor == "end" else 0), y - 8, wide + 6, 11, fill="#ffffff")
    drawing.text(x, y, label, 8.4, colour(said), anchor)
