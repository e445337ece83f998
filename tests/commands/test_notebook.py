"""The public surface: what a notebook shows is the report's own, hostile text stays text, and names are few and stable."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

import causal
from causal.commands.notebook import ReportView, read
from causal.errors import BadFolderError, CausalError
from causal.report import to_json
from causal.verdict import RUBRIC
from tests.fake_report import fake_report
from tests.folders import make_folder
from tests.test_pipeline import QUICK

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def view():
    return ReportView(fake_report())


def test_the_public_names_are_these():
    assert causal.__all__ == ["__version__", "build", "read"]
    assert all(getattr(causal, name) for name in causal.__all__)
    with pytest.raises(AttributeError, match="biuld"):
        _ = causal.biuld


def test_importing_the_package_imports_nothing_heavy():
    code = "import causal, sys; print([m for m in ('numpy', 'pandas', 'dowhy', 'pydantic') if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_claims_and_edges_are_the_reports_own(view):
    report = view.record
    assert list(view.claims) == [c.id for c in report.study.claims]
    table = view.claims.to_frame()
    assert list(table["grounds"]) == [v.grounds.value for v in report.verdicts]
    assert list(table["score"]) == [v.score for v in report.verdicts]
    edge = next(e for e in report.study.graph.claimed if report.graph.edge(e.id).estimates)
    assert view.edges[edge.id].row()["effect"] == report.graph.edge(edge.id).estimates[0].effect
    rival = report.study.rivals[0]
    assert f"{rival.id}:{rival.claimed[0].id}" in view.edges
    assert len(view.edges) == len(report.edge_verdicts)
    attempts = view.edges[edge.id].refutations()
    assert list(attempts["attempt"]) == [r.name for r in report.graph.edge(edge.id).refutations]


def test_an_association_has_its_sign_and_its_word_in_a_notebook(view):
    edge = view.edges["quotes->rates"]
    assert "~ association only: " in str(edge)
    assert "~ <i>association only</i>" in edge._repr_html_()
    claim = next(c for c in view.claims.values() if c.verdict.grounds.value == "association only")
    assert "~ association only: " in str(claim)


def test_an_unknown_name_is_told_with_the_nearest(view):
    known = next(iter(view.claims))
    with pytest.raises(KeyError, match=f"did you mean '{known}'"):
        view.claims[known.lower()]
    with pytest.raises(KeyError, match="did you mean 'waterfall'"):
        view.figure("waterfal")


def test_figures_are_svg_and_can_be_saved(view, tmp_path):
    assert {"graph", "scoreboard"} <= set(view.figures)
    assert view.figure("graph")._repr_svg_().startswith("<svg ")
    view.figure("graph").save(tmp_path / "graph.svg")
    assert (tmp_path / "graph.svg").read_text().rstrip() == view.figure("graph").svg


def test_hostile_text_stays_text():
    report = fake_report()
    nasty = "<script>alert(1)</script> \u202e"
    claims = (replace(report.study.claims[0], text=nasty), *report.study.claims[1:])
    view = ReportView(replace(report, study=replace(report.study, title=nasty, claims=claims)))
    for shown in (view._repr_html_(), view.claims._repr_html_()):
        assert "<script" not in shown
        assert "\u202e" not in shown
    assert "\u202e" not in repr(view) + repr(view.claims)


def test_a_folder_is_built_saved_and_read_again(tmp_path, monkeypatch):
    from causal import pipeline

    monkeypatch.setattr(
        pipeline.build, "__defaults__", tuple(QUICK if d is RUBRIC else d for d in pipeline.build.__defaults__)
    )
    view = causal.build(make_folder(tmp_path / "r"))
    view.save(tmp_path / "out")
    assert causal.read(tmp_path / "out" / "report.json").record == view.record
    assert causal.read(tmp_path / "out" / "report.pdf").record == view.record
    assert view.to_json() == to_json(view.record)
    assert view.summary in repr(view)


def test_what_is_wrong_is_an_error_with_its_reason(tmp_path):
    with pytest.raises(BadFolderError):
        causal.build(tmp_path)
    with pytest.raises(CausalError, match="build the report first"):
        read(tmp_path)
