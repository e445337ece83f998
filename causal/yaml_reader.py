"""YAML as data only: the 1.2 core types, no tags, anchors or duplicate keys, and a line for every key.

PyYAML reads YAML 1.1, where `NO` is false, `12:30` a number and the last of two equal keys wins; all of that is
refused or read as text here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from causal.errors import BadFolderError, Problem
from causal.limits import YAML_BYTES, YAML_DEPTH

if TYPE_CHECKING:
    from pathlib import Path

    Key = tuple[str | int, ...]

NULL = re.compile(r"^(?:~|null|Null|NULL|)$")
BOOLEAN = re.compile(r"^(?:true|false|True|False)$")
INTEGER = re.compile(r"^[-+]?[0-9]+$")
FLOATING = re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?$")


@dataclass(frozen=True, slots=True)
class Document:
    """Plain values, and the line (from 1) of each key path."""

    file: str
    values: Any
    lines: dict[Key, int]

    def line(self, path: Key) -> int:
        """Give the line of the nearest known ancestor of `path`."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _RefusedError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


def read(path: Path, file: str) -> Document:
    """Read one YAML file, named `file` in messages; raise BadFolderError with the line of the mistake."""
    try:
        return _compose(_text(path), file)
    except _RefusedError as refused:
        raise BadFolderError([Problem(file=file, line=refused.line, key="", message=refused.message)]) from refused


def _text(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        raise _RefusedError(0, "the file is missing (links are not followed)")
    if (size := path.stat().st_size) > YAML_BYTES:
        raise _RefusedError(0, f"{size} bytes; at most {YAML_BYTES} are read")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _RefusedError(line, "this is not UTF-8 text: save the file as UTF-8") from error
    for number, line_text in enumerate(text.splitlines(), start=1):
        if any(ord(c) < 32 and c != "\t" for c in line_text):
            raise _RefusedError(number, "the line holds a control character")
    return text


def _compose(text: str, file: str) -> Document:
    lines: dict[Key, int] = {}
    loader = yaml.SafeLoader(text)
    try:
        depth = 0
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                raise _RefusedError(token.start_mark.line + 1, "anchors and aliases (& and *) are not allowed: write the value out")
            depth += isinstance(token, yaml.BlockMappingStartToken | yaml.BlockSequenceStartToken | yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken)
            depth -= isinstance(token, yaml.BlockEndToken | yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken)
            if depth > YAML_DEPTH:
                raise _RefusedError(token.start_mark.line + 1, f"nested deeper than {YAML_DEPTH}")
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _RefusedError(mark.line + 1 if mark else 0, f"this is not YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _RefusedError(0, f"this is not YAML: {error}") from error
    finally:
        loader.dispose()
    if node is None:
        raise _RefusedError(1, "the file is empty")
    return Document(file, _plain(node, (), lines), lines)


def _plain(node: yaml.Node, path: Key, lines: dict[Key, int]) -> Any:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, line)
    if isinstance(node, yaml.SequenceNode):
        if node.tag != "tag:yaml.org,2002:seq":
            raise _RefusedError(line, f"the tag {node.tag} is not allowed")
        return [_plain(child, (*path, i), lines) for i, child in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode) or node.tag != "tag:yaml.org,2002:map":
        raise _RefusedError(line, f"the tag {node.tag} is not allowed")
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        at = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise _RefusedError(at, "a key must be a plain word")
        key = str(key_node.value)
        if key in found:
            raise _RefusedError(at, f"the key '{key}' stands twice (first in line {lines[(*path, key)]})")
        lines[(*path, key)] = at
        found[key] = _plain(value_node, (*path, key), lines)
    return found


def _scalar(node: yaml.ScalarNode, line: int) -> Any:
    text = str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return text
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.rsplit(":", 1)[-1] in {"binary", "python"}:
        raise _RefusedError(line, f"the tag {node.tag} is not allowed")
    if NULL.match(text):
        return None
    if BOOLEAN.match(text):
        return text.lower() == "true"
    if INTEGER.match(text):
        if len(text) > 18:
            raise _RefusedError(line, "this number is too long: quote it if it is text")
        return int(text)
    if FLOATING.match(text):
        return float(text)
    return text
