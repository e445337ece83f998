"""`design:` of an edge: each mistake is told with its place, and what the graph lacks for the design is named."""

from __future__ import annotations

import pytest

from causal.errors import BadFolderError
from causal.folder.load import load
from tests import people, states


def problems(folder):
    with pytest.raises(BadFolderError) as caught:
        load(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: differences", "kind: differenced", "unknown study design 'differenced'; did you mean 'differences'?"),
        ("kind: differences", "kind: trial", "'trial' is for rows of kind 'cross-section'"),
        ("kind: differences", "kind: differences, cluster: state", "unknown key 'cluster'; did you mean 'clusters'?"),
        ("kind: differences", "kind: differences, clusters: stat", "unknown variable 'stat'; did you mean 'state'?"),
        ("    design: {kind: differences}\n", "", "only a study design says how"),
        ("formula: unit()", "formula: states.law", "the graph draws no units"),
        ("from: state, to: [law, deaths]", "from: state, to: [deaths]", "must draw 'state' as a cause of 'law'"),
        ("sign: -1", "sign: -1\n    lag: 1", "a lag in a panel is written in a formula"),
        ("law: {label: The law,", "law: {event: up, label: The law,", "a panel has no event day"),
    ],
)
def test_a_mistake_of_a_design_is_told(tmp_path, old, new, told):
    assert old in states.GRAPH
    assert told in problems(states.write(tmp_path / "law", graph=states.GRAPH.replace(old, new)))


def test_a_running_variable_that_is_not_drawn_is_named(tmp_path):
    old = "mechanism: it is near, claims: [c2]}"
    new = f"{old[:-1]}, design: {{kind: discontinuity, running: fitness, cutoff: 0}}}}"
    folder = people.make_people(tmp_path / "run", graph={old: new})
    assert "must draw 'fitness' as a cause of 'running'" in problems(folder)


@pytest.mark.parametrize(
    ("mediator", "told"),
    [
        ("fitness", "'fitness' is an end of this edge: name another variable"),
        ("age", "must draw 'age' as moved by 'running': add {from: running, to: age} under background"),
    ],
)
def test_a_mediator_that_the_cause_does_not_move_is_named(tmp_path, mediator, told):
    old = "mechanism: it trains, claims: [c2]}"
    new = f"{old[:-1]}, design: {{kind: mediation, mediator: {mediator}}}}}"
    assert told in problems(people.make_people(tmp_path / "run", graph={old: new}))


def test_a_variable_of_a_design_that_no_edge_has_is_named(tmp_path):
    graph = states.GRAPH.replace("kind: differences", "kind: differences, clusters: region").replace(
        "variables:\n", "variables:\n  region: {label: Region, formula: states.deaths + 1, unit: number}\n", 1
    )
    told = "no edge of this graph has 'region': add {from: region, to: deaths} under background"
    assert told in problems(states.write(tmp_path / "law", graph=graph))


def test_a_design_is_kept_with_the_keys_that_are_left_out(tmp_path):
    edge = load(states.write(tmp_path / "law")).graph.edge("law->deaths")
    assert edge.design is not None
    assert edge.design.design == "differences"
    assert edge.design.parameters["clusters"] == ""
    assert hash(edge) == hash(edge)


def test_a_check_that_reads_a_day_is_refused_in_a_panel(tmp_path):
    claims = states.CLAIMS + "      - {check: value, of: states.deaths, at: 1999, stated: over 1}\n"
    assert "the rows of a panel have none" in problems(states.write(tmp_path / "law", claims=claims))


def test_units_at_several_times_are_not_said_to_be_independent(tmp_path):
    report = states.REPORT.replace("kind: panel", "kind: panel, independent: true")
    told = "the rows of a panel are not independent of each other: leave this key out"
    assert told in problems(states.write(tmp_path / "law", report=report))


def test_a_second_mediator_is_refused_for_it_would_be_held_fixed(tmp_path):
    edge = "mechanism: it trains, claims: [c2]}"
    ways = "  - {from: running, to: [age, hours]}\n  - {from: age, to: fitness}\n  - {from: hours, to: fitness}\n"
    graph = people.GRAPH.replace(edge, f"{edge[:-1]}, design: {{kind: mediation, mediator: hours}}}}")
    graph = graph.replace(
        "variables:\n", "variables:\n  hours: {label: Hours, formula: people.running + 1, unit: hours}\n", 1
    )
    graph = graph.replace("  - {from: age, to: [club, running, fitness]}\n", ways, 1)
    folder = people.make_people(tmp_path / "run")
    (folder / "graph.yaml").write_text(graph, encoding="utf-8")
    told = problems(folder)
    assert "'age' lies on a way from 'running' to 'fitness', too, and would be held fixed" in told
    assert "'hours' lies on a way" not in told
