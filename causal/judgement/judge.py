"""From findings to words: the rubric applied, edge by edge and claim by claim.

The thresholds are in `causal.verdict.RUBRIC`; the order of the grounds is RUBRIC's: nothing measured, nothing
identified, contradicted, established, and otherwise no effect (with the power to see one) or inconclusive. An
effect that is there but fails a refutation is inconclusive, not absent; so is one against what is stated.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from causal.errors import NotComputableError
from causal.findings import Order, Strategy
from causal.inference.designs import designs
from causal.inference.refuters import refuters
from causal.judgement.checks._readings import together
from causal.messages import Failure, Message, Outcome, Stage
from causal.study import EventTest
from causal.verdict import (
    EDGE_TESTS_MAY_BE_INAPPLICABLE,
    PRECEDENCE,
    EdgeTest,
    EdgeVerdict,
    Evidence,
    Grounds,
    Step,
    Strength,
    Test,
    Verdict,
    Word,
)
from causal.work.finite import sound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from causal.findings import DirectionFindings, EdgeFindings, EventDay
    from causal.frame import Column
    from causal.judgement.checks import Check, Context
    from causal.messages import Value
    from causal.sampling import Sampling
    from causal.study import CheckRequest, Claim, Edge, Graph
    from causal.verdict import Rubric

LADDER = (Strength.VERY_LOW, Strength.LOW, Strength.MODERATE, Strength.HIGH)


class EventResult(StrEnum):
    """What the event says of an edge: the cause moved as stated, or why it is no evidence.

    Only an unusual move the other way speaks against the claim: on an ordinary day a cause moves either way.
    """

    PASSED = "passed"
    OTHER_WAY = "other_way"
    USUALLY_OTHER_WAY = "usually_other_way"
    USUAL = "usual"
    WRONG_CONTRIBUTION = "wrong_contribution"


def judge_edge(
    graph: Graph,
    edge: Edge,
    found: EdgeFindings,
    rubric: Rubric,
    sampling: Sampling | None = None,
    columns: Sequence[Column] = (),
) -> EdgeVerdict:
    """Run the tests of the rubric over what was found about one edge.

    The event is no test of rows that have none, nor of a claim that is about no event. Where too few rows are complete,
    `columns` tell whether a series of longer steps than the rows is why.
    """
    apart = _no_event(edge, sampling)
    event = _event_result(graph, edge, found.event, rubric) if found.event and apart is None else None
    listed = (
        _measured(graph, edge, found, rubric),
        _identified(graph, found),
        _effect(edge, found, rubric),
        _timing(edge, found),
        _direction(graph, edge, found),
        _refuted(edge, found),
        _sensitivity(edge, found, sampling),
        _controls(graph, edge, found),
        apart or _event(graph, edge, found, event, rubric),
    )
    tests = dict(zip(EdgeTest, listed, strict=True))
    grounds = _grounds(graph, edge, found, tests, event, rubric)
    steps = _steps(found, tests, rubric) if found.estimates else ()
    return EdgeVerdict(
        graph=graph.id,
        edge=edge.id,
        grounds=grounds,
        tests=listed,
        score=score(listed),
        strength=climb(_start(edge), steps) if found.estimates else None,
        steps=steps,
        reason=_sparse(graph, edge, found, grounds, columns, daily=sampling is None or sampling.daily)
        or _reason(graph, edge, found, grounds, tests, event),
        would_change=_would_change(graph, edge, found, grounds),
    )


def _start(edge: Edge) -> Strength:
    """Give the strength that an edge's evidence starts from: low, but what its study design starts from."""
    return Strength.LOW if edge.design is None else designs()[edge.design.design].start


