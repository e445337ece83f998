"""The open set of sources: one module each, with one constant `SOURCE`, from which `causal fetch` takes a snapshot.

Add one by adding a file (or an entry point in group `causal.sources`); there is no list to extend. Only `fetch` reaches
out: checking and building a folder read the snapshots.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from causal.files.members import members

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from causal.data.cells import Cells
    from causal.files.secrets import Secrets
    from causal.files.strict import Strict
    from causal.study import Dataset, Layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is wanted: the columns of a dataset (`columns` says what the source calls them), as of `today` in UTC."""

    folder: Path
    dataset: Dataset
    columns: Mapping[str, str]
    today: date
    secrets: Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A table as the source has it, and the day as of which the source says it stands, where it says so.

    `layout` says how numbers and times are written in it, where not plainly.
    """

    cells: Cells
    vintage: date | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A kind of source. The fields of the model `parameters` are the keys allowed in `from:`, beside kind and columns.

    `fetch(parameters, request)` gives what the source has, or raises DataError with an instruction and no secret.
    """

    title: str
    parameters: type[Strict]
    fetch: Callable[[Any, Request], Fetched]


@cache
def sources() -> Mapping[str, Source]:
    """Give every source by its kind (the module's name), sorted; entry points may add to the built-in ones."""
    return members(__name__, __path__, "SOURCE")
