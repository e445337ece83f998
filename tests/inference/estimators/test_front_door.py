"""The front door: a known effect past a hidden confounder, and the product of its two regressions."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from causal.inference import estimate, identify
from causal.inference.design import build
from tests.worlds import frame, graph


def simulated(rows, seed=9):
    rng = np.random.default_rng(seed)
    hidden = rng.standard_normal(rows)
    x = hidden + rng.standard_normal(rows)
    m = 0.8 * x + rng.standard_normal(rows)
    return {"x": x, "m": m, "y": 0.5 * m + hidden + rng.standard_normal(rows)}


def estimated(data):
    declared = graph(["u->x", "u->y", "+x->m", "+m->y"], ["x->m", "m->y"], latent=["u"], persistence=0)
    estimand, table = identify.identify_total(declared), frame(data)
    design = build(table, estimand, (table.index[5].date(), table.index[6].date()))
    return estimate.estimate(design, estimand.strategy, 0.95)[0][0]


def test_it_recovers_the_total_effect():
    found = estimated(simulated(4000))
    assert found.method == "front_door"
    assert found.low <= 0.4 <= found.high
    assert found.high - found.low < 0.12


def test_the_effect_is_the_product_of_the_two_regressions():
    data = simulated(300)
    first = sm.OLS(data["m"], sm.add_constant(data["x"])).fit().params[1]
    second = sm.OLS(data["y"], sm.add_constant(np.column_stack([data["m"], data["x"]]))).fit().params[1]
    assert estimated(data).effect == pytest.approx(first * second, rel=1e-9)