def _measured(graph: Graph, edge: Edge, found: EdgeFindings, rubric: Rubric) -> Test:
    latent = _latent(graph, edge)
    minimum = found.rows_wanted or rubric.minimum_rows
    outcome = Outcome.FAILED if latent or found.rows < minimum else Outcome.PASSED
    kind = "latent" if latent else "few" if outcome is Outcome.FAILED else "proxy" if found.by_proxy else "passed"
    values: dict[str, Value] = {
        "rows": found.rows,
        "minimum": minimum,
        "nodes": tuple(graph.variable(n).label for n in (latent or found.by_proxy)),
    }
    return Test(name=EdgeTest.MEASURED, outcome=outcome, message=Message(key=f"test.measured.{kind}", values=values))


def _latent(graph: Graph, edge: Edge) -> list[str]:
    return [n for n in (edge.treatment, edge.outcome) if graph.variable(n).measure is None]


def _identified(graph: Graph, found: EdgeFindings) -> Test:
    if found.estimand is None or found.estimand.strategy is Strategy.NONE:
        message = Message(key="test.identified.none")
        if selected := _chosen_by(graph, found):
            message = Message(key="test.identified.selected", values={"selected": selected})
        return Test(name=EdgeTest.IDENTIFIED, outcome=Outcome.FAILED, message=message)
    estimand = found.estimand
    chosen = {Strategy.INSTRUMENT: estimand.instruments, Strategy.FRONT_DOOR: estimand.mediators}
    values: dict[str, Value] = {
        "count": len(estimand.adjustment),
        "set": chosen.get(estimand.strategy, estimand.adjustment),
    }
    if estimand.strategy is Strategy.INSTRUMENT and estimand.adjustment:
        values["given"] = estimand.adjustment
    message = Message(key=f"test.identified.{estimand.strategy.name.lower()}", values=values)
    return Test(name=EdgeTest.IDENTIFIED, outcome=Outcome.PASSED, message=message)


def _chosen_by(graph: Graph, found: EdgeFindings) -> tuple[str, ...]:
    """Give the labels of what chose the rows, where that alone leaves the edge without a strategy."""
    return tuple(graph.variable(name).label for name in found.estimand.selected_by) if found.estimand else ()


def _effect(edge: Edge, found: EdgeFindings, rubric: Rubric) -> Test:
    if not found.estimates or found.holm_low is None or found.holm_high is None or found.holm_p is None:
        return _not_computed(EdgeTest.EFFECT, found)
    first = found.estimates[0]
    weak = _weak_instrument(found, rubric)
    excludes = found.holm_low > 0 or found.holm_high < 0
    right = edge.sign == 0 or np.sign(first.effect) == edge.sign
    passed = excludes and right and found.holm_p <= 1.0 - rubric.level and not weak
    kind = "weak_instrument" if weak else "passed" if passed else "wrong_sign" if excludes and not right else "failed"
    values: dict[str, Value] = {
        "effect": first.effect,
        "low": found.holm_low,
        "high": found.holm_high,
        "level": found.holm_level,
        "p": found.holm_p,
        "power": found.power,
        "smallest": found.smallest_effect,
        "f": first.first_stage_f,
        "sign": edge.sign,
    }
    outcome = Outcome.PASSED if passed else Outcome.FAILED
    return Test(name=EdgeTest.EFFECT, outcome=outcome, message=Message(key=f"test.effect.{kind}", values=values))


def _weak_instrument(found: EdgeFindings, rubric: Rubric) -> bool:
    strength = found.estimates[0].first_stage_f
    return strength is not None and strength < rubric.weak_instrument_f


def _serving(edge: Edge, test: str) -> list[str]:
    """Name the attempts to refute an edge that serve a test: those of its study design, or the refuters."""
    if edge.design is None:
        return [name for name, refuter in refuters().items() if refuter.test == test]
    return [name for name, one in designs()[edge.design.design].challenges.items() if one.test == test]


