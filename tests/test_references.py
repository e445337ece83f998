"""What a report says of negative controls and measures must be of those that its study has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal.findings import Agreement, Control, EdgeFindings, GraphFindings, Side
from causal.folder import load
from causal.references import findings_faults
from tests.folders import make_folder
from tests.judgement.test_judge import estimate

WORLD = "  world: {label: World, kind: observed, formula: market.world, measure: world index, unit: points}\n"
CALM = "  calm: {label: Calm, formula: market.world * 2, measure: calm, unit: points, role: negative_control}\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return load.load(make_folder(tmp_path_factory.mktemp("f") / "drop", graph={WORLD: WORLD + CALM}))


def faults(study, **changes):
    """Give the faults of findings that are empty but for the first edge's."""
    found = []
    for graph in (study.graph, *study.rivals):
        edges = [EdgeFindings(graph=graph.id, edge=e.id, by_proxy=(), rows=0) for e in graph.edges]
        found.append(GraphFindings(graph=graph.id, edges=tuple(edges), independences=()))
    first = replace(found[0].edges[0], **changes)
    return list(findings_faults([replace(found[0], edges=(first, *found[0].edges[1:])), *found[1:]], study))


def control(name):
    return Control(variable=name, side=Side.OUTCOME, estimate=estimate(), rejected=False)


def agreement(name):
    return Agreement(variable=name, measures=3, statistic=1.0, p_value=0.4, rejected=False)


HAS = {"estimates": (estimate(),)}


def test_what_fits_the_study_is_no_fault(study):
    assert faults(study) == []
    assert faults(study, controls=(control("calm"),), agreements=(agreement("fear"), agreement("news")), **HAS) == []


@pytest.mark.parametrize(
    ("changes", "place", "said"),
    [
        ({"controls": (control("world"),)} | HAS, "controls", "world"),
        ({"controls": (control("clam"),)} | HAS, "controls", "did you mean 'calm'"),
        ({"agreements": (agreement("price"),)} | HAS, "agreements", "price"),
        ({"controls": (control("calm"),)}, "controls", "no estimate"),
        ({"agreements": (agreement("fear"),)}, "agreements", "no estimate"),
    ],
    ids=["no control", "a slip", "no end of the edge", "controls of nothing", "measures of nothing"],
)
def test_what_does_not_is_told_at_its_place(study, changes, place, said):
    (found,) = faults(study, **changes)
    assert place in found[0]
    assert said in found[1]


def test_an_edge_that_the_graph_has_not_is_told_and_hides_nothing(study):
    found = faults(study, edge="news->nothing", controls=(control("clam"),), **HAS)
    assert any("news->nothing" in said for _, said in found)
    assert any("'calm'" in said for _, said in found)
