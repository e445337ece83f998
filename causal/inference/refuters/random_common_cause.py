"""Random common cause: a further covariate that is noise, as persistent as the treatment, should change nothing.

Among rows in no order nothing persists: the noise is independent too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from causal.inference.algebra import effects_with_covariates
from causal.inference.refuters import Decision, Refuter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from causal.inference.algebra import Array
    from causal.inference.refuters import Setting

BURN = 50  # rows before the first
TOGETHER = 32  # rows that are filtered together
CACHED = 64_000  # rows times draws of a piece


def run(setting: Setting, outcomes: Array) -> Decision:
    """Pass where the mean shift is within the allowed share of the standard error and the sign holds."""
    shocks = setting.drawn(lambda rng: shocks_in_pieces(setting.design.rows, setting.draws, rng))
    noise = noise_in_pieces(setting.projection.treatment, shocks, persists=setting.design.sampling.ordered)
    effects = effects_with_covariates(setting.projection, noise, outcomes)
    actual = setting.projection.functional @ outcomes
    allowed = setting.rubric.common_cause_shift * setting.fit_of(outcomes).standard_error
    shift = np.abs(effects.mean(axis=0) - actual)
    kept = np.mean(np.sign(effects) == np.sign(actual), axis=0)
    passed = (shift <= allowed) & (kept >= setting.rubric.stability_share)
    return Decision(passed=passed, effects=effects, values={"shift": float(shift[0]), "allowed": float(allowed[0])})


def shocks_in_pieces(rows: int, draws: int, rng: np.random.Generator) -> Iterable[Array]:
    """Give independent normal shocks: a piece of the rows before the first, then the rows in pieces (some rows, draws) that fit in the processor's cache."""
    yield rng.standard_normal((BURN, draws))
    size = max(1, CACHED // (TOGETHER * draws)) * TOGETHER
    for start in range(0, rows, size):
        yield rng.standard_normal((min(size, rows - start), draws))


def noise_in_pieces(treatment: Array, pieces: Iterable[Array], *, persists: bool = True) -> Iterator[Array]:
    """Give normal first-order autoregressions with the treatment's autocorrelation, in pieces (some rows, draws).

    They are made of the pieces of `shocks_in_pieces`. Stretches of a piece are products of their shocks, the first with what is left of
    the row before, and the filter's triangular matrix.
    """
    centred = treatment - treatment.mean()
    persistence = float(np.clip(centred[1:] @ centred[:-1] / (centred @ centred), -0.95, 0.95)) if persists else 0.0
    apart = np.subtract.outer(np.arange(TOGETHER), np.arange(TOGETHER))
    filters = np.where(apart >= 0, persistence ** np.maximum(apart, 0), 0.0)

    def onward(shocks: Array) -> Array:
        noise, before = np.empty_like(shocks), state
        for start in range(0, len(shocks), TOGETHER):
            stretch = shocks[start : start + TOGETHER]
            rows = len(stretch)
            first = stretch[0].copy()
            stretch[0] += persistence * before
            np.matmul(filters[:rows, :rows], stretch, out=noise[start : start + rows])
            stretch[0] = first  # what was drawn serves again
            before = noise[start + rows - 1]
        return noise

    state: Array | float = 0.0
    for number, shocks in enumerate(pieces):
        noise = onward(shocks) if persistence else shocks
        state = noise[-1]
        if number:  # the first piece is of the rows before
            yield noise


REFUTER = Refuter(title="Random common cause", test="refuted", run=run)
