"""Records from plain values, as JSON has them: each value must be what the annotation of its field says, and no less.

Nothing is converted but what JSON has no type for: a list becomes a tuple, a day's text a date, a word a member of its
enum, and a whole number where any number is expected a float. A mistake is told with its path in the document.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from causal.errors import DataError, did_you_mean
from causal.files.fields import Composed, Spelling, Within
from causal.files.json_reader import Repeated
from causal.files.limits import LARGEST_WHOLE, PLAIN_DEPTH, REPORT_ITEMS

T = TypeVar("T")
Taker = Callable[[Any], Any]

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WORD = re.compile(r"[A-Za-z_]\w*", re.ASCII)
SHOWN = 60  # characters of a value that is refused
SEEN = 4_096  # texts of one spelling that are known to be sound, or not


class WrongError(Exception):
    """A value that is not what is expected; `place` is its path in the document, the innermost part first."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        self.place: list[str | int] = []

    def under(self, part: str | int) -> WrongError:
        """Give the same mistake as one of whatever holds the value as its `part`."""
        self.place.append(part)
        return self


def record(kind: type[T], values: Any) -> T:
    """Give the record that plain values describe; raise DataError with the path of what is wrong."""
    try:
        made: T = taker(kind)(values)  # type: ignore[arg-type]  # a class is hashable
    except WrongError as wrong:
        raise DataError(told(reversed(wrong.place), wrong.message)) from wrong
    return made


def told(place: Any, message: str) -> str:
    """Word a mistake at a path such as `claims`, 3, `checks`: `claims[3].checks: ...`."""
    path = "".join(
        f".{part}" if isinstance(part, str) and WORD.fullmatch(part) else f"[{part!r:.{SHOWN}}]" for part in place
    )
    return f"{path.removeprefix('.')}: {message}" if path else message


