"""The open set as a whole: every refuter is found, titled, documented and tested."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from causal.inference.refuters import refuters
from tests.inference.refuters.settings import run, setting


@pytest.mark.parametrize("name", refuters())
def test_each_has_a_docstring_a_title_and_a_test(name):
    assert len(import_module(f"causal.inference.refuters.{name}").__doc__) > 60
    assert refuters()[name].title
    assert (Path(__file__).parent / f"test_{name}.py").exists()


@pytest.mark.parametrize("name", refuters())
def test_the_same_stream_gives_the_same_numbers_for_one_world_or_many(name):
    """A refuter must judge a world alike whatever other worlds stand beside it."""
    alone = run(name, setting(lag=1))
    given = setting(lag=1)
    noise = np.random.default_rng(9).standard_normal((given.design.rows, 3))
    among = run(name, given, np.column_stack([given.design.outcome, noise]))
    assert alone.passed[0] == among.passed[0]
    if alone.effects is not None:
        assert np.allclose(alone.effects[:, 0], among.effects[:, 0])
    assert among.passed.shape == (4,)
