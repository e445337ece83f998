#!/usr/bin/env bash
# causal-learn 0.1.4.8: the PC algorithm ties a column that never changes to every other column.
#
# Expected: a constant is independent of everything, so it stays without an edge; or an error that names the column.
# Seen: its correlation with anything is undefined, Fisher's z gives the p-value NaN, NaN > alpha is false, so that
# independence is never accepted and the edge is never removed. Only numpy warns, of a division; the column of
# threes stands beside both variables (a, b and the constant form a triangle of undirected edges).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check causal-learn==0.1.4.8 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from causallearn.search.ConstraintBased.PC import pc
from causallearn.utils.cit import CIT

rng = np.random.default_rng(0)
a = rng.normal(size=300)
b = a + rng.normal(size=300)
data = np.column_stack([a, b, np.full(300, 3.0)])
p = CIT(data, "fisherz")(0, 2, [])
found = pc(data, 0.05, "fisherz", show_progress=False).G.graph.astype(int).tolist()
print("causal-learn", version("causal-learn"))
print("p-value of a against the constant:", p)
print("edges (-1: an end without an arrow):", found)
assert np.isnan(p), "the p-value is a number now"
assert found == [[0, -1, -1], [-1, 0, -1], [-1, -1, 0]], "the constant is no longer tied to both variables"
PY
