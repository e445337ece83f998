"""What a data file of one's own holds, as far as its cells tell: how it is laid out, its column of times, its columns of numbers."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field, replace
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from causal.authoring.marks import beside, measure_of
from causal.authoring.panels import named_twice, panel
from causal.authoring.recognition import delimiter_of, encoding_of, layout_of, merged
from causal.authoring.time_column import found_time, without_strays, written_as
from causal.authoring.totals import without_totals
from causal.data import order
from causal.data.arrangement import arranged
from causal.data.connectors import connector_for, connectors, delimited
from causal.data.layouts import LayoutModel
from causal.data.numbers import FORMS, SO, Column, UnreadableNumberError, forms_of, measures, scales
from causal.data.stand_ins import stand_ins
from causal.errors import CausalError, DataError, did_you_mean
from causal.files.yaml_reader import read_text
from causal.folder.sources import sha256
from causal.sampling import Sampling, period_name, sampling_reading, sampling_serving
from causal.study import Dataset, Layout, Resolution, Series

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    import pandas as pd

    from causal.data.cells import Cells
    from causal.data.connectors import Connector

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


MONTHS = 12  # headings that are months of a year
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """A file as sources.yaml would declare it. `left_out` says which columns are not used, and why; `notes` what was decided.

    `sample` is the kind of a sample of these rows. Where they lie in time, `first` to `last` are the days that they cover,
    `event` is the first day of the last row, and `ends` are the names of the first row and the last; else None.
    """

    id: str
    file: str
    time: str
    resolution: Resolution
    digest: str
    series: tuple[Series, ...]
    sample: str
    rows: str  # the key of sources.yaml that names the column `time`
    serves: bool  # whether the rows can be those of an analysis
    constant: tuple[str, ...] = ()  # series that hold one value, and can be neither cause nor effect
    first: date | None = None
    last: date | None = None
    event: date | None = None
    ends: tuple[str, str] | None = None
    layout: Layout = field(default_factory=Layout)
    sheet: str = ""
    left_out: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    key: tuple[str, ...] = ()  # the column that names the units of a panel
    two_values: tuple[str, ...] = ()  # series that are 0 or 1
    timed: bool = False  # whether rows that the author says are in no order are named by times

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its series."""
        return tuple(one.short for one in self.series)


def stated(known: Sequence[str]) -> tuple[Layout, str]:
    """Give the layout, and the sheet, that lines such as `time_zone: UTC` state; raise CausalError for what none can hold."""
    values: dict[str, Any] = {}
    for line in known:
        found = read_text(line, f"--as '{line[:60]}'").values
        if not isinstance(found, dict):
            raise CausalError(f"--as '{line[:60]}': expected a key and a value, such as 'time_zone: Europe/Berlin'")
        values |= found
    sheet = values.pop("sheet", "")
    try:
        return LayoutModel.model_validate(values).layout(), str(sheet)
    except ValidationError as error:
        wrong = error.errors()[0]
        key, said = str(wrong["loc"][0]), str(wrong["msg"]).removeprefix("Value error, ")
        near = did_you_mean(key, LayoutModel.model_fields) if wrong["type"] == "extra_forbidden" else f": {said}"
        raise CausalError(f"--as '{key}'{near}") from error


