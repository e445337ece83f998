"""Records from plain values: each kind of annotation takes what it says, and tells where something else stands."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import pytest

from causal.errors import DataError
from causal.files.fields import Count, Identifier, Name, Note, Text
from causal.files.json_reader import Repeated
from causal.files.records import record, taker, told


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    name: Identifier
    size: float
    many: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[int, Text]
    by_name: dict[Name, float | None]
    colour: Colour
    side: Literal["left", "right"]
    on: date | None
    loose: float | int | Note | bool | None
    either: tuple[Leaf, ...] | Note
    given: Any = field(default_factory=dict)
    right: bool = True


GOOD = {
    "leaves": [{"name": "a", "size": 1.5, "many": 2}, {"name": "b", "size": 3, "many": 0}],
    "pair": [7, "seven"],
    "by_name": {"x": 1.0, "y": None},
    "colour": "red",
    "side": "left",
    "on": "2026-02-05",
    "loose": 1,
    "either": [{"name": "c", "size": 0.0, "many": 1}],
    "given": {"deep": [1, "two", {"three": None}]},
    "right": False,
}


def test_each_value_becomes_what_its_field_says():
    made = record(Tree, GOOD)
    assert made.leaves[1] == Leaf(name="b", size=3.0, many=0)
    assert isinstance(made.leaves[1].size, float)
    assert (made.colour, made.on, made.pair) == (Colour.RED, date(2026, 2, 5), (7, "seven"))
    assert type(made.loose) is int
    assert record(Tree, {**GOOD, "loose": True}).loose is True
    assert record(Tree, {**GOOD, "either": "a word"}).either == "a word"
    assert made.given == {"deep": [1, "two", {"three": None}]}


def changed(path, value):
    def inside(at, rest):
        if not rest:
            return value
        copy = list(at) if isinstance(at, list) else dict(at)
        copy[rest[0]] = inside(at[rest[0]] if not isinstance(at, dict) or rest[0] in at else None, rest[1:])
        return copy

    return inside(GOOD, path)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            ("leaves", 1, "name"),
            "1b",
            "leaves[1].name: expected a name of letters, digits and _ that begins with a letter, found '1b'",
        ),
        (("leaves", 0, "name"), "../x", "leaves[0].name: expected a name"),
        (("leaves", 0, "name"), "for", "leaves[0].name: 'for' is a reserved word"),
        (("leaves", 0, "name"), "a\n", "leaves[0].name: expected a name"),
        (("leaves", 0, "name"), "a" * 61, "leaves[0].name: expected at most 60 characters, found 61"),
        (
            ("leaves", 0, "name"),
            7,
            "leaves[0].name: expected a name of letters, digits and _ that begins with a letter, found 7",
        ),
        (("leaves", 0, "size"), "1.5", "leaves[0].size: expected a finite number, found '1.5'"),
        (("leaves", 0, "size"), True, "leaves[0].size: expected a finite number, found true"),
        (("leaves", 0, "size"), math.nan, "leaves[0].size: expected a finite number, found nan"),
        (("leaves", 0, "size"), math.inf, "leaves[0].size: expected a finite number, found inf"),
        (("leaves", 0, "size"), 2**53 + 1, "leaves[0].size: expected a finite number"),
        (("leaves", 0, "many"), 1.0, "leaves[0].many: expected a whole number from 0 to"),
        (("leaves", 0, "many"), -1, "leaves[0].many: expected a whole number from 0 to"),
        (("leaves", 0, "many"), True, "leaves[0].many: expected a whole number"),
        (("leaves", 0), None, "leaves[0]: expected a mapping, found nothing (null)"),
        (("leaves",), {}, "leaves: expected a list, found a mapping"),
        (("leaves", 0, "sise"), 1, "leaves[0]: unknown key 'sise'"),
        (("pair",), [7], "pair: expected a list of 2, found a list"),
        (("pair", 1), "", "pair[1]: expected some text, found ''"),
        (("by_name", "x y"), 1.0, "by_name['x y']: expected a name"),
        (("by_name", "x"), "1", "by_name.x: expected a finite number or null, found '1'"),
        (("colour",), "rad", "colour: 'rad' is none of the words that may stand here; did you mean 'red'?"),
        (("colour",), 1, "colour: expected one of red, blue, found 1"),
        (("side",), "up", "side: 'up' is none of the words that may stand here; known: left, right"),
        (("on",), "2026-02-30", "on: '2026-02-30' is no day of the calendar"),
        (("on",), "2026-2-5", "on: expected a day such as 2026-02-05, found '2026-2-5'"),
        (("on",), 20260205, "on: expected text or null, found 20260205"),
        (
            ("loose",),
            [],
            "loose: expected a finite number or a whole number or text or true or false or null, found a list",
        ),
        (("loose",), math.inf, "loose: expected a finite number"),
        (("loose",), "\ud800", "loose: expected text, found half a character"),
        (("either",), [{"name": "c", "size": 0.0}], "either[0]: the key 'many' is missing"),
        (("given", "deep", 1), math.nan, "given.deep[1]: expected a finite number"),
        (("given", "deep", 2), Repeated("k"), "given.deep[2]: the key 'k' stands twice"),
        (("right",), 1, "right: expected true or false, found 1"),
        (("right",), None, "right: expected true or false, found nothing (null)"),
    ],
)
def test_what_is_not_as_its_field_says_is_told_with_its_path(path, value, said):
    with pytest.raises(DataError) as refused:
        record(Tree, changed(path, value))
    assert str(refused.value).startswith(said)


def test_a_key_that_is_missing_is_told_even_where_the_record_has_a_default():
    short = {key: value for key, value in GOOD.items() if key != "right"}
    with pytest.raises(DataError, match="the key 'right' is missing"):
        record(Tree, short)


def test_a_mapping_with_a_key_twice_is_told_where_it_stands():
    with pytest.raises(DataError, match=r"leaves\[0\]: the key 'size' stands twice"):
        record(Tree, changed(("leaves", 0), Repeated("size")))


def test_what_a_check_was_given_is_no_deeper_than_a_document():
    deep: Any = 1
    for _ in range(30):
        deep = [deep]
    with pytest.raises(DataError, match="nested deeper than 20"):
        record(Tree, {**GOOD, "given": deep})


def test_a_field_that_says_only_text_is_refused_before_anything_is_read():
    @dataclass(frozen=True)
    class Vague:
        word: str

    globals()["Vague"] = Vague
    with pytest.raises(TypeError, match="says too little"):
        taker(Vague)


def test_a_path_is_written_as_one_would_look_it_up():
    assert told(("claims", 3, "evidence", 0), "m") == "claims[3].evidence[0]: m"
    assert told(("sentences", "en", "weekday.agrees"), "m") == "sentences.en['weekday.agrees']: m"
    assert told((), "m") == "m"