def _timing(edge: Edge, found: EdgeFindings) -> Test:
    served = _serving(edge, "timing")
    if edge.design is not None and not served:
        return Test(name=EdgeTest.TIMING, outcome=Outcome.NOT_APPLICABLE, message=Message(key="test.timing.no_order"))
    leads = next((found.refutation(name) for name in served), None)
    if leads is None:
        return _not_computed(EdgeTest.TIMING, found)
    return Test(name=EdgeTest.TIMING, outcome=leads.outcome, message=leads.message)


def _refuted(edge: Edge, found: EdgeFindings) -> Test:
    names = _serving(edge, "refuted")
    if not found.refutable:
        return _not_applicable(EdgeTest.REFUTED)
    ran = [r for r in found.refutations if r.name in names and r.outcome is not Outcome.NOT_APPLICABLE]
    if not ran or any(r.outcome is Outcome.NOT_COMPUTED for r in ran):
        return _not_computed(EdgeTest.REFUTED, found)
    failed = tuple(r.name for r in ran if r.outcome is Outcome.FAILED)
    survived = sum(r.outcome is Outcome.PASSED for r in ran)
    values: dict[str, Value] = {"survived": survived, "count": len(ran), "failed": failed}
    outcome = Outcome.FAILED if failed else Outcome.PASSED
    message = Message(key=f"test.refuted.{outcome.value}", values=values)
    return Test(name=EdgeTest.REFUTED, outcome=outcome, message=message)


def _direction(graph: Graph, edge: Edge, found: EdgeFindings) -> Test:
    way = found.direction
    if way is None:
        return _not_computed(EdgeTest.DIRECTION, found)
    values: dict[str, Value] = {
        "treatment": graph.variable(edge.treatment).label,
        "outcome": graph.variable(edge.outcome).label,
        "because": edge.because,
        "note": edge.because_note,
        "statistic": way.statistic,
        "critical": way.critical,
        "tests": len(way.implied),
        "p": way.shape_p,
    }
    if way.order is Order.UNDECIDED:
        kind = "undecided" if way.shape_p is None else "unfit"
    elif way.order is Order.REVERSED:
        kind = "reversed" if _runs_backwards(way) else "against"
    elif way.rejected:
        kind = "rejected"
        first = min(way.rejected, key=lambda one: one.p_value)
        values |= {"node": first.node, "others": first.others, "p": first.p_value}
    else:
        kind = way.why or "declared"
    passed = kind not in UNSHOWN
    outcome = Outcome.PASSED if passed else Outcome.FAILED
    if kind == "identified":
        outcome = Outcome.NOT_APPLICABLE
    message = Message(key=f"test.direction.{kind}", values=values)
    return Test(name=EdgeTest.DIRECTION, outcome=outcome, message=message)


UNSHOWN = frozenset({"unfit", "reversed", "against", "undecided", "rejected", "cycle", "few_values", "undesigned"})


def _runs_backwards(way: DirectionFindings) -> bool:
    """Whether the data show the reversed order, and nothing that it implies is rejected."""
    return way.order is Order.REVERSED and not any(one.rejected for one in way.reversed_implied)


def _sensitivity(edge: Edge, found: EdgeFindings, sampling: Sampling | None) -> Test:
    decides = edge.must_withstand(ordered=sampling is None or sampling.ordered)
    if edge.design is not None:
        message = Message(key="test.sensitivity.design")
        return Test(name=EdgeTest.SENSITIVITY, outcome=Outcome.NOT_APPLICABLE, message=message, required=False)
    if found.sensitivity is None:
        name = EdgeTest.SENSITIVITY
        return replace(_not_computed(name, found) if found.refutable else _not_applicable(name), required=decides)
    return Test(
        name=EdgeTest.SENSITIVITY,
        outcome=found.sensitivity.outcome,
        message=found.sensitivity.message,
        required=decides,
    )


