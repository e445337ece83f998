"""Declared designs on the rows of a cross-section."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pandas as pd

from causal.findings import Plot
from causal.frame import Frame
from causal.inference.designs import Declared
from causal.rendering.catalogue import Catalogue
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


def worded(design, kind, declared):
    """Every sentence of a design, in both languages, with the values that its challenges and figures give."""
    estimates = design.estimate(declared)
    first = estimates[0]
    said = []
    for catalogue in (Catalogue("en"), Catalogue("zh")):
        said += [
            catalogue.text(f"design.{kind}.{one}", asdict(declared.parameters))
            for one in ("title", "declared", "method")
        ]
        said += [catalogue.text(f"estimate_name.{one.method}", {}) for one in estimates]
        for name, challenge in design.challenges.items():
            found = challenge.run(declared, first)
            draws = 0 if found.effects is None else len(found.effects)
            given = {"estimate": first.effect, "p": found.p_value, "low": found.low, "high": found.high, "draws": draws}
            given |= found.values
            keys = [found.why] if found.why else ["passed", "failed"]
            said += [catalogue.text(f"refuter.{name}.{key}", given) for key in keys]
            said += [catalogue.text(f"{key}.{name}", {}) for key in ("refuter_title", "refuter_name")]
        for name, draw in design.figures.items():
            figure = draw(declared, first)
            if isinstance(figure, Plot):
                keys = [f"plot.{name}.{one}" for one in ("title", "x", "y", "caption", "alt")]
                keys += [f"plot.{name}.strand.{one.label}" for one in figure.strands]
            else:
                keys = [f"listing.{name}.{one}" for one in ("title", "caption")]
                keys += [f"listing.{name}.head.{one}" for one in figure.heads]
            said += [catalogue.text(key, figure.values) for key in keys]
    return said


def failures(worlds, run):
    """The share of worlds in which the challenge is not passed."""
    return float(np.mean([not run(seed).passed for seed in range(worlds)]))