@cache
def taker(kind: Any) -> Taker:
    """Give the function that takes a plain value of that annotation; raise TypeError for one that says too little."""
    if get_origin(kind) is Annotated:
        return _marked(*get_args(kind))
    if get_origin(kind) in {Union, types.UnionType}:
        return _one_of(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) is dict:
        return _mapping(*get_args(kind))
    if get_origin(kind) is Literal:
        return _word({word: word for word in get_args(kind)})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _word({one.value: one for one in kind})
    if is_dataclass(kind):
        return _record(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    raise TypeError(f"{kind!r} says too little of what a report.json may hold: see causal.files.fields")


def _marked(kind: Any, *marks: Any) -> Taker:
    for mark in marks:
        if isinstance(mark, Spelling) and kind is str:
            return _text(mark)
        if isinstance(mark, Within) and kind is int:
            return _whole_within(mark)
    return taker(kind)


def _text(spelling: Spelling) -> Taker:
    fault = lru_cache(maxsize=SEEN)(
        spelling.fault
    )  # most texts of a report, such as labels and days, stand in it often

    def take(value: Any) -> str:
        if type(value) is not str:
            raise _unlike(value, spelling.said)
        if wrong := fault(value):
            raise WrongError(wrong)
        return value

    return take


def _whole_within(bounds: Within) -> Taker:
    def take(value: Any) -> int:
        if type(value) is not int or not bounds.low <= value <= bounds.high:
            raise _unlike(value, f"a whole number from {bounds.low} to {bounds.high}")
        return value

    return take


def _number(value: Any) -> float:
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is int and abs(value) <= LARGEST_WHOLE and int(float(value)) == value:
        return float(value)
    raise _unlike(value, "a finite number")


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise _unlike(value, "true or false")
    return value


def _nothing(value: Any) -> None:
    if value is not None:
        raise _unlike(value, "null")


def _day(value: Any) -> date:
    if type(value) is str and DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise WrongError(f"'{value}' is no day of the calendar") from error
    raise _unlike(value, "a day such as 2026-02-05")


def _anything(value: Any, depth: int = 0) -> Any:
    """Take lists and mappings of finite numbers and texts, as a check's parameters are."""
    if depth > PLAIN_DEPTH:
        raise WrongError(f"nested deeper than {PLAIN_DEPTH}")
    if isinstance(value, list):
        return [_held(_anything, one, i, depth + 1) for i, one in enumerate(_short(value))]
    if isinstance(value, dict):
        text = taker(Composed)
        return {_held(text, key, key): _held(_anything, one, key, depth + 1) for key, one in _short(value).items()}
    return taker(SCALAR)(value)


SCALAR = float | int | Composed | bool | None
PLAIN: dict[Any, Taker] = {
    float: _number,
    int: _whole_within(Within(-LARGEST_WHOLE, LARGEST_WHOLE)),
    bool: _truth,
    type(None): _nothing,
    date: _day,
    Any: _anything,
}


def _word(words: dict[str, Any]) -> Taker:
    def take(value: Any) -> Any:
        if type(value) is not str:
            raise _unlike(value, f"one of {', '.join(words)}")
        if value not in words:
            raise WrongError(f"'{value:.{SHOWN}}' is none of the words that may stand here{did_you_mean(value, words)}")
        return words[value]

    return take


def _tuple(items: tuple[Any, ...]) -> Taker:
    if len(items) == 2 and items[1] is ...:
        take_one = taker(items[0])

        def take(value: Any) -> tuple[Any, ...]:
            if type(value) is not list:
                raise _unlike(value, "a list")
            items, found = _short(value), list[Any]()
            try:
                found.extend(map(take_one, items))
            except WrongError as wrong:
                raise wrong.under(len(found)) from None
            return tuple(found)

        return take
    each = [taker(item) for item in items]

    def take_all(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) != len(each):
            raise _unlike(value, f"a list of {len(each)}")
        return tuple([_held(one, given, i) for i, (one, given) in enumerate(zip(each, value, strict=True))])

    return take_all


def _mapping(key: Any, kind: Any) -> Taker:
    take_key, take_one = taker(key), taker(kind)

    def take(value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise _unlike(value, "a mapping")
        _short(value)
        try:
            return {take_key(name): take_one(one) for name, one in value.items()}
        except WrongError:  # once more, to tell where
            return {_held(take_key, name, name): _held(take_one, one, name) for name, one in value.items()}

    return take


def _record(kind: Any) -> Taker:
    hints = get_type_hints(kind, include_extras=True)
    takers = {one.name: taker(hints[one.name]) for one in fields(kind)}

    def take(value: Any) -> Any:
        if type(value) is not dict:
            raise _unlike(value, "a mapping")
        if value.keys() != takers.keys():
            raise _other_keys(value, takers)
        found: dict[str, Any] = {}
        try:
            for name, one in takers.items():
                found[name] = one(value[name])
        except WrongError as wrong:
            raise wrong.under(name) from None
        return kind(**found)

    return take


def _other_keys(value: dict[str, Any], takers: dict[str, Taker]) -> WrongError:
    for key in value:
        if key not in takers:
            return WrongError(f"unknown key '{key:.{SHOWN}}'{did_you_mean(key, takers.keys() - value.keys())}")
    return WrongError(f"the key '{next(key for key in takers if key not in value)}' is missing")


def _one_of(kinds: tuple[Any, ...]) -> Taker:
    """Take a value as the kind that has its JSON type; where several have it, as the first that takes the value.

    Where none of several takes it, the mistake of the one that came furthest is told.
    """
    takers: dict[str, list[Taker]] = {}
    for kind in kinds:
        takers.setdefault(_json_type(kind), []).append(taker(kind))
    known = {kind: [one for name in names for one in takers.get(name, ())] for kind, names in TYPES.items()}

    def take(value: Any) -> Any:
        fitting = known.get(type(value))
        if not fitting or (type(value) is float and not math.isfinite(value)):
            raise _unlike(value, " or ".join(takers))
        if len(fitting) == 1:
            return fitting[0](value)
        mistakes = []
        for one in fitting:
            try:
                return one(value)
            except WrongError as wrong:
                mistakes.append(wrong)
        raise max(mistakes, key=lambda wrong: len(wrong.place))

    return take


def _json_type(kind: Any) -> str:
    """Name the type that a value of that annotation has in JSON."""
    if get_origin(kind) is Annotated:
        return _json_type(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return "a list"
    if get_origin(kind) is dict or is_dataclass(kind):
        return "a mapping"
    return {float: "a finite number", int: "a whole number", bool: "true or false", type(None): "null"}.get(
        kind, "text"
    )


TYPES: dict[type, tuple[str, ...]] = {  # that a value can be read as, the fittest first
    float: ("a finite number",),
    int: ("a whole number", "a finite number"),
    bool: ("true or false",),
    str: ("text",),
    list: ("a list",),
    dict: ("a mapping",),
    type(None): ("null",),
}


def _held(take: Callable[..., Any], value: Any, part: str | int, *more: Any) -> Any:
    """Take a value that is held by another as its `part`."""
    try:
        return take(value, *more)
    except WrongError as wrong:
        raise wrong.under(part) from None


def _short(value: Any) -> Any:
    if len(value) > REPORT_ITEMS:
        raise WrongError(f"expected at most {REPORT_ITEMS:,} items, found {len(value):,}")
    return value


def _unlike(value: Any, expected: str) -> WrongError:
    if isinstance(value, Repeated):
        return WrongError(f"the key '{value.key:.{SHOWN}}' stands twice")
    return WrongError(f"expected {expected}, found {_shown(value)}")


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "nothing (null)", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a mapping"
    return f"{value!r:.{SHOWN}}"
