"""From a printed figure down to its cells: what was read where, by which formula it came to which value, and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.brought import estimator_title
from causal.rendering.typography import visible
from causal.study import SERIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from causal.frame import Reading
    from causal.rendering.catalogue import Catalogue
    from causal.report import Report
    from causal.study import Claim
    from causal.verdict import Comparison, Evidence, Verdict

    Place = tuple[str, int, int]  # a claim, a part of its evidence, a figure of that part
    Cells = Mapping[Place, Sequence[Reading]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One link of the chain: what it is, and what it says."""

    term: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A figure in a sentence: where it begins, as it is printed, and the chain that leads to it, its cells first."""

    at: int
    printed: str
    steps: tuple[Step, ...]


def cells_of(report: Report) -> Cells:
    """Give the cells behind each figure, by the figure's place."""
    found: dict[Place, list[Reading]] = {}
    for one in report.readings:
        found.setdefault((one.claim, one.part, one.figure), []).append(one)
    return found


def traces(report: Report, words: Catalogue, claim: Claim, verdict: Verdict, cells: Cells) -> tuple[Trace, ...]:
    """Give the figures of a claim's finding of which the records say where they came from."""
    found, at = [], 0
    for text, value in words.figured(verdict.reason):
        if value is not None and (steps := tuple(_chain(report, words, claim, verdict, cells, text, value))):
            found.append(Trace(at=at, printed=text, steps=steps))
        at += len(text)
    return tuple(found)


def _chain(
    report: Report, words: Catalogue, claim: Claim, verdict: Verdict, cells: Cells, text: str, value: float
) -> Iterator[Step]:
    """Give the chain to one figure, or nothing where no record says where it came from."""
    for position, part in enumerate(verdict.evidence):
        for figure, one in enumerate(part.comparisons):
            if value in {one.found, one.low, one.high} and (one.source.series or one.source.url):
                asked = claim.checks[position] if position < len(claim.checks) else None
                yield from _cells(report, words, one, cells.get((claim.id, position, figure), ()))
                yield from _step(words, "formula", asked.formula_of(one.source.series, one.label) if asked else "")
                yield from _value(words, one, value)
                yield from _step(words, "printed", text)
                return
    for position, part in enumerate(verdict.evidence):
        if value in _numbers(part) and (steps := [*_edge(report, words, part), *_sources(report, words, part)]):
            yield from steps
            if not part.edge and position < len(claim.checks):
                series = [name for source in part.sources for name in source.series]
                yield from _step(words, "formula", claim.checks[position].formula_of(series))
            yield from _step(words, "value", repr(value))
            yield from _step(words, "printed", text)
            return


def _numbers(part: Evidence) -> set[float]:
    """Give the numbers that a part of the evidence tells of."""
    given = [*part.reason.values.values(), *part.details.values()]
    flat = [one for value in given for one in (value if isinstance(value, tuple) else (value,))]
    numbers = [n for one in flat for n in getattr(one, "numbers", (one,))]
    return {one for one in numbers if isinstance(one, float)}


def _step(words: Catalogue, name: str, text: str) -> Iterator[Step]:
    if text:
        yield Step(term=words.text(f"trace.{name}"), text=visible(text))


def _cells(report: Report, words: Catalogue, one: Comparison, cells: Sequence[Reading]) -> Iterator[Step]:
    """Give the cells behind a figure, or the columns alone where no cell is known; of a cited figure its document."""
    for name in one.source.series:
        near = [cell for cell in cells if cell.series == name]
        for cell in near:
            values = {"noun": cell.noun, "row": cell.row, "at": cell.at, "value": repr(cell.value)}
            said = words.text("trace.cell_text", {"place": _place(report, words, name), **values})
            yield from _step(words, "cell", said)
        if not near:
            yield from _origin(report, words, name)
    if not one.source.series:
        yield from _step(words, "document", f"{words.label(one.source.label)} {one.source.url}")


def _value(words: Catalogue, one: Comparison, value: float) -> Iterator[Step]:
    """Give the value at full length with its time, and what the check made of it."""
    when = words.day(one.at, one.end) if one.at else ""
    yield from _step(words, "value", words.text("trace.value_text", {"value": repr(value), "when": when}))
    if one.stated:
        said = {"stated": one.stated, "outcome": one.agrees.value}
        yield from _step(words, "check", words.text("trace.check_text", said))


def _place(report: Report, words: Catalogue, name: str) -> str:
    for dataset in report.study.datasets:
        for series in dataset.series:
            if series.name == name:
                values = {"file": f"data/{dataset.file}", "column": series.heading, "sheet": dataset.sheet}
                return words.text("trace.place", values)
    return name


def _origin(report: Report, words: Catalogue, name: str) -> Iterator[Step]:
    """Give the column of a series; of a formula the columns of the series in it, and then the formula."""
    known = {one.name for dataset in report.study.datasets for one in dataset.series}
    for series in [name] if name in known else dict.fromkeys(s for s in SERIES.findall(name) if s in known):
        yield from _step(words, "column", _place(report, words, series))
    if name not in known:
        yield from _step(words, "formula", name)


def _edge(report: Report, words: Catalogue, part: Evidence) -> Iterator[Step]:
    """Give the columns that an edge's estimate is made of, and how it is made."""
    graph, _, identity = part.edge.partition(":")
    declared = next((g for g in (report.study.graph, *report.study.rivals) if g.id == graph), None)
    edge = next((e for e in declared.edges if e.id == identity), None) if declared else None
    findings = next((g for g in report.graphs if g.graph == graph), None)
    if declared is None or edge is None or findings is None:
        return
    for end in (edge.treatment, edge.outcome):
        column = next((c for c in report.columns if c.name == end), None)
        if column is not None:
            for name in column.series:
                yield from _step(words, "column", _place(report, words, name))
            yield from _step(words, "formula", f"{end} = {column.formula}")
    estimates = findings.edge(identity).estimates
    if estimates:
        label = estimator_title(words, report.brought, estimates[0].method)
        said = words.text("trace.estimate_text", {"label": label, "rows": estimates[0].rows})
        yield from _step(words, "estimate", said)


def _sources(report: Report, words: Catalogue, part: Evidence) -> Iterator[Step]:
    """Give the columns, or the documents, that a part of the evidence names."""
    if part.edge:
        return
    for source in part.sources:
        for name in source.series:
            yield from _origin(report, words, name)
        if not source.series and source.url:
            yield from _step(words, "document", f"{words.label(source.label)} {source.url}")
