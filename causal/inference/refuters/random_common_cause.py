"""Random common cause: a further covariate that is noise, as persistent as the treatment, should change nothing.

Among rows in no order nothing persists: the noise is independent too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_covariates, fit
from causal.inference.refuters import Decision, Refuter
from causal.work.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

BURN = 50  # rows before the first


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the mean shift is within the allowed share of the standard error and the sign holds."""
    noise = noise_in_pieces(
        setting.projection.treatment, setting.draws, setting.rng, persists=setting.design.sampling.ordered
    )
    effects = effects_with_covariates(setting.projection, noise, outcomes)
    actual = setting.projection.functional @ outcomes
    allowed = setting.rubric.common_cause_shift * fit(setting.projection, outcomes).standard_error
    shift = np.abs(effects.mean(axis=0) - actual)
    kept = np.mean(np.sign(effects) == np.sign(actual), axis=0)
    passed = (shift <= allowed) & (kept >= setting.rubric.stability_share)
    return Decision(passed=passed, effects=effects, values={"shift": float(shift[0]), "allowed": float(allowed[0])})


def noise_in_pieces(
    treatment: Array, draws: int, rng: np.random.Generator, *, persists: bool = True
) -> Iterator[Array]:
    """Give normal first-order autoregressions with the treatment's autocorrelation, in pieces (some rows, draws)."""
    from scipy.signal import lfilter

    centred = treatment - treatment.mean()
    persistence = float(np.clip(centred[1:] @ centred[:-1] / (centred @ centred), -0.95, 0.95)) if persists else 0.0

    def onward(rows: int, state: Array) -> tuple[Array, Array]:
        shocks = rng.standard_normal((rows, draws))
        noise, reached = lfilter([1.0], [1.0, -persistence], shocks, axis=0, zi=state)
        return noise, reached

    _, state = onward(BURN, np.zeros((1, draws)))
    for part in pieces(draws, len(treatment)):
        noise, state = onward(part.stop - part.start, state)
        yield noise


REFUTER = Refuter(title="Random common cause", test="refuted", run=run)
