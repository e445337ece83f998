"""Small designs to estimate."""

from __future__ import annotations

import numpy as np

from causal.inference import identify
from causal.inference.design import build
from causal.study import Family
from tests.worlds import frame, graph


def plain(outcome, treatment=None, family=Family.CONTINUOUS):
    """X -> y and nothing else, without a past."""
    x = np.random.default_rng(0).standard_normal(len(outcome)) if treatment is None else treatment
    return designed(["+x->y"], {"x": x, "y": outcome}, family)


def designed(arrows, columns, family=Family.CONTINUOUS, latent=()):
    """The design of x -> y in that graph, without pasts."""
    declared = graph(arrows, ["x->y"], latent=latent, persistence=0)
    data = frame(columns)
    estimand = identify.identify(declared, declared.edge("x->y"))
    return build(data, estimand, (data.index[3].date(), data.index[4].date()), family=family)
