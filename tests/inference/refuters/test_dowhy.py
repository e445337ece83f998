"""DoWhy's refuters on the same rows: the same effects on the same draws, the same distribution on draws of one's own."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from benchmarks.refuters import (
    SEED,
    Theirs,
    design_of,
    drawn,
    on_draws,
    run_ours,
    run_theirs,
    setting_of,
    simulate,
    spreads,
    theirs_of,
)
from causal.inference.refuters import Setting

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),  # DoWhy 0.14 under pandas 3
]

ROWS, THEIR_DRAWS, OUR_DRAWS = 2_000, 100, 2_000
NAMES = ("bootstrap", "subsets", "random_common_cause", "placebo", "dummy_outcome")


@cache
def both() -> tuple[Theirs, Setting]:
    data = simulate(ROWS)
    return theirs_of(data), setting_of(design_of(data), OUR_DRAWS)


def error_of_spread(effects: np.ndarray, draws: int) -> float:
    """The standard error of the logarithm of a standard deviation over that many draws, from the fourth moment."""
    scores = (effects - effects.mean()) / effects.std()
    return float(np.sqrt((np.mean(scores**4) - 1) / (4 * draws)))


@pytest.mark.parametrize("name", NAMES)
def test_effects_agree_on_their_draws_and_on_ours(name):
    theirs, given = both()
    np.random.seed(SEED)  # DoWhy draws from the global generator
    found = run_theirs(name, theirs, THEIR_DRAWS)
    assert np.max(np.abs(found - on_draws(name, given, drawn(name, ROWS, THEIR_DRAWS, SEED)))) < 1e-10

    wide, narrow = spreads(name, given)
    found, ours = found * wide, run_ours(name, given) * narrow
    spread = ours.std(ddof=1)
    assert abs(found.mean() - ours.mean()) < 4 * spread * np.sqrt(1 / THEIR_DRAWS + 1 / OUR_DRAWS)
    blocks = ROWS / 13  # ours resamples blocks of 13 rows: as many fewer squares stand behind its spread
    errors = [error_of_spread(ours, THEIR_DRAWS), error_of_spread(ours, OUR_DRAWS), 1 / np.sqrt(2 * blocks)]
    assert abs(np.log(found.std(ddof=1) / spread)) < 4 * np.linalg.norm(errors)


def test_point_estimates_are_one():
    theirs, given = both()
    assert float(theirs.estimate.value) == pytest.approx(float(given.fit.effect[0]), abs=1e-12)
