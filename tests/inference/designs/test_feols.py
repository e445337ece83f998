"""The one module before pyfixest leaves nothing of it behind."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from causal.inference.designs._feols import two_way
from causal.inference.designs._two_way import Panel

FIRST_USE = """
import logging
import numpy as np
from causal.inference.designs._feols import two_way
from causal.inference.designs._two_way import Panel

unit, period = np.divmod(np.arange(24), 4)
rng = np.random.default_rng(1)
two_way(Panel(
    unit=unit, period=period, cluster=unit, outcome=rng.normal(size=24), treatment=rng.normal(size=24),
    covariates=np.empty((24, 0)), units=tuple("abcdef"), periods=tuple("1234"), times=np.arange(4.0),
))
print(logging.getLogger().handlers, logging.getLogger().level == logging.WARNING)
"""


def test_the_root_logger_is_as_it_was_before():
    """Release 0.60 of pyfixest sets it up for its own use, and each library's progress would be printed with a report."""
    done = subprocess.run([sys.executable, "-c", FIRST_USE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "True"]


@pytest.mark.parametrize(("size", "shift"), [(1e-9, 0.0), (1e9, 0.0), (1e15, 1e6), (1e-9, 1e6)])
def test_the_unit_of_the_outcome_is_no_matter(size, shift):
    """With gaps in the panel the effects of units and periods are taken out by turns, until what changes is below a tolerance."""
    rng = np.random.default_rng(1)
    unit, period = np.divmod(np.flatnonzero(rng.random(360) > 0.3), 12)
    treatment = ((unit % 2 == 0) & (period >= 6)).astype(float)
    outcome = rng.normal(size=30)[unit] + 0.5 * period + 2 * treatment + rng.normal(size=len(unit))

    def fitted(values):
        found = two_way(
            Panel(
                unit=unit,
                period=period,
                cluster=unit,
                outcome=values,
                treatment=treatment,
                covariates=np.empty((len(unit), 0)),
                units=tuple(map(str, range(30))),
                periods=tuple(map(str, range(12))),
                times=np.arange(12.0),
            )
        )
        return np.array([found.effect, found.error, found.classical])

    assert fitted(size * (outcome + shift)) == pytest.approx(size * fitted(outcome), rel=1e-6)
