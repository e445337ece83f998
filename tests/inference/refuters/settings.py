"""Settings for the refuters' tests: one fitted design from a simulated world."""

from __future__ import annotations

import numpy as np

from causal.inference import estimate, identify
from causal.inference.algebra import fit
from causal.inference.refuters import Decision, Setting, refuters
from causal.inference.refuters.random_common_cause import noise_in_pieces, shocks_in_pieces
from causal.verdict import RUBRIC
from tests.worlds import CONFOUNDED, confounded_world, event_at

EDGE = CONFOUNDED.edge("x->y")


def setting(effect: float = 0.4, rows: int = 500, seed: int = 1, lag: int = 0, draws: int = 300) -> Setting:
    """Give the setting of x -> y in a world with that effect."""
    world = confounded_world(rows, effect, np.random.default_rng(seed))
    event = event_at(world, rows - 30)
    design = estimate.design_for(world, CONFOUNDED, identify.identify(CONFOUNDED, EDGE), (event.start, event.end))
    projection = design.project()
    return Setting(
        design=design,
        projection=projection,
        fit=fit(projection, design.outcome[:, None]),
        sign=1,
        lag=lag,
        draws=draws,
        rng=np.random.default_rng(seed),
        rubric=RUBRIC,
    )


def persistent_noise(treatment: np.ndarray, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Give the noise of the random common cause in one piece, shape (rows, draws)."""
    return np.concatenate(list(noise_in_pieces(treatment, shocks_in_pieces(len(treatment), draws, rng))))


def run(name: str, given: Setting, outcomes: np.ndarray | None = None) -> Decision:
    """Run one refuter on the real outcome, or on others."""
    return refuters()[name].run(given, given.design.outcome[:, None] if outcomes is None else outcomes)
