"""A number in a record is finite: a NaN or an infinity is met where it arises, and told with its place."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from causal.errors import DataError, NotComputableError
from causal.files.adapters import adapter
from causal.files.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")

PLAIN = (str, int, float, date, type(None))


def finite(found: T) -> T:
    """Give what was found; raise NotComputableError with the place of a number in it that is not finite."""
    if (wrong := _first(found, _endless)) is not None:
        place, value = wrong
        raise NotComputableError(f"{place or 'the result'} came to {value}, which is no finite number")
    return found


def where_finite(value: float) -> float | None:
    """Give a number that is finite; None of one that is not."""
    return value if math.isfinite(value) else None


def sound(found: T, kind: type[Any]) -> T:
    """Give a record that an extension made; raise NotComputableError where no report could hold it."""
    if not isinstance(found, kind):
        raise NotComputableError(f"a {type(found).__name__} was given in place of {kind.__name__}")
    if (wrong := _first(found, _unsound)) is not None:
        place, value = wrong
        if not _strange(value):
            finite(found)
        raise NotComputableError(f"{place} is a {type(value).__module__}.{type(value).__name__}: give a plain value")
    try:
        record(kind, adapter(kind).dump_python(found, mode="json", warnings=False))
    except DataError as error:
        raise NotComputableError(str(error)) from error
    return found


def _endless(value: Any) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _strange(value: Any) -> bool:
    return not isinstance(value, PLAIN)


def _unsound(value: Any) -> bool:
    return _strange(value) or _endless(value)


def _first(value: Any, wrong: Callable[[Any], bool]) -> tuple[str, Any] | None:
    """Give the first value that holds no others and is wrong, with its place; None where there is none."""
    if names := _names(type(value)):  # type: ignore[arg-type]  # a class is hashable
        items: Iterable[Any] = [getattr(value, name) for name in names]
    elif isinstance(value, tuple | list):
        items = value
    elif isinstance(value, dict):
        names, items = tuple(value), value.values()
    else:
        return ("", value) if wrong(value) else None
    for position, item in enumerate(items):
        kind = type(item)
        if kind is str or (kind is float and item - item == 0.0):
            continue  # by far the most, and never wrong
        if (found := _first(item, wrong)) is not None:
            place, culprit = found
            part = names[position] if names else f"[{position}]"
            return f"{part}{place}" if place[:1] in {"", "["} else f"{part}.{place}", culprit
    return None


@cache
def _names(kind: Any) -> tuple[str, ...]:
    """Give the fields of a record; none of what is no record."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
