"""What is established is a full bar, what hangs on an open arrow a hollow one, and ends without an order have one bar together."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt

import pytest

from causal.findings import Attribution, Contribution, How, Turned
from causal.messages import Message, Outcome
from causal.rendering.shares import Part, bars
from causal.verdict import EdgeTest, EdgeVerdict, Grounds
from causal.verdict import Test as Tried
from tests.fake_findings import attribution
from tests.fake_report import fake_report, graph

REPORT = fake_report()
Z = 1.959963984540054


def verdict(edge: str, grounds: Grounds, direction: Outcome) -> EdgeVerdict:
    said = Message(key="test.direction.lagged")
    tests = (Tried(name=EdgeTest.DIRECTION, outcome=direction, message=said),)
    return EdgeVerdict(
        graph="article", edge=edge, grounds=grounds, tests=tests, score=0, strength=None, steps=(), reason=said
    )


def of(chain: str, side: str = "", background: str = "", **open_: Grounds):
    """The bars of a graph whose edges are established but for those in `open_`, `fuel__mood` being fuel->mood."""
    declared = graph("article", "Made", chain, side, background, {e.replace(">", "->"): "C1" for e in side.split()})
    known = {name.replace("__", "->"): grounds for name, grounds in open_.items()}
    association = Grounds.ASSOCIATION_ONLY
    verdicts = tuple(
        verdict(
            edge.id,
            known.get(edge.id, Grounds.EFFECT_ESTABLISHED),
            Outcome.FAILED if known.get(edge.id) is association else Outcome.PASSED,
        )
        for edge in declared.claimed
    )
    nodes = tuple(v.name for v in declared.variables)
    undecided = tuple(e for e, g in known.items() if g is association)
    found = attribution("article", nodes[0], nodes, -0.4, undecided)
    report = replace(REPORT, study=replace(REPORT.study, graph=declared), edge_verdicts=verdicts)
    return found, bars(report, found)


def own(found: Attribution, node: str) -> Contribution:
    return next(c for c in found.contributions if c.node == node)


def test_a_chain_that_is_established_has_full_bars_with_their_own_intervals():
    found, made = of("fuel>bookings bookings>rates", background="trade>rates")
    assert [bar.nodes for bar in made] == [(c.node,) for c in found.contributions]
    assert not any(bar.hollow or bar.parts for bar in made)
    assert [(bar.value, bar.low, bar.high) for bar in made] == [(c.value, c.low, c.high) for c in found.contributions]


@pytest.mark.parametrize(
    "grounds", [g for g in Grounds if g not in {Grounds.EFFECT_ESTABLISHED, Grounds.ASSOCIATION_ONLY}]
)
def test_whatever_passes_over_an_arrow_that_is_not_established_is_hollow(grounds):
    _, made = of("fuel>bookings bookings>rates", background="trade>rates trade>fuel", fuel__bookings=grounds)
    assert {bar.nodes: bar.hollow for bar in made} == {
        ("fuel",): True,
        ("bookings",): False,
        ("rates",): False,
        ("trade",): True,
    }


def test_the_outcomes_own_shock_and_a_cause_that_nobody_disputes_hang_on_no_claimed_arrow():
    _, made = of("fuel>rates", background="trade>rates weather>rates", fuel__rates=Grounds.INCONCLUSIVE)
    assert [bar.nodes for bar in made if not bar.hollow] == [("rates",), ("trade",), ("weather",)]


def test_two_ends_without_an_order_have_one_bar_whose_error_counts_their_covariance():
    found, made = of("fuel>bookings bookings>rates", bookings__rates=Grounds.ASSOCIATION_ONLY)
    (joint,) = [bar for bar in made if len(bar.nodes) > 1]
    assert joint.nodes == ("bookings", "rates")
    both = own(found, "bookings").value + own(found, "rates").value
    assert joint.value == pytest.approx(both)
    half = Z * sqrt(2 * 0.19 + 2 * -0.02)
    assert (joint.low, joint.high) == (pytest.approx(both - half), pytest.approx(both + half))
    assert not joint.hollow


def test_what_one_end_of_a_joint_bar_gave_reaches_over_the_arrow_declared_reversed_and_cut():
    found, made = of("fuel>bookings bookings>rates", bookings__rates=Grounds.ASSOCIATION_ONLY)
    (joint,) = [bar for bar in made if len(bar.nodes) > 1]
    values = [own(found, "bookings").value * factor for factor in (1.0, 0.4, 0.0)]
    assert joint.parts == (Part(node="bookings", low=min(values), high=max(values)),)


def test_a_node_before_an_undecided_arrow_has_an_interval_that_reaches_what_the_other_orders_give():
    found, made = of("fuel>bookings bookings>rates", bookings__rates=Grounds.ASSOCIATION_ONLY)
    fuel, (bar,) = own(found, "fuel"), [bar for bar in made if bar.nodes == ("fuel",)]
    assert bar.hollow
    assert bar.value == fuel.value
    assert bar.low == min(fuel.low, 0.4 * fuel.value - 0.8, 0.0)
    assert bar.high == max(fuel.high, 0.4 * fuel.value + 0.9, 0.0)


def test_three_nodes_that_two_undecided_arrows_join_have_one_bar():
    two = {"fuel__bookings": Grounds.ASSOCIATION_ONLY, "bookings__rates": Grounds.ASSOCIATION_ONLY}
    _, made = of("fuel>bookings bookings>rates", **two)
    assert [bar.nodes for bar in made] == [("fuel", "bookings", "rates")]
    assert [part.node for part in made[0].parts] == ["fuel", "bookings"]


def test_a_pair_before_an_arrow_that_is_not_established_is_hollow_too():
    broken = {"fuel__bookings": Grounds.ASSOCIATION_ONLY, "bookings__rates": Grounds.NO_EFFECT_FOUND}
    _, made = of("fuel>bookings bookings>rates", **broken)
    assert {bar.nodes: bar.hollow for bar in made} == {("fuel", "bookings"): True, ("rates",): False}


def test_a_pair_before_another_pair_is_hollow_and_reaches_what_the_other_orders_give():
    two = {"fuel__bookings": Grounds.ASSOCIATION_ONLY, "quotes__rates": Grounds.ASSOCIATION_ONLY}
    found, made = of("fuel>bookings bookings>quotes quotes>rates", **two)
    first, second = made
    assert (first.nodes, second.nodes) == (("fuel", "bookings"), ("quotes", "rates"))
    assert (first.hollow, second.hollow) == (True, False)
    both = own(found, "fuel").value + own(found, "bookings").value
    half = Z * sqrt(2 * 0.19 + 2 * -0.02)
    assert (first.low, first.high) == (
        pytest.approx(min(both, 0.4 * both, 0.0) - half),
        pytest.approx(max(both, 0.4 * both, 0.0) + half),
    )


def test_nodes_that_give_nothing_have_no_bar_and_leave_a_pair_with_one():
    found, _ = of("fuel>bookings bookings>rates", bookings__rates=Grounds.ASSOCIATION_ONLY)
    declared = graph("article", "Made", "fuel>bookings bookings>rates", "", "", {})
    kept = found.contributions[:1] + found.contributions[2:]
    alone = replace(found, contributions=kept, covariances=((0.19, 0.0), (0.0, 0.19)))
    report = replace(
        REPORT,
        study=replace(REPORT.study, graph=declared),
        edge_verdicts=(
            verdict("fuel->bookings", Grounds.EFFECT_ESTABLISHED, Outcome.PASSED),
            verdict("bookings->rates", Grounds.ASSOCIATION_ONLY, Outcome.FAILED),
        ),
    )
    assert [bar.nodes for bar in bars(report, alone)] == [("fuel",), ("rates",)]
    assert bars(report, replace(found, contributions=(), covariances=())) == ()


def test_an_attribution_of_a_report_without_turned_graphs_keeps_its_own_intervals():
    found, _ = of("fuel>rates", fuel__rates=Grounds.ASSOCIATION_ONLY)
    assert {turned.how for turned in found.turned} == set(How)
    assert all(isinstance(turned, Turned) for turned in found.turned)
    declared = graph("article", "Made", "fuel>rates", "", "", {})
    report = replace(
        REPORT,
        study=replace(REPORT.study, graph=declared),
        edge_verdicts=(verdict("fuel->rates", Grounds.ASSOCIATION_ONLY, Outcome.FAILED),),
    )
    (joint,) = bars(report, replace(found, turned=()))
    value = own(found, "fuel").value
    assert joint.parts == (Part(node="fuel", low=value, high=value),)
