"""Dates of adoption handed out: added up by unit and date, the effects are those of an imputation each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.inference.designs import _handed_out, designs
from causal.inference.designs._adoption import imputed_effect
from causal.inference.designs._handed_out import handed_out
from causal.inference.designs.differences import read
from tests.inference.designs import panels


def given(gaps=False, **parameters):
    data = panels.adopting([3, 3, 4, 5, 6], units=14, periods=8, seed=3)
    data["w"] = np.random.default_rng(1).standard_normal(len(data))
    if gaps:
        data = data[np.random.default_rng(2).random(len(data)) > 0.1]
    return read(panels.declare(data, "d", designs()["differences"].parameters(**parameters), "w"))


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("parameters", [{}, {"comparison": "never"}, {"anticipation": 1}])
def test_they_are_those_of_an_imputation_each(gaps, parameters):
    one = given(gaps, **parameters)
    drawn = handed_out(one, np.arange(len(one.first)), one.first, np.random.default_rng(4), 12)
    rng = np.random.default_rng(4)
    each = [imputed_effect(replace(one, first=rng.permutation(one.first))) for _ in range(12)]
    assert drawn == pytest.approx(each, rel=1e-8)


def test_a_large_panel_is_imputed_one_by_one(monkeypatch):
    one = given()
    owner = np.arange(len(one.first))
    drawn = handed_out(one, owner, one.first, np.random.default_rng(4), 5)
    monkeypatch.setattr(_handed_out, "MOST_CELLS", 0)
    assert handed_out(one, owner, one.first, np.random.default_rng(4), 5) == pytest.approx(drawn, rel=1e-8)


@pytest.mark.parametrize("cells", [0, 10**9])
def test_that_nothing_can_be_compared_is_said(monkeypatch, cells):
    monkeypatch.setattr(_handed_out, "MOST_CELLS", cells)
    one = given()
    everyone = np.zeros_like(one.first)  # all treated from the first period on
    with pytest.raises(NotComputableError, match="nothing to compare"):
        handed_out(replace(one, first=everyone), np.arange(len(everyone)), everyone, np.random.default_rng(4), 3)
