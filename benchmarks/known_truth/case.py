"""A case: rows from a package, accounts of them, and for each asserted edge which grounds truth allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

ESTABLISHED = frozenset({"effect established"})
SEEN = ESTABLISHED | {"association only"}  # the data show it; a same-day arrow's direction they need not show
UNDECIDED = frozenset({"association only", "no effect found", "inconclusive", "not identified"})
NOT_SUPPORTED = UNDECIDED | {"contradicted"}
NOT_CONTRADICTED = UNDECIDED | ESTABLISHED
NONE_THERE = UNDECIDED - {"not identified"}  # an effect of zero: neither the sign claimed nor the other
CONTRADICTED = frozenset({"contradicted"})
UNIDENTIFIED = frozenset({"not identified"})
ALLOWED = {
    ESTABLISHED: "effect established",
    SEEN: "effect established, association only",
    NOT_SUPPORTED: "any but effect established",
    NOT_CONTRADICTED: "any but contradicted",
    NONE_THERE: "neither established nor contradicted",
    CONTRADICTED: "contradicted",
    UNIDENTIFIED: "not identified",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What outside the data says that an arrow points this way."""

    because: str  # randomised, weather, clock, ...
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """An asserted edge, and what truth allows a verdict on it to say."""

    cause: str
    effect: str
    sign: int
    truth: str
    allowed: frozenset[str]
    lag: int = 0
    reason: Reason | None = None

    @property
    def id(self) -> str:
        """Its name in graph.yaml and claims.yaml."""
        return f"{self.cause}->{self.effect}" + (f"@{self.lag}" if self.lag else "")

    @property
    def allows(self) -> str:
        """What truth allows, in words."""
        return ALLOWED[self.allowed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A graph: the asserted arrows, and which variables move which beside them."""

    id: str
    arrows: tuple[Arrow, ...]
    background: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variable:
    """A node. A latent one has no formula; of an observed one it is `rows.NAME` unless another is given."""

    label: str
    unit: str = ""
    formula: str = ""
    latent: bool = False
    family: str = "continuous"
    persistence: int = 1  # of rows in time


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Rows and accounts of them; the first account is the article's. `step` names rows in time, else they are in no order."""

    id: str
    title: str
    origin: str  # who measured it
    package: str
    rows: Callable[[], pd.DataFrame]
    variables: Mapping[str, Variable]
    accounts: tuple[Account, ...]
    step: str = ""
    called: str = ""  # what one step is, where it is none of the calendar and only written as one

    @property
    def claims(self) -> tuple[tuple[str, Account, Arrow], ...]:
        """Every asserted arrow with its account and the id of its claim."""
        asserted = [(account, arrow) for account in self.accounts for arrow in account.arrows]
        return tuple((f"c{number}", *pair) for number, pair in enumerate(asserted, 1))

    def sentence(self, arrow: Arrow) -> str:
        """Give the claim in words."""
        verb = "raises" if arrow.sign > 0 else "lowers"
        later = f", {arrow.lag} {self.called or self.step}{'s' if arrow.lag > 1 else ''} later" if arrow.lag else ""
        cause, effect = self.variables[arrow.cause].label, self.variables[arrow.effect].label
        return f"{cause} {verb} {effect[0].lower()}{effect[1:]}{later}."
