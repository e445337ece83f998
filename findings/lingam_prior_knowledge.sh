#!/usr/bin/env bash
# lingam 1.13.0: DirectLiNGAM reads a matrix of prior knowledge the other way round than its docstring says.
#
# Expected: an element [i, j] of 1 says that x_i has a directed path to x_j, 0 that it has none, as the docstring has it, which
# cites the paper of the method; knowledge that is true leaves a right result as it is.
# Seen: of data made as x0 -> x1 the method by itself finds x0 -> x1. The matrix that says just this, 1 at [0, 1] and 0 at [1, 0],
# turns the edge round: x1 -> x0 with a coefficient of 0.5, without a warning. Its transpose, by the docstring false, leaves the
# edge as it was. Both hold where knowledge is applied softly, too. `make_prior_knowledge` of the same package writes a path
# from x0 to x1 at [1, 0], in the order of the adjacency matrix found.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check lingam==1.13.0 numpy==2.2.6 pandas==3.1.1 scipy==1.13.1 scikit-learn==1.9.1
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
from lingam import DirectLiNGAM
from lingam.utils import make_prior_knowledge

rng = np.random.default_rng(0)
cause = rng.uniform(-1, 1, 2000)
data = np.column_stack([cause, cause + rng.uniform(-1, 1, 2000)])
true = np.array([[-1, 1], [0, -1]])  # by the docstring: x0 has a directed path to x1, x1 has none to x0


def found(knowledge, softly=False):
    model = DirectLiNGAM(prior_knowledge=knowledge, apply_prior_knowledge_softly=softly).fit(data)
    weights = model.adjacency_matrix_  # [to, from]
    return {f"x{j} -> x{i}": round(float(weights[i, j]), 2) for i, j in np.argwhere(weights).tolist()}


print("lingam", version("lingam"))
alone = found(None)
print("without knowledge:", alone)
assert list(alone) == ["x0 -> x1"]
for softly in (False, True):
    given, turned = found(true, softly), found(true.T, softly)
    print(f"{'softly' if softly else 'strictly'} by the docstring: {given}; the transpose: {turned}")
    assert list(given) == ["x1 -> x0"], "the matrix is read as the docstring says now"
    assert turned == alone, "the transpose no longer leaves the edge"
made = make_prior_knowledge(2, paths=[(0, 1)]).tolist()
print("made of the path from x0 to x1:", made)
assert made == [[-1, -1], [1, -1]], "make_prior_knowledge writes a path elsewhere now"
assert "x_i` has a directed path to :math:`x_j" in DirectLiNGAM.__init__.__doc__, "the docstring says another thing now"
PY
