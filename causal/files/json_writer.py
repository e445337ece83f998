"""JSON as `json.dumps` writes it with sorted keys and one space a level, in a fraction of its time and memory.

The standard encoder works in Python where a level is indented, and holds a piece of text for every value until the end.
"""

from __future__ import annotations

import json
import math
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def written(value: Any, level: int = 0) -> str:
    """Give the JSON text of lists, mappings by text, texts, numbers, true, false and null; raise ValueError for a NaN."""
    kind = type(value)
    if kind in WORDS:
        return WORDS[kind](value)
    if kind is not dict and kind is not list:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if not value:
        return "{}" if kind is dict else "[]"
    begin, inner = "\n" + " " * level, level + 1
    if kind is dict:
        parts = [f"{encode_basestring(key)}: {written(value[key], inner)}" for key in sorted(value)]
        return f"{{{begin} " + f",{begin} ".join(parts) + f"{begin}}}"
    return f"[{begin} " + f",{begin} ".join([written(one, inner) for one in value]) + f"{begin}]"


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no finite number")
    return float.__repr__(value)


WORDS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: int.__repr__,
    float: _number,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
}
