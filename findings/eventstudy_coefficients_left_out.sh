#!/usr/bin/env bash
# eventstudy 0.1a12: the error of a cumulative abnormal return leaves out that of the model's coefficients.
#
# Expected: a return without any event differs from zero at 5% in one of twenty tries, however long the window is beside the model's days
# (MacKinlay 1997, equation 8, whose second part the package's own comments carry).
# Seen: after a model of 30 days, a window of 20 days does so in one of seven tries; after 250 days in one of sixteen. The variance of a day
# is that of the residuals divided by the number of days, and a window's is as many times that, with no part for intercept and slope.
# With that part, and two degrees of freedom less, the same returns do so in one of twenty.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install --quiet --disable-pip-version-check \
  eventstudy==0.1a12 numpy==2.4.6 pandas==3.1.1 scipy==1.17.1 statsmodels==0.15.0 matplotlib==3.11.2
MPLBACKEND=Agg "$work/env/bin/python" - <<'PY'
from importlib.metadata import version

import eventstudy
import numpy as np
from scipy import stats

TRIES, WINDOW = 2000, 20


def allowed_for(market, own, size):
    """The p-value of the same sum with the error of intercept and slope in its own."""
    columns = np.column_stack([np.ones(size + WINDOW), market])
    model, window = columns[:size], columns[size:].sum(axis=0)
    fitted = np.linalg.lstsq(model, own[:size], rcond=None)[0]
    left = own - columns @ fitted
    variance = left[:size] @ left[:size] / (size - 2) * (WINDOW + window @ np.linalg.inv(model.T @ model) @ window)
    return 2 * stats.t.sf(abs(left[size:].sum()) / np.sqrt(variance), size - 2)


def rates(size):
    random = np.random.default_rng(0)
    found, allowed = 0, 0
    for _ in range(TRIES):
        market, noise = random.normal(0, 0.01, (2, size + WINDOW))
        own = market + noise
        single = eventstudy.Single(
            eventstudy.models.market_model, {"security_returns": own, "market_returns": market},
            event_window=(0, WINDOW - 1), estimation_size=size, buffer_size=0,
        )
        found += single.pvalue[-1] < 0.05
        allowed += allowed_for(market, own, size) < 0.05
    return found / TRIES, allowed / TRIES


print("eventstudy", version("eventstudy"), f"- windows of {WINDOW} days without an event, p < 0.05 of the cumulative return:")
short, long = rates(30), rates(250)
print(f"after 30 days:  {short[0]:.1%}; with the coefficients' error {short[1]:.1%}")
print(f"after 250 days: {long[0]:.1%}; with the coefficients' error {long[1]:.1%}")
assert short[0] > 0.12, "the error now holds that of the coefficients"
assert abs(short[1] - 0.05) < 0.02 and abs(long[1] - 0.05) < 0.02, "the comparison is no longer at its level"
PY
