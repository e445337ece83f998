"""A case carries structure and numbers, never wording; its digest changes with whatever its results depend on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.findings import EdgeFindings, Failure, Stage
from causal.inference import examine
from causal.study import Measure
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
