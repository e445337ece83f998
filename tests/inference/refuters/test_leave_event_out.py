"""An effect that lives on the event day alone does not survive without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.inference.refuters.settings import run, setting


def test_an_effect_of_all_days_survives():
    assert run("leave_event_out", setting(0.4)).passed[0]


def test_an_effect_of_the_event_day_alone_does_not():
    given = setting(0.0, seed=6)
    outcome = given.design.outcome + 0.0
    spike = np.zeros(given.design.rows)
    spike[given.design.event] = 40.0
    treated = replace(given.design, treatment=given.design.treatment + spike, outcome=outcome + spike)
    projection = treated.project()
    from causal.inference.algebra import fit

    fitted = fit(projection, treated.outcome[:, None])
    assert fitted.effect[0] / fitted.classical_error[0] > 5  # what the classical test would swear by
    decision = run("leave_event_out", replace(given, design=treated, projection=projection, fit=fitted))
    assert not decision.passed[0]
    assert abs(decision.values["effect"]) < 0.2


def test_nothing_to_leave_out_does_not_apply():
    given = setting(0.4)
    quiet = replace(given.design, event=np.zeros(given.design.rows, dtype=bool))
    assert run("leave_event_out", replace(given, design=quiet)).inapplicable == "no_event_rows"
