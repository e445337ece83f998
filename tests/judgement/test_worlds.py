"""The rates printed for a designed edge are those that it has: on data of known truth, and of a design that is broken on purpose."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference import designed, examine
from causal.inference.designs import Challenge, Challenged, designs
from causal.judgement import worlds
from causal.judgement.judge import judge_edge
from causal.judgement.worlds import rates
from causal.messages import Stage
from causal.verdict import Word
from tests.inference.designs.known import KNOWN, court

SEED = 2
FRESH = 5000  # seeds of data that no world was drawn from


@pytest.mark.slow
@pytest.mark.parametrize("name", KNOWN)
def test_false_support_is_rare_and_power_rises_with_the_effect(name):
    make, small, large = KNOWN[name]
    given = make(large, SEED)
    weak, strong = (rates(court(name, given), given, effect, most=40) for effect in (small, large))
    assert weak.false_support == strong.false_support  # the same worlds, drawn from data that hold a large effect
    assert strong.false_support.rate <= 0.1
    assert strong.false_support.worlds == 40
    assert weak.power.rate < strong.power.rate
    assert strong.power.rate >= 0.35
    assert strong.power.rate <= strong.seen.rate
    assert strong.coverage.rate >= 0.85


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trial", "differences", "panel"])
def test_the_printed_power_is_that_of_fresh_data_with_the_same_effect(name):
    make, _, large = KNOWN[name]
    effect = 0.7 * large
    judged = [court(name, one).judge(one) for one in (make(effect, FRESH + k) for k in range(60))]
    true = np.mean([one.supported for one in judged])
    printed = [rates(court(name, one), one, effect, most=40).power.rate for one in (make(effect, k) for k in (2, 3))]
    assert 0.2 < true < 0.95
    assert np.mean(printed) == pytest.approx(true, abs=0.22)


def _too_sure(design):
    """The same design with an error that is a tenth of what it should be, and challenges that pass whatever comes."""

    def judged(declared):
        one = design.first(declared)
        half = (one.high - one.low) / 20.0
        return replace(
            one,
            standard_error=one.standard_error / 10.0,
            low=one.effect - half,
            high=one.effect + half,
            p_value=one.p_value / 1e6,
        )

    passing = {
        name: Challenge(test=one.test, run=lambda *_: Challenged(passed=True, values={"power": 1.0}))
        for name, one in design.challenges.items()
    }
    return replace(design, judged=judged, challenges=passing)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trial", "differences", "interrupted", "dose"])
def test_a_design_whose_error_is_far_too_small_is_seen_to_err(name):
    make, _, large = KNOWN[name]
    given = make(large, SEED)
    found = rates(court(name, given, _too_sure(designs()[name]), sign=0), given, large, most=40)
    assert found.false_support.low > 0.5
    assert found.coverage.high < 0.5


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trial", "differences", "dose"])
def test_a_world_that_ends_early_has_the_verdict_that_the_report_would_give(name):
    """With every challenge run, each in the report's order."""
    make, small, large = KNOWN[name]
    told = set()
    for given in (make(effect, seed) for effect in (0.0, small, large) for seed in range(4)):
        judge = court(name, given)
        first = judge.design.first(given)
        every = [
            designed.challenged(of, challenge, given, first, judge.edge, [])
            for of, challenge in judge.design.challenges.items()
        ]
        found = replace(
            judge.blank,
            rows=first.rows,
            estimates=(first,),
            direction=designed.shown(judge.design, judge.edge),
            controls=(),
            refutations=tuple(every),
        )
        found = examine.corrected(judge.graph, [found], judge.rubric)[0]
        whole = judge_edge(judge.graph, judge.edge, found, judge.rubric, judge.sampling).grounds.word is Word.SUPPORTED
        assert judge.judge(given).supported is whole
        told.add(whole)
    assert told == {True, False}


def test_the_same_data_give_the_same_rates():
    make, _, large = KNOWN["trial"]
    given = make(large, SEED)
    assert rates(court("trial", given), given, large, most=10) == rates(court("trial", given), given, large, most=10)


def test_a_stricter_level_supports_no_more_worlds():
    make, small, _ = KNOWN["trial"]
    given = make(small, SEED)
    plain, strict = (
        rates(replace(court("trial", given), level=level), given, small, most=40) for level in (0.95, 0.999)
    )
    assert strict.power.rate < plain.power.rate
    assert strict.seen.rate < plain.seen.rate
    assert strict.coverage == plain.coverage


def test_no_challenge_runs_on_a_world_whose_interval_holds_zero():
    make, _, _ = KNOWN["trial"]
    given = make(0.0, SEED)

    def never(*_):
        raise AssertionError("it ran")

    known = designs()["trial"]
    deaf = replace(known, challenges={of: replace(one, run=never) for of, one in known.challenges.items()})
    assert not court("trial", given, deaf).judge(given).supported


def test_a_world_without_an_estimate_is_not_supported():
    make, _, _ = KNOWN["trial"]
    given = make(0.0, SEED)

    def fails(_):
        raise NotComputableError("nothing to see")

    judged = court("trial", given, replace(designs()["trial"], judged=fails)).judge(given)
    assert (judged.first, judged.supported) == (None, False)


def test_large_data_have_fewer_worlds(monkeypatch):
    monkeypatch.setattr(worlds, "CELLS", 1000)
    monkeypatch.setattr(worlds, "FEWEST", 7)
    make, _, large = KNOWN["trial"]
    given = make(large, SEED)
    assert rates(court("trial", given), given, large).power.worlds == 1000 // 120


def test_why_there_are_no_rates_is_recorded(monkeypatch):
    from causal.inference.examine import Case
    from causal.verdict import RUBRIC

    make, _, large = KNOWN["trial"]
    given = make(large, SEED)
    judge = court("trial", given)

    def fails(*_):
        raise NotComputableError("no world can be drawn")

    monkeypatch.setattr(worlds, "rates", fails)
    case = Case(graph=judge.graph, frame=given.frame, event=None, seed=1, rubric=RUBRIC)
    monkeypatch.setattr(worlds, "declared", lambda *_: given)
    found = worlds.error_rates(case, judge.edge.id, judge.blank.estimand, 0.95, large)
    assert found.found is None
    assert [(one.stage, one.reason) for one in found.failures] == [(Stage.CALIBRATE, "no world can be drawn")]
