from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from causal.errors import NotComputableError
from causal.findings import EdgeFindings, GraphFindings
from causal.judgement.checks import Context
from causal.judgement.checks.estimate import Parameters
from causal.messages import Outcome
from causal.study import Family
from causal.verdict import Grounds, Strength
from tests.judgement.checks.bench import bench, run, words
from tests.judgement.test_judge import estimate
from tests.worlds import graph

GRAPH = graph(["+x->y"], ["x->y"])


def context(**changes: Any) -> Context:
    found = EdgeFindings(
        graph="article",
        edge="x->y",
        by_proxy=(),
        rows=500,
        estimates=(estimate(0.1314, 0.054, classical_error=0.0549, first_stage_f=13.3),),
    )
    given = bench()
    graphs = {"article": replace(GraphFindings(graph="article", edges=(found,)), **changes)}
    return replace(given, study=replace(given.study, graph=GRAPH), graphs=graphs)


@pytest.mark.parametrize(
    ("quantity", "stated"),
    [
        ("effect", "0.131"),
        ("standard_error", "0.054"),
        ("classical_error", "0.055"),
        ("first_stage_f", "13.3"),
        ("rows", "500"),
    ],
)
def test_a_printed_number_is_held_against_the_one_computed_again(quantity: str, stated: str) -> None:
    found = run(context(), "estimate", edge="x->y", quantity=quantity, stated=stated)
    assert found.grounds is Grounds.FIGURES_AGREE
    assert found.start is Strength.LOW  # it is arithmetic on a regression, and the regression is observational
    assert ("interval" in words(found.reason)) is (quantity == "effect")


def test_another_number_is_contradicted() -> None:
    for stated in ("0.3", "-0.1", "more than 0.5"):
        assert run(context(), "estimate", edge="x->y", stated=stated).grounds is Grounds.CONTRADICTED
    assert run(context(), "estimate", edge="x->y", quantity="rows", stated="501").grounds is Grounds.CONTRADICTED


@pytest.mark.parametrize("stated", ["0.14", "0.05", "about 0.2", "more than 0.2"])
def test_a_size_inside_the_interval_is_not_contradicted(stated: str) -> None:
    found = run(context(), "estimate", edge="x->y", stated=stated)
    assert found.grounds is Grounds.INCONCLUSIVE
    assert "does not contradict it" in words(found.reason)
    assert found.comparisons[0].agrees is Outcome.NOT_APPLICABLE


def test_a_factor_below_zero_turns_the_interval_round() -> None:
    found = run(context(), "estimate", edge="x->y", times=-100, stated="-20%", unit="%")
    assert found.grounds is Grounds.INCONCLUSIVE


def test_a_return_in_percent_is_scaled() -> None:
    found = run(context(), "estimate", edge="x->y", times=100, stated="13.2%", unit="%", label="the return")
    assert found.grounds is Grounds.INCONCLUSIVE  # 13.14 is not 13.2 when rounded, but well within its interval
    assert run(context(), "estimate", edge="x->y", times=100, stated="13.1%", unit="%").grounds is Grounds.FIGURES_AGREE


def test_without_an_edge_it_is_the_total_effect() -> None:
    assert run(context(total=estimate(0.042, 0.018)), "estimate", stated="0.042").grounds is Grounds.FIGURES_AGREE
    with pytest.raises(NotComputableError, match="total effect"):
        run(context(), "estimate", stated="0.042")


def test_what_was_not_estimated_is_said() -> None:
    bare = EdgeFindings(graph="article", edge="x->y", by_proxy=(), rows=0)
    with pytest.raises(NotComputableError, match="does not identify x->y"):
        run(context(edges=(bare,)), "estimate", edge="x->y", stated="1")
    plain = replace(bare, estimates=(estimate(0.1, 0.05),))
    with pytest.raises(NotComputableError, match="has no first stage f"):
        run(context(edges=(plain,)), "estimate", edge="x->y", quantity="first_stage_f", stated="13")


def test_an_edge_that_the_graph_does_not_assert_is_refused() -> None:
    known = {"graphs": {"article": ("x->y",)}}
    with pytest.raises(ValidationError, match="asserts no edge 'x->z'"):
        TypeAdapter(Parameters).validate_python({"edge": "x->z", "stated": "1"}, context=known)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("about 0.45", Grounds.FIGURES_AGREE),
        ("about 0.45 higher", Grounds.FIGURES_AGREE),
        ("45 percentage points higher", Grounds.FIGURES_AGREE),
        ("45个百分点", Grounds.FIGURES_AGREE),
        ("45 percentage points", Grounds.FIGURES_AGREE),
        ("45%", Grounds.FIGURES_AGREE),
        ("36%", Grounds.CONTRADICTED),
        ("-45%", Grounds.CONTRADICTED),
    ],
)
def test_an_effect_on_a_chance_may_be_worded_in_percent(stated: str, expected: Grounds) -> None:
    given = context()
    found = replace(given.graphs["article"].edges[0], estimates=(estimate(0.4512, 0.02),))
    binary = tuple(replace(v, family=Family.BINARY) if v.name == "y" else v for v in GRAPH.variables)
    given = replace(
        given,
        study=replace(given.study, graph=replace(GRAPH, variables=binary)),
        graphs={"article": replace(given.graphs["article"], edges=(found,))},
    )
    assert run(given, "estimate", edge="x->y", stated=stated).grounds is expected
