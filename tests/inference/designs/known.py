"""For each study design: data with a true effect of a known size, declared; and the court that judges it as a report does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.findings import EdgeFindings, Estimand, Strategy
from causal.inference.designs import designs
from causal.judgement.worlds import Court
from causal.sampling import sampling_of
from causal.study import Because, DesignRequest, Edge, Family, Graph, Measure, NodeKind, Variable
from causal.verdict import RUBRIC
from tests.inference.designs import (
    panels,
    rows,
    test_discontinuity,
    test_dose,
    test_event_study,
    test_interrupted,
    test_mediation,
    test_synthetic,
    test_trial,
)
from tests.inference.designs.given import given as declared

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.inference.designs import Declared, StudyDesign


def _of(name: str, **given: object) -> object:
    return designs()[name].parameters(**given)


def trial(effect: float, seed: int) -> Declared:
    table = test_trial.world(rows=120, effect=effect, seed=seed)
    return rows.declare(table, "y", "d", _of("trial", balance=("age",)), seed=seed)


def discontinuity(effect: float, seed: int) -> Declared:
    return test_discontinuity.asked(test_discontinuity.world(rows=600, jump=effect, seed=seed))


def differences(effect: float, seed: int) -> Declared:
    data = panels.adopting([3, 3, 3, 4, 4, 4, 5, 5, 5], units=24, periods=8, effect=effect, seed=seed)
    return panels.declare(data, "d", _of("differences"))


def panel(effect: float, seed: int) -> Declared:
    return panels.declare(panels.plain(units=24, effect=effect, seed=seed), "x", _of("panel"), exogenous=True)


def synthetic(effect: float, seed: int) -> Declared:
    return test_synthetic.declare(test_synthetic.panel(effect, seed))


def interrupted(effect: float, seed: int) -> Declared:
    table = test_interrupted.series(effect, seed)
    return declared(table, "law", "outcome", _of("interrupted"), exogenous=True)


def event_study(effect: float, seed: int) -> Declared:
    return test_event_study.given(test_event_study.world(seed, effect=effect, common=0.5))


def mediation(effect: float, seed: int) -> Declared:
    table = test_mediation.world(seed, to_mediator=0.5, from_mediator=effect / 0.5, rows=200)
    return declared(table, "t", "y", _of("mediation", mediator="m"), covariates=("age",), exogenous=True)


def dose(effect: float, seed: int) -> Declared:
    table = test_dose.world(seed, lambda at: effect * at, rows=150)
    return declared(table, "dose", "y", _of("dose"), covariates=("age",), exogenous=True)


# By design: what makes the data, a small effect that it seldom sees, and one that it often does.
KNOWN: dict[str, tuple[Callable[[float, int], Declared], float, float]] = {
    "trial": (trial, 0.4, 1.2),
    "discontinuity": (discontinuity, 0.15, 0.7),
    "differences": (differences, 0.5, 1.4),
    "panel": (panel, 0.1, 0.4),
    "synthetic": (synthetic, 0.4, 2.0),
    "interrupted": (interrupted, 1.0, 3.0),
    "event_study": (event_study, 0.3, 1.2),
    "mediation": (mediation, 0.1, 0.4),
    "dose": (dose, 0.1, 0.4),
}


def court(name: str, given: Declared, design: StudyDesign | None = None, sign: int = 1) -> Court:
    """Give what judges an edge that declares that design, its cause moved by lot or clock; `design` stands in its place."""

    def variable(of: str) -> Variable:
        measure = Measure(label=of, formula=of, unit="")
        return Variable(name=of, label=of, kind=NodeKind.OBSERVED, measure=measure, family=Family.CONTINUOUS)

    edge = Edge(
        treatment=given.treatment,
        outcome=given.outcome,
        sign=sign,
        claims=("c1",),
        because=Because.RANDOMISED,
        design=DesignRequest(design=name, parameters={"mediator": given.outcome}),
    )
    ends = (given.treatment, given.outcome)
    graph = Graph(
        id="article",
        title="",
        variables=tuple(map(variable, ends)),
        edges=(edge,),
        chain=(edge.id,),
        outcome=given.outcome,
    )
    estimand = Estimand(effect="direct", strategy=Strategy.ADJUSTMENT, treatment=f"{ends[0]}@0", outcome=f"{ends[1]}@0")
    return Court(
        graph=graph,
        edge=edge,
        design=design or designs()[name],
        blank=EdgeFindings(graph=graph.id, edge=edge.id, by_proxy=(), rows=0, estimand=estimand),
        rubric=RUBRIC,
        level=RUBRIC.level,
        sampling=sampling_of(given.frame.index),
    )
