"""A CSV, TSV or JSON file on a web server."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from causal.data.cells import SHOWN, Cells
from causal.data.connectors import delimited, json_text
from causal.data.sources import Fetched, Request, Source
from causal.errors import DataError, did_you_mean
from causal.files import limits
from causal.files.extras import library
from causal.files.secrets import Headers, WebAddress  # noqa: TC001 - the model is made from its annotations
from causal.files.strict import Note, Strict, Text
from causal.sampling import sampling_reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from causal.study import Resolution

EPOCH = {"unix": 1, "unix_ms": 1000}  # parts of a second


class HttpModel(Strict):
    """`at` leads to the table inside JSON (`data.prices`); `missing` are words for a gap.

    `time_format` is how times are written, if not as 2026-02-05: a pattern such as %d/%m/%Y, or unix, or unix_ms.
    """

    url: WebAddress
    """Address of the file; `${CAUSAL_…}` stands for a secret."""
    format: Literal["csv", "tsv", "json"] = "csv"
    """How it is written."""
    at: Note = ""
    """Path to the table inside JSON, such as data.prices."""
    headers: Headers = Field({}, max_length=20)
    """Headers to send; `${CAUSAL_…}` stands for a secret."""
    missing: list[Text] = Field([], max_length=20)
    """Words that mean a gap."""
    time_format: Note = ""
    """How times are written: a pattern such as %d/%m/%Y, or unix, or unix_ms."""


def fetch(parameters: HttpModel, request: Request) -> Fetched:
    """Download the file and read it as the declared format."""
    library("httpx", "fetch", "fetching over HTTP")
    from causal.data.sources._download import download

    got = download(parameters.url, parameters.format, request.secrets, parameters.headers)
    if parameters.format == "json":
        cells = json_text.cells(parameters.url, _inner(parameters, json_text.parsed(parameters.url, got.body)))
    else:
        cells = delimited.cells(parameters.url, got.body, "\t" if parameters.format == "tsv" else ",")
    rows = _translated(cells, parameters, request)
    return Fetched(cells=Cells(name=cells.name, noun=cells.noun, header=cells.header, rows=rows), vintage=got.modified)


def _inner(parameters: HttpModel, values: Any) -> Any:
    """Give the value at the path `at`: keys of mappings and places in lists (from 0), with dots between."""
    for part in filter(None, parameters.at.split(".")):
        if isinstance(values, list) and part.isdigit() and int(part) < len(values):
            values = values[int(part)]
        elif isinstance(values, dict) and part in values:
            values = values[part]
        else:
            known = values if isinstance(values, dict) else ()
            raise DataError(
                f"{parameters.url} has nothing at '{part[:SHOWN]}' of `at`{did_you_mean(part, map(str, known))}"
            )
    return values


def _translated(cells: Cells, parameters: HttpModel, request: Request) -> Iterator[tuple[int, Sequence[object]]]:
    """Give the rows with gaps for the words that mean one, and times read by their format."""
    time = request.dataset.time
    name = request.columns.get(time, time)
    at = cells.header.index(name) if parameters.time_format and name in cells.header else None
    gaps = frozenset(parameters.missing)
    for number, row in cells.rows:
        cleaned = [None if isinstance(cell, str) and cell.strip() in gaps else cell for cell in row]
        if at is not None:
            cleaned[at] = _time(cells.place(number), cleaned[at], parameters.time_format, request.dataset.resolution)
        yield number, cleaned


def _time(place: str, cell: object, form: str, resolution: Resolution) -> object:
    try:
        if form not in EPOCH:
            return datetime.strptime(str(cell).strip()[: limits.CELL_CHARACTERS], form)  # noqa: DTZ007 - the table checks zones
        found = datetime.fromtimestamp(float(str(cell)) / EPOCH[form], UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DataError(
            f"{place}: the time '{str(cell)[:SHOWN]}' is not written as `time_format` says, {form!r}"
        ) from error
    return found if sampling_reading(resolution).clock else found.date()


SOURCE = Source(title="CSV, TSV or JSON on a web server", parameters=HttpModel, fetch=fetch)
