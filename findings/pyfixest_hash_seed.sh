#!/usr/bin/env bash
# A clustered error with effects of units and periods is one of two numbers, by the hash seed of the process: pyfixest 0.60.0.
#
# Expected: the same data and formula give the same standard error in every process, however the formula is spaced.
# Seen: 0.1682 and 0.1667 for `y~x|unit+period`, and 0.1682 alone with spaces about the plus. Effects of units lie within the clusters and are not to be
# counted among the parameters, those of periods are. The names of the effects pass through a set (estimation/formula/utils.py), whose order the seed
# decides; what lies within the clusters is flagged in the formula's order where an effect bears the clusters' name. Under some seeds the units are
# then left in and the periods out: 2 parameters are counted and not 12.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pyfixest==0.60.0 numpy==2.4.6 pandas==3.1.1
cat >"$work/error.py" <<'PY'
import numpy as np
import pandas as pd
import pyfixest

unit, period = np.divmod(np.arange(550), 11)
data = pd.DataFrame({"unit": unit, "period": period, "y": np.random.default_rng(0).normal(size=550)})
data["x"] = ((unit % 2 == 0) & (period >= 5 + unit % 3)).astype(float)
print(f"{pyfixest.feols('y~x|unit+period', data, vcov={'CRV1': 'unit'}).se()['x']:.4f}")
PY
seen=$(for seed in $(seq 0 9); do PYTHONHASHSEED=$seed "$work/env/bin/python" -W ignore "$work/error.py"; done | sort -u | paste -sd ' ')
"$work/env/bin/python" -c 'from importlib.metadata import version; print("pyfixest", version("pyfixest"))'
echo "standard errors under ten seeds: $seen"
[ "$seen" = "0.1667 0.1682" ]
