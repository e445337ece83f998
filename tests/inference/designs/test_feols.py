"""The one module before pyfixest leaves nothing of it behind."""

from __future__ import annotations

import subprocess
import sys

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
