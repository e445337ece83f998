"""The open set of estimators: each is found, documented, and serves a strategy; each strategy has one primary."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest

from causal.errors import CausalError, NotComputableError
from causal.findings import Strategy
from causal.inference import estimate
from causal.inference.estimators import Estimator, Functional, estimators, judging
from causal.inference.examine import Case, corrected, examine
from causal.inference.refuters import refuters
from causal.judgement.judge import judge_edge
from causal.messages import Outcome
from causal.pipeline import _calibrates
from causal.rendering.catalogue import Catalogue
from causal.study import Family
from causal.verdict import RUBRIC, Grounds
from tests.inference.estimators.designs import plain
from tests.worlds import event_at, frame, graph


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


# -- two that claim one place


def bring(monkeypatch, name, estimator):
    """Let another package bring an estimator."""
    point = SimpleNamespace(name=name, value=f"addon.{name}:ESTIMATOR", load=lambda: estimator)
    monkeypatch.setattr(
        "causal.files.members.entry_points", lambda group: [point] if group == "causal.estimators" else []
    )
    estimators.cache_clear()


@pytest.fixture
def fresh():
    """The set as it is installed, before and after."""
    estimators.cache_clear()
    yield
    estimators.cache_clear()


def doubled(design, level):
    """Twice the least squares effect, which is no estimate of anything."""
    found = estimators()["linear"].run(design, level)
    return replace(
        found, method="doubled", label="Doubled", effect=2 * found.effect, low=2 * found.low, high=2 * found.high
    )


def of_ones_own(**changes):
    whole = {
        "strategies": frozenset({Strategy.ADJUSTMENT}),
        "families": frozenset({Family.CONTINUOUS}),
        "primary": True,
    }
    return Estimator(title="Doubled", run=doubled, **(whole | changes))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "a continuous outcome identified by adjustment on days"),
        ({"ordered": True}, "a continuous outcome identified by adjustment on days"),
        ({"families": frozenset({Family.COUNT})}, "a count outcome identified by adjustment on days"),
        ({"strategies": frozenset({Strategy.INSTRUMENT})}, "a continuous outcome identified by instrument on days"),
    ],
)
def test_two_primary_estimators_of_one_place_are_refused_with_both_names(monkeypatch, fresh, changes, said):
    bring(monkeypatch, "aardvark", of_ones_own(**changes))
    with pytest.raises(CausalError, match=said) as caught:
        estimators()
    assert "'aardvark' (addon.aardvark:ESTIMATOR)" in str(caught.value)
    assert "(causal.inference.estimators." in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [{"primary": False}, {"strategies": frozenset({Strategy.INSTRUMENT}), "families": frozenset({Family.BINARY})}],
)
def test_one_that_stands_beside_or_where_nobody_judges_is_welcome(monkeypatch, fresh, changes):
    bring(monkeypatch, "aardvark", of_ones_own(**changes))
    assert "aardvark" in estimators()


def test_the_one_that_judges_is_the_primary_one_whatever_its_name(monkeypatch, fresh):
    bring(monkeypatch, "aardvark", of_ones_own(primary=False))
    given = plain(np.random.default_rng(1).standard_normal(200))
    assert [e.method for e in estimate.estimate(given, Strategy.ADJUSTMENT, 0.95)[0]] == [
        "linear",
        "aardvark",
    ]
    assert judging(Strategy.ADJUSTMENT, Family.CONTINUOUS, given.sampling)[0] == "linear"


# -- what stands for an estimate


@pytest.mark.parametrize("name", [n for n, e in estimators().items() if e.primary])
def test_what_is_refuted_is_declared_by_the_estimator(name):
    expected = Functional.NONE if name == "front_door" else Functional.LINEAR
    assert estimators()[name].refuted_by is expected


def test_an_estimator_that_names_no_functional_is_not_refuted_and_says_so(monkeypatch, fresh):
    """It stands in the place of the one that judges counts."""
    served = {"strategies": frozenset({Strategy.ADJUSTMENT}), "families": frozenset({Family.COUNT})}
    monkeypatch.setattr("causal.inference.estimators.poisson.ESTIMATOR", of_ones_own(**served))
    estimators.cache_clear()
    rng = np.random.default_rng(5)
    declared = graph(["+x->y"], ["x->y"], persistence=0)
    declared = replace(declared, variables=tuple(replace(v, family=Family.COUNT) for v in declared.variables))
    x = rng.standard_normal(300)
    data = frame({"x": x, "y": x + rng.standard_normal(300)})
    case = Case(graph=declared, frame=data, event=event_at(data, 200), seed=1, rubric=replace(RUBRIC, draws=50))
    found = corrected(declared, [examine(case, "x->y")], case.rubric)[0]
    assert [e.method for e in found.estimates] == ["poisson", "first_half", "second_half"]
    assert found.estimates[1].effect == pytest.approx(2.0, abs=0.4)  # by itself, not by the functional
    assert {r.outcome for r in found.refutations} == {Outcome.NOT_APPLICABLE}
    assert {r.name for r in found.refutations} == set(refuters())
    assert found.sensitivity is None
    assert not found.refutable
    assert not _calibrates(found, declared)
    verdict = judge_edge(declared, declared.edges[0], found, case.rubric, data.sampling)
    outcomes = {t.name: t.outcome for t in verdict.tests}
    assert (outcomes["refuted"], outcomes["sensitivity"]) == (Outcome.NOT_APPLICABLE,) * 2
    assert verdict.grounds is Grounds.INCONCLUSIVE
    for language in ("en", "zh"):
        words = Catalogue(language)
        assert all(words.sentence(t.message) for t in verdict.tests)
        assert words.sentence(verdict.reason)
    assert "no attempt to refute it applies" in Catalogue("en").sentence(verdict.reason)
