"""JSON from strangers: UTF-8 without a mark, within limits, no key twice, in time that grows with its length alone."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from causal.errors import DataError
from causal.files.regular import bytes_within

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DIGITS = 25  # of a whole number: one with more is read as infinite, and refused where a number is expected
MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Repeated:
    """Stands in the place of a mapping in which `key` stands twice, so that a reader can say where."""

    key: str


def repeated(keys: Iterable[str]) -> str | None:
    """Give the first key that stands twice, or None."""
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def contents(path: Path, most: int) -> bytes:
    """Give the bytes of a file; raise DataError where it cannot be read or holds more than `most`."""
    raw = bytes_within(path, most)
    if raw is None:
        raise DataError(f"{path} is larger than {most:,} bytes")
    return raw


def parsed(given: bytes | str, *, most: int, parts: int) -> Any:
    """Give what JSON text holds; raise DataError where it is none, or larger than `most` bytes or `parts` values.

    A mapping with a key that stands twice is given as `Repeated`; NaN and infinities are given as such.
    """
    if len(given) > most:
        raise DataError(f"larger than {most:,} bytes")
    text = given if isinstance(given, str) else _decoded(given)
    if text.startswith(MARK):
        raise DataError("a byte order mark stands before the first character: save the file as UTF-8 without one")
    if sum(text.count(sign) for sign in ",[{") > parts:
        raise DataError(f"more than {parts:,} values")
    try:
        return json.loads(text, object_pairs_hook=_mapping, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise DataError(f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from error
    except RecursionError as error:
        raise DataError("nested too deeply") from error


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError(f"not UTF-8 text (line {line})") from error


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Repeated:
    found = dict(pairs)
    twice = repeated(key for key, _ in pairs) if len(found) < len(pairs) else None
    return found if twice is None else Repeated(twice)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= DIGITS else math.inf
