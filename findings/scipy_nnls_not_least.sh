#!/usr/bin/env bash
# scipy 1.15: nnls returns an x that is not the least, and calls its residual zero.
#
# Expected: no x >= 0 has a smaller residual than the one returned, and the second value is that residual.
# Seen: for a matrix of three rows and columns the residual is said to be 0; that of the x returned is larger than that of
# another x, which lsq_linear finds. Among matrices such as a synthetic control's with two periods and three donors it is
# about one in thirty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check scipy==1.15.3 numpy==2.4.6
"$work/env/bin/python" - <<'PY'
from importlib.metadata import version

import numpy as np
from scipy.optimize import lsq_linear, nnls

target = np.array([-0.8, 0.24])
donors = np.array([[-1.66, 0.66, 1.14], [-0.45, 0.43, 0.25]])
short = donors - target[:, None]
matrix = np.vstack([short / np.linalg.norm(short, axis=0).mean(), np.ones(3)])
wanted = np.array([0.0, 0.0, 1.0])

found, said = nnls(matrix, wanted)
other = lsq_linear(matrix, wanted, (0, np.inf), method="bvls").x
own, least = (float(np.linalg.norm(matrix @ x - wanted)) for x in (found, other))
print("scipy", version("scipy"))
print(f"nnls: x = {found.round(4)}, residual said to be {said:.6f}, is {own:.6f}")
print(f"lsq_linear: x = {other.round(4)}, residual {least:.6f}")
assert own > least + 1e-3, "nnls finds the least now"
assert abs(said - own) > 1e-3, "nnls now says the residual of what it returns"
PY
