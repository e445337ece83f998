"""How often the rubric errs on an edge with a study design: the whole of it, run on worlds simulated from the edge's own data.

The design draws the worlds: its units, dates, running variable and covariates stay as the data have them, and so does what leans on
each other in them; the data's own effect is gone, and another one, known, is in its place. Each world is judged by the code that
judges the report. That a world ends where something decides against it saves time and changes no verdict: what is then not looked
at could at best be passed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Calibration, ErrorRates, Estimate, Refutation
from causal.inference import examine
from causal.inference.designed import UNCOMPUTABLE, challenged, declared, reason, shown
from causal.inference.designs import designs
from causal.inference.multiplicity import widen
from causal.inference.rates import rate
from causal.judgement.judge import judge_edge
from causal.messages import Failure, Message, Outcome, Stage
from causal.verdict import Word
from causal.work.finite import finite, sound

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, Estimand
    from causal.inference.designs import Declared, StudyDesign, Worlds
    from causal.inference.examine import Case
    from causal.sampling import Sampling
    from causal.study import Edge, Graph
    from causal.verdict import Rubric

WORLDS = 80  # with the effect, and without it: a rate of 5% is then known to some 5 points, and a report of ten such edges takes twice its time
CELLS = 200_000  # rows of all worlds of a kind together, beyond which there are fewer worlds
FEWEST = 40  # worlds, however many rows they have
HOPED = Message(key="refuter.not_computed")  # of a challenge that has not run; no reader sees it


def error_rates(case: Case, edge_id: str, estimand: Estimand, level: float, size: float) -> ErrorRates:
    """Simulate how often the rubric errs on a designed edge, judged at confidence `level`, with an effect of `size`."""
    edge = case.graph.edge(edge_id)
    assert edge.design is not None
    given = declared(case.frame, case.graph, edge, estimand, case.seed, case.rubric)
    court = Court(
        graph=case.graph,
        edge=edge,
        design=designs()[edge.design.design],
        blank=replace(examine.unfound(case, edge), estimand=estimand),
        rubric=case.rubric,
        level=level,
        sampling=case.frame.sampling,
    )
    found, failures = None, []
    try:
        found = finite(rates(court, given, size))
    except UNCOMPUTABLE as error:
        failures.append(Failure(stage=Stage.CALIBRATE, subject=edge_id, reason=reason(error)))
    return ErrorRates(found=found, failures=tuple(failures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A world's judged estimate, None where there is none, and whether the edge is supported."""

    first: Estimate | None
    supported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Court:
    """What judges the worlds of an edge at confidence `level`, as the report is judged; `blank` are the findings of the edge's identification."""

    graph: Graph
    edge: Edge
    design: StudyDesign
    blank: EdgeFindings
    rubric: Rubric
    level: float
    sampling: Sampling

    def judge(self, world: Declared, first: Estimate | None = None) -> Judged:
        """Estimate a world, unless its judged estimate is given; where it could still be supported, put it to the challenges until one decides against it."""
        try:
            first = sound(self.design.first(world), Estimate) if first is None else first
        except UNCOMPUTABLE:
            return Judged(first=None, supported=False)
        others = (1.0 - self.rubric.level) / (1.0 - self.level)  # how many edges Holm's correction sets beside this one
        way = shown(self.design, self.edge)
        found = replace(self.blank, rows=first.rows, estimates=(first,), direction=way, controls=())
        found = examine.at_level(found, (self.level, min(1.0, first.p_value * others)))
        tried = {name: Refutation(name=name, outcome=Outcome.PASSED, message=HOPED) for name in self.design.challenges}
        supported = self._supports(found, tried)
        for name, challenge in sorted(self.design.challenges.items(), key=lambda one: one[1].slow):
            if not supported:
                break
            tried[name] = challenged(name, challenge, world, first, self.edge, [])
            supported = self._supports(found, tried)
        return Judged(first=first, supported=supported)

    def _supports(self, found: EdgeFindings, tried: dict[str, Refutation]) -> bool:
        found = replace(found, refutations=tuple(tried.values()))
        verdict = judge_edge(self.graph, self.edge, found, self.rubric, self.sampling)
        return verdict.grounds.word is Word.SUPPORTED


def rates(court: Court, given: Declared, size: float, most: int = WORLDS) -> Calibration:
    """Give false-support rate, power and coverage of an edge over at most so many worlds; raise NotComputableError where none can be drawn or estimated."""
    assert court.design.simulate is not None
    first = court.design.first(given)
    present = abs(size) * (court.edge.sign or int(np.sign(first.effect)) or 1)
    worlds = court.design.simulate(given)
    count = min(court.rubric.worlds, most, max(FEWEST, CELLS // max(first.rows, 1)))
    without, there = [], []
    for number in range(count):
        without.append(court.judge(_drawn(worlds, given, 0.0, number)))
        same = without[-1].first if worlds.additive else None
        moved = None if same is None else _moved(same, present)
        there.append(court.judge(_drawn(worlds, given, present, number), moved))
    known = [one.first for one in there if one.first is not None]
    if not known:
        raise NotComputableError("in no simulated world could the effect be estimated")
    wide = [widen(one, court.level) for one in known]
    seen = [one.low > 0 if present > 0 else one.high < 0 for one in wide] + [False] * (count - len(known))
    return Calibration(
        edge=court.edge.id,
        rows=first.rows,
        effect=present,
        false_support=rate(np.array([one.supported for one in without])),
        power=rate(np.array([one.supported for one in there])),
        seen=rate(np.array(seen)),
        coverage=rate(np.array([one.low <= present <= one.high for one in known])),
    )


def _drawn(worlds: Worlds, given: Declared, effect: float, number: int) -> Declared:
    """Draw a world, the same numbers with whatever effect; its challenges have random streams of its own, and fewer draws than the report's."""
    made = worlds.draw(given.stream(f"world {number}"), effect)
    rubric = replace(given.rubric, draws=given.rubric.calibration_draws)
    return replace(made, rubric=rubric, stream=lambda name: given.stream(f"world {number}: {name}"))


def _moved(first: Estimate, by: float) -> Estimate:
    """Give the estimate of the same world with an effect of `by`, where it is additive."""
    from scipy import stats

    effect = first.effect + by
    statistic = effect / first.standard_error
    return replace(
        first,
        effect=effect,
        low=first.low + by,
        high=first.high + by,
        statistic=statistic,
        p_value=float(2.0 * stats.t.sf(abs(statistic), first.degrees_of_freedom)),
    )
