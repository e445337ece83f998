"""What the computation found: estimands, estimates, refutations, attributions, error rates, failures."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from causal.errors import unknown
from causal.files.fields import (
    Composed,
    Count,
    EdgeName,
    Identifier,
    Name,
    NameOrNone,
    Node,
    Note,
    When,
)
from causal.messages import Failure, Message, Outcome, Value
from causal.study import EventTest, Measure


class Strategy(StrEnum):
    """How an effect is identified on the declared graph."""

    ADJUSTMENT = "adjustment"
    INSTRUMENT = "instrument"
    FRONT_DOOR = "front door"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledOut:
    """A node that must not be adjusted for, and why (a catalogue key)."""

    node: Node
    reason: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimand:
    """What DoWhy says must be computed. Nodes are `variable@lag`, lag counted back from the outcome's row.

    `adjustment` is the adjustment set, or what instruments are conditional on; `past` is further past of treatment, outcome and
    adjustment set that may be held fixed, too, so that the error is one of new shocks alone. `selected_by` are the variables by whose value
    the rows were chosen, where that alone leaves no strategy.
    """

    effect: Literal["direct", "total"]
    strategy: Strategy
    treatment: Node
    outcome: Node
    adjustment: tuple[Node, ...] = ()
    instruments: tuple[Node, ...] = ()
    mediators: tuple[Node, ...] = ()
    ruled_out: tuple[RuledOut, ...] = ()
    backdoor_paths: tuple[tuple[Node, ...], ...] = ()
    alternatives: tuple[Note, ...] = ()  # the other strategies that DoWhy found open
    past: tuple[Node, ...] = ()
    selected_by: tuple[Identifier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An effect per unit of treatment, in units of the outcome; the interval has confidence `level`.

    `first` and `last` are the names of its first and last row, such as ISO days; None where rows have no place in time.
    """

    method: Name
    label: Composed
    effect: float
    standard_error: float
    low: float
    high: float
    level: float
    statistic: float
    p_value: float
    degrees_of_freedom: float
    rows: Count
    first: When | None
    last: When | None
    standardised: float | None = None  # effect x sd(treatment) / sd(outcome)
    classical_error: float | None = None  # for independent errors of one variance
    first_stage_f: float | None = None  # of the instruments
    details: dict[Name, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Effect at horizons 0..H rows after the treatment, by local projection."""

    horizons: tuple[Count, ...]
    effect: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """A null or resampling distribution: bin edges (k + 1) and counts (k)."""

    edges: tuple[float, ...]
    counts: tuple[Count, ...]
    mean: float
    standard_deviation: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """One attempt to refute an estimate. `message` says what was seen, in numbers."""

    name: Name
    outcome: Outcome
    message: Message
    effect: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    draws: Count = 0
    distribution: Histogram | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A confounder as strong as an observed covariate (Cinelli and Hazlett 2020): what it would leave."""

    covariate: NameOrNone
    treatment_r2: float
    outcome_r2: float
    effect: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Robustness to an unobserved confounder. The contour is the effect left at (x: treatment R2, y: outcome R2)."""

    outcome: Outcome
    message: Message
    robustness_value: float
    robustness_value_interval: float
    partial_r2: float
    benchmarks: tuple[Benchmark, ...]
    contour_x: tuple[float, ...]
    contour_y: tuple[float, ...]
    contour: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDay:
    """The event: how the cause moved, how unusual that is, and what it contributed to the outcome.

    `day` and `treatment_day` name the rows that the outcome and the cause moved on: an ISO day, or the period of the day. A step
    or a period begins there; a period lasts until `until`. Their moves are differences of means, and the history is that of
    every other step or stretch of as many rows.
    """

    day: When
    treatment_day: When
    treatment_move: float
    treatment_rank: (
        Count  # 1 is the most extreme move in the direction that the claim needs, or in size where it needs none
    )
    opposite_rank: Count  # 1 is the most extreme in the opposite direction
    treatment_count: Count
    outcome_move: float
    contribution: float
    low: float
    high: float
    share: float | None
    share_low: float | None
    share_high: float | None
    kind: EventTest = EventTest.SHOCK
    until: When = ""


class Order(StrEnum):
    """What the data say of two orders of a pair, the declared one and its reverse."""

    DECLARED = "declared"
    REVERSED = "reversed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """Independences of an edge's ends that the graph implies, tested together: of `node` from `others`, given its causes."""

    node: Node
    others: tuple[Node, ...]
    p_value: float
    rejected: bool  # at 5% after Bonferroni's correction over the edge's tests


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionFindings:
    """What the data say of an edge's direction.

    `statistic` compares the declared order with the reversed one, positive for the declared (Vuong 1989), and is None where
    the two cannot be compared, with `why` as a catalogue key; beyond `critical` on either side the order is found.
    """

    order: Order | None
    statistic: float | None
    critical: float | None
    implied: tuple[Implied, ...]
    why: NameOrNone = ""
    reversed_implied: tuple[Implied, ...] = ()
    shape_p: float | None = (
        None  # of independent rows: whether the size of the effect's shocks is free of the cause in the order found
    )

    @property
    def rejected(self) -> tuple[Implied, ...]:
        """The implied independences that the data reject."""
        return tuple(one for one in self.implied if one.rejected)


class Side(StrEnum):
    """Which end of an edge a negative control stands in for."""

    OUTCOME = "outcome"  # the cause cannot move it
    EXPOSURE = "exposure"  # it cannot move the outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A negative control in the place of one end of an edge: by the graph the effect is zero."""

    variable: Identifier
    side: Side
    estimate: Estimate
    rejected: bool  # that it is zero, at 5% after Bonferroni's correction over the edge's controls


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of simulated worlds, with its 95% Monte-Carlo interval (Wilson)."""

    rate: float
    low: float
    high: float
    worlds: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How often the whole rubric errs on data like these.

    Worlds with the edge and without it take its direction and the declared covariates as given. `reversed` and `hidden` do not:
    there the arrow runs the other way, or a hidden cause as strong as the strongest declared one moves both ends; they are
    shares of worlds that pass all tests but the refuters, so they bound false support from above.
    """

    edge: EdgeName
    rows: Count
    effect: float  # the effect put into the worlds where the edge exists
    false_support: Rate
    power: Rate
    seen: Rate  # worlds with the edge whose interval excludes zero: the power to see the effect, whatever else is asked of it
    coverage: Rate
    reversed: Rate | None = None
    hidden: Rate | None = None
    hidden_treatment_r2: float | None = None
    hidden_outcome_r2: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRates:
    """A calibration, or why there is none."""

    found: Calibration | None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseRates:
    """The rates of a calibration under a reversed arrow and under a hidden cause, as far as such worlds can be simulated."""

    reversed: Rate | None = None
    hidden: Rate | None = None
    hidden_treatment_r2: float | None = None
    hidden_outcome_r2: float | None = None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlternativeEstimate:
    """The same edge with another declared measure of its cause or its outcome."""

    variable: Identifier
    measure: Measure
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether the measures of a latent end go with the other end as they go with each other."""

    variable: Identifier
    measures: Count
    statistic: float  # of F's distribution
    p_value: float
    rejected: bool  # at 5%, corrected where both ends have several measures


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """Points of a plot that belong together: x and y (n,), with intervals `low` and `high` (n,) or none.

    `label` is the last part of the key `plot.NAME.strand.LABEL`. `joined`: a line runs through them; `faint`: they are background.
    """

    label: Name
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    joined: bool = False
    faint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A figure that a study design's readers expect, under the catalogue's key `plot.NAME`; `cut` is where a vertical line stands.

    `counts`: what runs up is a number of rows, and not in units of the outcome.
    """

    name: Name
    strands: tuple[Strand, ...]
    cut: float | None = None
    counts: bool = False
    values: dict[Name, Value] = field(default_factory=dict)  # for its caption


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table that a study design's readers expect, under the key `listing.NAME`: `heads` are the last parts of keys `listing.NAME.head.HEAD`.

    Each row is a label (a variable's name where there is one of that name, else text of the data) and one number a head, None where it has none.
    """

    name: Name
    heads: tuple[Name, ...]
    rows: tuple[ListingRow, ...]
    values: dict[Name, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRow:
    """One row of a listing."""

    label: Composed
    numbers: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFindings:
    """All that was computed about one edge. `estimates[0]` is the one that is judged."""

    graph: Identifier
    edge: EdgeName
    by_proxy: tuple[Identifier, ...]
    rows: Count
    rows_wanted: Count | None = None  # of which fewer are too few; the rubric's `minimum_rows` where it is None
    estimand: Estimand | None = None
    estimates: tuple[Estimate, ...] = ()
    alternatives: tuple[AlternativeEstimate, ...] = ()
    agreements: tuple[Agreement, ...] = ()  # of the measures of its latent ends, where there are enough of them
    holm_level: float | None = None  # confidence that Holm's correction over the graph's claimed edges asks for
    holm_low: float | None = None  # the interval of `estimates[0]` at that confidence
    holm_high: float | None = None
    holm_p: float | None = None  # Holm's adjusted p-value
    response: Response | None = None
    refutations: tuple[Refutation, ...] = ()
    sensitivity: Sensitivity | None = None
    direction: DirectionFindings | None = None
    controls: tuple[Control, ...] | None = None  # those that the graph has serve the edge
    event: EventDay | None = None
    smallest_effect: float | None = None
    power: float | None = (
        None  # to see `smallest_effect` at Holm's level: simulated, or by the noncentral t where nothing is
    )
    calibration: Calibration | None = None
    plots: tuple[Plot, ...] = ()
    listings: tuple[Listing, ...] = ()
    failures: tuple[Failure, ...] = ()

    @property
    def refutable(self) -> bool:
        """Whether any refuter can work on the judged estimate."""
        return not self.refutations or any(r.outcome is not Outcome.NOT_APPLICABLE for r in self.refutations)

    @property
    def judged(self) -> tuple[float | None, float | None, float | None, float | None]:
        """Effect, low, high and confidence of the estimate that is judged, at Holm's level where there is one; None where nothing was estimated."""
        if not self.estimates:
            return None, None, None, None
        first = self.estimates[0]
        if self.holm_low is None or self.holm_high is None:
            return first.effect, first.low, first.high, first.level
        return first.effect, self.holm_low, self.holm_high, self.holm_level

    def refutation(self, name: str) -> Refutation | None:
        """Give the refutation of that name, or None where it did not run."""
        return next((r for r in self.refutations if r.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one node's own shock did to the outcome on the event day, in units of the outcome."""

    node: Identifier
    shock: float
    value: float
    low: float
    high: float


class How(StrEnum):
    """What was done to an arrow."""

    REVERSED = "reversed"
    CUT = "cut"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """The contributions by the same graph with one same-row edge reversed or cut; a node that is not in it gives nothing."""

    edge: EdgeName
    how: How
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The outcome's event-day move, split over the shocks of the graph's nodes.

    The contributions add up to `move` less `expected` (what the nodes' past and means implied).
    `without_cause` is the move with the chain's first node's shock set to zero; `through_chain` is the part of
    that shock that travels along the chain's links alone. `day` names the row: an ISO day, or the period of the event day.
    """

    graph: Identifier
    outcome: Identifier
    cause: Identifier
    day: When
    move: float
    expected: float
    contributions: tuple[Contribution, ...]
    without_cause: float
    without_cause_low: float
    without_cause_high: float
    through_chain: float
    through_chain_low: float
    through_chain_high: float
    level: float
    rows: Count
    simple: float | None = None  # `move` as a change in percent, where it is one of logarithms
    covariances: tuple[tuple[float, ...], ...] = ()  # of the contributions, in their order
    turned: tuple[Turned, ...] = ()  # for each asserted edge within a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """An independence that the graph implies, tested on the data."""

    x: Node
    y: Node
    given: tuple[Node, ...]
    correlation: float
    p_value: float
    rejected: bool  # at 5% after Holm's correction over the graph's list
    rows: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Shuffled:
    """How a graph's implied independences fare beside those of the same graph with its variables at random places.

    Shares are of the independences that could be tested, each rejected at the plain level; `low` and `high` bound the middle 90% of shuffled graphs.
    `p_value` is the share of graphs, this one among them, of which the data reject no larger a share.
    """

    graphs: Count
    share: float
    median: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOut:
    """Two graphs' predictions of one outcome on days held out, on the same rows.

    `gain` is the second graph's mean squared error less the first's, over the outcome's variance: positive where
    the first predicts better. Interval and p-value allow for autocorrelation (Diebold and Mariano 1995).
    """

    first: Identifier
    second: Identifier
    rows: Count
    first_r2: float
    second_r2: float
    gain: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphFindings:
    """One graph, the article's or a rival's, on the same data."""

    graph: Identifier
    edges: tuple[EdgeFindings, ...]
    independences: tuple[Independence, ...] = ()
    shuffled: Shuffled | None = None
    attribution: Attribution | None = None
    total: Estimate | None = None  # total effect of the chain's first node on the outcome
    total_estimand: Estimand | None = None
    held_out_r2: float | None = None  # of the outcome's equation, on blocks of days not used in fitting
    beside: HeldOut | None = None  # a rival's days held out: the article's graph first, this one second
    failures: tuple[Failure, ...] = ()

    def edge(self, identity: str) -> EdgeFindings:
        """Give the findings of that edge; raise KeyError that names the nearest."""
        for found in self.edges:
            if found.edge == identity:
                return found
        raise unknown("edge", identity, (e.edge for e in self.edges))
