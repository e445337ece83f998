"""The kind of a claim, from the signals of its clause. The kinds are those of the reports' claims.yaml."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.authoring.draft.clauses import Clause


class Kind(StrEnum):
    """What a claim asserts, which decides how it can be tested."""

    NUMERIC = "numeric fact"
    RECORD = "record"
    ARITHMETIC = "arithmetic consistency"
    COMPARISON = "correlation or comparison"
    EDGE = "causal edge"
    CHAIN = "causal chain"
    RIVAL = "rival explanation"
    COUNTERFACTUAL = "counterfactual"
    POSITIONING = "positioning"
    OPTION = "option-theory"
    FORECAST = "forecast"
    OPINION = "opinion"


# The first signal that a clause has decides, after the cases that need a figure.
ORDER = (
    ("rival", Kind.RIVAL),
    ("counterfactual", Kind.COUNTERFACTUAL),
    ("correlation", Kind.COMPARISON),
    ("option", Kind.OPTION),
    ("record", Kind.RECORD),
    ("comparison", Kind.COMPARISON),
    ("forecast", Kind.FORECAST),
    ("positioning", Kind.POSITIONING),
    ("cause", Kind.EDGE),
)


def kind(clause: Clause) -> Kind | None:
    """Give the kind of what a clause states, causes apart; None where it holds nothing to check."""
    signals = clause.signals
    if signals & {"multiple", "probability"} and clause.figures and "counterfactual" not in signals:
        return Kind.ARITHMETIC
    for signal, found in ORDER:
        if signal in signals:
            return found
    if clause.figures or (clause.dates and signals & {"up", "down", "fact"}) or "fact" in signals:
        return Kind.NUMERIC
    return Kind.OPINION if "opinion" in signals else None
