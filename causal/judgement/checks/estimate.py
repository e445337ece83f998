"""An estimate that the article prints, computed again from its data on the graph that stands for its regression.

That the figure is reproduced says that the arithmetic is right, not that the effect is causal: this the check `edge` judges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import ValidationInfo, model_validator

from causal.errors import NotComputableError
from causal.grammar import stated, units
from causal.judgement.checks import Check
from causal.judgement.checks._comparison import Position, compare, grounds, position
from causal.judgement.checks._evidence import evidence
from causal.judgement.checks._parameters import FORBID, Wording, same_unit
from causal.judgement.checks.edge import GraphName, graph_of, known_edge, sources_of
from causal.messages import Message, Outcome
from causal.study import Family
from causal.verdict import Citation, Grounds, Test

if TYPE_CHECKING:
    from causal.findings import Estimate
    from causal.judgement.checks import Context
    from causal.messages import Value
    from causal.study import Graph
    from causal.verdict import Comparison, Evidence


class Quantity(StrEnum):
    """Which number of an estimate is stated; the classical error is the one for independent errors of one variance."""

    EFFECT = "effect"
    STANDARD_ERROR = "standard_error"
    CLASSICAL_ERROR = "classical_error"
    FIRST_STAGE_F = "first_stage_f"
    ROWS = "rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """The judged estimate of `edge` is `stated`; without `edge`, that of the chain's total effect. `times` scales it."""

    __pydantic_config__ = FORBID

    stated: Wording
    """The figure as the article words it, in quotes where it is a bare number. A sign states a move: `over -2%` is a fall of more than 2%."""
    edge: str = ""
    """Id of an asserted edge; the chain's total effect where none is given."""
    graph: GraphName = "article"
    """`article`, or the id of a rival account."""
    quantity: Quantity = Quantity.EFFECT
    """Which number of the estimate is stated."""
    times: float = 1.0
    """Factor from the estimate's unit to that of the figure."""
    unit: str = ""
    """Unit of the figure, such as US$, % or points."""
    label: str = ""
    """What the value is, in the report's words."""

    def __post_init__(self) -> None:
        same_unit(self.stated, self.unit)

    @model_validator(mode="after")
    def known(self, info: ValidationInfo) -> Parameters:
        """Refuse an edge that the named graph does not assert."""
        if self.edge:
            known_edge(self.graph, self.edge, info)
        return self


def _estimate(parameters: Parameters, context: Context, graph: Graph) -> Estimate:
    found = context.graphs[graph.id]
    if not parameters.edge and len(graph.chain) == 1 and graph.edge(graph.chain[0]).design is not None:
        parameters = replace(parameters, edge=graph.chain[0])
    if not parameters.edge:
        if found.total is None:
            raise NotComputableError("the total effect could not be estimated on this graph")
        return found.total
    edge = found.edge(parameters.edge)
    if not edge.estimates:
        raise NotComputableError(
            f"the graph does not identify {parameters.edge}, or its estimate could not be computed"
        )
    return edge.estimates[0]


def _number(one: Estimate, quantity: Quantity) -> float:
    value = {
        Quantity.EFFECT: one.effect,
        Quantity.STANDARD_ERROR: one.standard_error,
        Quantity.CLASSICAL_ERROR: one.classical_error,
        Quantity.FIRST_STAGE_F: one.first_stage_f,
        Quantity.ROWS: one.rows,
    }[quantity]
    if value is None:
        raise NotComputableError(f"the estimate ({one.label}) has no {quantity.value.replace('_', ' ')}")
    return float(value)


def run(parameters: Parameters, context: Context) -> Evidence:
    """Read the estimate that the graph's edge was given, and hold it against the wording."""
    graph = graph_of(context, parameters.graph)
    one = _estimate(parameters, context, graph)
    first = graph.edge(parameters.edge or graph.chain[0])
    outcome = first.outcome if parameters.edge else graph.outcome
    cause, effect = graph.variable(first.treatment).label, graph.variable(outcome).label
    sources = sources_of(graph, (first.treatment, outcome))
    found = parameters.times * _number(one, parameters.quantity)
    comparison = compare(
        parameters.label or f"{cause} → {effect}",
        parameters.stated,
        found,
        Citation(label=one.label, series=sources[0].series),
        unit=parameters.unit or _chance(parameters, graph.variable(outcome).family),
    )
    shown = parameters.quantity is Quantity.EFFECT
    if shown and comparison.agrees is Outcome.FAILED:
        comparison = _left_open(comparison, *sorted((parameters.times * one.low, parameters.times * one.high)))
    values: dict[str, Value] = {
        "label": comparison.label,
        "stated": parameters.stated,
        "found": found,
        "unit": comparison.unit,
        "rows": one.rows,
        "method": one.method,
        "graph": graph.title,
        "level": one.level,
        "low": parameters.times * one.low if shown else None,
        "high": parameters.times * one.high if shown else None,
    }
    return _evidence(grounds([comparison.agrees]), values, comparison, sources)


def _chance(parameters: Parameters, family: Family) -> str:
    """Give the unit of an effect on an outcome of 0 or 1 where the article words it in percent or points of a chance."""
    named = stated.parse(parameters.stated).unit
    own = family is Family.BINARY and parameters.times == 1 and parameters.quantity is Quantity.EFFECT
    return "share" if own and named and units.unit(named).dimension == units.SHARE else ""


def _left_open(comparison: Comparison, low: float, high: float) -> Comparison:
    """An estimate whose interval reaches into the stated figure does not contradict it."""
    covered = comparison.interval is not None and position(low, high, comparison.interval) is not Position.OUTSIDE
    return replace(comparison, agrees=Outcome.NOT_APPLICABLE, low=low, high=high) if covered else comparison


KEYS = {Grounds.FIGURES_AGREE: "check.estimate.agrees", Grounds.INCONCLUSIVE: "check.estimate.covered"}


def _evidence(
    verdict: Grounds, values: dict[str, Value], comparison: Comparison, sources: tuple[Citation, ...]
) -> Evidence:
    agrees = verdict is Grounds.FIGURES_AGREE
    reason = Message(key=KEYS.get(verdict, "check.estimate.differs"), values=values)
    return evidence(
        "estimate",
        verdict,
        reason,
        [Test(name="figure", outcome=Outcome.PASSED if agrees else Outcome.FAILED, message=reason)],
        comparisons=[comparison],
        sources=sources,
        would_change=Message(key="check.estimate.would_change", values=values),
        details={"found": comparison.found, "unit": comparison.unit, "rows": values["rows"]},
    )


CHECK = Check(title="Estimate computed again", parameters=Parameters, run=run)
