"""What kinds of world the study has, what is true in each, and where theory lets no test tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.inference.algebra import Array

EFFECT = 0.3
AFTER_EVENT = 20  # rows from the event day to the end


class Scenario(StrEnum):
    """What else is true of a world; the formulas stand in `causal.calibration.worlds`."""

    OBSERVED = "observed confounding"
    HIDDEN = "hidden confounding"
    HIDDEN_CAUSE = "hidden confounding mostly of the cause"
    HIDDEN_EFFECT = "hidden confounding mostly of the effect"
    PASSING = "passing hidden confounding"
    PASSING_CAUSE = "passing hidden confounding mostly of the cause"
    PASSING_EFFECT = "passing hidden confounding mostly of the effect"
    REVERSED = "reversed edge"
    FEEDBACK = "feedback"
    LATER = "effect a row later than declared"
    EARLIER = "effect a row earlier than declared"
    DELAYED = "confounder delayed on the way to the outcome"
    LEVELS = "break of both levels"
    COEFFICIENTS = "break of the coefficients"
    WEEKLY = "weekly pattern of both ends"
    EVENT = "event-day outlier"
    EVENT_CAUSE = "event-day outlier of the cause alone"
    EVENT_BOTH = "event-day outliers of both ends"
    PROXY = "noisy proxy"
    PROXY_CONFOUNDER = "noisy proxy of the confounder"


class Fresh(StrEnum):
    """The same for the confirmation; the formulas stand in `causal.calibration.confirmation`."""

    PLAIN = "unequal confounding"
    OPPOSED = "confounding against the effect"
    SECOND_ORDER = "second-order persistence"
    MOVING = "moving-average shocks"
    UNEQUAL = "unequal variance and persistence"
    TWO = "two confounders"
    BENT = "bent confounding"
    HIDDEN = "hidden confounding of other persistence"
    HIDDEN_DELAYED = "hidden confounding delayed on the way to the outcome"
    REVERSED = "reversed edge of other persistence"
    OPPOSITE = "effect of the other sign"
    DAMPENED = "dampening feedback"
    WEEKLY = "weekly pattern of one end"
    TREND = "trend of both ends"
    OUTLIERS = "outliers now and then"


class Tails(StrEnum):
    """The shocks' distribution."""

    NORMAL = "normal"
    T4 = "t4"
    GARCH = "GARCH t4"
    SKEWED = "skewed"
    REGIME = "two regimes"
    COMMON = "common volatility"


class FreshTails(StrEnum):
    """The same for the confirmation."""

    T5 = "t5"
    LAPLACE = "Laplace"
    UNIFORM = "uniform"
    STOCHASTIC = "stochastic volatility"


class Limit(StrEnum):
    """Why theory lets no test tell a world from one in which the claim is right; a key of the locale's texts."""

    NONE = ""
    DIRECTION = "direction"
    """Shocks that any rotation leaves as they are and no memory: either order of one row's values fits as well."""
    TRACELESS = "hidden_cause_without_trace"
    """The same for a hidden cause: it looks as an effect does."""
    HIDDEN = "hidden_cause"
    """A hidden cause leaves traces in the shocks' shape and in the lags, and how faint they are nobody knows beforehand."""


class Group(StrEnum):
    """What scenarios have in common that makes a verdict err; with a target, the key of the locale's reason."""

    OBSERVED = "observed confounding"
    HIDDEN = "hidden confounding"
    REVERSED = "reversed edge"
    FEEDBACK = "feedback"
    LAG = "wrong lag"
    UNDECLARED = "undeclared pattern"
    EVENT = "event-day outlier"
    PROXY = "noisy proxy"
    SIGN = "other sign"


