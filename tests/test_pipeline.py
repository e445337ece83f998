"""The whole flow on a small folder: verdicts that are known in advance, the same bytes twice, failures recorded."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from causal import pipeline, report
from causal.data import gather
from causal.errors import NotComputableError
from causal.folder import load
from causal.inference import examine
from causal.messages import Outcome, Stage
from causal.verdict import RUBRIC, Grounds, Word
from tests.folders import make_folder, simulated

pytestmark = pytest.mark.slow

QUICK = replace(RUBRIC, draws=99, worlds=60, adverse_worlds=60, calibration_draws=39)


@pytest.fixture(scope="module")
def built(tmp_path_factory, built_once):
    return built_once(make_folder(tmp_path_factory.mktemp("folder") / "r"), QUICK)


def test_known_verdicts(built):
    grounds = {v.claim: v.grounds for v in built.verdicts}
    assert grounds["c1"] is Grounds.FIGURES_AGREE
    assert grounds["c2"] is Grounds.ASSOCIATION_ONLY  # normal shocks without a past of their own show no order
    assert built.edge_verdict("article", "fear->price").grounds is Grounds.EFFECT_ESTABLISHED
    assert grounds["c3"] is Grounds.NOT_CHECKABLE
    assert built.verdict("c4").word is Word.NOT_SUPPORTED


def test_every_claim_and_every_edge_has_a_verdict_and_every_number_a_home(built):
    assert [v.claim for v in built.verdicts] == [c.id for c in built.study.claims]
    claimed = {(g.id, e.id) for g in (built.study.graph, *built.study.rivals) for e in g.claimed}
    assert {(v.graph, v.edge) for v in built.edge_verdicts} == claimed
    for findings in built.graph.edges:
        assert findings.estimand is not None
        assert findings.estimates
        assert findings.rows == findings.estimates[0].rows


def test_two_builds_give_the_same_bytes_and_json_loses_nothing(built, tmp_path):
    again = pipeline.build(make_folder(tmp_path / "r"), QUICK)
    assert report.to_json(again) == report.to_json(built)
    assert report.from_json(report.to_json(built)) == built


def test_adding_an_edge_changes_no_other_edges_draws(built, tmp_path):
    folder = make_folder(
        tmp_path / "r", graph={"chain: [news, fear, price]\noutcome": "chain: [news, fear, price]\noutcome"}
    )
    text = (folder / "graph.yaml").read_text()
    (folder / "graph.yaml").write_text(
        text.replace(
            "  - {from: world, to: [news, fear, price]}",
            "  - {from: world, to: [news, fear, price]}\n  - {from: news, to: price, lag: 2}",
        )
    )
    more = pipeline.build(folder, QUICK)
    before, after = built.graph.edge("news->fear"), more.graph.edge("news->fear")
    assert before.refutation("placebo") == after.refutation("placebo")


def test_a_missing_event_day_is_a_recorded_failure_and_not_a_hole(tmp_path):
    data = simulated()
    data.loc["2025-02-03", "fear"] = np.nan
    found = pipeline.build(make_folder(tmp_path / "r", data=data), QUICK)
    verdict = found.edge_verdict("article", "news->fear")
    assert verdict.grounds is Grounds.INCONCLUSIVE
    assert next(t for t in verdict.tests if t.name == "event").outcome is Outcome.NOT_COMPUTED
    assert any("event day" in f.reason for f in found.failures)
    assert found.graph.attribution is None


def test_a_singular_design_is_a_recorded_failure(tmp_path):
    data = simulated()
    data["world"] = data["news"] * 2.0
    found = pipeline.build(make_folder(tmp_path / "r", data=data), QUICK)
    assert any("exact combination" in f.reason for f in found.failures)
    assert found.edge_verdict("article", "news->fear").grounds is Grounds.INCONCLUSIVE


def test_too_few_rows_settle_nothing(tmp_path):
    data = simulated()
    data.iloc[:250, data.columns.get_loc("fear")] = np.nan
    data.iloc[300:, data.columns.get_loc("fear")] = np.nan
    found = pipeline.build(make_folder(tmp_path / "r", data=data), QUICK)
    verdict = found.edge_verdict("article", "news->fear")
    assert (verdict.grounds, verdict.reason.key) == (Grounds.INCONCLUSIVE, "edge.reason.few_rows")
    assert found.graph.edge("news->fear").rows_wanted == QUICK.minimum_rows


def test_a_latent_node_is_not_measured_and_says_what_is_needed(tmp_path):
    old = "kind: proxy, formula: market.fear, measure: fear index, unit: points, event: down, needs: a survey"
    folder = make_folder(tmp_path / "r", graph={old: "kind: latent, event: down, needs: a survey"})
    found = pipeline.build(folder, QUICK)
    verdict = found.edge_verdict("article", "news->fear")
    assert verdict.grounds is Grounds.NOT_MEASURED
    assert verdict.would_change.values["needs"] == ("a survey",)


def test_an_override_is_kept_beside_the_computed_verdict(tmp_path):
    note = "    override: {verdict: supported, by: E. Ditor, on: 2025-06-01, reason: seen the survey}\n"
    folder = make_folder(
        tmp_path / "r", claims={"    text: It was a sad day.\n": "    text: It was a sad day.\n" + note}
    )
    found = pipeline.build(folder, QUICK)
    assert found.verdict("c3").overridden
    assert found.verdict("c3").word is Word.NOT_SUPPORTED


def test_a_check_that_sets_claims_against_each_other_names_them(tmp_path):
    opinion = "    checks:\n      - {check: opinion, reason: opinion}\n"
    against = '    figures: {a: "3.5"}\n    checks:\n      - {check: consistency, left: c3.a, right: c4.b}\n'
    rival = "    checks:\n      - {check: rival, graph: world_only}\n"
    folder = make_folder(tmp_path / "r", claims={opinion: against, rival: '    figures: {b: "5"}\n' + rival})
    found = pipeline.build(folder, QUICK)
    assert found.verdict("c3").evidence[0].contradicts == ("c3", "c4")
    assert [c.claims for c in found.contradictions] == [("c3", "c4")]


def test_progress_counts_to_the_end(tmp_path):
    seen = []
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    pipeline.score(study, gather.gather(study, folder), QUICK, lambda *step: seen.append(step))
    assert seen[-1][1] == seen[-1][2]
    assert [done for _, done, _ in seen] == list(range(1, len(seen) + 1))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema_version": 99}', '{"schema_version": 1}', "not json"])
def test_a_damaged_report_is_refused_with_a_reason(text):
    from causal.errors import CausalError

    with pytest.raises(CausalError):
        report.from_json(text)


def test_json_holds_no_nan(built):
    json.loads(report.to_json(built), parse_constant=pytest.fail)


def test_a_price_that_changed_once_is_examined_like_any_other(tmp_path):
    """Resamples that miss the change leave the rest computable; nothing is recorded as a failure."""
    data = simulated()
    data["world"] = (np.arange(len(data)) >= len(data) - 45).astype(float)
    found = pipeline.build(make_folder(tmp_path / "r", data=data), QUICK)
    assert not [f for f in found.failures if "ingular" in f.reason]
    refuted = next(e for e in found.graph.edges if e.edge == "news->fear").refutations
    assert {r.outcome for r in refuted if r.name == "bootstrap"} == {Outcome.PASSED}


def test_progress_names_the_phase_and_how_far_it_is(tmp_path):
    seen = []
    folder = make_folder(tmp_path / "r")
    study = load.load(folder)
    pipeline.score(study, gather.gather(study, folder), QUICK, lambda *step: seen.append(step[0]))
    assert seen[0] == "edges 1 of 6: article: news->fear"
    assert "graphs and error rates 1 of 9: article: the whole graph" in seen
    assert "graphs and error rates 3 of 9: article: error rates of news->fear" in seen
    assert seen[-1] == "claims 4 of 4: c4"


def test_adverse_worlds_that_cannot_be_simulated_leave_the_other_rates(tmp_path, monkeypatch):
    def none(*_):
        raise NotComputableError("no such worlds")

    monkeypatch.setattr(examine, "adverse_rates", none)
    found = pipeline.build(make_folder(tmp_path / "r"), QUICK).graph.edge("news->fear")
    assert found.calibration.false_support.worlds == QUICK.worlds
    assert (found.calibration.reversed, found.calibration.hidden) == (None, None)
    assert [(f.stage, f.reason) for f in found.failures] == [(Stage.CALIBRATE, "no such worlds")]


def test_rates_that_cannot_be_simulated_are_told_once(tmp_path, monkeypatch):
    def none(*_):
        raise NotComputableError("no design")

    monkeypatch.setattr(examine, "asked_of", none)
    found = pipeline.build(make_folder(tmp_path / "r"), QUICK).graph.edge("news->fear")
    assert found.calibration is None
    assert [f.reason for f in found.failures] == ["no design"]
