#!/usr/bin/env bash
# DoWhy 0.14: a whole number as the seed of the subset refuter makes all its simulations one, and refutes a right estimate.
#
# Expected: an integer seed and a generator of the same seed both make a run that can be repeated, of subsets that differ.
# Seen: with the integer every simulation draws the same rows, so that 40 simulations say what one says and have no
# spread: the p-value is 0 and the estimate counts as refuted. With the generator the p-value is near a half.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check dowhy==0.14 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" - <<'PY'
import logging
from importlib.metadata import version

import numpy as np
import pandas as pd
from dowhy import CausalModel

logging.disable(logging.CRITICAL)
rng = np.random.default_rng(1)
w = rng.normal(size=400)
x = w + rng.normal(size=400)
y = 0.5 * x + w + rng.normal(size=400)
model = CausalModel(pd.DataFrame({"w": w, "x": x, "y": y}), "x", "y", common_causes=["w"])
estimand = model.identify_effect(proceed_when_unidentifiable=True)
estimate = model.estimate_effect(estimand, method_name="backdoor.linear_regression")


def refuted(seed, simulations):
    found = model.refute_estimate(
        estimand, estimate, method_name="data_subset_refuter", subset_fraction=0.8, num_simulations=simulations, random_state=seed
    )
    return float(found.new_effect), float(found.refutation_result["p_value"])


print("dowhy", version("dowhy"), "estimate", round(float(estimate.value), 4))
one, many = refuted(7, 1), refuted(7, 40)
drawn = refuted(np.random.RandomState(7), 40)
print("integer seed, 1 and 40 simulations:", *(f"{effect:.6f}, p {p:.3f};" for effect, p in (one, many)))
print("generator of that seed, 40 simulations:", f"{drawn[0]:.6f}, p {drawn[1]:.3f}")
assert abs(one[0] - many[0]) < 1e-9, "the simulations of an integer seed differ now"
assert many[1] < 0.001, "the p-value of an integer seed is no longer 0"
assert drawn[1] > 0.2, "a generator of the same seed refutes the estimate, too"
PY
