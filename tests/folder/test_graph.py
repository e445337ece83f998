"""Negative controls of graph.yaml: read beside the variables at edges, and refused with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from causal.errors import BadFolderError
from causal.folder import load
from causal.study import Role
from tests.folders import make_folder

WORLD = "  world: {label: World, kind: observed, formula: market.world, measure: world index, unit: points}\n"
EXTRA = "  calm: {label: Calm, formula: market.world * 2, measure: a series, unit: points, role: negative_control%s}\n"
BACKGROUND = "  - {from: world, to: [news, fear, price]}\n"


def read(tmp_path, more="", **changes):
    edits = {WORLD: WORLD + EXTRA % more, **changes.pop("edits", {})}
    return load.load(make_folder(tmp_path / "drop", graph=edits))


def test_a_control_at_no_edge_is_in_every_graph_beside_its_variables(tmp_path):
    study = read(tmp_path)
    for graph in (study.graph, *study.rivals):
        assert [(v.name, v.role) for v in graph.controls] == [("calm", Role.NEGATIVE_CONTROL)]
        assert "calm" not in {v.name for v in graph.variables}
        assert [v.name for v in graph.declared] == [*(v.name for v in graph.variables), "calm"]


def test_a_control_may_be_drawn_under_background_and_then_stands_once(tmp_path):
    study = read(tmp_path, edits={BACKGROUND: "  - {from: world, to: [news, fear, price, calm]}\n"})
    assert [v.name for v in study.graph.declared].count("calm") == 1
    assert {v.name for v in study.graph.controls} <= {v.name for v in study.graph.variables}


def test_a_folder_without_controls_has_none(tmp_path):
    assert load.load(make_folder(tmp_path / "drop")).graph.controls == ()


EDGE = "  - {from: news, to: fear, sign: 1, mechanism: readers worry, claims: [c2]}\n"
RIVAL = "      - {from: world, to: price, sign: 1, claims: [c4]}\n"
FAULTS = {
    "a proxy": (", kind: proxy", {}, "variables.calm.kind", "write kind: observed, or leave `role` out; found 'proxy'"),
    "what chose the rows": (", selected: true", {}, "variables.calm.selected", "leave `role` out, or `selected`"),
    "the effect of an asserted edge": (
        "",
        {EDGE: EDGE + "  - {from: news, to: calm, sign: 1}\n"},
        "edges[1].to",
        "'calm' is a negative control, which no account says anything of",
    ),
    "the cause of a rival's edge": (
        "",
        {RIVAL: RIVAL + "      - {from: calm, to: price, sign: 1}\n"},
        "rivals[0].edges[1].from",
        "draw the edge under background",
    ),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_control_that_cannot_be_one_is_refused_with_what_to_write(tmp_path, case):
    more, edits, key, said = FAULTS[case]
    with pytest.raises(BadFolderError) as caught:
        read(tmp_path, more, edits=edits)
    found = [p for p in caught.value.problems if said in p.message]
    assert [(Path(p.file).name, p.key) for p in found] == [("graph.yaml", key)]


@pytest.mark.parametrize("written", ["negative-control", "negative control", "control"])
def test_an_unknown_role_is_told_with_the_one_there_is(tmp_path, written):
    with pytest.raises(BadFolderError, match="negative_control"):
        read(tmp_path, edits={WORLD: WORLD + (EXTRA % "").replace("negative_control", written)})
