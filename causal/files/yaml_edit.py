"""Single values set in a YAML file, every other character as it was: comments, order, quotes and layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from causal.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def with_keys(text: str, path: Sequence[str], values: Mapping[str, str], after: str) -> str:
    """Give YAML `text` with keys of the mapping at `path` set to values, each as it is to be spelled.

    A key that is there keeps its place and the comment behind it; a new one follows the key `after`. The text is one
    that `yaml_reader` accepts. Raise DataError where a value is laid out in a way that cannot be replaced alone.
    """
    mapping: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for part in path:
        mapping = _pairs(mapping)[part][1]
    pairs = _pairs(mapping)
    edits = []
    new = {key: value for key, value in values.items() if key not in pairs}
    for key in values.keys() - new.keys():
        node = pairs[key][1]
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            raise DataError(f"{'.'.join(path)}.{key} takes several lines: write it on one, between [ and ]")
        empty = node.start_mark.index == node.end_mark.index  # `digest:` with nothing behind it
        edits.append((node.start_mark.index, node.end_mark.index, f" {values[key]}" if empty else values[key]))
    if new:
        edits.append(_inserted(text, mapping, pairs[after], new))
    edited = text
    for start, end, spelled in sorted(edits, reverse=True):
        edited = edited[:start] + spelled + edited[end:]
    if _words(edited) != _with(_words(text), path, {key: _words(said) for key, said in values.items()}):
        raise DataError(f"{'.'.join(path)} is laid out in a way that cannot be edited: write one key a line")
    return edited


def _words(text: str) -> Any:
    """Give what YAML text says, every scalar as text; nothing is made of it."""
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes text, lists and mappings only
    except yaml.YAMLError:
        return None


def _with(values: Any, path: Sequence[str], changes: Mapping[str, Any]) -> Any:
    if not path:
        return {**values, **changes}
    return {**values, path[0]: _with(values[path[0]], path[1:], changes)}


def _pairs(node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Give the key and value nodes of a mapping by the key's text."""
    return {str(key.value): (key, value) for key, value in node.value}


def _inserted(
    text: str, mapping: yaml.MappingNode, after: tuple[yaml.Node, yaml.Node], values: Mapping[str, str]
) -> tuple[int, int, str]:
    """Give the edit that puts new keys behind a pair: on lines of their own, or behind a comma in a flow mapping."""
    key, value = after
    spelled = [f"{name}: {said}" for name, said in values.items()]
    if mapping.flow_style:
        return value.end_mark.index, value.end_mark.index, "".join(f", {one}" for one in spelled)
    newline = "\r\n" if "\r\n" in text else "\n"
    end = text.find("\n", value.end_mark.index)
    at, before = (len(text), newline) if end < 0 else (end + 1, "")
    indent = " " * key.start_mark.column
    lines = newline.join(indent + one for one in spelled)
    return at, at, before + lines + ("" if end < 0 else newline)
