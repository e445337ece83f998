#!/usr/bin/env bash
# pgmpy 1.1.2: asked for a minimal adjustment set, Adjustment says that an effect is not identified which one covariate identifies.
#
# Expected: the variants "minimal", by the docstring the smallest set, and "all" agree on whether there is one.
# Seen: X <- U -> E -> C -> Y with U hidden, and V, hidden as well, a cause of C and Y. E stops both back doors, and "all" lists
# {E}; "minimal" says False, and the older `get_minimal_adjustment_set` None, "no adjustment set is possible". The search starts
# from the parents of X and Y, with those of a hidden parent in its place. That is {C} here, which opens the path through V; a
# start that does not separate X from Y ends it. With V observed the set found is {C, V}, though {E} is smaller.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pgmpy==1.1.2 networkx==3.6.1 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import networkx as nx
from pgmpy.base import DAG
from pgmpy.identification import Adjustment
from pgmpy.inference import CausalInference

BACK = [("U", "X"), ("U", "E"), ("E", "C"), ("V", "C"), ("C", "Y"), ("V", "Y")]


def asked(hidden):
    graph = DAG([("X", "Y"), *BACK], roles={"exposures": "X", "outcomes": "Y", "latents": hidden})
    every = sorted(sorted(one.get_role("adjustment")) for one in Adjustment("all").identify(graph)[0])
    minimal, found = Adjustment("minimal").identify(graph)
    older = CausalInference(graph).get_minimal_adjustment_set("X", "Y")
    return every, sorted(minimal.get_role("adjustment")) if found else None, older and sorted(older)


separated = nx.is_d_separator(nx.DiGraph(BACK), "X", "Y", {"E"})
every, minimal, older = asked(["U", "V"])
seen = asked(["U"])  # V observed
print("pgmpy", version("pgmpy"), "networkx", version("networkx"))
print("without X -> Y, E separates X and Y (networkx):", separated)
print(f"U and V hidden: all {every}; minimal {minimal}; older {older}")
print(f"U hidden: all {seen[0]}; minimal {seen[1]}; older {seen[2]}")
assert separated
assert ["E"] in every
assert minimal is None and older is None, "the minimal set is found now"
assert ["E"] in seen[0]
assert seen[1] == seen[2] == ["C", "V"], "another set is the smallest with V observed"
PY
