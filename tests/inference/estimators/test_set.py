"""The open set of estimators: each is found, documented, and serves a strategy; each strategy has one primary."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from causal.errors import NotComputableError
from causal.findings import Strategy
from causal.inference.estimators import estimators
from causal.study import Family
from tests.inference.estimators.designs import plain


@pytest.mark.parametrize("name", estimators())
def test_each_has_a_docstring_and_a_title(name):
    assert len(import_module(f"causal.inference.estimators.{name}").__doc__) > 60
    assert estimators()[name].title


@pytest.mark.parametrize("family", list(Family))
def test_one_primary_for_each_family(family):
    serving = [
        n for n, e in estimators().items() if e.primary and Strategy.ADJUSTMENT in e.strategies and family in e.families
    ]
    assert len(serving) == 1


@pytest.mark.parametrize("name", ["two_stage", "front_door"])
def test_an_estimand_of_another_strategy_is_refused(name):
    with pytest.raises(NotComputableError):
        estimators()[name].run(plain(np.random.default_rng(1).standard_normal(100)), 0.95)
