#!/usr/bin/env bash
# DoWhy 0.14: BACKDOOR_MAX, asked for the largest adjustment set, gives the empty one where no back door is open.
#
# Expected: z, a cause of the outcome alone, is in the largest set, whether or not another back door is open.
# Seen: with an open back door through c the set is {z, c}; without c it is empty, although {z} is valid, is listed
# beside it, and is larger. A covariate that would make the estimate more precise is lost just where nothing confounds.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check dowhy==0.14 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" - <<'PY'
from importlib.metadata import version

import networkx as nx
from dowhy.causal_identifier.auto_identifier import BackdoorAdjustment, EstimandType, identify_effect_auto


def largest(*edges):
    graph = nx.DiGraph(edges)
    found = identify_effect_auto(
        graph, ["x"], ["y"], sorted(graph), EstimandType.NONPARAMETRIC_ATE, backdoor_adjustment=BackdoorAdjustment.BACKDOOR_MAX
    ).backdoor_variables
    return sorted(found["backdoor"]), sorted(map(sorted, found.values()))


open_door = largest(("x", "y"), ("z", "y"), ("c", "x"), ("c", "y"))
closed = largest(("x", "y"), ("z", "y"))
print("dowhy", version("dowhy"))
print("with c, a common cause:", open_door)
print("without it:", closed)
assert open_door[0] == ["c", "z"], "another set is the largest where a back door is open"
assert closed[0] == [], "the largest set is no longer empty where nothing confounds"
assert ["z"] in closed[1], "{z} is no longer listed"
PY