def _controls(graph: Graph, edge: Edge, found: EdgeFindings) -> Test:
    told, name = found.controls, EdgeTest.CONTROLS
    if not graph.controls:
        message = Message(key="test.controls.none")
        return Test(name=name, outcome=Outcome.NOT_APPLICABLE, message=message)
    if told is None:
        return _not_computed(name, found)
    values: dict[str, Value] = {
        "treatment": graph.variable(edge.treatment).label,
        "outcome": graph.variable(edge.outcome).label,
        "tests": len(told),
    }
    kind = "unserved" if not told else "passed"
    if rejected := [one for one in told if one.rejected]:
        first = min(rejected, key=lambda one: one.estimate.p_value)
        kind = first.side.value
        values |= {"control": first.variable, "effect": first.estimate.effect, "p": first.estimate.p_value}
    outcome = Outcome.FAILED if rejected else Outcome.PASSED if told else Outcome.NOT_APPLICABLE
    return Test(name=name, outcome=outcome, message=Message(key=f"test.controls.{kind}", values=values))


def _no_event(edge: Edge, sampling: Sampling | None) -> Test | None:
    """Give what stands for the test of the event where there is nothing to test; None where there is."""
    if sampling is not None and not sampling.has_event:
        message = Message(key=f"test.event.{sampling.key}")
    elif edge.design is not None:
        message = Message(key="test.event.design")
    elif edge.event_test is EventTest.NONE:
        message = Message(key="test.event.none")
    else:
        return None
    return Test(name=EdgeTest.EVENT, outcome=Outcome.NOT_APPLICABLE, message=message)


def _event_result(graph: Graph, edge: Edge, event: EventDay, rubric: Rubric) -> EventResult:
    cause = graph.needed_direction(edge)
    effect = graph.stated_direction(edge.outcome) or edge.sign * cause
    if cause and np.sign(event.treatment_move) == -cause:
        unusual = event.opposite_rank / event.treatment_count <= rubric.unusual_share
        return EventResult.OTHER_WAY if unusual else EventResult.USUALLY_OTHER_WAY
    if not event.treatment_move or event.treatment_rank / event.treatment_count > rubric.unusual_share:
        return EventResult.USUAL
    if effect and np.sign(event.contribution) != effect:
        return EventResult.WRONG_CONTRIBUTION
    return EventResult.PASSED


def _event(graph: Graph, edge: Edge, found: EdgeFindings, result: EventResult | None, rubric: Rubric) -> Test:
    event = found.event
    if event is None or result is None:
        return _not_computed(EdgeTest.EVENT, found)
    values: dict[str, Value] = {
        "move": event.treatment_move,
        "rank": event.treatment_rank,
        "count": event.treatment_count,
        "tail": event.treatment_rank / event.treatment_count,
        "unusual": rubric.unusual_share,
        "contribution": event.contribution,
        "low": event.low,
        "high": event.high,
        "share": event.share,
        "share_low": event.share_low,
        "share_high": event.share_high,
        "outcome_move": event.outcome_move,
        "day": event.treatment_day,
        "until": event.until,
        "treatment": graph.variable(edge.treatment).label,
        "outcome": graph.variable(edge.outcome).label,
        "treatment_unit": _unit(graph, edge.treatment),
        "outcome_unit": _unit(graph, edge.outcome),
    }
    outcome = Outcome.PASSED if result is EventResult.PASSED else Outcome.FAILED
    key = f"test.event.{_of_kind(edge)}{result.value}"
    return Test(name=EdgeTest.EVENT, outcome=outcome, message=Message(key=key, values=values))


def _of_kind(edge: Edge) -> str:
    """Give the part of a key that tells a step and a period from a move on the day."""
    return "" if edge.event_test is EventTest.SHOCK else f"{edge.event_test.value}_"


def _not_applicable(name: EdgeTest) -> Test:
    return Test(name=name, outcome=Outcome.NOT_APPLICABLE, message=Message(key="refuter.no_functional"))


def _not_computed(name: EdgeTest, found: EdgeFindings) -> Test:
    reason = found.failures[0].reason if found.failures else ""
    message = Message(key="test.not_computed", values={"reason": reason})
    return Test(name=name, outcome=Outcome.NOT_COMPUTED, message=message)


