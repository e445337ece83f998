"""Records to and from plain values, by pydantic; making an adapter costs more than using it, so each is made once."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

_MADE: dict[Any, TypeAdapter[Any]] = {}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """Give the adapter of a record."""
    if kind not in _MADE:
        _MADE[kind] = TypeAdapter(kind)
    return _MADE[kind]
