"""What is drawn once for several designs of the same rows decides as what is drawn anew for each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from causal.inference import refuters as package
from causal.inference.refuters import refuters
from tests.inference.refuters.settings import run, setting

NAMES = sorted(refuters())


def given(world, kept=None):
    """Give a setting of a design of its own; the stream is that of every design."""
    return replace(setting(rows=150, seed=world, draws=60), rng=np.random.default_rng(9), kept=kept)


@pytest.mark.parametrize("name", NAMES)
def test_designs_that_share_what_is_drawn_find_the_same(name):
    kept = []
    for world in (1, 2, 3):
        alone, shared = run(name, given(world)), run(name, given(world, kept))
        assert np.array_equal(alone.passed, shared.passed)
        assert alone.values == shared.values
        if alone.effects is not None:
            assert np.array_equal(alone.effects, shared.effects)
    assert len(kept) <= 1


@pytest.mark.parametrize("name", NAMES)
def test_what_takes_much_memory_is_not_kept(name, monkeypatch):
    monkeypatch.setattr(package, "KEPT", 100 * 60)
    kept = []
    run(name, given(1, kept))
    assert kept == []
