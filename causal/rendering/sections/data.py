"""The data files with their sources, and the variables made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.rendering.inline import joined, link_to
from causal.rendering.pieces import heads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.frame import Column
    from causal.rendering.catalogue import Catalogue
    from causal.rendering.inline import Inline
    from causal.report import Report
    from causal.study import Dataset, Series


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """One series of a data file."""

    name: str
    label: str
    unit: str
    source: Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One data file with its series; `brief` says how many, and where they are from."""

    caption: Inline
    note: str
    brief: Inline
    rows: tuple[SeriesRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """One variable as it was used."""

    name: str
    label: str
    formula: str
    values: str
    span: str
    mean: str
    deviation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """The data files, and the variables made of them."""

    title: str
    chosen: str  # "", or by what the rows were chosen
    heads: tuple[str, ...]
    files: tuple[DataFile, ...]
    caption: str
    column_heads: tuple[str, ...]
    columns: tuple[ColumnRow, ...]


def data(report: Report, words: Catalogue) -> Data:
    """Give the data files and the columns of the analysis."""
    graphs = (report.study.graph, *report.study.rivals)
    chosen = tuple(dict.fromkeys(v.label for graph in graphs for v in graph.variables if v.selected))
    return Data(
        title=words.text("page.data.title"),
        chosen=words.text("page.data.chosen", {"selected": chosen}) if chosen else "",
        heads=heads(words, "series", "what", "unit", "source"),
        files=tuple(_file(words, one) for one in report.study.datasets),
        caption=words.text("page.data.variables", {"rows": report.rows}),
        column_heads=heads(words, "variable", "measure", "values", "span", "mean", "deviation"),
        columns=tuple(_column(words, one) for one in report.columns),
    )


def _file(words: Catalogue, one: Dataset) -> DataFile:
    return DataFile(
        caption=words.inline("page.data.file", {"id": one.id, "file": one.file, "digest": one.digest}),
        note=words.told((*_read_so(words, one), one.note)),
        brief=_brief(words, one),
        rows=tuple(_series(words, series) for series in one.series),
    )


def _brief(words: Catalogue, one: Dataset) -> Inline:
    """Count the series, and name each source once."""
    known = dict.fromkeys((series.url, series.source) for series in one.series)
    sources = joined((link_to(url, source) for url, source in known), words.text("list.semicolon"))
    return words.inline("page.data.brief", {"series": len(one.series), "sources": sources})


def _read_so(words: Catalogue, one: Dataset) -> Iterator[str]:
    """Say what was declared of how the file is read: what means no value, and which rows and marks are left out."""
    layout = one.layout
    forms = dict.fromkeys(form for form in (layout.numbers, *(series.numbers for series in one.series)) if form)
    declared = {
        "page.data.missing": layout.missing,
        "page.data.leave_out": layout.leave_out,
        "page.data.where": tuple(f"{column} = {', '.join(kept)}" for column, kept in layout.where.items()),
        "page.data.flags": layout.flags,
        "page.data.numbers": tuple(forms),
        "page.data.time_zone": (layout.time_zone,) if layout.time_zone else (),
    }
    for key, told in declared.items():
        if told:
            yield words.text(key, {"told": words.listed(told)})


def _series(words: Catalogue, one: Series) -> SeriesRow:
    values = {
        "source": link_to(one.url, one.source),
        "retrieved": one.retrieved.isoformat() if one.retrieved else "",
        "traps": words.told(one.traps),
    }
    return SeriesRow(
        name=one.name, label=one.label, unit=words.unit(one.unit), source=words.inline("page.data.source", values)
    )


def _column(words: Catalogue, one: Column) -> ColumnRow:
    return ColumnRow(
        name=one.name,
        label=one.label,
        formula=one.formula,
        values=str(one.observations),
        span=f"{one.first} – {one.last}",
        mean=words.number(one.mean),
        deviation=words.number(one.standard_deviation),
    )
