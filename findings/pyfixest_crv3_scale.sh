#!/usr/bin/env bash
# pyfixest 0.60.0: CRV3 is not the cluster jackknife that the name stands for, but larger.
#
# Expected: CRV3 of MacKinnon, Nielsen and Webb (2023), that is (G - 1) / G times the sum over clusters of the squared
# distance of the estimate without a cluster from that of all, as R's summclust and Stata's vce(jackknife) have it.
# Seen: G / (G - 1) times that sum, times (N - 1) / (N - k): the correction of CRV1, applied on top. With five clusters
# the standard error is a quarter too large. `ssc(k_adj=False, G_adj=False)` gives the bare sum; no setting gives (G - 1) / G.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pyfixest==0.60.0 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import numpy as np
import pandas as pd
import pyfixest

print("pyfixest", version("pyfixest"))
rng = np.random.default_rng(1)
for clusters in (5, 20):
    g = np.repeat(np.arange(clusters), 30)
    x = rng.normal(size=len(g)) + rng.normal(size=clusters)[g]
    y = x + rng.normal(size=len(g)) + rng.normal(size=clusters)[g]
    data = pd.DataFrame({"y": y, "x": x, "g": g})

    def slope(rows):
        return np.polyfit(x[rows], y[rows], 1)[0]

    apart = np.array([slope(g != one) for one in range(clusters)]) - slope(g >= 0)
    jackknife = np.sqrt((clusters - 1) / clusters * np.sum(apart**2))
    seen = float(pyfixest.feols("y ~ x", data, vcov={"CRV3": "g"}).se()["x"])
    factor = clusters / (clusters - 1) * np.sqrt((len(g) - 1) / (len(g) - 2))
    print(f"{clusters} clusters: jackknife {jackknife:.5f}, pyfixest {seen:.5f}, {seen / jackknife:.4f} times as large ({factor:.4f})")
    assert seen / jackknife > 1.04, "CRV3 is the jackknife now"
    assert abs(seen / jackknife - factor) < 1e-6, "CRV3 is scaled in another way now"
PY
