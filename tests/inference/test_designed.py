"""A declared design is run, judged and told apart from what cannot be computed; its findings survive report.json."""

from __future__ import annotations

from dataclasses import replace

import pytest

from causal import pipeline
from causal.errors import NotComputableError
from causal.inference import designed, designs
from causal.inference.designs import Challenge, StudyDesign
from causal.inference.designs._libraries import asked
from causal.judgement.worlds import WORLDS
from causal.messages import Outcome
from causal.report import from_json, to_json
from causal.verdict import EdgeTest, Grounds
from tests import states


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return pipeline.build(states.write(tmp_path_factory.mktemp("panel") / "law"))


def test_a_law_of_known_effect_is_established_and_its_interval_holds_the_truth(report):
    verdict, found = report.edge_verdict("article", "law->deaths"), report.graph.edge("law->deaths")
    assert verdict.grounds is Grounds.EFFECT_ESTABLISHED
    first = found.estimates[0]
    assert first.low < states.EFFECT < first.high
    assert {one.outcome for one in found.refutations} <= {Outcome.PASSED, Outcome.NOT_APPLICABLE}


def test_its_error_rates_are_told_and_kept(report):
    found = report.graph.edge("law->deaths")
    rates = found.calibration
    assert rates.false_support.worlds == rates.power.worlds == WORLDS
    assert rates.false_support.rate <= 0.1 < rates.power.rate
    assert rates.effect == -found.smallest_effect  # as the edge is signed
    assert found.power != rates.seen.rate  # too few worlds to tell a power near the rubric's threshold
    assert from_json(to_json(report)).graph.edge("law->deaths").calibration == rates


def test_a_design_that_draws_no_worlds_has_no_error_rates(tmp_path, monkeypatch):
    made = {**designs.designs(), "differences": replace(designs.designs()["differences"], simulate=None)}
    for module in (
        "causal.inference.designed",
        "causal.folder.designs",
        "causal.judgement.judge",
        "causal.judgement.worlds",
        "causal.pipeline",
    ):
        monkeypatch.setattr(f"{module}.designs", lambda: made)
    assert pipeline.build(states.write(tmp_path / "law")).graph.edge("law->deaths").calibration is None


def test_units_and_times_are_what_dowhy_holds_fixed(report):
    assert set(report.graph.edge("law->deaths").estimand.adjustment) == {"state@0", "year@0"}


def test_what_needs_one_series_in_time_is_not_computed(report):
    tests = {one.name: one.outcome for one in report.edge_verdict("article", "law->deaths").tests}
    assert tests[EdgeTest.EVENT] is Outcome.NOT_APPLICABLE
    assert report.graph.independences == ()
    assert report.graph.attribution is None
    assert report.graph.edge("state->law").estimates == ()


def test_its_figures_and_tables_survive_report_json(report):
    again = from_json(to_json(report))
    assert again == report
    assert again.graph.edge("law->deaths").plots
    assert to_json(again) == to_json(report)


def test_the_same_folder_gives_the_same_bytes(report, tmp_path):
    assert to_json(pipeline.build(states.write(tmp_path / "law"))) == to_json(report)


def test_without_an_effect_the_law_is_not_established(tmp_path):
    table = states.table(seed=11)
    table["deaths"] -= states.EFFECT * table["law"]
    verdict = pipeline.build(states.write(tmp_path / "law", data=table)).edge_verdict("article", "law->deaths")
    assert verdict.grounds is not Grounds.EFFECT_ESTABLISHED


def test_deaths_that_fell_before_the_law_are_no_effect_of_it(tmp_path):
    table = states.table(seed=5)
    adopted = table[table["law"] == 1].groupby("state")["year"].min()
    ahead = table["state"].map(adopted).sub(table["year"])
    table.loc[(ahead > 0) & (ahead <= 6), "deaths"] -= 0.8 * (7 - ahead)
    verdict = pipeline.build(states.write(tmp_path / "law", data=table)).edge_verdict("article", "law->deaths")
    assert verdict.grounds is not Grounds.EFFECT_ESTABLISHED


def _broken(*_):
    raise NotComputableError("nothing to see")


@pytest.mark.parametrize("part", ["estimate", "challenges", "figures"])
def test_what_cannot_be_computed_is_recorded_and_never_passes(tmp_path, monkeypatch, part):
    known = designs.designs()["differences"]
    given = {name: getattr(known, name) for name in known.__dataclass_fields__}
    given[part] = {
        "estimate": _broken,
        "challenges": {"did_pretrend": Challenge(test="timing", run=_broken)},
        "figures": {"did_event_study": _broken},
    }[part]
    made = {**designs.designs(), "differences": StudyDesign(**given)}
    for module in ("causal.inference.designed", "causal.folder.designs", "causal.judgement.judge"):
        monkeypatch.setattr(f"{module}.designs", lambda: made)
    report = pipeline.build(states.write(tmp_path / "law"))
    failures = report.graph.edge("law->deaths").failures
    assert [one.reason for one in failures] == ["nothing to see"]
    established = report.edge_verdict("article", "law->deaths").grounds is Grounds.EFFECT_ESTABLISHED
    assert established is (part == "figures")


def test_a_librarys_own_words_are_told_in_one_line():
    assert designed.reason(ValueError("two\n  lines")) == "two lines"
    assert designed.reason(ValueError()) == "ValueError"


def test_a_fault_of_the_program_stops_the_build(tmp_path, monkeypatch):
    def faulty(*_):
        raise ValueError("operands could not be broadcast together")

    known = designs.designs()["differences"]
    given = {name: getattr(known, name) for name in known.__dataclass_fields__} | {"estimate": faulty}
    made = {**designs.designs(), "differences": StudyDesign(**given)}
    monkeypatch.setattr("causal.inference.designed.designs", lambda: made)
    with pytest.raises(ValueError, match="broadcast"):
        pipeline.build(states.write(tmp_path / "law"))


def test_what_a_library_refuses_is_told_with_its_name():
    with pytest.raises(NotComputableError, match="patsy: too few knots"), asked("patsy"):
        raise ValueError("too few knots")
