"""What each attempt to refute leaves in the record: its outcome, its sentence, its failure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from causal.errors import NotComputableError
from causal.inference import refute
from causal.inference.refuters import refuters
from causal.messages import Outcome, Stage
from causal.rendering.catalogue import Catalogue
from causal.verdict import RUBRIC
from tests.inference.refuters.settings import EDGE, setting

QUICK = replace(RUBRIC, draws=40)


def refuted(design):
    return refute.refute(design, EDGE, "article", 1, QUICK)


def test_the_sentence_follows_from_the_outcome_or_from_why_it_does_not_apply():
    design = setting(0.4).design
    quiet = replace(design, event=np.zeros(design.rows, dtype=bool))
    keys = {r.name: (r.outcome, r.message.key) for r in refuted(quiet)[0]}
    assert keys["leads"] == (Outcome.NOT_APPLICABLE, "refuter.leads.same_day")
    assert keys["leave_event_out"] == (Outcome.NOT_APPLICABLE, "refuter.leave_event_out.no_event_rows")
    assert keys["placebo"] == (Outcome.PASSED, "refuter.placebo.passed")
    assert {key for _, key in keys.values()} <= set(Catalogue("en").texts)


def test_one_that_cannot_run_is_recorded_by_its_name(monkeypatch):
    def broken(setting, outcomes):
        raise NotComputableError("no reason at all")

    known = {**refuters(), "placebo": replace(refuters()["placebo"], run=broken)}
    monkeypatch.setattr(refute, "refuters", lambda: known)
    found, failures = refuted(setting(0.4).design)
    assert [(f.stage, f.member, f.subject, f.reason) for f in failures] == [
        (Stage.REFUTE, "placebo", "x->y", "no reason at all")
    ]
    assert {r.name for r in found if r.outcome is Outcome.NOT_COMPUTED} == {"placebo"}


def test_what_does_not_apply_passes_every_world():
    decision = refuters()["leads"].run(setting(0.4), np.ones((500, 3)))
    assert decision.inapplicable
    assert decision.passed.tolist() == [True] * 3
