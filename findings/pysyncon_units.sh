#!/usr/bin/env bash
# pysyncon 1.7: the augmented synthetic control depends on the units of the outcome.
#
# Expected: an effect in grams is a thousand times that in kilograms, and the same donors have the same weights.
# Seen: the inner search stops at once where the outcomes are large numbers; every donor is left with the weight 1 / n it started from,
# nothing is said, and the effect is another. The plain synthetic control does the same where `custom_V`, of which only the
# proportions mean anything, is large.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pysyncon==1.7.0 numpy==2.4.6 pandas==3.1.1 scipy==1.15.3
MPLBACKEND=Agg "$work/env/bin/python" - <<'PY'
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from pysyncon import AugSynth, Dataprep, Synth

warnings.simplefilter("error")
UNITS, TIMES, DATE = 20, 24, 16
rng = np.random.default_rng(0)
factors, loadings = np.cumsum(rng.standard_normal((TIMES, 2)), axis=0), rng.uniform(0, 1, (UNITS, 2))
loadings[0] = loadings[1:4].mean(axis=0)
kilograms = 50 + 5 * factors @ loadings.T + rng.standard_normal((TIMES, UNITS))
kilograms[DATE:, 0] += 5


def augmented(outcome):
    table = pd.DataFrame(outcome).rename_axis("time").reset_index().melt("time", var_name="unit", value_name="outcome")
    given = Dataprep(
        foo=table, predictors=[], predictors_op="mean", dependent="outcome", unit_variable="unit", time_variable="time",
        treatment_identifier=0, controls_identifier=list(range(1, UNITS)), time_predictors_prior=range(DATE),
        time_optimize_ssr=range(DATE), special_predictors=[("outcome", [0], "mean")],
    )
    model = AugSynth()
    model.fit(given, use_covariates=False)
    return float((kilograms[DATE:, 0] - kilograms[DATE:, 1:] @ model.W).mean()), model.synw


def plain(scale):
    before = pd.DataFrame(kilograms[:DATE])
    model = Synth()
    donors, own = before.drop(columns=0), before[0]
    model.fit(X0=donors, X1=own, Z0=donors, Z1=own, custom_V=np.full(DATE, scale))
    return model.W


small, weights = augmented(kilograms)
large, others = augmented(kilograms * 1e3)
print("pysyncon", version("pysyncon"))
print(f"in kilograms: {small:.2f} kg, largest weight {weights.max():.3f}")
print(f"in units of 10 mg: {large:.2f} kg, largest weight {others.max():.3f} (1 / n is {1 / (UNITS - 1):.3f})")
print(f"plain, V of ones: {plain(1.0).max():.3f}; V of millions: {plain(1e6).max():.3f}")
assert abs(weights.max() - others.max()) > 0.05, "the weights no longer depend on the units"
assert abs(plain(1.0).max() - plain(1e6).max()) > 0.05, "the weights no longer depend on the scale of V"
PY
