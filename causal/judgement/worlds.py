"""How often the rubric errs on an edge with a study design: the whole of it, run on worlds simulated from the edge's own data.

The design draws the worlds: its units, dates, running variable and covariates stay as the data have them, and so does what leans on
each other in them; the data's own effect is gone, and another one, known, is in its place. Each world is judged by the code that judges the report. That
the world ends where something decides against it saves time, and changes no verdict: what is not looked at any more could at best be passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Calibration, ErrorRates, Failure, Message, Outcome, Refutation, Stage
from causal.inference import examine
from causal.inference.designed import UNCOMPUTABLE, challenged, declared, reason_of, shown
from causal.inference.designs import designs
from causal.inference.error_rates import rate
from causal.judgement.judge import judge_edge
from causal.verdict import Word
from causal.work.finite import finite, sound
from causal.findings import Estimate

if TYPE_CHECKING:
    from collections.abc import Callable

    from causal.findings import EdgeFindings, Estimand
    from causal.inference.designs import Declared, StudyDesign, World
    from causal.inference.examine import Case
    from causal.study import Edge

WORLDS = 100  # with the effect and without it: a rate of 5% is then known to some 4 points, and a design's judged estimate takes milliseconds
CELLS = 200_000  # rows of all worlds of a kind together, beyond which there are fewer worlds
FEWEST = 40  # worlds, however many rows they have


def error_rates(case: Case, edge_id: str, estimand: Estimand, level: float, size: float) -> ErrorRates:
    """Simulate how often the rubric errs on a designed edge, judged at confidence `level`, with an effect of `size`."""
    failures: list[Failure] = []
    try:
        found = finite(_simulated(case, case.graph.edge(edge_id), estimand, level, size))
    except UNCOMPUTABLE as error:
        failures.append(Failure(stage=Stage.CALIBRATE, subject=edge_id, reason=reason_of(error)))
        found = None
    return ErrorRates(found=found, failures=tuple(failures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A world's judged estimate, None where there is none, and whether the edge is supported."""

    first: Estimate | None
    supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """What judges a world of an edge at confidence `level`, as the report is judged; `blank` are the findings of the edge's identification."""

    case: Case
    edge: Edge
    design: StudyDesign
    blank: EdgeFindings
    level: float

    def judge(self, world: Declared) -> Judged:
        """Estimate a world; where it could still be supported, put it to the challenges until one decides against it."""
        try:
            first = sound(self.design.first(world), Estimate)
        except UNCOMPUTABLE:
            return Judged(first=None, supported=False)
        share = (1.0 - self.case.rubric.level) / (1.0 - self.level)
        found = replace(self.blank, rows=first.rows, estimates=(first,), direction=shown(self.design, self.edge), controls=())
        found = examine.at_level(found, (self.level, min(1.0, first.p_value * share)))
        hoped = {name: Refutation(name=name, outcome=Outcome.PASSED, message=HOPED) for name in self.design.challenges}
        if not self._supported(found, hoped):
            return Judged(first=first, supported=False)
        for name, challenge in self.design.challenges.items():
            hoped[name] = challenged(name, challenge, world, first, self.edge, [])
            if not self._supported(found, hoped):
                return Judged(first=first, supported=False)
        return Judged(first=first, supported=True)

    def _supported(self, found: EdgeFindings, tried: dict[str, Refutation]) -> bool:
        found = replace(found, refutations=tuple(tried.values()))
        case = self.case
        verdict = judge_edge(case.graph, self.edge, found, case.rubric, case.frame.sampling)
        return verdict.grounds.word is Word.SUPPORTED


HOPED = Message(key="refuter.passed")  # of a challenge not run yet; no reader sees it


def _simulated(case: Case, edge: Edge, estimand: Estimand, level: float, size: float) -> Calibration:
    assert edge.design is not None
    design, rubric = designs()[edge.design.design], case.rubric
    assert design.simulate is not None
    given = declared(case.frame, case.graph, edge, estimand, case.seed, rubric)
    first = design.first(given)
    present = abs(size) * (edge.sign or int(np.sign(first.effect)) or 1)
    blank = replace(examine.unfound(case, edge), estimand=estimand)
    court = Court(case=case, edge=edge, design=design, blank=blank, level=level)
    world = design.simulate(given)
    count = min(rubric.worlds, int(np.clip(CELLS // max(first.rows, 1), FEWEST, WORLDS)))
    without = [court.judge(_drawn(world, given, 0.0, f"world without {one}")) for one in range(count)]
    with_it = [court.judge(_drawn(world, given, present, f"world with {one}")) for one in range(count)]
    known = [one.first for one in with_it if one.first is not None]
    if not known:
        raise NotComputableError("in no simulated world could the effect be estimated")
    at_level = [examine.multiplicity.widen(one, level) for one in known]
    seen = [(one.low > 0 if present > 0 else one.high < 0) for one in at_level] + [False] * (count - len(known))
    return Calibration(
        edge=edge.id,
        rows=first.rows,
        effect=present,
        false_support=rate(np.array([one.supported for one in without])),
        power=rate(np.array([one.supported for one in with_it])),
        seen=rate(np.array(seen)),
        coverage=rate(np.array([one.low <= present <= one.high for one in known])),
    )


def _drawn(world: World, given: Declared, effect: float, name: str) -> Declared:
    """Draw a world; its challenges have random streams of its own, and fewer draws than the report's."""
    made = world(given.stream(name), effect)
    rubric = replace(given.rubric, draws=given.rubric.calibration_draws)
    return replace(made, rubric=rubric, stream=lambda one: given.stream(f"{name}: {one}"))
