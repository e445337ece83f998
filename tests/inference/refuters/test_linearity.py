"""A line that will do survives, a curve that keeps its sign too, and one that turns does not, whichever sign is tested."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.inference.algebra import fit
from causal.study import Family
from tests.inference.refuters.settings import run, setting


def bent(outcome, sign=1, **changes):
    """Give the setting of a design whose outcome is `outcome(treatment)` and noise."""
    given = setting(0.0, rows=400, seed=3)
    design = replace(given.design, **changes)
    noise = np.random.default_rng(4).standard_normal(design.rows)
    z = (design.treatment - design.treatment.mean()) / design.treatment.std()
    design = replace(design, outcome=outcome(z) + noise)
    projection = design.project()
    fitted = fit(projection, design.outcome[:, None])
    return replace(given, design=design, projection=projection, fit=fitted, sign=sign)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_curve_that_turns_survives_for_neither_sign(sign):
    for outcome in (lambda z: -(z**2) - 0.4 * z, lambda z: z**2 + 0.4 * z, lambda z: np.sin(2.2 * z)):
        decision = run("linearity", bent(outcome, sign))
        assert not decision.passed[0]
        assert decision.p_value[0] < 0.01
        assert min(decision.values["slopes"]) < 0 < max(decision.values["slopes"])


@pytest.mark.parametrize("outcome", [lambda z: 0.6 * np.exp(z / 1.5), np.tanh, lambda z: 0.2 * z**3, lambda z: z])
def test_a_curve_that_keeps_its_sign_survives(outcome):
    decision = run("linearity", bent(outcome))
    assert decision.passed[0]
    assert decision.values["average"] > 0


def test_a_line_is_seldom_bent_and_hardly_ever_refuted():
    found = [run("linearity", setting(0.4, rows=250, seed=seed)) for seed in range(120)]
    assert np.mean([one.values["bent"] for one in found]) <= 0.10
    assert np.mean([one.passed[0] for one in found]) >= 0.95


def test_it_applies_to_no_treatment_of_two_values_no_instrument_and_no_share():
    given = setting(0.4)
    halves = replace(given.design, treatment=(given.design.treatment > 0).astype(float))
    assert run("linearity", replace(given, design=halves)).inapplicable == "two_values"
    instrumented = replace(given.design, instruments=given.design.treatment[:, None])
    assert run("linearity", replace(given, design=instrumented)).inapplicable == "instrument"
    binary = replace(given.design, family=Family.BINARY)
    assert run("linearity", replace(given, design=binary)).inapplicable == "no_line"
