"""A case carries structure and numbers, never wording; its digest changes with whatever its results depend on."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from causal.findings import EdgeFindings, Strategy
from causal.inference import estimate, estimators, examine, refute
from causal.inference.estimators import Estimator, linear
from causal.inference.refuters import Decision, Refuter
from causal.messages import Failure, Outcome, Stage
from causal.study import Family, Measure
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, confounded_world, event_at


@pytest.fixture
def parts():
    world = confounded_world(120, 0.3, np.random.default_rng(1))
    return {"graph": CONFOUNDED, "frame": world, "event": event_at(world, 100), "seed": 1, "rubric": RUBRIC}


class Given:
    """As much of a study as a case is cut from."""

    def __init__(self, event, seed):
        self.event, self.seed = event, seed


def cut(parts):
    return examine.case(Given(parts["event"], parts["seed"]), parts["graph"], parts["frame"], parts["rubric"])


def test_wording_is_no_part_of_a_case(parts):
    graph = parts["graph"]
    reworded = replace(
        graph,
        title="Another",
        note="n",
        claims=("c9",),
        variables=tuple(replace(v, label=v.name.upper(), note="n", needs="m") for v in graph.variables),
        edges=tuple(replace(e, mechanism="because") for e in graph.edges),
    )
    event = replace(parts["event"], label="otherwise")
    assert cut({**parts, "graph": reworded, "event": event}).digest == cut(parts).digest


@pytest.mark.parametrize("change", ["sign", "lag", "seed", "rubric", "data", "event", "kind", "smallest"])
def test_whatever_counts_changes_the_digest(parts, change):
    graph, event = parts["graph"], parts["event"]
    edges, variables = list(graph.edges), list(graph.variables)
    if change in {"sign", "lag", "smallest"}:
        edges[-1] = replace(
            edges[-1], **{"sign": {"sign": -1}, "lag": {"lag": 1}, "smallest": {"smallest_effect": 0.1}}[change]
        )
    if change == "kind":
        variables[0] = replace(variables[0], persistence=2)
    data = confounded_world(120, 0.3, np.random.default_rng(2)) if change == "data" else parts["frame"]
    changed = {
        "graph": replace(graph, edges=tuple(edges), variables=tuple(variables)),
        "event": replace(event, day=event.start) if change == "event" else event,
        "seed": 2 if change == "seed" else 1,
        "rubric": replace(RUBRIC, draws=7) if change == "rubric" else RUBRIC,
        "frame": data,
    }
    assert cut(changed).digest != cut(parts).digest


def test_an_alternative_measure_that_fails_is_told_by_its_label(parts):
    """By its stage: a failure of another stage keeps its subject, whatever that is."""
    other = Measure(formula="data.x", label="X, otherwise", unit="points")
    graph = replace(
        parts["graph"],
        variables=tuple(replace(v, alternatives=(other,)) if v.name == "x" else v for v in parts["graph"].variables),
    )
    failures = tuple(Failure(stage=stage, subject="data.x", reason="") for stage in Stage)
    told = examine.worded(EdgeFindings(graph="g", edge="x->y", by_proxy=(), rows=0, failures=failures), graph)
    assert {f.stage for f in told.failures if f.subject == "X, otherwise"} == {Stage.ALTERNATIVE_MEASURE}
    assert {f.subject for f in told.failures if f.stage is not Stage.ALTERNATIVE_MEASURE} == {"data.x"}


def test_the_wording_of_alternative_measures_comes_back(parts):
    graph = parts["graph"]
    other = Measure(formula="data.x", label="X, otherwise", unit="points")
    worded = replace(
        graph, variables=tuple(replace(v, alternatives=(other,)) if v.name == "x" else v for v in graph.variables)
    )
    frame = parts["frame"].table(["x", "y", "z"])
    frame["x~1"] = frame["x"] * 2.0
    from causal.frame import Frame

    case = cut({**parts, "graph": worded, "frame": Frame(frame, (), {}), "rubric": replace(RUBRIC, draws=30)})
    found = examine.examine(case, "x->y")
    assert found.alternatives[0].measure.label == "data.x"
    assert examine.worded(found, worded).alternatives[0].measure == other
    assert found.alternatives[0].estimate.effect == pytest.approx(found.estimates[0].effect / 2)


@pytest.mark.parametrize("result", [math.nan, (1.0, math.inf)])
def test_a_stage_that_gives_no_finite_number_leaves_a_failure(result):
    failures = []
    assert examine.recorded(lambda: result, Stage.POWER, "x->y", failures) is None
    assert (failures[0].stage, failures[0].subject) == (Stage.POWER, "x->y")
    assert "no finite number" in failures[0].reason


def test_a_stage_that_divides_by_nothing_leaves_a_failure():
    failures = []
    assert examine.recorded(lambda: 1 / 0, Stage.TOTAL_EFFECT, "g", failures) is None
    assert failures[0].reason == "division by zero"


def estimator(run, *, primary):
    return Estimator(
        title="Mine",
        strategies=frozenset({Strategy.ADJUSTMENT}),
        families=frozenset({Family.CONTINUOUS}),
        primary=primary,
        run=run,
    )


def offer(monkeypatch, members):
    for place in (estimate, estimators):
        monkeypatch.setattr(place, "estimators", lambda: members)


def quick(parts):
    return cut({**parts, "rubric": replace(RUBRIC, draws=30)})


def test_an_estimator_beside_the_first_that_gives_nan_fails_alone(parts, monkeypatch):
    def run(design, level):
        return replace(linear.run(design, level), details={"r_squared": math.nan})

    mine = {"linear": linear.ESTIMATOR, "mine": estimator(run, primary=False)}
    offer(monkeypatch, mine)
    found = examine.examine(quick(parts), "x->y")
    assert [e.method for e in found.estimates][0] == "linear"
    assert "mine" not in {e.method for e in found.estimates}
    assert [(f.stage, f.subject) for f in found.failures] == [("estimate", "mine")]
    assert "details.r_squared came to nan" in found.failures[0].reason


def test_a_first_estimator_that_gives_infinity_leaves_no_estimate(parts, monkeypatch):
    def run(design, level):
        return replace(linear.run(design, level), high=math.inf)

    offer(monkeypatch, {"mine": estimator(run, primary=True)})
    found = examine.examine(quick(parts), "x->y")
    assert found.estimates == ()
    assert "high came to inf" in found.failures[0].reason


def test_an_estimate_bears_its_estimators_name(parts, monkeypatch):
    offer(monkeypatch, {"mine": estimator(linear.run, primary=True)})
    assert examine.examine(quick(parts), "x->y").estimates[0].method == "mine"


def test_a_refuter_that_gives_nan_is_not_computed(parts, monkeypatch):
    def run(setting, outcomes):
        return Decision(passed=np.ones(outcomes.shape[1], dtype=bool), p_value=np.array([math.nan]))

    mine = {"mine": Refuter(title="Mine", test="refuted", run=run)}
    monkeypatch.setattr(refute, "refuters", lambda: mine)
    found = examine.examine(quick(parts), "x->y")
    assert [r.outcome for r in found.refutations] == [Outcome.NOT_COMPUTED]
    assert [(f.stage, f.subject) for f in found.failures] == [(Stage.REFUTE, "x->y")]


def test_an_interval_that_is_too_wide_for_a_number_leaves_a_failure(parts):
    case = quick(parts)
    found = examine.examine(case, "x->y")
    far = replace(found, estimates=(replace(found.estimates[0], standard_error=1e308), *found.estimates[1:]))
    edges = [far if e.id == "x->y" else examine.examine(case, e.id) for e in case.graph.edges]
    corrected = next(e for e in examine.corrected(case.graph, edges, case.rubric) if e.edge == "x->y")
    assert (corrected.holm_low, corrected.holm_high) == (None, None)
    assert any(f.stage == "estimate" and "no finite number" in f.reason for f in corrected.failures)