MEMBERS: dict[Group, tuple[Scenario | Fresh, ...]] = {
    Group.OBSERVED: (Scenario.OBSERVED, Fresh.PLAIN, Fresh.OPPOSED, Fresh.UNEQUAL, Fresh.TWO),
    Group.HIDDEN: (
        Scenario.HIDDEN,
        Scenario.HIDDEN_CAUSE,
        Scenario.HIDDEN_EFFECT,
        Scenario.PASSING,
        Scenario.PASSING_CAUSE,
        Scenario.PASSING_EFFECT,
        Scenario.PROXY_CONFOUNDER,
        Fresh.HIDDEN,
        Fresh.HIDDEN_DELAYED,
    ),
    Group.REVERSED: (Scenario.REVERSED, Fresh.REVERSED),
    Group.FEEDBACK: (Scenario.FEEDBACK, Fresh.DAMPENED),
    Group.LAG: (Scenario.LATER, Scenario.EARLIER),
    Group.UNDECLARED: (
        Scenario.DELAYED,
        Scenario.LEVELS,
        Scenario.COEFFICIENTS,
        Scenario.WEEKLY,
        Fresh.SECOND_ORDER,
        Fresh.MOVING,
        Fresh.BENT,
        Fresh.WEEKLY,
        Fresh.TREND,
    ),
    Group.EVENT: (Scenario.EVENT, Scenario.EVENT_CAUSE, Scenario.EVENT_BOTH, Fresh.OUTLIERS),
    Group.PROXY: (Scenario.PROXY,),
    Group.SIGN: (Fresh.OPPOSITE,),
}
GROUPS = {scenario: group for group, scenarios in MEMBERS.items() for scenario in scenarios}
MISPLACED = frozenset({Group.REVERSED, Group.LAG, Group.SIGN})  # there is an effect, and it is not the claimed one
TOLD_BY_LAGS = frozenset({Scenario.FEEDBACK, Scenario.LATER, Scenario.EARLIER, Scenario.DELAYED})
ROUND = frozenset({Tails.NORMAL, Tails.COMMON})  # a day's shocks together look the same from every side


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One kind of world, and the lag at which the analyst claims x -> y.

    In a reversed cell the effect runs from y to x instead, with the same lag.
    """

    scenario: Scenario | Fresh
    rows: int
    persistence: float
    tails: Tails | FreshTails
    lag: int = 0
    effect: float = EFFECT

    @property
    def name(self) -> str:
        """A name for tables and random streams."""
        size = "" if self.effect == EFFECT else f", effect {self.effect:g}"
        return f"{self.scenario.value}, {self.rows} rows, persistence {self.persistence:g}, {self.tails.value}, lag {self.lag}{size}"

    @property
    def group(self) -> Group:
        """What may make a verdict err here."""
        return GROUPS[self.scenario]

    @property
    def fresh(self) -> bool:
        """Whether the cell is of the confirmation."""
        return isinstance(self.scenario, Fresh)

    @property
    def event_row(self) -> int:
        """The row of the event day."""
        return self.rows - AFTER_EVENT

    @property
    def misplaced(self) -> bool:
        """Whether the only effect in these worlds is not the claimed one, so that the claim is wrong in all of them."""
        return self.group in MISPLACED

    def truth(self, effect: float) -> float:
        """Give the effect of the claimed edge, at the claimed lag, in the worlds of `simulate(cell, effect, ...)`."""
        if self.group is Group.SIGN:
            return -effect
        return 0.0 if self.misplaced else effect

    @property
    def limit(self) -> Limit:
        """What keeps any test from telling whether the claim is right.

        In a world that has nothing but the claimed edge or none, it keeps a test from finding the edge; in one in which
        something else looks like the edge, also from seeing that it is missing.
        """
        same = self.tails in ROUND and self.persistence == 0
        if self.group is Group.HIDDEN:
            return Limit.TRACELESS if same else Limit.HIDDEN
        if same and self.lag == 0 and self.scenario not in TOLD_BY_LAGS:
            return Limit.DIRECTION
        return Limit.NONE

    @property
    def knowable(self) -> bool:
        """Whether theory lets a test tell."""
        return self.limit is Limit.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Worlds:
    """What happened, and what is seen of it: each of shape (rows, worlds).

    `x`, `y`, `u` are the treatment, the outcome and the hidden cause; `seen` and `z` the treatment and the confounder
    as they are measured; `parents` are the outcome's other true parents, row by row (a hidden cause, a calendar and a
    break among them): what is left once they and the claimed cause's part are taken out is the outcome's own shock.
    `w` is a second confounder that acts a row later on both ends, where there is one.
    """

    x: Array
    y: Array
    z: Array
    u: Array
    seen: Array
    parents: tuple[Array, ...]
    w: Array | None = None
