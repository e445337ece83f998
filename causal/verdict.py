"""How a claim earns its word: evidence, tests, grounds, verdict, and the rubric as one table."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from causal.files.fields import (
    Composed,
    Count,
    EdgeName,
    EdgeNameOrNone,
    EdgePlace,
    Formula,
    Identifier,
    Moment,
    Name,
    Note,
    Percent,
    When,
)
from causal.messages import Failure, Label, Message, Outcome, Value


class Word(StrEnum):
    """The word an editor reads."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"


class Grounds(StrEnum):
    """Why; exactly one."""

    FIGURES_AGREE = "figures agree"
    EFFECT_ESTABLISHED = "effect established"
    DERIVATION_HOLDS = "derivation holds"
    CONTRADICTED = "contradicted"
    ASSOCIATION_ONLY = "association only"
    NO_EFFECT_FOUND = "no effect found"
    INCONCLUSIVE = "inconclusive"
    NOT_IDENTIFIED = "not identified"
    NOT_MEASURED = "not measured"
    NOT_CHECKABLE = "not checkable"

    @property
    def word(self) -> Word:
        """The verdict that these grounds give."""
        return Word.SUPPORTED if self in SUPPORTING else Word.NOT_SUPPORTED


SUPPORTING = frozenset({Grounds.FIGURES_AGREE, Grounds.EFFECT_ESTABLISHED, Grounds.DERIVATION_HOLDS})

# A claim of several parts takes the first of these grounds that any of its parts has.
PRECEDENCE = (
    Grounds.CONTRADICTED,
    Grounds.NO_EFFECT_FOUND,
    Grounds.NOT_IDENTIFIED,
    Grounds.INCONCLUSIVE,
    Grounds.ASSOCIATION_ONLY,
    Grounds.NOT_MEASURED,
    Grounds.NOT_CHECKABLE,
    Grounds.EFFECT_ESTABLISHED,
    Grounds.FIGURES_AGREE,
    Grounds.DERIVATION_HOLDS,
)


class Strength(StrEnum):
    """Strength of the evidence, in GRADE's manner: a second axis, never mixed into the verdict's word."""

    VERY_LOW = "very low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class EdgeTest(StrEnum):
    """The tests of an edge, in the order in which they are printed."""

    MEASURED = "measured"
    IDENTIFIED = "identified"
    EFFECT = "effect"
    TIMING = "timing"
    DIRECTION = "direction"
    REFUTED = "refuted"
    SENSITIVITY = "sensitivity"
    CONTROLS = "controls"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """One test of the rubric: what it came to, and the number it turned on.

    `edge` is the id of the edge that is tested where the test is of a link of a chain.
    """

    name: Name
    outcome: Outcome
    message: Message
    required: bool = True
    edge: EdgeNameOrNone = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The numbers that a stated figure covers; None is unbounded."""

    low: float | None
    high: float | None
    low_closed: bool = True
    high_closed: bool = False

    def __contains__(self, value: float) -> bool:
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a number came from: a series of the folder, or a cited document."""

    label: Label
    series: tuple[Formula, ...] = ()
    url: Note = ""
    date: Moment = ""
    claimant: bool = False  # the claimant's own figure: shown, not counted
    counted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One stated figure against one found. `low` and `high` bound the found value where it is uncertain.

    `at` is the day or instant of the found value, or the first of its period, which then has an `end`.
    """

    label: Label
    stated: Composed
    interval: Interval | None
    found: float | None
    unit: Note
    agrees: Outcome
    source: Citation
    low: float | None = None
    high: float | None = None
    at: When = ""
    end: When = ""

    @property
    def period(self) -> str:
        """The day, instant or period of the found value, in ISO 8601."""
        return f"{self.at}/{self.end}" if self.end else self.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """The series behind a figure, to be drawn with the event marked. `x` are ISO dates or instants."""

    label: Label
    unit: Note
    x: tuple[When, ...]
    y: tuple[float | None, ...]
    marked: When
    stated: Interval | None = None
    other: tuple[float | None, ...] = ()
    other_label: Label = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of GRADE, down (-) or up (+), with its reason."""

    by: int
    reason: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """One way to read the words of a claim: whether they hold so read, and the figure found, where there is one."""

    name: Note
    answer: Outcome  # not applicable: nothing is decided; not computed: not measured
    found: float | None = None
    unit: Note = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """The ways to read the words of a claim. Where one is `primary` it comes first; `why` says why it is, or why none is."""

    primary: bool
    why: Note
    ways: tuple[ReadAs, ...]

    @property
    def disagree(self) -> bool:
        """Whether none is primary, and those that can be measured do not give one answer."""
        answers = {one.answer for one in self.ways if one.answer is not Outcome.NOT_COMPUTED}
        return not self.primary and len(answers) > 1