def _grounds(
    graph: Graph,
    edge: Edge,
    found: EdgeFindings,
    tests: Mapping[EdgeTest, Test],
    event: EventResult | None,
    rubric: Rubric,
) -> Grounds:
    if _latent(graph, edge):
        return Grounds.NOT_MEASURED
    if tests[EdgeTest.IDENTIFIED].outcome is Outcome.FAILED:
        return Grounds.NOT_IDENTIFIED
    if tests[EdgeTest.MEASURED].outcome is Outcome.FAILED or not found.estimates or found.holm_low is None:
        return Grounds.INCONCLUSIVE
    against = _against(edge, found)
    if event is EventResult.OTHER_WAY or (against and _withstands(tests) and not _weak_instrument(found, rubric)):
        return Grounds.CONTRADICTED
    backwards = found.direction is not None and _runs_backwards(found.direction) and not _turns(found)
    backwards = backwards and not _misses(EdgeTest.CONTROLS, tests[EdgeTest.CONTROLS])
    if tests[EdgeTest.EFFECT].outcome is Outcome.PASSED and backwards:
        return Grounds.CONTRADICTED
    missed = {name for name, test in tests.items() if _misses(name, test)}
    if not missed:
        return Grounds.EFFECT_ESTABLISHED
    if missed <= {EdgeTest.DIRECTION, EdgeTest.SENSITIVITY, EdgeTest.CONTROLS}:
        return Grounds.ASSOCIATION_ONLY
    absent = tests[EdgeTest.EFFECT].outcome is Outcome.FAILED and not _weak_instrument(found, rubric)
    absent = absent and not against and not _turns(found)
    if absent and found.power is not None and found.power >= rubric.required_power:
        return Grounds.NO_EFFECT_FOUND
    return Grounds.INCONCLUSIVE


def _against(edge: Edge, found: EdgeFindings) -> bool:
    """Whether the interval lies wholly on the other side of what is stated."""
    if not edge.sign or found.holm_low is None or found.holm_high is None:
        return False
    return found.holm_high < 0 if edge.sign > 0 else found.holm_low > 0


def _turns(found: EdgeFindings) -> bool:
    """Whether the data reject a straight line for a curve that does not keep the estimate's sign."""
    line = found.refutation("linearity")
    return line is not None and line.outcome is Outcome.FAILED


def _withstands(tests: Mapping[EdgeTest, Test]) -> bool:
    """Whether an estimate passes, on whichever side it lies, what an established one must pass."""
    tried = (EdgeTest.TIMING, EdgeTest.DIRECTION, EdgeTest.REFUTED, EdgeTest.SENSITIVITY, EdgeTest.CONTROLS)
    return not any(_misses(name, tests[name]) for name in tried)


def _misses(name: EdgeTest, test: Test) -> bool:
    """Whether a test that decides is not passed."""
    return test.required and test.outcome is not Outcome.PASSED and not _excused(name, test)


def _excused(name: EdgeTest, test: Test) -> bool:
    return test.outcome is Outcome.NOT_APPLICABLE and name in EDGE_TESTS_MAY_BE_INAPPLICABLE


