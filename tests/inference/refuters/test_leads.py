"""Leads: harmless where the cause comes first, a failure where the outcome drives the treatment."""

from __future__ import annotations

import numpy as np

from causal.inference import estimate, identify
from causal.inference.algebra import fit
from causal.inference.refuters import Setting, refuters
from causal.verdict import RUBRIC
from tests.inference.refuters.settings import run, setting
from tests.worlds import frame, graph

LAGGED = graph(["+x->y@1"], ["x->y@1"])


def decide(x: np.ndarray, y: np.ndarray) -> bool:
    data = frame({"x": x, "y": y})
    edge = LAGGED.edge("x->y@1")
    window = (data.index[5].date(), data.index[6].date())
    design = estimate.design_for(data, LAGGED, identify.identify(LAGGED, edge), window)
    projection = design.project()
    given = Setting(
        design=design,
        projection=projection,
        fit=fit(projection, design.outcome[:, None]),
        sign=1,
        lag=1,
        draws=1,
        rng=np.random.default_rng(0),
        rubric=RUBRIC,
    )
    return bool(refuters()["leads"].run(given, design.outcome[:, None]).passed[0])


def test_same_day_edges_are_left_to_the_graph():
    assert run("leads", setting(lag=0)).inapplicable == "same_day"


def test_cause_before_effect_passes_about_nineteen_times_in_twenty():
    passed = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        x = rng.standard_normal(300)
        y = 0.5 * np.roll(x, 1) + rng.standard_normal(300)
        passed.append(decide(x, y))
    assert np.mean(passed) > 0.85


def test_reversed_arrow_fails():
    rng = np.random.default_rng(1)
    y = rng.standard_normal(400)
    x = 0.6 * np.roll(y, 1) + rng.standard_normal(400)
    assert not decide(x, y)
