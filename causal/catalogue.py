"""Sentences from messages: one Jinja expression a key in the locale's catalogue, and the filters that word numbers."""

from __future__ import annotations

import math
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError

from causal.assets import asset
from causal.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from jinja2 import Template

    from causal.findings import Message
    from causal.study import Study

PREFIXED = ("US$", "$", "€", "£", "¥")
SUFFIXED = ("%", "x", "×")
LARGE = ((1e9, "bn"), (1e6, "m"))
INVISIBLE = {"Cf", "Cc", "Co", "Cs", "Zl", "Zp"}


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
            "p": p_value, "change": signed, "names": self.names, "variable": self.variable, "node": self.node, "visible": visible,
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

    def day(self, text: str) -> str:
        """Word an ISO day or instant."""
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


def visible(text: str) -> str:
    """Show what would otherwise be invisible or reorder the line: control, zero-width and bidirectional characters."""
    return "".join(
        f"[U+{ord(c):04X}]" if unicodedata.category(c) in INVISIBLE and c not in "\n\t" else c for c in text
    )


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with so many significant digits, thousands set apart, a true minus sign."""
    if value is None:
        return "–"
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else str(value)
    if abs(value) < 1e-4:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        return f"{mantissa} × 10{_superscript(int(exponent))}".replace("-", "−")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−")


def _superscript(exponent: int) -> str:
    return str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


def figure(value: float | None, unit: str = "") -> str:
    """Write a value with its unit where it belongs: US$1,234, US$10.57bn, 13.2%, 1.68x, 0.36 points."""
    if value is None:
        return "–"
    scaled, word = next(((value / size, word) for size, word in LARGE if abs(value) >= size), (value, ""))
    text = number(scaled, 4 if abs(scaled) < 1e4 else len(str(int(abs(scaled)))))
    if "." in text and "×" not in text:
        text = text.rstrip("0").rstrip(".")
    text += word
    for sign in PREFIXED:
        if unit == sign or unit.startswith(f"{sign} "):
            rest = unit.removeprefix(sign)
            return f"{'−' if value < 0 else ''}{sign}{text.removeprefix('−')}{rest}"
    if unit in SUFFIXED:
        return f"{text}{unit}"
    return f"{text} {unit}".rstrip()


def signed(value: float | None, unit: str = "") -> str:
    """Write a number with its sign, three significant digits, and its unit."""
    if value is None:
        return "–"
    text = number(value) if value <= 0 else f"+{number(value)}"
    return f"{text}{unit}" if unit in SUFFIXED else f"{text} {unit}".rstrip()


def percent(value: float | None) -> str:
    """Write a share as a percentage."""
    if value is None:
        return "–"
    size = abs(100 * value)
    text = f"{100 * value:.0f}" if size >= 10 or size == 0 else f"{100 * value:.1f}" if size >= 0.1 else f"{100 * value:.2g}"
    return f"{text}%".replace("-", "−")


def p_value(value: float | None) -> str:
    """Write a p-value."""
    if value is None:
        return "p not computed"
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}" if value < 0.1 else f"p = {value:.2f}"


def plural(count: float, one: str, many: str) -> str:
    """Give the count with the fitting noun."""
    return f"{number(count) if isinstance(count, float) else count} {one if count == 1 else many}"
