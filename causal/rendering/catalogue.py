"""Sentences from messages: one Jinja expression a key in the locale's catalogue, and the filters that word numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined, TemplateError, pass_eval_context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from causal.errors import RenderError
from causal.files.assets import FALLBACK
from causal.files.limits import SENTENCE_CHARACTERS
from causal.files.sentences import FILTERS, refused
from causal.grammar.spelled import HAN
from causal.grammar.stated import parse
from causal.messages import Item
from causal.rendering import effects, inline
from causal.rendering.compiled import Compiled
from causal.rendering.language import number_style, phrases, read_locale
from causal.rendering.typography import figure, number, p_value, percent, plural, signed, visible
from causal.sampling import period_of_study, sampling_of_study, step_of_study

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jinja2 import Template

    from causal.grammar.stated import Stated
    from causal.messages import Label, Message
    from causal.rendering.inline import Inline
    from causal.rendering.language import Phrase
    from causal.rendering.typography import Style
    from causal.report import Report
    from causal.study import Study

WRITTEN = 4  # digits that `figure` keeps
POUNDS = re.compile(r"\bpounds?\b(?! sterling)", re.IGNORECASE)
BEGINS, AMID, ENDS = "\ue000", "\ue001", "\ue002"
FIGURE = re.compile(f"{BEGINS}([0-9]+){AMID}(.*?){ENDS}")
LEVEL, CHANGE = "as.", "as_change."
ZERO = re.compile(r"(?<![\d.,])0(?![\d.,])")
CITED = re.compile(r"\([0-9]{4}\)")  # a paper is cited as it is
BRACKETED = re.compile(r" \(([^()]*)\)")
YEAR = "year"  # the unit of a year of the calendar, which is a name and no amount


@lru_cache(maxsize=5_000)
def _stated(text: str) -> Stated | None:
    """Give a figure as worded; None where it states none."""
    try:
        return parse(text)
    except ValueError:
        return None


def _open_in_words(found: Stated, text: str) -> bool:
    """Whether a number would say more than the wording: dozens, several thousand; pounds of weight or of money."""
    return (found.value is None and len(found.ends) == 1) or bool(POUNDS.search(text))


class Worded(str):
    """A text that the catalogue made while it marks figures: what it was made of is visible already."""

    __slots__ = ()


class Catalogue:
    """The sentences of one language. `study` gives the labels of variables and nodes.

    `sentences`, by language and key, came with a report: they word what the catalogue does not, in English where they
    have no others, and nothing is compiled of them but what `causal.files.sentences` allows.

    Where the kind of a study's rows has sentences of its own, such as those under `cross_section`, they take the place of
    the ones that speak of days. `rows` is how many the study has, which tells a market's days from all days. `compiled` keeps
    what Jinja makes of sentences.
    """

    def __init__(
        self,
        language: str,
        study: Study | None = None,
        sentences: Mapping[str, Mapping[str, str]] | None = None,
        rows: int = 0,
        compiled: Compiled | None = None,
    ) -> None:
        self.language, self.study = language, study
        self.step = "row" if study is None else step_of_study(study, rows)
        self.brought = {**(sentences or {}).get(FALLBACK, {}), **(sentences or {}).get(language, {})}
        self.texts = read_locale(language)
        period = "row" if study is None else period_of_study(study)
        self.period = period if f"own_times.{period}" in self.texts else "row"
        if study is not None and (own := sampling_of_study(study).key):
            self.texts |= {
                key.removeprefix(f"{own}."): text for key, text in self.texts.items() if key.startswith(f"{own}.")
            }
        # Sentences are plain text: they are escaped once, where a template prints them.
        # What Jinja compiles is kept for other reports: no filter may be asked before a sentence is worded.
        self.environment = Environment(undefined=StrictUndefined, autoescape=False, optimized=False)  # noqa: S701
        self.environment.finalize = pass_eval_context(lambda _, value: self.joined(value))
        self.environment.filters.update(self.filters)
        self.environment.filters.update({one.name: self._filter(one) for one in phrases(self.texts)})
        # Sentences that hold links or emphasis: whatever is not markup already is escaped.
        self.page = self.environment.overlay(autoescape=True)
        self.compiled = compiled or Compiled()
        self.templates: dict[tuple[str, bool], Template] = {}
        self.sentences: dict[int, tuple[Message, str]] = {}  # of the messages worded so far, by what Python calls them
        self.figures: list[float] | None = None

    def _filter(self, phrase: Phrase) -> Callable[..., str]:
        """Give a phrase as a filter: `{{ at | on }}` is the phrase `on(at)`, written once in the language's folder."""
        if phrase.name in self.environment.filters:
            raise RenderError(f"the phrase '{phrase.name}' has the name of a filter: call it something else")
        return lambda *given: self.text(phrase.key, dict(zip(phrase.parameters, given, strict=True)))

    @cached_property
    def restricted(self) -> Environment:
        """What a sentence that came with a report is compiled in: a sandbox that knows the filters and nothing else."""
        made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
        made.filters.update(self.filters)
        made.filters = {name: kept for name, kept in made.filters.items() if name in FILTERS}
        made.globals.clear()
        made.finalize = self.joined
        return made

    @cached_property
    def labels(self) -> dict[str, str]:
        """Variable name to label."""
        graphs = () if self.study is None else (self.study.graph, *self.study.rivals)
        return {v.name: v.label for g in graphs for v in g.declared}

    @cached_property
    def style(self) -> Style:
        """How numbers are written in sentences."""
        return number_style(self.texts, "sizes")

    @cached_property
    def ticks(self) -> Style:
        """How numbers are written in figures, where there is little room."""
        return number_style(self.texts, "ticks")

    @property
    def filters(self) -> dict[str, Callable[..., str]]:
        """The filters, by the name templates use."""
        return {
            "figure": self.figure,
            "number": self.number,
            "percent": self.percent,
            "confidence": self.confidence,
            "day": self.day,
            "signed": self.signed,
            "plural": self.plural,
            "steps": self.steps,
            "periods": self.periods,
            "by_period": self.by_period,
            "p": self.p,
            "p_cell": self.p_cell,
            "unit": self.unit,
            "listed": self.listed,
            "parted": self.parted,
            "told": self.told,
            "clause": clause,
            "said": self.said,
            "beside_zero": self.beside_zero,
            "kind": self.kind,
            "stage": self.stage,
            "label": self.label,
            "names": self.names,
            "variable": self.variable,
            "with_unit": self.with_unit,
            "node": self.node,
            "nodes": self.nodes,
            "moves": lambda effect, low, high, *ends: effects.moves(self, effect, low, high, ends),
            "effect_size": lambda effect, unit: effects.size(self, effect, unit),
            "edge": self.edge,
            "visible": visible,
            "word": self.word,
            "digest": lambda text: text[:12],
        }

    def sentence(self, message: Message) -> str:
        """Word a message; raise RenderError that names the key where the catalogue or a value is missing."""
        kept, worded = self.sentences.get(id(message), (None, ""))
        if kept is message and self.figures is None:  # a claim's finding is said in its row and on its card
            return worded
        keys = (message.key, message.then) if message.then else (message.key,)
        worded = self.told(self._capital(self.text(key, message.values)) for key in keys)
        if self.figures is None:
            self.sentences[id(message)] = message, worded
        return worded

    def brief(self, message: Message) -> str:
        """Word a message without the sentence that follows it."""
        return self.sentence(replace(message, then="") if message.then else message)

    def _capital(self, worded: str) -> str:
        return worded[:1].upper() + worded[1:] if self.texts["sentence.capital"] == "yes" else worded

    def figured(self, message: Message) -> tuple[tuple[str, float | None], ...]:
        """Word a message as its stretches: each figure with its value, what stands between with None.

        A figure is a number that may have digits after the point, written with its unit; counts and dates are none.
        """
        self.figures = []
        try:
            worded = self.sentence(message)
            values = tuple(self.figures)
        finally:
            self.figures = None
        parts = FIGURE.split(worded)
        between = ((text, None) for text in parts[::3])
        inside = ((text, values[int(at)]) for at, text in zip(parts[1::3], parts[2::3], strict=True))
        return tuple(one for pair in zip_longest(between, inside) for one in pair if one and one[0])

    def _figured(self, text: str, value: float | None) -> str:
        """Mark a figure while `figured` listens; no text of a report can hold the marks, for `visible` shows them."""
        if self.figures is None or not isinstance(value, float):
            return text
        self.figures.append(value)
        return Worded(f"{BEGINS}{len(self.figures) - 1}{AMID}{text}{ENDS}")

    def text(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        """Word a key with values, as plain text."""
        if key not in self.texts and key in self.brought:
            made = self._guarded(key, lambda: self._brought(key, values or {}))
        else:
            made = self._worded(key, values, markup=False)
        return made if self.figures is None else Worded(made)

    def inline(self, key: str, values: Mapping[str, Any] | None = None) -> Inline:
        """Word a key of the page whose sentence holds links or emphasis; a value may be `Inline`, others are plain text."""
        given = {k: inline.written(v) if isinstance(v, tuple) else v for k, v in (values or {}).items()}
        return inline.read(self._worded(key, given, markup=True))

    def _worded(self, key: str, values: Mapping[str, Any] | None, *, markup: bool) -> str:
        source = self.texts.get(key)
        if source is None:
            raise RenderError(f"the catalogue '{self.language}' has no sentence '{key}'")
        if "{" not in source:  # nothing to fill in: it need not be compiled
            return source
        if (key, markup) not in self.templates:
            made = self.compiled.template(self.page if markup else self.environment, source)
            made.globals = dict(made.globals)  # Jinja copies them for every sentence, and a chain of mappings slowly
            self.templates[key, markup] = made
        template = self.templates[key, markup]
        return self._guarded(key, lambda: template.render({k: self._shown(k, v) for k, v in (values or {}).items()}))

    def _brought(self, key: str, values: Mapping[str, Any]) -> str:
        """Word a sentence that came with the report; it may come to so many characters and no more."""
        if (key, False) not in self.templates:
            if wrong := refused(self.brought[key]):
                raise ValueError(wrong)
            self.templates[key, False] = self.restricted.from_string(self.brought[key])
        text = ""
        for piece in self.templates[key, False].generate({k: self._shown(k, v) for k, v in values.items()}):
            text += piece
            if len(text) > SENTENCE_CHARACTERS:
                raise ValueError(f"it comes to more than {SENTENCE_CHARACTERS:,} characters")
        return text

    def _guarded(self, key: str, word: Callable[[], str]) -> str:
        try:
            return word()
        except (TemplateError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
            raise RenderError(f"the sentence '{key}' cannot be worded: {error}") from error

    def known(self, key: str, otherwise: str) -> str:
        """Give the text of a key without values, or `otherwise` where the catalogue does not have it."""
        return self.texts.get(key, otherwise)

    def unit(self, name: str) -> str:
        """Word a unit, so far as the catalogue knows it."""
        return self.texts.get(f"unit.{name}", name)

    def words_itself(self, text: str) -> bool:
        """Whether a folder's text needs no translation: a unit or a kind of claim that the catalogue words, or no word at all."""
        wordless = not any(map(str.isalpha, text))
        return wordless or text not in self.figure(2.0, text) or f"kind.{text.replace(' ', '_')}" in self.texts

    def reckoned(self, value: float, unit: str, *, change: bool = False) -> tuple[float, str]:
        """Give a value in the unit that readers reckon in: a share in percent, its change in percentage points.

        `as.UNIT` and `as_change.UNIT` say how many of which unit one is; what a unit is counted against stays behind it.
        """
        for name, rule in self.conversions[change]:
            rest = unit.removeprefix(name)
            if unit.startswith(name) and (not rest or rest[0] in " /"):
                factor, other = rule.split(maxsplit=1)
                return value * float(factor), other + self.texts.get(f"unit.{rest.strip()}", rest)
        return value, unit

    @cached_property
    def conversions(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The units that a language writes as others: of a level, and of a change."""
        level, change = (
            {k.removeprefix(at): rule for k, rule in self.texts.items() if k.startswith(at)} for at in (LEVEL, CHANGE)
        )
        return sorted(level.items()), sorted((level | change).items())

    def figure(self, value: float | None, unit: str = "") -> str:
        """Write a value with its unit."""
        if value is None:
            return figure(None)
        return self._figured(self._with_unit(*self.reckoned(value, unit)), value)

    def _with_unit(self, value: float, unit: str) -> str:
        if unit == YEAR:
            return self.text("form.year").replace("{}", f"{round(value, 1):g}")
        text = figure(value, "", self.style)
        if form := self.texts.get(f"form.{unit}"):
            return form.replace("{}", text)
        one = self.texts.get(f"unit_of_one.{unit}") if text.lstrip("-−") == "1" else None
        return figure(value, one or self.unit(unit), self.style)

    def said(self, text: str) -> str:
        """Word a stated figure, which claims.yaml has in English, in the catalogue's language; other texts stay."""
        if "stated.said.exact" not in self.texts:
            return text
        if HAN.search(text):
            return self.word(text)
        found = _stated(text)
        if found is None:
            return self.word(text)
        if _open_in_words(found, text):
            return text
        if any(
            len(Decimal(repr(end)).normalize().as_tuple().digits) > WRITTEN and found.unit != "share"
            for end in found.ends
        ):
            return text  # rounding would state another figure
        one, other = (self._said_number(end, found.unit) for end in (found.ends * 2)[:2])
        plain = one if len(found.ends) == 1 else self.text("stated.said.range", {"low": one, "high": other})
        return self.text(f"stated.said.{found.rule.value if found.rule else 'exact'}", {"figure": plain})

    def beside_zero(self, text: str) -> str:
        """Word a figure that says no more than on which side of zero it is, for nobody says more than $0; other texts stay."""
        found = _stated(text) if ZERO.search(text) else None
        if found is None or found.rule is None or found.ends != (0.0,):
            return text
        return self.texts.get(f"beside_zero.{found.rule.value}", text)

    def _said_number(self, value: float, unit: str) -> str:
        if unit != "share":
            return figure(value, self.unit(unit), self.style)
        share = Fraction(value).limit_denominator(10_000)
        return self.text("stated.said.share", {"top": share.numerator, "bottom": share.denominator})

    def joined(self, value: Any) -> Any:
        """Give the parts of a label that is made of several as one text; other values stay."""
        return self.together(value) if isinstance(value, tuple) else value

    def together(self, words: Sequence[str]) -> str:
        """Join words as the language does: the last by its `and`."""
        if len(words) < 2:
            return "".join(words)
        return self.text("list.last", {"first": self.listed(words[:-1]), "last": words[-1]})

    def _shown(self, key: str, value: Any) -> Any:
        if isinstance(value, Item):
            return replace(value, label=self._shown(key, value.label))
        if isinstance(value, tuple):
            return tuple(self._shown(key, part) for part in value)
        if not isinstance(value, str) or isinstance(value, Markup | Worded):
            return value
        return visible(self.said(value) if key.startswith("stated") else value)

    def signed(self, value: float | None, unit: str = "") -> str:
        """Write a number with its sign and unit."""
        if value is None:
            return signed(value, "", self.style)
        shown, in_unit = self.reckoned(value, unit, change=True)
        if form := self.texts.get(f"form.{in_unit}"):
            return self._figured(form.replace("{}", signed(shown, "", self.style)), value)
        return self._figured(signed(shown, self.unit(in_unit), self.style), value)

    def steps(self, rows: int) -> str:
        """Say so many rows by the step from one to the next: 1 trading day, 3 months."""
        return self.text(f"steps.{self.step}", {"rows": rows})

    def periods(self, count: int) -> str:
        """Say so many times at which rows stand, whosever rows they are: 5 days, 3 months."""
        return self.text(f"steps.{self.period}", {"rows": count})

    def by_period(self, name: str) -> str:
        """Give the text of that name for such a time: a day, a month."""
        return self.texts[f"{name}.{self.period}"]

    def number(self, value: float | None, digits: int = 3) -> str:
        """Write a number with so many significant digits."""
        return self._figured(number(value, digits, self.style), value)

    def rounded(self, value: float, decimals: int) -> str:
        """Write a number with its sign and so many decimals; what rounds to nothing has no sign."""
        text = f"{value:+,.{decimals}f}"
        return self.style.written(text if text.strip("+-0.,") else text[1:])

    def percent(self, value: float | None) -> str:
        """Write a share as a percentage."""
        return self._figured(percent(value, self.style), value)

    def confidence(self, level: float | None) -> str:
        """Write the level of an interval in percent, the same wherever it stands: 95, 97.5."""
        text = number(None if level is None else 100.0 * level, 3, self.style)
        return text.rstrip("0").rstrip(self.style.decimal) if self.style.decimal in text else text

    def plural(self, count: float, one: str, many: str) -> str:
        """Give the count with the fitting noun."""
        return plural(count, one, many, self.style)

    def p(self, value: float | None) -> str:
        """Write a p-value in a sentence."""
        if value is None:
            return self.texts["p.none"]
        text = p_value(value, self.style)
        return f"p {text}" if text.startswith("<") else f"p = {text}"

    def p_cell(self, value: float | None) -> str:
        """Write a p-value in a table."""
        return self.word("not computed") if value is None else p_value(value, self.style)

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
        if CITED.search(name):
            return name
        named = name.replace(" and ", self.texts["list.and"]).replace(": ", self.texts["list.colon"])
        return self.known(f"label.{name}", BRACKETED.sub(self.texts["list.bracketed"], named))

    def word(self, name: str) -> str:
        """Word a term such as a verdict, grounds or outcome: `inconclusive` is `word.inconclusive`."""
        return self.texts.get(f"word.{name.replace(' ', '_')}", name)

    def names(self, names: Iterable[str], prefix: str) -> str:
        """Word a list of names, each by `PREFIX.NAME`, joined as the language does."""
        return self.together([self.texts.get(f"{prefix}.{name}", name.replace("_", " ")) for name in names])

    def variable(self, name: str) -> str:
        """Give a variable's label."""
        return visible(self.labels.get(name, name))

    def with_unit(self, name: str) -> str:
        """Give a variable's label with its unit, as an axis has it."""
        graphs = () if self.study is None else (self.study.graph, *self.study.rivals)
        measures = (v.measure for graph in graphs for v in graph.declared if v.name == name)
        unit = next((self.unit(one.unit) for one in measures if one is not None), "")
        return self.text("plot_axis", {"label": self.variable(name), "unit": unit})

    def edge(self, name: str) -> str:
        """Word an edge of the study by the labels of its ends; a name of none stays."""
        graphs = () if self.study is None else (self.study.graph, *self.study.rivals)
        found = next((e for g in graphs for e in g.edges if e.id == name), None)
        if found is None:
            return name
        return self.delayed(f"{self.variable(found.treatment)} → {self.variable(found.outcome)}", found.lag)

    def node(self, name: str) -> str:
        """Word `x@1` as the label and how many rows earlier."""
        variable, _, lag = name.partition("@")
        if not lag or lag == "0":
            return self.variable(variable)
        return self.lagged(self.variable(variable), int(lag))

    def lagged(self, label: str, rows: int) -> str:
        """Word that what the label names stands so many rows earlier."""
        return self.text("lag", {"label": label, "rows": rows}) if rows else label

    def delayed(self, label: str, rows: int) -> str:
        """Word that what the label names comes so many rows later."""
        return self.text("delay", {"label": label, "rows": rows}) if rows else label

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


def catalogue_of(report: Report, compiled: Compiled | None = None) -> Catalogue:
    """Give the catalogue of a report's language, with the sentences of the report's extensions."""
    return Catalogue(report.study.language, report.study, report.brought.sentences, report.rows, compiled)


def clause(text: str) -> str:
    """Give a sentence as a part of another one: without its full stop."""
    return text.rstrip(".。")
