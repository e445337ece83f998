"""A CSV, TSV or JSON file on a web server."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from causal.data.connectors import delimited, json_text
from causal.data.layouts import LayoutModel
from causal.data.numbers import SHOWN
from causal.data.sources import Fetched, Request, Source
from causal.errors import DataError, did_you_mean
from causal.files.extras import library
from causal.files.secrets import Headers, WebAddress  # noqa: TC001 - the model is made from its annotations
from causal.files.strict import Note  # noqa: TC001
from causal.work.confined import confined

if TYPE_CHECKING:
    from causal.data.cells import Cells
    from causal.study import Dataset


class HttpModel(LayoutModel):
    """`at` leads to the table inside JSON (`data.prices`); the keys of a file's layout say how the answer is written."""

    url: WebAddress
    """Address of the file; `${CAUSAL_…}` stands for a secret."""
    format: Literal["csv", "tsv", "json"] = "csv"
    """How it is written."""
    at: Note = ""
    """Path to the table inside JSON, such as data.prices."""
    headers: Headers = Field({}, max_length=20)
    """Headers to send; `${CAUSAL_…}` stands for a secret."""


def fetch(parameters: HttpModel, request: Request) -> Fetched:
    """Download the file and read it as the declared format."""
    library("httpx", "fetch", "fetching over HTTP")
    from causal.data.sources._download import download

    got = download(parameters.url, parameters.format, request.secrets, parameters.headers)
    layout, own = parameters.layout(), request.dataset.layout
    layout = replace(layout, missing=(*layout.missing, *own.missing), time_zone=layout.time_zone or own.time_zone)
    time = request.dataset.time
    there = replace(request.dataset, layout=layout, time=request.columns.get(time, time))
    cells = confined(_cells, parameters, got.body, there, subject=parameters.url)
    return Fetched(cells=replace(cells, rows=iter(cells.rows)), vintage=got.modified, layout=layout)


def _cells(parameters: HttpModel, body: bytes, there: Dataset) -> Cells:
    """Give the table of an answer, its rows as a list."""
    if parameters.format == "json":
        cells = json_text.cells(parameters.url, _inner(parameters, json_text.parsed(parameters.url, body)), there)
    else:
        cells = delimited.cells(parameters.url, body, there, "\t" if parameters.format == "tsv" else ",")
    return replace(cells, rows=list(cells.rows))  # type: ignore[arg-type]  # a generator does not leave a process


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


SOURCE = Source(title="CSV, TSV or JSON on a web server", parameters=HttpModel, fetch=fetch)