def look(path: Path, kind: str = "", given: Layout | None = None, sheet: str = "", *, said: bool = True) -> OwnData:
    """Find out what a data file holds, where it is not `given`; raise DataError where it has no rows with names, or no numbers.

    `kind` is the kind of sample that its rows are, where the author says so: rows that look as if they had an order are
    taken as a cross-section on the author's word alone. Where the kind is not `said` but follows from a study design, rows
    that are named by times are refused all the same.
    """
    connector = connector_for(path.name)
    if connector is None:
        known = ", ".join(sorted(suffix for c in connectors().values() for suffix in c.suffixes))
        raise DataError(f"no connector reads '{path.suffix}' files; known: {known}")
    layout = given or Layout()
    stub = Dataset(
        id=_name(path.stem),
        file=path.name,
        time="",
        resolution=Resolution.DAY,
        digest="",
        series=(),
        sheet=sheet,
        layout=layout,
    )
    cells, stub = _cells(connector, path, stub)
    places, columns = _columns(cells)
    if not places:
        raise DataError(f"{path.name} has a header and no rows")
    stub, told = without_strays(path.name, columns, stub)
    read = _again(connector, path, stub) if told else (cells, columns, places)
    if kind and sampling_serving(kind, None).designed:
        dataset = named_twice(connector, path, stub, columns)
    else:
        dataset, _ = found_time(*read, stub, kind, lambda column: panel(connector, path, stub, column, list(columns)))
    if dataset.layout != stub.layout or told:
        cells, columns, places = _again(connector, path, dataset)
    dataset, left_out, notes = _with_series(cells, columns, places, dataset)
    if not dataset.series:
        raise DataError("; ".join(left_out) or f"{path.name} has no column of numbers")
    table = connector.read(path, dataset)
    dataset, more = without_totals(dataset, columns, table, path.name)
    table = connector.read(path, dataset) if more else table
    unordered = not sampling_reading(dataset.resolution).ordered
    if unordered and not (kind and said):
        _refuse_order(path, dataset, table, by_name=bool(kind))
    constant = tuple(one.short for one in dataset.series if table[one.short].nunique() < 2)
    more += [f"{path.name}: '{one}' holds one value on every row, and is no variable of the graph" for one in constant]
    more += _months_across(dataset, table)
    found = (one.told(dataset, table) for one in stand_ins(dataset, table))
    sampling = sampling_serving(kind, dataset) if dataset.key else sampling_reading(dataset.resolution)
    return OwnData(
        id=dataset.id,
        file=path.name,
        time=dataset.time,
        resolution=dataset.resolution,
        digest=sha256(path),
        series=dataset.series,
        constant=constant,
        key=dataset.key,
        two_values=tuple(one.short for one in dataset.series if set(table[one.short].dropna()) == {0.0, 1.0}),
        timed=unordered and bool(order.named(tuple(table.index), dataset.time)),
        sample=sampling.sample,
        rows=sampling.column,
        serves=sampling.serves(dataset),
        layout=dataset.layout,
        sheet=sheet,
        left_out=tuple(left_out),
        notes=(*told, *notes, *more, *found),
        **({} if dataset.key else _span(sampling, table.index)),
    )


def _cells(connector: Connector, path: Path, stub: Dataset) -> tuple[Cells, Dataset]:
    """Give the table of a file, and the dataset with the layout that was found."""
    if connector.rows is None:
        raise DataError(
            f"{path.name}: the connector of '{path.suffix}' files cannot tell its rows: declare it in data/sources.yaml"
        )
    given = stub.layout
    if connector is delimited.CONNECTOR:
        stub = replace(stub, layout=_spelling(path, stub))
    rows = connector.rows(path, stub)
    if not rows:
        raise DataError(f"{path.name} is empty: its first line names the columns")
    found = layout_of([row for row in rows if row[0] > given.skip]) if rows[0][0] else Layout()
    layout = merged(replace(found, delimiter=stub.layout.delimiter, encoding=stub.layout.encoding), given)
    stub = replace(stub, layout=layout)
    if layout.across or layout.time_parts:
        stub = replace(stub, time=next(one for one in ("time", "period", "when") if one not in layout.time_parts))
    started = rows if rows[0][0] else [(at + 1, row) for at, (_, row) in enumerate(rows)]
    if layout.names and rows[0][0] == 0:
        started = started[1:]
    level = path.suffix.lower() != ".xlsx"
    noun = "line" if connector is delimited.CONNECTOR else "row" if rows[0][0] else "record"
    cells = arranged(path.name, noun, iter(started), stub, level=level and bool(rows[0][0]))
    return cells, stub


def _again(connector: Connector, path: Path, dataset: Dataset) -> tuple[Cells, dict[str, list[object]], list[int]]:
    """Read the table anew, laid out as the dataset says."""
    cells, _ = _cells(connector, path, dataset)
    places, columns = _columns(cells)
    return cells, columns, places


