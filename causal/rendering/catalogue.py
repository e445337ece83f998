"""Sentences from messages: one Jinja expression a key in the locale's catalogue, and the filters that word numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import yaml
from jinja2 import Environment, StrictUndefined, TemplateError
from markupsafe import Markup

from causal.errors import RenderError
from causal.files.assets import asset
from causal.findings import Item
from causal.judgement.checks import checks
from causal.judgement.spelled import HAN
from causal.judgement.stated import parse
from causal.rendering.typography import Sizes, figure, number, p_value, percent, plural, signed, visible
from causal.study import SampleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from jinja2 import Template

    from causal.findings import Label, Message
    from causal.study import Study

WRITTEN = 4  # digits that `figure` keeps
BRACKETED = re.compile(r" \(([^()]*)\)")
TIMELESS = "cross_section."
UNCASED = frozenset({"zh"})  # languages whose sentences do not begin with a capital


class Catalogue:
    """The sentences of one language. `study` gives the labels of variables and nodes.

    Where a study's rows have no time, a sentence under `cross_section` takes the place of the one that speaks of time.
    """

    def __init__(self, language: str, study: Study | None = None) -> None:
        self.language = language
        self.study = study
        self.texts = read_locale(language)
        if study is not None and study.sample.kind is SampleKind.CROSS_SECTION:
            self.texts |= {
                key.removeprefix(TIMELESS): text for key, text in self.texts.items() if key.startswith(TIMELESS)
            }
        # Sentences are plain text: they are escaped once, where a template prints them.
        self.environment = Environment(undefined=StrictUndefined, autoescape=False, cache_size=2000)  # noqa: S701
        self.environment.finalize = self.joined
        self.environment.filters.update(self.filters)
        # Sentences that hold links or emphasis: whatever is not markup already is escaped.
        self.page = self.environment.overlay(autoescape=True)
        self.compiled: dict[tuple[str, bool], Template] = {}

    @cached_property
    def brought(self) -> dict[str, str]:
        """The sentences that checks from elsewhere bring with them, in English where they have no others."""
        return {
            key: text
            for one in checks().values()
            for language in ("en", self.language)
            for key, text in one.sentences.get(language, {}).items()
        }

    @cached_property
    def labels(self) -> dict[str, str]:
        """Variable name to label."""
        graphs = () if self.study is None else (self.study.graph, *self.study.rivals)
        return {v.name: v.label for g in graphs for v in g.variables}

    @cached_property
    def sizes(self) -> Sizes:
        """How large numbers are written in sentences."""
        return _sizes(self.texts["number.sizes"])

    @cached_property
    def ticks(self) -> Sizes:
        """How large numbers are written in figures, where there is little room."""
        return _sizes(self.texts["number.ticks"])

    @property
    def filters(self) -> dict[str, Callable[..., str]]:
        """The filters, by the name templates use."""
        return {
            "figure": self.figure,
            "number": number,
            "percent": percent,
            "day": self.day,
            "signed": self.signed,
            "plural": plural,
            "p": self.p,
            "p_cell": self.p_cell,
            "unit": self.unit,
            "listed": self.listed,
            "parted": self.parted,
            "told": self.told,
            "clause": clause,
            "said": self.said,
            "kind": self.kind,
            "stage": self.stage,
            "label": self.label,
            "names": self.names,
            "variable": self.variable,
            "node": self.node,
            "nodes": self.nodes,
            "visible": visible,
            "word": self.word,
            "digest": lambda text: text[:12],
        }

    def sentence(self, message: Message) -> str:
        """Word a message; raise RenderError that names the key where the catalogue or a value is missing."""
        worded = self.text(message.key, message.values)
        return worded if self.language in UNCASED else worded[:1].upper() + worded[1:]

    def text(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Word a key with values, as plain text."""
        return self._worded(key, values, markup=False)

    def markup(self, key: str, values: Mapping[str, Any] | None = None) -> Markup:
        """Word a key of the page whose sentence holds links or emphasis; values that are not markup are escaped."""
        return Markup(self._worded(key, values, markup=True))  # noqa: S704 - escaped by the environment

    def _worded(self, key: str, values: Mapping[str, Any] | None, *, markup: bool) -> str:
        source = self.texts.get(key) or self.brought.get(key)
        if source is None:
            raise RenderError(f"the catalogue '{self.language}' has no sentence '{key}'")
        try:
            if (key, markup) not in self.compiled:
                self.compiled[key, markup] = (self.page if markup else self.environment).from_string(source)
            return self.compiled[key, markup].render({k: self._shown(k, v) for k, v in (values or {}).items()})
        except (TemplateError, TypeError, ValueError) as error:
            raise RenderError(f"the sentence '{key}' cannot be worded: {error}") from error

    def known(self, key: str, otherwise: str) -> str:
        """Give the text of a key without values, or `otherwise` where the catalogue does not have it."""
        return self.texts.get(key, otherwise)

    def unit(self, name: str) -> str:
        """Word a unit, so far as the catalogue knows it."""
        return self.texts.get(f"unit.{name}", name)

    def figure(self, value: float | None, unit: str = "") -> str:
        """Write a value with its unit."""
        return figure(value, self.unit(unit), self.sizes)

    def said(self, text: str) -> str:
        """Word a stated figure, which claims.yaml has in English, in the catalogue's language; other texts stay."""
        if "stated.said.exact" not in self.texts:
            return text
        if HAN.search(text):
            return self.word(text)
        try:
            found = parse(text)
        except ValueError:
            return self.word(text)
        if any(
            len(Decimal(repr(end)).normalize().as_tuple().digits) > WRITTEN and found.unit != "share"
            for end in found.ends
        ):
            return text  # rounding would state another figure
        one, other = (self._said_number(end, found.unit) for end in (found.ends * 2)[:2])
        plain = one if len(found.ends) == 1 else self.text("stated.said.range", {"low": one, "high": other})
        return self.text(f"stated.said.{found.rule.value if found.rule else 'exact'}", {"figure": plain})

    def _said_number(self, value: float, unit: str) -> str:
        if unit != "share":
            return self.figure(value, unit)
        share = Fraction(value).limit_denominator(10_000)
        return self.text("stated.said.share", {"top": share.numerator, "bottom": share.denominator})

    def joined(self, value: Any) -> Any:
        """Give the parts of a label that is made of several as one text; other values stay."""
        return self.texts["list.and"].join(value) if isinstance(value, tuple) else value

    def _shown(self, key: str, value: Any) -> Any:
        if isinstance(value, Item):
            return replace(value, label=self._shown(key, value.label))
        if isinstance(value, tuple):
            return tuple(self._shown(key, part) for part in value)
        if not isinstance(value, str) or isinstance(value, Markup):
            return value
        return visible(self.said(value) if key.startswith("stated") else value)

    def signed(self, value: float | None, unit: str = "") -> str:
        """Write a number with its sign and unit."""
        return signed(value, self.unit(unit))

    def p(self, value: float | None) -> str:
        """Write a p-value in a sentence."""
        if value is None:
            return self.texts["p.none"]
        text = p_value(value)
        return f"p {text}" if text.startswith("<") else f"p = {text}"

    def p_cell(self, value: float | None) -> str:
        """Write a p-value in a table."""
        return self.word("not computed") if value is None else p_value(value)

    def listed(self, items: Iterable[Label]) -> str:
        """Join a list as the language does; items that hold its comma are set apart by semicolons."""
        named = [self.joined(item) for item in items]
        separator = self.texts["list.separator"]
        return self.parted(named) if any(separator in name for name in named) else separator.join(named)

    def parted(self, items: Iterable[str]) -> str:
        """Join a list whose items may hold commas."""
        return self.texts["list.semicolon"].join(items)

    def told(self, sentences: Iterable[str]) -> str:
        """Set sentences one after another."""
        return self.texts["list.sentences"].join(s for s in sentences if s)

    def kind(self, name: str) -> str:
        """Word a kind of claim, so far as the catalogue knows it."""
        return self.known(f"kind.{name.replace(' ', '_')}", name)

    def stage(self, name: str, member: str = "") -> str:
        """Word a stage such as `estimate`, or `check: value` where a member of an open set was running."""
        return self.known(f"stage.{name}", name) + (f": {member}" if member else "")

    def label(self, name: Label) -> str:
        """Give a label that a check made: one of its own words, or names with the brackets and the `and` of the language."""
        if isinstance(name, tuple):
            return str(self.joined(tuple(self.label(part) for part in name)))
        named = name.replace(" and ", self.texts["list.and"])
        return self.known(f"label.{name}", BRACKETED.sub(self.texts["list.bracketed"], named))

    def word(self, name: str) -> str:
        """Word a term such as a verdict, grounds or outcome: `inconclusive` is `word.inconclusive`."""
        return self.texts.get(f"word.{name.replace(' ', '_')}", name)

    def names(self, names: Iterable[str], prefix: str) -> str:
        """Word a list of names, each by `PREFIX.NAME`, joined as the language does."""
        words = [self.texts.get(f"{prefix}.{name}", name.replace("_", " ")) for name in names]
        if len(words) < 2:
            return "".join(words)
        return self.text("list.last", {"first": self.listed(words[:-1]), "last": words[-1]})

    def variable(self, name: str) -> str:
        """Give a variable's label."""
        return visible(self.labels.get(name, name))

    def node(self, name: str) -> str:
        """Word `x@1` as the label and how many rows earlier."""
        variable, _, lag = name.rpartition("@")
        if not lag or lag == "0":
            return self.variable(variable)
        return self.lagged(self.variable(variable), int(lag))

    def lagged(self, label: str, rows: int) -> str:
        """Word that what the label names stands so many rows earlier."""
        return self.text("lag", {"label": label, "rows": rows}) if rows else label

    def nodes(self, names: Iterable[str]) -> str:
        """Word a list of nodes."""
        return self.listed(self.node(name) for name in names)

    def day(self, text: str, end: str = "") -> str:
        """Word an ISO day or instant, or the period from it to `end`."""
        if end:
            return self.text("period", {"start": self.day(text), "end": self.day(end)})
        date, _, clock = str(text).partition("T")
        parts = date.split("-")
        if len(parts) != 3 or not all(p.isdigit() for p in parts):
            return str(text)
        year, month, number_ = (int(p) for p in parts)
        worded = self.text("date", {"year": year, "month": self.texts[f"month.{month}"], "day": number_})
        return self.text("instant", {"date": worded, "clock": clock.removesuffix("Z")[:5]}) if clock else worded


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


def _sizes(text: str) -> Sizes:
    """Read `1e9 1e9 bn, 1e6 1e6 m`: from which size, divided by what, written with which word."""
    rows = (row.split() for row in text.split(","))
    return tuple((float(size), float(divisor), word) for size, divisor, word in rows)


def clause(text: str) -> str:
    """Give a sentence as a part of another one: without its full stop."""
    return text.rstrip(".。")
