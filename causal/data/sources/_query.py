"""A query that only reads: one SELECT, and its rows within the limits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator, Field

from causal.errors import DataError
from causal.files import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

FIRST = re.compile(r"\s*(select|with|values)\b", re.IGNORECASE)
BATCH = 1_000  # rows taken at a time


def _reading(query: str) -> str:
    """Refuse what is not one reading statement, before any database sees it."""
    if not FIRST.match(query):
        raise ValueError("a query only reads: it begins with SELECT, WITH or VALUES")
    if ";" in query:
        raise ValueError("a query is one statement: leave out ';'")
    return query


Query = Annotated[str, Field(min_length=1, max_length=20_000), AfterValidator(_reading)]


def rows(name: str, take: Callable[[int], Sequence[Sequence[object]]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Give the rows that `take(count)` brings until there are none; raise DataError beyond the limit."""
    number = 0
    while batch := take(BATCH):
        for row in batch:
            number += 1
            if number > limits.DATA_ROWS:
                raise DataError(
                    f"{name} gives more than {limits.DATA_ROWS} rows: narrow it with WHERE, or sum up in it"
                )
            yield number, row
