"""What the author asserts and declares: the article, its claims, its graph, and the data offered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - records are rebuilt from JSON by their annotations
from enum import StrEnum
from typing import Any, Literal

from causal.errors import unknown
from causal.files.fields import (
    Count,
    Digest,
    DigestOrNone,
    EdgeName,
    FilePath,
    FolderName,
    Formula,
    Identifier,
    Language,
    Name,
    Note,
    Paragraph,
    SeriesName,
    Sign,
    Text,
)

CHANCES = frozenset({"0/1", "0 or 1", "1 or 0", "of the chance", "yes or no", "是为1", "概率"})
PERCENT = frozenset({"%", "％", "percent", "per cent", "百分比"})
SERIES = re.compile(r"[a-z_]\w*\.[a-z_]\w*", re.IGNORECASE | re.ASCII)


def two_valued(unit: str) -> bool:
    """Whether a unit is that of what is so or not: its values are 0 and 1."""
    return unit.casefold().startswith("1 if ") or unit.casefold() in CHANCES


class NodeKind(StrEnum):
    """How a variable of the graph is seen in data."""

    OBSERVED = "observed"
    PROXY = "proxy"  # a latent variable, stood for by a declared measure
    LATENT = "latent"


class Role(StrEnum):
    """What a variable is there for, besides being at the ends of edges."""

    NEGATIVE_CONTROL = "negative_control"  # it shows what is hidden: by the graph it has nothing to do with an edge


class Direction(StrEnum):
    """Which way something moved, as the article says."""

    UP = "up"
    DOWN = "down"


class Resolution(StrEnum):
    """What names one row of a dataset: a calendar day, an instant in UTC, a period (weeks are ISO weeks), or an identifier."""

    DAY = "day"
    INSTANT = "instant"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ROW = "row"


class EventTest(StrEnum):
    """What a claim says of its cause in time, which decides how the event speaks for or against it."""

    SHOCK = "shock"  # it moved on the event day
    STEP = "step"  # it has stood otherwise since a day
    PERIOD = "period"  # it stood otherwise from one day to another
    NONE = "none"  # nothing: the claim is that the one moves the other at all times


class Family(StrEnum):
    """The kind of outcome, which decides the regression."""

    CONTINUOUS = "continuous"
    BINARY = "binary"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text under review. `summary` is a paraphrase, never a passage."""

    title: Text
    author: Text
    outlet: Text
    published: date
    url: Note
    language: Note
    summary: Note = ""
    note: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The day that the article explains; `start` to `end` is the window left out when testing edges."""

    day: date
    start: date
    end: date
    label: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The rows of the analysis: those of dataset `calendar` from `start` to `end`, both included.

    A cross-section has every row of `calendar`, and neither start nor end. `kind` is one that a kind of rows
    (`causal.sampling`) goes by. `independent` is the author's word that rows named by times do not lean on each other.
    """

    calendar: Identifier
    start: date | None = None
    end: date | None = None
    kind: Text = "time series"
    independent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file is written where it is not plain: a header in its first row, numbers as 1234.5, days as 2026-02-05.

    What is empty is found from the file or does not apply. `where` maps a column to the words of the rows that are read.
    """

    delimiter: Note = ""
    encoding: Note = ""
    skip: Count = 0  # lines above the header
    header: Count = 1  # lines of the header
    names: tuple[Note, ...] = ()  # of the columns, in order, of a file without a header
    footer: Count = 0  # lines below the table
    across: Note = ""  # column that names the series of a file with a column a time
    time_parts: tuple[Text, ...] = ()  # columns that say the time together
    newest_first: bool = False
    where: dict[Text, tuple[Text, ...]] = field(default_factory=dict)
    leave_out: tuple[Text, ...] = ()  # rows, by what stands in the identifying column
    missing: tuple[Text, ...] = ()  # words and numbers that mean no value
    flags: tuple[Text, ...] = ()  # marks beside a number
    numbers: Note = ""  # a number as the file writes it, such as 1.234,56
    time_format: Note = ""
    time_zone: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One column of a dataset. `name` is `dataset.column`, as formulas write it; `column` what the file calls it, if otherwise."""

    name: SeriesName
    label: Text
    unit: Note
    source: Text
    url: Note = ""
    retrieved: date | None = None
    traps: tuple[Text, ...] = ()
    column: Note = ""
    numbers: Note = ""  # as in `Layout`, of this column alone

    @property
    def short(self) -> str:
        """Its name inside its dataset."""
        return self.name.partition(".")[2]

    @property
    def heading(self) -> str:
        """What the file calls it."""
        return self.column or self.short


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One data file of the folder. `digest` is the SHA-256 of its bytes, in hex.

    `time` is the column that names a row: its time, or by rows its identifier.
    """

    id: Identifier
    file: FilePath
    time: Text
    resolution: Resolution
    digest: Digest
    series: tuple[Series, ...]
    key: tuple[Text, ...] = ()  # further columns that, with `time`, name a row (long tables)
    note: Note = ""
    sheet: Note = ""  # of a workbook; empty: its only one
    layout: Layout = field(default_factory=Layout)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a variable is computed from data columns, in which unit.

    `change`: a value is itself a change since the row before; otherwise a move is the difference of two rows. Of a change of
    logarithms `log_scale` is how many units a logarithm of one is, such as 100.
    """

    formula: Formula
    label: Text
    unit: Note
    change: bool = False
    log_scale: float | None = None

    @property
    def difference_unit(self) -> str:
        """The unit of a difference of two values: of a level in percent it is percentage points."""
        return "percentage points" if self.unit.casefold() in PERCENT and not self.change else self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A node of the graph. `persistence` is the number of its own lags that are its causes.

    `selected` says that the data hold only rows that were chosen by its value.
    """

    name: Identifier
    label: Text
    kind: NodeKind
    measure: Measure | None
    alternatives: tuple[Measure, ...] = ()
    persistence: Count = 1
    family: Family = Family.CONTINUOUS
    direction: Direction | None = None
    note: Note = ""
    needs: Note = ""  # for a latent or proxy node: the series that would measure it
    selected: bool = False
    role: Role | None = None


class Because(StrEnum):
    """Why an edge is known from outside the data to run as it is drawn: what moves the cause cannot be the effect."""

    RANDOMISED = "randomised"  # the cause was assigned by chance
    WEATHER = "weather"  # the cause is weather, or another work of nature
    CLOCK = "clock"  # the cause follows the clock or the calendar
    RULE = "rule"  # the cause was fixed beforehand by a rule or a law
    EARLIER = "earlier"  # within a row the cause is over before the effect begins
    OTHER = "other"  # what the note says

    @property
    def exogenous(self) -> bool:
        """Whether nothing hidden can move the cause with the effect; the others order the two, and no more."""
        return self in {Because.RANDOMISED, Because.WEATHER, Because.CLOCK}


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignRequest:
    """How an edge's cause came to differ between rows, as its author declares: a study design's name and its validated parameters."""

    design: Name
    parameters: dict[Name, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """treatment (at `lag` rows earlier) -> outcome. `sign` 0 means that none is stated.

    An edge with claims is the article's; one without is background that the article does not dispute.
    `smallest_effect` is the effect per unit of treatment, in units of the outcome, that would matter. `event_start` and
    `event_end` bound the step or the period that `event_test` speaks of; without them they are the event's own.
    `because` is the analyst's reason from outside the data that the edge runs as drawn, explained in `because_note`. `design` is the
    study design by which the effect is estimated; None: by the graph's adjustment alone.
    """

    treatment: Identifier
    outcome: Identifier
    lag: Count = 0
    sign: Sign = 0
    mechanism: Note = ""
    claims: tuple[Identifier, ...] = ()
    smallest_effect: float | None = None
    event_test: EventTest = EventTest.SHOCK
    event_start: date | None = None
    event_end: date | None = None
    because: Because | None = None
    because_note: Note = ""
    design: DesignRequest | None = None

    @property
    def id(self) -> str:
        """`a->b`, or `a->b@2` for a lag of two rows."""
        return f"{self.treatment}->{self.outcome}" + (f"@{self.lag}" if self.lag else "")

    @property
    def exogenous(self) -> bool:
        """Whether a declared reason says that nothing hidden can move the cause with the effect."""
        return self.because is not None and self.because.exogenous

    def must_withstand(self, *, ordered: bool) -> bool:
        """Whether a hidden cause must not undo the effect: where no test of order looks for one, in a lagged edge and in rows that are not `ordered`."""
        return not self.exogenous and (self.lag > 0 or not ordered)

    @property
    def claimed(self) -> bool:
        """Whether the article asserts this edge (a rival graph's chain counts as asserted)."""
        return bool(self.claims) or self.sign != 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A causal graph over variables and lags. `chain` holds the ids of the links, cause first.

    `variables` are at edges; `controls` are the negative controls, which need be at none.
    """

    id: Identifier
    title: Text
    variables: tuple[Variable, ...]
    edges: tuple[Edge, ...]
    chain: tuple[EdgeName, ...]
    outcome: Identifier
    claims: tuple[Identifier, ...] = ()
    note: Note = ""
    controls: tuple[Variable, ...] = ()

    def variable(self, name: str) -> Variable:
        """Give the variable of that name; raise KeyError that names the nearest."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise unknown("variable", name, (v.name for v in self.variables))

    def edge(self, identity: str) -> Edge:
        """Give the edge of that id; raise KeyError that names the nearest."""
        for edge in self.edges:
            if edge.id == identity:
                return edge
        raise unknown("edge", identity, (e.id for e in self.edges))

    def stated_direction(self, name: str) -> int:
        """Give +1 or -1 as the article says that the variable moved, or 0."""
        direction = self.variable(name).direction
        return 0 if direction is None else 1 if direction is Direction.UP else -1

    def needed_direction(self, edge: Edge) -> int:
        """Give +1 or -1 as the cause must have moved for the claim to hold, or 0 where either would do."""
        return self.stated_direction(edge.treatment) or edge.sign * self.stated_direction(edge.outcome)

    def rows_before_event(self, edge: Edge) -> int:
        """Give how many rows before the event day the edge's outcome must move for the chain to arrive on that day."""
        if edge.id not in self.chain:
            return 0
        return sum(self.edge(link).lag for link in self.chain[self.chain.index(edge.id) + 1 :])

    @property
    def declared(self) -> tuple[Variable, ...]:
        """Every variable that the graph has a use for: those at edges, then the controls that are at none."""
        drawn = {v.name for v in self.variables}
        return (*self.variables, *(v for v in self.controls if v.name not in drawn))

    @property
    def claimed(self) -> tuple[Edge, ...]:
        """The edges that the article (or the rival account) asserts."""
        return tuple(e for e in self.edges if e.claimed)

    @property
    def designs(self) -> tuple[str, ...]:
        """The study designs that its edges declare, each once, in the edges' order."""
        return tuple(dict.fromkeys(e.design.design for e in self.edges if e.design is not None))

    @property
    def by_design(self) -> bool:
        """Whether study designs estimate every asserted edge."""
        return all(e.design is not None for e in self.claimed)

    @property
    def claimed_ends(self) -> tuple[Variable, ...]:
        """The variables at the ends of those edges, each once, in the edges' order."""
        return tuple(self.variable(n) for n in dict.fromkeys(n for e in self.claimed for n in (e.treatment, e.outcome)))


def formulas(given: object, label: object = "") -> Iterator[tuple[str, object]]:
    """Give every text of a check's parameters that names a series, with the label that stands beside it."""
    if isinstance(given, str):
        yield from ((given, label),) if SERIES.search(given) else ()
    elif isinstance(given, Mapping):
        for part in given.values():
            yield from formulas(part, given.get("label", label))
    elif isinstance(given, Sequence):
        for part in given:
            yield from formulas(part, label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Another way to read the words that a check tests: what it is called, and the check's parameters under it."""

    name: Text
    parameters: dict[Name, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """One atom of a claim and how to test it: the check's name and its validated parameters.

    Where its words have other `readings`, `reading` names the one that `parameters` are, and either `primary` says why a
    reader takes that one, or `no_primary` why none comes first.
    """

    check: Name
    parameters: dict[Name, Any]
    says: Note = ""
    reading: Note = ""
    primary: Note = ""
    no_primary: Note = ""
    readings: tuple[Reading, ...] = ()

    def formula_of(self, series: Sequence[str], label: object = "") -> str:
        """Give the formula of these series that the check asks for, the one of that label before others; nothing for no series."""
        if not series:
            return ""
        asked = [(text, named) for text, named in formulas(self.parameters) if all(name in text for name in series)]
        return next((text for text, named in asked if named == label), asked[0][0] if asked else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An editor's signed decision, printed beside the computed verdict."""

    verdict: Literal["supported", "not supported"]
    by: Text
    on: date
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of the article, paraphrased, with the figures it states in the article's own words."""

    id: Identifier
    paragraph: Paragraph
    kind: Note
    text: Text
    checks: tuple[CheckRequest, ...]
    figures: dict[Identifier, Note] = field(default_factory=dict)
    note: Note = ""
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Someone who answers for the report."""

    role: Text
    name: Note = ""
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What changed since a published version, when and why."""

    on: date
    what: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the article's author, asked before publication, answered; printed in full."""

    by: Text
    on: date
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """The digest of report, graph and claims, taken on a date before results were read."""

    digest: Digest
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A report folder, read and validated. `event` is None in a cross-section, whose rows have no days."""

    name: FolderName
    title: Text
    language: Language
    article: Article
    event: Event | None
    sample: Sample
    seed: Count
    graph: Graph
    rivals: tuple[Graph, ...]
    claims: tuple[Claim, ...]
    datasets: tuple[Dataset, ...]
    inputs: dict[FilePath, Digest] = field(default_factory=dict)  # file -> SHA-256, every file of the folder read
    lock: Lock | None = None
    lock_digest: DigestOrNone = ""
    sign_off: tuple[SignOff, ...] = ()
    corrections: tuple[Correction, ...] = ()
    reply: Reply | None = None
    publisher: Note = ""
    as_of: date | None = None  # forecasts whose horizon lies later are not yet due

    @property
    def designs(self) -> tuple[str, ...]:
        """The study designs that any account declares, each once, sorted."""
        return tuple(sorted({name for graph in (self.graph, *self.rivals) for name in graph.designs}))

    @property
    def printed(self) -> date:
        """The date that the report's files bear: `as_of`, else the event day, else the article's."""
        return self.as_of or (self.article.published if self.event is None else self.event.day)
