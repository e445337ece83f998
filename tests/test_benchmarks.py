"""The benchmarks run, at a size at which they measure nothing."""

from __future__ import annotations

import pytest

from benchmarks import million, refuters, sizes
from causal.folder import load

pytestmark = pytest.mark.slow


def test_refuters_are_compared_and_agree():
    point, rows = refuters.measure(60, 5, 1)
    assert [row.name for row in rows] == list(refuters.DOWHY)
    assert max(point, *(row.difference for row in rows)) < refuters.TARGET_DIFFERENCE
    assert all(row.ratio > 0 and 0 <= row.p_value <= 1 for row in rows)
    text = refuters.table(60, 5, point, rows)
    assert "all five" in text and "target 1e-10: met" in text


def test_an_edge_goes_through_every_stage():
    told: list[str] = []
    million.run(3_000, 20, told.append)
    text = "".join(told)
    assert all(stage in text for stage in ("identify", "estimate", "refute: placebo", "refute: leads", "sensitivity"))
    assert "x->y given y@1, z@0" in text


def test_a_folder_of_any_size_is_made_and_measured(tmp_path):
    folder = sizes.make(tmp_path / "size", claims=20, nodes=7, edges=12, rows=200)
    study = load.load(folder)
    assert (len(study.claims), len(study.graph.variables), len(study.graph.edges)) == (20, 7, 12)
    assert {c.checks[0].check for c in study.claims} >= {"value", "record", "arithmetic", "document", "edge"}
    stages = [sizes.run("check", "check", str(folder)), sizes.run("no such folder", "check", str(tmp_path / "none"))]
    assert [stage.code for stage in stages] == [0, 2]
    assert all(stage.seconds > 0 and stage.processor > 0 and stage.memory > 0.05 for stage in stages)
    assert "no such folder" in sizes.table("20 claims", stages)


def test_a_folder_of_figures_only_holds_no_edge_and_no_opinion_to_judge(tmp_path):
    text = (
        sizes.make(tmp_path / "f", claims=32, nodes=2, edges=1, rows=60, figures_only=True) / "claims.yaml"
    ).read_text()
    assert text.count("check:") == 32
    assert not {"check: edge", "check: opinion"} & {line.strip(" -") for line in text.splitlines()}
