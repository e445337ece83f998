"""What a language's folder holds: its sentences, the phrases that recur in them, and how it writes numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from causal.errors import RenderError, did_you_mean
from causal.files.assets import LOCALE, asset, languages
from causal.files.yaml_reader import PARSER
from causal.rendering.typography import Sizes, Style

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SIGNATURE = re.compile(r"phrase\.([a-z_]+)\(([a-z_0-9]+(?:, [a-z_0-9]+)*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase that sentences use as a filter: its first parameter is what is filtered, `key` that of its text."""

    name: str
    parameters: tuple[str, ...]
    key: str


def read_locale(language: str) -> dict[str, str]:
    """Read and flatten every file of a language's folder; raise RenderError where there is none, or a key stands twice."""
    try:
        directory = asset(f"{LOCALE}/{language}")
    except FileNotFoundError as error:
        near = did_you_mean(language, languages())
        raise RenderError(f"there is no catalogue for the language '{language}'{near}") from error
    flat: dict[str, str] = {}
    for path in sorted(directory.glob("*.yaml")):
        for key, text in _sentences(path, path.stat().st_mtime_ns):
            if key in flat:
                raise RenderError(f"{path.name}: the sentence '{key}' stands in two files")
            flat[key] = text
    return flat


@cache
def _sentences(path: Path, changed: int) -> tuple[tuple[str, str], ...]:  # noqa: ARG001
    """Give the keys and texts of one file, read once for as long as it does not change."""
    return tuple(_flat(yaml.load(path.read_text(encoding="utf-8"), PARSER)))  # noqa: S506


def _flat(tree: Any, prefix: str = "") -> list[tuple[str, str]]:
    if not isinstance(tree, dict):
        return [(prefix, str(tree))]
    return [pair for key, value in tree.items() for pair in _flat(value, f"{prefix}.{key}" if prefix else str(key))]


def number_style(texts: Mapping[str, str], sizes: str) -> Style:
    """Give how the language writes numbers, large ones as `number.SIZES` says."""
    return Style(
        decimal=texts["number.decimal"],
        thousands=texts["number.thousands"],
        minus=texts["number.minus"],
        percent=texts["number.percent"],
        sizes=_sizes(texts[f"number.{sizes}"]),
    )


def _sizes(text: str) -> Sizes:
    """Read `1e9 1e9 bn, 1e6 1e6 m`: from which size, divided by what, written with which word."""
    rows = (row.split() for row in text.split(","))
    return tuple((float(size), float(divisor), word) for size, divisor, word in rows)


def phrases(texts: Mapping[str, str]) -> tuple[Phrase, ...]:
    """Give the phrases, each written once as `phrase.NAME(PARAMETERS)`; raise RenderError at another form."""
    found = []
    for key in (key for key in texts if key.startswith("phrase.")):
        signature = SIGNATURE.fullmatch(key)
        if signature is None:
            raise RenderError(f"'{key}' is no phrase: write its name and what it is given, such as phrase.on(at)")
        found.append(Phrase(name=signature[1], parameters=tuple(signature[2].split(", ")), key=key))
    return tuple(found)