def _steps(found: EdgeFindings, tests: Mapping[EdgeTest, Test], rubric: Rubric) -> tuple[Step, ...]:
    first = found.estimates[0]
    steps = []
    if found.by_proxy:
        steps.append(Step(by=-1, reason=Message(key="step.proxy")))
    for one in (one for one in found.agreements if one.rejected):
        values: dict[str, Value] = {"variable": one.variable, "measures": one.measures, "p": one.p_value}
        steps.append(Step(by=-1, reason=Message(key="step.measures", values=values)))
    if tests[EdgeTest.SENSITIVITY].outcome is Outcome.FAILED:
        steps.append(Step(by=-1, reason=Message(key="step.bias")))
    if (gap := _inconsistency(found, rubric)) is not None:
        steps.append(Step(by=-1, reason=Message(key="step.inconsistency", values={"z": gap})))
    if first.low <= 0 <= first.high:
        steps.append(Step(by=-1, reason=Message(key="step.imprecision")))
    elif first.standardised is not None and abs(first.standardised) >= rubric.large_effect:
        steps.append(Step(by=1, reason=Message(key="step.large", values={"standardised": first.standardised})))
    if all(tests[name].outcome is Outcome.PASSED for name in (EdgeTest.TIMING, EdgeTest.EFFECT)) and not _blind(
        tests[EdgeTest.TIMING], rubric
    ):
        steps.append(Step(by=1, reason=Message(key="step.timing")))
    return tuple(steps)


def _blind(timing: Test, rubric: Rubric) -> bool:
    """Whether a test of timing says of itself that it would seldom have seen what it looks for."""
    power = timing.message.values.get("power")
    return isinstance(power, float) and power < rubric.required_power


def _inconsistency(found: EdgeFindings, rubric: Rubric) -> float | None:
    """Give the z of the difference between the halves of the sample where it is larger than allowed."""
    parts = {e.method: e for e in found.estimates}
    if not {"first_half", "second_half"} <= set(parts):
        return None
    a, b = parts["first_half"], parts["second_half"]
    z = abs(a.effect - b.effect) / float(np.hypot(a.standard_error, b.standard_error))
    return z if rubric.inconsistency_z < z < np.inf else None


def _unit(graph: Graph, name: str) -> str:
    """Give the unit of a variable's move."""
    measure = graph.variable(name).measure
    return "" if measure is None else measure.difference_unit


def _facts(graph: Graph, edge: Edge, found: EdgeFindings) -> dict[str, Value]:
    first = found.estimates[0] if found.estimates else None
    cause, effect = graph.variable(edge.treatment), graph.variable(edge.outcome)
    return {
        "treatment": cause.label,
        "outcome": effect.label,
        "rows": found.rows,
        "proxy": bool(found.by_proxy),
        "treatment_unit": _unit(graph, edge.treatment),
        "outcome_unit": _unit(graph, edge.outcome),
        "effect": first.effect if first else None,
        "low": found.holm_low,
        "high": found.holm_high,
        "level": found.holm_level,
        "power": found.power,
        "smallest": found.smallest_effect,
        "sign": edge.sign,
        "latent": tuple(graph.variable(name).label for name in _latent(graph, edge)),
        "needs": tuple(dict.fromkeys(v.needs for v in (cause, effect) if v.needs)),
    }


def _would_change(graph: Graph, edge: Edge, found: EdgeFindings, grounds: Grounds) -> Message:
    values = _facts(graph, edge, found)
    if grounds is Grounds.NOT_IDENTIFIED and (chosen := _chosen_by(graph, found)):
        return Message(key="edge.would_change.not_identified_by_choice", values={**values, "selected": chosen})
    if grounds is Grounds.ASSOCIATION_ONLY and (
        moved := [one.variable for one in found.controls or () if one.rejected]
    ):
        known = tuple(v.label for v in graph.controls if v.name in moved)
        return Message(key="edge.would_change.hidden", values={**values, "controls": known})
    return Message(key=f"edge.would_change.{key(grounds)}", values=values)


