"""Random common cause: a further covariate that is noise, as persistent as the treatment, should change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.algebra import functionals_for_covariates
from causal.refuters import Decision, Refuter

if TYPE_CHECKING:
    from causal.algebra import Array
    from causal.refuters import Setting


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the mean shift is within the allowed share of the standard error and the sign holds."""
    noise = persistent_noise(setting.projection.treatment, setting.draws, setting.rng)
    effects = functionals_for_covariates(setting.projection, noise) @ outcomes
    actual = setting.projection.functional @ outcomes
    from causal.algebra import fit

    allowed = setting.rubric.common_cause_shift * fit(setting.projection, outcomes).standard_error
    shift = np.abs(effects.mean(axis=0) - actual)
    kept = np.mean(np.sign(effects) == np.sign(actual), axis=0)
    passed = (shift <= allowed) & (kept >= setting.rubric.stability_share)
    return Decision(passed=passed, effects=effects, values={"shift": float(shift[0]), "allowed": float(allowed[0])})


def persistent_noise(treatment: Array, draws: int, rng: np.random.Generator) -> Array:
    """Give normal first-order autoregressions with the treatment's autocorrelation, shape (rows, draws)."""
    from scipy.signal import lfilter

    centred = treatment - treatment.mean()
    persistence = float(np.clip(centred[1:] @ centred[:-1] / (centred @ centred), -0.95, 0.95))
    shocks = rng.standard_normal((len(treatment) + 50, draws))
    noise: Array = lfilter([1.0], [1.0, -persistence], shocks, axis=0)[50:]
    return noise


REFUTER = Refuter(title="Random common cause", test="refuted", run=run)
