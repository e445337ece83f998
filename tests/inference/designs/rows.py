"""Declared designs on the rows of a cross-section."""

from __future__ import annotations

import numpy as np
import pandas as pd

from causal.frame import Frame
from causal.inference.designs import Declared
from causal.study import Family
from causal.verdict import Rubric
from causal.work.seeds import stream


def declare(table, outcome, treatment, parameters, *, family=Family.CONTINUOUS, seed=1, draws=500, **more):
    """A cross-section whose columns are the table's, with a design declared on treatment -> outcome."""
    named = pd.DataFrame(table).astype(float)
    named.index = pd.Index([f"r{i:06}" for i in range(len(named))], dtype="object", name="row")
    return Declared(
        frame=Frame(named, (), {}),
        treatment=treatment,
        outcome=outcome,
        parameters=parameters,
        sign=0,
        rubric=Rubric(draws=draws),
        stream=lambda name: stream(seed, name),
        family=family,
        **more,
    )


def challenged(design, name, declared, estimate=None):
    """What one challenge came to."""
    first = design.estimate(declared)[0] if estimate is None else estimate
    return design.challenges[name].run(declared, first)


def failures(worlds, run):
    """The share of worlds in which the challenge is not passed."""
    return float(np.mean([not run(seed).passed for seed in range(worlds)]))
