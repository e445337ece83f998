"""What the page of an edge says of its study design: how it is declared, and the figures and tables that its readers expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.rendering.figures import plot
from causal.rendering.pieces import Captioned, Figure, Row
from causal.rendering.sections.in_brief import Fact

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, Listing, Plot
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.exhibits import Exhibit
    from causal.study import Edge, Graph


@dataclass(frozen=True, slots=True, kw_only=True)
class Tabled:
    """A table of a design: a label and numbers a row."""

    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def declared(words: Catalogue, graph: Graph, edge: Edge) -> tuple[Fact, ...]:
    """Say which design the edge declares, and with what; nothing where it declares none."""
    request = edge.design
    if request is None:
        return ()
    name = request.design
    ends = {"treatment": graph.variable(edge.treatment).label, "outcome": graph.variable(edge.outcome).label}
    given = {key: _worded(words, graph, one) for key, one in request.parameters.items()}
    title = words.known(f"design.{name}.title", name)
    key = f"design.{name}.declared"
    return (
        Fact(
            term=words.text("page.edge.design_head"),
            text=(words.text(key, {**ends, **given}) if key in words.texts else title,),
        ),
    )


def _worded(words: Catalogue, graph: Graph, value: Any) -> Any:
    """Give a parameter as a sentence cites it: a variable by its label, of several each."""
    labels = {v.name: v.label for v in graph.variables}
    if isinstance(value, str):
        return labels.get(value, value)
    if isinstance(value, list | tuple):
        return words.listed(labels.get(str(one), str(one)) for one in value)
    return value


def plots(words: Catalogue, shown: Exhibit) -> tuple[Captioned, ...]:
    """Draw the figures of the edge's design."""
    measure = shown.graph.variable(shown.edge.outcome).measure
    unit = words.unit(measure.unit) if measure is not None else ""
    return tuple(_plot(words, shown, one, "" if one.counts else unit) for one in shown.found.plots)


def _plot(words: Catalogue, shown: Exhibit, one: Plot, unit: str) -> Captioned:
    place, ends = shown.place, {"treatment": shown.edge.treatment, "outcome": shown.edge.outcome}
    values = {**ends, **one.values, "points": sum(len(s.x) for s in one.strands)}
    key = f"plot.{one.name}"
    alt = words.text(f"{key}.alt", values)
    labels = tuple(words.known(f"{key}.strand.{s.label}", "") for s in one.strands)
    up = words.text("plot_axis", {"label": words.text(f"{key}.y", values), "unit": unit})
    axes = words.text(f"{key}.x", values), up
    figure = Figure(name=f"{place}-{one.name}", svg=plot.draw(one, labels, axes, alt, words.ticks), alt=alt)
    return Captioned(figure=figure, caption=(words.text(f"{key}.caption", values),))


def listings(words: Catalogue, found: EdgeFindings) -> tuple[Tabled, ...]:
    """Give the tables of the edge's design."""
    return tuple(_listing(words, one) for one in found.listings)


def _listing(words: Catalogue, one: Listing) -> Tabled:
    key = f"listing.{one.name}"
    return Tabled(
        title=words.text(f"{key}.title"),
        note=words.text(f"{key}.caption", dict(one.values)),
        heads=tuple(words.text(f"{key}.head.{head}") for head in one.heads),
        rows=tuple(Row(cells=(_row(words, row.label), *(_cell(words, n) for n in row.numbers))) for row in one.rows),
    )


def _row(words: Catalogue, label: str) -> str:
    """Word what a row is of: a variable by its label, a unit or a date as it is."""
    return words.variable(label) if label in words.labels else label


def _cell(words: Catalogue, number: float | None) -> str:
    """Word a number; a count without decimals."""
    if number is None:
        return ""
    return words.style.written(f"{number:,.0f}") if number == round(number) else words.number(number)


def methods(words: Catalogue, graph: Graph) -> tuple[str, ...]:
    """Say how each design that the graph declares is estimated and put to the test, and how worlds are drawn for its error rates."""
    told = ([f"design.{name}.{part}" for part in ("method", "worlds")] for name in graph.designs)
    known = ([words.text(key) for key in keys if key in words.texts] for keys in told)
    return tuple(words.told(said) for said in known if said)