def _spelling(path: Path, stub: Dataset) -> Layout:
    """Give the encoding and the delimiter of a text file."""
    layout = stub.layout
    raw = path.read_bytes()
    if not layout.encoding:
        encoding = encoding_of(raw, lambda one: delimited.text_of(path.name, raw, one))
        layout = replace(layout, encoding=encoding)
    if not layout.delimiter:
        usual = "\t" if path.suffix.lower() == ".tsv" else ","
        by = delimiter_of(lambda one: delimited.rows(path, replace(stub, layout=replace(layout, delimiter=one))), usual)
        layout = replace(layout, delimiter=by)
    return layout


def _columns(cells: Cells) -> tuple[list[int], dict[str, list[object]]]:
    """Give the numbers of the rows, and the cells of each column by its name."""
    places: list[int] = []
    held: list[list[object]] = []
    for number, row in cells.rows:
        places.append(number)
        held.append(list(row))
    named = {name: [row[at] for row in held] for at, name in enumerate(cells.header)}
    return places, named


def _months_across(dataset: Dataset, table: pd.DataFrame) -> list[str]:
    """Say so where each row is a year and the headings are its months: a series by month needs a row a month."""
    months = [one.label for one in dataset.series if one.label.isalpha() and period_name(f"{one.label} 2000")]
    if len(months) < MONTHS or not all(YEAR.fullmatch(str(name)) for name in table.index):
        return []
    return [
        (
            f"{dataset.file}: each row is a year, and {months[0]} to {months[-1]} are {len(months)} series of yearly values; for one series by "
            "month, bring the file to one row a month, such as 2024-01"
        )
    ]


def _refuse_order(path: Path, dataset: Dataset, table: pd.DataFrame, *, by_name: bool) -> None:
    """Raise DataError where the rows of a cross-section look as if they stood in an order: by their names, and else their values."""
    told = "no cross-section, whose rows must be exchangeable"
    if looks := order.named(tuple(table.index), dataset.time):
        shown = ", ".join(table.index[:3])
        raise DataError(
            f"{path.name}: the names of the rows in column '{dataset.time}' look like {looks} ({shown}, ...): {told}. Write "
            f"{WRITTEN}{written_as(tuple(table.index))}; {SAY}"
        )
    if not by_name and (found := order.autocorrelated(table.drop(columns=list(dataset.key)))):
        name, r = max(found, key=lambda one: one[1])
        raise DataError(
            f"{path.name}: the rows look as if they stood in an order: '{name}' goes with that of the row before (rank "
            f"correlation {r:.2f}), as in time: {told}. Give the file a column of {WRITTEN}; {SAY}"
        )


WRITTEN = "days (2024-01-31), instants (2024-01-31T21:00Z), weeks (2024-W05), months (2024-01), quarters (2024Q1) or years (2024)"
SAY = "or, where the rows stand in no order, or sorted by one of their values, say so: --kind cross-section"


def _span(sampling: Sampling, index: pd.Index[Any]) -> dict[str, Any]:
    """Give the days that the rows cover, and the names of their ends, where they lie in time."""
    if not sampling.ordered:
        return {}
    (first, _), (event, last) = (sampling.extent(row) for row in (index[0], index[-1]))
    ends = sampling.names(index[[0, -1]])
    return {"first": first.date(), "last": last.date(), "event": event.date(), "ends": (ends[0], ends[1])}


def _name(stem: str, otherwise: str = "data") -> str:
    """Give an identifier for a file, or for a column."""
    ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plainly = re.sub(r"[^A-Za-z0-9]+", "_", ascii_only).strip("_")[:40].strip("_")
    return plainly if NAME.fullmatch(plainly) and not iskeyword(plainly) else f"{otherwise}_{plainly}".rstrip("_")


