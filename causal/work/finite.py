"""A number in a record is finite: a NaN or an infinity is met where it arises, and told with its place."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from causal.errors import DataError, NotComputableError
from causal.files.adapters import adapter
from causal.files.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

PLAIN = (str, int, float, date, type(None))


def finite(found: T) -> T:
    """Give what was found; raise NotComputableError with the place of a number in it that is not finite."""
    for place, value in _leaves(found, ""):
        if isinstance(value, float) and not math.isfinite(value):
            raise NotComputableError(f"{place or 'the result'} came to {value}, which is no finite number")
    return found


def where_finite(value: float) -> float | None:
    """Give a number that is finite; None of one that is not."""
    return value if math.isfinite(value) else None


def sound(found: T, kind: type[Any]) -> T:
    """Give a record that an extension made; raise NotComputableError where no report could hold it."""
    if not isinstance(found, kind):
        raise NotComputableError(f"a {type(found).__name__} was given in place of {kind.__name__}")
    for place, value in _leaves(found, ""):
        if not isinstance(value, PLAIN):
            raise NotComputableError(
                f"{place} is a {type(value).__module__}.{type(value).__name__}: give a plain value"
            )
    finite(found)
    try:
        record(kind, adapter(kind).dump_python(found, mode="json", warnings=False))
    except DataError as error:
        raise NotComputableError(str(error)) from error
    return found


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    """Give every value that holds no others, with its place."""
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _leaves(getattr(value, one.name), f"{place}.{one.name}".removeprefix("."))
    elif isinstance(value, tuple | list):
        for i, item in enumerate(value):
            yield from _leaves(item, f"{place}[{i}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, f"{place}.{key}".removeprefix("."))
    else:
        yield place, value