def _reason(
    graph: Graph,
    edge: Edge,
    found: EdgeFindings,
    grounds: Grounds,
    tests: Mapping[EdgeTest, Test],
    event: EventResult | None,
) -> Message:
    unpassed = {Outcome.FAILED, Outcome.NOT_COMPUTED}
    failed = tuple(name for name, t in tests.items() if t.required and t.outcome in unpassed)
    values: dict[str, Value] = {**_facts(graph, edge, found), "failed": tuple(name.value for name in failed)}
    kind = key(grounds)
    if grounds is Grounds.CONTRADICTED and tests[EdgeTest.EFFECT].outcome is Outcome.PASSED:
        kind = "runs_backwards"
    if grounds is Grounds.ASSOCIATION_ONLY:
        values |= {"why": tests[EdgeTest.DIRECTION].message.key.rpartition(".")[2]}
        values |= {"undirected": tests[EdgeTest.DIRECTION].outcome is not Outcome.PASSED, "note": ""}
        values |= {"hidden": tests[EdgeTest.CONTROLS].outcome is Outcome.FAILED}
    if grounds is Grounds.CONTRADICTED and event is EventResult.OTHER_WAY:
        kind = f"{_of_kind(edge)}moved_other_way"
        values |= tests[EdgeTest.EVENT].message.values
    if grounds is Grounds.NOT_IDENTIFIED and (chosen := _chosen_by(graph, found)):
        kind = "not_identified_by_choice"
        values["selected"] = chosen
    if grounds is Grounds.INCONCLUSIVE:
        kind = _undecided(edge, found, failed)
    if kind == "few_rows":
        values |= tests[EdgeTest.MEASURED].message.values
    if kind == "curved" and (line := found.refutation("linearity")) is not None:
        values |= {name: found for name, found in line.message.values.items() if name in {"p", "slopes", "places"}}
    if kind == "against_not_robust":
        values["failed"] = tuple(name.value for name in failed if name is not EdgeTest.EFFECT)
    if not found.estimates and found.failures:
        values["why"] = found.failures[0].reason
    return _read_as(graph, edge, Message(key=f"edge.reason.{kind}", values=values))


def _read_as(graph: Graph, edge: Edge, said: Message) -> Message:
    """Add, of a design whose effect is a part of the edge's, through which variable that part runs."""
    request = edge.design
    if request is None or not (key := designs()[request.design].reads) or said.values.get("effect") is None:
        return said
    through = graph.variable(str(request.parameters[key])).label
    return replace(said, values={**said.values, "through": through}, then=f"design.{request.design}.reads")


def _sparse(
    graph: Graph, edge: Edge, found: EdgeFindings, grounds: Grounds, columns: Sequence[Column], *, daily: bool
) -> Message | None:
    """Give the reason of an edge that cannot be told because a series has longer steps than the rows; else None."""
    if grounds not in {Grounds.NOT_MEASURED, Grounds.INCONCLUSIVE}:
        return None
    known = {column.name: column for column in columns}
    sparse = [known[name] for name in (edge.treatment, edge.outcome) if name in known and known[name].every > 1]
    if not sparse:
        return None
    first = max(sparse, key=lambda column: column.every)
    values: dict[str, Value] = {
        "treatment": graph.variable(edge.treatment).label,
        "outcome": graph.variable(edge.outcome).label,
        "rows": found.rows,
        "sparse": graph.variable(first.name).label,
        "observations": first.observations,
        "sampled": first.observations + first.missing,
        "every": first.every,
        "daily": daily,
    }
    return Message(key="edge.reason.sparse", values=values)


def _undecided(edge: Edge, found: EdgeFindings, failed: Sequence[EdgeTest]) -> str:
    """Give the last part of the key of the sentence that says why nothing is decided."""
    if EdgeTest.MEASURED in failed:
        return "few_rows"
    if found.estimates and _turns(found):
        return "curved"
    if _against(edge, found):
        return "against_not_robust"
    if EdgeTest.EFFECT in failed or not found.estimates:
        return key(Grounds.INCONCLUSIVE)
    return "not_robust" if found.refutable else "not_refutable"


def key(grounds: Grounds) -> str:
    """Give the grounds as part of a catalogue key."""
    return grounds.name.lower()


def score(tests: Sequence[Test]) -> int:
    """Give the share of the required tests that apply and passed, in percent."""
    counted = [t for t in tests if t.required and t.outcome is not Outcome.NOT_APPLICABLE]
    return round(100 * sum(t.outcome is Outcome.PASSED for t in counted) / len(counted)) if counted else 0


