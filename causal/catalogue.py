"""Sentences from messages: one Jinja expression a key in the locale's catalogue, and the filters that word numbers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError

from causal.assets import asset
from causal.errors import RenderError
from causal.typography import figure, number, p_value, percent, plural, signed, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2 import Template

    from causal.findings import Message
    from causal.study import Study


class Catalogue:
    """The sentences of one language. `study` gives the labels of variables and nodes."""

    def __init__(self, language: str, study: Study | None = None) -> None:
        self.language = language
        self.study = study
        self.texts = read_locale(language)
        # Sentences are plain text: they are escaped once, where a template prints them.
        self.environment = Environment(undefined=StrictUndefined, autoescape=False, cache_size=2000)  # noqa: S701
        self.environment.filters.update(self.filters)
        self.compiled: dict[str, Template] = {}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Variable name to label."""
        graphs = () if self.study is None else (self.study.graph, *self.study.rivals)
        return {v.name: v.label for g in graphs for v in g.variables}

    @property
    def filters(self) -> dict[str, Callable[..., str]]:
        """The filters, by the name templates use."""
        return {
            "figure": figure, "number": number, "percent": percent, "day": self.day, "signed": signed, "plural": plural,
            "p": p_value, "change": signed, "names": self.names, "variable": self.variable, "node": self.node, "nodes": self.nodes, "visible": visible,
            "word": self.word, "digest": lambda text: text[:12],
        }  # fmt: skip

    def sentence(self, message: Message) -> str:
        """Word a message; raise RenderError that names the key where the catalogue or a value is missing."""
        worded = self.text(message.key, message.values)
        return worded[:1].upper() + worded[1:]

    def text(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Word a key with values."""
        source = self.texts.get(key)
        if source is None:
            raise RenderError(f"the catalogue '{self.language}' has no sentence '{key}'")
        try:
            if key not in self.compiled:
                self.compiled[key] = self.environment.from_string(source)
            worded = self.compiled[key].render({k: _shown(v) for k, v in (values or {}).items()})
        except (TemplateError, TypeError, ValueError) as error:
            raise RenderError(f"the sentence '{key}' cannot be worded: {error}") from error
        return worded

    def word(self, name: str) -> str:
        """Word a term such as a verdict, grounds or outcome: `inconclusive` is `word.inconclusive`."""
        return self.texts.get(f"word.{name.replace(' ', '_')}", name)

    def names(self, listed: str, prefix: str) -> str:
        """Word a list of names separated by `|`, each by `PREFIX.NAME`, joined as the language does."""
        words = [self.texts.get(f"{prefix}.{name}", name.replace("_", " ")) for name in listed.split("|") if name]
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.texts['list.and']} {words[-1]}"

    def variable(self, name: str) -> str:
        """Give a variable's label."""
        return visible(self.labels.get(name, name))

    def node(self, name: str) -> str:
        """Word `x@1` as the label and how many rows earlier."""
        variable, _, lag = name.rpartition("@")
        if not lag or lag == "0":
            return self.variable(variable)
        return f"{self.variable(variable)} {self.text('lag', {'rows': int(lag)})}"

    def nodes(self, listed: str) -> str:
        """Word a list of nodes separated by `|`."""
        return ", ".join(self.node(name) for name in listed.split("|") if name)

    def day(self, text: str) -> str:
        """Word an ISO day or instant."""
        start, _, end = str(text).partition("/")
        if end:
            return self.text("period", {"start": self.day(start), "end": self.day(end)})
        date, _, clock = str(text).partition("T")
        parts = date.split("-")
        if len(parts) != 3 or not all(p.isdigit() for p in parts):
            return str(text)
        year, month, number_ = (int(p) for p in parts)
        worded = self.text("date", {"year": year, "month": self.texts[f"month.{month}"], "day": number_})
        return f"{clock.removesuffix('Z')[:5]} UTC, {worded}" if clock else worded


def read_locale(language: str) -> dict[str, str]:
    """Read and flatten every file of `templates/locale/LANGUAGE`; a key that stands twice is an error."""
    try:
        directory = asset(f"templates/locale/{language}")
    except FileNotFoundError as error:
        raise RenderError(f"there is no catalogue for the language '{language}'") from error
    flat: dict[str, str] = {}
    for path in sorted(directory.glob("*.yaml")):
        for key, text in _flat(_load(path)):
            if key in flat:
                raise RenderError(f"{path.name}: the sentence '{key}' stands in two files")
            flat[key] = text
    return flat


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _flat(tree: Any, prefix: str = "") -> list[tuple[str, str]]:
    if not isinstance(tree, dict):
        return [(prefix, str(tree))]
    return [pair for key, value in tree.items() for pair in _flat(value, f"{prefix}.{key}" if prefix else str(key))]


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else value
