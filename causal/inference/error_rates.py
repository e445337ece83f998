"""How often this rubric errs: the whole of it, run on worlds simulated with the edge cut and with it present.

A world keeps the real treatment, controls and event window; its outcome is the fitted part of its causes among the controls, plus
the effect under study times the treatment, plus residuals resampled as the kind of rows asks for, so that tails and clustering stay
(for rows in time a fixed-design block bootstrap: Goncalves and Kilian 2004). That the cause moved as stated on the event day is
taken as given, so that the rates speak of the estimate and its refutations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.findings import AdverseRates, Calibration
from causal.inference.adverse import false_support, hidden_worlds, reversed_worlds
from causal.inference.algebra import fit
from causal.inference.direction import few_values, in_design
from causal.inference.direction import question as asking
from causal.inference.rates import in_turn, rate
from causal.inference.refute import settings
from causal.inference.refuters import refuters
from causal.inference.sensitivity import strongest, survives
from causal.sampling import HC3
from causal.study import Family
from causal.work.seeds import stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from causal.findings import Estimand, Rate
    from causal.frame import Frame
    from causal.inference.adverse import Worlds
    from causal.inference.algebra import Array, Mask
    from causal.inference.design import Design
    from causal.inference.direction import Numbers, Question
    from causal.inference.refuters import Setting
    from causal.study import Edge, Graph
    from causal.verdict import Rubric


def calibration(
    design: Design, edge: Edge, graph: str, seed: int, rubric: Rubric, level: float, effect: float, asked: Asked
) -> Calibration:
    """Give false-support rate, power and coverage for one edge, judged at confidence `level` (Holm's).

    `effect` is the size put into the worlds where the edge exists, in units of the outcome per unit of treatment.
    """
    projection = design.project()
    present = abs(effect) * _sign(design, edge)
    plain = design.without_past().project()  # in the worlds no further past moves the outcome
    fitted = fit(plain, design.outcome[:, None])
    centred = fitted.residuals[:, 0] * np.sqrt(design.rows / plain.residual_degrees)
    without = design.outcome - fitted.residuals[:, 0] - fitted.effect[0] * design.treatment
    rng, drawn = stream(seed, graph, edge.id, "worlds"), design.sampling.resampling.rows
    false: list[Mask] = []
    found: list[Mask] = []
    seen: list[Mask] = []
    covered: list[Mask] = []
    kept: dict[str, list[Iterable[Any]]] = {}
    for worlds in in_turn(design.rows, rubric.worlds, false, found):
        absent = without[:, None] + centred[drawn(design.index, worlds, rng)].T
        exists = without[:, None] + present * design.treatment[:, None] + centred[drawn(design.index, worlds, rng)].T
        false.append(supported(design, absent, edge, graph, seed, rubric, level, asked, kept))
        found.append(supported(design, exists, edge, graph, seed, rubric, level, asked, kept))
        again = fit(projection, exists)
        low, high = again.interval(rubric.level)
        covered.append((low <= present) & (present <= high))
        low, high = again.interval(level)
        seen.append((low > 0) if present > 0 else (high < 0))
    return Calibration(
        edge=edge.id,
        rows=design.rows,
        effect=present,
        false_support=rate(np.concatenate(false)),
        power=rate(np.concatenate(found)),
        seen=rate(np.concatenate(seen)),
        coverage=rate(np.concatenate(covered)),
    )


def _sign(design: Design, edge: Edge) -> int:
    """Give the sign of an edge: the declared one, or that of its estimate."""
    return edge.sign or int(np.sign(fit(design.project(), design.outcome[:, None]).effect[0])) or 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an edge's direction on the rows that it shares with its design, and their places in the design."""

    question: Question
    places: Numbers
    tests: int

    def passes(self, outcomes: Array, level: float) -> Mask:
        """Say of each world, a column of `outcomes`, whether its direction is found; the cause's own independences are taken as given."""
        question = self.question
        effect = question.given.effect
        simulated = np.ascontiguousarray(outcomes[self.places].T)

        def columns(name: str) -> Array:
            return simulated if name == effect else question.values[name]

        own = [one for one in question.asked if one.name == effect]
        return question.passes(columns, own, self.tests, level)

    def holds(self, level: float) -> bool:
        """Whether the direction is found on the data as they are, the cause's own independences included."""
        question = self.question
        return bool(question.passes(question.values.__getitem__, question.asked, self.tests, level)[0])


def asked_of(frame: Frame, graph: Graph, edge: Edge, estimand: Estimand, design: Design) -> Asked:
    """Give what is asked of an edge's direction on the rows of its design; raise NotComputableError."""
    question, places = in_design(asking(frame, graph, edge, estimand, design.names), frame, design)
    return Asked(question, places, len(question.tests))


def adverse_rates(design: Design, edge: Edge, seed: int, rubric: Rubric, level: float, asked: Asked) -> AdverseRates:
    """Give the rates under a reversed arrow and under a hidden cause, where such worlds can be simulated.

    They can for an adjusted effect of errors that do not lean on each other, and ends that are no few values.
    """
    question = asked.question
    if design.family is not Family.CONTINUOUS or design.instruments is not None or design.variance is not HC3:
        return AdverseRates()
    if few_values(question.given, question.values):
        return AdverseRates()
    index, resampled = design.index[asked.places], design.sampling.resampling.rows

    def draw(worlds: int, rng: np.random.Generator) -> Numbers:
        return resampled(index, worlds, rng)

    def often(make: Callable[[int], Worlds]) -> Rate:
        return rate(false_support(make, design, edge, rubric, level, asked.tests))

    turned = None
    if not question.why:
        rng = stream(seed, edge.id, "reversed worlds")
        turned = often(lambda n: reversed_worlds(question, n, rng, draw))
    strength = strongest(design, rubric)
    sign = _sign(design, edge)
    stream_of_hidden = stream(seed, edge.id, "hidden worlds")
    return AdverseRates(
        reversed=turned,
        hidden=often(lambda n: hidden_worlds(question, strength, sign, n, stream_of_hidden, draw)),
        hidden_treatment_r2=strength.treatment_r2,
        hidden_outcome_r2=float(strength.outcome_r2[0]),
    )


def supported(
    design: Design,
    outcomes: Array,
    edge: Edge,
    graph: str,
    seed: int,
    rubric: Rubric,
    level: float,
    asked: Asked | None,
    kept: dict[str, list[Iterable[Any]]] | None = None,
) -> Mask:
    """Whether each world, a column of `outcomes`, passes effect, refuters, timing, direction and sensitivity.

    Without a question the direction is taken as found. `kept` holds what the refuters draw, for designs of the same rows.
    """
    fitted = fit(design.project(), outcomes)
    low, high = fitted.interval(level)
    sign = np.full(low.shape, float(edge.sign)) if edge.sign else np.sign(fitted.effect)
    passed = np.where(sign > 0, low > 0, high < 0)

    def narrow(run: Callable[[Array], Mask]) -> None:
        if passed.any():
            alive = np.flatnonzero(passed)
            passed[alive] &= run(outcomes[:, alive])

    for name, setting in settings(design, edge, graph, seed, rubric, rubric.calibration_draws, kept).items():
        narrow(partial(_survives, name, setting))
    if asked is not None:
        narrow(lambda alive: asked.passes(alive, rubric.level))
    if edge.must_withstand(ordered=design.sampling.ordered):
        narrow(lambda alive: survives(design, alive, edge.sign, rubric, rubric.level)[0])
    return np.asarray(passed, dtype=bool)


def _survives(name: str, setting: Setting, outcomes: Array) -> Mask:
    return refuters()[name].run(setting, outcomes).passed