def _with_series(
    cells: Cells, columns: dict[str, list[object]], places: Sequence[int], dataset: Dataset
) -> tuple[Dataset, list[str], list[str]]:
    """Give the dataset with a series for each column of numbers, and the words and marks beside them that are none."""
    said = (*dataset.layout.time_parts, dataset.time, *dataset.key, "")
    wanted = {name: held for name, held in columns.items() if name not in said}
    layout, given = dataset.layout, dataset.layout.flags
    measured = {name: found for name, held in wanted.items() if (found := measure_of(held, given))}
    missing, flags = beside(wanted.values(), sorted({one for found in measured.values() for one in found}))
    layout = replace(
        layout,
        missing=(*layout.missing, *(one for one in missing if one not in layout.missing)),
        flags=(*layout.flags, *(one for one in flags if one not in layout.flags)),
    )
    dataset = replace(dataset, layout=layout)
    read, left_out = {}, []
    for name, held in wanted.items():
        own = [one for one in layout.flags if one in given or not measures(one) or one in measured.get(name, ())]
        column = Column(layout.missing, own, FORMS.get(layout.numbers))
        try:
            for cell in held:
                column.add(cell)
        except UnreadableNumberError as error:
            left_out.append(_refused(cells, name, places, error))
            continue
        read[name] = column
    series, notes = _declared(cells, dataset, read, places, left_out)
    named = {one.column or one.short: one for one in series}
    for name, (mark,) in measured.items():
        if name in named:
            named[name] = replace(named[name], unit=f"{mark} of UNIT" if scales(mark) else mark)
            notes.append(f"{cells.name}, column '{name}': each number bears '{mark}', which its unit has to tell")
    if marks := [one for one in flags if not measures(one)]:
        notes.append(f"{cells.name}: {', '.join(marks)} beside numbers, as flags or footnotes, are left out (`flags`)")
    return replace(dataset, series=tuple(named.values())), left_out, notes


def _declared(
    cells: Cells, dataset: Dataset, read: dict[str, Column], places: Sequence[int], left_out: list[str]
) -> tuple[tuple[Series, ...], list[str]]:
    """Give a series for each column that is read in one way, with that way where it is not plain."""
    series: list[Series] = []
    notes: list[str] = []
    forms = forms_of(list(read.values()), dataset.layout.delimiter)
    for number, ((name, column), form) in enumerate(zip(read.items(), forms, strict=True), start=1):
        try:
            if isinstance(form, UnreadableNumberError):
                raise form
            values = column.values(form)
        except UnreadableNumberError as error:
            left_out.append(_refused(cells, name, places, error))
            continue
        if all(math.isnan(value) for value in values):
            left_out.append(f"{cells.name}, column '{name}' is left out: no row has a number in it")
            continue
        written = next(example for example, one in FORMS.items() if one == form)
        stated = "" if written == "1234.56" or dataset.layout.numbers else written
        short = _unused(name, number, {one.short for one in series})
        series.append(
            Series(
                name=f"{dataset.id}.{short}",
                label=name,
                unit=column.unit or "UNIT",
                source="SOURCE",
                column=name if short != name else "",
                numbers=stated,
            )
        )
        if stated:
            notes.append(f"{cells.name}, column '{name}' writes numbers as {written}")
        if column.unit == SO:
            notes.append(f"{cells.name}, column '{name}' says yes or no, which are read as 1 and 0")
    return tuple(series), notes


def _refused(cells: Cells, name: str, places: Sequence[int], error: UnreadableNumberError) -> str:
    place = f"{cells.noun} {places[error.at]}" if error.at < len(places) else cells.noun
    return f"{cells.name}, column '{name}' is left out: {place}: '{error.cell.strip()[:40]}' is not a number such as 1234.5 ({error.advice})"


def _unused(heading: str, number: int, taken: set[str]) -> str:
    """Give a name for a column that formulas can hold and no other column has."""
    name = heading if NAME.fullmatch(heading) and not iskeyword(heading) else _name(heading, "column")
    name = f"column_{number}" if name == "column" else name
    return name if name not in taken else next(f"{name}_{n}" for n in range(2, 10_000) if f"{name}_{n}" not in taken)