def climb(start: Strength, steps: Sequence[Step]) -> Strength:
    """Go up and down the ladder from `start`, never past its ends."""
    position = LADDER.index(start) + sum(step.by for step in steps)
    return LADDER[max(0, min(len(LADDER) - 1, position))]


def check(claim: Claim, request: CheckRequest, known: Check, context: Context) -> Evidence:
    """Run one check of a claim, and each other reading of its words, and put them together."""
    given = (request.parameters, *(reading.parameters for reading in request.readings))
    found = [_read(claim, request, known, context, parameters) for parameters in given]
    return together(request, found) if request.readings else found[0]


def _read(
    claim: Claim, request: CheckRequest, known: Check, context: Context, parameters: Mapping[str, Any]
) -> Evidence:
    """Run a check under one reading; one that cannot answer in finite numbers is recorded as such, never left out."""
    from causal.files.adapters import adapter

    try:
        found = sound(known.run(adapter(known.parameters).validate_python(parameters), context), Evidence)
    except (NotComputableError, np.linalg.LinAlgError, ArithmeticError) as error:
        return _unanswered(claim, request, str(error))
    return replace(found, check=request.check, says=request.says or found.says)


def _unanswered(claim: Claim, request: CheckRequest, reason: str) -> Evidence:
    message = Message(key="check.not_computed", values={"reason": reason})
    return Evidence(
        check=request.check,
        says=request.says,
        grounds=Grounds.INCONCLUSIVE,
        reason=message,
        tests=(Test(name="computed", outcome=Outcome.NOT_COMPUTED, message=message),),
        start=Strength.VERY_LOW,
        failures=(Failure(stage=Stage.CHECK, member=request.check, subject=claim.id, reason=reason),),
    )


def judge(claim: Claim, evidence: Sequence[Evidence]) -> Verdict:
    """Give the verdict of a claim: supported when all its parts are; otherwise the gravest grounds of any part."""
    grounds = min((e.grounds for e in evidence), key=PRECEDENCE.index)
    deciding = next(e for e in evidence if e.grounds is grounds)
    tested = [e for e in evidence if e.grounds not in {Grounds.NOT_MEASURED, Grounds.NOT_CHECKABLE}]
    weakest = min(tested, key=lambda e: LADDER.index(climb(e.start, e.steps)), default=None)
    return Verdict(
        claim=claim.id,
        word=grounds.word,
        grounds=grounds,
        score=score([test for e in evidence for test in e.tests]),
        strength=None if weakest is None else climb(weakest.start, weakest.steps),
        steps=() if weakest is None else weakest.steps,
        reason=deciding.reason,
        evidence=tuple(evidence),
        parts_supported=sum(e.grounds.word is Word.SUPPORTED for e in evidence),
        parts=len(evidence),
        would_change=_changes(evidence),
        safer=None if grounds.word is Word.SUPPORTED else _safer(deciding, grounds),
        overridden=claim.override is not None,
    )


def _changes(evidence: Sequence[Evidence]) -> tuple[Message, ...]:
    seen: list[Message] = []
    for part in evidence:
        if part.would_change is not None and part.would_change not in seen:
            seen.append(part.would_change)
    return tuple(seen)


def _safer(deciding: Evidence, grounds: Grounds) -> Message:
    """Give a wording that the evidence would carry; the catalogue words it from the deciding part's numbers."""
    missed = next((c for c in deciding.comparisons if c.agrees is Outcome.FAILED and c.found is not None), None)
    if missed is not None:
        return Message(
            key="safer.figure",
            values={
                "label": missed.label,
                "found": missed.found,
                "unit": missed.unit,
                "at": missed.at,
                "end": missed.end,
                "source": missed.source.label,
            },
        )
    family = "edge" if deciding.edge else "claim"
    return Message(key=f"safer.{family}.{key(grounds)}", values=dict(deciding.reason.values))
