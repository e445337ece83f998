"""Run a declared study design on an edge: its estimates, its challenges, its figures, each recorded where it cannot be computed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from causal.errors import DataError, NotComputableError
from causal.files.adapters import adapter
from causal.findings import DirectionFindings, Estimate, Listing, Plot, Refutation
from causal.inference.design import variable_of
from causal.inference.designs import Declared, designs, named, numbering
from causal.inference.refute import histogram
from causal.messages import Failure, Message, Outcome, Stage
from causal.work.finite import sound
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import EdgeFindings, Estimand
    from causal.frame import Frame
    from causal.inference.designs import Challenge, Challenged, StudyDesign
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

T = TypeVar("T")

TWO = 2

# A ValueError is a fault of the program; what libraries say by one of data that they cannot work with, `causal.inference.designs._libraries` turns.
UNCOMPUTABLE = (NotComputableError, DataError, np.linalg.LinAlgError, ArithmeticError)


def declared(frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, seed: int, rubric: Rubric) -> Declared:
    """Give an edge with its design, as the design is given it."""
    assert edge.design is not None
    design = designs()[edge.design.design]
    parameters: Any = adapter(design.parameters).validate_python(edge.design.parameters)
    unit, period = (numbering(one, graph.variables) for one in ("unit", "period"))
    own = {unit, period, *named(parameters, design.variables)}
    ends = {edge.treatment, edge.outcome}  # their own past is for the design's errors to allow for
    held = dict.fromkeys(variable_of(name) for name in estimand.adjustment if variable_of(name) not in ends)
    return Declared(
        frame=frame,
        treatment=edge.treatment,
        outcome=edge.outcome,
        parameters=parameters,
        sign=edge.sign,
        rubric=rubric,
        stream=lambda name: stream(seed, graph.id, edge.id, name),
        family=graph.variable(edge.outcome).family,
        strategy=estimand.strategy,
        covariates=tuple(name for name in held if name not in own),
        instruments=tuple(dict.fromkeys(map(variable_of, estimand.instruments))),
        unit=unit,
        period=period,
        exogenous=edge.exogenous,
    )


def examine_designed(
    blank: EdgeFindings, frame: Frame, graph: Graph, edge: Edge, seed: int, rubric: Rubric
) -> EdgeFindings:
    """Give the findings of an edge with a design, `blank` being those of its identification."""
    assert edge.design is not None
    assert blank.estimand is not None
    design = designs()[edge.design.design]
    failures: list[Failure] = []
    given = declared(frame, graph, edge, blank.estimand, seed, rubric)
    estimates = _recorded(lambda: _estimated(design, given), Stage.ESTIMATE, edge.id, failures)
    if not estimates:
        return replace(blank, failures=tuple(failures))
    first = estimates[0]
    plots, listings = _figures(design, given, first, failures)
    return replace(
        blank,
        rows=first.rows,
        estimates=estimates,
        refutations=tuple(
            challenged(name, challenge, given, first, edge, failures) for name, challenge in design.challenges.items()
        ),
        direction=shown(design, edge),
        controls=(),
        smallest_effect=_recorded(lambda: _smallest(given, edge), Stage.SMALLEST_EFFECT, edge.id, failures),
        plots=plots,
        listings=listings,
        failures=tuple(failures),
    )


def _recorded(run: Callable[[], T], stage: Stage, subject: str, failures: list[Failure], member: str = "") -> T | None:
    try:
        return run()
    except UNCOMPUTABLE as error:
        failures.append(Failure(stage=stage, subject=subject, reason=reason(error), member=member))
        return None


def reason(error: BaseException) -> str:
    """Give an error's words in one line; a library's own may have none, or many lines."""
    return " ".join(str(error).split())[:300] or type(error).__name__


def _estimated(design: StudyDesign, given: Declared) -> tuple[Estimate, ...]:
    return tuple(sound(one, Estimate) for one in design.estimate(given))


def challenged(
    name: str, challenge: Challenge, given: Declared, estimate: Estimate, edge: Edge, failures: list[Failure]
) -> Refutation:
    """Put the estimate to one challenge; one that cannot run is recorded, and counts as not computed."""
    try:
        return sound(_refutation(name, challenge.run(given, estimate), estimate), Refutation)
    except UNCOMPUTABLE as error:
        why = reason(error)
        failures.append(Failure(stage=Stage.REFUTE, member=name, subject=edge.id, reason=why))
        message = Message(key="refuter.not_computed", values={"reason": why})
        return Refutation(name=name, outcome=Outcome.NOT_COMPUTED, message=message)


def _refutation(name: str, found: Challenged, estimate: Estimate) -> Refutation:
    draws = None if found.effects is None else np.asarray(found.effects, dtype=np.float64)
    count = 0 if draws is None else len(draws)
    values = {"estimate": estimate.effect, "p": found.p_value, "low": found.low, "high": found.high, "draws": count}
    return Refutation(
        name=name,
        outcome=found.outcome,
        message=Message(key=f"refuter.{name}.{found.why or found.outcome.value}", values={**values, **found.values}),
        effect=None if draws is None else float(draws.mean()),
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        draws=count,
        distribution=histogram(draws) if draws is not None and count > 1 else None,
    )


def _figures(
    design: StudyDesign, given: Declared, estimate: Estimate, failures: list[Failure]
) -> tuple[tuple[Plot, ...], tuple[Listing, ...]]:
    plots, listings = [], []
    for name, draw in design.figures.items():
        found = _recorded(lambda draw=draw: draw(given, estimate), Stage.FIGURE, given.outcome, failures, name)  # type: ignore[misc]
        if isinstance(found, Plot):
            plots.append(sound(found, Plot))
        elif isinstance(found, Listing):
            listings.append(sound(found, Listing))
    return tuple(plots), tuple(listings)


def shown(design: StudyDesign, edge: Edge) -> DirectionFindings:
    """Say what shows the direction: a declared reason, the design itself, or nothing."""
    why = "because" if edge.because else "design" if design.orders else "undesigned"
    return DirectionFindings(order=None, statistic=None, critical=None, implied=(), why=why)


def _smallest(given: Declared, edge: Edge) -> float:
    """Give the size of effect that would matter: the folder's, or a share of a standard deviation of the outcome."""
    if edge.smallest_effect is not None:
        return edge.smallest_effect
    rows = given.rows()
    spread = float(rows[given.outcome].std(ddof=0))
    if rows[given.treatment].nunique() > TWO:  # of a cause that is given or not, the whole of it is what would matter
        spread /= float(rows[given.treatment].std(ddof=0))
    return given.rubric.smallest_standardised_effect * spread
