"""YAML as data only: the core types of YAML 1.2, no tags, anchors or duplicate keys, and a place for every key.

PyYAML's constructors read YAML 1.1, where `NO` is false, `12:30` a number and the last of two equal keys wins. Only its
parser is used here; what it reads becomes text, numbers, true, false, null, lists and mappings of plain words.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from causal.errors import BadFolderError, Problem
from causal.files.limits import YAML_BYTES, YAML_DEPTH, YAML_DIGITS, YAML_ITEMS, YAML_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Key = tuple[str | int, ...]

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NULL = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOATING = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?")
TOO_DEEP = f"nested deeper than {YAML_DEPTH}"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Plain values, and the (line, column) of each key path, both counted from 1."""

    file: str
    values: Any
    places: dict[Key, tuple[int, int]] = field(default_factory=dict)

    def line(self, path: Key) -> int:
        """Give the line of `path`, or of its nearest ancestor that stands in the file."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))[0]


class _RefusedError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def read(path: Path, file: str) -> Document:
    """Read one YAML file, named `file` in messages; raise BadFolderError with the line of the mistake."""
    try:
        return _composed(_text(path), file)
    except _RefusedError as refused:
        raise BadFolderError([Problem(file=file, line=refused.line, key="", message=refused.message)]) from refused


def read_text(text: str, file: str) -> Document:
    """Read YAML that is no file of its own, named `file` in messages; raise BadFolderError."""
    try:
        return _composed(text, file)
    except _RefusedError as refused:
        raise BadFolderError([Problem(file=file, line=0, key="", message=refused.message)]) from refused


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise _RefusedError(0, "the file is missing (links are not followed)")
    with path.open("rb") as file:
        raw = file.read(YAML_BYTES + 1)
    if len(raw) > YAML_BYTES:
        raise _RefusedError(0, f"the file is larger than {YAML_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _RefusedError(line, "this is not UTF-8 text: save the file as UTF-8") from error
    if control := CONTROL.search(text):
        line = text[: control.start()].count("\n") + 1
        raise _RefusedError(line, f"the control character {control[0]!a} is not allowed")
    return text


def _composed(text: str, file: str) -> Document:
    places: dict[Key, tuple[int, int]] = {}
    try:
        events = _content(_events(text))
        first = next(events, None)
        if first is None:
            raise _RefusedError(1, "the file is empty")
        values = _value(first, events, (), places)
        if (second := next(events, None)) is not None:
            raise _RefusedError(_line(second), "a second document begins here: one file holds one")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _RefusedError(
            mark.line + 1 if mark else 0, f"this is not YAML: {error.problem or error.context}"
        ) from error
    except yaml.YAMLError as error:
        raise _RefusedError(0, f"this is not YAML: {error}") from error
    return Document(file=file, values=values, places=places)


def _events(text: str) -> Iterator[Any]:
    """Give the parser's events; where it stops at what it has read ahead, too deep by our own limit, say that."""
    depth, end = 0, 0
    events: Iterator[Any] = yaml.parse(text, Loader=PARSER)
    try:
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            end = event.end_mark.index
            yield event
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        if mark and depth + _opened(text[end : mark.index]) > YAML_DEPTH + 1:  # the innermost may be empty
            raise _RefusedError(mark.line + 1, TOO_DEEP) from error
        raise


def _opened(text: str) -> int:
    """Count the brackets that `text`, which begins between two tokens, leaves open."""
    opened = 0
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            opened += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            opened -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
    except yaml.YAMLError:
        return opened
    return opened


def _content(events: Iterator[Any]) -> Iterator[Any]:
    """Give the events that hold content; refuse directives."""
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            raise _RefusedError(_line(event), "directives (%YAML, %TAG) are not allowed")
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
            yield event


def _line(event: Any) -> int:
    return _place(event)[0]


def _place(event: Any) -> tuple[int, int]:
    return int(event.start_mark.line) + 1, int(event.start_mark.column) + 1


def _value(event: Any, events: Iterator[Any], path: Key, places: dict[Key, tuple[int, int]]) -> Any:
    """Give the value that begins with `event`, taking what belongs to it from `events`."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _RefusedError(line, "anchors and aliases (& and *) are not allowed: write the value out")
    if event.tag:
        raise _RefusedError(line, f"the tag {event.tag} is not allowed")
    if len(path) > YAML_DEPTH:
        raise _RefusedError(line, TOO_DEEP)
    places.setdefault(path, _place(event))
    if len(places) > YAML_VALUES:
        raise _RefusedError(line, f"the file has more than {YAML_VALUES:,} values")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event, line)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, (*path, i), places) for i, item in enumerate(_until_end(events))]
    return _mapping(events, path, places)


def _until_end(events: Iterator[Any]) -> Iterator[Any]:
    for count, event in enumerate(events):
        if isinstance(event, yaml.CollectionEndEvent):
            return
        if count >= YAML_ITEMS:
            raise _RefusedError(_line(event), f"more than {YAML_ITEMS:,} items in one list or mapping")
        yield event


def _mapping(events: Iterator[Any], path: Key, places: dict[Key, tuple[int, int]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for event in _until_end(events):
        line = _line(event)
        if not isinstance(event, yaml.ScalarEvent) or event.tag or event.anchor:
            raise _RefusedError(line, "a key must be a plain word")
        key = str(event.value)
        if control := CONTROL.search(key):
            raise _RefusedError(line, f"the control character {control[0]!a} is not allowed")
        if key in found:
            raise _RefusedError(line, f"the key '{key}' stands twice (first in line {places[(*path, key)][0]})")
        places[(*path, key)] = _place(event)
        found[key] = _value(next(events), events, (*path, key), places)
    return found


def _scalar(event: Any, line: int) -> Any:
    text = str(event.value)
    if control := CONTROL.search(text):  # by an escape such as "\x1b"
        raise _RefusedError(line, f"the control character {control[0]!a} is not allowed")
    if event.style:  # quoted, or a block: text
        return text
    if text in NULL:
        return None
    if text in BOOLEAN:
        return BOOLEAN[text]
    if INTEGER.fullmatch(text):
        return int(_short(text, line))
    if FLOATING.fullmatch(text):
        return _finite(float(_short(text, line)), line)
    return text


def _short(text: str, line: int) -> str:
    if len(text) > YAML_DIGITS:
        raise _RefusedError(line, "this number is too long: quote it if it is text")
    return text


def _finite(number: float, line: int) -> float:
    if not math.isfinite(number):
        raise _RefusedError(line, "this number is too large: quote it if it is text")
    return number
