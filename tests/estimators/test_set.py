"""The open set of estimators: each is found, documented, and serves a strategy; each strategy has one primary."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pytest

from causal import identify
from causal.design import build
from causal.errors import NotComputableError
from causal.estimators import estimators
from causal.findings import Strategy
from causal.study import Family
from tests.worlds import frame, graph


@pytest.mark.parametrize("name", estimators())
def test_each_has_a_docstring_and_a_title(name):
    assert len(import_module(f"causal.estimators.{name}").__doc__) > 60
    assert estimators()[name].title


@pytest.mark.parametrize("family", list(Family))
def test_one_primary_for_each_family(family):
    serving = [n for n, e in estimators().items() if e.primary and Strategy.ADJUSTMENT in e.strategies and family in e.families]
    assert len(serving) == 1


def design(outcome, treatment=None):
    rows = len(outcome)
    x = np.random.default_rng(0).standard_normal(rows) if treatment is None else treatment
    declared = graph(["+x->y"], ["x->y"], persistence=0)
    data = frame({"x": x, "y": outcome})
    return build(data, identify.identify(declared, declared.edge("x->y")), (data.index[3].date(), data.index[4].date()))


@pytest.mark.parametrize(("name", "outcome"), [("logit", [0.0, 2.0]), ("poisson", [-1.0, 3.0])])
def test_an_outcome_of_the_wrong_kind_is_refused(name, outcome):
    with pytest.raises(NotComputableError):
        estimators()[name].run(design(np.resize(outcome, 100)), 0.95)


def test_perfect_separation_is_refused():
    x = np.linspace(-1, 1, 120)
    with pytest.raises(NotComputableError):
        estimators()["logit"].run(design((x > 0).astype(float), x), 0.95)


@pytest.mark.parametrize("name", ["two_stage", "front_door"])
def test_an_estimand_of_another_strategy_is_refused(name):
    with pytest.raises(NotComputableError):
        estimators()[name].run(design(np.random.default_rng(1).standard_normal(100)), 0.95)


def test_lag_augmentation_agrees_where_there_is_no_persistence():
    outcome = np.random.default_rng(5).standard_normal(800)
    given = design(outcome + 0.5 * np.random.default_rng(0).standard_normal(800))
    plain, augmented = (estimators()[n].run(given, 0.95) for n in ("linear", "lag_augmented"))
    assert augmented.effect == pytest.approx(plain.effect, abs=0.03)
    assert augmented.standard_error == pytest.approx(plain.standard_error, rel=0.4)
