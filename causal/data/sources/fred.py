"""Series of FRED, the Federal Reserve Bank of St. Louis, from the file behind its charts; a dot is a gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from pydantic import Field

from causal.data.cells import Cells, declared
from causal.data.connectors import delimited
from causal.data.sources import Fetched, Request, Source
from causal.files.extras import library
from causal.files.strict import Day, Strict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ADDRESS = "https://fred.stlouisfed.org/graph/fredgraph.csv"


class FredModel(Strict):
    """`series` is one name such as VIXCLS; `vintage` asks for the values as they stood on that day."""

    series: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]+$", max_length=60)]
    """Name of the series, such as DGS10."""
    start: Day | None = None
    """First day asked for."""
    end: Day | None = None
    """Last day asked for."""
    vintage: Day | None = None
    """The values as they stood on that day."""


def fetch(parameters: FredModel, request: Request) -> Fetched:
    """Download one series; its column goes by the series' name, or by the dataset's only series."""
    library("httpx", "fetch", "fetching over HTTP")
    from causal.data.sources._download import download

    asked = {
        "id": parameters.series,
        "cosd": parameters.start,
        "coed": parameters.end,
        "vintage_date": parameters.vintage,
    }
    got = download(f"{ADDRESS}?{urlencode({k: v for k, v in asked.items() if v})}", "csv", request.secrets)
    cells = delimited.cells(f"FRED {parameters.series}", got.body, request.dataset)
    texts, numbers = declared(request.dataset)
    names = [request.columns.get(texts[0], texts[0]), *cells.header[1:]]
    if len(numbers) == 1 and len(names) == 2 and numbers[0] not in request.columns:
        names[1] = numbers[0]
    vintage = parameters.vintage or request.today
    return Fetched(cells=Cells(name=cells.name, noun=cells.noun, header=names, rows=_gaps(cells)), vintage=vintage)


def _gaps(cells: Cells) -> Iterator[tuple[int, Sequence[object]]]:
    for number, row in cells.rows:
        yield number, [None if cell == "." else cell for cell in row]


SOURCE = Source(title="A series of FRED", parameters=FredModel, fetch=fetch)
