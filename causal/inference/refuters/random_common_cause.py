"""Random common cause: a further covariate that is noise, as persistent as the treatment, should change nothing.

Among rows in no order nothing persists: the noise is independent too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_covariates, fit
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

BURN = 50  # rows before the first
TOGETHER = 32  # rows that are filtered together


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the mean shift is within the allowed share of the standard error and the sign holds."""
    shocks = setting.drawn(lambda rng: shocks_in_pieces(setting.design.rows, setting.draws, rng))
    noise = noise_in_pieces(setting.projection.treatment, shocks, persists=setting.design.sampling.ordered)
    effects = effects_with_covariates(setting.projection, noise, outcomes)
    actual = setting.projection.functional @ outcomes
    allowed = setting.rubric.common_cause_shift * fit(setting.projection, outcomes).standard_error
    shift = np.abs(effects.mean(axis=0) - actual)
    kept = np.mean(np.sign(effects) == np.sign(actual), axis=0)
    passed = (shift <= allowed) & (kept >= setting.rubric.stability_share)
    return Decision(passed=passed, effects=effects, values={"shift": float(shift[0]), "allowed": float(allowed[0])})


def shocks_in_pieces(rows: int, draws: int, rng: np.random.Generator) -> Iterator[Array]:
    """Give independent normal shocks of the rows before the first, then of the rows, in pieces (some rows, draws) that fit in the processor's cache."""
    for length in (BURN, rows):
        for start in range(0, length, TOGETHER):
            yield rng.standard_normal((min(TOGETHER, length - start), draws))


def noise_in_pieces(treatment: Array, pieces: Iterable[Array], *, persists: bool = True) -> Iterator[Array]:
    """Give normal first-order autoregressions with the treatment's autocorrelation, in pieces (some rows, draws).

    They are made of the pieces of `shocks_in_pieces`: each is one product with the filter's triangular matrix.
    """
    centred = treatment - treatment.mean()
    persistence = float(np.clip(centred[1:] @ centred[:-1] / (centred @ centred), -0.95, 0.95)) if persists else 0.0
    apart = np.subtract.outer(np.arange(TOGETHER), np.arange(TOGETHER))
    filters = np.where(apart >= 0, persistence ** np.maximum(apart, 0), 0.0)
    decay = persistence ** np.arange(1, TOGETHER + 1)[:, None]
    before = -(-BURN // TOGETHER)  # pieces before the first row

    def onward(shocks: Array) -> Array:
        rows = len(shocks)
        noise: Array = filters[:rows, :rows] @ shocks
        noise += decay[:rows] * state
        return noise

    state: Array | float = 0.0
    for number, shocks in enumerate(pieces):
        noise = onward(shocks) if persistence else shocks
        state = noise[-1]
        if number >= before:
            yield noise


REFUTER = Refuter(title="Random common cause", test="refuted", run=run)