READING = "reading"  # the name of the test that each reading but the first is


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one check of one claim found. `reason` is one plain sentence that cites the numbers.

    `start` is the strength before steps: low for observational evidence, high for arithmetic and derivations.
    `contradicts` names the claims of the article that this evidence sets against each other.
    """

    check: Name
    says: Note
    grounds: Grounds
    reason: Message
    tests: tuple[Test, ...]
    start: Strength
    steps: tuple[Step, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    charts: tuple[Chart, ...] = ()
    sources: tuple[Citation, ...] = ()
    would_change: Message | None = None
    failures: tuple[Failure, ...] = ()
    details: dict[Name, Value] = field(default_factory=dict)
    edge: EdgePlace = ""  # `graph:edge` where the evidence is an edge's
    contradicts: tuple[Identifier, ...] = ()
    readings: Readings | None = None  # where the words have several


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The judgement of one claim."""

    claim: Identifier
    word: Word
    grounds: Grounds
    score: Percent  # 0-100: the share of the required evidence that was earned
    strength: Strength | None  # None where nothing was tested
    steps: tuple[Step, ...]
    reason: Message
    evidence: tuple[Evidence, ...]
    parts_supported: Count
    parts: Count
    would_change: tuple[Message, ...] = ()
    safer: Message | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeVerdict:
    """The judgement of one edge of a graph, apart from the claims that rest on it."""

    graph: Identifier
    edge: EdgeName
    grounds: Grounds
    tests: tuple[Test, ...]
    score: Percent
    strength: Strength | None
    steps: tuple[Step, ...]
    reason: Message
    would_change: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two claims of the article that cannot both hold, or a claim against arithmetic on its own figures."""

    claims: tuple[Identifier, ...]
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Every threshold in one place; its digest is part of the report. Sources are in the methods section."""

    level: float = 0.95  # confidence of intervals; tests run at 1 - level, Holm over a graph's claimed edges
    minimum_rows: Count = 60  # 'measured' needs at least this many complete rows
    minimum_rows_apart: Count = 25  # the same, of rows that are independent or a year apart
    required_power: float = 0.80  # below it a null result is 'inconclusive', not 'no effect found'
    smallest_standardised_effect: float = 0.20  # where the folder declares none
    unusual_share: float = 0.10  # the cause's event-day move is unusual inside this tail of its own history
    placebo_level: float = 0.05
    stability_share: float = 0.95  # of resampled estimates that must keep the stated sign
    common_cause_shift: float = 0.50  # allowed shift under a random common cause, in standard errors
    dummy_rejections: float = 0.10  # allowed share of rejections when the outcome is noise (nominal 0.05)
    benchmark_strength: float = (
        1.0  # the hidden confounder is this many times as strong as the strongest declared common cause
    )
    default_confounder_r2: float = 0.05  # and at least this strong, on both sides
    weak_instrument_f: float = 10.0
    independent_publishers: Count = 2
    inconsistency_z: float = 1.96
    large_effect: float = 0.50  # standardised; one step up
    horizons: Count = 10  # rows ahead in the local projections
    draws: Count = 500  # of each refuter, and of the attribution's bootstrap
    worlds: Count = 1000  # simulated worlds an edge, with it and without it
    calibration_draws: Count = 200  # of each refuter in each world
    adverse_worlds: Count = (
        300  # simulated worlds an edge in which it runs the other way, or a hidden cause moves both ends
    )


RUBRIC = Rubric()

# All tests of a causal edge must pass, but that these may not apply: the timing of a same-day edge, the direction of one that an
# instrument or a front door identifies, negative controls where none serves, and timing and event where the rows have no time.
EDGE_TESTS_MAY_BE_INAPPLICABLE = frozenset({EdgeTest.TIMING, EdgeTest.DIRECTION, EdgeTest.CONTROLS, EdgeTest.EVENT})
