#!/usr/bin/env bash
# pgmpy 1.1.2: estimate_ate counts what runs through a mediator twice where the cause has a direct effect as well.
#
# Expected: with X -> M -> Y beside X -> Y and nothing that confounds, the average effect of X is the slope of Y on X: 0.5
# directly and 1 through M, together 1.5.
# Seen: 2.5, and no word on it. The effects of a path's edges are multiplied, and the paths summed, as in path analysis; but
# the effect of an edge is estimated with a back-door set, which gives the total effect: that of X -> Y is 1.5 already, and the
# path through M comes on top. An observed confounder changes nothing; without the direct edge the effect is right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pgmpy==1.1.2 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1 statsmodels==0.15.0
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
import pandas as pd
from pgmpy.base import DAG
from pgmpy.inference import CausalInference

ROWS = 100_000


def effect(edges):
    """Make data of the edges and their coefficients, listed causes first; give the true total effect of X on Y and the estimate."""
    rng = np.random.default_rng(0)
    data, reached = {}, {}
    for name in dict.fromkeys(end for edge in edges for end in edge[:2]):
        into = [(cause, weight) for cause, end, weight in edges if end == name]
        data[name] = rng.normal(size=ROWS) + sum(weight * data[cause] for cause, weight in into)
        reached[name] = 1.0 if name == "X" else sum(weight * reached[cause] for cause, weight in into)
    graph = DAG([edge[:2] for edge in edges])
    return reached["Y"], float(CausalInference(graph).estimate_ate("X", "Y", pd.DataFrame(data)))


print("pgmpy", version("pgmpy"))
direct, through = ("X", "Y", 0.5), [("X", "M", 1.0), ("M", "Y", 1.0)]
for name, edges, expected in (
    ("direct and through M", [through[0], direct, through[1]], 2.5),
    ("the same, C a cause of X and Y", [("C", "X", 1.0), through[0], direct, through[1], ("C", "Y", 1.0)], 2.5),
    ("through M alone", through, 1.0),
    ("through M and N alone", [through[0], ("X", "N", 0.5), through[1], ("N", "Y", 1.0)], 1.5),
):
    true, estimate = effect(edges)
    print(f"{name}: true {true}, estimate {estimate:.3f}")
    assert abs(estimate - expected) < 0.03, "the estimate is another now"
PY
