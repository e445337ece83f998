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
from causal.findings import Calibration, ErrorRates, Estimate, Failure, Message, Outcome, Refutation, Stage
from causal.inference import examine
from causal.inference.designed import UNCOMPUTABLE, challenged, declared, reason_of, shown
from causal.inference.designs import designs
from causal.inference.error_rates import rate
from causal.judgement.judge import judge_edge
from causal.verdict import Word
from causal.work.finite import finite, sound

if TYPE_CHECKING:
    from causal.findings import EdgeFindings, Estimand
    from causal.inference.designs import Declared, StudyDesign, Worlds
    from causal.inference.examine import Case
    from causal.study import Edge

WORLDS = 80  # with the effect and without it: a rate of 5% is then known to some 5 points, and a report with ten such edges takes twice its time
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

    def judge(self, world: Declared, first: Estimate | None = None) -> Judged:
        """Estimate a world, unless its judged estimate is given; where it could still be supported, put it to the challenges until one decides against it."""
        try:
            first = sound(self.design.first(world), Estimate) if first is None else first
        except UNCOMPUTABLE:
            return Judged(first=None, supported=False)
        share = (1.0 - self.case.rubric.level) / (1.0 - self.level)
        found = replace(
            self.blank, rows=first.rows, estimates=(first,), direction=shown(self.design, self.edge), controls=()
        )
        found = examine.at_level(found, (self.level, min(1.0, first.p_value * share)))
        hoped = {name: Refutation(name=name, outcome=Outcome.PASSED, message=HOPED) for name in self.design.challenges}
        if not self._supported(found, hoped):
            return Judged(first=first, supported=False)
        for name, challenge in sorted(self.design.challenges.items(), key=lambda one: one[1].slow):
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
    worlds = design.simulate(given)
    count = min(rubric.worlds, int(np.clip(CELLS // max(first.rows, 1), FEWEST, WORLDS)))
    without, with_it = [], []
    for number in range(count):
        without.append(court.judge(_drawn(worlds, given, 0.0, number)))
        known = without[-1].first if worlds.additive else None
        moved = None if known is None else _moved(known, present)
        with_it.append(court.judge(_drawn(worlds, given, present, number), moved))
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
