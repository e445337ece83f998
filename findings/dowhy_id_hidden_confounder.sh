#!/usr/bin/env bash
# DoWhy 0.14: the ID algorithm takes a confounder declared hidden as observed, and calls an effect identified that is not.
#
# Expected: of X -> Y with a hidden common cause U, the ID algorithm says as the default method does that nothing identifies
# it; with M between X and Y, it gives the front-door formula, in which U is not.
# Seen: both times an estimand that sums over U and conditions on it, which no data can give, though the graph says
# `observed="no"` and the data have no such column. The default method finds none, and the front door. y0 0.2.11, whose
# graphs draw a hidden cause as an arc with two heads, finds none for the first and a formula without U for the second.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check dowhy==0.14 y0==0.2.11 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" - <<'PY'
import logging
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd
from dowhy import CausalModel
from y0.algorithm.identify import identify_outcomes
from y0.dsl import Variable
from y0.graph import NxMixedGraph

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")
print("dowhy", version("dowhy"), "y0", version("y0"))
rows = np.random.default_rng(1).normal(size=(50, 3))
data = pd.DataFrame(rows, columns=["X", "M", "Y"])
hidden = 'U [observed="no"]; U -> X; U -> Y;'


def both(drawn):
    model = CausalModel(data, "X", "Y", graph=f"digraph {{ {hidden} {drawn} }}")
    usual = model.identify_effect(proceed_when_unidentifiable=False).estimands
    return {kind for kind, found in usual.items() if found}, str(model.identify_effect(method_name="id-algorithm"))


x, m, y = (Variable(name) for name in "XMY")
bow = both("X -> Y; M -> Y;")
door = both("X -> M; M -> Y;")
of_bow = identify_outcomes(NxMixedGraph.from_edges(directed=[(x, y), (m, y)], undirected=[(x, y)]), x, y)
of_door = identify_outcomes(NxMixedGraph.from_edges(directed=[(x, m), (m, y)], undirected=[(x, y)]), x, y)
for name, (usual, found), other in (("X -> Y", bow, of_bow), ("X -> M -> Y", door, of_door)):
    print(f"{name}: default method {sorted(usual) or 'none'}; y0 {other}; ID algorithm:\n{found}")
assert bow[0] == set()
assert door[0] == {"frontdoor"}
assert of_bow is None
assert "U" not in str(of_door)
for _, found in (bow, door):
    assert "U" in found.split("\n", 1)[0], "the ID algorithm no longer sums over the hidden confounder"
    assert "P(Y|" in found
PY
